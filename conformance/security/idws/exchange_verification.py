"""Verifies a request for the exchange of a bootstrap token: who signed it, and in whose hand it is.

Source: NSP protocol dossier 4.4 and 4.7.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from conformance.security.idws.exchange import ACTION, REQUEST_TYPE, ExchangeRequest
from conformance.security.idws.message_parts import (
    MessageParts,
    bad_message,
    check_timestamp,
    open_message,
    text_of,
)
from conformance.security.idws.message_signature import verify_parts
from conformance.security.idws.namespaces import SAML2_TOKEN, IdwsNamespace
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.idws.signature_form import SHA1_TOO, bad_form, expect_children
from conformance.security.idws.token_reading import certificate_in
from conformance.security.idws.token_verification import verify_token
from conformance.security.idws.values import IdwsToken, MalformedToken
from conformance.security.idws.verification import holder_key
from conformance.security.namespaces import Namespace
from conformance.security.trust import Trust

_ADDRESS: Final = (
    f"{IdwsNamespace.WSP.tag('AppliesTo')}/{IdwsNamespace.WSA.tag('EndpointReference')}"
    f"/{IdwsNamespace.WSA.tag('Address')}"
)


class ExchangeVerifier:
    """Verifies requests; *identity_providers* may sign bootstrap tokens. Each rule is a method."""

    def __init__(self, identity_providers: Trust) -> None:
        self._trust = identity_providers

    def verify(self, data: bytes, now: datetime) -> ExchangeRequest:
        """The request in *data*, once bootstrap token and message signature hold at *now*.

        Raises DgwsFault.
        """
        parts = open_message(data)
        if text_of(parts.addressing["Action"]) != ACTION:
            raise bad_message(f"wsa:Action: expected {ACTION}")
        assertions = list(parts.body.iter(Namespace.SAML.tag("Assertion")))
        if len(assertions) != 1:
            reason = IdwsRefusal.SEVERAL_TOKENS if assertions else IdwsRefusal.NO_TOKEN
            raise IdwsRefused(reason, f"expected one bootstrap token, found {len(assertions)}")
        bootstrap = self.verify_bootstrap(assertions[0], now)
        key = self.signer(parts.signature, bootstrap)
        self.check_signature(parts, key)
        check_timestamp(parts.timestamp, now)
        request = _read(parts.payload, bootstrap, text_of(parts.addressing["MessageID"]))
        return replace(request, version=parts.version)

    def verify_bootstrap(self, assertion: etree._Element, now: datetime) -> IdwsToken:
        """The bootstrap token, once an identity provider has signed it and it is valid."""
        return verify_token(assertion, self._trust, now)

    def signer(self, signature: etree._Element, bootstrap: IdwsToken) -> rsa.RSAPublicKey:
        """The key that the request must be signed with: that of the bootstrap token's holder.

        The certificate in KeyInfo has to be the holder's.
        """
        expect_children(signature, "SignedInfo", "SignatureValue", "KeyInfo")
        try:
            certificate = certificate_in(signature[2])
        except MalformedToken as error:
            raise bad_form(f"KeyInfo: {error}") from None
        if certificate != bootstrap.holder:
            raise IdwsRefused(
                IdwsRefusal.WRONG_HOLDER,
                "expected the request to be signed by the holder of the bootstrap token, "
                "found another",
            )
        return holder_key(bootstrap)

    def check_signature(self, parts: MessageParts, key: rsa.RSAPublicKey) -> None:
        """The request is signed with *key*, and whole. Raises DgwsFault."""
        verify_parts(parts.signature, parts.required, key, SHA1_TOO)


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
