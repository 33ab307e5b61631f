@vendor @chapter:09
Feature: Keep a local copy in step with the service
  The nurse calls the number on the screen. If the daughter has a new number, the old one is worse than none.

  Background:
    Given a system with full display that reads the card from a local copy

  Rule: SYN-08 The first synchronisation MUST bring the whole card

    @req:SYN-08 @positive
    Scenario: All that Bente has typed in over the years is in the first copy
      When the copy of Bente's card is refreshed
      Then the copy of Bente's card is in step with the service
      And the refresh tells that it succeeded for Bente

    @req:SYN-08 @negative
    Scenario: Nothing is put in the first copy that Sofie has not typed in
      When the copy of Sofie's card is refreshed
      Then the copy of Sofie's card is in step with the service

  Rule: SYN-01 A newer entry of the service MUST replace the local one

    @req:SYN-01 @positive
    Scenario Outline: <other> takes the place of <entry> when the copy is refreshed
      Given Sofie has typed in <entry>
      And the copy of Sofie's card has been refreshed
      And Sofie has changed it to <other>
      When the copy of Sofie's card is refreshed
      Then the copy of Sofie's card is in step with the service

      Examples: All that is typed in
        | entry               | other                     |
        | a relative          | another relative          |
        | a telephone number  | another telephone number  |
        | a temporary address | another temporary address |
        | a language          | another language          |
        | a dentist           | another dentist           |

    @req:SYN-01 @positive
    Scenario: A newer entry takes the place of the local one when the card is opened
      Given Sofie has typed in a telephone number
      And the copy of Sofie's card has been refreshed
      And Sofie has changed it to another telephone number
      When the doctor opens Sofie's card
      Then the copy of Sofie's card is in step with the service

  Rule: SYN-02 What the service no longer has MUST be removed from the local copy

    @req:SYN-02 @negative
    Scenario Outline: <entry> that Sofie has deleted is gone from the copy
      Given Sofie has typed in <entry>
      And the copy of Sofie's card has been refreshed
      And Sofie has deleted it
      When the copy of Sofie's card is refreshed
      Then the copy of Sofie's card is in step with the service

      Examples: All that is typed in
        | entry               |
        | a relative          |
        | a telephone number  |
        | a temporary address |
        | a language          |
        | a dentist           |

    @req:SYN-02 @negative
    Scenario: Of two relatives the one who was deleted is gone, and the other stays
      Given Sofie has typed in a relative
      And Sofie has typed in another relative
      And the copy of Sofie's card has been refreshed
      And Sofie has deleted it
      When the copy of Sofie's card is refreshed
      Then the copy of Sofie's card is in step with the service

  Rule: SYN-03 An older entry of the service SHOULD NOT replace a newer local one

    @req:SYN-03 @negative
    Scenario Outline: A service that falls back on <entry> does not take <other> away
      Given Sofie has typed in <entry>
      And Sofie has changed it to <other>
      And the copy of Sofie's card has been refreshed
      When the service falls back on what it knew before, and the copy is refreshed
      Then the copy still shows what was newer

      Examples: All that is typed in
        | entry               | other                     |
        | a relative          | another relative          |
        | a telephone number  | another telephone number  |
        | a temporary address | another temporary address |
        | a language          | another language          |
        | a dentist           | another dentist           |

  Rule: SYN-05 What is kept locally beside an entry MAY go when the entry goes

    @req:SYN-05 @negative
    Scenario: A note beside a relative is gone when the relative is deleted
      Given Sofie has typed in a relative
      And the copy of Sofie's card has been refreshed
      And a user has noted "Ring først" beside the relative
      When Sofie deletes the relative, and the copy is refreshed
      Then no note is kept for Sofie

    @req:SYN-05 @positive
    Scenario: A note beside a relative stays when the relative gets another number
      Given Sofie has typed in a relative
      And the copy of Sofie's card has been refreshed
      And a user has noted "Ring først" beside the relative
      When Sofie changes the relative, and the copy is refreshed
      Then the note "Ring først" is kept for Sofie

  Rule: SYN-09 A batch MUST refresh every copy that it can, and tell which it could not

    @req:SYN-09 @positive
    Scenario: All citizens of a batch are brought up to date
      When the copies of Bente, Jens, Sofie are refreshed together
      Then the refresh tells that it succeeded for Bente, Jens, Sofie
      And the copy of Jens's card is in step with the service

    @req:SYN-09 @negative
    Scenario: A card that cannot be fetched does not keep the others from being refreshed
      Given the service cannot find the document of Jens's card
      When the copies of Bente, Jens, Sofie are refreshed together
      Then the refresh tells that it succeeded for Bente, Sofie, not for Jens
      And the copy of Sofie's card is in step with the service

    @req:SYN-09 @negative
    Scenario: A refresh that fails leaves the copy as it was
      Given the copy of Bente's card has been refreshed
      And the service cannot find the document of Bente's card
      When the copy of Bente's card is refreshed
      Then the copy of Bente's card is in step with the service

  Rule: ROL-06 A batch MUST fetch the cards of the system's own citizens, and of nobody else

    @req:ROL-06 @positive
    Scenario: The copies of those in care are refreshed
      Given it has Bente, Sofie in its care
      When the copies of Bente, Sofie are refreshed together
      Then the refresh tells that it succeeded for Bente, Sofie

    @req:ROL-06 @negative
    Scenario: Who is not in the system's care is not looked up by the batch
      Given it has Bente, Sofie in its care
      When the copies of Bente, Jens, Sofie are refreshed together
      Then nobody but Bente, Sofie has been looked up
      And the refresh tells that it succeeded for Bente, Sofie, not for Jens
