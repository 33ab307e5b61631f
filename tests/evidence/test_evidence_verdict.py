"""The verdict: every cell of the table, and what no record may ever do."""

from dataclasses import replace
from datetime import date

import pytest
from evidence_values import (
    FINISHED,
    NOW,
    SYSTEM,
    record,
    requirement,
    scenario,
    seen_by_person,
    started,
    waiver,
)
from hypothesis import given
from hypothesis import strategies as st

from conformance.catalogue import Level, Side, Verification
from conformance.evidence.context import RunContext
from conformance.evidence.events import (
    Ending,
    Outcome,
    RequirementSnapshot,
    RunFinished,
    ScenarioFinished,
    ScenarioStarted,
    SystemUnderTest,
    Waiver,
)
from conformance.evidence.record import Record
from conformance.evidence.verdict import Verdict, excuse, inapplicable, judge

PASS, FAIL, OPEN, NA = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE


def run(
    *outcomes: Outcome | None,
    changes: dict[str, object] | None = None,
    waivers: tuple[Waiver, ...] = (),
    persons: bool = False,
    **start: object,
) -> Record:
    """A complete run of one requirement shown by one scenario for each of *outcomes*."""
    events = [started(requirement(**(changes or {})), waivers=waivers, **start)]
    for number, outcome in enumerate(outcomes):
        events.append(scenario(f"s{number}", outcome, selected=outcome is not None))
        if persons:
            events.append(seen_by_person(f"s{number}"))
    return record(*events, FINISHED)


PERSON = {"verification": Verification.PERSON}
BOTH = {"verification": Verification.BOTH}

CELLS = [
    ("one passed", run(PASS), Verdict.PASSED, 0),
    ("all passed", run(PASS, PASS), Verdict.PASSED, 0),
    ("one of two failed", run(PASS, FAIL), Verdict.FAILED, 1),
    ("failed beats inconclusive", run(OPEN, FAIL), Verdict.FAILED, 1),
    ("inconclusive", run(PASS, OPEN), Verdict.INCONCLUSIVE, 3),
    ("inconclusive beats not run", run(None, OPEN), Verdict.INCONCLUSIVE, 3),
    ("one deselected", run(PASS, None), Verdict.NOT_RUN, 3),
    ("all deselected", run(None), Verdict.NOT_RUN, 3),
    ("no scenario", run(), Verdict.NOT_RUN, 3),
    ("a row that is not applicable is left out", run(PASS, NA), Verdict.PASSED, 0),
    ("all rows not applicable", run(NA, NA), Verdict.NOT_APPLICABLE, 3),
    ("not applicable and not run", run(NA, None), Verdict.NOT_RUN, 3),
    ("does not apply", run(FAIL, changes={"applies": False}), Verdict.NOT_APPLICABLE, 3),
    ("other side", run(PASS, sides=(Side.SERVICE,)), Verdict.NOT_APPLICABLE, 3),
    ("person, not seen", run(PASS, changes=PERSON), Verdict.AWAITING_ASSESSMENT, 3),
    ("person, seen", run(PASS, changes=PERSON, persons=True), Verdict.PASSED, 0),
    ("person, seen to fail", run(FAIL, changes=PERSON, persons=True), Verdict.FAILED, 1),
    ("person, no scenario", run(changes=PERSON), Verdict.AWAITING_ASSESSMENT, 3),
    ("person, not run", run(None, changes=PERSON), Verdict.NOT_RUN, 3),
    ("both, machine only", run(PASS, changes=BOTH), Verdict.AWAITING_ASSESSMENT, 3),
    ("both, seen", run(PASS, changes=BOTH, persons=True), Verdict.PASSED, 0),
    ("both, no scenario", run(changes=BOTH), Verdict.NOT_RUN, 3),
    (
        "declared binds once it applies",
        run(FAIL, changes={"level": Level.DECLARED}),
        Verdict.FAILED,
        1,
    ),
    ("waived alone shows nothing", run(FAIL, waivers=(waiver(),)), Verdict.WAIVED, 3),
    ("not run, waived", run(None, waivers=(waiver(),)), Verdict.WAIVED, 3),
    ("passed needs no waiver", run(PASS, waivers=(waiver(),)), Verdict.PASSED, 0),
    ("waiver on its last day", run(FAIL, waivers=(waiver(expires=NOW.date()),)), Verdict.WAIVED, 3),
    (
        "expired waiver",
        run(FAIL, waivers=(waiver(expires=date(2026, 3, 1)),)),
        Verdict.FAILED,
        1,
    ),
    ("waiver of another", run(FAIL, waivers=(waiver("R-2"),)), Verdict.FAILED, 1),
]


