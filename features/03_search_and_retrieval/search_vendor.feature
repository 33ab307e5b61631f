@vendor @chapter:03
Feature: Search for a citizen's card in words that the service reads
  A search that is put wrongly finds nothing, and looks like a citizen who has no card.

  Rule: XDS-01 A search SHOULD be the query FindDocuments for whole entries

    @req:XDS-01 @positive
    Scenario Outline: FindDocuments is asked when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every search was FindDocuments for whole entries

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-01 @negative
    Scenario: No other query is tried when nothing is found
      Given a system that reads the card in its usual way
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And every search was FindDocuments for whole entries

  Rule: XDS-02 A search MUST name the citizen by CPR number, in the form and the quotes of IHE

    @req:XDS-02 @positive
    Scenario Outline: The citizen is named in full form when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every search named Bente in the form and the quotes of IHE

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-02 @negative
    Scenario: No shorter form of the number is tried when nothing is found
      Given a system that reads the card in its usual way
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And every search named Sofie in the form and the quotes of IHE

  Rule: XDS-03 A search MUST ask for documents that are made on demand

    @req:XDS-03 @positive
    Scenario Outline: Documents made on demand are asked for when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every search asked for documents made on demand

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-03 @negative
    Scenario: No search for stable documents alone is tried when nothing is found
      Given a system that reads the card in its usual way
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And every search asked for documents made on demand

  Rule: XDS-04 A search MUST ask for approved documents

    @req:XDS-04 @positive
    Scenario Outline: Approved documents are asked for when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every search asked for approved documents

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-04 @negative
    Scenario: No search without a status is tried when nothing is found
      Given a system that reads the card in its usual way
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And every search asked for approved documents

  Rule: XDS-14 A search that asks for a format MUST give the code with its code system

    @req:XDS-14 @positive
    Scenario Outline: The format is asked for with its code system when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every format asked for was given with its code system

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-14 @negative
    Scenario: No bare code is tried when nothing is found
      Given a system that reads the card in its usual way
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And every format asked for was given with its code system

  Rule: XDS-08 SFSK MUST be asked for shared patient cards only

    @req:XDS-08 @positive
    Scenario Outline: Nothing but the card is asked for when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And no search asked for another kind of document

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-08 @negative
    Scenario: No other kind of document is looked for when nothing is found
      Given a system that reads the card in its usual way
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And no search asked for another kind of document
