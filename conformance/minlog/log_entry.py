"""An access in a citizen's MinLog as a value, and what of it stands in a message."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from conformance.minlog.vocabulary import CitizenSource


class Filter(StrEnum):
    """Whom an entry does not concern; other words are allowed too."""

    NOT_CITIZEN = "Ikke borger"
    """The citizen."""

    NOT_CUSTODIAN = "Ikke forældremyndigheds-indehaver"
    """Whoever holds custody of the citizen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A system through which the access came, and (*source*) the one that it came from there."""

    correlation_id: str | None = None
    system_name: str | None = None
    source: "Source | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One access in a citizen's MinLog. *written_by* is who registered it, *received_at* when.

    *at* is when the data were seen; where it was a period, *at* is its begin and *until* its end.
    `on_behalf_of_…` is the person for whom the user acted; *filters* are words on whom the entry
    does not concern.
    """

    citizen: str
    user_id: str
    user_id_source: str
    at: datetime
    received_at: datetime
    system_name: str
    activity: str
    written_by: str
    until: datetime | None = None
    citizen_source: str = CitizenSource.CPR
    citizen_name: str | None = None
    user_name: str | None = None
    user_role: str | None = None
    reason: str | None = None
    addition: str | None = None
    criticality: str | None = None
    organisation_id: str | None = None
    organisation_id_source: str | None = None
    organisation_name: str | None = None
    on_behalf_of_id: str | None = None
    on_behalf_of_id_source: str | None = None
    on_behalf_of_name: str | None = None
    on_behalf_of_role: str | None = None
    filters: tuple[str, ...] = ()
    correlation_id: str | None = None
    sequence_number: str | None = None
    source: Source | None = None


def destination_fields(entry: LogEntry) -> Iterator[tuple[str, str, str | None]]:
    """What is told of an access, in the schema's order: element, text, source of an identifier."""
    for name, text, source in _all_fields(entry):
        if text is not None:
            yield name, text, source
    for text in entry.filters:
        yield "Filter", text, None


def sources_of(entry: LogEntry) -> Iterator[Source]:
    """The systems that the access came through, the nearest first."""
    source = entry.source
    while source is not None:
        yield source
        source = source.source


def _all_fields(entry: LogEntry) -> Iterator[tuple[str, str | None, str | None]]:
    yield "SystemName", entry.system_name, None
    yield "Activity", entry.activity, None
    yield "Reason", entry.reason, None
    yield "Addition", entry.addition, None
    yield "Criticality", entry.criticality, None
    if entry.until is None:
        yield "DateTime", _wire(entry.at), None
    else:
        yield "FromDateTime", _wire(entry.at), None
        yield "ToDateTime", _wire(entry.until), None
    yield "OrganisationId", entry.organisation_id, entry.organisation_id_source
    yield "OrganisationName", entry.organisation_name, None
    yield "PersonIdentifier", entry.citizen, entry.citizen_source
    yield "PersonName", entry.citizen_name, None
    yield "CorrelationId", entry.correlation_id, None
    yield "SequenceNumber", entry.sequence_number, None
    yield "UserPersonIdentifier", entry.user_id, entry.user_id_source
    yield "UserPersonName", entry.user_name, None
    yield "UserRole", entry.user_role, None
    yield "OnBehalfOfPersonIdentifier", entry.on_behalf_of_id, entry.on_behalf_of_id_source
    yield "OnBehalfOfPersonName", entry.on_behalf_of_name, None
    yield "OnBehalfOfUserRole", entry.on_behalf_of_role, None


def _wire(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
