"""Finds the parts of a SOAP envelope, whichever version of SOAP it is, without judging them."""

from typing import Final

from lxml import etree

from conformance.security.namespaces import PREFIXES, Namespace
from conformance.validate.kinds import Kind, kind_of
from conformance.validate.messages.rule import Element

WSA_ACTION: Final = "{http://www.w3.org/2005/08/addressing}Action"
"""WS-Addressing of 2005, which OIOIDWS calls carry. Source: NSP protocol dossier 4.7."""

REQUESTS: Final = frozenset({Kind.ITI_18_REQUEST, Kind.ITI_43_REQUEST, Kind.MINLOG_REQUEST})
"""Payloads of calls that carry a DGWS header, or an OIOIDWS token."""

RESPONSES: Final = frozenset({Kind.ITI_18_RESPONSE, Kind.ITI_43_RESPONSE, Kind.MINLOG_RESPONSE})
"""Payloads of answers to such calls."""


def parts(envelope: Element, name: str) -> list[Element]:
    """The children of that name in the envelope's own namespace: Header or Body."""
    namespace = etree.QName(envelope).namespace
    return envelope.findall(f"{{{namespace}}}{name}")


def payload_of(envelope: Element) -> Element | None:
    """The first element in the first Body."""
    return next((each for body in parts(envelope, "Body") for each in body.iterchildren("*")), None)


def payload_kind(envelope: Element) -> Kind:
    """What the envelope carries; UNKNOWN when it carries nothing."""
    payload = payload_of(envelope)
    return Kind.UNKNOWN if payload is None else kind_of(payload)


def header_blocks(envelope: Element, tag: str) -> list[Element]:
    """The header blocks with that qualified name."""
    return [block for header in parts(envelope, "Header") for block in header.findall(tag)]


def medcom_headers(root: Element) -> list[Element]:
    """The medcom headers: those of an envelope, or the root itself."""
    tag = Namespace.MEDCOM.tag("Header")
    return [root] if root.tag == tag else header_blocks(root, tag)


def is_token_call(envelope: Element) -> bool:
    """Whether the call is OIOIDWS: WS-Addressing instead of a medcom header."""
    return bool(header_blocks(envelope, WSA_ACTION)) and not medcom_headers(envelope)


def id_cards(envelope: Element) -> list[Element]:
    """The id cards: in wsse:Security, in a request to the STS, and in its answer."""
    if is_token_call(envelope):
        return []
    found = [
        card
        for security in header_blocks(envelope, Namespace.WSSE.tag("Security"))
        for card in security.findall(Namespace.SAML.tag("Assertion"))
    ]
    payload = payload_of(envelope)
    if payload is not None:
        for path in ("wst:Claims/saml:Assertion", "wst:RequestedSecurityToken/saml:Assertion"):
            found.extend(payload.findall(path, PREFIXES))
    return found


def hsuid_headers(envelope: Element) -> list[Element]:
    """The HSUID headers."""
    return header_blocks(envelope, Namespace.HSUID.tag("HsuidHeader"))
