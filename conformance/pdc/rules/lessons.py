"""Learns the pieces of a card in which schema and rules found nothing.

A piece is remembered when the tree says that it is whole, when its markup is of the plainest kind,
and when all that is taken out of it stands where `harmless` knows what is well.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from conformance.findings import Finding
from conformance.pdc.codes import CONFIDENTIAL_ADDRESS
from conformance.pdc.rules import known, tags
from conformance.pdc.rules.agreement import REGISTERED, plain
from conformance.pdc.rules.document import Element, Oddities, children
from conformance.pdc.rules.entry_index import entry_of
from conformance.pdc.rules.familiar import (
    KNOWN,
    LARGEST,
    LARGEST_PIECE,
    REFERENCE,
    Frame,
    own_of,
)
from conformance.pdc.rules.forms import AUTHOR_NAME, Form, Name
from conformance.pdc.rules.harmless import BIRTH, CPR, TEXTS, VALUES
from conformance.pdc.rules.narrative import packed, read
from conformance.pdc.rules.pieces import (
    AUTHOR,
    TEXT_MARK,
    VALUE_MARK,
    Cut,
    CutRest,
    cut,
    cut_entry,
    cut_rest,
    masked,
    masked_rows,
)
from conformance.pdc.xml_names import CDA, V3, XSI

_EVERY_CARD: Final = "PDC-H05"
"""The one rule whose finding is the same in all cards of a frame."""

_MOST_FRAMES: Final = 64
_LARGEST_FRAME: Final = 4 * LARGEST_PIECE
_PATIENT: Final = ("patientRole", "")
_ROW: Final = ("tr", "")
_TBODY: Final = V3 + "tbody"
_PROVIDER: Final = b"providerOrganization"
_TAG: Final = re.compile(rb"<([A-Za-z]+)([^<>]*)>(\0?)")
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z:]+)="([^"]*)"')
_ANY_TAG: Final = re.compile(rb"<[^<>]*>")
_MARKUP: Final = re.compile(
    rb"(?:\s*+<(?:/[A-Za-z]++|"
    rb'[A-Za-z]++(?:\s++(?:xsi:type|(?!xmlns=|ID=)[A-Za-z]++)="[^"<>&\0]++")*+\s*+/?)>'
    rb"(?:\0(?=<))?)*+\s*+"
)
"""Tags and marks. Of prefixes only that of xsi:type; no declaration, and no id in the narrative,
which may stand in one piece only."""

_PART_WITHOUT_TEXT: Final = re.compile(
    rb"<(?:given|family|prefix|suffix|streetAddressLine|postalCode|city|country)\b(?!>\0<)"
)


class _Shape(NamedTuple):
    """Where the pieces of a card stand in its tree."""

    patient: Element
    section: Element
    entries: list[Element]


def learn(root: Element, data: bytes, *, role: str, found: Sequence[Finding]) -> None:
    """Remember the pieces of the card *data*, of which *root* was parsed.

    *found* is all that the schema and the rules found in it, as *role* weighs it.
    """
    if any(finding.rule != _EVERY_CARD for finding in found) or KNOWN.is_full():
        return
    is_strange = REFERENCE in data or CONFIDENTIAL_ADDRESS.encode() in data
    if len(data) > LARGEST or is_strange or not known.is_plain(root, data):
        return
    pieces = cut(data)
    shape = None if pieces is None or pieces.whole() != data else _shape_of(root, pieces)
    if pieces is None or shape is None:
        return
    KNOWN.rows.update(filter(_is_plain_row, masked_rows(pieces.rows)[0]))
    for entry, around in zip(pieces.entries, shape.entries, strict=True):
        begin, identifier, rest = cut_entry(entry)
        if identifier and (begin, rest) not in KNOWN.constants:
            _learn_entry(begin, rest, around)
    cpr = _learn_patient(pieces.patient, shape.patient)
    if cpr is not None and len(KNOWN.frames) < _MOST_FRAMES:
        _learn_frame(pieces, cpr, shape, role, found)


def _shape_of(root: Element, pieces: Cut) -> _Shape | None:
    """Where the pieces stand; None unless each is all of what it seems to be, and no more."""
    targets, sections = list(root.iter(tags.RECORD_TARGET)), list(root.iter(tags.SECTION))
    rows = list(root.iter(tags.TABLE_ROW))
    if len(targets) != 1 or len(sections) != 1 or len(rows) != len(masked_rows(pieces.rows)[0]):
        return None
    body = rows[0].getparent()
    if body is None or body.tag != _TBODY or children(body) != rows:
        return None
    parts = children(sections[0])
    entries = parts[len(parts) - len(pieces.entries) :]
    if targets[0].getparent() is not root or any(part.tag != tags.ENTRY for part in entries):
        return None
    if any((e.nsmap.get(None), e.nsmap.get("xsi")) != (CDA, XSI) for e in (root, body, *entries)):
        return None
    return _Shape(targets[0], sections[0], entries)


def _is_plain_row(markup: bytes) -> bool:
    return _is_plain(b"<tr>" + markup) and _form(_ROW, markup) is not None


def _learn_patient(piece: bytes, target: Element) -> bytes | None:
    """The CPR number, when the piece is known from now on."""
    patient = masked(piece)
    form = _form(_PATIENT, b"<recordTarget" + patient.markup)
    if form is None or form.values.count(CPR) != 1 or form.values.count(BIRTH) != 1:
        return None
    if not _is_plain(b"<recordTarget" + patient.markup):
        return None
    if any([child.tag for child in children(e)].count(tags.ID) > 1 for e in target.iter()):
        return None
    KNOWN.patients[patient.markup] = form
    return patient.values[form.values.index(CPR)]


def _learn_entry(begin: bytes, rest: bytes, around: Element) -> None:
    piece = masked(rest)
    parts = cut_rest(piece.markup)
    if parts is None or not _is_plain(b"<entry" + begin + piece.markup):
        return
    head = _head_name(around, parts)
    if head is None:
        return
    forms = [_form(head, begin + parts.head)]
    forms += [_form(_value_name(markup), b"<value " + markup) for markup in parts.values]
    forms.append(_form(AUTHOR_NAME, AUTHOR + parts.author))
    sound = [form for form in forms if form is not None]
    if len(sound) != len(forms) or any(_says_nothing(form) for form in sound):
        return
    KNOWN.heads[begin, parts.head] = sound[0]
    for markup, form in zip((*parts.values, AUTHOR + parts.author), sound[1:], strict=True):
        KNOWN.parts[head, markup] = form
    names = tuple(form.name for form in sound[:-1])
    KNOWN.sequences.add(names)
    is_constant = head[0] in REGISTERED and len(names) == 2 and not piece.values
    if is_constant and len(rest) <= LARGEST_PIECE:
        KNOWN.constants[begin, rest] = names


def _head_name(around: Element, parts: CutRest) -> Name | None:
    """Template and code of the entry; None unless it has a regular shape and is cut rightly."""
    (observation,) = children(around)
    kinds = [child.tag for child in children(observation)]
    last = len(kinds) - 1
    first = last - len(parts.values)
    if kinds[first:] != [*[tags.VALUE] * len(parts.values), tags.AUTHOR]:
        return None
    if tags.VALUE in kinds[:first] or tags.AUTHOR in kinds[:first]:
        return None
    odd = Oddities([], [], [], [], [], [])
    template = entry_of(around, observation, odd).kind
    code = next(observation.iterchildren(tags.CODE)).get("code", "")
    return None if odd.entries or not template else (template, code)


def _value_name(markup: bytes) -> Name:
    """The type of a value, and its use or what it says."""
    attributes: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(markup.partition(b">")[0]))
    said = attributes.get(b"use", attributes.get(b"extension", b"")).strip(VALUE_MARK)
    return attributes.get(b"xsi:type", b"").decode(), said.decode()


def _says_nothing(form: Form) -> bool:
    """Whether it is a number of which nothing was taken out, for the narrative to be asked."""
    return form.name[0] == "TEL" and not form.values


def _form(name: Name, markup: bytes) -> Form | None:
    """The form of a piece; None when something was taken out that must not be."""
    texts, values = [], []
    of_provider = False
    for element, attributes, mark in _TAG.findall(markup):
        of_provider = of_provider or element == _PROVIDER
        place = name[0] if element == b"value" else element.decode()
        if element == b"id":
            place = f"{_PROVIDER.decode() if of_provider else name[0]}/id"
        written = _ATTRIBUTE.findall(attributes)
        values += [f"{place}@{key.decode()}" for key, text in written if text == VALUE_MARK]
        if mark and place not in TEXTS:
            return None
        if mark:
            texts.append(f"{_PROVIDER.decode()}/{place}" if of_provider else place)
    if not VALUES.keys() >= set(values):
        return None
    return Form(name, tuple(texts), tuple(values), tuple(VALUES[value] for value in values))


def _is_plain(markup: bytes) -> bool:
    """Whether a piece is markup of the plainest kind; its end tags may stand outside it."""
    return (
        len(markup) <= LARGEST_PIECE
        and _MARKUP.fullmatch(markup) is not None
        and _PART_WITHOUT_TEXT.search(markup) is None
    )


def _learn_frame(
    pieces: Cut, cpr: bytes, shape: _Shape, role: str, found: Sequence[Finding]
) -> None:
    own = own_of(pieces.frame, cpr)
    if own is None or len(own.markup) > _LARGEST_FRAME or known.OTHER_TIME.search(own.markup):
        return
    # What the narrative says before its rows is kept as it is, so it must be nobody's own.
    if TEXT_MARK in own.markup.partition(b"<text")[2]:
        return
    root = shape.patient.getparent()
    times = [] if root is None else [time.get("value") for time in root.iter(tags.EFFECTIVE_TIME)]
    narrative = "".join(packed(read(text)) for text in shape.section.iterchildren(tags.TEXT))
    rows = packed(plain(b"".join(masked_rows(pieces.rows)[1])))
    after = _ANY_TAG.sub(b"", pieces.frame[2])
    if times[:1] == [own.made.decode()] and narrative.endswith(rows) and not after.strip():
        KNOWN.frames[role, own.markup] = Frame(tuple(found), narrative.removesuffix(rows))
