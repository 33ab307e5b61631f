@vendor @chapter:04
Feature: Look up as the one who asks, with the one role that person holds
  The service can only guard the card if the id card tells the truth about who asks: a system or a person, and in which role.

  Rule: XDS-10 A look-up as a system MUST carry a system id card of level 3, a look-up as the user the user's id card of level 4

    @req:XDS-10 @positive
    Scenario Outline: The card is read <method> with a <kind> id card of level <level>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every look-up carried a <kind> id card of level <level>

      Examples: The integration methods
        | method            | kind   | level |
        | from a local copy | system | 3     |
        | system to system  | system | 3     |
        | as the user       | user   | 4     |

  Rule: ROL-02 Without an authorisation or a national role a look-up as the user MUST give nothing

    @req:ROL-02 @negative
    Scenario: An assistant without national role is shown nothing
      Given a system that reads the card as the user
      When an assistant without national role opens Bente's card
      Then the user is refused
      And nothing of the card is shown

    @req:ROL-02 @positive
    Scenario Outline: <user> is shown the card
      Given a system that reads the card as the user
      When <user> opens Bente's card
      Then the card is shown

      Examples: An authorisation, or one of the two roles
        | user                           |
        | the doctor                     |
        | the nurse                      |
        | an assistant with SundAssistR1 |
        | an assistant with SundAssistR2 |

  Rule: ROL-05 A system that looks up as a system MUST itself keep those without a right from the card

    @req:ROL-05 @negative
    Scenario Outline: An assistant without any right is shown nothing when the card is read <method>
      Given a system that reads the card <method>
      When an assistant without national role opens Bente's card
      Then the user is refused
      And nothing of the card is shown

      Examples: The service cannot see who asks
        | method            |
        | from a local copy |
        | system to system  |

    @req:ROL-05 @positive
    Scenario Outline: <user> is shown the card when it is read <method>
      Given a system that reads the card <method>
      When <user> opens Bente's card
      Then the card is shown

      Examples: An authorisation, or a role
        | user                           | method            |
        | the nurse                      | from a local copy |
        | the nurse                      | system to system  |
        | an assistant with SundAssistR1 | from a local copy |
        | an assistant with SundAssistR1 | system to system  |

  Rule: ROL-03 A national role MUST be sent in its exact notation

    @req:ROL-03 @positive
    Scenario Outline: <user> is known to the service by the full notation of the role
      Given a system that reads the card as the user
      When <user> opens Bente's card
      Then every look-up carried exactly the role "<notation>"

      Examples: R1 and R2 differ
        | user                           | notation                                                              |
        | an assistant with SundAssistR1 | urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1 |
        | an assistant with SundAssistR2 | urn:dk:healthcare:national-federation-role:code:41002:value:SundAssistR2 |

  Rule: ROL-04 An id card MUST NOT hold more than one national role

    @req:ROL-04 @negative
    Scenario: An assistant to whom both roles were given is not let through with both
      Given a system that reads the card as the user
      When an assistant with both national roles opens Bente's card
      Then no id card held more than one national role

    @req:ROL-04 @positive
    Scenario: An assistant with one role holds one role
      Given a system that reads the card as the user
      When an assistant with SundAssistR1 opens Bente's card
      Then the card is shown
      And no id card held more than one national role
