"""The places at which a mutant differs from the sound system: the methods that it overrides.

A scenario that never comes past one of them behaves as it does with the sound system.
"""

from functools import cache

from conformance.reference.behaviour import Behaviour
from conformance.reference.mutants import MUTANTS as VENDOR_MUTANTS
from conformance.reference.tracing import difference, is_comparable
from conformance.selfcheck.asking import wrong_part
from conformance.selfcheck.comparing import changes_cards
from conformance.selfcheck.deviations import Place, deviations, is_method, overridden, place_name
from conformance.simulator.mutants.every import MUTANTS as SERVICE_MUTANTS


@cache
def places(mutant: str) -> frozenset[str] | None:
    """What is in the trace of a scenario that can notice the mutant; None when it cannot be told.

    That is the name of a method that it overrides, or that it has answered otherwise.
    """
    if mutant in VENDOR_MUTANTS:
        behaviour = VENDOR_MUTANTS[mutant].behaviour
        if is_comparable(behaviour):
            return frozenset({difference(mutant)})
        found = tuple(overridden(behaviour, Behaviour))
    elif changes_cards(mutant) or wrong_part(mutant):
        return frozenset({difference(mutant)})
    else:
        found = _places_of(mutant)
    if not all(map(is_method, found)):
        return None
    return frozenset(map(place_name, found)) or None


def all_service_places() -> frozenset[Place]:
    """Every method that a mutant of the services overrides."""
    found = (place for mutant in SERVICE_MUTANTS for place in _places_of(mutant))
    return frozenset(place for place in found if is_method(place))


def _places_of(mutant: str) -> tuple[Place, ...]:
    return tuple(place for place, _ in deviations(SERVICE_MUTANTS[mutant].parts))
