@vendor @chapter:03
Feature: Call the service in the way that it is called
  The letter must be in an envelope that the post office can read, with a stamp that is still good.

  Rule: XDS-09 A look-up MUST be SOAP 1.1 with its SOAPAction, and carry a valid id card of the STS

    @req:XDS-09 @positive
    Scenario Outline: The service is called properly when the card is read <method>
      Given a system that reads the card <method>
      When the doctor opens Bente's card
      Then the card is shown
      And every look-up was SOAP 1.1 with the SOAPAction of its operation
      And every look-up carried a valid id card of the STS

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |

    @req:XDS-09 @negative
    Scenario Outline: An id card that has run out is not sent when the card is read <method>
      Given a system that reads the card <method>
      And the doctor has opened Bente's card
      And 25 hours have passed at the vendor's system
      When the doctor opens Bente's card
      Then every look-up carried a valid id card of the STS
      And the card is shown

      Examples: The integration methods
        | method            |
        | from a local copy |
        | system to system  |
        | as the user       |
