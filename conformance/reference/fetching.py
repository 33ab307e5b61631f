"""Fetches a citizen's card: search, retrieve, read, and refuse what is not that citizen's card."""

from collections.abc import Callable
from datetime import datetime

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card
from conformance.reference.markup import UnreadableXml
from conformance.reference.sfsk_client import Sfsk
from conformance.reference.soap import Credential, ServiceUnavailable


class NoCard(LookupError):
    """The service knows of no card for the citizen."""


class Fetching:
    """Gets cards from SFSK."""

    def __init__(self, sfsk: Sfsk, clock: Callable[[], datetime], behaviour: Behaviour) -> None:
        self._sfsk = sfsk
        self._clock = clock
        self._behaviour = behaviour

    def fetch(self, cpr: str, credential: Credential) -> Card:
        """Return the citizen's card as it is now.

        NoCard when the search finds nothing, ServiceUnavailable for every other reason why there
        is no card to show: fault, error, unreadable document, another version, another citizen.
        """
        entry = self._sfsk.search(cpr, credential, self._clock())
        if entry is None:
            raise NoCard
        document = self._sfsk.retrieve(entry, credential, self._clock())
        try:
            card = self._behaviour.read(document)
        except UnreadableXml:
            raise ServiceUnavailable("dokumentet kunne ikke læses som et stamkort") from None
        if not self._behaviour.is_card(card):
            raise ServiceUnavailable("dokumentet er ikke et stamkort i version 3.0")
        if card.cpr != cpr:
            raise ServiceUnavailable("dokumentet handler om en anden borger")
        return card
