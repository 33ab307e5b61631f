@service @chapter:05
Feature: Tell whether a citizen has opted out of resuscitation
  The card says true or false. When Fælles Stamkort cannot know, it serves no card at all.

  Rule: FGV-08 An opt-out MUST count from seven days after its registration until it is withdrawn

    @req:FGV-08 @negative
    Scenario Outline: An opt-out registered <since> ago does not count yet
      Given Bente opted out of resuscitation <since> ago
      When a system fetches Bente's card
      Then the card says that no opt-out is in force

      Examples: Within the seven days
        | since                        |
        | 1 minute                     |
        | 6 days                       |
        | 6 days 23 hours 59 minutes   |

    @req:FGV-08 @positive
    Scenario Outline: An opt-out registered <since> ago counts
      Given Bente opted out of resuscitation <since> ago
      When a system fetches Bente's card
      Then the card says that an opt-out is in force

      Examples: From the seventh day on
        | since              |
        | 7 days             |
        | 7 days 1 minute    |
        | 400 days           |

    @req:FGV-08 @negative
    Scenario: A withdrawn opt-out counts no longer
      Given Bente opted out of resuscitation 30 days ago
      And Bente has withdrawn the opt-out
      When a system fetches Bente's card
      Then the card says that no opt-out is in force

  Rule: FGV-11 When the register cannot be reached the service MUST answer with an error and no card

    @req:FGV-11 @negative
    Scenario: A card that cannot be made whole is not served
      Given a system has found Bente's card in version 3
      And the register is out of reach, which the service tells on retrieval
      When the system fetches the card that it found
      Then an XDS error is answered
      And no document is answered

    @req:FGV-11 @positive
    Scenario: The card is served again when the register is back
      Given the register is out of reach, which the service tells on retrieval
      And the register is back
      When a system fetches Bente's card
      Then the card says that no opt-out is in force
