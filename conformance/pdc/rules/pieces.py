"""Cuts a card's bytes into pieces, and takes out of them what differs from citizen to citizen.

No tree is looked at: every byte of a card lands in one piece, and the pieces with the marks between
them are the card again. What is taken out of a piece is a text between two tags, or an attribute of
digits or of a telephone number; what stays is markup, to be known byte for byte.
"""

import re
from typing import Final, NamedTuple

TEXT_MARK: Final = b"\0"
VALUE_MARK: Final = b"\1"
"""Stand for what was taken out; XML has neither sign, not even as a reference."""

_MASKED_TEXT: Final = b">" + TEXT_MARK
_MASKED_VALUE: Final = b'="' + VALUE_MARK + b'"'
"""The patterns take the signs around away with what is taken out."""

_PATIENT: Final = (b"<recordTarget", b"</recordTarget>")
_ROW: Final = b"<tr>"
_ROWS_END: Final = b"</tbody>"
_ENTRY: Final = b"<entry"
_ENTRY_END: Final = b"</entry>"
_VALUE: Final = b"<value "
AUTHOR: Final = b"<author>"
_ID: Final = (b"<id ", b"/>")

_TEXT: Final = re.compile(rb">([^\x00-\x20<>\xc2\xe1-\xe3][^<>]*)(?=</)")
"""A text that fills an element and begins with a visible sign: no blank of Unicode begins with
another byte of UTF-8 than those left out here."""

_ATTRIBUTE: Final = re.compile(rb'="(tel:[^"<>]*|[0-9]{5,}[-+0-9]*)"')
_IDENTIFIER: Final = re.compile(
    rb'root="[0-2](?:\.(?:0|[1-9][0-9]*))+" '
    rb'extension="([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"'
    rb'(?: assigningAuthorityName="[A-Z]+")?'
)
"""Of the schema's form; nobody asks what the root is."""


class Cut(NamedTuple):
    """A card in pieces: `frame` is what stands before, between and behind the others."""

    frame: tuple[bytes, bytes, bytes, bytes]
    patient: bytes
    rows: bytes
    """From behind the first `<tr>` up to the last `</tr>`."""

    entries: list[bytes]

    def whole(self) -> bytes:
        """The card again."""
        before, between, behind, end = self.frame
        entries = b"".join([_ENTRY + entry for entry in self.entries])
        patient = _PATIENT[0] + self.patient + _PATIENT[1]
        between += _ROW + self.rows
        return before + patient + between + _ROWS_END + behind + entries + _ENTRY_END + end


class Masked(NamedTuple):
    """A piece with marks for what was taken out of it, and that, in the order of the piece."""

    markup: bytes
    texts: list[bytes]
    values: list[bytes]


class CutRest(NamedTuple):
    """The markup of an entry behind its id: up to its values, each value, and the author."""

    head: bytes
    values: list[bytes]
    author: bytes


def cut(data: bytes) -> Cut | None:
    """The pieces of *data*; None when it has not those of a card."""
    head, *entries = data.split(_ENTRY)
    before, _, rest = head.partition(_PATIENT[0])
    patient, _, rest = rest.partition(_PATIENT[1])
    between, _, rest = rest.partition(_ROW)
    rows, _, behind = rest.partition(_ROWS_END)
    if not entries or not rows:
        return None
    entries[-1], _, end = entries[-1].partition(_ENTRY_END)
    return Cut((before, between, behind, end), patient, rows, entries)


def cut_entry(entry: bytes) -> tuple[bytes, bytes, bytes]:
    """The entry as it begins, its id's UUID, and as it goes on; no UUID when the id is another."""
    begin, _, rest = entry.partition(_ID[0])
    identifier, _, rest = rest.partition(_ID[1])
    found = _IDENTIFIER.fullmatch(identifier)
    return begin, b"" if found is None else found[1], rest


def cut_rest(markup: bytes) -> CutRest | None:
    """The parts of an entry's markup; None when it has no value or no author."""
    head, *values = markup.split(_VALUE)
    if not values:
        return None
    values[-1], found, author = values[-1].partition(AUTHOR)
    return CutRest(head, values, author) if found else None


def masked(piece: bytes) -> Masked:
    """*piece* without its texts and values."""
    parts = _TEXT.split(piece)
    texts = parts[1::2]
    halves = _ATTRIBUTE.split(_MASKED_TEXT.join(parts[::2]))
    return Masked(_MASKED_VALUE.join(halves[::2]), texts, halves[1::2])


def masked_rows(rows: bytes) -> tuple[list[bytes], list[bytes]]:
    """Each of the rows without its texts, and all texts; a row has no other values."""
    parts = _TEXT.split(rows)
    return _MASKED_TEXT.join(parts[::2]).split(_ROW), parts[1::2]
