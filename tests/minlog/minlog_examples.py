"""MinLog2 messages that hold everything the schema knows, made by hand for the tests."""

from typing import Final

from lxml import etree

from conformance.safe_xml import parse

_NAMESPACE: Final = (
    "http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/minlog2-registration.xsd"
)
_INSTANT: Final = "<DateTime>2025-06-01T12:00:00Z</DateTime>"
_PERIOD: Final = (
    "<FromDateTime>2025-06-01T12:00:00+02:00</FromDateTime>"
    "<ToDateTime>2025-06-01T12:05:00.5+02:00</ToDateTime>"
)
_SOURCE: Final = """
    <Source>
      <CorrelationId>c-1</CorrelationId><SystemName>Portal</SystemName>
      <Source><SystemName>App</SystemName></Source>
    </Source>"""


def _entry(source: str, when: str, organisation: str, user: str, filters: str) -> str:
    return f"""
  <LogDataEntry>{source}
    <Destination>
      <SystemName>Example EHR</SystemName>
      <Activity>Fælles Stamkort opslag</Activity>
      <Reason>Indlæggelse</Reason>
      <Addition>Samtykke</Addition>
      <Criticality>Privatmarkeret</Criticality>
      {when}
      <OrganisationId source="{organisation}">440861000016004</OrganisationId>
      <OrganisationName>Example unit</OrganisationName>
      <PersonIdentifier source="CPR">2512489996</PersonIdentifier>
      <PersonName>Test Person</PersonName>
      <CorrelationId>c-2</CorrelationId>
      <SequenceNumber>1</SequenceNumber>
      <UserPersonIdentifier source="{user}">0501792275</UserPersonIdentifier>
      <UserPersonName>Lars Larsen</UserPersonName>
      <UserRole>Example role</UserRole>
      <OnBehalfOfPersonIdentifier source="Autorisation">J0184</OnBehalfOfPersonIdentifier>
      <OnBehalfOfPersonName>Example person</OnBehalfOfPersonName>
      <OnBehalfOfUserRole>Other role</OnBehalfOfUserRole>
      {filters}
    </Destination>
  </LogDataEntry>"""


REQUEST: Final = f"""<ml:RegistrationRequest xmlns:ml="{_NAMESPACE}">{
    _entry(_SOURCE, _INSTANT, "SOR", "CPR", "<Filter>Ikke borger</Filter><Filter>x</Filter>")
}{_entry("", _PERIOD, "EuropeanHealthcareOrganisation", "EuropeanHealthcareProfessional", "")}
</ml:RegistrationRequest>"""

RESPONSE: Final = f"""<ml:RegistrationResponse xmlns:ml="{_NAMESPACE}">
  <FailedLogDataEntries>
    <FaultCode>unknown-vocabulary</FaultCode>
    <FaultText>free text</FaultText>
    <SequenceNumber>1</SequenceNumber>
  </FailedLogDataEntries>
  <FailedLogDataEntries><FaultCode>other</FaultCode></FailedLogDataEntries>
  <NumberAdded>0</NumberAdded>
  <NumberFailed>2</NumberFailed>
</ml:RegistrationResponse>"""

MESSAGES: Final = {"request": REQUEST, "response": RESPONSE}


def edited(message: str, *edits: tuple[str, str]) -> etree._Element:
    """*message* after each (old, new) has been replaced once; old must be there."""
    for old, new in edits:
        assert old in message, f"{old} is not in the message"
        message = message.replace(old, new, 1)
    return parse(message.encode())
