"""The simulator with one thing wrong in how it exchanges bootstrap tokens."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from conformance.security.idws import IdwsRefused
from conformance.security.idws.exchange import ExchangeRequest
from conformance.security.idws.exchange_verification import ExchangeVerifier
from conformance.security.idws.message_parts import MessageParts
from conformance.security.idws.refusal import IdwsRefusal
from conformance.security.idws.token_reading import certificate_in, read
from conformance.security.idws.values import IdwsToken
from conformance.security.pki import TestPki
from conformance.security.trust import Trust
from conformance.simulator.mutants.mutant import named
from conformance.simulator.parts import Parts
from conformance.simulator.state.world import World
from conformance.simulator.sts.exchange import IdentityProviders, TokenExchange
from conformance.simulator.sts.issuer import Attributes, IdwsIssuer


class _Verifier(Parts):
    def __init__(self, kind: type[ExchangeVerifier]) -> None:
        self._kind = kind

    def exchange_verifier(self, identity_providers: Trust) -> ExchangeVerifier:
        return self._kind(identity_providers)


class _Exchange(Parts):
    def __init__(self, kind: type[TokenExchange]) -> None:
        self._kind = kind

    def exchange(self, pki: TestPki) -> TokenExchange:
        return self._kind(
            IdwsIssuer(pki, settings=self.settings.sts),
            verifier=self.exchange_verifier(IdentityProviders(pki.ca.certificate)),
        )


class _Anybody:
    def covers(self, certificate: x509.Certificate, now: datetime) -> bool:
        """Trust whoever has signed."""
        del certificate, now
        return True


class _AnyProvider(ExchangeVerifier):
    def __init__(self, identity_providers: Trust) -> None:
        del identity_providers
        super().__init__(_Anybody())


class _RunOut(ExchangeVerifier):
    def verify_bootstrap(self, assertion: etree._Element, now: datetime) -> IdwsToken:
        return super().verify_bootstrap(assertion, min(now, read(assertion).issue_instant))


class _Unverified(ExchangeVerifier):
    def verify_bootstrap(self, assertion: etree._Element, now: datetime) -> IdwsToken:
        try:
            return super().verify_bootstrap(assertion, now)
        except IdwsRefused as refused:
            if refused.reason is not IdwsRefusal.WRONG_TOKEN_SIGNATURE:
                raise
            return read(assertion)


class _AnyHand(ExchangeVerifier):
    def signer(self, signature: etree._Element, bootstrap: IdwsToken) -> rsa.RSAPublicKey:
        found = certificate_in(signature[2])
        return super().signer(signature, replace(bootstrap, holder=found))


class _UnverifiedRequest(ExchangeVerifier):
    def check_signature(self, parts: MessageParts, key: rsa.RSAPublicKey) -> None:
        """Take a request by whoever has the bootstrap token."""


class _AnyAudience(TokenExchange):
    def check_audiences(self, request: ExchangeRequest) -> None:
        """Take a bootstrap token that was made for whomever."""


class _ClaimsOnTrust(TokenExchange):
    def check_claims(self, request: ExchangeRequest) -> None:
        """Believe who a client says that somebody is."""


class _CitizensOnly(TokenExchange):
    def attributes(self, world: World, bootstrap: IdwsToken) -> Attributes:
        found = super().attributes(world, bootstrap)
        return () if bootstrap.is_employee else found


MUTANTS: Final = named(
    (
        "service-any-identity-provider",
        "A bootstrap token counts whoever has signed it.",
        _Verifier(_AnyProvider),
    ),
    ("service-bootstrap-run-out", "A bootstrap token counts for ever.", _Verifier(_RunOut)),
    (
        "service-altered-bootstrap",
        "A bootstrap token that was altered is exchanged.",
        _Verifier(_Unverified),
    ),
    (
        "service-bootstrap-in-any-hand",
        "A bootstrap token is exchanged in whosever hand it is.",
        _Verifier(_AnyHand),
    ),
    (
        "service-unverified-exchange",
        "The signature of a request for an exchange is not looked at.",
        _Verifier(_UnverifiedRequest),
    ),
    (
        "service-any-bootstrap-audience",
        "A bootstrap token for another service is exchanged.",
        _Exchange(_AnyAudience),
    ),
    (
        "service-claims-on-trust",
        "What a client claims beside a bootstrap token is not looked at.",
        _Exchange(_ClaimsOnTrust),
    ),
    (
        "service-exchanges-for-citizens-only",
        "An employee's bootstrap token becomes a token that says nothing of the employee.",
        _Exchange(_CitizensOnly),
    ),
)
"""Deviations by name."""
