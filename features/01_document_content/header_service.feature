@service @chapter:01
Feature: Say what a card is, whose it is and who issued it
  Before a card is read it must be plain that it is a card, that it is this citizen's, and that Fælles Stamkort made it.

  Rule: DOC-02 The document code of a card MUST be PDC

    @req:DOC-02 @positive
    Scenario Outline: <citizen>'s document is coded as a card
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-02

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Alma    |

  Rule: DOC-03 The author and the custodian of a card MUST be Fælles Stamkort, by its SOR id

    @req:DOC-03 @positive
    Scenario Outline: <citizen>'s card was issued by Fælles Stamkort
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-03

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Alma    |

  Rule: DOC-04 A card MUST be about one citizen, by a CPR number of ten digits

    @req:DOC-04 @positive
    Scenario Outline: <citizen>'s card is about <citizen>
      When a system fetches <citizen>'s card
      Then the card is about <citizen> and nobody else
      And the card keeps every rule of DOC-04

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Alma    |

  Rule: DOC-25 The citizen's own practitioner MUST be in the card, if there is one

    @req:DOC-25 @positive
    Scenario: The own practitioner is named with provider number
      When a system fetches Bente's card
      Then the card names Bente's own practitioner

    @req:DOC-25 @negative
    Scenario: A citizen without an own practitioner is given none
      Given Bente has no own practitioner
      When a system fetches Bente's card
      Then the card names no practitioner
