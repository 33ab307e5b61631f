@vendor @chapter:14
Feature: Lose no registration and repeat none when MinLog takes a part of them
  MinLog may take the first registration of a call and reject the second. Its answer says which.

  Rule: LOG-07 A registration that fails MUST be sent again until it is accepted, and then no more

    @req:LOG-07 @negative
    Scenario: Each access is registered once though MinLog rejects every other registration
      Given a system that reads the card system to system
      And MinLog rejects every other registration
      And the doctor has opened the cards of Bente, Jens, Sofie
      When the registrations are sent, and sent again once MinLog takes them
      Then one access is registered for each of Bente, Jens, Sofie

    @req:LOG-07 @positive
    Scenario: Each access is registered once when MinLog takes them all
      Given a system that reads the card system to system
      And the doctor has opened the cards of Bente, Jens, Sofie
      When the registrations are sent, and sent again once MinLog takes them
      Then one access is registered for each of Bente, Jens, Sofie
