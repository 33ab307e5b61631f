"""Tells readers of each exchange as it comes, by Server-Sent Events.

Readers fetch from the journal at their own pace. It is bounded, so nothing piles up for a slow
one, who is told how many exchanges were missed; and no service ever waits for a reader.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import msgspec

from conformance.simulator.control.exchanges import summary
from conformance.simulator.control.state import clock_stands
from conformance.simulator.control.verdicts import Verdicts
from conformance.simulator.services import NationalServices
from conformance.simulator.state.journal import Exchange
from conformance.simulator.state.world import World

PAUSE: Final = 0.1
"""Seconds between two looks at the journal."""

_LOOKS_A_SIGN: Final = 150
"""After so many looks in silence a comment goes out, which tells whether the reader is there."""

_MOST_AT_ONCE: Final = 50


class Sight:
    """What one reader has seen: how many exchanges of which world, and that world's values.

    Values of a world are replaced, never changed in place: the same ones mean the same state.
    """

    def __init__(self, world: World, position: int) -> None:
        self.world = world
        self.position = position
        self._values = _values(world)

    def fresh(self) -> tuple[tuple[int, Exchange], ...]:
        """The next exchanges, at most fifty, each with its number."""
        return self.world.journal.numbered(self.position)[:_MOST_AT_ONCE]

    def has_changed(self) -> bool:
        """Whether the state differs from the last time this was asked."""
        before, self._values = self._values, _values(self.world)
        return any(a is not b for a, b in zip(before, self._values, strict=True))


async def events(
    services: NationalServices,
    verdicts: Verdicts,
    stopping: asyncio.Event,
    position: int | None = None,
) -> AsyncIterator[bytes]:
    """Events until the server stops: `exchange`, `missed`, `state` (changed), `world` (a new one).

    *position*: how many exchanges the reader knows; None for all that there are.
    """
    known = len(services.world.journal)
    sight = Sight(services.world, known if position is None else position)
    yield _event("hello", {"exchanges": known})
    if sight.position > known:
        sight.position = 0
        yield _event("world", {})
    looks = 0
    while not stopping.is_set():
        if services.world is not sight.world:
            sight = Sight(services.world, 0)
            yield _event("world", {})
        fresh = sight.fresh()
        for number, exchange in fresh:
            if number > sight.position + 1:
                yield _event("missed", {"exchanges": number - sight.position - 1})
            yield await _told(number, exchange, verdicts)
            sight.position = number
        if sight.has_changed():
            yield _event("state", {})
        if fresh:
            continue
        await _pause(stopping)
        looks += 1
        if looks % _LOOKS_A_SIGN == 0:
            yield b": still here\n\n"


async def _told(number: int, exchange: Exchange, verdicts: Verdicts) -> bytes:
    # The rules take milliseconds; the services go on meanwhile.
    verdict = await asyncio.to_thread(verdicts.verdict, exchange)
    return _event("exchange", summary(number, exchange) | {"verdict": verdict}, number)


async def _pause(stopping: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), PAUSE)
    except TimeoutError:
        return


def _values(world: World) -> tuple[object, ...]:
    return (
        world.citizens,
        world.staff,
        world.dentists,
        world.bonds,
        world.faults,
        world.whitelist,
        world.slow_seconds,
        world.blurring,
        world.notifications,
        world.now if clock_stands(world) else None,
    )


def _event(name: str, data: dict[str, object], number: int | None = None) -> bytes:
    """One event. JSON has no line breaks of its own, so the data are one line."""
    head = f"id: {number}\n" if number is not None else ""
    return f"event: {name}\n{head}data: ".encode() + msgspec.json.encode(data) + b"\n\n"
