"""Requests and responses of the Stamkortregister as XML: our own reading, to be replaced.

Neither WSDL, schema nor a complete sample of SKR is public. The form here follows the sister
registers of the same owner and builder (organ donation, living wills, treatment wills): a root in
the service's namespace, and in it, in no namespace, `id` with the CPR number and the element that
is written, whose own parts are in a namespace of the register's types. So no certificate can speak
of the syntax of SKR messages. Whoever has the schema replaces this one module.

<skr:CreateRelativesRequest xmlns:skr="http://sundhedsdatastyrelsen.dk/skr/2024/01/01"
    xmlns:fsk="urn:hl7-org:fsk" xmlns:hl7="urn:hl7-org:v3">
  <id root="1.2.208.176.1.2" extension="2512489996" assigningAuthorityName="CPR"/>
  <relatives id="839697de-9660-4575-a3ac-61def6fb3474">
    <fsk:name><hl7:given>Hans</hl7:given></fsk:name>
    <fsk:relation code="nabo" codeSystem="1.2.208.184.100.2"/>
    <fsk:telecom value="tel:11223344" use="H"/>
    <fsk:note>Har nøgle</fsk:note>
  </relatives>
</skr:CreateRelativesRequest>

Reading takes an element in any of the namespaces above, or in none, and refuses elements that it
does not know, so that none is passed over in silence.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from conformance.pdc import build_types as put
from conformance.pdc import read_types as hl7
from conformance.pdc.datatypes import Period, Telecom
from conformance.pdc.oids import Oid
from conformance.skr.values import (
    ContactInformation,
    Create,
    Delete,
    Dentist,
    Entry,
    Language,
    Relative,
    Request,
    TemporaryAddress,
    Update,
)
from conformance.skr.vocabulary import OPERATIONS, Namespace, Operation, Part, Verb
from conformance.xml_path import local_name, path_of

Element = etree._Element

_NSMAP: Final = {
    "skr": Namespace.SKR.value,
    "fsk": Namespace.FSK.value,
    "hl7": Namespace.HL7.value,
}
_BY_TAG: Final = {operation.request_tag: operation for operation in OPERATIONS}
_READ_IN: Final = {None, *(namespace.value for namespace in Namespace)}

_NAME: Final = frozenset({"prefix", "given", "family", "suffix"})
_ADDRESS: Final = frozenset({"streetAddressLine", "postalCode", "city", "country"})
_INSIDE: Final[dict[str, frozenset[str]]] = {
    Part.RELATIVES.element: frozenset({"name", "relation", "telecom", "note"}),
    Part.CONTACT_INFORMATION.element: frozenset({"telecom"}),
    Part.TEMPORARY_ADDRESS.element: frozenset({"effectiveTime", "addr"}),
    Part.LANGUAGE.element: frozenset({"languageCode"}),
    Part.DENTIST.element: frozenset({"provider"}),
    "name": _NAME,
    "addr": _ADDRESS,
    "effectiveTime": frozenset({"low", "high"}),
}
"""Which elements may stand in which; an element that is not named here holds text only."""

_NO_MORE: Final = "The message form is our own reading of SKR: see conformance.skr.messages"


class MalformedRequest(ValueError):
    """The element is no request of the form that is read here; the message says why."""


def build_request(request: Request) -> Element:
    """The request as an element, to be put in the body of an envelope."""
    root = etree.Element(request.operation.request_tag, nsmap=_NSMAP)
    put.set_id(etree.SubElement(root, "id"), request.citizen)
    element = etree.SubElement(root, request.operation.part.element)
    if isinstance(request, Delete):
        element.set("id", request.id)
    else:
        element.set("id", request.entry.id)
        _fill(element, request.entry)
    return root


def read_request(body: Element) -> Request:
    """The request in *body*, whose namespaces may vary. Raises MalformedRequest."""
    operation = _BY_TAG.get(str(body.tag))
    if operation is None:
        names = ", ".join(sorted(each.name for each in OPERATIONS))
        raise MalformedRequest(
            f"expected <operation>Request in {Namespace.SKR}, found {body.tag}. Operations: {names}"
        )
    try:
        return _request(_normalised(body, operation.part), operation)
    except hl7.NotACard as error:
        raise MalformedRequest(f"{error}. {_NO_MORE}") from None


def build_response(operation: Operation) -> Element:
    """The response: an empty element. Source: CreateRelativesResponse, as seen."""
    return etree.Element(operation.response_tag, nsmap={"skr": Namespace.SKR.value})


def read_response(body: Element, operation: Operation) -> None:
    """Raise MalformedRequest unless *body* is the empty response to *operation*."""
    if body.tag != operation.response_tag:
        raise MalformedRequest(f"expected {operation.response_tag}, found {body.tag}")
    if len(body) or (body.text or "").strip():
        raise MalformedRequest(f"expected nothing in {operation.name}Response, found content")


def _request(root: Element, operation: Operation) -> Request:
    citizen = hl7.instance_id(hl7.only(root, "id"))
    if citizen.root != Oid.CPR or not citizen.extension:
        raise MalformedRequest(
            f"expected a CPR number (root {Oid.CPR}) in id, found root {citizen.root!r}, "
            f"extension {citizen.extension!r}"
        )
    element = hl7.only(root, operation.part.element)
    entry_id = element.get("id")
    if entry_id is None:
        raise MalformedRequest(f"expected an id (UUID) on {operation.part.element}, found none")
    if operation.verb is Verb.DELETE:
        _require_known(element, frozenset())
        return Delete(citizen=citizen, part=operation.part, id=entry_id)
    entry = _READERS[operation.part](element, entry_id)
    if operation.verb is Verb.UPDATE:
        return Update(citizen=citizen, entry=entry)
    return Create(citizen=citizen, entry=entry)


def _normalised(body: Element, part: Part) -> Element:
    """A copy without comments, all in HL7's namespace, that holds only known elements."""
    copy = deepcopy(body)
    etree.strip_tags(copy, etree.Comment, etree.ProcessingInstruction)
    for element in copy.iterdescendants(etree.Element):
        name = etree.QName(element)
        if name.namespace not in _READ_IN:
            where = path_of(element)
            raise MalformedRequest(f"expected a namespace of SKR, found {name.text}, at {where}")
        element.tag = Namespace.HL7.tag(name.localname)
    _require_known(copy, frozenset({"id", part.element}))
    return copy


