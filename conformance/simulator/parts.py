"""The parts of the simulator that pass judgement; a mutant puts one wrong part in."""

from uuid import uuid4

from conformance.simulator.access import AccessRules
from conformance.simulator.cards import CardMaker
from conformance.simulator.sfsk import Sfsk


class Parts:
    """The sound parts."""

    def cards(self) -> CardMaker:
        """What belongs in a card."""
        return CardMaker(new_uuid=uuid4)

    def access(self) -> AccessRules:
        """Who is admitted."""
        return AccessRules()

    def sfsk(self, cards: CardMaker) -> Sfsk:
        """What is found, fetched and logged."""
        return Sfsk(cards)
