"""Step numbers in the evidence: waivers by number, selection by number, what is not tested."""

from pathlib import Path

import msgspec
import pytest
from evidence_values import FINISHED, NOW, SYSTEM, record, requirement, scenario, started, waiver
from small_suite import start

from conformance.evidence.context import RunContext
from conformance.evidence.events import Outcome, Waiver
from conformance.evidence.results import scenario_results
from conformance.evidence.verdict import Verdict, excuse, judge

PASS, FAIL = Outcome.PASSED, Outcome.FAILED


def waiver_of(*steps: str) -> Waiver:
    return msgspec.structs.replace(waiver(), steps=steps)


@pytest.mark.parametrize(
    ("steps", "outcomes", "verdict"),
    [
        (("1.02",), (PASS, FAIL), Verdict.WAIVED),
        (("1.01", "1.02"), (FAIL, FAIL), Verdict.WAIVED),
        (("1.01",), (PASS, FAIL), Verdict.FAILED),
        (("1.02",), (FAIL, FAIL), Verdict.FAILED),
        (("1.02",), (None, FAIL), Verdict.FAILED),
        (("1.01",), (PASS, None), Verdict.NOT_RUN),
        (("1.02",), (PASS, PASS), Verdict.PASSED),
        ((), (FAIL, FAIL), Verdict.WAIVED),
    ],
)
def test_a_waiver_by_number_covers_those_steps_alone(
    steps: tuple[str, ...], outcomes: tuple[Outcome | None, ...], verdict: Verdict
) -> None:
    """Whatever else of the requirement is not passed stands."""
    events = [
        scenario(f"s{place}", outcome, step=f"1.0{place}", selected=outcome is not None)
        for place, outcome in enumerate(outcomes, 1)
    ]
    found = judge(record(started(requirement(), waivers=(waiver_of(*steps),)), *events, FINISHED))
    assert found.requirements[0].verdict is verdict
    if steps and verdict in {Verdict.FAILED, Verdict.NOT_RUN}:
        told = found.requirements[0].reason
        assert f"the waiver holds for test step {', '.join(steps)} only" in told


def test_a_waiver_by_number_does_not_stand_for_a_person() -> None:
    """Where all passed and a person must still look, nothing that it names fell short."""
    person = requirement(verification="person")
    events = record(
        started(person, waivers=(waiver_of("1.01"),)), scenario("s", PASS, step="1.01"), FINISHED
    )
    assert judge(events).requirements[0].verdict is Verdict.AWAITING_ASSESSMENT


def test_only_the_waived_step_is_excused() -> None:
    """The test runner reports the others as failed."""
    facts = RunContext(
        run_id="r",
        tool_version="0",
        edition="e",
        system_under_test=SYSTEM,
        requirements=(requirement(),),
        waivers=(waiver_of("1.02"),),
        clock=lambda: NOW,
    )
    assert excuse(facts, ["R-1"], "1.02") == "waived: known fault"
    assert excuse(facts, ["R-1"], "1.01") is None


def test_what_is_not_tested_is_not_run_and_fails_nobody() -> None:
    """It is told with its reason, and never green."""
    untested = requirement("R-2", not_tested_because="nobody can see it")
    found = judge(record(started(requirement(), untested), scenario("s", PASS), FINISHED))
    assert found.requirements[1].verdict is Verdict.NOT_RUN
    assert found.requirements[1].reason == "not tested: nobody can see it"
    assert (found.verdict, found.exit_code) == (Verdict.PASSED, 0)


def test_a_run_may_be_narrowed_to_a_number(tmp_path: Path) -> None:
    """`-m "step(id='3.01')"` runs that row alone."""
    session = start(tmp_path, "-m", "step(id='3.01')", "--fsk-out", "out")
    ran = [r.planned for r in scenario_results(session.record) if r.outcome]
    assert [(each.step, each.title) for each in ran] == [("3.01", "It passes")]
