"""When a mutant counts as caught: for the stated reason, by the right scenario, and by no other."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.catalogue import Side, load_catalogue
from conformance.certify.session import Session
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
from conformance.selfcheck.check import Depth, check_mutant, check_mutants, judge_mutant
from conformance.selfcheck.expectation import Expectation, expectations
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
    result = judge_mutant(WANTED, [run])
    assert result.caught is (trouble == "")
    assert trouble in result.trouble
    if result.caught:
        assert [catch.title for catch in result.stated] == ["stated"]


def test_a_mutant_that_breaks_everything_may_fail_everything() -> None:
    """`*` allows any scenario to fail, and the stated reason is still asked for."""
    everything = Expectation(mutant="empty", breaks="FGV-03", reason="found 'no'", also=("*",))
    stray = scenario("stray", Outcome.FAILED, "CUS-03", found="nothing")
    assert judge_mutant(everything, [record(STATED, stray)]).caught
    assert "no scenario of FGV-03" in judge_mutant(everything, [record(stray)]).trouble


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

    def checked(expectation: Expectation, _work: object, **_how: object) -> object:
        begun.append(expectation.mutant)
        return judge_mutant(expectation, [record(STATED)])

    def interrupted(_result: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("conformance.selfcheck.check.check_mutant", checked)
    with pytest.raises(KeyboardInterrupt):
        check_mutants(expectations(), tmp_path, jobs=1, depth=Depth.OWN, done=interrupted)
    assert 1 <= len(begun) < len(expectations())


def test_what_fails_in_either_part_counts() -> None:
    """A mutant meets its own scenarios first and the others then: together they are one run."""
    stray = scenario("stray", Outcome.FAILED, "CUS-03", found="nothing")
    own, rest = record(STATED), record(stray)
    assert judge_mutant(WANTED, [own]).caught
    assert "unrelated scenarios failed too: stray" in judge_mutant(WANTED, [own, rest]).trouble


def test_a_mutant_first_meets_its_own_scenarios_and_then_the_others(tmp_path: Path) -> None:
    """The others only when it was caught by its own, and when all are asked for."""
    met: list[tuple[str, str]] = []

    def run(session: Session) -> int:
        met.append((session.out.name, str(session.selection)))
        with FolderRecorder(session.out) as recorder:
            for event in record(STATED).events:
                recorder.record(event)
        return 0

    assert check_mutant(WANTED, tmp_path / "own", depth=Depth.OWN, run=run).caught
    assert [name for name, _ in met] == ["own"]
    assert "requirement(id='FGV-03')" in met[0][1]
    met.clear()
    check_mutant(WANTED, tmp_path / "all", depth=Depth.ALL, run=run)
    assert [name for name, _ in met] == ["own", "rest"]
    assert "and (not (" in met[1][1]
