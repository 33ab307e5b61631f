@vendor @chapter:06
Feature: Show registrations for what they are
  A registration says that something is registered. What it says, and what a citizen would want, is not in the card.

  Rule: VIS-03 Wills and organ donation MUST be shown as yes or no, and no more

    @req:VIS-03 @positive
    Scenario Outline: <citizen>'s <part> is shown as yes or no
      Given a system with full display
      When the doctor opens <citizen>'s card
      Then the screen shows <citizen>'s <part> as the card has it

      Examples: Registered, and not registered
        | citizen | part           |
        | Bente   | treatment will |
        | Bente   | living will    |
        | Bente   | organ donation |
        | Sofie   | treatment will |
        | Sofie   | living will    |
        | Sofie   | organ donation |

    @req:VIS-03 @positive
    Scenario: A living will is told from a treatment will
      Given a system with full display
      And Sofie has a living will
      When the doctor opens Sofie's card
      Then the screen shows Sofie's living will as the card has it
      And the screen shows Sofie's treatment will as the card has it

    @req:VIS-03 @negative
    Scenario: Two wills are both shown, though a card should hold one
      Given a system with full display
      And the card that is served has both wills
      When the doctor opens Bente's card
      Then the screen shows Bente's treatment will as the card has it
      And the screen shows Bente's living will as the card has it

    @req:VIS-03 @negative
    Scenario: Citizens with the same registrations cannot be told apart by them
      Given a system with full display
      And the doctor has opened Jens's card
      When the doctor opens Bente's card
      Then wills and organ donation read as they did in the card before

  Rule: FGV-01 An active opt-out MUST have words of its own

    @req:FGV-01 @positive
    Scenario Outline: The words for an active opt-out stand for nothing else with <display> display
      Given a system with <display> display
      And Bente opted out of resuscitation 30 days ago
      When the doctor opens Bente's card
      Then the screen says that Bente has an active opt-out
      And the words stand for no other status

      Examples: Either display
        | display    |
        | full       |
        | restricted |

  Rule: FGV-02 The absence of an opt-out MUST NOT be worded as a wish for resuscitation

    @req:FGV-02 @negative
    Scenario Outline: No wish is made of it with <display> display when nothing was registered
      Given a system with <display> display
      When the doctor opens Sofie's card
      Then the words say only that no opt-out is in force

      Examples: Either display
        | display    |
        | full       |
        | restricted |

    @req:FGV-02 @negative
    Scenario: No wish is made of an opt-out that was withdrawn
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 30 days ago
      And Bente has withdrawn the opt-out
      When the doctor opens Bente's card
      Then the words say only that no opt-out is in force

    @req:FGV-02 @positive
    Scenario: An opt-out that does not count yet is put in the same words
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 3 days ago
      When the doctor opens Bente's card
      Then the words say only that no opt-out is in force

  Rule: FGV-06 Restricted display MUST show the no-resuscitation information as the card has it, and nothing else

    @req:FGV-06 @positive
    Scenario Outline: Nothing of <citizen>'s card but the no-resuscitation information is shown
      Given a system with restricted display
      When the doctor opens <citizen>'s card
      Then nothing but <citizen>'s no-resuscitation information is shown

      Examples: A full card, a parent, a child, a protected citizen
        | citizen |
        | Jens    |
        | Max     |
        | Alma    |
        | Bruno   |

  Rule: FGV-07 The opt-out MUST NOT be offered for editing

    @req:FGV-07 @negative
    Scenario Outline: <user> cannot edit an active opt-out
      Given a system that reads the card in its usual way
      And Bente opted out of resuscitation 30 days ago
      When <user> opens Bente's card
      Then the screen says that Bente has an active opt-out
      And the no-resuscitation information cannot be edited there

      Examples: Whoever may see it
        | user                           |
        | the doctor                     |
        | the nurse                      |
        | an assistant with SundAssistR1 |

    @req:FGV-07 @positive
    Scenario: The absence of an opt-out is shown, and can only be seen
      Given a system that reads the card in its usual way
      When the doctor opens Bente's card
      Then the screen says that Bente has no active opt-out
      And the no-resuscitation information cannot be edited there
