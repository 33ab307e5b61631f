"""Writes a card as a CDA document."""

from lxml import etree

from conformance.pdc.build_section import put_entry, put_narrative
from conformance.pdc.build_types import (
    Element,
    fill_address,
    fill_name,
    put,
    put_id,
    put_period,
    put_template,
    put_time,
    set_code,
    set_telecom,
)
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    Card,
    DocumentAuthor,
    InstanceId,
    Organization,
    Patient,
    ProviderOrganization,
    ServiceEvent,
)
from conformance.pdc.xml_names import CDA_SCHEMA, DOCUMENT_PREFIXES, SCHEMA_LOCATION, V3


def build(card: Card) -> bytes:
    """The document of *card*, in UTF-8 with an XML declaration, on one line.

    <ClinicalDocument xmlns="urn:hl7-org:v3" moodCode="EVN">
      <realmCode code="DK"/>
      <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
      <templateId root="1.2.208.184.16.1" extension="3.0"/>
      <id root="1.2.208.184" extension="2a412d69-…" assigningAuthorityName="MedCom"/>
      <code code="PDC" …/> <title>Personal Data Card for 0410009234</title> …
      <recordTarget/> <author/> <custodian/> <documentationOf/> <documentationOf/> <component/>
    </ClinicalDocument>

    Raises ValueError when a text holds characters that XML cannot carry (control characters).
    """
    attributes = {"moodCode": "EVN", SCHEMA_LOCATION: CDA_SCHEMA}
    root = etree.Element(V3 + "ClinicalDocument", attributes, nsmap=DOCUMENT_PREFIXES)
    _put_identity(root, card)
    _put_patient(root, card.patient)
    _put_author(root, card.author)
    _put_custodian(root, card.custodian)
    for event in card.documentation_of:
        _put_service_event(root, event)
    _put_section(root, card)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _put_identity(root: Element, card: Card) -> None:
    if card.realm is not None:
        put(root, "realmCode", code=card.realm)
    put(root, "typeId", root=Oid.CDA_TYPE, extension="POCD_HD000040")
    for template in card.templates:
        put_template(root, template)
    put_id(root, card.id)
    set_code(put(root, "code"), card.code)
    if card.title is not None:
        put(root, "title", card.title)
    put_time(root, "effectiveTime", card.effective_time)
    if card.confidentiality is not None:
        set_code(put(root, "confidentialityCode"), card.confidentiality)
    if card.language is not None:
        put(root, "languageCode", code=card.language)


def _put_patient(root: Element, patient: Patient) -> None:
    """The citizen.

    <recordTarget typeCode="RCT" contextControlCode="OP"><patientRole classCode="PAT">
      <id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>
      <addr use="H">…</addr>
      <patient classCode="PSN"><name>…</name><administrativeGenderCode …/><birthTime …/></patient>
      <providerOrganization>…</providerOrganization>
    </patientRole></recordTarget>
    """
    target = put(root, "recordTarget", typeCode="RCT", contextControlCode="OP")
    role = put(target, "patientRole", classCode="PAT")
    for identifier in patient.ids:
        put_id(role, identifier)
    if patient.address is not None:
        fill_address(put(role, "addr"), patient.address)
    person = put(role, "patient", classCode="PSN")
    if patient.name is not None:
        fill_name(put(person, "name"), patient.name)
    if patient.gender is not None:
        set_code(put(person, "administrativeGenderCode"), patient.gender)
    if patient.birth_time is not None:
        put_time(person, "birthTime", patient.birth_time)
    if patient.provider is not None:
        _put_provider(role, patient.provider)


def _put_provider(role: Element, provider: ProviderOrganization) -> None:
    """`<providerOrganization><id/><name/><telecom/><addr/></providerOrganization>`."""
    element = put(role, "providerOrganization")
    _put_named(element, provider.id, provider.name)
    for telecom in provider.telecoms:
        set_telecom(put(element, "telecom"), telecom)
    if provider.address is not None:
        fill_address(put(element, "addr"), provider.address)


def _put_author(root: Element, author: DocumentAuthor) -> None:
    """`<author><time/><assignedAuthor><id/><representedOrganization/></assignedAuthor></author>`."""
    element = put(root, "author")
    put_time(element, "time", author.time)
    assigned = put(element, "assignedAuthor")
    put_id(assigned, author.id)
    if author.organization is not None:
        put(put(assigned, "representedOrganization"), "name", author.organization)


def _put_custodian(root: Element, custodian: Organization) -> None:
    """`<custodian><assignedCustodian><representedCustodianOrganization>…`."""
    assigned = put(put(root, "custodian"), "assignedCustodian")
    organization = put(assigned, "representedCustodianOrganization")
    _put_named(organization, custodian.id, custodian.name)


def _put_named(element: Element, identifier: InstanceId | None, name: str | None) -> None:
    if identifier is not None:
        put_id(element, identifier)
    if name is not None:
        put(element, "name", name)


def _put_service_event(root: Element, event: ServiceEvent) -> None:
    """`<documentationOf typeCode="DOC"><serviceEvent …><templateId/><id/><effectiveTime/>…`."""
    element = put(root, "documentationOf", typeCode="DOC")
    service = put(element, "serviceEvent", classCode="ACT", moodCode="EVN")
    if event.template is not None:
        put_template(service, event.template)
    if event.id is not None:
        put_id(service, event.id)
    if event.period is not None:
        put_period(service, event.period)


def _put_section(root: Element, card: Card) -> None:
    """`<component><structuredBody><component><section>…`, with narrative and entries."""
    component = put(root, "component", typeCode="COMP", contextConductionInd="true")
    body = put(component, "structuredBody", classCode="DOCBODY", moodCode="EVN")
    component = put(body, "component", typeCode="COMP", contextConductionInd="true")
    section = put(component, "section", classCode="DOCSECT", moodCode="EVN")
    if card.section_template is not None:
        put_template(section, card.section_template)
    if card.narrative is not None:
        put_narrative(section, card.narrative)
    for entry in card.entries:
        put_entry(section, entry)
