"""Where the parts of a mutant of the services deviate from the sound ones."""

from collections.abc import Iterator
from functools import cache
from types import FunctionType, NoneType
from typing import Final, NamedTuple

from conformance.clock import system_clock
from conformance.security.pki import TestPki
from conformance.simulator.parts import Parts
from conformance.simulator.sts.exchange import IdentityProviders

PLAIN: Final = (str, int, float, bool, frozenset, tuple, NoneType)
"""Kinds of values that are the same when they are equal."""

Place = tuple[type, str]
"""A method: the sound class that defines it, and its name."""


class Deviation(NamedTuple):
    """Something that is otherwise at a *place*, in the part *wrong*."""

    place: Place
    wrong: object


def place_name(place: Place) -> str:
    """How a place is called in a trace."""
    kind, name = place
    return f"{kind.__qualname__}.{name}"


def is_method(place: Place) -> bool:
    """Whether it can be seen, while a scenario runs, that somebody comes past it."""
    kind, name = place
    return kind is not Parts and isinstance(
        vars(kind).get(name), FunctionType | property | staticmethod | classmethod
    )


def deviations(parts: Parts) -> Iterator[Deviation]:
    """The methods in which these parts differ from the sound ones.

    A part that is made in another way, and shows no difference, is told as the way of making it.
    """
    sound = made(Parts())
    for name, wrong in made(parts).items():
        found = tuple(differing(sound[name], wrong))
        yield from found
        if not found and getattr(type(parts), name) is not getattr(Parts, name):
            yield Deviation((Parts, name), wrong)


def made(parts: Parts) -> dict[str, object]:
    """Every part, made once, by the method of *parts* that makes it."""
    pki, cards, access, blurring = _pki(), parts.cards(), parts.access(), parts.blurring()
    register, writers = parts.stamkort_register(), parts.write_access(access)
    return {
        "cards": cards,
        "access": access,
        "blurring": blurring,
        "stamkort_register": register,
        "write_access": writers,
        "verifier": parts.verifier(pki.sts.certificate),
        "idws_verifier": parts.idws_verifier(pki.sts.certificate),
        "sfsk": parts.sfsk(cards),
        "minlog": parts.minlog(blurring),
        "notifications": parts.notifications(),
        "skr_endpoint": parts.skr_endpoint(register, writers),
        "broker": parts.broker(),
        "exchange": parts.exchange(pki),
        "exchange_verifier": parts.exchange_verifier(IdentityProviders(pki.ca.certificate)),
    }


@cache
def _pki() -> TestPki:
    return TestPki.create(system_clock())


def differing(sound: object, wrong: object) -> Iterator[Deviation]:
    """Where one differs from the other, or something within it from what is within the other."""
    if type(wrong) is not type(sound):
        for place in overridden(type(wrong), type(sound)):
            yield Deviation(place, wrong)
    within = getattr(sound, "__dict__", {})
    for name, value in getattr(wrong, "__dict__", {}).items():
        if name not in within:
            continue
        if type(value).__module__.startswith("conformance."):
            yield from differing(within[name], value)
        elif isinstance(value, PLAIN) and value != within[name]:
            yield Deviation((type(sound), name), wrong)


def overridden(wrong: type, sound: type) -> Iterator[Place]:
    """The methods of one class that the other, which is derived from it, has otherwise."""
    for kind in wrong.__mro__[: -len(sound.__mro__)]:
        for name in vars(kind):
            definer = next((each for each in sound.__mro__ if name in vars(each)), None)
            if definer is not None and not name.startswith("__"):
                yield definer, name
