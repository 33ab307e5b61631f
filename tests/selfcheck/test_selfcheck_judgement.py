"""When a mutant counts as caught: for the stated reason, by the right scenario, and by no other."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.catalogue import Side, load_catalogue
from conformance.evidence.events import (
    AnyEvent,
    Ending,
    Outcome,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    ScenarioPlanned,
    SystemUnderTest,
)
from conformance.evidence.record import FolderRecorder, Record
from conformance.reference.mutants import MUTANTS as VENDOR_MUTANTS
from conformance.selfcheck import expectation as module
from conformance.selfcheck.check import (
    Depth,
    NotSound,
    check_mutant,
    check_mutants,
    judge_mutant,
    may_notice,
    trace,
)
from conformance.selfcheck.expectation import Expectation, expectations
from conformance.selfcheck.task import Task
from conformance.selfcheck.tracing import Traced
from conformance.simulator.mutants.every import MUTANTS as SERVICE_MUTANTS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WANTED = Expectation(
    mutant="unavailable-shown-as-no", breaks="FGV-03", reason="found 'no'", also=("FGV-06",)
)
START = RunStarted(
    at=NOW,
    run_id="run-1",
    tool_version="0",
    edition="0",
    sides=(Side.VENDOR,),
    system_under_test=SystemUnderTest(name="Example EHR", version="1"),
)
END = RunFinished(at=NOW, how=Ending.COMPLETE)


def scenario(
    name: str, outcome: Outcome, *requirements: str, found: str = "", reason: str = ""
) -> list[AnyEvent]:
    """A scenario that was planned and ended."""
    planned = ScenarioPlanned(
        id=name, step="1.01", title=name, feature="A feature", requirements=requirements
    )
    ended = ScenarioFinished(
        id=name, at=NOW, outcome=outcome, expected="'unavailable'", found=found, reason=reason
    )
    return [planned, ended]


def record(*scenarios: list[AnyEvent], end: bool = True, damage: str | None = None) -> Record:
    """A run of these scenarios."""
    events = [START, *(event for each in scenarios for event in each), *([END] if end else [])]
    return Record(events=tuple(events), damage=damage)


STATED = scenario("stated", Outcome.FAILED, "FGV-03", found="'no'")
FINE = scenario("fine", Outcome.PASSED, "FGV-03")
UNRELATED_FINE = scenario("unrelated", Outcome.PASSED, "CUS-03")


@pytest.mark.parametrize(
    ("run", "trouble"),
    [
        (record(STATED, FINE, UNRELATED_FINE), ""),
        (record(STATED, scenario("also", Outcome.FAILED, "FGV-06", found="else")), ""),
        (record(STATED, scenario("two", Outcome.FAILED, "CUS-03", "FGV-03", found="else")), ""),
        (record(STATED, scenario("na", Outcome.NOT_APPLICABLE, "CUS-03")), ""),
        (record(FINE, UNRELATED_FINE), "it lives: no scenario failed"),
        (record(), "it lives: no scenario failed"),
        (
            record(scenario("other words", Outcome.FAILED, "FGV-03", found="'yes'")),
            "no scenario of FGV-03 failed with words that match \"found 'no'\"",
        ),
        (
            record(scenario("only also", Outcome.FAILED, "FGV-06", found="'no'")),
            "no scenario of FGV-03 failed with words that match",
        ),
        (
            record(STATED, scenario("stray", Outcome.FAILED, "CUS-03", found="'no'")),
            "unrelated scenarios failed too: stray (CUS-03)",
        ),
        (
            record(STATED, scenario("broke", Outcome.INCONCLUSIVE, "FGV-03", reason="HTTP 500")),
            "scenarios could not be judged: broke (HTTP 500)",
        ),
        (record(STATED, end=False), "the run against it did not end: no end in the record"),
        (record(STATED, damage="the last line is cut short"), "did not end: the last line is cut"),
        (Record(damage="no record was found"), "did not end: no record was found"),
        (
            Record(
                events=(
                    START,
                    *STATED,
                    RunFinished(at=NOW, how=Ending.INTERRUPTED, reason="KeyboardInterrupt"),
                )
            ),
            "did not end: KeyboardInterrupt",
        ),
    ],
    ids=[
        *("caught", "also-allowed", "shares-a-requirement", "not-applicable", "lives", "empty-run"),
        *("other-words", "other-requirement", "unrelated", "inconclusive", "no-end", "damaged"),
        *("no-record", "interrupted"),
    ],
)
def test_a_mutant_is_caught_for_the_stated_reason_or_not_at_all(run: Record, trouble: str) -> None:
    """Each way to miss a mutant is told in its own words."""
    result = judge_mutant(WANTED, run)
    assert result.caught is (trouble == "")
    assert trouble in result.trouble
    if result.caught:
        assert [catch.title for catch in result.stated] == ["stated"]


def test_a_mutant_that_breaks_everything_may_fail_everything() -> None:
    """`*` allows any scenario to fail, and the stated reason is still asked for."""
    everything = Expectation(mutant="empty", breaks="FGV-03", reason="found 'no'", also=("*",))
    stray = scenario("stray", Outcome.FAILED, "CUS-03", found="nothing")
    assert judge_mutant(everything, record(STATED, stray)).caught
    assert "no scenario of FGV-03" in judge_mutant(everything, record(stray)).trouble


def test_each_mutant_has_one_expectation_and_each_expectation_a_mutant() -> None:
    """The file covers the mutants that exist, and breaks requirements of the right side."""
    assert sorted(e.mutant for e in expectations()) == sorted([*VENDOR_MUTANTS, *SERVICE_MUTANTS])
    catalogue = load_catalogue()
    for each in expectations():
        assert catalogue.get(each.breaks).obliged == each.side, each.mutant
        assert all(name == "*" or catalogue.get(name) for name in each.also), each.mutant
        assert each.wrong


@pytest.mark.parametrize("mutants", ["VENDOR_MUTANTS", "SERVICE_MUTANTS"])
def test_a_mutant_without_an_expectation_is_found(
    monkeypatch: pytest.MonkeyPatch, mutants: str
) -> None:
    """A new mutant that nobody expects anything of is an error, as is one that is gone."""
    known = dict(getattr(module, mutants))
    gone = next(iter(known))
    monkeypatch.setattr(module, mutants, {**known, "brand-new": known[gone]})
    with pytest.raises(ValueError, match=r"found none for \['brand-new'\], unknown \[\]"):
        expectations.__wrapped__()
    monkeypatch.setattr(module, mutants, {k: v for k, v in known.items() if k != gone})
    with pytest.raises(ValueError, match=rf"found none for \[\], unknown \['{gone}'\]"):
        expectations.__wrapped__()


def test_the_rules_have_at_least_two_mutants_each() -> None:
    """For each of the six rules two deviations or more are known to be caught."""
    catalogue = load_catalogue()
    count: dict[str, int] = {}
    for each in expectations():
        chapter = catalogue.get(each.breaks).chapter
        count[chapter] = count.get(chapter, 0) + 1
    six = ("02", "04", "05", "07", "08", "12")
    assert all(count.get(chapter, 0) >= 2 for chapter in six), count


def test_ctrl_c_begins_no_further_mutant(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """After an interruption the mutants that wait are not begun."""
    begun: list[str] = []

    def checked(expectation: Expectation, **_how: object) -> object:
        begun.append(expectation.mutant)
        return judge_mutant(expectation, record(STATED))

    def interrupted(_result: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("conformance.selfcheck.check.check_mutant", checked)
    with pytest.raises(KeyboardInterrupt):
        check_mutants(expectations(), tmp_path, jobs=1, depth=Depth.OWN, done=interrupted)
    assert 1 <= len(begun) < len(expectations())


SOUND = (
    Traced(step="5.01", module="test_05_a.py", requirements=("FGV-03",), reached=frozenset()),
    Traced(step="5.02", module="test_05_a.py", requirements=("FGV-06",), reached=frozenset()),
    Traced(
        step="6.01",
        module="test_06_b.py",
        requirements=("VIS-01",),
        reached=frozenset({"unavailable-shown-as-no differs", "Behaviour.opening"}),
    ),
    Traced(
        step="7.01",
        module="test_07_c.py",
        requirements=("CUS-03",),
        reached=frozenset({"Behaviour.opening"}),
    ),
)


@pytest.mark.parametrize(
    ("depth", "selection", "modules", "steps"),
    [
        (
            Depth.OWN,
            "vendor and (requirement(id='FGV-03') or requirement(id='FGV-06'))",
            None,
            (),
        ),
        (Depth.REACHED, None, ("test_05_a.py", "test_06_b.py"), ("5.01", "5.02", "6.01")),
        (Depth.ALL, "vendor", (), ()),
    ],
)
def test_a_mutant_meets_what_the_depth_says(
    tmp_path: Path,
    depth: Depth,
    selection: str | None,
    modules: tuple[str, ...] | None,
    steps: tuple[str, ...],
) -> None:
    """Its own scenarios, those that come past what it changes, or all of its side."""
    met: list[Task] = []

    def run(task: Task) -> int:
        met.append(task)
        with FolderRecorder(task.session.out) as recorder:
            for event in record(STATED).events:
                recorder.record(event)
        return 0

    assert check_mutant(WANTED, tmp_path, depth=depth, run=run, sound=SOUND).caught
    (task,) = met
    assert task.session.mutant == WANTED.mutant
    assert task.session.selection == selection
    assert task.steps == steps
    if modules is not None:
        assert task.session.modules == modules


def test_a_mutant_of_which_nobody_knows_what_it_changes_meets_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What cannot be told is not left out."""
    monkeypatch.setattr("conformance.selfcheck.check.places", lambda _: None)
    assert all(may_notice(WANTED, each) for each in SOUND)


def test_mutants_prove_nothing_where_the_sound_system_falls_short(tmp_path: Path) -> None:
    """The trace of a run that did not pass is not used."""
    with pytest.raises(NotSound, match="fsk certify --side vendor"):
        trace("vendor", tmp_path, lambda _: 1)
