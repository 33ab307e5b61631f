"""The plugin: what pytest and pytest-bdd do becomes the record, whatever a step raises."""

from pathlib import Path

import pytest
from small_suite import SECRET, STEPS, Session, start

from conformance.evidence.events import (
    Ending,
    Outcome,
    ScenarioFinished,
    ScenarioPlanned,
    SeenBy,
    StepFinished,
    StepStatus,
)
from conformance.evidence.results import scenario_results
from conformance.evidence.verdict import judge

OUTCOMES = {
    "It passes": (Outcome.PASSED, ""),
    "It falls short": (Outcome.FAILED, "expected one card"),
    "An assertion fails": (Outcome.FAILED, "one is two"),
    "The tool breaks": (Outcome.INCONCLUSIVE, "RuntimeError: no connection"),
    "It is skipped": (Outcome.INCONCLUSIVE, "skipped: no browser"),
    "It does not apply": (Outcome.NOT_APPLICABLE, "it writes nothing"),
    "A step is not written": (Outcome.INCONCLUSIVE, "nobody has written this"),
    "It is advisory": (Outcome.FAILED, "expected one card"),
    "It is not for this profile": (Outcome.NOT_APPLICABLE, "it is no portal"),
    "A person looks": (Outcome.PASSED, ""),
    "It is expected to fail": (Outcome.FAILED, "expected one card"),
    "It passes against expectation": (Outcome.PASSED, ""),
    "Its fixture breaks at the end": (Outcome.INCONCLUSIVE, "OSError: the end broke"),
    "A card that arrives one byte short is refused": (Outcome.PASSED, ""),
    "A card that arrives empty is refused": (Outcome.FAILED, "it was shown"),
    "Rows under one title (æ, 1)": (Outcome.PASSED, ""),
    "Rows under one title (ø, 2)": (Outcome.PASSED, ""),
}


@pytest.mark.parametrize("title", OUTCOMES)
def test_a_scenario_has_its_outcome_and_reason(session: Session, title: str) -> None:
    """Each way in which a scenario can end."""
    outcome, reason = OUTCOMES[title]
    finished = session.scenario(title).finished
    assert finished is not None, session.done.stdout
    assert finished.outcome is outcome
    assert reason in finished.reason


def test_all_scenarios_are_planned_and_none_twice(session: Session) -> None:
    """Every row of an outline is a scenario with an id of its own."""
    planned = [e for e in session.record.events if isinstance(e, ScenarioPlanned)]
    assert {p.title for p in planned} == set(OUTCOMES)
    assert len({p.id for p in planned}) == len(planned) == len({p.step for p in planned})
    assert all(p.selected for p in planned)


def test_a_plan_says_what_the_scenario_is(session: Session) -> None:
    """Number, chapter, rule, side, requirements and polarity come from the feature file."""
    planned = session.scenario("It falls short").planned
    assert planned.id == "search--it-falls-short"
    assert planned.step == "3.02"
    assert planned.chapter == "search"
    assert planned.rule == "A consumer MUST ask for approved cards only"
    assert (planned.side, planned.requirements, planned.polarity) == (
        "vendor",
        ("R-1",),
        "negative",
    )
    assert [step.text for step in planned.steps] == [
        "a citizen",
        "it asks",
        "it falls short",
        "all is well",
    ]


def test_rows_under_one_title_are_told_apart_by_their_values(session: Session) -> None:
    """The id does not depend on the order of the rows."""
    assert session.scenario("Rows under one title (æ, 1)").planned.id == (
        "search--rows-under-one-title-ae-1"
    )


def test_a_shortfall_says_what_to_mend(session: Session) -> None:
    """Expected, found, where and fix reach the record."""
    finished = session.scenario("It falls short").finished
    assert finished is not None
    assert finished.expected == "one card"
    assert finished.where == "the answer"
    assert finished.fix == "Ask so."


def test_a_plain_assertion_names_the_step_it_broke(session: Session) -> None:
    """What was expected is then the sentence of the step."""
    finished = session.scenario("An assertion fails").finished
    assert finished is not None
    assert finished.expected == "Then an assertion fails"
    assert finished.found.startswith("one is two")


STEP_STATUS = {
    "It passes": ["passed", "passed", "passed"],
    "It falls short": ["passed", "passed", "failed", "not-run"],
    "The tool breaks": ["passed", "broken", "not-run"],
    "It is skipped": ["passed", "skipped", "not-run"],
    "It does not apply": ["passed", "skipped", "not-run"],
    "A step is not written": ["passed", "broken", "not-run"],
    "It is not for this profile": [],
}


@pytest.mark.parametrize("title", STEP_STATUS)
def test_every_step_is_recorded_even_if_never_reached(session: Session, title: str) -> None:
    """Steps after the one that ended the scenario are there, as not run."""
    steps = session.scenario(title).steps
    assert [step.status for step in steps] == STEP_STATUS[title]
    assert [step.index for step in steps] == list(range(len(steps)))


def test_a_table_is_kept_with_its_step(session: Session) -> None:
    """The report shows the test data."""
    [step] = [s for s in session.scenario("It passes").steps if s.table]
    assert step.table == (("card", "status"), ("card-1", "approved"))


@pytest.mark.parametrize("title", ["It passes", "It falls short"])
def test_an_exchange_belongs_to_the_step_in_which_it_came(session: Session, title: str) -> None:
    """Handed in by the step, or drawn from a followed journal after it."""
    [exchange] = session.scenario(title).exchanges
    assert exchange.step == 1
    assert [document.media_type for document in exchange.documents] == ["application/xml"]
    assert b"7170" in (session.folder / "out" / exchange.request.file).read_bytes()


