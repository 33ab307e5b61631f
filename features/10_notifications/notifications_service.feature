@service @chapter:10
Feature: Tell who keeps a copy that a card has changed
  A copy is only as good as the news it gets. The news says whose card has changed, and leaves it to a look-up what has changed.

  Rule: NAS-10 A change in the Stamkortregister MUST be notified to who subscribes

    @req:NAS-10 @positive
    Scenario Outline: A <kind> that is entered is notified
      Given Sofie has typed in nothing
      And a system subscribes to changes in the cards of Sofie, Jens
      When the doctor enters a <kind> for Sofie
      And the system polls
      Then the system has been notified of exactly Sofie

      Examples: All that can be entered
        | kind              |
        | relative          |
        | telephone number  |
        | temporary address |
        | language          |
        | dentist           |

    @req:NAS-10 @positive
    Scenario: An update is notified
      Given the doctor has entered a relative for Sofie
      And a system subscribes to changes in the cards of Sofie, Jens
      When the doctor updates it to another relative
      And the system polls
      Then the system has been notified of exactly Sofie

    @req:NAS-10 @positive
    Scenario: A deletion is notified
      Given the doctor has entered a relative for Sofie
      And a system subscribes to changes in the cards of Sofie, Jens
      When the doctor deletes it
      And the system polls
      Then the system has been notified of exactly Sofie

    @req:NAS-10 @negative
    Scenario: An entry that was refused is not notified
      Given a system subscribes to changes in the cards of Sofie, Jens
      When the doctor enters a relative without a given name for Sofie
      And the system polls
      Then the system has been notified of nobody

  Rule: NAS-11 A notification MUST carry the CPR number and nothing of what has changed

    @req:NAS-11 @negative
    Scenario Outline: A notification of <what> does not tell what was <done>
      Given the doctor has entered a relative for Sofie
      And a system subscribes to changes in the cards of Sofie
      When the doctor <action>
      And the system polls
      Then the system has been notified of exactly Sofie
      And no notification tells of the relative

      Examples: Updated and deleted
        | what       | done    | action                          |
        | an update  | written | updates it to another relative  |
        | a deletion | deleted | deletes it                      |

  Rule: NAS-12 A subscriber MUST NOT be notified of citizens who are not on its list

    @req:NAS-12 @negative
    Scenario: Who is not on the list is not notified of
      Given a system subscribes to changes in the cards of Jens
      When the doctor enters a relative for Sofie
      And the system polls
      Then the system has been notified of nobody

    @req:NAS-12 @negative
    Scenario: Who has been taken off the list is not notified of any more
      Given a system subscribes to changes in the cards of Sofie, Jens
      And the system takes all but Jens off its list
      When the doctor enters a relative for Sofie
      And the system polls
      Then the system has been notified of nobody

  Rule: NAS-13 The lapse of a temporary address MUST NOT be notified

    @req:NAS-13 @negative
    Scenario: A temporary address that lapses is gone from the card, and nobody is told
      Given Sofie stays at a temporary address until tomorrow
      And a system subscribes to changes in the cards of Sofie
      And 2 days have passed
      When a system fetches Sofie's card
      And the system polls
      Then the card has no temporary address
      And the system has been notified of nobody

  Rule: NAS-14 Nothing MUST be lost between two polls

    @req:NAS-14 @positive
    Scenario: Three changes between two polls are all notified, in their order
      Given a system subscribes to changes in the cards of Sofie, Jens
      And the doctor has entered a relative for Sofie
      And the doctor has entered a relative for Jens
      And the doctor has entered another relative for Sofie
      When the system polls
      Then the system has been notified of exactly Sofie, Jens, Sofie

    @req:NAS-14 @positive
    Scenario: What a poll did not ask for waits for the next
      Given a system subscribes to changes in the cards of Sofie, Jens
      And the doctor has entered a relative for Sofie
      And the doctor has entered a relative for Jens
      When the system polls for one notification at a time, twice
      Then the system has been notified of exactly Sofie, Jens

    @req:NAS-14 @negative
    Scenario: What has been fetched does not come again
      Given a system subscribes to changes in the cards of Sofie
      And the doctor has entered a relative for Sofie
      When the system polls
      And the system polls
      Then the system has been notified of exactly Sofie

  Rule: NAS-15 What other registers know MUST NOT be notified as a change in the Stamkortregister

    @req:NAS-15 @negative
    Scenario Outline: A subscriber to the Stamkortregister is not notified when Bente <event>
      Given a system subscribes to changes in the cards of Bente
      When Bente <event>
      And the system polls
      Then the system has been notified of nobody

      Examples: What the Stamkortregister does not hold
        | event                         |
        | moves                         |
        | changes name                  |
        | loses the practitioner        |
        | opts out of resuscitation     |
        | withdraws the treatment will  |

  Rule: NAS-16 A subscriber with an id card below level 3 MUST be refused

    @req:NAS-16 @negative
    Scenario: A system with an id card of level 2 gets no subscription
      Given a system whose id card is of level 2 for notifications
      When the system asks for a pull point
      Then it is refused a pull point

    @req:NAS-16 @positive
    Scenario: A system with an id card of level 3 is notified
      Given a system subscribes to changes in the cards of Sofie
      When the doctor enters a relative for Sofie
      And the system polls
      Then the system has been notified of exactly Sofie
