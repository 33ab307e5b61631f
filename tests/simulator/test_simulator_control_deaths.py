"""A year after a death the services answer as for a citizen whom nobody knows."""

from datetime import UTC, date, datetime

import pytest

from conformance.simulator.state.deaths import ASSUMPTIONS, deleted_on, is_deleted
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds.retrieve import DocumentRequest
from tests.simulator.direct_calls import DirectCaller, documents, hits

SOFIE = Persona.SOFIE


@pytest.mark.parametrize(
    ("died", "gone"),
    [
        (date(2025, 3, 1), date(2026, 3, 1)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
    ids=str,
)
def test_data_go_on_the_same_date_a_year_later(died: date, gone: date) -> None:
    """Or on 1 March, when there is no such date."""
    assert deleted_on(died) == gone


def test_the_day_begins_in_denmark(world: World) -> None:
    """At 23 UTC of the day before, in winter."""
    world.record_death(SOFIE, date(2025, 1, 10))
    citizen = world.citizen(SOFIE)
    assert not is_deleted(citizen, datetime(2026, 1, 9, 22, 59, 59, tzinfo=UTC))
    assert is_deleted(citizen, datetime(2026, 1, 9, 23, 0, tzinfo=UTC))


def test_a_death_at_the_end_of_the_calendar_breaks_nothing(world: World) -> None:
    """There is no year after."""
    world.record_death(SOFIE, date.max)
    assert not is_deleted(world.citizen(SOFIE), world.now)


def test_the_services_find_no_card_of_a_citizen_long_dead(
    caller: DirectCaller, world: World
) -> None:
    """The search has no hit, and the document's id stands for nothing; before, both had it."""
    card = caller.system_card()
    (entry,) = hits(caller.search(card, SOFIE)).entries
    wanted = DocumentRequest(
        repository_id=entry.repository_id,
        unique_id=entry.unique_id,
        home_community_id=entry.home_community_id,
    )
    world.record_death(SOFIE, world.now.date().replace(year=world.now.year - 2))
    assert hits(caller.search(card, SOFIE)).entries == ()
    answer = documents(caller.retrieve(card, wanted))
    assert (answer.documents, len(answer.errors)) == ((), 1)
    world.annul_death(SOFIE)
    assert len(documents(caller.retrieve(card, wanted)).documents) == 1


def test_each_assumption_has_a_name_of_its_own() -> None:
    """In kebab case."""
    names = [each.name for each in ASSUMPTIONS]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and " " not in name for name in names)
