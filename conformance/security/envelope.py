"""The SOAP envelope, 1.1 or 1.2: taken apart, and put together."""

from copy import deepcopy
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.safe_xml import UnsafeXml, parse
from conformance.security import instants
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.namespaces import Namespace, prefixes
from conformance.security.soap import SoapVersion, version_of

_ENVELOPES: Final = frozenset(version.tag("Envelope") for version in SoapVersion)


def open_envelope(data: bytes, *, source: str) -> etree._Element:
    """Return the `soap:Envelope` in *data*; `soap.version_of` tells which SOAP it is.

    Raises DgwsFault with syntax_error when it is not safe XML or not an envelope.
    """
    try:
        root = parse(data, source=source)
    except UnsafeXml as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
    if root.tag not in _ENVELOPES:
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR,
            f"{source}: expected {Namespace.SOAP.tag('Envelope')}, found {root.tag}",
        )
    return root


def version_in(data: bytes) -> SoapVersion:
    """The version in which to answer *data*, whatever it is: SOAP 1.1 unless it is SOAP 1.2.

    Of a message that cannot be read, its namespace tells.
    """
    try:
        return version_of(open_envelope(data, source="request"))
    except DgwsFault:
        is_newer = SoapVersion.SOAP_1_2.encode() in data
        return SoapVersion.SOAP_1_2 if is_newer else SoapVersion.SOAP_1_1


def header_of(envelope: etree._Element) -> etree._Element | None:
    """The one Header of *envelope*, or None; several are a syntax_error."""
    return optional(envelope, version_of(envelope).tag("Header"))


def only(
    parent: etree._Element,
    tag: str,
    *,
    missing: FaultCode = FaultCode.MISSING_REQUIRED_HEADER,
) -> etree._Element:
    """Return the one child of *parent* with *tag*.

    Raises DgwsFault: *missing* when there is none, syntax_error when there are several.
    """
    found = optional(parent, tag)
    if found is None:
        raise DgwsFault(missing, f"expected {_name(tag)} in {_name(str(parent.tag))}, found none")
    return found


def optional(parent: etree._Element, tag: str) -> etree._Element | None:
    """Return the one child of *parent* with *tag*, or None; several are a syntax_error."""
    found = parent.findall(tag)
    if len(found) > 1:
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR,
            f"expected one {_name(tag)} in {_name(str(parent.tag))}, found {len(found)}",
        )
    return found[0] if found else None


def only_payload(envelope: etree._Element) -> etree._Element:
    """Return the one element in the body of *envelope*; anything else is a syntax_error."""
    tag = version_of(envelope).tag("Body")
    body = only(envelope, tag, missing=FaultCode.SYNTAX_ERROR)
    payload = list(body.iterchildren("*"))
    if len(payload) != 1:
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR, f"expected one element in Body, found {len(payload)}"
        )
    return payload[0]


def text_of(element: etree._Element) -> str:
    """Return the text of *element* without surrounding blanks."""
    return (element.text or "").strip()


def read_created(security: etree._Element) -> datetime:
    """Return `wsu:Timestamp/wsu:Created` of the `wsse:Security` header."""
    timestamp = only(security, Namespace.WSU.tag("Timestamp"))
    created = only(timestamp, Namespace.WSU.tag("Created"))
    try:
        return instants.from_wire(text_of(created))
    except ValueError as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, f"wsu:Created: {error}") from None


def new_envelope(
    *more_prefixes: str, version: SoapVersion = SoapVersion.SOAP_1_1
) -> tuple[etree._Element, etree._Element, etree._Element]:
    """Return an empty envelope with its header and body, declaring the prefixes of DGWS."""
    nsmap = prefixes("soap", "ds", "medcom", "saml", "sosi", "wsse", "wsu", *more_prefixes)
    nsmap["soap"] = version.value
    envelope = etree.Element(version.tag("Envelope"), nsmap=nsmap)
    header = etree.SubElement(envelope, version.tag("Header"))
    body = etree.SubElement(envelope, version.tag("Body"))
    return envelope, header, body


def add_security(header: etree._Element, created: datetime) -> etree._Element:
    """Add `wsse:Security` with its timestamp, in whole seconds, to *header* and return it."""
    security = etree.SubElement(header, Namespace.WSSE.tag("Security"))
    timestamp = etree.SubElement(security, Namespace.WSU.tag("Timestamp"))
    text = instants.to_wire(instants.whole_seconds(created))
    etree.SubElement(timestamp, Namespace.WSU.tag("Created")).text = text
    return security


def append_copy(parent: etree._Element, element: etree._Element) -> None:
    """Append a copy of *element*, which stays where it is.

    lxml may move namespace declarations up; exclusive canonicalization is blind to that, so a
    signature on *element* holds.
    """
    copy = deepcopy(element)
    copy.tail = None
    parent.append(copy)


def to_bytes(envelope: etree._Element) -> bytes:
    """Return *envelope* as UTF-8 with an XML declaration."""
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def _name(tag: str) -> str:
    return etree.QName(tag).localname
