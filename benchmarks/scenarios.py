"""Seconds a scenario, side by side with the same number of empty pytest-bdd scenarios.

Both write results for Allure; ours also keeps its record, with every message. The suite is run in
one process and in two. Each run is whole, start-up included; they take turns, and medians are
compared. `python -m benchmarks.scenarios [RUNS]`
"""

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


def time_empty(folder: Path) -> float:
    results = folder / "allure"
    command = [*python("pytest"), "-q", "-p", "no:cacheprovider", f"--alluredir={results}"]
    command += ["-p", "pytest_bdd.plugin", "-p", "allure_pytest.plugin"]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment())
    return time.perf_counter() - start


def time_suite(folder: Path, jobs: int) -> float:
    start = time.perf_counter()
    code = run_session(Session(out=folder, jobs=jobs))
    if code:
        sys.exit(f"the suite did not pass (pytest exit code {code}); see {folder}")
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    written, _ = read_features(suite_root() / "features")
    count = sum(scenario.rows for scenario in written)
    alone, shared, empty = [], [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_empty(folder, count)
        for number in range(runs):
            alone.append(time_suite(folder / f"alone-{number}", jobs=1))
            shared.append(time_suite(folder / f"shared-{number}", jobs=2))
            empty.append(time_empty(folder))
            shutil.rmtree(folder / "allure")
    print(f"scenarios                {count}")
    print(f"runs of each             {runs}")
    for what, seconds in (("one process", alone), ("two processes", shared), ("empty", empty)):
        median = statistics.median(seconds)
        print(f"{what:<24} {median:.2f} s, {1000 * median / count:.1f} ms a scenario (medians)")
    print(f"one process / empty      {_ratio(alone, empty):.2f} (pair by pair)")
    print(f"two processes / empty    {_ratio(shared, empty):.2f}")
    print(f"one process / two        {_ratio(alone, shared):.2f}")


def _ratio(these: list[float], those: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(these, those, strict=True))


if __name__ == "__main__":
    main()
