"""Cards that the examples of the rules are put into."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree

from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.oids import TemplateOid
from conformance.pdc.values import (
    Card,
    CitizenNameAddress,
    Entry,
    Narrative,
    Relative,
    TemplateId,
    TimeStamp,
    UnknownEntry,
)
from conformance.pdc.xml_names import CDA, V3, XSI
from conformance.safe_xml import parse
from tests.pdc.card_examples import AT, CARD, ENTRIES, PATIENT, uuid

Element = etree._Element

HEADER: Final = TemplateId(root=TemplateOid.MEDCOM_HEADER, extension="2.0")

FULL: Final[Card] = replace(CARD, templates=(*CARD.templates, HEADER))
"""A card with all twelve kinds of entry that gives no finding, not even a notice."""

GOOD: Final = build(FULL)
"""Its bytes."""


def altered(kind: type[Entry], **changes: object) -> Card:
    """The full card with the first entry of *kind* changed, in entries and narrative."""
    first = FULL.of(kind)[0]
    entries = tuple(replace(e, **changes) if e is first else e for e in ENTRIES)  # type: ignore[arg-type]  # field names are the test's
    return with_entries(*entries)


def with_entries(*entries: Entry | UnknownEntry) -> Card:
    """The full card with other entries, and the narrative that follows from them."""
    made = compose.compose(uuid=uuid(0), at=AT, patient=PATIENT, entries=entries)  # type: ignore[arg-type]  # any entry
    return replace(FULL, entries=made.entries, narrative=made.narrative)


def protected() -> Card:
    """The full card of a citizen with name and address protection."""
    entries = tuple(
        compose.protected_name_address(uuid=uuid(1)) if isinstance(e, CitizenNameAddress) else e
        for e in ENTRIES
    )
    patient = compose.protect(PATIENT)
    card = compose.compose(uuid=uuid(0), at=AT, patient=patient, entries=entries)
    return replace(card, templates=FULL.templates)


def _one_row_more() -> Card:
    """Without its second relative, whose row stays: there is room for one more entry."""
    second = FULL.of(Relative)[1]
    return replace(FULL, entries=tuple(entry for entry in ENTRIES if entry is not second))


def _row_told(caption: str, word: str) -> Card:
    """The narrative says *word* in the row of that caption."""
    assert isinstance(FULL.narrative, Narrative)
    rows = tuple(
        replace(row, items=(word,)) if row.caption == caption else row
        for row in FULL.narrative.rows
    )
    return replace(FULL, narrative=replace(FULL.narrative, rows=rows))


def _of_another() -> Card:
    """The card of a test person who was not asked for."""
    patient = replace(
        PATIENT,
        ids=(compose.cpr_id("2512489996"),),
        birth_time=TimeStamp(text="19481225"),
    )
    return replace(FULL, patient=patient, title="Personal Data Card for 2512489996")


_HOSTS: Final[Mapping[str, Callable[[], Card]]] = {
    "PDC-H12b": _of_another,
    "PDC-C20": _one_row_more,
    "PDC-C21": _one_row_more,
    "PDC-C22": _one_row_more,
    "PDC-C24": _one_row_more,
    "PDC-V23c": _one_row_more,
    "PDC-V26b": protected,
    "PDC-X01": lambda: _row_told("Registreret livstestamente", "Ja"),
}


def host(rule: str) -> bytes:
    """The card into which the examples of *rule* are put."""
    return build(_HOSTS.get(rule, lambda: FULL)())


def put(data: bytes, place: str, example: str) -> bytes:
    """*data* with the element at *place* replaced by the elements of *example*."""
    root = parse(data)
    target = find(root, place)
    parent = target.getparent()
    assert parent is not None
    wrapped = f'<x xmlns="{CDA}" xmlns:xsi="{XSI}">{example}</x>'
    wrapper = etree.fromstring(wrapped.encode())
    for element in wrapper:
        if isinstance(element.tag, str):
            _fill(element, target if element.tag == target.tag else wrapper)
            target.addprevious(element)
    for element in (sibling for sibling in parent if sibling is not target):
        element.tail = None
    parent.remove(target)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _fill(element: Element, original: Element) -> None:
    """Put back what an ellipsis in *element* stands for: attributes and children left out."""
    own = {child.tag: child for child in reversed(element)}
    for tag, child in own.items():
        counterpart = original.find(str(tag))
        if counterpart is not None:
            _fill(child, counterpart)
    texts = (element, "text"), *((child, "tail") for child in element)
    if not any("…" in (getattr(e, name) or "") for e, name in texts):
        return
    for e, name in texts:
        setattr(e, name, (getattr(e, name) or "").replace("…", "") or None)
    for name, value in original.items():
        element.set(name, element.get(name) or value)
    element.text = element.text or original.text
    _put_children_back(element, original, own)


def _put_children_back(element: Element, original: Element, own: Mapping[object, Element]) -> None:
    """In the order of the original, the element's own children first of their kind."""
    given = list(element)
    for child in given:
        element.remove(child)
    for child in original:
        if child.tag in own:
            for mine in [g for g in given if g.tag == child.tag]:
                element.append(mine)
                given.remove(mine)
        else:
            element.append(deepcopy(child))
    element.extend(given)


def find(root: Element, place: str) -> Element:
    """The element at a place as `Explanation.place` writes it."""
    first, _, rest = place.partition("/")
    code, number = re.fullmatch(r"(?:entry:)?([A-Za-z]+)(?:\[(\d)\])?", first).groups()  # type: ignore[union-attr]  # places are ours
    found = [
        observation
        for observation in root.iter(V3 + "observation")
        if observation.find(V3 + "code").get("code") == code  # type: ignore[union-attr]  # a good card
    ]
    if not found:
        start, rest = root, place
    else:
        start = found[int(number or 1) - 1]
    if first.startswith("entry:"):
        start = start.getparent()  # type: ignore[assignment]  # an observation of a card
    path = "/".join(V3 + step for step in rest.split("/")) if rest else "."
    target = start.find(path)
    assert target is not None, f"nothing at {place}"
    return target
