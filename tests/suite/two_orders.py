"""Runs a sample of the scenarios in two successive sessions, forwards and backwards.

The last line of its output is JSON: for each session the outcome of each test, by its id.
"""

import json
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
QUIET: Final = ("-q", "--no-header", "-p", "no:randomly", "-p", "no:cacheprovider")


class Session:
    """A plugin that runs every *step*-th test, in order or against it, and keeps the outcomes."""

    def __init__(self, *, step: int, direction: int) -> None:
        self._step = step
        self._direction = direction
        self.outcomes: dict[str, str] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(items, key=lambda item: item.nodeid)[:: self._step]
        items[:] = items[:: self._direction]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        worst = self.outcomes.get(report.nodeid, "passed")
        self.outcomes[report.nodeid] = report.outcome if worst == "passed" else worst


def main(step: int) -> None:
    """Run the sessions, and print what came of them."""
    sessions = [Session(step=step, direction=direction) for direction in (1, -1)]
    for session in sessions:
        pytest.main([*QUIET, str(ROOT / "steps")], plugins=[session])
    sys.stdout.write("\n" + json.dumps([session.outcomes for session in sessions]) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
