"""The advice on volume is computed from the journal, and refuses nobody."""

from datetime import timedelta

import pytest

from conformance.minlog import registration
from conformance.simulator.minlog.volume import CallerVolume, Hour, volume
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import CVR, Persona
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import MINLOG_PATH, DirectCaller
from tests.simulator.minlog_entries import ENTRY

MINUTE = timedelta(minutes=1)


def send(caller: DirectCaller, world: World, entries: int, *minutes: int, system: str) -> None:
    """Register so many accesses, in a call at each of these minutes after now."""
    start = world.now
    card = caller.system_card(it_system_name=system)
    for minute in minutes:
        world.clock.set(start + minute * MINUTE)
        body = registration.build_request([ENTRY] * entries)
        assert caller.register(card, body).status == 200
    world.clock.set(start)


def only(world: World) -> CallerVolume:
    (found,) = volume(world.journal)
    return found


def test_callers_are_told_apart(caller: DirectCaller, world: World) -> None:
    """By system and organisation; other services' calls do not count."""
    send(caller, world, 2, 0, 1, system="A")
    send(caller, world, 3, 2, system="B")
    caller.search(caller.system_card(), Persona.BENTE)
    first, second = volume(world.journal)
    assert (first.caller, first.calls, first.registrations) == (f"A ({CVR})", 2, 4)
    assert (second.caller, second.calls, second.largest_call) == (f"B ({CVR})", 1, 3)
    assert first.keeps_advice


def test_an_hour_slides(caller: DirectCaller, world: World) -> None:
    """An hour begins with each call, and does not hold the call at its end."""
    start = world.now
    send(caller, world, 1, 0, 30, 59, 60, 119, system="A")
    assert only(world).hours == tuple(
        Hour(begin=start + minute * MINUTE, calls=calls)
        for minute, calls in ((0, 3), (30, 3), (59, 2), (60, 2), (119, 1))
    )
    assert only(world).busiest_hour.begin == start


@pytest.mark.parametrize(("calls", "kept"), [(20, True), (21, False)])
def test_twenty_calls_in_an_hour_keep_the_advice(
    calls: int,
    kept: bool,
    caller: DirectCaller,
    world: World,
) -> None:
    """One more does not, and is answered all the same."""
    send(caller, world, 1, *range(30, 30 + calls), system="A")
    assert only(world).keeps_advice is kept
    assert len(world.log) == calls


@pytest.mark.parametrize(("entries", "kept"), [(500, True), (501, False)])
def test_500_registrations_in_a_call_keep_the_advice(
    entries: int,
    kept: bool,
    caller: DirectCaller,
    world: World,
) -> None:
    """One more does not, and is taken all the same."""
    send(caller, world, entries, 0, system="A")
    assert only(world).keeps_advice is kept
    assert (only(world).largest_call, len(world.log)) == (entries, entries)


def test_calls_that_failed_count_too(caller: DirectCaller, world: World) -> None:
    """Down, or with a body that cannot be read: a call is a call."""
    send(caller, world, 4, 0, system="Test system")
    world.inject(Fault.MINLOG_DOWN)
    caller.register(caller.system_card(), registration.build_request([ENTRY] * 7))
    caller.call(MINLOG_PATH, b"<no envelope")
    told, unknown = volume(world.journal)
    assert (told.calls, told.largest_call) == (2, 7)
    assert (unknown.caller, unknown.calls, unknown.registrations) == ("unknown caller", 1, 0)


def test_a_journal_without_minlog_tells_nothing(world: World) -> None:
    """No caller, no report."""
    assert volume(world.journal) == ()
