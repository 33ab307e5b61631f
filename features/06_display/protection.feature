@vendor @chapter:06
Feature: Keep a protected name and address hidden
  Somebody may be in danger if an address is read over a shoulder. What the card hides, the screen hides too.

  Rule: VIS-02 A protected name or address MUST NOT be revealed

    @req:VIS-02 @negative
    Scenario Outline: A protected citizen's name and address are hidden when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bruno's card
      Then the card is shown
      And nothing of Bruno's name and address is on the screen

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:VIS-02 @negative
    Scenario Outline: A name that was seen before the protection is forgotten when the card is read <method>
      Given a system that reads the card <method>
      And the doctor has opened Max's card
      And Max has been granted name and address protection
      When the doctor opens Max's card
      Then the card is shown
      And nothing of Max's name and address is on the screen

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:VIS-02 @negative
    Scenario: A protected parent is not named in the child's card
      Given a system with full display
      And the doctor has opened Max's card
      And Max has been granted name and address protection
      When the doctor opens Alma's card
      Then nothing of Max's name and address is on the screen
      And the screen shows Alma's holders of custody as the card has it

    @req:VIS-02 @negative
    Scenario: A protected child is not named in the parent's card
      Given a system with full display
      And the doctor has opened Alma's card
      And Alma has been granted name and address protection
      When the doctor opens Max's card
      Then nothing of Alma's name and address is on the screen
      And the screen shows Max's children in custody as the card has it

    @req:VIS-02 @positive
    Scenario: The rest of a protected citizen's card is shown
      Given a system with full display
      And Bente has been granted name and address protection
      When the doctor opens Bente's card
      Then the screen shows Bente's relatives as the card has it
      And the screen shows Bente's telephone numbers as the card has it

    @req:VIS-02 @positive
    Scenario: Name and address are shown again when the protection has ended
      Given a system with full display
      And the doctor has opened Bruno's card
      And Bruno's name and address protection has ended
      When the doctor opens Bruno's card
      Then the screen shows Bruno's name as the card has it
      And the screen shows Bruno's address as the card has it

  Rule: VIS-11 The user MUST be told that name and address are protected

    @req:VIS-11 @positive
    Scenario: The screen says that a protected citizen is protected
      Given a system with full display
      When the doctor opens Bruno's card
      Then the screen tells of protection as Bruno's card does

    @req:VIS-11 @negative
    Scenario: Nobody else is said to be protected
      Given a system with full display
      And the doctor has opened Bruno's card
      When the doctor opens Sofie's card
      Then the screen shows Sofie's CPR number as the card has it
      And the screen tells of protection as Sofie's card does
