"""Recognises what a document is, from its first bytes or from its root element."""

import re
from enum import StrEnum
from typing import Final

from lxml import etree

from conformance.minlog.vocabulary import Namespace as MinLog
from conformance.nas.vocabulary import Namespace as Nas
from conformance.pdc.xml_names import V3
from conformance.security.namespaces import Namespace as Dgws
from conformance.xds.vocabulary import Namespace as Xds
from conformance.xds.vocabulary import q


class Kind(StrEnum):
    """What a document is."""

    PDC_DK = "pdc-dk"
    """A PDC-DK card, or another CDA document given as one."""

    ITI_18_REQUEST = "iti-18-request"
    """A search: AdhocQueryRequest."""

    ITI_18_RESPONSE = "iti-18-response"
    """The hits of a search: AdhocQueryResponse."""

    ITI_43_REQUEST = "iti-43-request"
    """A retrieval: RetrieveDocumentSetRequest."""

    ITI_43_RESPONSE = "iti-43-response"
    """Retrieved documents: RetrieveDocumentSetResponse."""

    MINLOG_REQUEST = "minlog2-request"
    """MinLog2 RegistrationRequest."""

    MINLOG_RESPONSE = "minlog2-response"
    """MinLog2 RegistrationResponse."""

    NAS2 = "nas2-message"
    """A message of the notification service: WS-BaseNotification, or a list of ids."""

    ID_CARD = "sosi-id-card"
    """A SOSI id card: saml:Assertion in DGWS' profile."""

    DGWS_HEADER = "dgws-header"
    """A medcom:Header by itself."""

    HSUID = "hsuid-header"
    """A HSUID header."""

    TOKEN_REQUEST = "ws-trust-request"  # noqa: S105 - the name of a message
    """WS-Trust RequestSecurityToken."""

    TOKEN_RESPONSE = "ws-trust-response"  # noqa: S105 - the name of a message
    """WS-Trust RequestSecurityTokenResponse."""

    SOAP_FAULT = "soap-fault"
    """A SOAP envelope that carries a fault."""

    SOAP = "soap-envelope"
    """A SOAP envelope with another body."""

    MIME = "mime-multipart"
    """A MIME multipart/related, RFC 2387."""

    BASE64 = "base64"
    """Base64 text and nothing else."""

    HTML = "html"
    """A web page."""

    UNKNOWN = "unknown"
    """Something else."""


WS_TRUST_13: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
"""WS-Trust 1.3, used when tokens are exchanged. Source: NSP protocol dossier 4.1."""

_ROOTS: Final = {
    f"{V3}ClinicalDocument": Kind.PDC_DK,
    q(Xds.QUERY, "AdhocQueryRequest"): Kind.ITI_18_REQUEST,
    q(Xds.QUERY, "AdhocQueryResponse"): Kind.ITI_18_RESPONSE,
    q(Xds.IHE, "RetrieveDocumentSetRequest"): Kind.ITI_43_REQUEST,
    q(Xds.IHE, "RetrieveDocumentSetResponse"): Kind.ITI_43_RESPONSE,
    MinLog.REGISTRATION.tag("RegistrationRequest"): Kind.MINLOG_REQUEST,
    MinLog.REGISTRATION.tag("RegistrationResponse"): Kind.MINLOG_RESPONSE,
    Dgws.SAML.tag("Assertion"): Kind.ID_CARD,
    Dgws.MEDCOM.tag("Header"): Kind.DGWS_HEADER,
    Dgws.HSUID.tag("HsuidHeader"): Kind.HSUID,
    Dgws.WST.tag("RequestSecurityToken"): Kind.TOKEN_REQUEST,
    Dgws.WST.tag("RequestSecurityTokenResponse"): Kind.TOKEN_RESPONSE,
    f"{{{WS_TRUST_13}}}RequestSecurityToken": Kind.TOKEN_REQUEST,
    f"{{{WS_TRUST_13}}}RequestSecurityTokenResponseCollection": Kind.TOKEN_RESPONSE,
    f"{{{WS_TRUST_13}}}RequestSecurityTokenResponse": Kind.TOKEN_RESPONSE,
    Dgws.SOAP.tag("Envelope"): Kind.SOAP,
    Dgws.SOAP12.tag("Envelope"): Kind.SOAP,
    Dgws.SOAP.tag("Fault"): Kind.SOAP_FAULT,
    Dgws.SOAP12.tag("Fault"): Kind.SOAP_FAULT,
}

_LOOKED_AT: Final = 2048
"""Bytes from the start that tell what a document is, before it is parsed."""

_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BOUNDARY: Final = re.compile(rb"--[^\s<>][^\r\n]*\r?\n(?:[\w-]+:|\r?\n)")
_FIELD: Final = re.compile(rb"[\w-]+:")
_MULTIPART: Final = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def kind_of(root: etree._Element) -> Kind:
    """What the document with this root element is; UNKNOWN when its name says nothing."""
    kind = _ROOTS.get(str(root.tag))
    if kind is None:
        notifies = etree.QName(root).namespace in {Nas.WSNT, Nas.ID_LIST}
        return Kind.NAS2 if notifies else Kind.UNKNOWN
    return kind


def kind_of_bytes(data: bytes) -> Kind:
    """What *data* is when it is not to be parsed as XML: MIME, base64 or HTML; else UNKNOWN."""
    start = data[:_LOOKED_AT].removeprefix(_BYTE_ORDER_MARK).strip()
    if start[:1] == b"<":
        return Kind.HTML if _HTML.match(_after_comments(start)) else Kind.UNKNOWN
    if _BOUNDARY.match(start) or (_FIELD.match(start) and _MULTIPART.search(start)):
        return Kind.MIME
    return Kind.BASE64 if _BASE64.fullmatch(b"".join(start.split())) else Kind.UNKNOWN


def _after_comments(start: bytes) -> bytes:
    """What follows the comments before a page; a loop, as a pattern would take exponential time."""
    while start.startswith(b"<!--"):
        start = start.partition(b"-->")[2].lstrip()
    return start
