"""ITI-18 answers: the message that carries document entries, built and read."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeVar
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from conformance.xds.codes import CodedValue
from conformance.xds.document_entry import DocumentEntry, QueryResponse
from conformance.xds.errors import append_errors, read_errors
from conformance.xds.query import patient_id
from conformance.xds.vocabulary import (
    FORMAT_CODE_SCHEME,
    NSMAP,
    Classification,
    ExternalIdentifier,
    Namespace,
    q,
)

__all__ = [
    "DocumentEntry",
    "QueryResponse",
    "build_reference_response",
    "build_response",
    "read_response",
]

_T = TypeVar("_T")

_FORMAT_NAME: Final = "DK PDC schema"
_REPOSITORY: Final = "repositoryUniqueId"
_CREATION: Final = "creationTime"
_START: Final = "serviceStartTime"
_STOP: Final = "serviceStopTime"
_LANGUAGE: Final = "languageCode"
_PATIENT_INFO: Final = "sourcePatientInfo"
_SCHEME: Final = "codingScheme"
_INSTITUTION: Final = "authorInstitution"
_PERSON: Final = "authorPerson"


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
        reference = etree.SubElement(hits, q(Namespace.RIM, "ObjectRef"), id=entry.id)
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
    """One hit. On-demand entries carry no hash and no size (IHE)."""
    element = etree.Element(q(Namespace.RIM, "ExtrinsicObject"), id=entry.id)
    element.set("home", entry.home_community_id)
    element.set("mimeType", entry.mime_type)
    element.set("objectType", entry.entry_type)
    element.set("status", entry.status)
    for name, values in _slots(entry):
        _slot(element, name, *values)
    _localized(element, entry.title)
    if entry.author_institution or entry.author_person:
        _author(element, entry)
    for scheme, code in _codes(entry):
        _classification(element, entry, scheme, code)
    _identifier(element, entry, ExternalIdentifier.PATIENT_ID, patient_id(entry.cpr), "patientId")
    _identifier(element, entry, ExternalIdentifier.UNIQUE_ID, entry.unique_id, "uniqueId")
    return element


def _slots(entry: DocumentEntry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The slots that have values."""
    named = {
        _REPOSITORY: entry.repository_id,
        _CREATION: entry.creation_time,
        _START: entry.service_start,
        _STOP: entry.service_stop,
        _LANGUAGE: entry.language,
        "sourcePatientId": patient_id(entry.cpr),
    }
    yield from ((name, (value,)) for name, value in named.items() if value)
    if entry.patient_info:
        yield _PATIENT_INFO, entry.patient_info


def _codes(entry: DocumentEntry) -> Iterator[tuple[Classification, CodedValue]]:
    format_code = CodedValue(
        code=entry.format_code, scheme=FORMAT_CODE_SCHEME, display_name=_FORMAT_NAME
    )
    several: tuple[tuple[Classification, tuple[CodedValue | None, ...]], ...] = (
        (Classification.CLASS, (entry.class_code,)),
        (Classification.CONFIDENTIALITY, entry.confidentiality),
        (Classification.EVENT, entry.event_codes),
        (Classification.FORMAT, (format_code,)),
        (Classification.HEALTHCARE_FACILITY, (entry.healthcare_facility,)),
        (Classification.PRACTICE_SETTING, (entry.practice_setting,)),
        (Classification.TYPE, (entry.type_code,)),
    )
    for scheme, codes in several:
        yield from ((scheme, code) for code in codes if code is not None)


def _slot(parent: etree._Element, name: str, *values: str) -> None:
    slot = etree.SubElement(parent, q(Namespace.RIM, "Slot"), name=name)
    value_list = etree.SubElement(slot, q(Namespace.RIM, "ValueList"))
    for value in values:
        etree.SubElement(value_list, q(Namespace.RIM, "Value")).text = value


def _localized(parent: etree._Element, text: str) -> None:
    name = etree.SubElement(parent, q(Namespace.RIM, "Name"))
    etree.SubElement(name, q(Namespace.RIM, "LocalizedString"), value=text)


def _author(parent: etree._Element, entry: DocumentEntry) -> None:
    element = _classified(parent, entry, Classification.AUTHOR, "")
    if entry.author_institution:
        _slot(element, _INSTITUTION, entry.author_institution)
    if entry.author_person:
        _slot(element, _PERSON, entry.author_person)


def _classification(
    parent: etree._Element, entry: DocumentEntry, scheme: Classification, code: CodedValue
) -> None:
    element = _classified(parent, entry, scheme, code.code)
    _slot(element, _SCHEME, code.scheme)
    _localized(element, code.display_name)


