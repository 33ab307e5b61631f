@service @chapter:01
Feature: Hide the name and the address of a protected citizen
  Somebody who hides from a violent partner must not be found through a card.

  Rule: DOC-05 A protected citizen's name and address MUST give way to words of protection

    @req:DOC-05 @positive
    Scenario: A protected citizen's card says that name and address are protected
      When a system fetches Bruno's card
      Then the card says that name and address are protected
      And the card keeps every rule of DOC-05

    @req:DOC-05 @positive
    Scenario: Protection counts from the next card on
      Given a system has fetched Bente's card
      And Bente has been granted name and address protection
      When a system fetches Bente's card
      Then the card says that name and address are protected
      And the card keeps every rule of DOC-05

  Rule: DOC-21 A protected citizen's name and address MUST NOT stand anywhere else in the document

    @req:DOC-21 @negative
    Scenario: A protected citizen is not to be found in their own card
      When a system fetches Bruno's card
      Then neither Bruno's name nor address stands anywhere in the document

    @req:DOC-21 @negative
    Scenario: A protected citizen is not named as the one who typed in
      Given Bente has been granted name and address protection
      When a system fetches Bente's card
      Then neither Bente's name nor address stands anywhere in the document

    @req:DOC-21 @negative
    Scenario: A protected child is not named in a parent's card
      Given Alma has been granted name and address protection
      When a system fetches Max's card
      Then neither Alma's name nor address stands anywhere in the document
