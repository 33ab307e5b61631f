@vendor @chapter:14
Feature: Say so when no id card can be had
  Without an id card nothing can be looked up. For the user that is the same as a service that gives no card.

  Rule: XDS-13 A card that could not be fetched MUST NOT be shown as if it had been

    @req:XDS-13 @negative
    Scenario Outline: The user is told that there is no card when the STS <trouble>, read <method>
      Given a system that reads the card <method>
      And the STS <trouble>
      When the doctor opens Bente's card
      Then the user is told that the card could not be fetched
      And the screen says that it is not known whether Bente has opted out

      Examples: From a local copy that is not there yet
        | method            | trouble                                           |
        | from a local copy | is down                                           |
        | from a local copy | resets the connection in the middle of its answer |
        | from a local copy | sends XML that is cut short                       |

      Examples: System to system
        | method            | trouble                                           |
        | system to system  | is down                                           |
        | system to system  | resets the connection in the middle of its answer |
        | system to system  | sends XML that is cut short                       |

      Examples: As the user
        | method            | trouble                                           |
        | as the user       | is down                                           |
        | as the user       | resets the connection in the middle of its answer |
        | as the user       | sends XML that is cut short                       |

    @req:XDS-13 @negative
    Scenario Outline: An opt-out does not turn into a "no" when the STS <oddity>
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 30 days ago
      And the STS <oddity>
      When the doctor opens Bente's card
      Then the screen does not say that Bente has no active opt-out

      Examples: Answers that a system may take or leave
        | oddity                      |
        | is slow                     |
        | calls its answer a web page |

  Rule: XDS-16 A system MUST show the card again as soon as the service works again

    @req:XDS-16 @positive
    Scenario Outline: The card is shown once the STS has come back, read <method>
      Given a system that reads the card <method>
      And the STS is down
      And the doctor has opened Bente's card
      And the STS works again
      When the doctor opens Bente's card
      Then the card is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |
