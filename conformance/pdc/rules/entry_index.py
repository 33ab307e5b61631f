"""Reads one entry into the index: by the common make of the live service, or by any other."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, cast

from conformance.pdc.rules import tags
from conformance.pdc.rules.document import (
    Element,
    Entry,
    Named,
    Node,
    Oddities,
    Parts,
    Value,
    children,
)
from conformance.pdc.rules.shapes import KINDS, REGULAR, Shape
from conformance.pdc.xml_names import XSI_TYPE

PARTIES: Final = frozenset(
    (tags.ASSIGNED_PERSON, tags.REPRESENTED_ORGANIZATION, tags.ASSIGNED_DEVICE)
)
"""What an assigned author may be."""

_OF_AN_ENTRY: Final = frozenset(
    (tags.TEMPLATE, tags.ID, tags.CODE, tags.EFFECTIVE_TIME, tags.AUTHOR)
)
_TIMES: Final = ("value", "nullFlavor")
_AUTHOR_PARTS: Final = [tags.TEMPLATE, tags.TIME, tags.ASSIGNED_AUTHOR]
_PLAIN_STAMP: Final = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])"
    r"(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][+-](?:0[0-9]|1[0-3])[0-5][0-9]"
)
"""A real time to the second, but for the last days of a month."""


def parts_of(element: Element, odd: Oddities) -> Parts:
    """The children by name; ids that share their parent are noted."""
    parts: Parts = {}
    for child in children(element):
        tag = child.tag
        if tag not in parts:
            parts[tag] = [child]
            continue
        parts[tag].append(child)
        if tag == tags.ID and len(parts[tag]) == 2:
            odd.crowded.append(parts[tag])
    return parts


def below(nodes: Iterable[Node], tag: str, odd: Oddities) -> list[Node]:
    """The children of that name, with their own."""
    return [(e, parts_of(e, odd)) for _, parts in nodes if tag in parts for e in parts[tag]]


def uncoded(codes: Iterable[Element]) -> list[Element]:
    """The codes that lack a code or a code system."""
    return [c for c in codes if c.get("code") is None or c.get("codeSystem") is None]


def rootless(identifiers: Iterable[Element]) -> list[Element]:
    """The identifiers that lack a root."""
    return [i for i in identifiers if i.get("root") is None]


def entry_of(around: Element, observation: Element, odd: Oddities) -> Entry:
    """The entry *around* its *observation*; what is odd about it is noted."""
    entry = _regular_entry(around, observation, odd)
    if entry is None:
        entry = _odd_entry(around, observation, odd)
    for hl7_type, attributes, element in entry.values:
        if hl7_type == "II":
            if "root" not in attributes:
                odd.rootless.append(element)
        elif hl7_type == "CD" and ("code" not in attributes or "codeSystem" not in attributes):
            odd.uncoded.append(element)
    return entry


def _regular_entry(around: Element, observation: Element, odd: Oddities) -> Entry | None:
    """The entry, when it has a shape that the service sends."""
    values: list[Value] = []
    found: dict[str, Element] = {}
    for child in children(observation):
        tag = child.tag
        if tag == tags.VALUE:
            values.append(_value(child))
        elif tag in found or tag not in _OF_AN_ENTRY:
            return None
        else:
            found[tag] = child
    if len(found) - (tags.EFFECTIVE_TIME in found) != len(_OF_AN_ENTRY) - 1:
        return None
    template, identifier, code = found[tags.TEMPLATE], found[tags.ID], found[tags.CODE]
    kind = template.get("root")
    author_shape, stamps = _author_shape(found[tags.AUTHOR])
    shape = (
        around.get("typeCode"),
        observation.get("classCode"),
        observation.get("moodCode"),
        kind,
        template.get("extension"),
        code.get("code"),
        code.get("codeSystem"),
        code.get("displayName"),
        *author_shape,
    )
    if kind is None or shape not in REGULAR or identifier.get("root") is None:
        return None
    for stamp, time in stamps:
        if not _PLAIN_STAMP.fullmatch(stamp):
            odd.stamps.append(time)
    ids = ((identifier.get("extension", ""), identifier),)
    return Entry(kind, observation, around, ids, values, stamps)


def _author_shape(author: Element) -> tuple[Shape, Sequence[Named]]:
    """What is constant of an author, and its time; nothing when it has not the common make."""
    parts = children(author)
    if [part.tag for part in parts] != _AUTHOR_PARTS:
        return (), ()
    template, time, assigned = parts
    inner = children(assigned)
    attributes = time.items()
    if len(attributes) != 1 or not 2 <= len(inner) <= 4 or inner[0].get("root") is None:
        return (), ()
    by = system = None
    parties = inner[1:]
    if parties[0].tag == tags.CODE:
        by, system = parties[0].get("code"), parties[0].get("codeSystem")
        parties = parties[1:]
    if inner[0].tag != tags.ID or not parties or not all(map(_is_plain_party, parties)):
        return (), ()
    name, stamp = map(str, attributes[0])
    if name not in _TIMES:
        return (), ()
    root, extension = template.get("root"), template.get("extension")
    null = stamp if name == "nullFlavor" else None
    shape = (root, extension, null, inner[0].get("extension"), by, system)
    return shape, () if null else ((stamp, time),)


def _is_plain_party(party: Element) -> bool:
    """Whether it has a name and nothing else that a rule could look at."""
    return party.tag in PARTIES and len(party) == 1 and party[0].tag == tags.NAME


def _odd_entry(around: Element, observation: Element, odd: Oddities) -> Entry:
    """An entry of any make; its kind is its first template that is known."""
    parts = parts_of(observation, odd)
    roots = [template.get("root", "") for template in parts.get(tags.TEMPLATE, ())]
    kind = next((root for root in roots if root in KINDS), "")
    stamps: list[Named] = []
    for author in below(((observation, parts),), tags.AUTHOR, odd):
        for assigned in below((author,), tags.ASSIGNED_AUTHOR, odd):
            below((assigned,), tags.REPRESENTED_ORGANIZATION, odd)
        times = author[1].get(tags.TIME, ())
        stamps.extend((time.get("value", ""), time) for time in times)
        odd.stamps.extend(times)
    values = [_value(value) for value in parts.get(tags.VALUE, ())]
    ids = [(i.get("extension", ""), i) for i in parts.get(tags.ID, ())]
    entry = Entry(kind, observation, around, ids, values, stamps)
    odd.entries.append(entry)
    odd.rootless.extend(rootless(observation.iter(tags.ID, tags.TEMPLATE)))
    odd.uncoded.extend(uncoded(observation.iter(tags.CODE)))
    return entry


def _value(element: Element) -> Value:
    """A value with its type and attributes."""
    attributes = cast("dict[str, str]", dict(element.items()))
    hl7_type = attributes.get(XSI_TYPE, "")
    if ":" in hl7_type or " " in hl7_type:
        hl7_type = hl7_type.strip().rpartition(":")[2]
    return hl7_type, attributes, element
