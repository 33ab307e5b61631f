"""Which mutants of the services would have given a citizen another card."""

from uuid import uuid4

import pytest

from conformance.selfcheck.comparing import changes_cards, wrong_cards
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.simulation import Simulation

ALWAYS = "service-drops-coverage-group differs"
WITH_GERMAN = "service-language-of-three-letters differs"


def test_a_mutant_differs_where_it_makes_another_card() -> None:
    """A language that is changed makes a difference to those alone who have entered it."""
    world = Simulation.create().new_world()
    maker = CardMaker(new_uuid=uuid4)
    cards = {cpr: maker.make(world, cpr) for cpr in world.citizens}
    differing = {cpr: set(wrong_cards(card, world, cpr)) for cpr, card in cards.items()}
    german = {
        cpr
        for cpr, citizen in world.citizens.items()
        if citizen.language and citizen.language.code == "de"
    }
    assert 0 < len(german) < len(differing)
    assert {cpr for cpr, found in differing.items() if WITH_GERMAN in found} == german
    assert all(ALWAYS in found for found in differing.values())


@pytest.mark.parametrize(
    ("mutant", "changes"),
    [
        ("service-drops-coverage-group", True),
        ("service-ignores-signature", False),
        ("nav-shown-as-no", False),
    ],
)
def test_only_a_mutant_that_makes_cards_wrong_is_compared_by_them(
    mutant: str, changes: bool
) -> None:
    """Others are known by the methods that they override."""
    assert changes_cards(mutant) is changes
