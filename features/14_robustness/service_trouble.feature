@vendor @chapter:14
Feature: Say so when the card cannot be fetched
  A service that is down, late or confused is no reason to show an empty card as if it were whole.

  Rule: XDS-13 A card that could not be fetched MUST NOT be shown as if it had been

    @req:XDS-13 @negative
    Scenario Outline: The user is told that there is no card when SFSK <trouble>, read <method>
      Given a system that reads the card <method>
      And SFSK <trouble>
      When the doctor opens Bente's card
      Then the user is told that the card could not be fetched
      And the screen says that it is not known whether Bente has opted out

      Examples: From a local copy that is not there yet
        | method            | trouble                                           |
        | from a local copy | is down                                           |
        | from a local copy | resets the connection in the middle of its answer |
        | from a local copy | sends XML that is cut short                       |
        | from a local copy | sends a fault with HTTP 200                       |
        | from a local copy | sends a fault of the SOSI gateway                 |
        | from a local copy | no longer has the document that it finds          |
        | from a local copy | cannot reach one of its registers                 |

      Examples: System to system
        | method            | trouble                                           |
        | system to system  | is down                                           |
        | system to system  | resets the connection in the middle of its answer |
        | system to system  | sends XML that is cut short                       |
        | system to system  | sends a fault with HTTP 200                       |
        | system to system  | sends a fault of the SOSI gateway                 |
        | system to system  | no longer has the document that it finds          |
        | system to system  | cannot reach one of its registers                 |

      Examples: As the user
        | method            | trouble                                           |
        | as the user       | is down                                           |
        | as the user       | resets the connection in the middle of its answer |
        | as the user       | sends XML that is cut short                       |
        | as the user       | sends a fault with HTTP 200                       |
        | as the user       | sends a fault of the SOSI gateway                 |
        | as the user       | no longer has the document that it finds          |
        | as the user       | cannot reach one of its registers                 |

    @req:XDS-13 @negative
    Scenario: A local copy that stands in for the card does not answer for the register
      Given a system that reads the card from a local copy
      And the doctor has opened Bente's card
      And SFSK is down
      When the doctor opens Bente's card
      Then the screen says that it is not known whether Bente has opted out
      And there is a word to the user beside the card, if it is shown

    @req:XDS-13 @negative
    Scenario Outline: An opt-out does not turn into a "no" when SFSK <oddity>
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 30 days ago
      And SFSK <oddity>
      When the doctor opens Bente's card
      Then the screen does not say that Bente has no active opt-out

      Examples: Answers that a system may take or leave
        | oddity                                        |
        | is slow                                       |
        | calls its answer a web page                   |
        | is ten minutes ahead in its times             |
        | is ten minutes behind in its times            |
        | marks a card of version 3 as one of version 2 |

  Rule: XDS-16 A system MUST show the card again as soon as the service works again

    @req:XDS-16 @positive
    Scenario Outline: The card is shown once SFSK has come back, read <method>
      Given a system that reads the card <method>
      And SFSK is down
      And the doctor has opened Bente's card
      And SFSK works again
      When the doctor opens Bente's card
      Then the card is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |
