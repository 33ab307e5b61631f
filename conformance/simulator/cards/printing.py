"""Prints cards: a card that differs from an earlier one in id and time alone is not built anew."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from conformance.pdc.build import build
from conformance.pdc.datatypes import Period, TimeStamp
from conformance.pdc.values import Card, ServiceEvent

_MOST_FORMS: Final = 512
"""Cards of so many citizens are kept, some 25 kB each."""

_ID: Final = "the-id-goes-here"
_TIME: Final = "the-time-goes-here"
_GAP: Final = re.compile(f"{_ID}|{_TIME}".encode())
_NO_TIME: Final = TimeStamp(text=_TIME)
_PLAIN: Final = re.compile(r"[0-9A-Za-z.+-]+")


def print_card(card: Card) -> bytes:
    """The document of *card*: the bytes that `build` gives. Raises ValueError as `build` does."""
    number, time = card.id.extension, card.effective_time
    if number is None or not isinstance(time, TimeStamp):
        return build(card)
    if not (_PLAIN.fullmatch(number) and _PLAIN.fullmatch(time.text)):
        return build(card)
    parts = _form(_emptied(card, time))
    if parts is None:
        return build(card)
    filling = {_ID.encode(): number.encode(), _TIME.encode(): time.text.encode()}
    return b"".join(filling.get(part, part) for part in parts)


@lru_cache(maxsize=_MOST_FORMS)
def _form(card: Card) -> tuple[bytes, ...] | None:
    """The document of a card that has been emptied, with its gaps as parts of their own.

    None where a text of the card looks like a gap.
    """
    data = build(card)
    parts: list[bytes] = []
    position = 0
    for gap in _GAP.finditer(data):
        parts += [data[position : gap.start()], gap[0]]
        position = gap.end()
    return (*parts, data[position:]) if len(parts) == 2 * _gaps(card) else None


def _gaps(card: Card) -> int:
    """How many gaps the emptied card has."""
    lows = (event.period.low for event in card.documentation_of if event.period)
    return 1 + [card.effective_time, card.author.time, *lows].count(_NO_TIME)


def _emptied(card: Card, time: TimeStamp) -> Card:
    """The card with gaps for its id, and for its time where it is that of the document."""
    author = card.author
    return replace(
        card,
        id=replace(card.id, extension=_ID),
        effective_time=_NO_TIME,
        author=replace(author, time=_NO_TIME) if author.time == time else author,
        documentation_of=tuple(_emptied_event(event, time) for event in card.documentation_of),
    )


def _emptied_event(event: ServiceEvent, time: TimeStamp) -> ServiceEvent:
    if event.period is None or event.period.low != time:
        return event
    return replace(event, period=Period(low=_NO_TIME, high=event.period.high))
