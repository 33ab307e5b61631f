@vendor @chapter:10
Feature: Act on a notification by fetching the card
  A notification says whose card has changed. What has changed, only the card can tell.

  Background:
    Given a system with full display that reads the card from a local copy
    And it has Bente, Sofie in its care

  Rule: NAS-01 A system MUST subscribe to SKR's topic for its own citizens

    @req:NAS-01 @positive
    Scenario: The subscription is for those in care
      When the system polls for notifications
      Then it is subscribed to changes in the cards of Bente, Sofie and of nobody else

    @req:NAS-01 @negative
    Scenario: Who has left is no longer subscribed for
      When the system has only Jens, Sofie in its care any more
      Then it is subscribed to changes in the cards of Jens, Sofie and of nobody else

  Rule: NAS-06 The notification service MUST be called with an id card of level 3 at least

    @req:NAS-06 @positive
    Scenario: Every call carries a strong enough id card
      When the system polls for notifications
      Then every call to the notification service carried an id card of level 3 or more

  Rule: NAS-02 A notification MUST be followed by a look-up of the card

    @req:NAS-02 @positive
    Scenario Outline: The card is fetched after the notification of <entry>
      Given the copy of Sofie's card has been refreshed
      And Sofie has typed in <entry>
      When the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched after the notification

      Examples: All that SKR tells of
        | entry               |
        | a relative          |
        | a telephone number  |
        | a temporary address |
        | a language          |
        | a dentist           |

    @req:NAS-02 @negative
    Scenario: What a notification itself claims is not shown
      Given the copy of Sofie's card has been refreshed
      And a notification of Sofie claims that her telephone number is 99887766
      When the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched after the notification
      And the screen does not say 99887766

  Rule: NAS-03 Notifications of strangers, doubled ones and many at a time MUST NOT confuse a system

    @req:NAS-03 @negative
    Scenario: Nobody is looked up who is not in care
      Given the notification service adds one of an unknown citizen to each notification
      And Sofie has typed in a relative
      When the system polls, and the doctor opens Sofie's card
      Then nobody but Bente, Sofie has been looked up
      And Sofie's card has been fetched after the notification

    @req:NAS-03 @positive
    Scenario: A doubled notification does no harm
      Given the notification service sends each notification twice
      And Sofie has typed in a relative
      When the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched after the notification

    @req:NAS-03 @positive
    Scenario: Of a burst of notifications none is lost
      Given the copy of Sofie's card has been refreshed
      And Sofie has typed in a relative
      And Bente's notifications come 200 times over
      When the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched after the notification

  Rule: NAS-07 A notification MUST NOT be lost because the service could not be polled

    @req:NAS-07 @negative
    Scenario Outline: A change is seen though the notification service <trouble> for a while
      Given the notification service <trouble>
      And Sofie has typed in a relative
      And the system has polled in vain
      When the notification service is back, the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched after the notification

      Examples: Outages
        | trouble                                  |
        | is down                                  |
        | answers with its own faults              |
        | answers with faults of undeclared prefix |

      Examples: Answers that are lost
        | trouble                                           |
        | resets the connection in the middle of its answer |
        | sends XML that is cut short                       |

    @req:NAS-07 @negative
    Scenario Outline: A later change is seen though the notification service <trouble> for a while
      Given the notification service <trouble>
      And the system has polled in vain
      And Sofie has typed in a relative
      When the notification service is back, the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched after the notification

      Examples: Answers that a system may take or leave, and that the service does not give again
        | trouble                     |
        | is slow                     |
        | calls its answer a web page |

  Rule: NAS-04 A system MUST NOT rely on notifications for what SKR does not tell

    @req:NAS-04 @negative
    Scenario: A new coverage group is seen though nobody notifies of it
      Given the copy of Sofie's card has been refreshed
      And Sofie has changed to coverage group 2
      When the system polls, and the doctor opens Sofie's card
      Then Sofie's card has been fetched again, though she was not notified of

  Rule: NAS-05 A system MUST see what the registers of wills, organ donors and opt-outs have changed

    @req:NAS-05 @positive
    Scenario Outline: Sofie's <registration>, which SKR does not notify of, is shown
      Given the copy of Sofie's card has been refreshed
      And Sofie has since registered the <registration>
      When the system polls, and the doctor opens Sofie's card
      Then the screen says that the <registration> is registered

      Examples: Each register
        | registration   |
        | treatment will |
        | living will    |
        | organ donation |

    @req:NAS-05 @positive
    Scenario: An opt-out of resuscitation that SKR does not notify of is shown
      Given the copy of Bente's card has been refreshed
      And Bente opted out of resuscitation 30 days ago
      When the system polls, and the doctor opens Bente's card
      Then the screen says that Bente has an active opt-out

    @req:NAS-05 @negative
    Scenario: A will that Bente has withdrawn is not shown from the copy
      Given the copy of Bente's card has been refreshed
      And Bente has since withdrawn the treatment will
      When the system polls, and the doctor opens Bente's card
      Then the screen says that no treatment will is registered
