@service @chapter:01
Feature: Serve what citizens have typed in
  Whom to call, in which language, and on which number: what the citizen has told once is told in every card.

  Rule: DOC-06 Every relative MUST be in the card, and no CPR number beside one

    @req:DOC-06 @positive
    Scenario: Every relative is in the card
      When a system fetches Bente's card
      Then the card lists Bente's relatives with name, relation, numbers and note

    @req:DOC-06 @negative
    Scenario Outline: No CPR number stands beside a relative of <citizen>
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-06

      Examples: Two citizens with relatives
        | citizen |
        | Bente   |
        | Jens    |

  Rule: DOC-07 A telephone number MUST be written as one that can be dialled

    @req:DOC-07 @positive
    Scenario Outline: Every telephone number in <citizen>'s card can be dialled
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-07

      Examples: Two citizens with numbers of their own and of relatives
        | citizen |
        | Bente   |
        | Jens    |

    @req:DOC-07 @negative
    Scenario: No number of three is written in a way that cannot be dialled
      Given Sofie has typed in a number for home, for mobile and for work
      When a system fetches Sofie's card
      Then the card keeps every rule of DOC-07

  Rule: DOC-08 Numbers, temporary address and language MUST each be in the card once at most

    @req:DOC-08 @positive
    Scenario: A number for home, for mobile and for work stand together
      Given Sofie has typed in a number for home, for mobile and for work
      When a system fetches Sofie's card
      Then the card holds exactly Sofie's own numbers

    @req:DOC-08 @negative
    Scenario Outline: Nothing that may stand once stands twice in <citizen>'s card
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-08

      Examples: Two citizens who have typed in everything
        | citizen |
        | Bente   |
        | Jens    |

  Rule: DOC-13 The chosen dentist MUST be in the card by provider number

    @req:DOC-13 @positive
    Scenario: The chosen dentist is named by provider number
      When a system fetches Bente's card
      Then the card names the dentist that Bente has chosen
      And the card keeps every rule of DOC-13

    @req:DOC-13 @negative
    Scenario: A citizen who has chosen no dentist is given none
      When a system fetches Sofie's card
      Then the card names no dentist

  Rule: DOC-22 A dentist MUST be named by the clinic, and no person be named

    @req:DOC-22 @negative
    Scenario Outline: <citizen>'s card names a clinic and no person
      When a system fetches <citizen>'s card
      Then the card names the dentist by the clinic alone

      Examples: Two citizens with a dentist
        | citizen |
        | Bente   |
        | Jens    |

  Rule: DOC-14 A language MUST be in the card by its code of ISO 639-1

    @req:DOC-14 @positive
    Scenario: The language is told by its code of two letters
      When a system fetches Bente's card
      Then the card says that Bente speaks "de"
      And the card keeps every rule of DOC-14

    @req:DOC-14 @negative
    Scenario: A citizen who has told no language is given none
      When a system fetches Sofie's card
      Then the card tells no language

  Rule: DOC-26 What was typed in MUST be in the card letter by letter

    @req:DOC-26 @positive
    Scenario Outline: A relative named <name> keeps that name
      Given Sofie has named the relative "<name>"
      When a system fetches Sofie's card
      Then the card lists the relative "<name>"

      Examples: Danish, foreign, and reserved in XML
        | name                 |
        | Søren Æggert Åkjær   |
        | Zoë Łukasz Ğüneş     |
        | Київ Олена           |
        | O'Neill & Søn <test> |
