"""Plain pytest: `-m` selects scenarios by requirement, by chapter and by side."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.features import WrittenScenario, read_features
from conformance.suite import suite_root


def collected(selection: str) -> int:
    """How many scenarios plain pytest selects in the checkout."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "steps", "--collect-only", "-q", "-p", "no:randomly"),
            *("-p", "no:xdist", "-p", "no:cacheprovider", "-m", selection),
        ],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return sum("::" in line for line in done.stdout.splitlines())


def tagged(tag: str) -> Callable[[WrittenScenario], bool]:
    """Whether a scenario, or its feature, bears the tag."""
    return lambda scenario: tag in scenario.tags


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        ("requirement(id='FGV-06')", tagged("@req:FGV-06")),
        ("chapter(id='07')", tagged("@chapter:07")),
        ("service", tagged("@service")),
        (
            "vendor and negative and chapter(id='05')",
            lambda s: {"@vendor", "@negative", "@chapter:05"} <= set(s.tags),
        ),
    ],
)
def test_a_marker_selects_what_it_says(
    selection: str, wanted: Callable[[WrittenScenario], bool]
) -> None:
    """As many scenarios are selected as the feature files tag so, rows of outlines counted."""
    written, flaws = read_features(suite_root() / "features")
    assert not flaws
    expected = sum(scenario.rows for scenario in written if wanted(scenario))
    assert 0 < expected < sum(scenario.rows for scenario in written)
    assert collected(selection) == expected
