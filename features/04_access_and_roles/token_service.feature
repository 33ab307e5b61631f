@service @chapter:04
Feature: Admit citizens and employees who come with a token
  A token says who somebody is, to one service, for a while, and only in the hand that it was given to.

  Rule: ROL-19 A citizen with a token MUST find the own card and nobody else's

    @req:ROL-19 @positive
    Scenario: A citizen finds the own card by token
      When Bente searches for Bente's card by token
      Then one card is found

    @req:ROL-19 @negative
    Scenario: A citizen does not find a stranger's card by a token that a bootstrap token was exchanged for
      When Max exchanges a bootstrap token, and searches for Bente's card
      Then the search brings no card

    @req:ROL-19 @negative
    Scenario: A citizen does not find a stranger's card by token
      When Bente searches for Max's card by token
      Then the search brings no card

  Rule: ROL-20 An employee with a token MUST be admitted by the same rights as one with an id card

    @req:ROL-20 @positive
    Scenario Outline: <user> finds the card by token
      When <user> searches for Bente's card by token
      Then one card is found

      Examples: By authorisation and by role
        | user                           |
        | the doctor                     |
        | an assistant with SundAssistR1 |

    @req:ROL-20 @negative
    Scenario Outline: <user> does not find the card by token
      When <user> searches for Bente's card by token
      Then the call is refused
      And the search brings no card

      Examples: No right, one that does not count, and too many
        | user                                  |
        | an assistant without national role    |
        | an assistant with PlejeAssR3          |
        | an assistant with both national roles |

  Rule: SEC-02 The service MUST refuse a call by token that is not whole, fresh and meant for it

    @req:SEC-02 @positive
    Scenario: A call by token that is whole, fresh and meant for the service is admitted
      When Bente searches for Bente's card by token
      Then one card is found

    @req:SEC-02 @negative
    Scenario Outline: A call <flaw> is refused
      When Bente searches for Bente's card <flaw>
      Then the call is refused
      And the search brings no card

      Examples: What can be wrong with a token, and with the call that it comes with
        | flaw                                             |
        | by a token for another service                   |
        | by a token that has run out                      |
        | by a token that nobody trusted has signed        |
        | by a token that was altered                      |
        | by token, in a message that somebody else signed |
        | by token, in a message that was altered          |
        | by token, in a message of an hour ago            |

  Rule: SEC-03 A bootstrap token MUST be exchanged for a token to Fælles Stamkort, in the hand of its holder alone

    @req:SEC-03 @positive
    Scenario: A citizen's bootstrap token becomes a token that opens the own card
      When Bente exchanges a bootstrap token, and searches for Bente's card
      Then one card is found

    @req:SEC-03 @positive
    Scenario: An employee's bootstrap token becomes a token that opens the card
      When the doctor exchanges a bootstrap token, and searches for Bente's card
      Then one card is found

    @req:SEC-03 @negative
    Scenario Outline: For a bootstrap token <flaw> there is no token
      When Bente exchanges a bootstrap token <flaw>, and searches for Bente's card
      Then the exchange is refused
      And the search brings no card

      Examples: What can be wrong with a bootstrap token, and with the request that it comes in
        | flaw                                   |
        | that nobody trusted has signed         |
        | that has run out                       |
        | that was altered                       |
        | that was made for another service      |
        | that was given to another              |
        | in a request that somebody else signed |

    @req:SEC-03 @negative
    Scenario: Nobody becomes another by claiming so
      When Max exchanges a bootstrap token and claims to be somebody else, and searches for Bente's card
      Then the exchange is refused
      And the search brings no card
