"""The world: its verbs hold the law, values are replaced, and what is forgotten is gone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conformance.clock import COPENHAGEN, SettableClock
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.registers import Kinship
from conformance.simulator.state.world import NotPermitted, UnknownCitizen, World

BENTE, CHILD = Persona.BENTE, Persona.CHILD
UNKNOWN = "3102999999"


@pytest.fixture
def peopled() -> World:
    world = World()
    world.clock.set(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    populate(world)
    return world


@pytest.mark.parametrize(
    ("at", "permitted"),
    [
        (datetime(2008, 12, 24, 12, 0, tzinfo=COPENHAGEN), False),
        (datetime(2008, 12, 24, 23, 59, 59, tzinfo=COPENHAGEN), False),
        (datetime(2008, 12, 24, 23, 0, 0, tzinfo=UTC), True),
        (datetime(2008, 12, 25, 0, 0, tzinfo=COPENHAGEN), True),
    ],
    ids=["day-before", "second-before", "midnight-in-denmark", "birthday"],
)
def test_one_may_opt_out_from_the_60th_birthday(
    at: datetime, permitted: bool, peopled: World
) -> None:
    """Bente was born on 25 December 1948; the day is the one in Denmark."""
    if permitted:
        peopled.register_opt_out(BENTE, at=at)
        assert peopled.citizen(BENTE).opted_out_at == at
    else:
        with pytest.raises(NotPermitted, match="expected a citizen of 60 or more, found one of 59"):
            peopled.register_opt_out(BENTE, at=at)
        assert peopled.citizen(BENTE).opted_out_at is None


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2012, 2, 29), 0), (date(2013, 2, 28), 0), (date(2013, 3, 1), 1), (date(2016, 2, 29), 4)],
    ids=str,
)
def test_an_age_counts_birthdays(on: date, age: int, peopled: World) -> None:
    """Who is born on 29 February gets older on 1 March."""
    assert peopled.citizen(Persona.SECOND_CHILD).age(on) == age


def test_a_forgotten_citizen_is_gone_with_every_bond(peopled: World) -> None:
    """And nobody is forgotten twice."""
    peopled.forget(CHILD)
    assert not any(CHILD in (bond.adult, bond.child) for bond in peopled.bonds)
    with pytest.raises(UnknownCitizen, match=CHILD):
        peopled.citizen(CHILD)
    with pytest.raises(UnknownCitizen):
        peopled.forget(CHILD)


@pytest.mark.parametrize(
    "verb",
    [
        lambda w: w.register_opt_out(UNKNOWN),
        lambda w: w.withdraw_opt_out(UNKNOWN),
        lambda w: w.protect(UNKNOWN),
        lambda w: w.leave_temporary_address(UNKNOWN),
        lambda w: w.inject(Fault.SFSK_SLOW, UNKNOWN),
        lambda w: w.give_custody(UNKNOWN, CHILD),
        lambda w: w.record_parent(BENTE, UNKNOWN),
        lambda w: w.appoint_guardian(UNKNOWN, UNKNOWN),
    ],
    ids=["opt-out", "withdraw", "protect", "leave", "fault", "custody", "parent", "guardian"],
)
def test_a_verb_on_an_unknown_citizen_names_the_number(verb: object, peopled: World) -> None:
    """And changes nothing."""
    before = (peopled.citizens, peopled.bonds, peopled.faults)
    assert callable(verb)
    with pytest.raises(UnknownCitizen, match=f"has CPR number {UNKNOWN}"):
        verb(peopled)
    assert (peopled.citizens, peopled.bonds, peopled.faults) == before


def test_a_fault_belongs_to_one_or_to_all(peopled: World) -> None:
    """Mending one leaves the others; mending all leaves none."""
    peopled.inject(Fault.SFSK_SLOW, BENTE)
    peopled.inject(Fault.SFSK_SLOW)
    peopled.inject(Fault.SFSK_DOWN, BENTE)
    assert peopled.has_fault(Fault.SFSK_SLOW)
    assert not peopled.has_fault(Fault.SFSK_DOWN)
    peopled.mend(Fault.SFSK_SLOW)
    assert peopled.faults == {(Fault.SFSK_DOWN, BENTE)}
    peopled.mend_all()
    assert peopled.faults == frozenset()


def test_losing_custody_leaves_parenthood(peopled: World) -> None:
    """Each bond stands for itself."""
    peopled.remove_custody(Persona.MAX, CHILD)
    kinds = {b.kinship for b in peopled.bonds if (b.adult, b.child) == (Persona.MAX, CHILD)}
    assert kinds == {Kinship.PARENT}


def test_values_are_replaced_never_changed(peopled: World) -> None:
    """Who holds the old registers sees the old registers."""
    citizens, bonds = peopled.citizens, peopled.bonds
    peopled.protect(BENTE)
    peopled.give_custody(BENTE, Persona.WARD)
    assert not citizens[BENTE].protected
    assert bonds != peopled.bonds


def test_a_citizens_parts_are_those_that_the_card_will_have(peopled: World) -> None:
    """Sofie has made no entry; with a stay she has one more part."""
    assert peopled.citizen(Persona.SOFIE).parts() == ("name", "address", "general_practitioner")
    assert len(peopled.citizen(BENTE).parts()) == 8


def test_a_clock_stands_still_runs_and_is_moved() -> None:
    """Set, advanced, released; without a time zone it is not set."""
    clock, noon = SettableClock(), datetime(2026, 1, 1, 12, 0, tzinfo=COPENHAGEN)
    clock.set(noon)
    assert clock() == clock() == noon
    clock.advance(timedelta(days=1))
    assert clock() == noon + timedelta(days=1)
    with pytest.raises(ValueError, match="expected an instant with a time zone, found 2026-01-01"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake that is meant
    clock.release()
    assert abs(clock() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_clock_is_not_set_at_the_calendars_edge(year: int) -> None:
    """There would be no room for a card's validity."""
    clock = SettableClock()
    with pytest.raises(ValueError, match="expected an instant between the years 1 and 9999"):
        clock.set(datetime(year, 6, 1, tzinfo=UTC))