def _classified(
    parent: etree._Element, entry: DocumentEntry, scheme: Classification, code: str
) -> etree._Element:
    element = etree.SubElement(parent, q(Namespace.RIM, "Classification"))
    element.set("id", _derived_id(entry.unique_id, scheme + code))
    element.set("classificationScheme", scheme.value)
    element.set("classifiedObject", entry.id)
    element.set("nodeRepresentation", code)
    return element


def _identifier(
    parent: etree._Element, entry: DocumentEntry, scheme: ExternalIdentifier, value: str, name: str
) -> None:
    element = etree.SubElement(parent, q(Namespace.RIM, "ExternalIdentifier"))
    element.set("id", _derived_id(entry.unique_id, scheme))
    element.set("registryObject", entry.id)
    element.set("identificationScheme", scheme.value)
    element.set("value", value)
    _localized(element, f"XDSDocumentEntry.{name}")


@lru_cache(maxsize=8192)
def _derived_id(unique_id: str, part: str) -> str:
    """An id for a part of an entry that is the same at each search."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, unique_id + part)}"


def _read_entries(body: etree._Element) -> Iterator[DocumentEntry]:
    for element in body.findall("rim:RegistryObjectList/rim:ExtrinsicObject", NSMAP):
        yield _read_entry(element)


def _read_entry(element: etree._Element) -> DocumentEntry:
    identifiers = {
        identifier.get("identificationScheme"): identifier.get("value", "")
        for identifier in element.findall("rim:ExternalIdentifier", NSMAP)
    }
    codes = _read_codes(element)
    slots = _read_slots(element)
    author = _read_slots(
        element.find(
            f"rim:Classification[@classificationScheme='{Classification.AUTHOR.value}']", NSMAP
        )
    )
    unique_id, own_id = identifiers.get(ExternalIdentifier.UNIQUE_ID, ""), element.get("id")
    formats = codes.get(Classification.FORMAT, ())
    return DocumentEntry(
        unique_id=unique_id,
        entry_uuid=None if own_id == unique_id else own_id,
        repository_id=_only(slots.get(_REPOSITORY)) or "",
        home_community_id=element.get("home", ""),
        cpr=identifiers.get(ExternalIdentifier.PATIENT_ID, "").partition("^")[0],
        format_code=formats[0].code if formats else "",
        title=_read_title(element),
        entry_type=element.get("objectType", ""),
        status=element.get("status", ""),
        language=_only(slots.get(_LANGUAGE)) or "",
        mime_type=element.get("mimeType", ""),
        class_code=_only(codes.get(Classification.CLASS)),
        type_code=_only(codes.get(Classification.TYPE)),
        confidentiality=codes.get(Classification.CONFIDENTIALITY, ()),
        event_codes=codes.get(Classification.EVENT, ()),
        healthcare_facility=_only(codes.get(Classification.HEALTHCARE_FACILITY)),
        practice_setting=_only(codes.get(Classification.PRACTICE_SETTING)),
        author_institution=_only(author.get(_INSTITUTION)),
        author_person=_only(author.get(_PERSON)),
        creation_time=_only(slots.get(_CREATION)),
        service_start=_only(slots.get(_START)),
        service_stop=_only(slots.get(_STOP)),
        patient_info=slots.get(_PATIENT_INFO, ()),
    )


def _only(values: Sequence[_T] | None) -> _T | None:
    """The first value, if there is one."""
    return values[0] if values else None


def _read_title(element: etree._Element) -> str:
    title = element.find("rim:Name/rim:LocalizedString", NSMAP)
    return "" if title is None else title.get("value", "")


def _read_slots(element: etree._Element | None) -> dict[str, tuple[str, ...]]:
    if element is None:
        return {}
    return {
        slot.get("name", ""): tuple(
            value.text or "" for value in slot.findall("rim:ValueList/rim:Value", NSMAP)
        )
        for slot in element.findall("rim:Slot", NSMAP)
    }


def _read_codes(element: etree._Element) -> dict[str, tuple[CodedValue, ...]]:
    found: dict[str, tuple[CodedValue, ...]] = {}
    for each in element.findall("rim:Classification", NSMAP):
        scheme = each.get("classificationScheme", "")
        code = CodedValue(
            code=each.get("nodeRepresentation", ""),
            scheme=_only(_read_slots(each).get(_SCHEME)) or "",
            display_name=_read_title(each),
        )
        found[scheme] = (*found.get(scheme, ()), code)
    return found
