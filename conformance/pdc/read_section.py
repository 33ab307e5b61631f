"""Reads the narrative and the entries of a card; what does not fit a class is kept as XML."""

from collections.abc import Callable
from copy import deepcopy
from typing import Final, TypedDict

from lxml import etree

from conformance.pdc import read_types as hl7
from conformance.pdc.build_section import put_entry, put_narrative
from conformance.pdc.datatypes import Coded, InstanceId, TemplateId
from conformance.pdc.entries import (
    AnyEntry,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    EntryAuthor,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Relative,
    TemporaryAddress,
    TreatmentWill,
    UnknownEntry,
)
from conformance.pdc.narrative import AnyNarrative, Narrative, NarrativeRow, UnknownNarrative
from conformance.pdc.oids import TemplateOid
from conformance.pdc.same import differences
from conformance.pdc.xml_names import DOCUMENT_PREFIXES, V3, XSI_TYPE
from conformance.xml_path import path_of

Element = etree._Element


class _Common(TypedDict):
    id: InstanceId
    author: EntryAuthor
    template: TemplateId
    code: Coded


def read_entry(entry: Element) -> AnyEntry:
    """The entry as its class; as an UnknownEntry when no class can hold it without loss."""
    try:
        observation = hl7.only(entry, "observation")
        template = hl7.template_id(hl7.only(observation, "templateId"))
        value = _READERS[template.root](observation, _common(observation))
    except (KeyError, hl7.NotACard):
        return UnknownEntry(xml=canonical(entry))
    scratch = etree.Element(V3 + "section", nsmap=DOCUMENT_PREFIXES)
    put_entry(scratch, value)
    if next(differences(scratch[0], entry), None):
        return UnknownEntry(xml=canonical(entry))
    return value


def read_narrative(text: Element) -> AnyNarrative:
    """The table as a value; as an UnknownNarrative when it has another shape."""
    try:
        narrative = _narrative(text)
    except hl7.NotACard:
        return UnknownNarrative(xml=canonical(text))
    scratch = etree.Element(V3 + "section", nsmap=DOCUMENT_PREFIXES)
    put_narrative(scratch, narrative)
    if next(differences(scratch[0], text), None):
        return UnknownNarrative(xml=canonical(text))
    return narrative


def canonical(element: Element) -> str:
    """Exclusive canonical XML with a live document's prefixes, so that it can be put in one."""
    kept = deepcopy(element)
    for original, part in zip(element.iter(), kept.iter(), strict=True):
        if XSI_TYPE in original.attrib:
            part.set(XSI_TYPE, _requalified(original))
    scratch = etree.Element(V3 + "section", nsmap=DOCUMENT_PREFIXES)
    scratch.append(kept)
    types = [part.get(XSI_TYPE, "") for part in kept.iter()]
    prefixes = sorted({kind.partition(":")[0] for kind in types if ":" in kind})
    data = etree.tostring(
        kept,
        method="c14n",
        exclusive=True,
        with_tail=False,
        inclusive_ns_prefixes=prefixes or None,
    )
    return data.decode("utf-8")


def _requalified(element: Element) -> str:
    """The `xsi:type` with the prefix that its namespace has in a live document.

    A prefix within an attribute's text is lost when lxml moves an element, so it is set anew.
    """
    kind = element.get(XSI_TYPE, "")
    prefix, _, name = kind.rpartition(":")
    namespace = element.nsmap.get(prefix)
    for known, uri in DOCUMENT_PREFIXES.items():
        if uri == namespace:
            return f"{known}:{name}" if known else name
    return kind


def _narrative(text: Element) -> Narrative:
    body = hl7.only(hl7.only(text, "table"), "tbody")
    header, *rows = hl7.many(body, "tr") or [body]
    return Narrative(
        paragraph=hl7.text_of(hl7.only(text, "paragraph")),
        headings=tuple(hl7.text_of(cell) for cell in hl7.many(header, "th")),
        rows=tuple(_row(row) for row in rows),
    )


def _row(row: Element) -> NarrativeRow:
    cells = hl7.many(row, "td")
    if len(cells) != 4:
        raise hl7.NotACard(expected="four cells", found=str(len(cells)), where=path_of(row))
    caption, items, source, changed = cells
    return NarrativeRow(
        caption=hl7.text_of(caption),
        items=tuple(hl7.text_of(i) for i in hl7.many(hl7.only(items, "list"), "item")),
        source=hl7.text_of(source),
        changed=hl7.text_of(changed),
    )


def _common(observation: Element) -> _Common:
    return {
        "template": hl7.template_id(hl7.only(observation, "templateId")),
        "id": hl7.instance_id(hl7.only(observation, "id")),
        "code": hl7.coded(hl7.only(observation, "code")),
        "author": _author(hl7.only(observation, "author")),
    }


def _author(author: Element) -> EntryAuthor:
    assigned = hl7.only(author, "assignedAuthor")
    code = hl7.optional(assigned, "code")
    person = hl7.optional(assigned, "assignedPerson")
    organization = hl7.optional(assigned, "representedOrganization")
    return EntryAuthor(
        template=hl7.template_id(hl7.only(author, "templateId")),
        time=hl7.time(hl7.only(author, "time")),
        id=hl7.instance_id(hl7.only(assigned, "id")),
        code=None if code is None else hl7.coded(code),
        person=None if person is None else hl7.person_name(hl7.only(person, "name")),
        organization=None if organization is None else hl7.leaf(organization, "name"),
    )


def _values(observation: Element, kind: str) -> list[Element]:
    """The values of one type; a prefix before the type does not count."""
    values = hl7.many(observation, "value")
    return [value for value in values if value.get(XSI_TYPE, "").rpartition(":")[2] == kind]


def _first(observation: Element, kind: str) -> Element:
    """The value of that type. A second one makes the entry differ, so it is kept as XML."""
    value = _first_or_none(observation, kind)
    if value is None:
        where = path_of(observation)
        raise hl7.NotACard(expected=f"a value of type {kind}", found="none", where=where)
    return value


def _first_or_none(observation: Element, kind: str) -> Element | None:
    return next(iter(_values(observation, kind)), None)


def _language(observation: Element, common: _Common) -> Language:
    return Language(language=hl7.coded(_first(observation, "CD")), **common)


def _temporary_address(observation: Element, common: _Common) -> TemporaryAddress:
    return TemporaryAddress(
        period=hl7.period(hl7.only(observation, "effectiveTime")),
        address=hl7.address(_first(observation, "AD")),
        **common,
    )


def _dentist(observation: Element, common: _Common) -> Dentist:
    provider = _first_or_none(observation, "II")
    person = _first_or_none(observation, "PN")
    entity = _first_or_none(observation, "EN")
    clinic = _first_or_none(observation, "TN")
    address = _first_or_none(observation, "AD")
    return Dentist(
        provider=None if provider is None else hl7.instance_id(provider),
        person=None if person is None else hl7.person_name(person),
        entity=None if entity is None else hl7.person_name(entity),
        clinic=None if clinic is None else hl7.text_of(clinic),
        address=None if address is None else hl7.address(address),
        telecoms=tuple(hl7.telecom(value) for value in _values(observation, "TEL")),
        **common,
    )


def _custody(observation: Element, common: _Common) -> Custody:
    person = _first_or_none(observation, "II")
    return Custody(
        person=None if person is None else hl7.instance_id(person),
        name=hl7.person_name(_first(observation, "PN")),
        relation=hl7.coded(_first(observation, "CD")),
        **common,
    )


def _contact_numbers(observation: Element, common: _Common) -> ContactNumbers:
    telecoms = tuple(hl7.telecom(value) for value in _values(observation, "TEL"))
    return ContactNumbers(telecoms=telecoms, **common)


def _relative(observation: Element, common: _Common) -> Relative:
    relation = _first_or_none(observation, "CD")
    note = _first_or_none(observation, "ST")
    return Relative(
        name=hl7.person_name(_first(observation, "PN")),
        relation=None if relation is None else hl7.coded(relation),
        telecoms=tuple(hl7.telecom(value) for value in _values(observation, "TEL")),
        note=None if note is None else hl7.text_of(note),
        **common,
    )


def _citizen(observation: Element, common: _Common) -> CitizenNameAddress:
    confidential = _first_or_none(observation, "II")
    return CitizenNameAddress(
        name=hl7.person_name(_first(observation, "PN")),
        confidential=None if confidential is None else hl7.instance_id(confidential),
        address=hl7.address(_first(observation, "AD")),
        **common,
    )


def _coverage_group(observation: Element, common: _Common) -> CoverageGroup:
    return CoverageGroup(group=hl7.instance_id(_first(observation, "II")), **common)


def _registration(
    kind: type[OrganDonor | TreatmentWill | LivingWill | NoResuscitation],
) -> Callable[[Element, _Common], AnyEntry]:
    def read(observation: Element, common: _Common) -> AnyEntry:
        return kind(registration=hl7.id_or_null(_first(observation, "II")), **common)

    return read


_READERS: Final[dict[str, Callable[[Element, _Common], AnyEntry]]] = {
    TemplateOid.LANGUAGE: _language,
    TemplateOid.TEMPORARY_ADDRESS: _temporary_address,
    TemplateOid.DENTIST: _dentist,
    TemplateOid.CUSTODY: _custody,
    TemplateOid.CONTACT_NUMBERS: _contact_numbers,
    TemplateOid.RELATIVE: _relative,
    TemplateOid.CITIZEN_NAME_ADDRESS: _citizen,
    TemplateOid.COVERAGE_GROUP: _coverage_group,
    TemplateOid.ORGAN_DONOR: _registration(OrganDonor),
    TemplateOid.TREATMENT_WILL: _registration(TreatmentWill),
    TemplateOid.LIVING_WILL: _registration(LivingWill),
    TemplateOid.NO_RESUSCITATION: _registration(NoResuscitation),
}