@pytest.mark.parametrize(
    ("found", "verdict", "code"), [c[1:] for c in CELLS], ids=[c[0] for c in CELLS]
)
def test_a_requirement_has_its_verdict_and_the_run_its_exit_code(
    found: Record, verdict: Verdict, code: int
) -> None:
    """Each cell of the table of verdicts."""
    judged = judge(found)
    assert judged.requirements[0].verdict is verdict
    assert judged.exit_code == code


ADVISORY = [{"certain": False}, {"level": Level.SHOULD}, {"level": Level.MAY}]


@pytest.mark.parametrize("changes", ADVISORY, ids=["uncertain", "should", "may"])
@pytest.mark.parametrize("outcome", [FAIL, OPEN, None])
def test_an_advisory_requirement_is_reported_and_fails_no_run(
    changes: dict[str, object], outcome: Outcome | None
) -> None:
    """Its own verdict stands, and the run passes on the others."""
    found = record(
        started(requirement("R-1"), requirement("R-2", **changes)),
        scenario("a", PASS, "R-1"),
        scenario("b", outcome, "R-2"),
        FINISHED,
    )
    judged = judge(found)
    assert judged.exit_code == 0
    assert judged.requirements[1].verdict is not Verdict.PASSED


def test_a_valid_waiver_lets_the_run_pass_on_the_others() -> None:
    """0 means: every applicable must passed, or is validly waived."""
    found = record(
        started(requirement("R-1"), requirement("R-2"), waivers=(waiver("R-2"),)),
        scenario("a", PASS, "R-1"),
        scenario("b", FAIL, "R-2"),
        FINISHED,
    )
    judged = judge(found)
    assert judged.exit_code == 0
    assert judged.requirements[1].beneath is Verdict.FAILED


def test_a_waiver_does_not_cover_what_the_scenario_shows_besides() -> None:
    """A scenario that shows two requirements fails the one that is not waived."""
    found = record(
        started(requirement("R-1"), requirement("R-2"), waivers=(waiver("R-2"),)),
        scenario("a", FAIL, "R-1", "R-2"),
        FINISHED,
    )
    assert judge(found).exit_code == 1


BROKEN_OFF = RunFinished(at=NOW, how=Ending.INTERRUPTED, reason="Ctrl-C")


@pytest.mark.parametrize(
    "found",
    [
        Record(),
        record(FINISHED),
        record(started(requirement()), FINISHED),
        record(started(), scenario("a", PASS), FINISHED),
        record(started(requirement()), scenario("a", PASS)),
        record(started(requirement()), scenario("a", PASS), BROKEN_OFF),
        replace(run(PASS), damage="line 9 is cut short"),
        record(
            started(requirement("R-1")), scenario("a", PASS), scenario("b", PASS, "R-9"), FINISHED
        ),
        record(
            started(requirement()),
            FINISHED,
            started(requirement(), system_under_test=SystemUnderTest(name="x", version="2")),
            scenario("a", PASS),
            FINISHED,
        ),
        record(
            started(requirement(level=Level.SHOULD)),
            scenario("a", PASS),
            FINISHED,
        ),
    ],
    ids=[
        "empty",
        "no start",
        "no scenario",
        "no requirement",
        "killed",
        "interrupted",
        "damaged",
        "unknown requirement",
        "system changed",
        "only advisory",
    ],
)
def test_what_is_not_known_is_never_green(found: Record) -> None:
    """Nothing firm can be said: the exit code is 3."""
    assert judge(found).exit_code == 3


