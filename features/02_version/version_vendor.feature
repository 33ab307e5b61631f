@vendor @chapter:02
Feature: Read version 3 of the card only
  A version 2 card cannot say that resuscitation has been opted out of. A system that reads one would show silence as safety.

  Rule: XDS-05 A system MUST NOT ask for version 2

    @req:XDS-05 @positive
    Scenario Outline: Version 3 alone is asked for when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every search asked for version 3 and none for version 2

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-05 @negative
    Scenario: A system does not fall back on version 2 when nothing is found
      Given a system with full display
      And the service does not know Sofie
      When the doctor opens Sofie's card
      Then no card is shown
      And every search asked for version 3 and none for version 2

  Rule: VER-03 A document that is not PDC-DK 3.0 MUST NOT be shown as a citizen's card

    @req:VER-03 @negative
    Scenario Outline: A version 2 document is not shown when the card is read <method>
      Given a system that reads the card <method>
      And the service answers with a version 2 document
      When the doctor opens Bente's card
      Then no card is shown
      And the screen says that it is not known whether Bente has opted out

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |
