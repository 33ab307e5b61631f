"""A process that runs pytest sessions one after another: what they all load is loaded once.

Each line of its input is the JSON of a task; each line of its output is pytest's exit code.
"""

import contextlib
import sys
from typing import Final

import pytest

from conformance.certify.paths import LOG
from conformance.selfcheck.places import all_service_places
from conformance.selfcheck.task import Task, decode
from conformance.selfcheck.tracing import OnlySteps, Tracer

_QUICKLY: Final = (
    *("--tb=no", "--capture=no"),
    *("-p", "no:logging", "-p", "no:threadexception", "-p", "no:faulthandler"),
)
"""Failures are what is wanted here, and the record has their words: nothing else is kept."""


def main() -> None:
    """Run the tasks until the input ends."""
    answers = sys.stdout
    for line in sys.stdin.buffer:
        answers.write(f"{_run(decode(line))}\n")
        answers.flush()


def _run(task: Task) -> int:
    out = task.session.out
    out.mkdir(parents=True, exist_ok=True)
    with (
        (out / LOG).open("w", encoding="utf-8") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        return int(pytest.main([*task.session.arguments(), *_QUICKLY], plugins=_plugins(task)))


def _plugins(task: Task) -> list[object]:
    plugins: list[object] = []
    if task.steps:
        plugins.append(OnlySteps(task.steps))
    if task.trace:
        beside = task.trace.with_suffix(".reference")
        plugins.append(Tracer(task.trace, all_service_places(), beside))
    return plugins


if __name__ == "__main__":
    main()
