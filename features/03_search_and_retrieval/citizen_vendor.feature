@vendor @chapter:03
Feature: Tell the service which citizen acts, and for whom
  A portal vouches for the citizen who sits before it. The header says who that is; the service can only believe it.

  Background:
    Given a portal with full display in which citizens open cards

  Rule: XDS-12 A citizen's look-up MUST tell by the HSUID header who acts, and for whom

    @req:XDS-12 @positive
    Scenario: A look-up of the own card names nobody but the one who acts
      When Bente opens Bente's card at the portal
      Then every look-up named Bente as acting for nobody else
      And every look-up carried a system id card of level 3
      And the card is shown

    @req:XDS-12 @positive
    Scenario: A look-up by power of attorney names who acts, and for whom
      Given Bente has given Jens a power of attorney
      When Jens opens Bente's card at the portal
      Then every look-up named Jens as acting for Bente
      And every look-up carried a system id card of level 3

    @req:XDS-12 @negative
    Scenario: Who has a power of attorney looks up the own card for nobody else
      Given Bente has given Jens a power of attorney
      When Jens opens Jens's card at the portal
      Then the card is shown
      And every look-up named Jens as acting for nobody else
