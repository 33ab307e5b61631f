"""Asks the mutants of the services beside a sound part, and tells which have answered otherwise."""

from collections.abc import Iterator

from conformance.pdc.values import Card
from conformance.reference.tracing import difference
from conformance.simulator.mutants.every import MUTANTS
from conformance.simulator.mutants.mutant import ChangedCards, origin
from conformance.simulator.state.world import World


def changes_cards(mutant: str) -> bool:
    """Whether a mutant of the services makes sound cards wrong, and does nothing else."""
    return mutant in MUTANTS and isinstance(MUTANTS[mutant].parts, ChangedCards)


def wrong_cards(card: Card, world: World, cpr: str) -> Iterator[str]:
    """For each mutant that would have given the citizen another card than this: its difference."""
    made_from = origin(world, cpr)
    for mutant in MUTANTS.values():
        parts = mutant.parts
        if isinstance(parts, ChangedCards) and parts.change(card, made_from) != card:
            yield difference(mutant.name)
