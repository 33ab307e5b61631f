@service @chapter:12
Feature: Take registrations, and show the citizen who has looked
  The log is the citizen's. What is wrong with one registration must not cost the others their place in it.

  Rule: LOG-20 Each registration of a call MUST stand or fall by itself, and the answer MUST say which fell

    @req:LOG-20 @positive
    Scenario: Of three registrations the second is refused by its number, and the others are taken
      When a system registers three accesses to Bente's card, the second for a time before 2015
      Then the answer says that 2 were added and 1 failed
      And the answer names the second by its sequence number, and no other

    @req:LOG-20 @negative
    Scenario: A registration that failed is not in the log, and the others are
      When a system registers three accesses to Bente's card, the second for a time before 2015
      And Bente looks into Bente's log
      Then the log shows the first and the third of them, and not the second

    @req:LOG-20 @negative
    Scenario: A call without a flaw names no failure
      When a system registers three accesses to Bente's card
      Then the answer says that 3 were added and 0 failed
      And the answer names none

  Rule: LOG-21 A registration MUST be held to the lengths of its fields, exactly

    @req:LOG-21 @positive
    Scenario Outline: A <field> of <length> characters is taken
      When a system registers an access with a <field> of <length> characters
      Then the answer says that 1 were added and 0 failed

      Examples: As long as it may be
        | field             | length |
        | system name       | 25     |
        | activity          | 75     |
        | reason            | 50     |
        | organisation name | 200    |
        | user name         | 50     |
        | correlation id    | 46     |
        | sequence number   | 36     |

    @req:LOG-21 @negative
    Scenario Outline: A <field> of <length> characters is refused
      When a system registers an access with a <field> of <length> characters
      Then the answer says that 0 were added and 1 failed

      Examples: One too many
        | field             | length |
        | system name       | 26     |
        | activity          | 76     |
        | reason            | 51     |
        | organisation name | 201    |
        | user name         | 51     |
        | correlation id    | 47     |
        | sequence number   | 37     |

  Rule: LOG-22 The citizen MUST be shown what was registered, as it was registered

    @req:LOG-22 @positive
    Scenario: An access is shown as it was registered
      When a system registers an access to Bente's card with every field
      And Bente looks into Bente's log
      Then the log shows that access with every field

    @req:LOG-22 @negative
    Scenario: An access to another's card is not shown
      When a system registers an access to Jens's card with every field
      And Bente looks into Bente's log
      Then the log does not show that access

  Rule: LOG-23 A registration that does not concern the citizen MUST NOT be shown to the citizen

    @req:LOG-23 @negative
    Scenario: A registration that is marked as not for the citizen is not shown
      When a system registers an access to Bente's card that is marked "Ikke borger"
      And Bente looks into Bente's log
      Then the log does not show that access

    @req:LOG-23 @negative
    Scenario: A registration that is marked as not for holders of custody is not shown to one
      Given Max is a parent of Alma with custody
      When a system registers an access to Alma's card that is marked "Ikke forældremyndigheds-indehaver"
      And Max looks into Alma's log
      Then the log does not show that access

    @req:LOG-23 @positive
    Scenario: A registration that is marked as not for holders of custody is shown to the citizen
      When a system registers an access to Bente's card that is marked "Ikke forældremyndigheds-indehaver"
      And Bente looks into Bente's log
      Then the log shows that access with every field

  Rule: LOG-24 A citizen MUST NOT be shown the log of a stranger

    @req:LOG-24 @negative
    Scenario: A citizen does not see a stranger's log
      When Bente looks into Jens's log
      Then the look is refused

    @req:LOG-24 @positive
    Scenario: A holder of custody sees the child's log
      Given Max is a parent of Alma with custody
      When a system registers an access to Alma's card with every field
      And Max looks into Alma's log
      Then the log shows that access with every field

  Rule: LOG-13 A look-up on behalf of another MUST be registered under both

    @req:LOG-13 @positive
    Scenario: A look-up by the nurse on behalf of the doctor names both
      When the nurse searches for Bente's card on behalf of the doctor
      Then Bente's log names the nurse
      And Bente's log names the doctor as the one on whose behalf it was

    @req:LOG-13 @negative
    Scenario: A look-up on one's own behalf names nobody else
      When the doctor searches for Bente's card
      Then Bente's log names nobody on whose behalf it was

  Rule: LOG-14 Look-ups by citizens who act for another MUST NOT be registered

    @req:LOG-14 @negative
    Scenario Outline: A look-up of <child>'s card <how> is not registered
      Given Max is a parent of Alma with custody
      When Max searches for <child>'s card <how>
      Then one card is found
      And <child>'s log is empty

      Examples: By custody, by power of attorney and by token
        | child | how                              |
        | Alma  | as holder of custody             |
        | Åse   | by a power of attorney from Åse  |
        | Max   | by token                         |
