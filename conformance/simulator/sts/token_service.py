"""The simulated STS: exchanges a self-signed id card for one that the services trust."""

from collections.abc import Iterable

from cryptography import x509

from conformance.security import idcard, sts
from conformance.security.faults import DgwsFault
from conformance.security.idcard import IdCard
from conformance.security.pki import TestPki
from conformance.security.signature import sign, verify
from conformance.security.signed_form import SignatureAlgorithm
from conformance.security.sts import TrustFault, TrustFaultCode
from conformance.security.trust import TrustList
from conformance.simulator.state.world import World
from conformance.simulator.sts.settings import StsSettings


class TokenService:
    """Issues id cards. *trusted* are client certificates accepted besides those of the test CA."""

    def __init__(
        self,
        pki: TestPki,
        *,
        trusted: Iterable[x509.Certificate] = (),
        algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA1,
        settings: StsSettings | None = None,
    ) -> None:
        self._pki = pki
        self._settings = settings or StsSettings()
        self._algorithm = algorithm
        self._trust = TrustList(certificates=trusted, issuers=(pki.ca.certificate,))

    def issue(self, world: World, request: sts.TokenRequest) -> tuple[IdCard, bytes]:
        """The issued card and the answer that carries it. Raises TrustFault."""
        try:
            verified = verify(request.root, self._trust, world.now)
        except DgwsFault as fault:
            raise TrustFault(TrustFaultCode.FAILED_AUTHENTICATION, fault.text) from None
        issued = sts.issue(
            verified.card,
            client_certificate=verified.certificate,
            issuer_name=self._settings.issuer_name,
            now=world.now,
            authorisation_code=self.authorisation_code(world, verified.card),
        )
        signed = sign(idcard.build(issued), self._pki.sts, self._algorithm)
        answer = sts.build_response(
            signed,
            issuer_name=self._settings.issuer_name,
            created=world.now,
            context=request.context,
            version=request.version,
        )
        return issued, answer

    def authorisation_code(self, world: World, card: IdCard) -> str | None:
        """The code that the register of authorisations knows for the card's user.

        TrustFault when the card claims a code that the register does not know for that person.
        """
        if card.user is None:
            return None
        member = world.staff.get(card.user.cpr)
        known = member.authorisation_code if member else None
        if card.user.authorisation_code not in (None, known):
            raise TrustFault(
                TrustFaultCode.FAILED_AUTHENTICATION,
                f"expected the authorisation code of the register, "
                f"found {card.user.authorisation_code}",
            )
        return known
