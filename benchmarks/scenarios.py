"""Seconds a scenario, side by side with the same number of empty pytest-bdd scenarios.

Both write results for Allure; ours also keeps its record, with every message. The suite is run in
one process and in two. Each run is whole, start-up included; they take turns, and medians are
compared. `python -m benchmarks.scenarios [RUNS]`
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from conformance.certify.session import Session, environment, python
from conformance.certify.session import run as run_session
from conformance.features import read_features
from conformance.suite import suite_root

_ALONE, _SHARED, _EMPTY = "one process", "two processes", "empty"

_BINDING = """
from pytest_bdd import given, scenarios, then, when

scenarios("empty.feature")


@given("nothing is known")
@given("nothing is known besides")
def nothing() -> None: ...


@when("nothing happens")
def happens() -> None: ...


@then("nothing is seen")
def seen() -> None: ...
"""
_SCENARIO = """
  Scenario: Nothing happens for the {number}th time
    Given nothing is known
    And nothing is known besides
    When nothing happens
    Then nothing is seen
"""


def write_empty(folder: Path, count: int) -> None:
    """A feature of *count* scenarios of four steps that do nothing."""
    scenarios = "".join(_SCENARIO.format(number=number) for number in range(count))
    (folder / "empty.feature").write_text(f"Feature: Nothing\n{scenarios}", encoding="utf-8")
    (folder / "test_empty.py").write_text(_BINDING, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nbdd_features_base_dir = .\n", encoding="utf-8")


def _begin() -> float:
    """The time, when what was written before has reached the disk."""
    if hasattr(os, "sync"):
        os.sync()
    return time.perf_counter()


def time_empty(folder: Path) -> float:
    results = folder / "allure"
    command = [*python("pytest"), "-q", "-p", "no:cacheprovider", f"--alluredir={results}"]
    command += ["-p", "pytest_bdd.plugin", "-p", "allure_pytest.plugin"]
    start = _begin()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment())
    return time.perf_counter() - start


def time_suite(folder: Path, jobs: int) -> float:
    start = _begin()
    code = run_session(Session(out=folder, jobs=jobs))
    if code:
        sys.exit(f"the suite did not pass (pytest exit code {code}); see {folder}")
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    written, _ = read_features(suite_root() / "features")
    count = sum(scenario.rows for scenario in written)
    times: dict[str, list[float]] = {name: [] for name in (_ALONE, _SHARED, _EMPTY)}
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_empty(folder, count)
        for number in range(runs):
            for kind in (*times, *times)[number % len(times) :][: len(times)]:
                times[kind].append(_timed(kind, folder, number))
    print(f"scenarios                {count}")
    print(f"runs of each             {runs}")
    for kind, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{kind:<24} {median:.2f} s, {1000 * median / count:.1f} ms a scenario (medians)")
    for kind, other in ((_ALONE, _EMPTY), (_SHARED, _EMPTY), (_ALONE, _SHARED)):
        print(f"{f'{kind} / {other}':<28} {_ratio(times[kind], times[other]):.2f} (round by round)")


def _timed(kind: str, folder: Path, number: int) -> float:
    if kind != _EMPTY:
        jobs = 1 if kind == _ALONE else 2
        return time_suite(folder / f"{jobs}-{number}", jobs)
    seconds = time_empty(folder)
    shutil.rmtree(folder / "allure")
    return seconds


def _ratio(these: list[float], those: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(these, those, strict=True))


if __name__ == "__main__":
    main()
