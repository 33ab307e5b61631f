"""The narrative of a card: the table that a person reads, and how it follows from the entries.

A narrative is a value of its own so that one that contradicts the entries can be carried: a
receiver must use the entries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from conformance.pdc.datatypes import NotATime, Null, Period, Telecom, TimeStamp
from conformance.pdc.entries import (
    AnyEntry,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Entry,
    EntryAuthor,
    Language,
    NoResuscitation,
    Registration,
    Relative,
    TemporaryAddress,
    UnknownEntry,
)

PARAGRAPH: Final = "Øvrige oplysninger"
"""Stands above the table."""

HEADINGS: Final = ("Oplysning", "Værdi", "Kilde/Indtastet af", "Sidst ændret/Indtastet den")
"""The header row of the table."""

UNKNOWN_TIME: Final = "Ikke oplyst"
"""Stands for a time that is not known."""

NO_RESUSCITATION_CAPTION: Final = "Fravalg af genoplivning ved hjertestop"
"""Caption of .31 in the live service in 2026; the other captions are the codes' display names."""

_YES_NO: Final = {True: "Ja", False: "Nej"}

# "true" and unavailable as in MedCom's examples (not seen live), "false" as in the live service.
_NO_RESUSCITATION: Final = {
    True: "Borger har fravalgt genoplivningsforsøg ved hjertestop",
    False: "Inaktiv",
    None: "Midlertidig utilgængelig",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeRow:
    """One row: what it is about, its values, where they come from, when they were changed."""

    caption: str
    items: tuple[str, ...]
    source: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """A paragraph and one table with a header row."""

    rows: tuple[NarrativeRow, ...]
    paragraph: str = PARAGRAPH
    headings: tuple[str, ...] = HEADINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownNarrative:
    """A narrative of another shape: the XML of `text`, in exclusive canonical form."""

    xml: str


AnyNarrative = Narrative | UnknownNarrative
"""The narrative of a card."""


def narrative_of(entries: Iterable[AnyEntry]) -> Narrative:
    """One row for each entry, in the order of *entries*; an unknown entry gives no row."""
    return Narrative(
        rows=tuple(_row(entry) for entry in entries if not isinstance(entry, UnknownEntry))
    )


def _row(entry: Entry) -> NarrativeRow:
    return NarrativeRow(
        caption=_caption(entry),
        items=tuple(_items(entry)),
        source=_source(entry),
        changed=_changed(entry.author),
    )


def _caption(entry: Entry) -> str:
    if isinstance(entry, NoResuscitation):
        return NO_RESUSCITATION_CAPTION
    return entry.code.display_name or ""


def _items(entry: Entry) -> Iterator[str]:
    match entry:
        case CitizenNameAddress():
            yield entry.name.full
            yield from entry.address.shown
        case CoverageGroup():
            yield entry.group.extension or ""
        case NoResuscitation():
            yield _NO_RESUSCITATION[entry.registered]
        case Registration():
            yield "" if entry.registered is None else _YES_NO[entry.registered]
        case Custody():
            yield from _custody(entry)
        case _:
            yield from _typed_in_items(entry)


def _typed_in_items(entry: Entry) -> Iterator[str]:
    match entry:
        case Language():
            yield entry.language.display_name or entry.language.code or ""
        case TemporaryAddress():
            yield f"Periode: {_days(entry.period)}"
            yield from entry.address.shown
        case Dentist():
            yield from _dentist(entry)
        case ContactNumbers():
            yield from _numbers(entry.telecoms)
        case Relative():
            yield from _relative(entry)


def _custody(entry: Custody) -> Iterator[str]:
    yield f"Relation: {entry.relation.display_name or entry.relation.code or ''}"
    if entry.person and entry.person.extension:
        yield f"CPR: {entry.person.extension}"
    yield f"Navn: {entry.name.full}"


def _dentist(entry: Dentist) -> Iterator[str]:
    names = (entry.person, entry.entity)
    yield from [name.full for name in names if name] if entry.clinic is None else [entry.clinic]
    if entry.address:
        yield from entry.address.shown
    yield from _numbers(entry.telecoms)


def _relative(entry: Relative) -> Iterator[str]:
    yield entry.name.full
    if entry.relation:
        yield entry.relation.display_name or entry.relation.code or ""
    yield from _numbers(entry.telecoms)
    if entry.note:
        yield entry.note


def _numbers(telecoms: Iterable[Telecom]) -> Iterator[str]:
    yield from (telecom.value for telecom in telecoms if telecom.value is not None)


def _source(entry: Entry) -> str:
    # The live service and MedCom's examples both say CPR here, though the author is Sygesikringen.
    if isinstance(entry, CoverageGroup):
        return "CPR"
    author = entry.author
    return author.person.full if author.person else author.organization or ""


def _changed(author: EntryAuthor) -> str:
    if isinstance(author.time, Null):
        return UNKNOWN_TIME
    try:
        return author.time.instant.strftime("%Y-%m-%d %H:%M:%S %z")
    except NotATime:
        return author.time.text


def _days(period: Period) -> str:
    return f"{_day(period.low)} - {_day(period.high)}".rstrip()


def _day(time: TimeStamp | Null | None) -> str:
    if not isinstance(time, TimeStamp):
        return ""
    try:
        return time.date.isoformat()
    except NotATime:
        return time.text
