@vendor @chapter:03
Feature: Call by token, with a token for this service
  A token says for which service it is. One for another service opens nothing here, whoever holds it.

  Rule: XDS-11 A look-up by token MUST carry a token for Fælles Stamkort, and no HSUID header

    @req:XDS-11 @positive
    Scenario Outline: <user>'s look-up carries a token for Fælles Stamkort
      Given a system that calls by token and reads the card as the user
      When <user> opens Bente's card by token
      Then every look-up carried a token for Fælles Stamkort
      And no look-up carried an HSUID header
      And the card is shown

      Examples: With an authorisation, and with a national role
        | user                           |
        | the doctor                     |
        | an assistant with SundAssistR1 |
