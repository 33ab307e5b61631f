"""Asks the wrong parts of mutants beside a sound one, each in a world of its own.

Where both answer the same, and do the same to the world, the services go on the same.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import FunctionType
from typing import Any, Final

from lxml import etree

from conformance.clock import SettableClock, system_clock
from conformance.reference.tracing import difference
from conformance.security.faults import DgwsFault
from conformance.selfcheck.deviations import PLAIN, Place, deviations
from conformance.simulator.mutants.every import MUTANTS
from conformance.simulator.parts import Parts
from conformance.simulator.skr.rules import WriteRefused
from conformance.simulator.state.access_log import AccessLog
from conformance.simulator.state.journal import Journal
from conformance.simulator.state.world import UnknownCitizen, World

_REFUSALS: Final = (DgwsFault, WriteRefused, UnknownCitizen)
"""What a part raises when it says no."""

_CONTAINERS: Final = (dict, list, set)
"""What is kept in one of these goes on from one question to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPart:
    """The one part in which a mutant is wrong, and the methods that it has otherwise."""

    mutant: str
    part: object
    places: frozenset[Place]


@cache
def wrong_part(mutant: str) -> WrongPart | None:
    """The part of a mutant of the services that can be asked beside the sound one, if there is one.

    It is wrong in methods of one class alone, and keeps nothing from one question to the next.
    """
    if mutant not in MUTANTS:
        return None
    found = tuple(deviations(MUTANTS[mutant].parts))
    kinds = {kind for (kind, _), _ in found}
    are_methods = all(isinstance(vars(kind).get(name), FunctionType) for (kind, name), _ in found)
    if len(kinds) != 1 or not are_methods or Parts in kinds:
        return None
    part = found[0].wrong
    if not hasattr(part, "__dict__"):
        return None
    if any(isinstance(value, _CONTAINERS) for value in vars(part).values()):
        return None
    return WrongPart(mutant=mutant, part=part, places=frozenset(place for place, _ in found))


def answered_otherwise(
    place: Place, part: object, args: Sequence[object], options: Mapping[str, object]
) -> Iterator[str]:
    """For each wrong part that answers otherwise than the sound *part*: its difference.

    Both are asked what the method at *place* has just been asked, with *args* and *options*.
    """
    asked = _asked_at(place)
    if not asked:
        return
    told = (*args, *options.values())
    if not all(map(_can_be_told_again, told)):
        yield from (difference(wrong.mutant) for wrong in asked)
        return
    name = place[1]
    now = next((value.now for value in told if isinstance(value, World)), system_clock())
    sound = _outcome(getattr(part, name), args, options, now)
    for wrong in asked:
        other = getattr(_in_place_of(part, wrong.part), name)
        if _outcome(other, args, options, now) != sound:
            yield difference(wrong.mutant)


@cache
def _asked_at(place: Place) -> tuple[WrongPart, ...]:
    wrong_parts = filter(None, map(wrong_part, MUTANTS))
    return tuple(wrong for wrong in wrong_parts if place in wrong.places)


def _can_be_told_again(value: object) -> bool:
    """Whether a value can be handed in twice, and leads to nothing outside the world."""
    if isinstance(value, (list, tuple)):
        return all(map(_stays_as_it_is, value))
    return isinstance(value, (World, etree._Element)) or _stays_as_it_is(value)


def _stays_as_it_is(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(_stays_as_it_is, value))
    if is_dataclass(value) and not isinstance(value, type):
        return isinstance(value, Hashable)
    return isinstance(value, (datetime, *PLAIN))


def _outcome(
    method: Callable[..., Any], args: Sequence[object], options: Mapping[str, object], now: datetime
) -> tuple[object, ...]:
    """What a method answers or raises, and what it has been given is like afterwards."""
    apart = [_apart(value, now) for value in args]
    named = {name: _apart(value, now) for name, value in options.items()}
    part = method.__self__  # type: ignore[attr-defined]
    before = dict(vars(part))
    try:
        answer = method(*apart, **named)
    except _REFUSALS as error:
        answer = (type(error), error.args, vars(error))
    if isinstance(answer, Iterator):
        answer = tuple(answer)
    return answer, [_state(value) for value in (*apart, *named.values())], vars(part) == before


def _in_place_of(part: object, wrong: object) -> object:
    """The *wrong* part with the settings and whatever else the sound one has at this moment."""
    other: object = object.__new__(type(wrong))
    vars(other).update({**vars(wrong), **vars(part)})
    return other


def _apart(value: object, now: datetime) -> object:
    """The value, or one like it where it may be changed; a world stands still at *now*."""
    if isinstance(value, World):
        return _world_apart(value, now)
    return list(value) if isinstance(value, list) else value


def _world_apart(world: World, now: datetime) -> World:
    other = copy(world)
    other.clock, other.log, other.journal = SettableClock(), AccessLog(), Journal()
    other.clock.set(now)
    other.log.append(*world.log)
    for exchange in world.journal:
        other.journal.append(exchange)
    return other


def _state(value: object) -> object:
    """What can be changed in a value that is handed in."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, etree._Element):
        return etree.tostring(value.getroottree())
    if not isinstance(value, World):
        return None
    replaced = {each.name: getattr(value, each.name) for each in fields(World)}
    return {**replaced, "clock": None, "log": tuple(value.log), "journal": tuple(value.journal)}
