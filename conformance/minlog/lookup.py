"""MinLog2 look-up: which entries a citizen's view asks for, and the entries as they are shown.

The request is as a client of the data authority sends it. The answer is **provisional**: its schema
is not public. What NSP tells of an earlier version's answer has groups (LogDataGroup) with Source
and Destination, and speaks of the LogDataEntry elements of a group; ungrouped, we answer with
these alone. All that would change with the real schema is in this module. Source: NSP protocol
dossier 5.2; NSP's MinLog2 interface description (page 102382640) for the names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from lxml import etree

from conformance.minlog.destination import content, instant
from conformance.minlog.log_entry import LogEntry, destination_fields, sources_of
from conformance.minlog.vocabulary import CitizenSource

NAMESPACE: Final = (
    "http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/minlog2-lookup.xsd"
)
"""Of the request and of all that is in it."""

ACTION: Final = "GetLogStatementsForCPRPersonWithID_20250312"

_USER: Final = "UserPersonIdentifier"
_PRINCIPAL: Final = "OnBehalfOfPersonIdentifier"
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


class MalformedLookup(ValueError):
    """The element is no LogStatementForCPRPersonRequest that can be read; the message says why."""


class Grouping(StrEnum):
    """How entries are put together; a client is known to send this value, others are not public."""

    NONE = "None"
    """Each entry for itself."""


class Details(StrEnum):
    """How much is told of an entry; a client is known to send this value only."""

    ALL = "All"
    """Everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupRequest:
    """Whose entries, of which time (both ends count, None is open), and in which order."""

    citizen: str
    citizen_source: str = CitizenSource.CPR
    start: datetime | None = None
    end: datetime | None = None
    oldest_first: bool = True

    def covers(self, entry: LogEntry) -> bool:
        """Whether the access lies in the time asked for, a period at least in part."""
        begun = self.end is None or entry.at <= self.end
        return begun and (self.start is None or (entry.until or entry.at) >= self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStatement:
    """An entry as it is shown: a pseudonym stands in *entry* for the name of who is hidden."""

    entry: LogEntry
    hides_user: bool = False
    hides_principal: bool = False


def build_request(request: LookupRequest) -> etree._Element:
    """`LogStatementForCPRPersonRequest` for all details, ungrouped."""
    root = etree.Element(_tag("LogStatementForCPRPersonRequest"), nsmap={"min": NAMESPACE})
    _append(root, "PersonId", request.citizen, request.citizen_source)
    _append(root, "Grouping", Grouping.NONE)
    _append(root, "Details", Details.ALL)
    _append(root, "Chronologic", "true" if request.oldest_first else "false")
    if request.start is not None:
        _append(root, "FromDateTime", request.start.isoformat())
    if request.end is not None:
        _append(root, "ToDateTime", request.end.isoformat())
    return root


def read_request(body: etree._Element) -> LookupRequest:
    """Read a LogStatementForCPRPersonRequest; MalformedLookup when it is something else.

    Only PersonId has to be there: whether the rest does is not public.
    """
    if body.tag != _tag("LogStatementForCPRPersonRequest"):
        raise MalformedLookup(f"expected LogStatementForCPRPersonRequest, found {body.tag}")
    persons = body.findall(_tag("PersonId"))
    if len(persons) != 1 or not content(persons[0]).strip():
        raise MalformedLookup(f"expected one PersonId with a number, found {len(persons)}")
    source = persons[0].get("source", "")
    if source not in set(CitizenSource):
        wanted = " or ".join(CitizenSource)
        raise MalformedLookup(f"expected {wanted} as source of PersonId, found {source[:20]!r}")
    _require(body, "Grouping", Grouping.NONE)
    _require(body, "Details", Details.ALL)
    start, end = _time(body, "FromDateTime"), _time(body, "ToDateTime")
    if start is not None and end is not None and end < start:
        raise MalformedLookup("expected ToDateTime not before FromDateTime")
    return LookupRequest(
        citizen=content(persons[0]).strip(),
        citizen_source=source,
        start=start,
        end=end,
        oldest_first=_is_chronologic(body),
    )


def build_response(statements: Iterable[LogStatement]) -> etree._Element:
    """The statements in their order; who is hidden is told by pseudonym, and by no number."""
    root = etree.Element(_tag("LogStatementForCPRPersonResponse"), nsmap={"min": NAMESPACE})
    for statement in statements:
        element = etree.SubElement(root, _tag("LogDataEntry"))
        parent = element
        for source in sources_of(statement.entry):
            parent = etree.SubElement(parent, _tag("Source"))
            _append_known(parent, "CorrelationId", source.correlation_id)
            _append_known(parent, "SystemName", source.system_name)
        destination = etree.SubElement(element, _tag("Destination"))
        for name, text, kind in destination_fields(statement.entry):
            if not _is_hidden(statement, name):
                _append(destination, name, text, kind)
    return root


def _is_hidden(statement: LogStatement, name: str) -> bool:
    return (statement.hides_user and name == _USER) or (
        statement.hides_principal and name == _PRINCIPAL
    )


def _text(body: etree._Element, name: str) -> str | None:
    element = body.find(_tag(name))
    return None if element is None else content(element).strip()


def _require(body: etree._Element, name: str, known: str) -> None:
    text = _text(body, name)
    if text not in (None, known):
        raise MalformedLookup(
            f"expected {known} in {name}, the only value that is publicly known, found "
            f"{(text or '')[:20]!r}"
        )


def _time(body: etree._Element, name: str) -> datetime | None:
    text = _text(body, name)
    if text is None:
        return None
    found = instant(text)
    if found is None:
        raise MalformedLookup(f"expected an xs:dateTime in {name}, found {text[:40]!r}")
    return found


def _is_chronologic(body: etree._Element) -> bool:
    text = _text(body, "Chronologic")
    if text is None:
        return True
    if text not in _BOOLEANS:
        raise MalformedLookup(f"expected true or false in Chronologic, found {text[:20]!r}")
    return _BOOLEANS[text]


def _append(parent: etree._Element, name: str, text: str, source: str | None = None) -> None:
    child = etree.SubElement(parent, _tag(name))
    child.text = text
    if source is not None:
        child.set("source", source)


def _append_known(parent: etree._Element, name: str, text: str | None) -> None:
    if text is not None:
        _append(parent, name, text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
