@vendor @chapter:03
Feature: Fetch the very document that the search found
  Where a card lies, and under which id, only the search knows. A system that thinks it knows fetches nothing one day.

  Rule: XDS-06 A document MUST be retrieved from where the search said that it is

    @req:XDS-06 @positive
    Scenario Outline: A card in another repository than usual is fetched there when it is read <method>
      Given a system that reads the card <method>
      And Bente's card is kept in another repository
      When the doctor opens Bente's card
      Then every retrieval went to the repository that the search had named
      And the card is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-06 @negative
    Scenario: A card that has been moved is not asked for where it was
      Given a system that reads the card in its usual way
      And the doctor has opened Bente's card
      And Bente's card is kept in another repository
      When the doctor opens Bente's card
      Then every retrieval went to the repository that the search had named
      And the card is shown

  Rule: XDS-07 A document MUST be retrieved by the whole id that the search gave

    @req:XDS-07 @positive
    Scenario Outline: The card is fetched by its whole id when it is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every retrieval asked for a document that was found, by its whole id

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-07 @negative
    Scenario: A card that is no longer there is not asked for by another id
      Given a system that reads the card in its usual way
      And the service no longer has the document that it finds
      When the doctor opens Bente's card
      Then no card is shown
      And every retrieval asked for a document that was found, by its whole id
