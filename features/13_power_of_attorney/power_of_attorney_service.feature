@service @chapter:13
Feature: Let a holder of a power of attorney do what the citizen may
  Whoever has been given a power of attorney reads and edits like the citizen. One thing cannot be given away: the decision not to be resuscitated.

  Rule: ROL-30 A holder of a power of attorney MUST be able to read like the citizen

    @req:ROL-30 @positive
    Scenario: A holder of a power of attorney finds the citizen's card
      When Jens searches for Bente's card by a power of attorney from Bente
      Then one card is found

    @req:ROL-30 @negative
    Scenario: A power of attorney from one citizen does not open another's card
      When Jens searches for Max's card by a power of attorney from Bente
      Then the search brings no card

  Rule: ROL-31 A holder of a power of attorney MUST be able to edit like the citizen

    @req:ROL-31 @positive
    Scenario Outline: A holder of a power of attorney enters a <kind>
      Given Sofie has typed in nothing
      When Jens enters a <kind> for Sofie by a power of attorney from Sofie
      And a system fetches Sofie's card
      Then the card holds what was entered

      Examples: What a citizen may enter
        | kind              |
        | relative          |
        | telephone number  |
        | temporary address |
        | language          |
        | dentist           |

    @req:ROL-31 @positive
    Scenario: A holder of a power of attorney deletes what the citizen has entered
      Given Sofie has entered a relative for Sofie through a portal
      When Jens deletes it from Sofie's card by a power of attorney from Sofie
      And a system fetches Sofie's card
      Then the card does not hold it

    @req:ROL-31 @negative
    Scenario: A power of attorney from one citizen does not let write in another's card
      When Jens enters a relative for Sofie by a power of attorney from Bente
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not hold it

  Rule: ROL-32 A holder of a power of attorney MUST NOT be able to opt out of resuscitation for the citizen

    @req:ROL-32 @negative
    Scenario: An opt-out of resuscitation by power of attorney is refused
      When Jens tries to opt out of resuscitation for Bente by a power of attorney from Bente
      And a system fetches Bente's card
      Then the attempt is refused
      And the card says that no opt-out is in force
