"""ITI-18 answers as values: document entries, and the message that carries them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, UUID, uuid5

from lxml import etree

from conformance.xds.errors import RegistryError, append_errors, read_errors
from conformance.xds.query import patient_id
from conformance.xds.vocabulary import (
    CLASS_CODE_SCHEME,
    CONFIDENTIALITY_SCHEME,
    FORMAT_CODE_SCHEME,
    MEDCOM_MESSAGE_CODES,
    NSMAP,
    AvailabilityStatus,
    Classification,
    EntryType,
    ExternalIdentifier,
    Namespace,
    ResponseStatus,
    q,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A hit: what the registry tells about one card.

    *unique_id* is `<repository oid>^<uuid>` and is also the entry's id, as seen from the service
    in NSP's test environment. Source: the data authority's client, 2026.
    """

    unique_id: str
    repository_id: str
    home_community_id: str
    cpr: str
    format_code: str
    title: str
    entry_type: str = EntryType.ON_DEMAND
    status: str = AvailabilityStatus.APPROVED
    language: str = "da-DK"
    mime_type: str = "text/xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResponse:
    """An AdhocQueryResponse: hits, errors, or both."""

    status: str = ResponseStatus.SUCCESS
    entries: tuple[DocumentEntry, ...] = ()
    errors: tuple[RegistryError, ...] = field(default=())


def build_response(response: QueryResponse) -> etree._Element:
    """`<query:AdhocQueryResponse status>` with the errors and one ExtrinsicObject for each hit."""
    root = etree.Element(
        q(Namespace.QUERY, "AdhocQueryResponse"),
        nsmap={name: NSMAP[name] for name in ("query", "rim", "rs")},
    )
    root.set("status", response.status)
    append_errors(root, response.errors)
    hits = etree.SubElement(root, q(Namespace.RIM, "RegistryObjectList"))
    for entry in response.entries:
        hits.append(_extrinsic_object(entry))
    return root


def build_reference_response(response: QueryResponse) -> etree._Element:
    """The same answer for returnType ObjectRef: ids only."""
    root = build_response(QueryResponse(status=response.status, errors=response.errors))
    hits = root.find(q(Namespace.RIM, "RegistryObjectList"))
    assert hits is not None
    for entry in response.entries:
        reference = etree.SubElement(hits, q(Namespace.RIM, "ObjectRef"), id=entry.unique_id)
        reference.set("home", entry.home_community_id)
    return root


def read_response(body: etree._Element) -> QueryResponse:
    """Read an AdhocQueryResponse; ValueError when *body* is something else."""
    if body.tag != q(Namespace.QUERY, "AdhocQueryResponse"):
        raise ValueError(f"expected query:AdhocQueryResponse, found {body.tag}")
    return QueryResponse(
        status=body.get("status", ""),
        entries=tuple(_read_entries(body)),
        errors=read_errors(body),
    )


def _extrinsic_object(entry: DocumentEntry) -> etree._Element:
    """One hit. On-demand entries carry no hash, size or creationTime (IHE)."""
    element = etree.Element(q(Namespace.RIM, "ExtrinsicObject"), id=entry.unique_id)
    element.set("home", entry.home_community_id)
    element.set("mimeType", entry.mime_type)
    element.set("objectType", entry.entry_type)
    element.set("status", entry.status)
    _slot(element, "repositoryUniqueId", entry.repository_id)
    _slot(element, "sourcePatientId", patient_id(entry.cpr))
    _slot(element, "languageCode", entry.language)
    _localized(element, entry.title)
    for scheme, code, coding_scheme, name in (
        (Classification.CLASS, "001", CLASS_CODE_SCHEME, "Klinisk rapport"),
        (Classification.CONFIDENTIALITY, "N", CONFIDENTIALITY_SCHEME, "Normal"),
        (Classification.FORMAT, entry.format_code, FORMAT_CODE_SCHEME, "DK PDC schema"),
        (Classification.TYPE, "PDC", MEDCOM_MESSAGE_CODES, "Stamkort"),
    ):
        _classification(element, entry, scheme, code, coding_scheme, name)
    _identifier(element, entry, ExternalIdentifier.PATIENT_ID, patient_id(entry.cpr), "patientId")
    _identifier(element, entry, ExternalIdentifier.UNIQUE_ID, entry.unique_id, "uniqueId")
    return element


def _slot(parent: etree._Element, name: str, value: str) -> None:
    slot = etree.SubElement(parent, q(Namespace.RIM, "Slot"), name=name)
    value_list = etree.SubElement(slot, q(Namespace.RIM, "ValueList"))
    etree.SubElement(value_list, q(Namespace.RIM, "Value")).text = value


def _localized(parent: etree._Element, text: str) -> None:
    name = etree.SubElement(parent, q(Namespace.RIM, "Name"))
    etree.SubElement(name, q(Namespace.RIM, "LocalizedString"), value=text)


def _classification(  # noqa: PLR0913, PLR0917 - the parts of a coded value, always together
    parent: etree._Element,
    entry: DocumentEntry,
    scheme: Classification,
    code: str,
    coding_scheme: str,
    display_name: str,
) -> None:
    element = etree.SubElement(parent, q(Namespace.RIM, "Classification"))
    element.set("id", _derived_id(entry, scheme))
    element.set("classificationScheme", scheme.value)
    element.set("classifiedObject", entry.unique_id)
    element.set("nodeRepresentation", code)
    _slot(element, "codingScheme", coding_scheme)
    _localized(element, display_name)


def _identifier(
    parent: etree._Element, entry: DocumentEntry, scheme: ExternalIdentifier, value: str, name: str
) -> None:
    element = etree.SubElement(parent, q(Namespace.RIM, "ExternalIdentifier"))
    element.set("id", _derived_id(entry, scheme))
    element.set("registryObject", entry.unique_id)
    element.set("identificationScheme", scheme.value)
    element.set("value", value)
    _localized(element, f"XDSDocumentEntry.{name}")


def _derived_id(entry: DocumentEntry, scheme: str) -> str:
    """An id for a part of the entry that is the same at each search."""
    namespace = UUID(entry.unique_id.partition("^")[2]) if "^" in entry.unique_id else NAMESPACE_OID
    return f"urn:uuid:{uuid5(namespace, entry.unique_id + scheme)}"


def _read_entries(body: etree._Element) -> Iterator[DocumentEntry]:
    for element in body.findall("rim:RegistryObjectList/rim:ExtrinsicObject", NSMAP):
        identifiers = {
            identifier.get("identificationScheme"): identifier.get("value", "")
            for identifier in element.findall("rim:ExternalIdentifier", NSMAP)
        }
        codes = {
            classification.get("classificationScheme"): classification.get("nodeRepresentation", "")
            for classification in element.findall("rim:Classification", NSMAP)
        }
        slots = {
            slot.get("name"): slot.findtext("rim:ValueList/rim:Value", "", NSMAP)
            for slot in element.findall("rim:Slot", NSMAP)
        }
        title = element.find("rim:Name/rim:LocalizedString", NSMAP)
        yield DocumentEntry(
            unique_id=identifiers.get(ExternalIdentifier.UNIQUE_ID, ""),
            repository_id=slots.get("repositoryUniqueId", ""),
            home_community_id=element.get("home", ""),
            cpr=identifiers.get(ExternalIdentifier.PATIENT_ID, "").partition("^")[0],
            format_code=codes.get(Classification.FORMAT, ""),
            title="" if title is None else title.get("value", ""),
            entry_type=element.get("objectType", ""),
            status=element.get("status", ""),
            language=slots.get("languageCode", ""),
            mime_type=element.get("mimeType", ""),
        )
