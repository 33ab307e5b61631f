@vendor @chapter:09
Feature: Fetch the card when it is needed
  What was true this morning may be wrong at noon.

  Rule: SYN-04 The card SHOULD be fetched at each look-up of its data

    @req:SYN-04 @positive
    Scenario Outline: Each of two users gets the card as it is then, read <method>
      Given a system that reads the card <method>
      And the doctor has opened Bente's card
      When the nurse opens Bente's card
      Then Bente's card has been fetched 2 times

      Examples: Methods in which nothing is kept
        | method           |
        | system to system |
        | as the user      |

      Examples: A local copy, when nobody notifies of changes
        | method            |
        | from a local copy |

    @req:SYN-04 @negative
    Scenario Outline: A deleted number is not shown from an earlier look-up, read <method>
      Given a system with full display that reads the card <method>
      And Sofie has typed in a telephone number
      And the doctor has opened Sofie's card
      And Sofie has deleted it
      When the doctor opens Sofie's card
      Then the deleted number is not on the screen

      Examples: Methods in which nothing is kept
        | method           |
        | system to system |
        | as the user      |

      Examples: A local copy, when nobody notifies of changes
        | method            |
        | from a local copy |
