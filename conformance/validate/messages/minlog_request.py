"""Rules for a MinLog2 RegistrationRequest: who has looked up whom, when and why."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from conformance.findings import Severity
from conformance.validate.messages.instants import instant_of
from conformance.validate.messages.rule import Basis, Breach, Element, Message, one_of, quoted, rule
from conformance.xml_path import local_name

_EARLIEST: Final = datetime(2015, 1, 1, tzinfo=UTC)
_MOST_ENTRIES: Final = 500
_LENGTHS: Final = {
    "SystemName": 25,
    "Activity": 75,
    "Reason": 50,
    "Addition": 50,
    "Criticality": 50,
    "DateTime": None,
    "FromDateTime": None,
    "ToDateTime": None,
    "OrganisationId": 200,
    "OrganisationName": 200,
    "PersonIdentifier": 50,
    "PersonName": 50,
    "CorrelationId": 46,
    "SequenceNumber": 36,
    "UserPersonIdentifier": 50,
    "UserPersonName": 50,
    "UserRole": 200,
    "OnBehalfOfPersonIdentifier": 50,
    "OnBehalfOfPersonName": 50,
    "OnBehalfOfUserRole": 200,
    "Filter": 50,
}
"""The elements of a Destination in their order, and the most characters each may hold."""

_REQUIRED: Final = ("SystemName", "Activity", "PersonIdentifier", "UserPersonIdentifier")
_SOURCES: Final = {
    "PersonIdentifier": ("CPR", "eCPR"),
    "UserPersonIdentifier": ("CPR", "Autorisation", "EuropeanHealthcareProfessional"),
    "OrganisationId": ("SOR", "YDER", "CVR", "EuropeanHealthcareOrganisation"),
    "OnBehalfOfPersonIdentifier": ("CPR", "Autorisation"),
}
_TIMES: Final = ("DateTime", "FromDateTime", "ToDateTime")


@rule(
    "MINLOG-01",
    basis=Basis.SCHEMA,
    requirement="LOG-03",
    fix="Send one LogDataEntry, with one Destination, for each access.",
    bad="<ml:RegistrationRequest/>",
)
def entries_with_a_destination(message: Message) -> Iterator[Breach]:
    """A registration holds at least one entry, and each entry one destination.

    <ml:RegistrationRequest>
      <LogDataEntry><Destination>…</Destination></LogDataEntry>
    </ml:RegistrationRequest>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    entries = message.root.findall("LogDataEntry")
    if not entries:
        yield Breach(at=message.root, expected="a LogDataEntry", found="none")
    for entry in entries:
        found = len(entry.findall("Destination"))
        if found != 1:
            yield Breach(at=entry, expected="one Destination", found=str(found))


@rule(
    "MINLOG-02",
    basis=Basis.NSP,
    severity=Severity.WARNING,
    requirement="LOG-06",
    fix="Send at most 500 entries in a request, and at most 20 requests an hour.",
    bad="<ml:RegistrationRequest>…501 entries…</ml:RegistrationRequest>",
)
def at_most_500_entries(message: Message) -> Iterator[Breach]:
    """A request carries at most 500 entries: a recommendation.

    <ml:RegistrationRequest>…500 entries…</ml:RegistrationRequest>

    Source: NSP's MinLog2 guide.
    """
    found = len(message.root.findall("LogDataEntry"))
    if found > _MOST_ENTRIES:
        yield Breach(at=message.root, expected=f"at most {_MOST_ENTRIES} entries", found=str(found))


@rule(
    "MINLOG-03",
    basis=Basis.SCHEMA,
    requirement="LOG-03",
    fix="Fill the element in.",
    bad=("<SystemName>Example EHR</SystemName>", ""),
)
def required_elements(message: Message) -> Iterator[Breach]:
    """An entry names system, activity, citizen and user.

    <Destination>
      <SystemName>Example EHR</SystemName>
      <Activity>Fælles Stamkort opslag</Activity>
      <DateTime>2025-06-01T12:00:00Z</DateTime>
      <PersonIdentifier source="CPR">2512489996</PersonIdentifier>
      <UserPersonIdentifier source="CPR">0501792275</UserPersonIdentifier>
    </Destination>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for destination in _destinations(message):
        for name in _REQUIRED:
            found = len(destination.findall(name))
            if found != 1:
                yield Breach(at=destination, expected=f"one {name}", found=str(found))


@rule(
    "MINLOG-04",
    basis=Basis.SCHEMA,
    requirement="LOG-03",
    fix="Shorten the text, or leave an empty optional element out.",
    bad=("Example EHR", "The electronic health record of Example"),
)
def lengths(message: Message) -> Iterator[Breach]:
    """No element is empty or longer than the interface allows.

    <SystemName>Example EHR</SystemName>

    SystemName 25, Activity 75, Reason, Addition, Criticality, names and identifiers 50,
    CorrelationId 46, SequenceNumber 36, roles and organisation 200.
    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for destination in _destinations(message):
        for element in destination.iterchildren("{}*"):
            most = _LENGTHS.get(local_name(element))
            found = len(element.text or "")
            if most is not None and not 0 < found <= most:
                yield Breach(at=element, expected=f"1 to {most} characters", found=str(found))


