@vendor @chapter:05
Feature: Show whether a citizen has opted out of resuscitation
  Whoever stands at the bed must be able to trust the screen. It says yes, no, or that it is not known; and never no when it is not known.

  Rule: FGV-01 An active opt-out MUST be shown as an active opt-out

    @req:FGV-01 @positive
    Scenario Outline: An active opt-out is shown with <display> display, read <method>
      Given a system with <display> display that reads the card <method>
      And Bente opted out of resuscitation 30 days ago
      When the doctor opens Bente's card
      Then the screen says that Bente has an active opt-out

      Examples: Full display
        | display | method            |
        | full    | from a local copy |
        | full    | system to system  |
        | full    | as the user       |

      Examples: Restricted display
        | display    | method            |
        | restricted | from a local copy |
        | restricted | system to system  |
        | restricted | as the user       |

  Rule: FGV-09 A citizen without an active opt-out MUST be shown as such

    @req:FGV-09 @positive
    Scenario Outline: No opt-out is shown with <display> display when none was registered
      Given a system with <display> display
      When the doctor opens Bente's card
      Then the screen says that Bente has no active opt-out

      Examples: Either display
        | display    |
        | full       |
        | restricted |

    @req:FGV-09 @positive
    Scenario: An opt-out that does not count yet is not shown as active
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 3 days ago
      When the doctor opens Bente's card
      Then the screen says that Bente has no active opt-out

    @req:FGV-05 @negative
    Scenario Outline: A withdrawn opt-out is gone from the screen when the card is read <method>
      Given a system that reads the card <method>
      And Bente opted out of resuscitation 30 days ago
      And the doctor has opened Bente's card
      And Bente has withdrawn the opt-out
      When the doctor opens Bente's card
      Then the screen says that Bente has no active opt-out

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

  Rule: FGV-03 A register that cannot be reached MUST NOT be shown as "no"

    @req:FGV-03 @negative
    Scenario Outline: The error <where> leaves the status unknown with <display> display, read <method>
      Given a system with <display> display that reads the card <method>
      And the register is out of reach, which the service tells <where>
      When the doctor opens Bente's card
      Then the screen says that it is not known whether Bente has opted out
      And the words are not those for a citizen without an opt-out

      Examples: Full display
        | display | method            | where       |
        | full    | from a local copy | on retrieval |
        | full    | system to system  | on retrieval |
        | full    | as the user       | on retrieval |
        | full    | system to system  | at search   |

      Examples: Restricted display
        | display    | method            | where       |
        | restricted | from a local copy | on retrieval |
        | restricted | system to system  | on retrieval |
        | restricted | as the user       | at search   |

    @req:FGV-03 @negative
    Scenario: A local copy does not answer for a register that is out of reach
      Given a system that reads the card from a local copy
      And the doctor has opened Bente's card
      And the register is out of reach, which the service tells on retrieval
      When the doctor opens Bente's card
      Then the screen says that it is not known whether Bente has opted out

  Rule: FGV-04 A legacy or missing value MUST NOT be shown as "no"

    @req:FGV-04 @negative
    Scenario Outline: A card with <value> leaves the status unknown with <display> display
      Given a system with <display> display
      And the service answers with <value>
      When the doctor opens Bente's card
      Then the screen says that it is not known whether Bente has opted out
      And the words are not those for a citizen without an opt-out

      Examples: Full display
        | display | value                                 |
        | full    | the legacy value NAV                  |
        | full    | the legacy null flavour NAV           |
        | full    | no no-resuscitation information at all |

      Examples: Restricted display
        | display    | value                                 |
        | restricted | the legacy value NAV                  |
        | restricted | the legacy null flavour NAV           |
        | restricted | no no-resuscitation information at all |
