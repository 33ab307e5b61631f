@service @chapter:08
Feature: Serve a temporary address as long as it counts
  An ambulance sent to last month's address comes too late.

  Rule: DOC-09 A temporary address MUST be in the card until its end has passed

    @req:DOC-09 @positive
    Scenario: An address without an end is served
      Given Sofie stays at a temporary address with no end
      When a system fetches Sofie's card
      Then the card holds the temporary address

    @req:DOC-09 @positive
    Scenario: An address whose end lies ahead is served
      Given Sofie stays at a temporary address until tomorrow
      When a system fetches Sofie's card
      Then the card holds the temporary address

    @req:DOC-09 @negative
    Scenario: An address whose end has passed is not served
      Given Sofie stayed at a temporary address until yesterday
      When a system fetches Sofie's card
      Then the card holds no temporary address

  Rule: ADR-01 The end of a temporary address MUST be compared as an instant

    @req:ADR-01 @positive
    Scenario Outline: An address that ends at <end> is served at <now>
      Given it is <now>
      And Sofie stays at a temporary address until <end>
      When a system fetches Sofie's card
      Then the card holds the temporary address

      Examples: The very instant, and the second before
        | now                       | end                       |
        | 2026-06-01T00:00:00+02:00 | 2026-06-01T00:00:00+02:00 |
        | 2026-05-31T23:59:59+02:00 | 2026-06-01T00:00:00+02:00 |

      Examples: Written with another offset
        | now                       | end                       |
        | 2026-06-01T01:30:00+02:00 | 2026-06-01T00:00:00+00:00 |

      Examples: The hour that comes twice when summer time ends
        | now                       | end                       |
        | 2026-10-25T02:45:00+02:00 | 2026-10-25T02:30:00+01:00 |

    @req:ADR-01 @negative
    Scenario Outline: An address that ended at <end> is not served at <now>
      Given it is <now>
      And Sofie stayed at a temporary address until <end>
      When a system fetches Sofie's card
      Then the card holds no temporary address

      Examples: The second after
        | now                       | end                       |
        | 2026-06-01T00:00:01+02:00 | 2026-06-01T00:00:00+02:00 |

      Examples: Written with another offset
        | now                       | end                       |
        | 2026-05-31T22:30:00+00:00 | 2026-06-01T00:00:00+02:00 |

      Examples: On either side of the change to and from summer time
        | now                       | end                       |
        | 2026-03-29T03:05:00+02:00 | 2026-03-29T01:30:00+01:00 |
        | 2026-10-25T02:15:00+01:00 | 2026-10-25T02:45:00+02:00 |
