"""The messages by which the STS issues an id card, and what it changes in the card."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from lxml import etree

from conformance.security import dgws, envelope
from conformance.security.distinguished_names import sts_name_id
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import LIFETIME, IdCard, SubjectIdFormat, valid_from
from conformance.security.namespaces import Namespace
from conformance.security.soap import Blame, SoapVersion, add_fault, version_of

TOKEN_TYPE: Final = "urn:oasis:names:tc:SAML:2.0:assertion:"  # noqa: S105 - a token's type
"""The TokenType of an id card, with its closing colon."""

REQUEST_TYPE: Final = "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue"
STATUS_VALID: Final = "http://schemas.xmlsoap.org/ws/2005/02/trust/status/valid"
CONTEXT: Final = "www.sosi.dk"
"""The Context that clients send."""

ACTION: Final = "Issue"
"""The SOAPAction of the call."""


class TrustFaultCode(StrEnum):
    """The faultcodes of the STS. Source: NSP protocol dossier 4.4."""

    FAILED_AUTHENTICATION = "wst:FailedAuthentication"
    """The signer is not trusted, or the card does not hold."""

    REQUEST_FAILED = "wst:RequestFailed"
    """The request was understood but cannot be met."""

    INVALID_REQUEST = "wst:InvalidRequest"
    """The request is malformed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """A `wst:RequestSecurityToken` taken apart; the card in it has not been verified."""

    assertion: etree._Element
    context: str | None
    issuer: str | None
    created: datetime
    root: etree._Element
    version: SoapVersion = SoapVersion.SOAP_1_1


class TrustFault(Exception):
    """A request to the STS is to be answered with a WS-Trust fault."""

    def __init__(self, code: TrustFaultCode, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(f"{code}: {text}")


def build_request(
    id_card: etree._Element,
    *,
    issuer_name: str,
    created: datetime,
    context: str = CONTEXT,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return the request to issue a card like *id_card*, which the client has signed."""
    root, header, body = envelope.new_envelope("wsa", "wst", version=version)
    envelope.add_security(header, created)
    request = _wst(body, "RequestSecurityToken")
    request.set("Context", context)
    _wst(request, "TokenType", TOKEN_TYPE)
    _wst(request, "RequestType", REQUEST_TYPE)
    envelope.append_copy(_wst(request, "Claims"), id_card)
    _add_issuer(request, issuer_name)
    return envelope.to_bytes(root)


def read_request(data: bytes) -> TokenRequest:
    """Take apart the request in *data*; raises TrustFault with InvalidRequest if malformed."""
    try:
        return _read_request(envelope.open_envelope(data, source="request"))
    except DgwsFault as fault:
        raise TrustFault(TrustFaultCode.INVALID_REQUEST, fault.text) from None


def build_response(
    id_card: etree._Element,
    *,
    issuer_name: str,
    created: datetime,
    context: str | None = CONTEXT,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return the answer that hands out *id_card*, signed by the STS named *issuer_name*."""
    root, header, body = envelope.new_envelope("wsa", "wst", version=version)
    envelope.add_security(header, created)
    response = _wst(body, "RequestSecurityTokenResponse")
    if context is not None:
        response.set("Context", context)
    _wst(response, "TokenType", TOKEN_TYPE)
    envelope.append_copy(_wst(response, "RequestedSecurityToken"), id_card)
    _wst(_wst(response, "Status"), "Code", STATUS_VALID)
    _add_issuer(response, issuer_name)
    return envelope.to_bytes(root)


def read_response(data: bytes, *, version: SoapVersion = SoapVersion.SOAP_1_1) -> etree._Element:
    """Return the id card that the STS has handed out.

    Raises ReceivedFault when the STS refuses, and DgwsFault when the message is not of its form.
    """
    response = dgws.read_response(data, version=version)
    _expect_tag(response, "RequestSecurityTokenResponse")
    token = _only(response, Namespace.WST.tag("RequestedSecurityToken"))
    return _only(token, Namespace.SAML.tag("Assertion"))


def build_fault(
    code: TrustFaultCode,
    text: str,
    *,
    service: str,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return a WS-Trust fault; *service* completes the faultactor `dk:sosi:sts:<service>`."""
    root, header, body = envelope.new_envelope("wst", version=version)
    root.remove(header)
    actor = f"dk:sosi:sts:{service}"
    add_fault(body, text, blame=Blame.SENDER, code=code, actor=actor)
    return envelope.to_bytes(root)


def issue(
    requested: IdCard,
    *,
    client_certificate: x509.Certificate,
    issuer_name: str,
    now: datetime,
    authorisation_code: str | None = None,
) -> IdCard:
    """Return the card that the STS signs for *requested*, which *client_certificate* signed.

    Issuer and NameID are the STS's own; the attributes are kept. *authorisation_code*, from the
    register of authorisations, replaces that of a user card. The validity starts over at *now*:
    whether the real STS does so or keeps the client's is not known.
    Source: the official samples, NSP protocol dossier 4.3.
    """
    begin = valid_from(now)
    user = requested.user
    if user and authorisation_code is not None:
        user = replace(user, authorisation_code=authorisation_code)
    return replace(
        requested,
        issuer=issuer_name,
        name_id=sts_name_id(client_certificate),
        name_id_format=SubjectIdFormat.OTHER,
        issue_instant=begin,
        not_before=begin,
        not_on_or_after=begin + LIFETIME,
        user=user,
    )


def _read_request(root: etree._Element) -> TokenRequest:
    version = version_of(root)
    security = _only(_only(root, version.tag("Header")), Namespace.WSSE.tag("Security"))
    request = envelope.only_payload(root)
    _expect_tag(request, "RequestSecurityToken")
    _expect_text(request, "TokenType", TOKEN_TYPE)
    _expect_text(request, "RequestType", REQUEST_TYPE)
    claims = _only(request, Namespace.WST.tag("Claims"))
    path = f"{Namespace.WST.tag('Issuer')}/{Namespace.WSA.tag('Address')}"
    return TokenRequest(
        assertion=_only(claims, Namespace.SAML.tag("Assertion")),
        context=request.get("Context"),
        issuer=request.findtext(path),
        created=envelope.read_created(security),
        root=root,
        version=version,
    )


def _only(parent: etree._Element, tag: str) -> etree._Element:
    return envelope.only(parent, tag, missing=FaultCode.SYNTAX_ERROR)


def _expect_tag(element: etree._Element, name: str) -> None:
    if element.tag != Namespace.WST.tag(name):
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR,
            f"expected {Namespace.WST.tag(name)} in Body, found {element.tag}",
        )


def _expect_text(request: etree._Element, name: str, expected: str) -> None:
    found = envelope.text_of(_only(request, Namespace.WST.tag(name)))
    if found != expected:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, f"wst:{name}: expected {expected}, found {found!r}")


def _add_issuer(parent: etree._Element, name: str) -> None:
    issuer = _wst(parent, "Issuer")
    etree.SubElement(issuer, Namespace.WSA.tag("Address")).text = name


def _wst(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, Namespace.WST.tag(name))
    element.text = text
    return element
