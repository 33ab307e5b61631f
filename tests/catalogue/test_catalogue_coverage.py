"""The catalogue keeps itself true: each requirement is shown, or says why it is not."""

from collections import defaultdict
from pathlib import Path

import msgspec
import pytest

from conformance.catalogue import Verification, load_catalogue
from conformance.catalogue.coverage import Coverage, coverage, gaps
from conformance.catalogue.step_numbers import numbers_by_requirement, read_steps
from conformance.features import read_features
from conformance.selfcheck.expectation import expectations

FEATURES = Path(__file__).parents[2] / "features"
SHOWN = msgspec.structs.replace(
    load_catalogue().requirement[0], not_tested_because="", verification=Verification.MACHINE
)


def covered_now() -> tuple[Coverage, ...]:
    written, _ = read_features(FEATURES)
    scenarios, mutants = defaultdict(list), defaultdict(list)
    for scenario in written:
        for requirement in scenario.requirements:
            scenarios[requirement].append(scenario.name)
    for expectation in expectations():
        mutants[expectation.breaks].append(expectation.mutant)
    return coverage(
        load_catalogue().requirement,
        scenarios=scenarios,
        steps=numbers_by_requirement(read_steps(FEATURES)),
        mutants=mutants,
    )


def test_every_requirement_is_shown_or_says_why_not() -> None:
    """A scenario or a reason; and a mutant for what a machine can check."""
    assert list(gaps(covered_now())) == []


def test_every_requirement_suggests_a_grade_and_knows_its_guide() -> None:
    """F1 to F4, and the version of the guide from which it holds."""
    without = [r.id for r in load_catalogue().requirement if not (r.grade and r.guide)]
    assert without == []


def test_what_binds_is_not_graded_as_harmless() -> None:
    """With F4 a system is approved: a breach that fails the run deserves more."""
    assert [r.id for r in load_catalogue().requirement if r.binding and r.grade == "F4"] == []


@pytest.mark.parametrize(
    ("verification", "because", "inspect", "scenarios", "mutants", "gap"),
    [
        ("machine", "", "", ["one"], ["m"], None),
        ("document", "an act of people", "the agreement", [], [], None),
        ("person", "it is on a screen", "the screen", [], [], None),
        ("person", "", "", ["one"], [], None),
        ("machine", "", "", [], ["m"], "found neither"),
        ("person", "", "", [], [], "found neither"),
        ("document", "", "", [], [], "found neither"),
        ("document", "an act of people", "the agreement", ["one"], ["m"], "found both"),
        ("document", "an act of people", "", [], [], "not_tested_because and inspect together"),
        ("document", "", "the agreement", ["one"], [], "not_tested_because and inspect together"),
        ("machine", "no time", "the screen", [], [], "found it left to a person"),
        ("machine", "", "", ["one"], [], "a mutant that breaks what a machine can check"),
        ("both", "", "", ["one"], [], "a mutant that breaks what a machine can check"),
    ],
)
def test_a_gap_is_told(  # noqa: PLR0917 - what is known of one requirement
    verification: str,
    because: str,
    inspect: str,
    scenarios: list[str],
    mutants: list[str],
    gap: str | None,
) -> None:
    """By the id of the requirement and what is missing."""
    requirement = msgspec.structs.replace(
        SHOWN,
        verification=Verification(verification),
        not_tested_because=because,
        inspect=inspect,
    )
    [found] = coverage(
        [requirement],
        scenarios={SHOWN.id: scenarios},
        steps={},
        mutants={SHOWN.id: mutants},
    )
    if gap is None:
        assert found.gap is None
    else:
        assert found.gap
        assert found.gap.startswith(SHOWN.id)
        assert gap in found.gap


def test_what_is_not_tested_fails_nobody() -> None:
    """No scenario can see its breach."""
    assert not msgspec.structs.replace(SHOWN, not_tested_because="a reason").binding
