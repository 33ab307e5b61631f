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

    @req:LOG-01 @positive
    Scenario Outline: An access is registered after a time in which MinLog <trouble>
      Given a system that looks up as a system
      And MinLog <trouble>
      And the doctor has opened Bente's card
      And the system has tried to send its registrations
      And MinLog works again
      When the doctor opens Jens's card
      Then the system has registered one access to Jens's card

      Examples: Outages, and answers that are lost
        | trouble                                           |
        | is down                                           |
        | is slow                                           |
        | resets the connection in the middle of its answer |
        | sends XML that is cut short                       |
        | calls its answer a web page                       |

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

      Examples: The rejection comes late, in part, or under a wrong name
        | trouble                                                                                |
        | MinLog rejects each registration and is slow                                           |
        | MinLog rejects each registration and resets the connection in the middle of its answer |
        | MinLog rejects each registration and sends XML that is cut short                       |
        | MinLog rejects each registration and calls its answer a web page                       |

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

  Rule: LOG-05 A registration MUST name the organisation by its number

    @req:LOG-05 @positive
    Scenario: The registration names the organisation in which the user works
      Given a system that looks up as a system
      When the doctor opens Bente's card
      Then every registration names an organisation by its number

  Rule: LOG-06 Registrations SHOULD be sent together, 500 at most in a request and 20 requests in an hour

    @req:LOG-06 @negative
    Scenario: Twenty-one accesses within an hour do not make twenty-one requests
      Given a system that looks up as a system
      When the doctor opens Bente's card 21 times
      Then the system has registered 21 accesses to Bente's card
      And MinLog has got no more requests than it asks for

  Rule: LOG-15 A system's own audit log MUST hold each access, whoever writes MinLog

    @req:LOG-15 @positive
    Scenario Outline: The system's own log tells of the nurse's access when the card is read <method>
      Given a system that reads the card <method>
      When the nurse opens Bente's card
      Then the system's own log holds one access by the nurse to Bente's card
      And the system's own log holds no access to Jens's card

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |
