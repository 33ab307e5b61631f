"""Reads a CDA document into a card."""

from collections.abc import Iterator

from lxml import etree

from conformance.pdc import read_types as hl7
from conformance.pdc.build import build
from conformance.pdc.read_section import read_entry, read_narrative
from conformance.pdc.read_types import NotACard
from conformance.pdc.same import differences
from conformance.pdc.values import (
    Card,
    DocumentAuthor,
    Organization,
    Patient,
    ProviderOrganization,
    ServiceEvent,
)
from conformance.pdc.xml_names import CDA, V3
from conformance.safe_xml import UnsafeXml, parse
from conformance.xml_path import local_name

__all__ = ["NotACard", "read", "unread"]

Element = etree._Element


def read(data: bytes) -> Card:
    """The card in *data*, with all its dirt; `read(build(card)) == card`.

    Comments and the order of attributes are not kept; what else is not, `unread` tells.
    Raises NotACard when *data* is no XML, no CDA document, or lacks (or doubles) what every card
    has: patient, author, custodian, id, code, time and one section.
    """
    root = _document(data)
    section = _section(root)
    text = hl7.optional(section, "text")
    template = hl7.optional(section, "templateId")
    confidentiality = hl7.optional(root, "confidentialityCode")
    return Card(
        realm=_code(root, "realmCode"),
        templates=tuple(hl7.template_id(child) for child in hl7.many(root, "templateId")),
        id=hl7.instance_id(hl7.only(root, "id")),
        code=hl7.coded(hl7.only(root, "code")),
        title=hl7.leaf(root, "title"),
        effective_time=hl7.time(hl7.only(root, "effectiveTime")),
        confidentiality=None if confidentiality is None else hl7.coded(confidentiality),
        language=_code(root, "languageCode"),
        patient=_patient(root),
        author=_author(hl7.only(root, "author")),
        custodian=_custodian(root),
        documentation_of=tuple(_event(child) for child in hl7.many(root, "documentationOf")),
        section_template=None if template is None else hl7.template_id(template),
        narrative=None if text is None else read_narrative(text),
        entries=tuple(read_entry(entry) for entry in hl7.many(section, "entry")),
    )


def unread(data: bytes) -> Iterator[str]:
    """Yield a sentence for each thing in *data* that its card does not hold.

    Such things stand in the header, outside the profile: a setId, a second participant. Entries
    are always kept. Raises NotACard as `read` does.
    """
    yield from differences(_document(data), _document(build(read(data))))


def _document(data: bytes) -> Element:
    try:
        root = parse(data, source="card")
    except UnsafeXml as error:
        raise NotACard(expected="a CDA document", found=str(error), where="/") from error
    if root.tag != V3 + "ClinicalDocument":
        namespace = etree.QName(root).namespace or "no namespace"
        raise NotACard(
            expected=f"ClinicalDocument in {CDA}",
            found=f"{local_name(root)} in {namespace}",
            where="/",
        )
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


def _section(root: Element) -> Element:
    body = hl7.only(hl7.only(root, "component"), "structuredBody")
    return hl7.only(hl7.only(body, "component"), "section")


def _code(root: Element, name: str) -> str | None:
    child = hl7.optional(root, name)
    return None if child is None else child.get("code")


def _patient(root: Element) -> Patient:
    role = hl7.only(hl7.only(root, "recordTarget"), "patientRole")
    person = hl7.only(role, "patient")
    name = hl7.optional(person, "name")
    gender = hl7.optional(person, "administrativeGenderCode")
    address = hl7.optional(role, "addr")
    provider = hl7.optional(role, "providerOrganization")
    return Patient(
        ids=tuple(hl7.instance_id(child) for child in hl7.many(role, "id")),
        address=None if address is None else hl7.address(address),
        name=None if name is None else hl7.person_name(name),
        gender=None if gender is None else hl7.coded(gender),
        birth_time=hl7.optional_time(person, "birthTime"),
        provider=None if provider is None else _provider(provider),
    )


def _provider(element: Element) -> ProviderOrganization:
    identifier = hl7.optional(element, "id")
    address = hl7.optional(element, "addr")
    return ProviderOrganization(
        id=None if identifier is None else hl7.instance_id(identifier),
        name=hl7.leaf(element, "name"),
        telecoms=tuple(hl7.telecom(child) for child in hl7.many(element, "telecom")),
        address=None if address is None else hl7.address(address),
    )


def _author(author: Element) -> DocumentAuthor:
    assigned = hl7.only(author, "assignedAuthor")
    organization = hl7.optional(assigned, "representedOrganization")
    return DocumentAuthor(
        time=hl7.time(hl7.only(author, "time")),
        id=hl7.instance_id(hl7.only(assigned, "id")),
        organization=None if organization is None else hl7.leaf(organization, "name"),
    )


def _custodian(root: Element) -> Organization:
    assigned = hl7.only(hl7.only(root, "custodian"), "assignedCustodian")
    organization = hl7.only(assigned, "representedCustodianOrganization")
    return Organization(
        id=hl7.instance_id(hl7.only(organization, "id")),
        name=hl7.leaf(organization, "name"),
    )


def _event(documentation: Element) -> ServiceEvent:
    event = hl7.only(documentation, "serviceEvent")
    template = hl7.optional(event, "templateId")
    identifier = hl7.optional(event, "id")
    period = hl7.optional(event, "effectiveTime")
    return ServiceEvent(
        template=None if template is None else hl7.template_id(template),
        id=None if identifier is None else hl7.instance_id(identifier),
        period=None if period is None else hl7.period(period),
    )
