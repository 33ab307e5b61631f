"""What can be wrong inside a card: each fault of content as a change of the sound card.

The dirt is what real documents have shown. Source: NSP protocol dossier 1.10 and 1.11.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar, cast
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from conformance.pdc import compose
from conformance.pdc.codes import PROTECTED_WORD, DocumentVersion, Use
from conformance.pdc.datatypes import Address, InstanceId, PersonName, Telecom
from conformance.pdc.entries import (
    AnyEntry,
    CitizenNameAddress,
    ContactNumbers,
    Language,
    LivingWill,
    Registration,
    Relative,
    TreatmentWill,
    UnknownEntry,
)
from conformance.pdc.narrative import NO_RESUSCITATION_CAPTION, Narrative, narrative_of
from conformance.pdc.oids import TemplateOid
from conformance.pdc.values import Card
from conformance.pdc.xml_names import CDA, V3
from conformance.simulator.state.faults import Fault

NULL: Final = "null"
"""What stands where a text is missing."""

OTHER_NAME: Final = PersonName.of("Navnet", family="I Teksten")
"""The citizen's name in a narrative that contradicts the entries."""

_UNKNOWN_OID: Final = f"2.25.{uuid5(NAMESPACE_OID, 'fsk-conformance: an unknown entry').int}"
# The stubs of lxml forget that None stands for the default namespace.
_DEFAULT: Final = cast("dict[str, str]", {None: CDA})
_DANISH: Final = compose.spoken("da", "Danish")

_R = TypeVar("_R", bound=Registration)


def soil(card: Card, faults: frozenset[Fault]) -> Card:
    """The card with what *faults* make wrong in it; the narrative follows, where it should."""
    for fault, change in _CHANGES.items():
        if fault in faults:
            card = change(card)
    return card


def _of_entries(change: Callable[[AnyEntry], AnyEntry]) -> Callable[[Card], Card]:
    def changed(card: Card) -> Card:
        entries = tuple(map(change, card.entries))
        return replace(card, entries=entries, narrative=narrative_of(entries))

    return changed


def _tell_null_flavor(card: Card) -> Card:
    """No row tells of the register that is out of reach."""
    if not isinstance(card.narrative, Narrative):
        return card
    rows = tuple(row for row in card.narrative.rows if row.caption != NO_RESUSCITATION_CAPTION)
    return replace(card, narrative=replace(card.narrative, rows=rows))


def _mark_as_version_2(card: Card) -> Card:
    events = tuple(
        replace(event, id=replace(event.id, extension=DocumentVersion.V2))
        if event.id is not None and event.id.extension == DocumentVersion.V3
        else event
        for event in card.documentation_of
    )
    return replace(card, documentation_of=events)


def _null_number(entry: AnyEntry) -> AnyEntry:
    if not isinstance(entry, ContactNumbers | Relative):
        return entry
    telecoms = tuple(
        telecom if telecom.use == Use.WORK else Telecom.tel(NULL, telecom.use)
        for telecom in entry.telecoms
    )
    return replace(entry, telecoms=telecoms)


def _null_street(card: Card) -> Card:
    patient = card.patient
    if patient.address is not None:
        patient = replace(patient, address=_without_street(patient.address))
    return _of_entries(_null_street_of_entry)(replace(card, patient=patient))


def _null_street_of_entry(entry: AnyEntry) -> AnyEntry:
    if not isinstance(entry, CitizenNameAddress):
        return entry
    return replace(entry, address=_without_street(entry.address))


def _without_street(address: Address) -> Address:
    """A protected address stays: there is no street in it."""
    return address if address.lines == (PROTECTED_WORD,) else replace(address, lines=(NULL,))


def _both_wills(entry: AnyEntry) -> AnyEntry:
    if isinstance(entry, TreatmentWill | LivingWill):
        return _saying(entry, registered=True)
    return entry


def _saying(entry: _R, *, registered: bool) -> _R:
    if not isinstance(entry.registration, InstanceId):
        return entry
    said = replace(entry.registration, extension="true" if registered else "false")
    return replace(entry, registration=said)


def _contradict(card: Card) -> Card:
    return replace(card, narrative=narrative_of(map(_otherwise, card.entries)))


def _otherwise(entry: AnyEntry) -> AnyEntry:
    """What the text tells in place of the entry."""
    match entry:
        case CitizenNameAddress():
            return replace(entry, name=OTHER_NAME)
        case Registration():
            return _saying(entry, registered=not entry.registered)
        case ContactNumbers():
            return replace(entry, telecoms=entry.telecoms[:1])
        case Language():
            return replace(entry, language=_DANISH)
        case _:
            return entry


def _add_unknown(card: Card) -> Card:
    return replace(card, entries=(*card.entries, UnknownEntry(xml=_unknown_entry())))


def _unknown_entry() -> str:
    """An entry in the form of the others; its OID is made from a UUID, as anybody may."""
    entry = etree.Element(f"{V3}entry", {"typeCode": "COMP"}, nsmap=_DEFAULT)
    observation = etree.SubElement(
        entry, f"{V3}observation", {"classCode": "OBS", "moodCode": "EVN"}
    )
    etree.SubElement(observation, f"{V3}templateId", {"root": _UNKNOWN_OID})
    number = str(uuid5(NAMESPACE_OID, TemplateOid.DOCUMENT))
    etree.SubElement(observation, f"{V3}id", {"root": _UNKNOWN_OID, "extension": number})
    etree.SubElement(observation, f"{V3}code", {"code": "Unknown", "codeSystem": _UNKNOWN_OID})
    return etree.tostring(entry, method="c14n", exclusive=True).decode("utf-8")


_CHANGES: Final[Mapping[Fault, Callable[[Card], Card]]] = {
    Fault.VERSION_2_MARKER: _mark_as_version_2,
    Fault.TELEPHONE_NULL: _of_entries(_null_number),
    Fault.STREET_NULL: _null_street,
    Fault.BOTH_WILLS: _of_entries(_both_wills),
    Fault.CONTRADICTING_NARRATIVE: _contradict,
    Fault.UNKNOWN_ENTRY: _add_unknown,
    Fault.LEGACY_NULL_FLAVOR: _tell_null_flavor,
}

FAULTS: Final = frozenset(_CHANGES)
"""The faults that are in the card."""
