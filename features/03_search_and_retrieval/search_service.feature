@service @chapter:03
Feature: Find the citizen's card, and that card alone
  A search is made by systems that have read IHE's book. It must find the card when it is asked for, and nothing when it is not.

  Rule: XDS-20 A search for documents made on demand MUST find the citizen's one card

    @req:XDS-20 @positive
    Scenario Outline: <citizen>'s card is found as a document made on demand
      When a system searches for <citizen>'s card in version 3
      Then one card is found
      And it is offered as a document made on demand

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Bente   |
        | Jens    |
        | Sofie   |
        | Bruno   |
        | Alma    |

  Rule: XDS-21 A search for stable documents alone MUST NOT find a card

    @req:XDS-21 @negative
    Scenario Outline: A search <kind> does not find the card
      When a system searches for Jens's card <kind>
      Then no card is found

      Examples: Left out means stable
        | kind                            |
        | among stable documents alone    |
        | without a kind of document      |

    @req:XDS-21 @positive
    Scenario: A search among documents made on demand finds the card
      When a system searches for Jens's card among documents made on demand
      Then one card is found

  Rule: XDS-22 A search MUST find the card by what it is, and not by what it is not

    @req:XDS-22 @positive
    Scenario Outline: A search by <what> finds the card
      When a system searches for Jens's card by <what>
      Then one card is found

      Examples: What the card is
        | what                         |
        | its citizen and status alone |
        | its type, a card             |
        | its class, a clinical report |
        | its normal confidentiality   |
        | either of two types          |

    @req:XDS-22 @negative
    Scenario Outline: A search by <what> does not find the card
      When a system searches for Jens's card by <what>
      Then no card is found

      Examples: What the card is not
        | what                      |
        | another type              |
        | another class             |
        | another format            |
        | a restricted access       |
        | the status of replacement |

  Rule: XDS-23 A search for ids alone MUST answer the ids of what a whole search finds

    @req:XDS-23 @positive
    Scenario: The id that is answered is that of the card
      Given a system has found Jens's card in version 3
      When a system searches for the id alone of Jens's card
      Then the id of the card that was found is answered

    @req:XDS-23 @negative
    Scenario: Nothing but the id is answered
      When a system searches for the id alone of Jens's card
      Then the answer holds one id and nothing else of the card

  Rule: XDS-24 A search that cannot be understood MUST be answered with an XDS error and no card

    @req:XDS-24 @negative
    Scenario Outline: A search <how> is answered with the error <code>
      When a system makes a search <how>
      Then the search is answered with the XDS error "<code>"
      And no card is found

      Examples: What is missing, too many or unknown
        | how                           | code                       |
        | without a citizen             | XDSStoredQueryMissingParam |
        | without a status              | XDSStoredQueryMissingParam |
        | for two citizens at once      | XDSStoredQueryParamNumber  |
        | of a kind that nobody knows   | XDSUnknownStoredQuery      |

  Rule: XDS-25 A search for a citizen whom nobody knows MUST NOT find a card

    @req:XDS-25 @negative
    Scenario: A number that nobody can have brings no card
      When a system searches for a citizen with a number that nobody can have
      Then the search brings no card

    @req:XDS-25 @negative
    Scenario: A citizen whom the registers no longer know brings no card
      Given the service does not know Sofie
      When a system searches for Sofie's card in version 3
      Then the search brings no card

  Rule: XDS-26 A citizen's card MUST be found under the same id at every search

    @req:XDS-26 @positive
    Scenario: The card is found under the same id again
      Given a system has found Jens's card in version 3
      When a system searches for Jens's card in version 3
      Then the card is found under the id that it had

    @req:XDS-26 @positive
    Scenario: The card keeps its id when what it says has changed
      Given a system has found Bente's card in version 3
      And a year has passed
      And Bente opted out of resuscitation 30 days ago
      When a system searches for Bente's card in version 3
      Then the card is found under the id that it had

    @req:XDS-26 @negative
    Scenario: No two citizens' cards are found under the same id
      Given a system has found Jens's card in version 3
      When a system searches for Bente's card in version 3
      Then the card is not found under the id of the other