@rule(
    "MINLOG-05",
    basis=Basis.SCHEMA,
    requirement="LOG-03",
    fix="Say in the source attribute what kind of identifier it is.",
    bad=('source="CPR"', 'source="cpr"'),
)
def identifier_sources(message: Message) -> Iterator[Breach]:
    """Each identifier says of which kind it is.

    <PersonIdentifier source="CPR">2512489996</PersonIdentifier>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for destination in _destinations(message):
        for name, sources in _SOURCES.items():
            for element in destination.findall(name):
                if element.get("source") not in sources:
                    yield Breach(
                        at=element,
                        attribute="source",
                        expected=one_of(sources),
                        found=quoted(element.get("source")),
                    )


@rule(
    "MINLOG-06",
    basis=Basis.SCHEMA,
    requirement="LOG-03",
    fix="Send DateTime for an access, or FromDateTime and ToDateTime for a period.",
    bad="<DateTime>…</DateTime><ToDateTime>…</ToDateTime>",
)
def one_time_or_a_period(message: Message) -> Iterator[Breach]:
    """An entry has either an instant or a period.

    <DateTime>2025-06-01T12:00:00Z</DateTime>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for destination in _destinations(message):
        found = [local_name(e) for e in destination.iterchildren("{}*") if local_name(e) in _TIMES]
        if sorted(found) not in (["DateTime"], ["FromDateTime", "ToDateTime"]):
            yield Breach(
                at=destination,
                expected="DateTime, or FromDateTime and ToDateTime",
                found=", ".join(found) or "none of them",
            )


@rule(
    "MINLOG-07",
    basis=Basis.SCHEMA,
    requirement="LOG-03",
    fix="Write the time of the access as xs:dateTime, best in UTC: 2025-06-01T12:00:00Z.",
    bad=("2025-06-01T12:00:00Z", "01-06-2025 12:00"),
)
def times_are_possible(message: Message) -> Iterator[Breach]:
    """A time is an xs:dateTime from 2015 on.

    <DateTime>2025-06-01T12:00:00Z</DateTime>

    Source: minlog2-registration.xsd of 2025-03-12.
    """
    for destination in _destinations(message):
        for name in _TIMES:
            for element in destination.findall(name):
                text = (element.text or "").strip()
                instant = instant_of(text)
                if instant is None or instant < _EARLIEST:
                    yield Breach(
                        at=element,
                        expected=f"an xs:dateTime from {_EARLIEST:%Y-%m-%d} on",
                        found=quoted(text),
                    )


@rule(
    "MINLOG-09",
    basis=Basis.INFERRED,
    requirement="LOG-05",
    fix="Name the organisation by SOR or CVR: it is needed where names are blurred.",
    bad=('<OrganisationId source="SOR">440861000016004</OrganisationId>', ""),
)
def organisation_is_named(message: Message) -> Iterator[Breach]:
    """An entry names the organisation of the user.

    <OrganisationId source="SOR">440861000016004</OrganisationId>
    <PersonIdentifier source="CPR">…</PersonIdentifier>

    Source: optional in the schema; derived from what the blurring of identities needs.
    """
    for destination in _destinations(message):
        if destination.find("OrganisationId") is None:
            yield Breach(at=destination, expected="an OrganisationId", found="none")


@rule(
    "MINLOG-10",
    basis=Basis.INFERRED,
    requirement="LOG-07",
    fix="Number the entries of a request, so that those that failed can be told and sent again.",
    bad="<LogDataEntry>…</LogDataEntry><LogDataEntry>…</LogDataEntry> without SequenceNumber",
)
def entries_can_be_told_apart(message: Message) -> Iterator[Breach]:
    """Several entries in a request each have a sequence number of their own.

    <SequenceNumber>1</SequenceNumber>

    Source: derived from the answer, which names failed entries by it alone.
    """
    destinations = _destinations(message)
    if len(destinations) < 2:
        return
    seen: set[str] = set()
    for destination in destinations:
        number = destination.findtext("SequenceNumber")
        if not number or number in seen:
            found = f"{quoted(number)} again" if number else "none"
            yield Breach(at=destination, expected="a SequenceNumber of its own", found=found)
        seen.add(number or "")


def _destinations(message: Message) -> list[Element]:
    return message.root.findall("LogDataEntry/Destination")


RULES: Final = (
    entries_with_a_destination,
    at_most_500_entries,
    required_elements,
    lengths,
    identifier_sources,
    one_time_or_a_period,
    times_are_possible,
    organisation_is_named,
    entries_can_be_told_apart,
)
