"""The places at which a mutant differs from the sound system: the methods that it overrides.

A scenario that never comes past one of them behaves as it does with the sound system.
"""

from collections.abc import Iterator
from functools import cache
from types import FunctionType, NoneType
from typing import Final

from conformance.clock import system_clock
from conformance.reference.behaviour import Behaviour
from conformance.reference.mutants import MUTANTS as VENDOR_MUTANTS
from conformance.reference.tracing import difference, is_comparable
from conformance.security.pki import TestPki
from conformance.selfcheck.comparing import changes_cards
from conformance.simulator.mutants.every import MUTANTS as SERVICE_MUTANTS
from conformance.simulator.parts import Parts
from conformance.simulator.sts.exchange import IdentityProviders

_PLAIN: Final = (str, int, float, bool, frozenset, tuple, NoneType)
"""Kinds of values that are the same when they are equal."""

Place = tuple[type, str]
"""A method: the sound class that defines it, and its name."""


@cache
def places(mutant: str) -> frozenset[str] | None:
    """What is in the trace of a scenario that can notice the mutant; None when it cannot be told.

    That is the name of a method that it overrides, or that it has answered otherwise.
    """
    if mutant in VENDOR_MUTANTS:
        behaviour = VENDOR_MUTANTS[mutant].behaviour
        if is_comparable(behaviour):
            return frozenset({difference(mutant)})
        found = tuple(_overridden(behaviour, Behaviour))
    elif changes_cards(mutant):
        return frozenset({difference(mutant)})
    else:
        found = tuple(service_places(SERVICE_MUTANTS[mutant].parts))
    if not all(map(_is_method, found)):
        return None
    return frozenset(map(place_name, found)) or None


def place_name(place: Place) -> str:
    """How a place is called in a trace."""
    kind, name = place
    return f"{kind.__qualname__}.{name}"


def all_service_places() -> frozenset[Place]:
    """Every method that a mutant of the services overrides."""
    found = (service_places(mutant.parts) for mutant in SERVICE_MUTANTS.values())
    return frozenset(place for of_mutant in found for place in of_mutant if _is_method(place))


def service_places(parts: Parts) -> Iterator[Place]:
    """The methods in which these parts differ from the sound ones.

    A part that is made in another way, and shows no difference, is told as the way of making it.
    """
    sound = _made(Parts())
    for name, wrong in _made(parts).items():
        found = tuple(_differing(sound[name], wrong))
        yield from found
        if not found and getattr(type(parts), name) is not getattr(Parts, name):
            yield Parts, name


def _made(parts: Parts) -> dict[str, object]:
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


def _differing(sound: object, wrong: object) -> Iterator[Place]:
    """Where one differs from the other, or something within it from what is within the other."""
    if type(wrong) is not type(sound):
        yield from _overridden(type(wrong), type(sound))
    within = getattr(sound, "__dict__", {})
    for name, value in getattr(wrong, "__dict__", {}).items():
        if name not in within:
            continue
        if type(value).__module__.startswith("conformance."):
            yield from _differing(within[name], value)
        elif isinstance(value, _PLAIN) and value != within[name]:
            yield type(sound), name


def _is_method(place: Place) -> bool:
    """Whether it can be seen, while a scenario runs, that somebody comes past it."""
    kind, name = place
    return kind is not Parts and isinstance(
        vars(kind).get(name), FunctionType | property | staticmethod | classmethod
    )


def _overridden(wrong: type, sound: type) -> Iterator[Place]:
    for kind in wrong.__mro__[: -len(sound.__mro__)]:
        for name in vars(kind):
            definer = next((each for each in sound.__mro__ if name in vars(each)), None)
            if definer is not None and not name.startswith("__"):
                yield definer, name
