"""The messages by which the STS exchanges a bootstrap token for a token to a service.

WS-Trust 1.3 with `ActAs`. Source: NSP protocol dossier 4.4; the answer as public clients read it.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.security import dgws, envelope, instants
from conformance.security.idws.message_parts import bad_message
from conformance.security.idws.message_signature import sign_parts
from conformance.security.idws.messages import add_addressing, add_timestamp, new_message
from conformance.security.idws.namespaces import SAML2_TOKEN, IdwsNamespace
from conformance.security.idws.values import IdwsToken
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.security.soap import SoapVersion

ACTION: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue"
ANSWER_ACTION: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTRC/IssueFinal"
REQUEST_TYPE: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"
CLAIMS_DIALECT: Final = "http://docs.oasis-open.org/wsfed/authorization/200706/authclaims"


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


def read_response(data: bytes) -> etree._Element:
    """Return the token that the STS has handed out, for its holder to use.

    Raises ReceivedFault when the STS refuses, and DgwsFault when the message is not of its form.
    """
    found = list(dgws.read_response(data).iter(Namespace.SAML.tag("Assertion")))
    if len(found) != 1:
        raise bad_message(f"expected one token in the answer of the STS, found {len(found)}")
    return found[0]


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
