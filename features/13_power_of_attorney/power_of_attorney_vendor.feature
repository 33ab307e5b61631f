@vendor @chapter:13
Feature: Let citizens act at a portal for those who have empowered them
  The son keeps the numbers in his mother's card up to date. Without her power of attorney he sees nothing of it.

  Background:
    Given a portal with full display in which citizens open cards

  Rule: ROL-07 A holder of a power of attorney MUST be shown the card of the one who gave it

    @req:ROL-07 @positive
    Scenario: The holder of a power of attorney is shown what the citizen is shown
      Given Bente has given Jens a power of attorney
      And Bente has opened Bente's card at the portal
      When Jens opens Bente's card at the portal
      Then the portal shows the same card as before
      And nobody but Bente has been looked up

    @req:ROL-07 @positive
    Scenario: A power of attorney that has not ended yet counts
      Given Bente has given Jens a power of attorney that ends in 1 hour
      When Jens opens Bente's card at the portal
      Then the card is shown

  Rule: ROL-35 Who acts for another MUST be told whose card is shown

    @req:ROL-35 @positive
    Scenario Outline: Who acts for two is told that it is <whose>'s card
      Given Bente has given Jens a power of attorney
      And Sofie has given Jens a power of attorney
      When Jens opens <whose>'s card at the portal
      Then the portal says that it is <whose>'s card

      Examples: Both who gave one
        | whose |
        | Bente |
        | Sofie |

    @req:ROL-35 @negative
    Scenario: The own card is not taken for that of the one who is acted for
      Given Bente has given Jens a power of attorney
      And Jens has opened Bente's card at the portal
      When Jens opens Jens's card at the portal
      Then the portal says that it is Jens's card

  Rule: ROL-34 Without a power of attorney nothing of another's card MUST be shown

    @req:ROL-34 @negative
    Scenario: A citizen to whom nobody gave a power of attorney sees no other card than the own
      When Jens opens Bente's card at the portal
      Then nothing of the card is shown
      And nothing has been looked up

    @req:ROL-34 @negative
    Scenario: A power of attorney from one opens nobody else's card
      Given Sofie has given Jens a power of attorney
      When Jens opens Bente's card at the portal
      Then nothing of the card is shown
      And nothing has been looked up

    @req:ROL-34 @negative
    Scenario: The one who gave a power of attorney does not see the holder's card
      Given Bente has given Jens a power of attorney
      When Bente opens Jens's card at the portal
      Then nothing of the card is shown
      And nothing has been looked up

    @req:ROL-34 @negative
    Scenario: A power of attorney that has ended shows nothing any more
      Given Bente has given Jens a power of attorney that ended 1 minute ago
      When Jens opens Bente's card at the portal
      Then nothing of the card is shown
      And nothing has been looked up

    @req:ROL-34 @negative
    Scenario: A power of attorney that ends while its holder is logged in shows nothing after that
      Given Bente has given Jens a power of attorney that ends in 1 hour
      And Jens has opened Bente's card at the portal
      When Jens opens Bente's card again 2 hours later
      Then nothing of the card is shown

  Rule: ROL-33 A holder of a power of attorney MUST be able to edit like the citizen

    @req:ROL-33 @positive
    Scenario Outline: <entry> that the holder enters is in the citizen's card
      Given Sofie has given Jens a power of attorney
      When Jens enters <entry> on Sofie's card at the portal
      Then the citizen is told that the change is accepted
      And Sofie's card holds what was entered at the portal

      Examples: All that can be typed in
        | entry               |
        | a relative          |
        | a telephone number  |
        | a temporary address |
        | a language          |
        | a dentist           |

    @req:ROL-33 @negative
    Scenario: What the holder deletes is gone from the citizen's card
      Given Sofie has given Jens a power of attorney
      And Jens has entered a relative on Sofie's card at the portal
      When Jens deletes it from Sofie's card at the portal
      Then the citizen is told that the change is accepted
      And Sofie's card does not hold what was entered at the portal

  Rule: ROL-08 A holder of a power of attorney MUST NOT be able to opt out of resuscitation for the citizen

    @req:ROL-08 @negative
    Scenario: The portal takes no opt-out from a holder of a power of attorney
      Given Bente has given Jens a power of attorney
      When Jens types "Ja" as no resuscitation on Bente's card at the portal
      Then the portal does not take it
      And the portal offers no field for no resuscitation
      And SKR has not been called from the portal

  Rule: ROL-36 A holder of custody MAY be shown the child's card

    @req:ROL-36 @positive
    Scenario: A holder of custody is shown the child's card
      Given Max is a parent of Alma with custody
      And the portal takes Max for a holder of custody of Alma
      When Max opens Alma's card at the portal
      Then the card is shown
      And every look-up named Max as acting for Alma

    @req:ROL-36 @negative
    Scenario: Where the service refuses a parent without custody, nothing is shown
      Given Max is a parent of Alma without custody
      And the portal takes Max for a holder of custody of Alma
      When Max opens Alma's card at the portal
      Then no card is shown
