"""The parts of the simulator that pass judgement; a mutant puts one wrong part in."""

from uuid import uuid4

from cryptography import x509

from conformance.security.signature import IdCardVerifier
from conformance.simulator.access import AccessRules
from conformance.simulator.cards import CardMaker
from conformance.simulator.sfsk import Sfsk


class Parts:
    """The sound parts."""

    def cards(self) -> CardMaker:
        """What belongs in a card."""
        return CardMaker(new_uuid=uuid4)

    def verifier(self, sts: x509.Certificate) -> IdCardVerifier:
        """Which id cards are genuine: those that this STS has signed."""
        return IdCardVerifier(trusted_certificates=(sts,))

    def access(self) -> AccessRules:
        """Who is admitted."""
        return AccessRules()

    def sfsk(self, cards: CardMaker) -> Sfsk:
        """What is found, fetched and logged."""
        return Sfsk(cards)