def test_a_failed_must_fails_an_interrupted_run_too() -> None:
    """What was seen to fall short stays so."""
    assert judge(record(started(requirement()), scenario("a", FAIL), BROKEN_OFF)).exit_code == 1


def test_a_failed_scenario_without_a_known_requirement_fails_the_run() -> None:
    """No shortfall is lost for want of a tag."""
    found = record(
        started(requirement()), scenario("a", PASS), scenario("b", FAIL, "R-unknown"), FINISHED
    )
    assert judge(found).exit_code == 1


def test_a_scenario_left_out_whose_requirement_is_unknown_disturbs_nobody() -> None:
    """A run of one side may leave out the scenarios of the other."""
    found = record(
        started(requirement()),
        scenario("a", PASS),
        scenario("b", None, "R-other", selected=False),
        FINISHED,
    )
    assert judge(found).exit_code == 0


def test_a_failure_is_not_mended_by_trying_again() -> None:
    """Going on with a run does not wash a failed attempt away."""
    found = record(
        started(requirement()),
        scenario("a", FAIL),
        FINISHED,
        started(requirement()),
        scenario("a", PASS),
        FINISHED,
    )
    assert judge(found).exit_code == 1


@pytest.mark.parametrize("first", [OPEN, None])
def test_what_did_not_conclude_may_be_tried_again(first: Outcome | None) -> None:
    """A run gone on with another day passes on the attempt that ended."""
    begun = [ScenarioStarted(id="a", at=NOW)] if first is None else []
    found = record(
        started(requirement()),
        scenario("a", first),
        begun,
        started(requirement()),
        scenario("a", PASS),
        FINISHED,
    )
    assert judge(found).exit_code == 0


def test_a_scenario_begun_and_not_ended_is_not_run() -> None:
    """The reason says that it did not end."""
    found = record(
        started(requirement()), scenario("a", None), ScenarioStarted(id="a", at=NOW), BROKEN_OFF
    )
    judged = judge(found)
    assert judged.requirements[0].verdict is Verdict.NOT_RUN
    assert "did not end" in judged.requirements[0].reason


def context(*requirements: RequirementSnapshot, waivers: tuple[Waiver, ...] = ()) -> RunContext:
    """The facts of a run of *requirements*."""
    return RunContext(
        run_id="r",
        tool_version="0",
        edition="e",
        system_under_test=SYSTEM,
        requirements=requirements,
        waivers=waivers,
        clock=lambda: NOW,
    )


def test_of_many_shortfalls_a_few_are_told_and_all_are_named() -> None:
    """A reason is read in a narrow column; the report has a row for each scenario."""
    fallen = [scenario(f"s-{n}", Outcome.FAILED, step=f"1.0{n}") for n in range(1, 7)]
    (judged,) = judge(record(started(requirement()), *fallen, FINISHED)).requirements
    assert judged.reason == (
        "1.01 s-1: failed for a reason; 1.02 s-2: failed for a reason; "
        "1.03 s-3: failed for a reason; and 3 more (1.04 to 1.06)"
    )


def test_only_a_shortfall_that_fails_no_run_is_excused() -> None:
    """Advisory and waived are excused; binding, unknown and expired are not."""
    facts = context(
        requirement("R-1"),
        requirement("R-2", certain=False),
        requirement("R-3"),
        requirement("R-4", rests_on=("x",)),
        waivers=(waiver("R-1", date(2026, 3, 1)), waiver("R-3")),
    )
    assert excuse(facts, ["R-2"]).startswith("advisory: ")
    assert excuse(facts, ["R-4"]) == "advisory: R-4 is seen by what is assumed of the services (x)"
    assert excuse(facts, ["R-3"]).startswith("waived: ")
    assert excuse(facts, ["R-1"]) is None
    assert excuse(facts, ["R-1", "R-2"]) is None
    assert excuse(facts, ["R-unknown"]) is None
    assert excuse(facts, []) is None


