@vendor @chapter:07
Feature: Show who holds custody of whom
  A nurse who calls the wrong adult breaks the law, and one who takes a father for the child is laughed at or worse.

  Background:
    Given a system with full display

  Rule: CUS-03 Every custody relation of the card MUST be shown

    @req:CUS-03 @positive
    Scenario: A child in custody is shown
      Given Max is a parent of Alma with custody
      When the doctor opens Max's card
      Then the screen shows exactly these children: Alma

    @req:CUS-03 @positive
    Scenario: Several children are all shown
      Given Max is a parent of Alma with custody
      And Max is a parent of Østen with custody
      When the doctor opens Max's card
      Then the screen shows exactly these children: Alma, Østen

    @req:CUS-03 @positive
    Scenario: Both holders of custody are shown
      Given Max is a parent of Alma with custody
      And Sofie is a parent of Alma with custody
      When the doctor opens Alma's card
      Then the screen shows exactly these holders of custody: Max, Sofie

  Rule: CUS-04 Nobody without custody MUST be shown as a child in custody or as a holder of it

    @req:CUS-04 @negative
    Scenario: A biological parent without custody is shown no children
      Given Max is a parent of Alma without custody
      When the doctor opens Max's card
      Then the screen shows no children

    @req:CUS-04 @negative
    Scenario: A guardian without custody is shown no children
      Given Jens is the guardian of Åse without custody
      When the doctor opens Jens's card
      Then the screen shows no children

    @req:CUS-04 @negative
    Scenario: A mother named as a relative is not shown as a holder of custody
      Given Max is a parent of Alma without custody
      And Alma has named a relative who is "mor"
      When the doctor opens Alma's card
      Then the screen shows no holders of custody

    @req:CUS-04 @negative
    Scenario: A ward named as a relative is not shown as a child in custody
      Given Jens is the guardian of Åse without custody
      And Jens has named a relative who is "barn"
      When the doctor opens Jens's card
      Then the screen shows no children

  Rule: CUS-05 A custody relation MUST be shown as the citizen's relation to the other person

    @req:CUS-05 @positive
    Scenario Outline: <citizen> is shown as "<relation>" to <other>
      Given Max is a parent of Alma with custody
      And Sofie is a parent of Alma with custody
      When the doctor opens <citizen>'s card
      Then the screen says that <citizen> is "<relation>" to <other>

      Examples: Read from the citizen's side
        | citizen | relation | other |
        | Max     | far      | Alma  |
        | Sofie   | mor      | Alma  |
        | Alma    | barn     | Max   |
