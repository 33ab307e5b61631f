@vendor @chapter:05
Feature: Show the no-resuscitation information alone, where that has been granted
  Business rule 17 lets certain types of system restrict their display. Which types is not public: the vendor declares the type and who approved it.

  Rule: FGV-06 Restricted display MUST show the no-resuscitation information and nothing else of the card

    @req:FGV-06 @positive
    Scenario Outline: Nothing but the opt-out is shown when the card is read <method>
      Given a system with restricted display that reads the card <method>
      And Bente opted out of resuscitation 30 days ago
      When the doctor opens Bente's card
      Then the screen says that Bente has an active opt-out
      And nothing else of the card is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:FGV-06 @positive
    Scenario: Nothing but the absence of an opt-out is shown
      Given a system with restricted display
      When the doctor opens Bente's card
      Then the screen says that Bente has no active opt-out
      And nothing else of the card is shown

    @req:FGV-06 @negative
    Scenario: Nothing is filled in when the register is out of reach
      Given a system with restricted display
      And the register is out of reach, which the service tells on retrieval
      When the doctor opens Bente's card
      Then the screen says that it is not known whether Bente has opted out
      And nothing else of the card is shown

  Rule: FGV-10 A system without restricted display MUST show the whole card

    @req:FGV-10 @positive
    Scenario Outline: The whole card is shown when it is read <method>
      Given a system with full display that reads the card <method>
      When the doctor opens Bente's card
      Then the whole of Bente's card is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:FGV-10 @positive
    Scenario: The card of a citizen who has typed in nothing is shown as far as it goes
      Given a system with full display
      When the doctor opens Sofie's card
      Then the whole of Sofie's card is shown
