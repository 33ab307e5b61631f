@service @chapter:12
Feature: Register professionals' look-ups in MinLog
  The service registers what it alone can see: who looked up as themselves. Systems tell for their own users; citizens need not be told about themselves.

  Rule: LOG-10 The service MUST register a professional's look-up

    @req:LOG-10 @positive
    Scenario Outline: A look-up by <user> is in the citizen's log
      When <user> searches for Bente's card
      Then Bente's log names <user>

      Examples: By authorisation and by role
        | user                           |
        | the doctor                     |
        | an assistant with SundAssistR1 |

    @req:LOG-10 @negative
    Scenario: A look-up that was refused is not in the citizen's log
      When an assistant without national role searches for Bente's card
      Then Bente's log is empty

  Rule: LOG-11 The service MUST leave the registration of a system's look-up to the system

    @req:LOG-11 @negative
    Scenario: A system's look-up is not registered by the service
      When a system fetches Bente's card
      Then Bente's log is empty

  Rule: LOG-12 The service MUST NOT register citizens' look-ups of their own card

    @req:LOG-12 @negative
    Scenario: A citizen's own look-up is not in the log
      When Bente looks up her own card
      Then one card is found
      And Bente's log is empty
