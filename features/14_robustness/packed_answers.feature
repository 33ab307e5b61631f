@vendor @chapter:14
Feature: Read an answer however it is packed
  The same card may come as text in the answer, as its only part, or as a part of its own.

  Rule: XDS-15 A card SHOULD be read in every form in which XDS services send documents

    @req:XDS-15 @positive
    Scenario Outline: A card that comes <form> is shown when it is read <method>
      Given a system that reads the card <method>
      And SFSK sends documents <form>
      When the doctor opens Bente's card
      Then the card is shown

      Examples: From a local copy
        | method            | form                            |
        | from a local copy | as an MTOM part of their own    |
        | from a local copy | in a multipart of a single part |

      Examples: System to system
        | method           | form                            |
        | system to system | as an MTOM part of their own    |
        | system to system | in a multipart of a single part |

      Examples: As the user
        | method      | form                            |
        | as the user | as an MTOM part of their own    |
        | as the user | in a multipart of a single part |
