@vendor @chapter:11
Feature: Write what users type in to SKR, and tell them what came of it
  A nurse who believes that a number was saved will not write it down elsewhere.

  Background:
    Given a system with full display that lets its users edit

  Rule: SKR-21 A change MUST reach SKR as the user made it

    @req:SKR-21 @positive
    Scenario Outline: <entry> is in the card once the doctor has entered it
      When the doctor enters <entry> on Sofie's card
      Then the user is told that the change is accepted
      And Sofie's card holds what was entered

      Examples: All that can be typed in
        | entry               |
        | a relative          |
        | a telephone number  |
        | a temporary address |
        | a language          |
        | a dentist           |

    @req:SKR-21 @positive
    Scenario Outline: <other> takes the place of <entry> when the doctor changes it
      Given the doctor has entered <entry> on Sofie's card
      When the doctor changes it to <other> on Sofie's card
      Then the user is told that the change is accepted
      And Sofie's card holds what was entered, and no more what was there before

      Examples: All that can be typed in
        | entry               | other                     |
        | a relative          | another relative          |
        | a telephone number  | another telephone number  |
        | a temporary address | another temporary address |
        | a language          | another language          |
        | a dentist           | another dentist           |

    @req:SKR-21 @negative
    Scenario Outline: <entry> is gone from the card once the doctor has deleted it
      Given the doctor has entered <entry> on Sofie's card
      When the doctor deletes it from Sofie's card
      Then the user is told that the change is accepted
      And Sofie's card does not hold what was entered

      Examples: All that can be typed in
        | entry               |
        | a relative          |
        | a telephone number  |
        | a temporary address |
        | a language          |
        | a dentist           |

  Rule: SKR-20 A refusal MUST be shown to the user

    @req:SKR-20 @negative
    Scenario Outline: A relative with a CPR number in the <place> is refused, and the user is told
      When the doctor enters a relative with "<text>" in the <place> on Sofie's card
      Then the user is told that the change is refused
      And Sofie's card does not hold what was entered

      Examples: Written in two ways
        | place | text                   |
        | name  | 251248-9996            |
        | note  | Datter, cpr 2512489996 |

    @req:SKR-20 @negative
    Scenario Outline: The telephone number "<number>" is refused, and the user is told
      When the doctor enters a relative with the number "<number>" on Sofie's card
      Then the user is told that the change is refused
      And Sofie's card does not hold what was entered

      Examples: No numbers that can be dialled
        | number       |
        | 12 34 56 78  |
        | ring på 1234 |

    @req:SKR-20 @negative
    Scenario: Whatever SKR refuses, the user is told
      Given SKR refuses every change
      When the doctor enters a telephone number on Sofie's card
      Then the user is told that the change is refused
      And Sofie's card does not hold what was entered

  Rule: SKR-24 A change that could not be written MUST NOT be shown as saved

    @req:SKR-24 @negative
    Scenario: The user is told that SKR cannot be reached
      Given SKR is down
      When the doctor enters a telephone number on Sofie's card
      Then the user is told that it could not be saved
      And Sofie's card does not hold what was entered

    @req:SKR-24 @negative
    Scenario Outline: The user is told that a change was not saved when SKR refuses it and <trouble>
      Given SKR refuses every change
      And SKR <trouble>
      When the doctor enters a telephone number on Sofie's card
      Then the user is told that it was not saved
      And Sofie's card does not hold what was entered

      Examples: The refusal comes late, in part, or under a wrong name
        | trouble                                           |
        | is slow                                           |
        | resets the connection in the middle of its answer |
        | sends XML that is cut short                       |
        | calls its answer a web page                       |

  Rule: SKR-22 A professional's change MUST carry the professional's id card of level 4

    @req:SKR-22 @positive
    Scenario: The doctor writes as the doctor
      When the doctor enters a relative on Sofie's card
      Then every call to SKR carried a user id card of level 4

  Rule: SKR-04 A dentist MUST NOT be typed in as text

    @req:SKR-04 @negative
    Scenario: Name and address of a dentist are not taken
      When the doctor types "Tandlæge Hansen, Storegade 1" as dentist on Sofie's card
      Then the screen does not take it
      And no call to SKR holds "Tandlæge Hansen"

  Rule: SKR-05 Data of authoritative registers MUST NOT be changed

    @req:SKR-05 @negative
    Scenario Outline: The screen lets nobody change the <part>
      When the doctor types "Noget helt andet" as <part> on Bente's card
      Then the screen does not take it
      And SKR has not been called

      Examples: What other registers maintain
        | part                 |
        | name                 |
        | address              |
        | coverage group       |
        | general practitioner |
        | no resuscitation     |
        | treatment will       |
        | living will          |
        | organ donor          |

  Rule: SKR-06 A system MUST NOT call SKR's operations for reading

    @req:SKR-06 @positive
    Scenario: An update reads the card, and writes in SKR alone
      Given the doctor has entered a relative on Sofie's card
      When the doctor changes it to another relative on Sofie's card
      Then every call to SKR was one that writes

  Rule: SKR-07 A system MUST NOT call the interface by which data were once migrated

    @req:SKR-07 @negative
    Scenario: A change is written at the address for writing, and nothing is sent elsewhere
      Given the doctor has entered a relative on Sofie's card
      When the doctor changes it to another relative on Sofie's card
      Then no call went to another address of the register
      And every call to SKR was one that writes
