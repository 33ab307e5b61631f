@service @chapter:02
Feature: Serve version 3 of the card, and version 2 no longer
  Version 2 knows nothing of resuscitation. It was closed on 15 January 2025, so that nobody reads its silence as an answer.

  Rule: VER-01 From 15 January 2025 the service MUST NOT answer a search for version 2 with a card

    @req:VER-01 @negative
    Scenario Outline: A search for version 2 finds nothing at <instant>
      Given it is <instant>
      When a system searches for Jens's card in version 2
      Then no card is found

      Examples: From the first moment on
        | instant                   |
        | 2025-01-15T00:00:00+01:00 |
        | 2025-06-26T12:00:00+02:00 |
        | 2026-11-01T08:00:00+01:00 |

    @req:VER-01 @negative
    Scenario: A version 2 card found before the shutdown cannot be fetched after it
      Given it is 2025-01-14T23:00:00+01:00
      And a system has found Jens's card in version 2
      And it is 2025-01-15T00:00:00+01:00
      When the system fetches the card that it found
      Then an XDS error is answered
      And no document is answered

    @req:VER-01 @positive
    Scenario: A search for version 3 finds the card after the shutdown
      Given it is 2025-01-15T00:00:00+01:00
      When a system searches for Jens's card in version 3
      Then one card is found

  Rule: DOC-01 Every card that is served MUST be PDC-DK 3.0, by its template and by its version marker

    @req:DOC-01 @positive
    Scenario Outline: <citizen>'s card says that it is version 3
      When a system fetches <citizen>'s card
      Then the document is a PDC-DK 3.0 card of <citizen>

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Bente   |
        | Sofie   |
        | Bruno   |
        | Alma    |

    @req:DOC-01 @negative
    Scenario: A search for any format finds version 3 alone
      When a system searches for Jens's card in any format
      Then one card is found
      And it is offered in version 3

  Rule: VER-02 Before 15 January 2025 version 2 and version 3 MAY be had side by side

    @req:VER-02 @positive
    Scenario: Both versions are found on the last day of version 2
      Given it is 2025-01-14T23:59:59+01:00
      When a system searches for Jens's card in any format
      Then 2 cards are found

    @req:VER-02 @positive
    Scenario: What is asked for in version 2 is served in version 2
      Given it is 2025-01-14T12:00:00+01:00
      And a system has found Jens's card in version 2
      When the system fetches the card that it found
      Then the document is a PDC-DK 2.0 card of Jens
