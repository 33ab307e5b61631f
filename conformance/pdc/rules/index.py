"""Reads the index of a document in one walk over its tree."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from conformance.findings import Finding
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules import known, tags
from conformance.pdc.rules.document import (
    Document,
    Element,
    Entry,
    Header,
    Node,
    Oddities,
    children,
    is_in_utf_8,
)
from conformance.pdc.rules.entry_index import below, entry_of, parts_of, rootless, uncoded
from conformance.pdc.rules.narrative import read

_ODD_NULL: Final = re.compile(rb"""null(?!Flavor="N[IA]")""")
_CARRIERS: Final = (tags.COMPONENT, tags.STRUCTURED_BODY, tags.COMPONENT, tags.SECTION)


class Indexed(NamedTuple):
    """A document's index, and what is known, or can be learnt, of its parts."""

    document: Document
    told: tuple[Finding, ...]
    """What was found before in the frame."""

    frame: known.FrameKey | None
    chunks: Sequence[known.Chunk]
    """Those of the fresh entries."""


def index(root: Element, data: bytes, *, role: str = "", asked_for: str | None = None) -> Indexed:
    """The index of *root*, a ClinicalDocument without comments, parsed from *data*."""
    odd = Oddities([], [], [], [], [], [])
    document = (root, parts_of(root, odd))
    sections: list[Node] = [document]
    for tag in _CARRIERS:
        sections = below(sections, tag, odd)
    plain = len(sections) == 1 and known.is_plain(root, data)
    roles = below(below((document,), tags.RECORD_TARGET, odd), tags.PATIENT_ROLE, odd)
    cpr_ids = _with_root(roles, Oid.CPR)
    patient = Header(document[1], roles, [], [], [], [], [], [], [], cpr_ids, [], [])
    frame = known.frame_key(role, data, document, patient.cpr) if plain else None
    told = known.known_frame(frame)
    header = _header(document, patient, odd, is_known=told is not None)
    chunks = known.chunks_of(data, sections[0]) if plain else ()
    entries = _entries(sections, chunks, odd)
    _note(header, sections, odd)
    indexed = Document(
        root,
        data,
        header,
        sections,
        entries.every,
        _by_kind(entries.every),
        entries.fresh,
        _by_kind(entries.fresh),
        odd,
        "".join(read(text) for _, parts in sections[:1] for text in parts.get(tags.TEXT, ())),
        not is_in_utf_8(root) or _may_hold_odd_null(data),
        asked_for,
    )
    return Indexed(indexed, told or (), None if told is not None else frame, entries.chunks)


def _may_hold_odd_null(data: bytes) -> bool:
    """Whether the word null may stand in the bytes, letter by letter or by references."""
    return _ODD_NULL.search(data) is not None or (b"&" in data and b"&#" in data)


def _with_root(nodes: Sequence[Node], root: Oid) -> list[Element]:
    return [i for _, parts in nodes for i in parts.get(tags.ID, ()) if i.get("root") == root]


def _header(document: Node, patient: Header, odd: Oddities, *, is_known: bool) -> Header:
    """The header; of a known one the patient alone."""
    patients = below(patient.roles, tags.PATIENT, odd)
    providers = below(patient.roles, tags.PROVIDER, odd)
    if is_known:
        return patient._replace(known=True, patients=patients, providers=providers)
    top = (document,)
    assigned = below(below(top, tags.AUTHOR, odd), tags.ASSIGNED_AUTHOR, odd)
    custodians = below(below(top, tags.CUSTODIAN, odd), tags.ASSIGNED_CUSTODIAN, odd)
    events = below(below(top, tags.DOCUMENTATION_OF, odd), tags.SERVICE_EVENT, odd)
    templates = document[1].get(tags.TEMPLATE, ())
    return Header(
        document[1],
        patient.roles,
        patients,
        providers,
        assigned,
        below(assigned, tags.REPRESENTED_ORGANIZATION, odd),
        below(custodians, tags.CUSTODIAN_ORGANIZATION, odd),
        events,
        below(events, tags.EFFECTIVE_TIME, odd),
        patient.cpr_ids,
        _with_root(events, Oid.FORMAT_CODES),
        [t for t in templates if t.get("root") == TemplateOid.DOCUMENT],
    )


class _Entries(NamedTuple):
    every: list[Entry]
    fresh: list[Entry]
    chunks: list[known.Chunk]


def _entries(sections: Sequence[Node], chunks: Sequence[known.Chunk], odd: Oddities) -> _Entries:
    """All entries; when their bytes are at hand, those that were judged before are not read."""
    found = _Entries([], [], [])
    if not chunks:
        for _, parts in sections:
            for around in parts.get(tags.ENTRY, ()):
                inside = children(around)
                if len(inside) != 1 or inside[0].tag != tags.OBSERVATION:
                    odd.arounds.append(around)
                observations = (part for part in inside if part.tag == tags.OBSERVATION)
                found.fresh.extend(entry_of(around, each, odd) for each in observations)
        found.every.extend(found.fresh)
        return found
    scope = known.scope_of(sections[0][0])
    for chunk in chunks:
        entry = known.sound_entry(chunk, scope)
        if entry is None:
            entry = entry_of(chunk.around, chunk.observation, odd)
            found.fresh.append(entry)
            found.chunks.append(chunk)
        found.every.append(entry)
    return found


def _by_kind(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kind = entry[0]
        if kind in kinds:
            kinds[kind].append(entry)
        else:
            kinds[kind] = [entry]
    return kinds


def _note(header: Header, sections: Sequence[Node], odd: Oddities) -> None:
    """Write down the odd ids and codes outside entries."""
    nodes = [*header.roles, *header.patients, *header.providers, *sections]
    coded: list[Element] = []
    if not header.known:
        nodes += [*header.assigned_authors, *header.author_organizations, *header.events]
        nodes += header.custodian_organizations
        coded += header.parts.get(tags.CONFIDENTIALITY, ())
    inner = [parts for _, parts in nodes]
    if not header.known:
        inner.append(header.parts)
    for tag in (tags.CODE, tags.GENDER):
        coded += [code for parts in inner if tag in parts for code in parts[tag]]
    named: list[Element] = []
    for tag in (tags.ID, tags.TEMPLATE):
        named += [each for parts in inner if tag in parts for each in parts[tag]]
    odd.uncoded.extend(uncoded(coded))
    odd.rootless.extend(rootless(named))