def test_a_scenario_is_inapplicable_only_if_all_it_shows_is() -> None:
    """One requirement that counts, or is unknown, keeps the scenario."""
    facts = context(
        requirement("R-1"), requirement("R-2", applies=False, reason_not="it is no portal")
    )
    assert inapplicable(facts, ["R-2"]) == "it is no portal"
    assert inapplicable(facts, ["R-1", "R-2"]) is None
    assert inapplicable(facts, ["R-2", "R-unknown"]) is None
    assert inapplicable(facts, []) is None


IDS = ["R-1", "R-2", "R-3"]


@st.composite
def runs(draw: st.DrawFn) -> Record:
    """Runs of a few requirements of every kind, complete or broken off."""
    requirements = [
        requirement(
            identifier,
            level=draw(st.sampled_from(Level)),
            certain=draw(st.booleans()),
            applies=draw(st.booleans()),
            side=draw(st.sampled_from(Side)),
            verification=draw(st.sampled_from(Verification)),
        )
        for identifier in IDS
    ]
    waivers = tuple(
        waiver(identifier, draw(st.sampled_from([date(2020, 1, 1), date(2030, 1, 1)])))
        for identifier in draw(st.sets(st.sampled_from(IDS)))
    )
    events = [
        started(*requirements, waivers=waivers, sides=tuple(draw(st.sets(st.sampled_from(Side)))))
    ]
    for number in range(draw(st.integers(0, 4))):
        shows = draw(st.lists(st.sampled_from([*IDS, "R-9"]), min_size=1, unique=True))
        outcome = draw(st.sampled_from([*Outcome, None]))
        events += scenario(f"s{number}", outcome, *shows, selected=draw(st.booleans()))
        if draw(st.booleans()):
            events.append(seen_by_person(f"s{number}"))
    return record(events, draw(st.sampled_from([[FINISHED], [BROKEN_OFF], []])))


def better(one: int, other: int) -> bool:
    """Whether exit code *one* is better news than *other*."""
    return [1, 3, 0].index(one) > [1, 3, 0].index(other)


@given(found=runs(), shows=st.lists(st.sampled_from([*IDS, "R-9"]), unique=True))
def test_a_failed_scenario_more_never_improves_the_verdict(found: Record, shows: list[str]) -> None:
    """Falling short once more is never good news."""
    more = record(list(found.events[:1]), scenario("more", FAIL, *shows), list(found.events[1:]))
    assert not better(judge(more).exit_code, judge(found).exit_code)


@given(found=runs(), data=st.data())
def test_a_result_less_never_turns_the_run_green(found: Record, data: st.DataObject) -> None:
    """Losing what a scenario concluded is never good news for a run that was not green."""
    ended = [e for e in found.events if isinstance(e, ScenarioFinished)]
    if not ended:
        return
    lost = data.draw(st.sampled_from(ended))
    less = record([e for e in found.events if e is not lost])
    assert judge(found).exit_code == 0 or judge(less).exit_code != 0


@given(found=runs())
def test_green_means_that_every_binding_requirement_was_shown_or_waived(found: Record) -> None:
    """Exit code 0 says exactly what it promises."""
    judged = judge(found)
    if judged.exit_code:
        return
    allowed = {Verdict.PASSED, Verdict.WAIVED, Verdict.NOT_APPLICABLE}
    binding = [
        r
        for r in judged.requirements
        if r.requirement.certain and r.requirement.level in {Level.MUST, Level.DECLARED}
    ]
    assert {r.verdict for r in binding} <= allowed
    assert any(r.verdict is Verdict.PASSED for r in binding)
    assert found.finished == FINISHED
