@service @chapter:04
Feature: Admit citizens, and those who act for another
  A portal vouches for the citizen who sits before it. Whose card that citizen may see, the service decides.

  Rule: ROL-13 The service MUST look up the authorisation of the professional on whose behalf another acts

    @req:ROL-13 @positive
    Scenario: A nurse finds the card on behalf of the doctor
      When the nurse searches for Bente's card on behalf of the doctor
      Then one card is found

    @req:ROL-13 @negative
    Scenario: An authorisation code that nobody has lets nobody act
      When the nurse searches for Bente's card on behalf of somebody with the code "00000"
      Then the call is refused
      And the search brings no card

  Rule: ROL-14 A citizen MUST find the own card and nobody else's

    @req:ROL-14 @positive
    Scenario: A citizen finds the own card through a portal
      When Bente searches for Bente's card through a portal
      Then one card is found

    @req:ROL-14 @negative
    Scenario: A citizen does not find a stranger's card through a portal
      When Bente searches for Max's card through a portal
      Then the search brings no card

    @req:ROL-14 @negative
    Scenario: A parent does not find the child's card as if it were the own
      When Max searches for Alma's card through a portal
      Then the search brings no card

  Rule: ROL-15 A citizen's own call MUST NOT name a citizen whose data are asked for

    @req:ROL-15 @negative
    Scenario: A citizen's own call that names a citizen is refused
      When Bente searches for Bente's card through a portal that names Bente as the citizen
      Then the call is refused
      And the search brings no card

  Rule: ROL-16 A citizen MUST NOT act for another without a relation that counts

    @req:ROL-16 @positive
    Scenario: A holder of custody finds the child's card
      Given Max is a parent of Alma with custody
      When Max searches for Alma's card as holder of custody
      Then one card is found

    @req:ROL-16 @negative
    Scenario Outline: Who acts for another <how> finds nothing
      When Max searches for Alma's card <how>
      Then the call is refused
      And the search brings no card

      Examples: What does not count
        | how                       |
        | without a relation        |
        | as a neighbour            |

    @req:ROL-16 @negative
    Scenario: Nobody acts for themselves by power of attorney
      When Max searches for Max's card by a power of attorney from Max
      Then the call is refused
      And the search brings no card

  Rule: ROL-17 The service MUST look up custody and guardianship, and not take them on trust

    @req:ROL-17 @negative
    Scenario Outline: Max, who <bond>, does not find the card of <child> as holder of custody
      Given Max is a parent of Alma without custody
      When Max searches for <child>'s card as holder of custody
      Then the call is refused
      And the search brings no card

      Examples: No bond, and one that does not count
        | bond                      | child |
        | is nothing to the child   | Åse   |
        | is a parent without custody | Alma |

    @req:ROL-17 @positive
    Scenario: A guardian finds the ward's card
      Given Max is the guardian of Åse without custody
      When Max searches for Åse's card as holder of custody
      Then one card is found

  Rule: ROL-18 The service MUST refuse organisations that have not been granted access

    @req:ROL-18 @negative
    Scenario: An organisation that has not been granted access finds nothing
      Given access has been granted to another organisation alone
      When a system searches for Bente's card in version 3
      Then the call is refused
      And the search brings no card

    @req:ROL-18 @positive
    Scenario: An organisation that has been granted access finds the card
      Given access has been granted to the calling organisation alone
      When a system searches for Bente's card in version 3
      Then one card is found
