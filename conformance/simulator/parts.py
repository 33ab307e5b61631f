"""The parts of the simulator that pass judgement; a mutant puts one wrong part in."""

from copy import copy
from typing import Self
from uuid import uuid4

from cryptography import x509

from conformance.security.idws import FSK_AUDIENCE, IdwsVerifier
from conformance.security.idws.exchange_verification import ExchangeVerifier
from conformance.security.pki import TestPki
from conformance.security.signature import IdCardVerifier
from conformance.security.trust import Trust
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.minlog.service import MinLog
from conformance.simulator.nas.rules import NasRules
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.endpoint import SkrEndpoint
from conformance.simulator.skr.rules import WriteRules
from conformance.simulator.skr.stamkort_register import StamkortRegister
from conformance.simulator.state.blurring import Blurring
from conformance.simulator.state.broker import Notifications
from conformance.simulator.sts.exchange import IdentityProviders, TokenExchange
from conformance.simulator.sts.issuer import IdwsIssuer


class Parts:
    """The sound parts, as *settings* have them. A mutant heeds the settings too."""

    settings: SimulatorSettings = SimulatorSettings()

    def under(self, settings: SimulatorSettings) -> Self:
        """The same parts under other settings."""
        turned = copy(self)
        turned.settings = settings
        return turned

    def cards(self) -> CardMaker:
        """What belongs in a card."""
        return CardMaker(new_uuid=uuid4)

    def verifier(self, sts: x509.Certificate) -> IdCardVerifier:
        """Which id cards are genuine: those that this STS has signed."""
        return IdCardVerifier(trusted_certificates=(sts,))

    def idws_verifier(self, sts: x509.Certificate) -> IdwsVerifier:
        """Which messages by token are genuine: with a token for FSK that this STS has signed."""
        return IdwsVerifier(audience=FSK_AUDIENCE, trusted_certificates=(sts,))

    def exchange(self, pki: TestPki) -> TokenExchange:
        """Which bootstrap tokens are exchanged, and for what."""
        return TokenExchange(
            IdwsIssuer(pki, settings=self.settings.sts),
            verifier=self.exchange_verifier(IdentityProviders(pki.ca.certificate)),
        )

    def exchange_verifier(self, identity_providers: Trust) -> ExchangeVerifier:
        """Which requests for an exchange are genuine."""
        return ExchangeVerifier(identity_providers)

    def access(self) -> AccessRules:
        """Who is admitted."""
        return AccessRules(self.settings.access)

    def sfsk(self, cards: CardMaker) -> Sfsk:
        """What is found, fetched and logged."""
        return Sfsk(cards, self.settings.sfsk)

    def blurring(self) -> Blurring:
        """Whom a citizen sees by name, and whom by pseudonym."""
        return Blurring()

    def minlog(self, blurring: Blurring) -> MinLog:
        """What is taken into MinLog, and what of it is shown."""
        return MinLog(blurring, self.settings.minlog)

    def stamkort_register(self) -> StamkortRegister:
        """What may be written."""
        return StamkortRegister(WriteRules(), self.settings.skr)

    def write_access(self, access: AccessRules) -> WriteAccess:
        """Who may write."""
        return WriteAccess(access, self.settings.skr)

    def notifications(self) -> NasRules:
        """What the notification service accepts."""
        return NasRules()

    def skr_endpoint(self, register: StamkortRegister, access: WriteAccess) -> SkrEndpoint:
        """Which messages SKR takes."""
        return SkrEndpoint(register, access, self.settings.skr)

    def broker(self) -> Notifications:
        """Which queues a notification is put in, and what is handed out."""
        return Notifications(settings=self.settings.nas)
