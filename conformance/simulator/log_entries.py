"""MinLog2 registrations: read from a request, held to the interface's limits, and answered.

Source: MinLog2 registration schema of 2025-03-12; its elements are unqualified but for the root.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lxml import etree

NAMESPACE: Final = (
    "http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/minlog2-registration.xsd"
)

EARLIEST: Final = datetime(2015, 1, 1, tzinfo=UTC)
"""The schema takes no access before this."""

_LENGTHS: Final = {
    "SystemName": 25,
    "Activity": 75,
    "Reason": 50,
    "Addition": 50,
    "Criticality": 50,
    "OrganisationId": 200,
    "OrganisationName": 200,
    "PersonIdentifier": 50,
    "PersonName": 50,
    "CorrelationId": 46,
    "SequenceNumber": 36,
    "UserPersonIdentifier": 50,
    "UserPersonName": 50,
    "UserRole": 200,
}
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_REQUIRED: Final = ("SystemName", "Activity", "PersonIdentifier", "UserPersonIdentifier")
_SOURCES: Final = {
    "PersonIdentifier": {"CPR", "eCPR"},
    "UserPersonIdentifier": {"CPR", "Autorisation", "EuropeanHealthcareProfessional"},
    "OrganisationId": {"SOR", "YDER", "CVR", "EuropeanHealthcareOrganisation"},
}


class MalformedRegistration(ValueError):
    """The body is no RegistrationRequest; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One access in a citizen's MinLog. *written_by* is who registered it."""

    citizen: str
    user_id: str
    user_id_source: str
    at: datetime
    received_at: datetime
    system_name: str
    activity: str
    written_by: str
    user_name: str | None = None
    user_role: str | None = None
    organisation_id: str | None = None
    sequence_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One registration that was not taken. The vocabulary of fault codes is not public."""

    code: str
    text: str
    sequence_number: str | None


Outcome = LogEntry | Rejection


def read_request(body: etree._Element, *, received_at: datetime, caller: str) -> list[Outcome]:
    """Each LogDataEntry of a RegistrationRequest, as an entry or as a rejection with its reason."""
    if body.tag != f"{{{NAMESPACE}}}RegistrationRequest":
        raise MalformedRegistration(f"expected RegistrationRequest, found {body.tag}")
    entries = body.findall("LogDataEntry")
    if not entries:
        raise MalformedRegistration("expected at least one LogDataEntry, found none")
    return [_read_entry(entry, received_at, caller) for entry in entries]


def build_response(outcomes: Iterable[Outcome]) -> etree._Element:
    """`RegistrationResponse` with the rejections, NumberAdded and NumberFailed."""
    all_outcomes = list(outcomes)
    rejections = [outcome for outcome in all_outcomes if isinstance(outcome, Rejection)]
    root = etree.Element(f"{{{NAMESPACE}}}RegistrationResponse", nsmap={"ml": NAMESPACE})
    for rejection in rejections:
        failed = etree.SubElement(root, "FailedLogDataEntries")
        etree.SubElement(failed, "FaultCode").text = rejection.code
        etree.SubElement(failed, "FaultText").text = rejection.text
        if rejection.sequence_number is not None:
            etree.SubElement(failed, "SequenceNumber").text = rejection.sequence_number
    etree.SubElement(root, "NumberAdded").text = str(len(all_outcomes) - len(rejections))
    etree.SubElement(root, "NumberFailed").text = str(len(rejections))
    return root


def _read_entry(entry: etree._Element, received_at: datetime, caller: str) -> Outcome:
    destinations = entry.findall("Destination")
    if len(destinations) == 1:
        return _read(destinations[0], received_at, caller)
    text = f"expected one Destination in LogDataEntry, found {len(destinations)}"
    return Rejection(code="invalid", text=text, sequence_number=None)


def _read(destination: etree._Element, received_at: datetime, caller: str) -> Outcome:
    sequence_number = destination.findtext("SequenceNumber")
    breach = next(_breaches(destination), None)
    if breach:
        # The schema takes no other number in the answer either.
        is_number = sequence_number and len(sequence_number) <= _LENGTHS["SequenceNumber"]
        return Rejection(
            code="invalid", text=breach, sequence_number=sequence_number if is_number else None
        )
    accessed = destination.findtext("DateTime") or destination.findtext("FromDateTime") or ""
    user = destination.find("UserPersonIdentifier")
    assert user is not None
    return LogEntry(
        citizen=destination.findtext("PersonIdentifier", ""),
        user_id=user.text or "",
        user_id_source=user.get("source", ""),
        at=_instant(accessed) or received_at,
        received_at=received_at,
        system_name=destination.findtext("SystemName", ""),
        activity=destination.findtext("Activity", ""),
        written_by=caller,
        user_name=destination.findtext("UserPersonName"),
        user_role=destination.findtext("UserRole"),
        organisation_id=destination.findtext("OrganisationId"),
        sequence_number=sequence_number,
    )


def _breaches(destination: etree._Element) -> Iterator[str]:
    for name in _REQUIRED:
        if not destination.findtext(name):
            yield f"expected {name}, found none"
    for name, length in _LENGTHS.items():
        text = destination.findtext(name) or ""
        if len(text) > length:
            yield f"expected at most {length} characters in {name}, found {len(text)}"
    for name, sources in _SOURCES.items():
        element = destination.find(name)
        if element is not None and element.get("source") not in sources:
            yield f"expected one of {', '.join(sorted(sources))} as source of {name}"
    yield from _time_breaches(destination)


def _time_breaches(destination: etree._Element) -> Iterator[str]:
    times = {
        name: destination.findtext(name, "")
        for name in ("DateTime", "FromDateTime", "ToDateTime")
        if destination.find(name) is not None
    }
    if tuple(times) not in (("DateTime",), ("FromDateTime", "ToDateTime")):
        yield "expected DateTime, or FromDateTime and ToDateTime"
    for name, text in times.items():
        instant = _instant(text)
        if instant is None:
            yield f"expected an xs:dateTime in {name}, found {text!r}"
        elif instant < EARLIEST:
            yield f"expected a time from {EARLIEST:%Y-%m-%d} on in {name}, found {text}"


def _instant(text: str) -> datetime | None:
    """The instant; a time without an offset is taken as UTC (the schema allows it)."""
    if not _DATE_TIME.fullmatch(text):
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