def _require_known(parent: Element, allowed: frozenset[str]) -> None:
    for child in parent:
        if local_name(child) not in allowed:
            raise MalformedRequest(
                f"expected {', '.join(sorted(allowed)) or 'text only'} in {local_name(parent)}, "
                f"found {local_name(child)}, at {path_of(child)}. {_NO_MORE}"
            )
        _require_known(child, _INSIDE.get(local_name(child), frozenset()))


def _fill(element: Element, entry: Entry) -> None:
    match entry:
        case Relative():
            put.fill_name(_fsk(element, "name"), entry.name)
            if entry.relation is not None:
                put.set_code(_fsk(element, "relation"), entry.relation)
            _put_telecoms(element, entry.telecoms)
            if entry.note is not None:
                _fsk(element, "note").text = entry.note
        case ContactInformation():
            _put_telecoms(element, entry.telecoms)
        case TemporaryAddress():
            _put_period(_fsk(element, "effectiveTime"), entry.period)
            put.fill_address(_fsk(element, "addr"), entry.address)
        case Language():
            put.set_code(_fsk(element, "languageCode"), entry.language)
        case Dentist():
            put.set_id(_fsk(element, "provider"), entry.provider)


def _fsk(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, Namespace.FSK.tag(name))


def _put_telecoms(parent: Element, telecoms: tuple[Telecom, ...]) -> None:
    for telecom in telecoms:
        put.set_telecom(_fsk(parent, "telecom"), telecom)


def _put_period(element: Element, period: Period) -> None:
    if period.low is not None:
        put.put_time(element, "low", period.low)
    if period.high is not None:
        put.put_time(element, "high", period.high)


def _relative(element: Element, entry_id: str) -> Relative:
    relation = hl7.optional(element, "relation")
    return Relative(
        id=entry_id,
        name=hl7.person_name(hl7.only(element, "name")),
        relation=None if relation is None else hl7.coded(relation),
        telecoms=_telecoms(element),
        note=hl7.leaf(element, "note"),
    )


def _contact_information(element: Element, entry_id: str) -> ContactInformation:
    return ContactInformation(id=entry_id, telecoms=_telecoms(element))


def _temporary_address(element: Element, entry_id: str) -> TemporaryAddress:
    return TemporaryAddress(
        id=entry_id,
        address=hl7.address(hl7.only(element, "addr")),
        period=hl7.period(hl7.only(element, "effectiveTime")),
    )


def _language(element: Element, entry_id: str) -> Language:
    return Language(id=entry_id, language=hl7.coded(hl7.only(element, "languageCode")))


def _dentist(element: Element, entry_id: str) -> Dentist:
    return Dentist(id=entry_id, provider=hl7.instance_id(hl7.only(element, "provider")))


def _telecoms(element: Element) -> tuple[Telecom, ...]:
    return tuple(hl7.telecom(child) for child in hl7.many(element, "telecom"))


_READERS: Final[dict[Part, Callable[[Element, str], Entry]]] = {
    Part.RELATIVES: _relative,
    Part.CONTACT_INFORMATION: _contact_information,
    Part.TEMPORARY_ADDRESS: _temporary_address,
    Part.LANGUAGE: _language,
    Part.DENTIST: _dentist,
}
