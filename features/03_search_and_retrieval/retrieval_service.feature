@service @chapter:03
Feature: Serve the card that was found, made anew
  Whoever fetches a card gets the card as it is now, or is told that there is none.

  Rule: XDS-30 A card MUST be had by its whole id, and not by a part of it

    @req:XDS-30 @positive
    Scenario Outline: <citizen>'s card is had by the whole id that was found
      Given a system has found <citizen>'s card in version 3
      When the system fetches the card that it found
      Then the card is about <citizen> and nobody else

      Examples: A full card, an empty one, a protected citizen, a child
        | citizen |
        | Jens    |
        | Sofie   |
        | Bruno   |
        | Alma    |

    @req:XDS-30 @negative
    Scenario Outline: A card is not had by <part>
      Given a system has found Jens's card in version 3
      When the system fetches the card by <part>
      Then an XDS error is answered
      And no document is answered

      Examples: Parts of the id
        | part                            |
        | the part before the caret alone |
        | the part after the caret alone  |

  Rule: XDS-31 What cannot be had MUST be answered with an XDS error and no document

    @req:XDS-31 @negative
    Scenario Outline: <what> is answered with the error <code>
      Given a system has found Jens's card in version 3
      When the system fetches <what>
      Then the retrieval is answered with the XDS error "<code>"
      And no document is answered

      Examples: What is not there
        | what                              | code                     |
        | a document that does not exist    | XDSDocumentUniqueIdError |
        | the card from another repository  | XDSUnknownRepositoryId   |

  Rule: XDS-32 A retrieval that succeeds in part MUST say so

    @req:XDS-32 @positive
    Scenario: Of two documents the one that is there is served, and the other told
      Given a system has found Jens's card in version 3
      When the system fetches the card and a document that does not exist
      Then the card is answered, with an error for the other document
      And the answer says that it is a part only

    @req:XDS-32 @negative
    Scenario: A retrieval of two cards that are there says nothing of an error
      When a system fetches the cards of Jens and Sofie together
      Then both cards are answered, without an error

  Rule: XDS-33 Each retrieval MUST make a document of its own, at the time of the retrieval

    @req:XDS-33 @positive
    Scenario: A card fetched twice is two documents
      Given a system has fetched Jens's card
      When a system fetches Jens's card
      Then the document has another id than before

    @req:XDS-33 @positive
    Scenario: The time of the document is that of the retrieval
      Given a system has found Jens's card in version 3
      And a year has passed
      When the system fetches the card that it found
      Then the document was made when it was fetched

    @req:XDS-33 @negative
    Scenario: A card found before a change is not served as it was then
      Given a system has found Bente's card in version 3
      And Bente opted out of resuscitation 30 days ago
      When the system fetches the card that it found
      Then the card says that an opt-out is in force

  Rule: XDS-34 A retrieval MAY leave the home community out

    @req:XDS-34 @positive
    Scenario: The card is had without a home community
      Given a system has found Jens's card in version 3
      When the system fetches the card without a home community
      Then the card is about Jens and nobody else
