@vendor @chapter:06
Feature: Show the card as it is
  Whoever calls a relative, writes a letter or drives to a home trusts that the screen says what the registers say.

  Rule: VIS-01 Every field of the card MUST be shown as the card has it

    @req:VIS-01 @positive
    Scenario Outline: The whole of a full card is shown when it is read <method>
      Given a system with full display that reads the card <method>
      When the doctor opens Bente's card
      Then every field of Bente's card is shown as the card has it

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:VIS-01 @positive
    Scenario Outline: The whole of <citizen>'s card is shown
      Given a system with full display
      When the doctor opens <citizen>'s card
      Then every field of <citizen>'s card is shown as the card has it

      Examples: A full card, one with nothing typed in, a parent, a child
        | citizen |
        | Jens    |
        | Sofie   |
        | Max     |
        | Alma    |

    @req:VIS-01 @positive
    Scenario Outline: <citizen>'s <part> is on the screen
      Given a system with full display
      When the doctor opens <citizen>'s card
      Then the screen shows <citizen>'s <part> as the card has it

      Examples: From national registers
        | citizen | part                 |
        | Bente   | CPR number           |
        | Bente   | name                 |
        | Bente   | address              |
        | Bente   | general practitioner |
        | Bente   | coverage group       |
        | Max     | children in custody  |
        | Alma    | holders of custody   |

      Examples: Typed in
        | citizen | part              |
        | Bente   | telephone numbers |
        | Bente   | temporary address |
        | Bente   | dentist           |
        | Bente   | language          |

    @req:VIS-01 @negative
    Scenario: What belongs to one citizen is not shown in the next card
      Given a system with full display
      And the doctor has opened Bente's card
      When the doctor opens Sofie's card
      Then every field of Sofie's card is shown as the card has it

  Rule: VIS-04 A card without a language MAY be read as Danish, and as no other language

    @req:VIS-04 @positive
    Scenario: No language, or Danish, is shown when the card has none
      Given a system with full display
      When the doctor opens Sofie's card
      Then the screen shows Sofie's CPR number as the card has it
      And no language but Danish is shown

    @req:VIS-04 @negative
    Scenario: The language of the citizen before is not shown
      Given a system with full display
      And the doctor has opened Bente's card
      When the doctor opens Sofie's card
      Then the screen shows Sofie's CPR number as the card has it
      And no language but Danish is shown

  Rule: VIS-05 Every relative MUST be shown with relation, numbers and note, and nobody else

    @req:VIS-05 @positive
    Scenario Outline: Three relatives are all shown when the card is read <method>
      Given a system with full display that reads the card <method>
      When the doctor opens Bente's card
      Then the screen shows Bente's relatives as the card has it

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:VIS-05 @positive
    Scenario: A relative who was named just now is shown with the others
      Given a system with full display
      And Bente has named a relative who is "far"
      When the doctor opens Bente's card
      Then the screen shows Bente's relatives as the card has it

    @req:VIS-05 @negative
    Scenario: A citizen who has named nobody is shown no relatives
      Given a system with full display
      When the doctor opens Max's card
      Then the screen shows Max's CPR number as the card has it
      And the screen shows Max's relatives as the card has it

  Rule: VIS-06 Who entered what was typed in, and when, MUST be shown beside it

    @req:VIS-06 @positive
    Scenario Outline: The screen tells who entered the parts of <citizen>'s card, and when
      Given a system with full display
      When the doctor opens <citizen>'s card
      Then the screen tells who entered each part of <citizen>'s card, and when

      Examples: Full cards
        | citizen |
        | Bente   |
        | Jens    |

    @req:VIS-06 @positive
    Scenario: What a health professional entered is shown as such
      Given a system with full display
      And a health professional has entered Sofie's language
      When the doctor opens Sofie's card
      Then the screen tells who entered each part of Sofie's card, and when

    @req:VIS-06 @negative
    Scenario: An address that is new is not shown with the age of the one before
      Given a system with full display
      And the doctor has opened Bente's card
      And Bente stays at a temporary address until tomorrow
      When the doctor opens Bente's card
      Then the screen tells who entered each part of Bente's card, and when
