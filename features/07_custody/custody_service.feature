@service @chapter:07
Feature: List children and holders of custody, and nobody else
  Custody decides who may act for a child. Neither biological parenthood nor guardianship is custody.

  Rule: CUS-01 A child and a holder of custody MUST be in each other's cards only while there is custody

    @req:CUS-01 @positive
    Scenario: A parent with custody finds the child in the card
      Given Max is a parent of Alma with custody
      When a system fetches Max's card
      Then the card lists exactly these children: Alma

    @req:CUS-01 @negative
    Scenario: A biological parent without custody does not find the child in the card
      Given Max is a parent of Alma without custody
      When a system fetches Max's card
      Then the card lists no children

    @req:CUS-01 @negative
    Scenario: A guardian without custody does not find the ward in the card
      Given Jens is the guardian of Åse without custody
      When a system fetches Jens's card
      Then the card lists no children

    @req:CUS-01 @negative
    Scenario: A child's card does not name a biological parent without custody
      Given Max is a parent of Alma without custody
      When a system fetches Alma's card
      Then the card lists no holders of custody

    @req:CUS-01 @negative
    Scenario: A ward's card does not name the guardian without custody
      Given Jens is the guardian of Åse without custody
      When a system fetches Åse's card
      Then the card lists no holders of custody

    @req:CUS-01 @negative
    Scenario: Custody that was lost is gone from both cards
      Given Max is a parent of Alma with custody
      And Max has lost custody of Alma
      When a system fetches Alma's card
      Then the card lists no holders of custody

  Rule: CUS-02 Every custody relation MUST be listed, with the relation that the citizen has to the other person

    @req:CUS-02 @positive
    Scenario: Several children are all listed
      Given Max is a parent of Alma with custody
      And Max is a parent of Østen with custody
      When a system fetches Max's card
      Then the card lists exactly these children: Alma, Østen

    @req:CUS-02 @positive
    Scenario: Both holders of custody are listed
      Given Max is a parent of Alma with custody
      And Sofie is a parent of Alma with custody
      When a system fetches Alma's card
      Then the card lists exactly these holders of custody: Max, Sofie

    @req:CUS-02 @positive
    Scenario Outline: <citizen> is "<relation>" to <other> in <citizen>'s card
      Given Max is a parent of Alma with custody
      And Sofie is a parent of Alma with custody
      When a system fetches <citizen>'s card
      Then the card says that <citizen> is "<relation>" to <other>

      Examples: Read from the citizen's side
        | citizen | relation | other |
        | Max     | far      | Alma  |
        | Sofie   | mor      | Alma  |
        | Alma    | barn     | Max   |