def test_a_person_is_marked_as_a_person(session: Session) -> None:
    """Who saw it goes all the way, with the screen dump."""
    observations = session.scenario("A person looks").observations
    assert [o.seen_by for o in observations] == [SeenBy.PERSON, SeenBy.PERSON]
    assert (session.folder / "out" / observations[1].content.file).read_bytes() == b"\x89PNG"


def test_no_secret_is_left_anywhere(session: Session) -> None:
    """Neither the record, the attachments nor the Allure results hold a key or a token."""
    written = [p for name in ("out", "allure") for p in (session.folder / name).rglob("*")]
    files = [path for path in written if path.is_file()]
    assert len(files) > 20
    assert not [path.name for path in files if SECRET.encode() in path.read_bytes()]


def test_an_advisory_shortfall_fails_the_record_and_not_pytest(session: Session) -> None:
    """pytest reports it as expected; the record says failed."""
    assert "XFAIL test_search.py::test_it_is_advisory - advisory: " in session.done.stdout
    assert "FAILED test_search.py::test_it_falls_short" in session.done.stdout


def test_the_run_ends_complete_and_fails(session: Session) -> None:
    """The verdict is computed from the record alone."""
    assert session.record.finished is not None
    assert session.record.finished.how is Ending.COMPLETE
    assert judge(session.record).exit_code == 1
    assert session.done.returncode == 1


def test_an_interrupt_keeps_what_was_recorded(tmp_path: Path) -> None:
    """Ctrl-C in a step: the run is interrupted, earlier results stay, nothing is green."""
    steps = STEPS.replace('raise RuntimeError(f"no', 'raise KeyboardInterrupt(f"no')
    session = start(tmp_path, "--fsk-out", "out", "-p", "no:randomly", steps=steps)
    assert session.done.returncode == 2
    assert session.record.finished is not None
    assert session.record.finished.how is Ending.INTERRUPTED
    assert session.scenario("It passes").outcome is Outcome.PASSED
    broken = session.scenario("The tool breaks")
    assert broken.outcome is None
    assert [s.status for s in broken.steps] == ["passed", "broken", "not-run"]
    assert session.scenario("A person looks").started is None
    assert SECRET not in (session.folder / "out" / "record.jsonl").read_text(encoding="utf-8")


PASSING = ["It passes", "A person looks"]


def test_what_is_deselected_is_planned_and_not_run(tmp_path: Path) -> None:
    """A run of some scenarios is not green for the requirement that the others show."""
    session = start(tmp_path, "--fsk-out", "out", "-k", "test_it_passes or looks")
    assert session.done.returncode == 1  # the strict xfail that passes is among them
    planned = [e for e in session.record.events if isinstance(e, ScenarioPlanned)]
    assert len(planned) == len(OUTCOMES)
    assert {p.title for p in planned if p.selected} == {*PASSING, "It passes against expectation"}
    assert judge(session.record).exit_code == 3
    assert session.record.started is not None
    assert session.record.started.selection == "-k 'test_it_passes or looks'"


def test_stopping_at_the_first_failure_is_an_interruption(tmp_path: Path) -> None:
    """What -x leaves out is not taken for complete."""
    session = start(tmp_path, "--fsk-out", "out", "-x", "-p", "no:randomly")
    assert session.record.finished is not None
    assert session.record.finished.how is Ending.INTERRUPTED


def test_a_module_that_cannot_be_collected_interrupts_the_run(tmp_path: Path) -> None:
    """Scenarios lost before they are planned never go unnoticed."""
    session = start(
        tmp_path,
        "--fsk-out",
        "out",
        "--continue-on-collection-errors",
        steps=STEPS.replace("03_search/", "").replace('"search.feature"', '"absent.feature"'),
    )
    assert session.record.finished is not None
    assert session.record.finished.how is Ending.INTERRUPTED
    assert "test_search.py" in session.record.finished.reason


def test_a_scenario_without_steps_is_not_passed(tmp_path: Path) -> None:
    """A misspelt keyword leaves no steps, and pytest-bdd lets that pass."""
    feature = "Feature: F\n\n  @req:R-1 @vendor\n  Scenario: Nothing\n    given nothing\n"
    session = start(tmp_path, "--fsk-out", "out", feature=feature)
    finished = session.scenario("Nothing").finished
    assert finished is not None
    assert (finished.outcome, finished.reason) == (
        Outcome.INCONCLUSIVE,
        "the scenario has no steps",
    )


def test_without_a_run_folder_nothing_is_written(tmp_path: Path) -> None:
    """The fixtures work all the same."""
    session = start(tmp_path, "-k", "looks or falls_short")
    assert "1 failed, 1 passed" in session.done.stdout
    assert not (tmp_path / "out").exists()


def test_workers_write_one_record_together(tmp_path: Path) -> None:
    """Run by two processes, the record holds every scenario once, with its steps."""
    session = start(tmp_path, "--fsk-out", "out", "-n", "2")
    results = scenario_results(session.record)
    assert {r.planned.title: r.outcome for r in results} == {
        title: outcome for title, (outcome, _) in OUTCOMES.items()
    }
    ended = [e for e in session.record.events if isinstance(e, ScenarioFinished)]
    assert len(ended) == len(OUTCOMES)
    failed = [
        e
        for e in session.record.events
        if isinstance(e, StepFinished) and e.status is StepStatus.FAILED
    ]
    assert len(failed) == 5
    assert session.record.finished is not None
    assert session.record.finished.how is Ending.COMPLETE
