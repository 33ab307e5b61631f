"""Recognises a sound card by its pieces, so that neither schema nor rules need look at it again.

Cards differ in names, numbers and times, and hardly in anything else. A card is cut into pieces
(`pieces`): a frame, the patient, the rows of the narrative, and of each entry its head, its values
and its author. What differs is taken out of them, and what remains is known, byte for byte, from
cards in which schema and rules found nothing (`lessons`). Why such a card is sound:

* Each byte lies in one piece. A known piece is whole: it begins and ends where elements do, and no
  comment, CDATA, reference by number or declaration is in it, so it means in each card the same.
* What was taken out is text between two tags, or digits, a time or a telephone number, and is such
  that no rule and no type of the schema may mind it where it stands (`harmless`).
* Schema and rules look at one piece at a time, but for what is asked here of the whole: rows and
  entries may be any number to the schema; a rule that looks at several values of an entry goes by
  their types and uses, whose sequence is known too; the rest `agreement` asks anew.

Whatever is not certain is no finding: the card is then looked at as any other.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from conformance.findings import Finding
from conformance.pdc.rules.agreement import Reading, agrees, reading_of
from conformance.pdc.rules.forms import EntryForm, Form, Name, entry_form
from conformance.pdc.rules.harmless import is_stamp
from conformance.pdc.rules.pieces import (
    AUTHOR,
    cut,
    cut_entry,
    cut_rest,
    masked,
    masked_rows,
)

MOST: Final = 4096
"""Pieces known at most, and entries put together of them."""

LARGEST_PIECE: Final = 4000
"""Bytes of the largest piece that is remembered; all are a few megabytes in practice."""

LARGEST: Final = 65_536
"""Bytes of the largest card that is recognised. It cannot have more elements and attributes than
the schema judges, since each takes four bytes."""

REFERENCE: Final = b"#"
"""Stands in each reference by number; a card with one is not recognised."""


class Frame(NamedTuple):
    """A known frame: what was found in it, and what the narrative says before its rows."""

    told: tuple[Finding, ...]
    opening: str


class Memory(NamedTuple):
    """What is known; of each kind of piece by its markup."""

    frames: dict[tuple[str, bytes], Frame]
    patients: dict[bytes, Form]
    rows: set[bytes]
    heads: dict[tuple[bytes, bytes], Form]
    parts: dict[tuple[Name, bytes], Form]
    """Values and authors, in the entries of one head."""

    sequences: set[tuple[Name, ...]]
    """The names of a head and of its values, in order."""

    entries: dict[tuple[bytes, bytes], EntryForm]
    """Entries of known parts in a known sequence, put together once."""

    constants: dict[tuple[bytes, bytes], tuple[Name, ...]]
    """The names in entries of a register that are known with their texts, but for the id."""

    def is_full(self) -> bool:
        """Whether no more may be learnt."""
        learnt = (self.frames, self.patients, self.rows, self.heads, self.parts)
        more = (self.sequences, self.constants)
        return sum(len(known) for known in (*learnt, *more)) >= MOST

    def forget(self) -> None:
        """Know nothing."""
        for known in self:
            known.clear()


KNOWN: Final = Memory({}, {}, set(), {}, {}, set(), {}, {})

_MARKS: Final = (b"\0I", b"\0T", b"\0C")
_OWN: Final = re.compile(
    rb'extension="([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"'
    rb'.*?<effectiveTime value="([0-9]{14}[+-][0-9]{4})"',
    re.DOTALL,
)


class Own(NamedTuple):
    """The document's time, and its frame with marks for id, time and CPR number."""

    made: bytes
    markup: bytes


def own_of(frame: Sequence[bytes], cpr: bytes) -> Own | None:
    """The frame without what is the card's own; None when id or time have not their usual form."""
    found = _OWN.search(frame[0])
    if found is None or not is_stamp(found[2]):
        return None
    markup = b"\2".join(frame)
    for mark, text in zip(_MARKS, (found[1], found[2], cpr), strict=True):
        markup = markup.replace(text, mark)
    return Own(found[2], markup)


def recognise(data: bytes, *, role: str, asked_for: str | None) -> tuple[Finding, ...] | None:
    """All there is to find in the card *data*, which has been parsed; None when it is not known.

    What is found in a known card is what was found in its frame before.
    """
    found = cut(data) if len(data) <= LARGEST and REFERENCE not in data else None
    patient = None if found is None else masked(found.patient)
    form = None if patient is None else KNOWN.patients.get(patient.markup)
    if found is None or patient is None or form is None or not form.holds(patient.values):
        return None
    reading = reading_of(form.texts, form.values, patient)
    own = own_of(found.frame, reading.cpr)
    frame = None if own is None else KNOWN.frames.get((role, own.markup))
    if own is None or frame is None or asked_for not in {None, reading.cpr.decode()}:
        return None
    reading.made = own.made
    rows, reading.narrative = masked_rows(found.rows)
    if not KNOWN.rows.issuperset(rows):
        return None
    for entry in found.entries:
        if not _knows_entry(entry, reading):
            return None
    return frame.told if agrees(reading, frame.opening, len(rows)) else None


def _knows_entry(entry: bytes, reading: Reading) -> bool:
    """Whether the entry is known; what it tells is read."""
    begin, identifier, rest = cut_entry(entry)
    if not identifier:
        return False
    reading.ids.append(identifier.lower())
    names = KNOWN.constants.get((begin, rest))
    if names is not None:
        reading.names.append(names)
        return True
    markup, texts, values = masked(rest)
    form = KNOWN.entries.get((begin, markup)) or _put_together(begin, markup)
    if form is None or not form.holds(texts, values, reading.made):
        return False
    reading.names.append(form.names)
    reading.texts += texts
    reading.said += form.told(texts, values)
    reading.citizen += [(form.texts[at], texts[at]) for at in form.citizen]
    return True


def _put_together(begin: bytes, markup: bytes) -> EntryForm | None:
    """The form of an entry all whose parts are known, and their sequence; else None."""
    parts = cut_rest(markup)
    head = None if parts is None else KNOWN.heads.get((begin, parts.head))
    if parts is None or head is None:
        return None
    forms = [head]
    for part in (*parts.values, AUTHOR + parts.author):
        form = KNOWN.parts.get((head.name, part))
        if form is None:
            return None
        forms.append(form)
    whole = entry_form(forms)
    if whole.names not in KNOWN.sequences:
        return None
    if len(KNOWN.entries) < MOST and len(markup) <= LARGEST_PIECE:
        KNOWN.entries[begin, markup] = whole
    return whole
