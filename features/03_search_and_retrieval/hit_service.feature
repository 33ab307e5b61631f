@service @chapter:03
Feature: Tell with a hit what a system needs to fetch the card
  A hit is an address and a label: where the card is to be had, and what it is. It is no place for what the card protects.

  Rule: XDS-27 A hit MUST tell home community, repository and document id

    @req:XDS-27 @positive
    Scenario Outline: The hit for <citizen>'s card tells where it is to be had
      When a system searches for <citizen>'s card in version 3
      Then the hit tells home community, repository and document id

      Examples: A full card, an empty one, a child
        | citizen |
        | Jens    |
        | Sofie   |
        | Alma    |

  Rule: XDS-28 A hit MUST say what the document is, as Danish metadata say it

    @req:XDS-28 @positive
    Scenario Outline: The hit for <citizen>'s card says that it is a card of <citizen>
      When a system searches for <citizen>'s card in version 3
      Then the hit says that it is an approved card of <citizen> in version 3

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Jens    |
        | Sofie   |
        | Bruno   |
        | Alma    |

  Rule: XDS-29 A hit MUST NOT tell a protected citizen's name or address

    @req:XDS-29 @negative
    Scenario: The hit for a protected citizen's card does not tell who and where they are
      When a system searches for Bruno's card in version 3
      Then one card is found
      And neither Bruno's name nor address stands in the hit

    @req:XDS-29 @negative
    Scenario: Protection counts from the next search on
      Given Bente has been granted name and address protection
      When a system searches for Bente's card in version 3
      Then one card is found
      And neither Bente's name nor address stands in the hit
