"""The parts of the simulator that pass judgement; a mutant puts one wrong part in."""

from uuid import uuid4

from cryptography import x509

from conformance.security.idws import FSK_AUDIENCE, IdwsVerifier
from conformance.security.signature import IdCardVerifier
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.minlog.service import MinLog
from conformance.simulator.nas.rules import NasRules
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.endpoint import SkrEndpoint
from conformance.simulator.skr.rules import WriteRules
from conformance.simulator.skr.stamkort_register import StamkortRegister
from conformance.simulator.state.blurring import Blurring
from conformance.simulator.state.broker import Notifications


class Parts:
    """The sound parts."""

    def cards(self) -> CardMaker:
        """What belongs in a card."""
        return CardMaker(new_uuid=uuid4)

    def verifier(self, sts: x509.Certificate) -> IdCardVerifier:
        """Which id cards are genuine: those that this STS has signed."""
        return IdCardVerifier(trusted_certificates=(sts,))

    def idws_verifier(self, sts: x509.Certificate) -> IdwsVerifier:
        """Which messages by token are genuine: with a token for FSK that this STS has signed."""
        return IdwsVerifier(audience=FSK_AUDIENCE, trusted_certificates=(sts,))

    def access(self) -> AccessRules:
        """Who is admitted."""
        return AccessRules()

    def sfsk(self, cards: CardMaker) -> Sfsk:
        """What is found, fetched and logged."""
        return Sfsk(cards)

    def blurring(self) -> Blurring:
        """Whom a citizen sees by name, and whom by pseudonym."""
        return Blurring()

    def minlog(self, blurring: Blurring) -> MinLog:
        """What is taken into MinLog, and what of it is shown."""
        return MinLog(blurring)

    def stamkort_register(self) -> StamkortRegister:
        """What may be written."""
        return StamkortRegister(WriteRules())

    def write_access(self, access: AccessRules) -> WriteAccess:
        """Who may write."""
        return WriteAccess(access)

    def notifications(self) -> NasRules:
        """What the notification service accepts."""
        return NasRules()

    def skr_endpoint(self, register: StamkortRegister, access: WriteAccess) -> SkrEndpoint:
        """Which messages SKR takes."""
        return SkrEndpoint(register, access)

    def broker(self) -> Notifications:
        """Which queues a notification is put in, and what is handed out."""
        return Notifications()
