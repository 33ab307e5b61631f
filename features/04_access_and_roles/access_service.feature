@service @chapter:04
Feature: Admit only those who may read a card
  The service decides by the id card: who signed it, until when it counts, how its holder was authenticated, and in which role.

  Rule: SEC-01 The service MUST refuse an id card that is missing, altered, expired, untrusted or of too low a level

    @req:SEC-01 @negative
    Scenario Outline: A call with an id card that is <flaw> is refused
      Given a system whose id card is <flaw>
      When the system searches for Bente's card
      Then the call is refused with the fault code "<code>"

      Examples: What can be wrong with an id card
        | flaw                       | code                    |
        | missing                    | missing_required_header |
        | altered after it was signed | invalid_signature      |
        | signed by the system itself | invalid_certificate    |
        | expired                    | expired_idcard          |
        | not valid yet              | expired_idcard          |
        | of level 2                 | security_level_failed   |

    @req:SEC-01 @positive
    Scenario: A call with a valid id card is admitted
      When a system searches for Bente's card in version 3
      Then one card is found

  Rule: ROL-12 The service MUST refuse a user with neither an authorisation nor a national role that grants reading

    @req:ROL-12 @negative
    Scenario: A user without authorisation or national role finds nothing
      When an assistant without national role searches for Bente's card
      Then the call is refused
      And the search brings no card

    @req:ROL-12 @positive
    Scenario: A user with an authorisation finds the card
      When the doctor searches for Bente's card
      Then one card is found

  Rule: ROL-10 The service MUST refuse an id card with more than one national role

    @req:ROL-10 @negative
    Scenario: A user with both national roles in one id card finds nothing
      When an assistant with both national roles searches for Bente's card
      Then the call is refused
      And the search brings no card

  Rule: ROL-11 Each of the two national roles MUST grant reading, and no other role does

    @req:ROL-11 @positive
    Scenario Outline: A user with <role> finds the card
      When an assistant with <role> searches for Bente's card
      Then one card is found
      And the service saw the role <role> and no other

      Examples: The two roles
        | role         |
        | SundAssistR1 |
        | SundAssistR2 |

    @req:ROL-11 @negative
    Scenario: A user with a national role that does not grant reading finds nothing
      When an assistant with PlejeAssR3 searches for Bente's card
      Then the call is refused
      And the search brings no card
