@vendor @chapter:08
Feature: Show a temporary address as long as it counts
  The home nurse drives to the address on the screen.

  Rule: ADR-02 A temporary address in force MUST be shown

    @req:ADR-02 @positive
    Scenario: An address without an end is shown
      Given a system with full display
      And Sofie stays at a temporary address with no end
      When the doctor opens Sofie's card
      Then the temporary address is shown

    @req:ADR-02 @positive
    Scenario: An address whose end lies ahead is shown
      Given a system with full display
      And Sofie stays at a temporary address until tomorrow
      When the doctor opens Sofie's card
      Then the temporary address is shown

  Rule: ADR-03 A temporary address whose end has passed MUST NOT be shown

    @req:ADR-03 @negative
    Scenario Outline: An address whose end has passed is not shown when the card is read <method>
      Given a system with full display that reads the card <method>
      And Sofie stays at a temporary address until tomorrow
      And the doctor has opened Sofie's card
      And Sofie stayed at a temporary address until yesterday
      When the doctor opens Sofie's card
      Then no temporary address is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

  Rule: ADR-04 A stale answer MUST NOT bring a lapsed address back

    @req:ADR-04 @negative
    Scenario: A lapsed address that the service still sends is not shown
      Given a system with full display
      And Sofie stayed at a temporary address until yesterday
      And the service still sends lapsed addresses
      When the doctor opens Sofie's card
      Then no temporary address is shown

  Rule: SYN-07 A local copy MUST drop a temporary address when it lapses, though nobody notifies

    @req:SYN-07 @negative
    Scenario: A lapsed address is gone from the local copy, though nothing was fetched
      Given a system with full display that reads the card from a local copy
      And Sofie stays at a temporary address until tomorrow
      And the local copy of Sofie's card was refreshed
      When two days pass at the vendor's system
      Then the local copy of Sofie's card holds no temporary address
      And nothing was fetched meanwhile

    @req:SYN-07 @positive
    Scenario: An address that has not lapsed stays in the local copy
      Given a system with full display that reads the card from a local copy
      And Sofie stays at a temporary address with no end
      And the local copy of Sofie's card was refreshed
      When two days pass at the vendor's system
      Then the local copy of Sofie's card holds the temporary address
