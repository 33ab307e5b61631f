"""The form of one registration: which elements it has, in which order, how long, of which kinds.

Source: the interface's schema of 2025-03-12, as told in the NSP protocol dossier 5.1. All elements
are in no namespace.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from conformance.minlog.vocabulary import (
    EARLIEST,
    CitizenSource,
    OrganisationSource,
    PrincipalSource,
    UserSource,
)

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_QUOTED: Final = 60
"""Characters of a caller's own text that a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An element that holds text: *longest* in characters, *sources* when it is an identifier."""

    longest: int | None
    required: bool = False
    sources: frozenset[str] = frozenset()
    repeats: bool = False


_ANY_TIME: Final = Field(longest=None)
"""Held to the form and the earliest time instead of a length."""

FIELDS: Final[Mapping[str, Field]] = {
    "SystemName": Field(longest=25, required=True),
    "Activity": Field(longest=75, required=True),
    "Reason": Field(longest=50),
    "Addition": Field(longest=50),
    "Criticality": Field(longest=50),
    "DateTime": _ANY_TIME,
    "FromDateTime": _ANY_TIME,
    "ToDateTime": _ANY_TIME,
    "OrganisationId": Field(longest=200, sources=frozenset(OrganisationSource)),
    "OrganisationName": Field(longest=200),
    "PersonIdentifier": Field(longest=50, required=True, sources=frozenset(CitizenSource)),
    "PersonName": Field(longest=50),
    "CorrelationId": Field(longest=46),
    "SequenceNumber": Field(longest=36),
    "UserPersonIdentifier": Field(longest=50, required=True, sources=frozenset(UserSource)),
    "UserPersonName": Field(longest=50),
    "UserRole": Field(longest=200),
    "OnBehalfOfPersonIdentifier": Field(longest=50, sources=frozenset(PrincipalSource)),
    "OnBehalfOfPersonName": Field(longest=50),
    "OnBehalfOfUserRole": Field(longest=200),
    "Filter": Field(longest=50, repeats=True),
}
"""The elements of a Destination, in their order."""

_SOURCE_FIELDS: Final[Mapping[str, Field]] = {
    "CorrelationId": FIELDS["CorrelationId"],
    "SystemName": FIELDS["SystemName"],
}
_ORDER: Final = {name: place for place, name in enumerate(FIELDS)}
_SOURCE_ORDER: Final = {"CorrelationId": 0, "SystemName": 1, "Source": 2}
_ENTRY_ORDER: Final = {"Source": 0, "Destination": 1}
_TIMES: Final = ("DateTime", "FromDateTime", "ToDateTime")


def text_of(parent: etree._Element, name: str) -> str | None:
    """The text of the child *name*, comments left out; None when there is no such child."""
    element = parent.find(name)
    return None if element is None else content(element)


def content(element: etree._Element) -> str:
    """The text of *element* itself, comments and instructions left out."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def instant(text: str) -> datetime | None:
    """The instant in UTC, or None; a time without an offset is taken as UTC.

    The schema allows such a time and no source says what it means: our reading.
    """
    if not _DATE_TIME.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def breaches(entry: etree._Element) -> Iterator[str]:
    """All that is wrong with a LogDataEntry, each in a sentence; nothing when it keeps the form."""
    found = len(entry.findall("Destination"))
    if found != 1:
        yield f"expected one Destination in LogDataEntry, found {found}"
        return
    yield from _out_of_place(entry, _ENTRY_ORDER, frozenset())
    yield from _chain_breaches(entry)
    (destination,) = entry.iterfind("Destination")
    yield from _destination_breaches(destination)


def _chain_breaches(entry: etree._Element) -> Iterator[str]:
    """Of Source, of the Source within it, and so on."""
    source = entry.find("Source")
    while source is not None:
        yield from _out_of_place(source, _SOURCE_ORDER, frozenset())
        yield from _text_breaches(source, _SOURCE_FIELDS)
        source = source.find("Source")


def _destination_breaches(destination: etree._Element) -> Iterator[str]:
    for name, field in FIELDS.items():
        if field.required and not text_of(destination, name):
            yield f"expected {name}, found none"
    yield from _time_breaches(destination)
    repeating = frozenset(name for name, field in FIELDS.items() if field.repeats)
    yield from _out_of_place(destination, _ORDER, repeating)
    yield from _text_breaches(destination, FIELDS)


def _out_of_place(
    parent: etree._Element, order: Mapping[str, int], repeating: frozenset[str]
) -> Iterator[str]:
    """Children that are unknown here, come too often, or stand before an earlier one."""
    inside = etree.QName(parent).localname
    last = ""
    for child in parent.iterchildren("{*}*"):
        name = str(child.tag)
        if name not in order:
            yield f"expected no {_quoted(name)} in {inside}"
        elif name == last and name not in repeating:
            yield f"expected one {name} in {inside}, found more"
        elif last and order[name] < order[last]:
            yield f"expected {name} before {last} in {inside}"
        else:
            last = name
    yield from unknown_attributes(parent)
    if content(parent).strip():
        yield f"expected elements only in {inside}, found text between them"


def _text_breaches(parent: etree._Element, fields: Mapping[str, Field]) -> Iterator[str]:
    for child in parent.iterchildren(*fields):
        field = fields[str(child.tag)]
        if field.longest is not None:
            yield from _length_breaches(child, field.longest)
        if child.find("{*}*") is not None:
            yield f"expected text in {child.tag}, found an element"
        yield from _attribute_breaches(child, field.sources)


def _length_breaches(element: etree._Element, longest: int) -> Iterator[str]:
    length = len(content(element))
    if length > longest:
        yield f"expected at most {longest} characters in {element.tag}, found {length}"
    if not length:
        yield f"expected text in {element.tag}, found none"


def _attribute_breaches(element: etree._Element, sources: frozenset[str]) -> Iterator[str]:
    if sources and element.get("source") not in sources:
        yield f"expected one of {', '.join(sorted(sources))} as source of {element.tag}"
    yield from unknown_attributes(element, frozenset({"source"} if sources else ()))


def unknown_attributes(
    element: etree._Element, known: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Attributes that the form does not know; those of XML Schema's own are passed over."""
    for name in map(str, element.keys()):
        if name not in known and not name.startswith(_XSI):
            inside = etree.QName(element).localname
            yield f"expected no attribute {_quoted(name)} in {inside}"


def _time_breaches(destination: etree._Element) -> Iterator[str]:
    times = {name: text for name in _TIMES if (text := text_of(destination, name)) is not None}
    if tuple(times) not in (("DateTime",), ("FromDateTime", "ToDateTime")):
        yield "expected DateTime, or FromDateTime and ToDateTime"
    for name, text in times.items():
        found = instant(text)
        if found is None:
            yield f"expected an xs:dateTime in {name}, found {_quoted(text)}"
        elif found < EARLIEST:
            yield f"expected a time from {EARLIEST:%Y-%m-%d} on in {name}, found {_quoted(text)}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…")
