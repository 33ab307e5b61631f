"""The store of MinLog, and the faults by which registrations fail in part."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.minlog import registration
from conformance.minlog.registration import LogEntry, Receipt
from conformance.security import dgws
from conformance.simulator.state.access_log import AccessLog
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller, require_official
from tests.simulator.minlog_entries import ENTRY


def entry(number: int, citizen: str = "1") -> LogEntry:
    return replace(ENTRY, citizen=citizen, sequence_number=str(number))


@given(
    batches=st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12),
    limit=st.integers(1, 5),
    since=st.integers(0, 40),
)
def test_a_bounded_log_tells_what_an_endless_list_would(
    batches: list[list[str]], limit: int, since: int
) -> None:
    """Of what is kept: all, those of one citizen, those that are new, and how many there were."""
    log, everything = AccessLog(limit=limit), list[LogEntry]()
    for batch in batches:
        new = [entry(len(everything) + place, cpr) for place, cpr in enumerate(batch)]
        everything += new
        log.append(*new)
    kept = list(log)
    assert len(log) == len(everything)
    assert kept == everything[len(everything) - len(kept) :]
    assert min(limit, len(everything)) <= len(kept) <= 2 * limit
    assert list(log.since(since)) == [e for e in everything[since:] if e in kept]
    for cpr in "abc":
        assert list(log.of(cpr)) == [e for e in kept if e.citizen == cpr]


def test_a_log_that_was_handed_out_does_not_change() -> None:
    """A scenario may read while the services write."""
    log = AccessLog()
    log.append(entry(1))
    seen, everything = log.of("1"), iter(log)
    log.append(entry(2))
    assert [e.sequence_number for e in seen] == ["1"]
    assert [e.sequence_number for e in everything] == ["1"]


def receipt(caller: DirectCaller, *entries: LogEntry) -> Receipt:
    reply = caller.register(caller.system_card(), registration.build_request(entries))
    require_official(reply)
    return registration.read_response(dgws.read_response(reply.body))


def test_every_second_registration_fails(caller: DirectCaller, world: World) -> None:
    """The answer names those that failed; the others stand in the log."""
    world.inject(Fault.MINLOG_REJECTS_SOME)
    told = receipt(caller, *(entry(number) for number in range(1, 6)))
    assert (told.added, told.failed) == (3, 2)
    assert [rejection.sequence_number for rejection in told.rejections] == ["2", "4"]
    assert [e.sequence_number for e in world.log_of("1")] == ["1", "3", "5"]


def test_who_sends_again_what_failed_gets_through_in_the_end(
    caller: DirectCaller, world: World
) -> None:
    """A registration that is alone in its call is taken."""
    world.inject(Fault.MINLOG_REJECTS_SOME)
    waiting = [entry(number) for number in range(1, 6)]
    for _ in range(3):
        failed = {r.sequence_number for r in receipt(caller, *waiting).rejections}
        waiting = [each for each in waiting if each.sequence_number in failed]
    assert waiting == []
    assert sorted(e.sequence_number or "" for e in world.log_of("1")) == list("12345")


def test_a_registration_without_a_number_fails_unnamed(caller: DirectCaller, world: World) -> None:
    """Who sends no SequenceNumber learns only how many failed."""
    world.inject(Fault.MINLOG_REJECTS_SOME)
    bare = replace(ENTRY, sequence_number=None)
    told = receipt(caller, bare, bare)
    assert [rejection.sequence_number for rejection in told.rejections] == [None]


@pytest.mark.parametrize(
    ("fault", "failed"), [(Fault.MINLOG_REJECTS, ["1", "3"]), (Fault.MINLOG_REJECTS_SOME, ["3"])]
)
def test_a_fault_of_one_citizen_leaves_the_others_alone(
    fault: Fault, failed: list[str], caller: DirectCaller, world: World
) -> None:
    """All, or every second, of that citizen's registrations fail."""
    world.inject(fault, Persona.BENTE)
    told = receipt(caller, entry(1, Persona.BENTE), entry(2), entry(3, Persona.BENTE), entry(4))
    assert [rejection.sequence_number for rejection in told.rejections] == failed
