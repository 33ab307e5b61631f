"""The messages by which the STS exchanges a bootstrap token for a token to a service.

WS-Trust 1.3 with `ActAs`. Source: NSP protocol dossier 4.4; the answer as public clients read it.
"""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.security import envelope, instants
from conformance.security.idws.message_parts import (
    bad_message,
    check_timestamp,
    open_message,
    text_of,
)
from conformance.security.idws.message_signature import sign_parts, verify_parts
from conformance.security.idws.messages import add_addressing, add_timestamp, new_message
from conformance.security.idws.namespaces import SAML2_TOKEN, IdwsNamespace
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.idws.signature_form import SHA1_TOO, bad_form, expect_children
from conformance.security.idws.token_reading import certificate_in
from conformance.security.idws.token_verification import verify_token
from conformance.security.idws.values import IdwsToken, MalformedToken
from conformance.security.idws.verification import holder_key
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.security.soap import SoapVersion
from conformance.security.trust import Trust

ACTION: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue"
ANSWER_ACTION: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTRC/IssueFinal"
REQUEST_TYPE: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"
CLAIMS_DIALECT: Final = "http://docs.oasis-open.org/wsfed/authorization/200706/authclaims"

_ADDRESS: Final = (
    f"{IdwsNamespace.WSP.tag('AppliesTo')}/{IdwsNamespace.WSA.tag('EndpointReference')}"
    f"/{IdwsNamespace.WSA.tag('Address')}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRequest:
    """A request that holds: the verified *bootstrap* token, and for which *audience* it is made.

    *claims* are names and values that the client asks for; nobody vouches for them.
    """

    bootstrap: IdwsToken
    audience: str
    claims: tuple[tuple[str, str], ...]
    context: str | None
    message_id: str
    version: SoapVersion = SoapVersion.SOAP_1_1


def build_request(  # noqa: PLR0913 - the parts of one message
    bootstrap: etree._Element,
    *,
    audience: str,
    credential: Credential,
    message_id: str,
    created: datetime,
    claims: tuple[tuple[str, str], ...] = (),
    context: str | None = None,
) -> bytes:
    """Return a request for a token to *audience*, signed by the holder of *bootstrap*."""
    root, header, body = new_message()
    security = etree.SubElement(header, Namespace.WSSE.tag("Security"))
    security.set(Namespace.SOAP.tag("mustUnderstand"), "1")
    timestamp = add_timestamp(security, created)
    blocks = add_addressing(header, {"Action": ACTION, "MessageID": message_id})
    request = _child(body, IdwsNamespace.WST13.tag("RequestSecurityToken"))
    if context is not None:
        request.set("Context", context)
    _child(request, IdwsNamespace.WST13.tag("TokenType"), SAML2_TOKEN)
    _child(request, IdwsNamespace.WST13.tag("RequestType"), REQUEST_TYPE)
    envelope.append_copy(_child(request, IdwsNamespace.WST14.tag("ActAs")), bootstrap)
    _add_audience(request, audience)
    claimed = _child(request, IdwsNamespace.WST13.tag("Claims"))
    claimed.set("Dialect", CLAIMS_DIALECT)
    for uri, value in claims:
        claim = _child(claimed, IdwsNamespace.AUTH.tag("ClaimType"))
        claim.set("Uri", uri)
        _child(claim, IdwsNamespace.AUTH.tag("Value"), value)
    sign_parts(
        security,
        (body, timestamp, *blocks),
        credential.private_key,
        key_info=_key_info(credential),
    )
    return envelope.to_bytes(root)


def verify_request(data: bytes, identity_providers: Trust, now: datetime) -> ExchangeRequest:
    """Return the request in *data*, once bootstrap token and message signature hold at *now*.

    The bootstrap token must be signed by one of the *identity_providers*, and the message by its
    holder. Raises DgwsFault.
    """
    parts = open_message(data)
    if text_of(parts.addressing["Action"]) != ACTION:
        raise bad_message(f"wsa:Action: expected {ACTION}")
    assertions = list(parts.body.iter(Namespace.SAML.tag("Assertion")))
    if len(assertions) != 1:
        reason = IdwsRefusal.SEVERAL_TOKENS if assertions else IdwsRefusal.NO_TOKEN
        raise IdwsRefused(reason, f"expected one bootstrap token, found {len(assertions)}")
    bootstrap = verify_token(assertions[0], identity_providers, now)
    _check_signer(parts.signature, bootstrap)
    verify_parts(parts.signature, parts.required, holder_key(bootstrap), SHA1_TOO)
    check_timestamp(parts.timestamp, now)
    request = _read(parts.payload, bootstrap, text_of(parts.addressing["MessageID"]))
    return replace(request, version=parts.version)


def build_response(
    token: etree._Element, request: ExchangeRequest, *, message_id: str, lifetime: IdwsToken
) -> bytes:
    """Return the answer to *request*: the signed *token*, whose times are those of *lifetime*."""
    root, header, body = new_message(request.version)
    add_addressing(
        header,
        {"Action": ANSWER_ACTION, "MessageID": message_id, "RelatesTo": request.message_id},
    )
    add_timestamp(_child(header, Namespace.WSSE.tag("Security")), lifetime.issue_instant)
    collection = _child(body, IdwsNamespace.WST13.tag("RequestSecurityTokenResponseCollection"))
    response = _child(collection, IdwsNamespace.WST13.tag("RequestSecurityTokenResponse"))
    if request.context is not None:
        response.set("Context", request.context)
    _child(response, IdwsNamespace.WST13.tag("TokenType"), SAML2_TOKEN)
    requested = _child(response, IdwsNamespace.WST13.tag("RequestedSecurityToken"))
    envelope.append_copy(requested, token)
    _add_audience(response, request.audience)
    period = _child(response, IdwsNamespace.WST13.tag("Lifetime"))
    times = {"Created": lifetime.issue_instant, "Expires": lifetime.not_on_or_after}
    for name, instant in times.items():
        _child(period, Namespace.WSU.tag(name), instants.to_wire(instant))
    return envelope.to_bytes(root)


def _check_signer(signature: etree._Element, bootstrap: IdwsToken) -> None:
    """The certificate in KeyInfo is that of the bootstrap token's holder."""
    expect_children(signature, "SignedInfo", "SignatureValue", "KeyInfo")
    try:
        certificate = certificate_in(signature[2])
    except MalformedToken as error:
        raise bad_form(f"KeyInfo: {error}") from None
    if certificate != bootstrap.holder:
        raise IdwsRefused(
            IdwsRefusal.WRONG_HOLDER,
            "expected the request to be signed by the holder of the bootstrap token, found another",
        )


def _read(request: etree._Element, bootstrap: IdwsToken, message_id: str) -> ExchangeRequest:
    if request.tag != IdwsNamespace.WST13.tag("RequestSecurityToken"):
        raise bad_message(f"expected wst:RequestSecurityToken in Body, found {request.tag}")
    expected = {"TokenType": SAML2_TOKEN, "RequestType": REQUEST_TYPE}
    for name, value in expected.items():
        found = request.findtext(IdwsNamespace.WST13.tag(name), "").strip()
        if found != value:
            raise bad_message(f"wst:{name}: expected {value}, found {found or 'none'}")
    token = f"{IdwsNamespace.WST14.tag('ActAs')}/{Namespace.SAML.tag('Assertion')}"
    if request.find(token) is None:
        raise IdwsRefused(IdwsRefusal.NO_TOKEN, "expected the bootstrap token in wst14:ActAs")
    return ExchangeRequest(
        bootstrap=bootstrap,
        audience=request.findtext(_ADDRESS, "").strip(),
        claims=tuple(
            (
                claim.get("Uri", ""),
                claim.findtext(IdwsNamespace.AUTH.tag("Value"), "").strip(),
            )
            for claim in request.iter(IdwsNamespace.AUTH.tag("ClaimType"))
        ),
        context=request.get("Context"),
        message_id=message_id,
    )


def _key_info(credential: Credential) -> etree._Element:
    info = etree.Element(Namespace.DS.tag("KeyInfo"), nsmap={"ds": Namespace.DS.value})
    data = etree.SubElement(info, Namespace.DS.tag("X509Data"))
    _child(data, Namespace.DS.tag("X509Certificate"), b64encode(credential.der()).decode("ascii"))
    return info


def _add_audience(parent: etree._Element, audience: str) -> None:
    applies_to = _child(parent, IdwsNamespace.WSP.tag("AppliesTo"))
    reference = _child(applies_to, IdwsNamespace.WSA.tag("EndpointReference"))
    _child(reference, IdwsNamespace.WSA.tag("Address"), audience)


def _child(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element
