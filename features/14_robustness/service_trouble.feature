@vendor @chapter:14
Feature: Say so when the card cannot be fetched
  A service that is down or late is no reason to show an empty card as if it were whole.

  Rule: XDS-13 A card that could not be fetched MUST NOT be shown as if it had been

    @req:XDS-13 @negative
    Scenario Outline: A service that is down leaves the status unknown when the card is read <method>
      Given a system that reads the card <method>
      And the service is down
      When the doctor opens Bente's card
      Then the screen says that it is not known whether Bente has opted out

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-13 @negative
    Scenario: A slow service gives the card or an unknown status, and no false "no"
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 30 days ago
      And the service is slow
      When the doctor opens Bente's card
      Then the screen does not say that Bente has no active opt-out
