@vendor @chapter:12
Feature: Register in MinLog who opened the card
  Citizens may see who has looked at their card. Whoever looks up as a system must tell them; for those who look up as themselves the service does.

  Rule: LOG-01 A system that looks up as a system MUST register each user's access, authorised or not

    @req:LOG-01 @positive
    Scenario Outline: An access by <user> is registered when the card is read <method>
      Given a system that reads the card <method>
      When <user> opens Bente's card
      Then the system has registered one access to Bente's card

      Examples: Authorised staff
        | method            | user       |
        | from a local copy | the doctor |
        | system to system  | the doctor |

      Examples: Staff without authorisation
        | method            | user                           |
        | from a local copy | an assistant with SundAssistR1 |
        | system to system  | an assistant with SundAssistR1 |

    @req:LOG-01 @negative
    Scenario: Two accesses are registered as two
      Given a system that looks up as a system
      And the doctor has opened Bente's card
      When the nurse opens Bente's card
      Then the system has registered 2 accesses to Bente's card

    @req:LOG-01 @negative
    Scenario: An access to one citizen's card is not registered for another
      Given a system that looks up as a system
      When the doctor opens Bente's card
      Then the system has registered no access to Jens's card

  Rule: LOG-03 A registration MUST keep the form of the interface

    @req:LOG-03 @positive
    Scenario: The registration is accepted
      Given a system that looks up as a system
      When the doctor opens Bente's card
      Then MinLog has accepted every registration

  Rule: LOG-04 A registration MUST name the person who opened the card

    @req:LOG-04 @positive
    Scenario Outline: The registration names <user>
      Given a system that looks up as a system
      When <user> opens Bente's card
      Then the registration names <user>

      Examples: Authorised and not
        | user                           |
        | the nurse                      |
        | an assistant with SundAssistR1 |

  Rule: LOG-09 A registration MUST tell the time of access, not of sending

    @req:LOG-09 @positive
    Scenario: A registration that is sent late tells when the card was opened
      Given a system that looks up as a system
      And its clock can be set
      And the doctor has opened Bente's card
      When the registration is sent an hour later
      Then the registration tells the time of access

  Rule: LOG-07 A registration that fails MUST be sent again until it is accepted, and then no more

    @req:LOG-07 @negative
    Scenario Outline: A registration is not lost when <trouble>
      Given a system that looks up as a system
      And <trouble>
      And the doctor has opened Bente's card
      And the system has tried to send its registrations
      When MinLog works again
      Then the system has registered one access to Bente's card

      Examples: Outage and partial failure
        | trouble                          |
        | MinLog is down                   |
        | MinLog rejects each registration |

    @req:LOG-07 @negative
    Scenario: A registration that was accepted is not sent again
      Given a system that looks up as a system
      And the doctor has opened Bente's card
      When the system has tried to send its registrations twice
      Then the system has registered one access to Bente's card

  Rule: LOG-02 A look-up as the user MUST NOT be registered by the system as well

    @req:LOG-02 @negative
    Scenario Outline: The system registers nothing when <user> looks up as the user
      Given a system that reads the card as the user
      When <user> opens Bente's card
      Then the card is shown
      And the system has registered no access to Bente's card

      Examples: Authorised and not
        | user                           |
        | the doctor                     |
        | an assistant with SundAssistR2 |
