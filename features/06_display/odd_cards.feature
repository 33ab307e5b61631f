@vendor @chapter:06
Feature: Show an odd card rightly
  Cards have come with null for a number, with entries nobody knew and with a text that said the opposite. The next one will come too.

  Background:
    Given a system with full display

  Rule: VIS-07 An entry of an unknown kind MUST NOT break the display

    @req:VIS-07 @negative
    Scenario Outline: <citizen>'s card is shown with an entry that nobody knows
      Given the card that is served has an entry of an unknown kind
      When the doctor opens <citizen>'s card
      Then every field of <citizen>'s card is shown as the card has it

      Examples: A full card, a nearly empty one, a parent
        | citizen |
        | Bente   |
        | Sofie   |
        | Max     |

    @req:VIS-07 @positive
    Scenario: The no-resuscitation information is shown beside an entry that nobody knows
      Given the card that is served has an entry of an unknown kind
      And Bente opted out of resuscitation 30 days ago
      When the doctor opens Bente's card
      Then the screen says that Bente has an active opt-out

  Rule: VIS-08 A text MUST be shown as it was written

    @req:VIS-08 @positive
    Scenario Outline: A note with <signs> is shown as it was written
      Given Sofie has named a relative with the note "<note>"
      When the doctor opens Sofie's card
      Then the note "<note>" is shown as it was written

      Examples: What people write, and what breaks screens
        | signs              | note                                   |
        | Danish letters     | Ærø, Ølgod og Århus, søndag på færgen  |
        | straight quotes    | Ring "efter" kl. 16 og sig 'hej'       |
        | typographic quotes | Siger ”ja”, mener »nej« – og ‘måske’…  |
        | an ampersand       | Far & mor, Hansen & Søn                |
        | a tag              | <b>Ring ikke</b> før kl. 10 <br/>      |
        | an escape          | Skriver &amp; og &lt;her&gt; med vilje |

    @req:VIS-08 @negative
    Scenario: A script in a note is text and nothing else
      Given Sofie has named a relative with the note "<script>alert('Sofie')</script>"
      When the doctor opens Sofie's card
      Then the note "<script>alert('Sofie')</script>" is shown as it was written
      And the screen shows Sofie's relatives as the card has it

  Rule: VIS-09 What is no number and no street MUST NOT be shown as one

    @req:VIS-09 @negative
    Scenario Outline: No null is shown among the <part> of a card with <dirt>
      Given the card that is served has <dirt>
      When the doctor opens Bente's card
      Then the screen shows Bente's <part> as the card has it
      And nothing on the screen says null

      Examples: As real documents had it
        | part              | dirt                            |
        | telephone numbers | telephone numbers that say null |
        | relatives         | telephone numbers that say null |
        | address           | a street that says null         |

    @req:VIS-09 @positive
    Scenario: Numbers that can be dialled are shown beside those that cannot
      Given Sofie has named a relative who can be reached at work, and at null
      When the doctor opens Sofie's card
      Then the screen shows Sofie's relatives as the card has it

  Rule: VIS-10 The entries MUST be shown, whatever the text for the reader says

    @req:VIS-10 @negative
    Scenario Outline: A text that says otherwise is not believed in <citizen>'s card
      Given the card that is served has a text that contradicts its entries
      When the doctor opens <citizen>'s card
      Then every field of <citizen>'s card is shown as the card has it

      Examples: A full card, a nearly empty one
        | citizen |
        | Bente   |
        | Sofie   |

    @req:VIS-10 @positive
    Scenario: An active opt-out is shown although the text denies it
      Given the card that is served has a text that contradicts its entries
      And Bente opted out of resuscitation 30 days ago
      When the doctor opens Bente's card
      Then the screen says that Bente has an active opt-out
