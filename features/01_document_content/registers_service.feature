@service @chapter:01
Feature: Serve what the registers say, and no more than that
  Whether there is a registration is everybody's business who treats the citizen. What it says stays in the register.

  Rule: DOC-23 What the registers say MUST be in every card, each register once

    @req:DOC-23 @positive
    Scenario Outline: Every register is heard in <citizen>'s card
      When a system fetches <citizen>'s card
      Then the card holds each entry of the registers once

      Examples: A full card, an empty one, a protected citizen, a father, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Max     |
        | Alma    |

    @req:DOC-23 @negative
    Scenario: The card of a citizen who has typed in nothing holds the registers' entries alone
      When a system fetches Sofie's card
      Then the card holds each entry of the registers once
      And the card holds nothing that was typed in

  Rule: DOC-10 A relation MUST be told by a code of MedCom's relation codes

    @req:DOC-10 @positive
    Scenario Outline: <relation> in <citizen>'s card carry MedCom's code
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-10

      Examples: Custody from either side, and relatives
        | relation           | citizen |
        | Children           | Max     |
        | Holders of custody | Alma    |
        | Relatives          | Bente   |

  Rule: DOC-11 A card MUST NOT say that both wills are registered

    @req:DOC-11 @positive
    Scenario: A treatment will is told, and no living will beside it
      When a system fetches Bente's card
      Then the card says "true" of the treatment will
      And the card says "false" of the living will

    @req:DOC-11 @negative
    Scenario Outline: <citizen>'s card does not say that both wills are registered
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-11

      Examples: With a treatment will, without a will
        | citizen |
        | Bente   |
        | Jens    |
        | Sofie   |

    @req:DOC-11 @negative
    Scenario: A living will is told, and no treatment will beside it
      Given Sofie has registered a living will
      When a system fetches Sofie's card
      Then the card says "true" of the living will
      And the card says "false" of the treatment will

  Rule: DOC-12 Of wills and organ donation a card MUST say true or false, and nothing of the content

    @req:DOC-12 @positive
    Scenario Outline: The card of <citizen> says <answer> of the <registration>
      When a system fetches <citizen>'s card
      Then the card says "<answer>" of the <registration>

      Examples: Registered and not
        | citizen | answer | registration   |
        | Bente   | true   | organ donation |
        | Bente   | true   | treatment will |
        | Bente   | false  | living will    |
        | Sofie   | false  | organ donation |
        | Sofie   | false  | treatment will |

    @req:DOC-12 @negative
    Scenario Outline: <citizen>'s card says nothing of the content of a registration
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-12

      Examples: Registered and not
        | citizen |
        | Bente   |
        | Sofie   |

  Rule: DOC-15 The no-resuscitation entry MUST be written as version 3.0 writes it

    @req:DOC-15 @positive
    Scenario Outline: The no-resuscitation entry of <citizen>'s card is that of version 3.0
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-15

      Examples: Over 60, under 60, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Alma    |

    @req:DOC-15 @positive
    Scenario: An opt-out in force is written as version 3.0 writes it
      Given Bente opted out of resuscitation 30 days ago
      When a system fetches Bente's card
      Then the card keeps every rule of DOC-15

  Rule: DOC-16 The no-resuscitation entry MUST NOT be null

    @req:DOC-16 @negative
    Scenario Outline: The no-resuscitation entry of <citizen>'s card is not null
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-16

      Examples: Over 60, under 60, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Alma    |
