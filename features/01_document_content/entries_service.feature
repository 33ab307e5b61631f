@service @chapter:01
Feature: Mark every entry with what it is and who it comes from
  A receiver that keeps a copy must know which entry is which, who has told it, and when.

  Rule: DOC-17 The entries and the text for the reader MUST agree

    @req:DOC-17 @positive
    Scenario Outline: The text in <citizen>'s card says what the entries say
      When a system fetches <citizen>'s card
      Then nothing in the card speaks against DOC-17

      Examples: A full card, an empty one, a protected citizen, a father
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Max     |

    @req:DOC-17 @negative
    Scenario: The text does not say that there is no opt-out where the entry says that there is
      Given Bente opted out of resuscitation 30 days ago
      When a system fetches Bente's card
      Then nothing in the card speaks against DOC-17

  Rule: DOC-18 Every entry MUST be marked with who it comes from

    @req:DOC-18 @positive
    Scenario Outline: Every entry in <citizen>'s card is marked with who it comes from
      When a system fetches <citizen>'s card
      Then nothing in the card speaks against DOC-18

      Examples: A full card, an empty one, a father, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Max     |
        | Alma    |

    @req:DOC-18 @negative
    Scenario: Nobody's CPR number stands as the author of an entry
      When a system fetches Bente's card
      Then the card keeps every rule of DOC-18

  Rule: DOC-19 Every entry MUST have an id of its own, with a UUID

    @req:DOC-19 @positive
    Scenario Outline: Every entry in <citizen>'s card has an id of its own
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-19

      Examples: A full card, an empty one, a father, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Max     |
        | Alma    |

  Rule: DOC-24 An entry that has not changed MUST keep its id

    @req:DOC-24 @positive
    Scenario Outline: The entries of <citizen>'s card have the same ids when it is fetched again
      Given a system has fetched <citizen>'s card
      When a system fetches <citizen>'s card
      Then the same entries have the same ids as before

      Examples: A full card, a father
        | citizen |
        | Bente   |
        | Max     |

    @req:DOC-24 @negative
    Scenario: An entry that is new takes over no id
      Given a system has fetched Bente's card
      And Bente has named the relative "Ny Ven"
      When a system fetches Bente's card
      Then the same entries have the same ids as before
      And the card holds one entry more than before

  Rule: DOC-20 A code MUST NOT begin or end with a blank

    @req:DOC-20 @negative
    Scenario Outline: No code in <citizen>'s card begins or ends with a blank
      When a system fetches <citizen>'s card
      Then the card keeps every rule of DOC-20

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Alma    |
