"""Calls by token (OIO-IDWS): a bootstrap token is exchanged at the STS, and messages are signed."""

import base64
import binascii
import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.reference.behaviour import Behaviour
from conformance.reference.idcard import instant
from conformance.reference.idws_signing import WSU_ID, TokenPart, sign_parts
from conformance.reference.keys import KeyPair, KeyRing
from conformance.reference.markup import DS, SAML, SOAP, WSSE, WSU, UnreadableXml, add, parse
from conformance.reference.soap import Caller, ServiceUnavailable

AUDIENCE: Final = "https://fsk"
"""The service that a token is asked for. Source: design of SFSK."""

_PATH: Final = "/sts/services/Bst2Idws"
_SOAP_ACTION: Final = "Issue"
_WSA: Final = "http://www.w3.org/2005/08/addressing"
_WSSE11: Final = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd"
_WST13: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
_WST14: Final = "http://docs.oasis-open.org/ws-sx/ws-trust/200802"
_WSP: Final = "http://schemas.xmlsoap.org/ws/2004/09/policy"
_SAML2: Final = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"
_SAML_ID: Final = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCall:
    """A token, and the key of its holder, who signs each message.

    *beside* are header blocks that go with it: none, since SFSK expects no HSUID header.
    """

    token: etree._Element
    holder: KeyPair
    beside: tuple[etree._Element, ...] = ()

    def sealed(self, body: etree._Element, *, action: str, now: datetime) -> bytes:
        """Return a message with *body* and the token, signed as a whole."""
        message = _Message(action, now)
        message.security.append(copy.deepcopy(self.token))
        token = message.security[-1]
        reference = _token_reference(str(token.get("ID")))
        reference.set(WSU_ID, "str")
        message.security.append(reference)
        for block in self.beside:
            message.header.append(copy.deepcopy(block))
        message.body.append(body)
        key_info = etree.Element(f"{{{DS}}}KeyInfo", nsmap={"ds": DS})
        key_info.append(_token_reference(str(token.get("ID"))))
        part = TokenPart(reference=reference, token=token)
        sign_parts(message.security, message.parts, self.holder, key_info, part)
        return etree.tostring(message.root, xml_declaration=True, encoding="UTF-8")


class Tokens:
    """Gets tokens for users, by what the identity provider gave them at login."""

    def __init__(
        self,
        services: str,
        *,
        caller: Caller,
        keys: KeyRing,
        clock: Callable[[], datetime],
        behaviour: Behaviour,
    ) -> None:
        self._url = services + _PATH
        self._caller = caller
        self._keys = keys
        self._clock = clock
        self._behaviour = behaviour

    def of(self, bootstrap: str) -> TokenCall:
        """Return what calls for the user of a bootstrap token, which is base64 of its XML.

        ServiceUnavailable when it cannot be read, or the STS gives no token for it. A token is
        fetched for each look-up: it lasts an hour at most.
        """
        try:
            given = parse(base64.b64decode(bootstrap, validate=True))
        except (binascii.Error, UnreadableXml):
            raise ServiceUnavailable("brugerens bootstrap-token kunne ikke læses") from None
        holder = self._keys.system()
        token = self._behaviour.token(given, lambda: self._exchanged(given, holder))
        return TokenCall(token=token, holder=holder, beside=self._behaviour.beside_token())

    def _exchanged(self, bootstrap: etree._Element, holder: KeyPair) -> etree._Element:
        message = _Message(f"{_WST13}/RST/Issue", self._clock())
        request = add(message.body, _WST13, "RequestSecurityToken")
        add(request, _WST13, "TokenType", _SAML2)
        add(request, _WST13, "RequestType", f"{_WST13}/Issue")
        add(request, _WST14, "ActAs").append(copy.deepcopy(bootstrap))
        target = add(add(request, _WSP, "AppliesTo"), _WSA, "EndpointReference")
        add(target, _WSA, "Address", AUDIENCE)
        key_info = etree.Element(f"{{{DS}}}KeyInfo", nsmap={"ds": DS})
        certificate = base64.b64encode(holder.der).decode()
        add(add(key_info, DS, "X509Data"), DS, "X509Certificate", certificate)
        sign_parts(message.security, message.parts, holder, key_info)
        data = etree.tostring(message.root, xml_declaration=True, encoding="UTF-8")
        answer = self._caller.call(self._url, _SOAP_ACTION, data).content
        found = list(answer.iter(f"{{{SAML}}}Assertion"))
        if len(found) != 1:
            raise ServiceUnavailable("STS udstedte ikke et token")
        return found[0]


class _Message:
    """An envelope with addressing, timestamp and an empty body, all of which are to be signed."""

    def __init__(self, action: str, now: datetime) -> None:
        names = {"soapenv": SOAP, "wsse": WSSE, "wsu": WSU, "wsa": _WSA}
        self.root = etree.Element(f"{{{SOAP}}}Envelope", nsmap=names)
        self.header = add(self.root, SOAP, "Header")
        blocks = (
            add(self.header, _WSA, "Action", action),
            add(self.header, _WSA, "MessageID", f"urn:uuid:{uuid.uuid4()}"),
        )
        self.security = add(self.header, WSSE, "Security")
        self.security.set(f"{{{SOAP}}}mustUnderstand", "1")
        timestamp = add(self.security, WSU, "Timestamp")
        add(timestamp, WSU, "Created", instant(now))
        self.body = add(self.root, SOAP, "Body")
        self.parts = (*blocks, timestamp, self.body)
        for number, part in enumerate(self.parts):
            part.set(WSU_ID, f"part-{number}")


def _token_reference(token_id: str) -> etree._Element:
    """A reference to the assertion with this ID."""
    names = {"wsse": WSSE, "wsse11": _WSSE11}
    reference = etree.Element(f"{{{WSSE}}}SecurityTokenReference", nsmap=names)
    reference.set(f"{{{_WSSE11}}}TokenType", _SAML2)
    add(reference, WSSE, "KeyIdentifier", token_id).set("ValueType", _SAML_ID)
    return reference
