"""Who answers politely and does nothing fails all that says what must be there."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from conformance.evidence.events import (
    Ending,
    Outcome,
    RunFinished,
    ScenarioFinished,
    ScenarioPlanned,
)
from conformance.evidence.record import Record
from conformance.features import read_features
from conformance.selfcheck.check import judge_mutant
from conformance.selfcheck.expectation import Expectation, expectations

FEATURES: Final = Path(__file__).parents[2] / "features"
DISPLAY: Final = ("05_", "06_", "07_", "08_")
LOGGING: Final = "12_"
NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WANTED: Final = Expectation(
    mutant="empty", breaks="VIS-01", reason="nothing", also=("*",), every=("VIS-01", "VIS-05")
)


def failed(*requirements: str) -> Record:
    """A whole run in which one scenario of each requirement fell short."""
    events: list[ScenarioPlanned | ScenarioFinished] = []
    for name in requirements:
        events += [
            ScenarioPlanned(id=name, step="1", title=name, feature="F", requirements=(name,)),
            ScenarioFinished(
                id=name, at=NOW, outcome=Outcome.FAILED, expected="a name", found="nothing"
            ),
        ]
    return Record(events=(*events, RunFinished(at=NOW, how=Ending.COMPLETE)))


def test_what_a_mutant_must_fail_is_missed_when_it_passes() -> None:
    """By the name of the requirement that was spared."""
    assert judge_mutant(WANTED, failed("VIS-01", "VIS-05")).caught
    assert judge_mutant(WANTED, failed("VIS-01")).trouble == "no scenario failed of VIS-05"


def every_of(mutant: str) -> set[str]:
    """The requirements that the mutant must fail."""
    (expectation,) = (each for each in expectations() if each.mutant == mutant)
    return set(expectation.every)


def test_the_empty_system_fails_every_requirement_on_what_is_shown() -> None:
    """All that have a positive scenario in the chapters on the display, and no others are named."""
    written, _ = read_features(FEATURES)
    positive = {
        requirement
        for scenario in written
        if scenario.file.startswith(DISPLAY) and {"@vendor", "@positive"} <= set(scenario.tags)
        for requirement in scenario.requirements
    }
    assert every_of("empty") == positive


def test_the_empty_services_fail_every_requirement_on_what_is_answered() -> None:
    """All that have a positive scenario, but for MinLog: what is registered is not taken away."""
    written, _ = read_features(FEATURES)
    positive = {
        requirement
        for scenario in written
        if {"@service", "@positive"} <= set(scenario.tags) and not scenario.file.startswith(LOGGING)
        for requirement in scenario.requirements
    }
    assert every_of("service-empty") == positive
