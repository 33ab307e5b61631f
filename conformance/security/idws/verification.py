"""The service's side of OIO-IDWS: lets through a message whose token and signature hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from conformance.security.idws.message_parts import (
    MessageParts,
    bad_message,
    check_timestamp,
    only,
    open_message,
    text_of,
)
from conformance.security.idws.message_signature import TokenReference, verify_parts
from conformance.security.idws.namespaces import SAML_ID
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.idws.signature_form import SHA256, bad_form, expect_children
from conformance.security.idws.token_verification import verify_token
from conformance.security.idws.values import IdwsToken
from conformance.security.namespaces import Namespace
from conformance.security.soap import SoapVersion
from conformance.security.trust import TrustList

_ASSERTION: Final = Namespace.SAML.tag("Assertion")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdwsRequest:
    """A message that holds: who sends it, and its payload as it was signed."""

    token: IdwsToken
    action: str
    message_id: str
    created: datetime
    body: etree._Element
    version: SoapVersion = SoapVersion.SOAP_1_1


class IdwsVerifier:
    """Verifies messages to the service named *audience*. Each rule is a method of its own.

    *trusted_certificates* are those of the STS. Whether a message id has been seen before is not
    looked at: whether the NSP does is not known.
    """

    def __init__(self, *, audience: str, trusted_certificates: Iterable[x509.Certificate]) -> None:
        self._audience = audience
        self._trust = TrustList(certificates=trusted_certificates)

    def verify(self, data: bytes, now: datetime) -> IdwsRequest:
        """Return the request in *data*, once everything about it holds at *now*.

        Raises DgwsFault: IdwsRefused, whose `reason` tells the cases apart; Refused for a
        certificate; or that of a broken envelope.
        """
        parts = open_message(data)
        assertion = sole_token(parts)
        token = self.verify_token(assertion, now)
        self.check_audience(token)
        self.verify_signature(parts, assertion, token)
        return IdwsRequest(
            token=token,
            action=text_of(parts.addressing["Action"]),
            message_id=text_of(parts.addressing["MessageID"]),
            created=self.check_timestamp(parts, now),
            body=parts.payload,
            version=parts.version,
        )

    def verify_token(self, assertion: etree._Element, now: datetime) -> IdwsToken:
        """The token, once it is signed by the STS and valid."""
        return verify_token(assertion, self._trust, now)

    def check_audience(self, token: IdwsToken) -> None:
        """The token was issued for this service."""
        if self._audience not in token.audiences:
            raise IdwsRefused(
                IdwsRefusal.WRONG_AUDIENCE,
                f"expected a token for the audience {self._audience}, "
                f"found {', '.join(token.audiences) or 'none'}",
            )

    def verify_signature(
        self, parts: MessageParts, assertion: etree._Element, token: IdwsToken
    ) -> None:
        """The holder of the token's key has signed every part that is used."""
        reference = only(parts.security, Namespace.WSSE.tag("SecurityTokenReference"))
        _check_points_to(reference, token)
        expect_children(parts.signature, "SignedInfo", "SignatureValue", "KeyInfo")
        key_info = parts.signature[2]
        if [child.tag for child in key_info] != [Namespace.WSSE.tag("SecurityTokenReference")]:
            raise bad_form("expected KeyInfo to hold exactly one wsse:SecurityTokenReference")
        _check_points_to(key_info[0], token)
        verify_parts(
            parts.signature,
            parts.required,
            holder_key(token),
            SHA256,
            token=TokenReference(element=reference, token=assertion),
        )

    def check_timestamp(self, parts: MessageParts, now: datetime) -> datetime:
        """The message is fresh; returns when it was made."""
        return check_timestamp(parts.timestamp, now)


def sole_token(parts: MessageParts) -> etree._Element:
    """The only assertion in the message, a child of wsse:Security. Raises IdwsRefused."""
    root = parts.security.getroottree().getroot()
    if next(root.iter(Namespace.SAML.tag("EncryptedAssertion")), None) is not None:
        raise IdwsRefused(
            IdwsRefusal.ENCRYPTED_TOKEN, "expected a saml:Assertion, found an encrypted one"
        )
    found = list(root.iter(_ASSERTION))
    if not found:
        raise IdwsRefused(IdwsRefusal.NO_TOKEN, "expected a saml:Assertion in wsse:Security")
    if len(found) > 1:
        raise IdwsRefused(
            IdwsRefusal.SEVERAL_TOKENS, f"expected one saml:Assertion, found {len(found)}"
        )
    if found[0].getparent() is not parts.security:
        raise bad_message("expected the saml:Assertion as a child of wsse:Security")
    return found[0]


def holder_key(token: IdwsToken) -> rsa.RSAPublicKey:
    """The key that must sign the messages that go with *token*. Raises IdwsRefused."""
    key = token.holder.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise IdwsRefused(
            IdwsRefusal.ALGORITHM, "expected an RSA key in the holder-of-key certificate"
        )
    return key


def _check_points_to(reference: etree._Element, token: IdwsToken) -> None:
    """A SecurityTokenReference points to the token that has been verified."""
    identifiers = list(reference.iterchildren("*"))
    if [child.tag for child in identifiers] != [Namespace.WSSE.tag("KeyIdentifier")]:
        raise bad_form("SecurityTokenReference: expected exactly one wsse:KeyIdentifier")
    found = (identifiers[0].get("ValueType"), text_of(identifiers[0]))
    if found != (SAML_ID, token.token_id):
        raise bad_form(
            f"KeyIdentifier: expected {token.token_id} of type {SAML_ID}, "
            f"found {found[1]} of type {found[0]}"
        )
