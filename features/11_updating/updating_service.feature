@service @chapter:11
Feature: Enter what citizens and their staff tell
  What is told to the Stamkortregister is told to everybody. It must come out of the card as it went in, and nothing must go in that does not belong there.

  Rule: SKR-01 A relative with a CPR number in name, relation or note MUST be refused

    @req:SKR-01 @negative
    Scenario Outline: A relative with <number> in the <place> is refused
      When the doctor enters a relative with "<number>" in the <place> for Jens
      And a system fetches Jens's card
      Then the entry is refused
      And the card does not hold it

      Examples: Wherever it stands, and however it is written
        | number      | place        |
        | 2512489996  | name         |
        | 251248-9996 | relation     |
        | 2512489996  | note         |
        | 251248-9996 | note         |

    @req:SKR-01 @positive
    Scenario: A relative with a telephone number in the note is taken
      When the doctor enters a relative with "Ring først til 12 34 56 78" in the note for Jens
      And a system fetches Jens's card
      Then the card holds what was entered

  Rule: SKR-02 A telephone number that cannot be dialled MUST be refused

    @req:SKR-02 @negative
    Scenario Outline: A relative with the telephone number "<number>" is refused
      When the doctor enters a relative with the telephone number "<number>" for Jens
      And a system fetches Jens's card
      Then the entry is refused
      And the card does not hold it

      Examples: What no telephone can dial
        | number            |
        | tel:12 34 56 78   |
        | tel:ring til mig  |
        | tel:              |
        | 12345678          |
        | mailto:a@example.com |

    @req:SKR-02 @positive
    Scenario Outline: A relative with the telephone number "<number>" is taken
      When the doctor enters a relative with the telephone number "<number>" for Jens
      And a system fetches Jens's card
      Then the card holds what was entered

      Examples: What can be dialled
        | number               |
        | tel:12345678         |
        | tel:+4512345678      |
        | tel:(0045)12.34-5678 |

  Rule: SKR-03 Of contact numbers, temporary address and language there MUST NOT be two at any time

    @req:SKR-03 @negative
    Scenario Outline: A second <kind> does not come to stand beside the first
      Given Sofie has typed in nothing
      And the doctor has entered a <kind> for Sofie
      When the doctor enters another <kind> for Sofie
      And a system fetches Sofie's card
      Then the card holds one of the two, the second if it was taken and else the first

      Examples: What there is one of
        | kind              |
        | telephone number  |
        | temporary address |
        | language          |

  Rule: SKR-10 What is entered MUST be in the citizen's next card, as it was entered

    @req:SKR-10 @positive
    Scenario Outline: A <kind> that is entered is in the next card
      Given Sofie has typed in nothing
      When the doctor enters a <kind> for Sofie
      And a system fetches Sofie's card
      Then the card holds what was entered

      Examples: All that can be entered
        | kind              |
        | relative          |
        | telephone number  |
        | temporary address |
        | language          |
        | dentist           |

    @req:SKR-10 @positive
    Scenario: A relative is entered beside those who are there
      Given the doctor has entered a relative for Sofie
      When the doctor enters another relative for Sofie
      And a system fetches Sofie's card
      Then the card holds both

  Rule: SKR-11 What is updated MUST take the place of what it was

    @req:SKR-11 @positive
    Scenario Outline: A <kind> that is updated stands in the next card in place of the old one
      Given Sofie has typed in nothing
      And the doctor has entered a <kind> for Sofie
      When the doctor updates it to another <kind>
      And a system fetches Sofie's card
      Then the card holds what was entered
      And nothing of what was there before

      Examples: All that can be updated
        | kind              |
        | relative          |
        | telephone number  |
        | temporary address |
        | language          |
        | dentist           |

  Rule: SKR-12 What is deleted MUST be gone from the citizen's next card

    @req:SKR-12 @negative
    Scenario Outline: A <kind> that is deleted is not in the next card
      Given Sofie has typed in nothing
      And the doctor has entered a <kind> for Sofie
      When the doctor deletes it
      And a system fetches Sofie's card
      Then the card does not hold it

      Examples: All that can be deleted
        | kind              |
        | relative          |
        | telephone number  |
        | temporary address |
        | language          |
        | dentist           |

  Rule: SKR-13 An entry MUST have the UUID that the client has given it

    @req:SKR-13 @positive
    Scenario: An entry stands in the card under the UUID that it was given
      When the doctor enters a relative for Sofie
      And a system fetches Sofie's card
      Then the card holds it under the UUID that it was given

    @req:SKR-13 @negative
    Scenario: An entry whose id is no UUID is refused
      When the doctor enters a relative with the id "relative-1" for Sofie
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not name the relative

  Rule: SKR-14 A dentist who is not in the Yderregister MUST be refused

    @req:SKR-14 @negative
    Scenario: A dentist whom the Yderregister does not know is refused
      Given Sofie has typed in nothing
      When the doctor enters a dentist whom nobody knows for Sofie
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not hold it

  Rule: SKR-15 What is optional MAY be left out, and what is not MUST NOT be

    @req:SKR-15 @positive
    Scenario Outline: <what> is taken
      Given Sofie has typed in nothing
      When the doctor enters <what> for Sofie
      And a system fetches Sofie's card
      Then the card holds what was entered

      Examples: What may be left out
        | what                                |
        | a relative without a family name    |
        | a relative without a telephone number |
        | a temporary address without an end  |

    @req:SKR-15 @negative
    Scenario: A relative without a given name is refused
      When the doctor enters a relative without a given name for Sofie
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not hold it

  Rule: SKR-16 The card MUST tell when an entry was made or changed last, and by whom

    @req:SKR-16 @positive
    Scenario: An entry tells when it was made and that a professional made it
      When the doctor enters a relative for Sofie
      And a system fetches Sofie's card
      Then the card says that the doctor entered it just now

    @req:SKR-16 @negative
    Scenario: An entry that was changed does not keep the time of the old one
      Given the doctor has entered a relative for Sofie
      And 2 hours have passed
      When the nurse updates it to another relative
      And a system fetches Sofie's card
      Then the card says that the nurse entered it just now

    @req:SKR-16 @positive
    Scenario: An entry tells that the citizen made it
      When Sofie enters a relative for Sofie through a portal
      And a system fetches Sofie's card
      Then the card says that Sofie entered it just now

  Rule: SKR-17 A system MUST NOT write by itself

    @req:SKR-17 @negative
    Scenario: A system without a user writes nothing
      When a system enters a relative for Sofie by itself
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not hold it

  Rule: SKR-18 A national role that grants reading MUST NOT grant writing

    @req:SKR-18 @negative
    Scenario: An assistant with a role that grants reading writes nothing
      When an assistant with SundAssistR1 enters a relative for Sofie
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not hold it

    @req:SKR-18 @positive
    Scenario: A nurse with an authorisation writes
      When the nurse enters a relative for Sofie
      And a system fetches Sofie's card
      Then the card holds what was entered

  Rule: SKR-19 A citizen MUST NOT write in somebody else's card

    @req:SKR-19 @negative
    Scenario: A citizen writes nothing in a stranger's card
      When Jens enters a relative for Sofie through a portal
      And a system fetches Sofie's card
      Then the entry is refused
      And the card does not hold it

    @req:SKR-19 @positive
    Scenario: A citizen writes in the own card
      When Sofie enters a relative for Sofie through a portal
      And a system fetches Sofie's card
      Then the card holds what was entered
