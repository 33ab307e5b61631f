"""The id cards that a run's callers hold: asked for once, and used until they run out.

An id card holds for 24 hours, and a client that asks the STS for one before each call does the STS
no favour. Source: NSP protocol dossier 4.3.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from conformance.security import idcard

_MARGIN: Final = timedelta(minutes=10)
"""A card that runs out within this is not begun with."""


class Purse:
    """Holds id cards by the names of those whom they speak for."""

    def __init__(self) -> None:
        self._cards: dict[str, etree._Element] = {}

    def card(
        self, holder: str, *, now: datetime, issue: Callable[[], etree._Element]
    ) -> etree._Element:
        """A copy of the holder's card, which *issue* gets from the STS when none holds *now*."""
        held = self._cards.get(holder)
        if held is None or not _holds(held, now):
            held = self._cards[holder] = issue()
        return deepcopy(held)


def _holds(card: etree._Element, now: datetime) -> bool:
    read = idcard.read(card)
    return read.not_before <= now < read.not_on_or_after - _MARGIN
