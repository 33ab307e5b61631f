"""Seconds a scenario, side by side with the same number of empty pytest-bdd scenarios.

Both write results for Allure; ours also keeps its record, with every message. Each run is a whole
process, start-up included; the two take turns, and medians are compared.
`python -m benchmarks.scenarios [RUNS]`
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


def time_suite(folder: Path) -> float:
    start = time.perf_counter()
    code = run_session(Session(out=folder))
    if code:
        sys.exit(f"the suite did not pass (pytest exit code {code}); see {folder}")
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    written, _ = read_features(suite_root() / "features")
    count = sum(scenario.rows for scenario in written)
    suite, empty = [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_empty(folder, count)
        for number in range(runs):
            suite.append(time_suite(folder / f"run-{number}"))
            empty.append(time_empty(folder))
            shutil.rmtree(folder / "allure")
    ratios = [one / other for one, other in zip(suite, empty, strict=True)]
    print(f"scenarios                {count}")
    print(f"runs                     {runs}")
    print(f"suite, seconds           {statistics.median(suite):.2f} (median)")
    print(f"suite, ms a scenario     {1000 * statistics.median(suite) / count:.1f}")
    print(f"empty, seconds           {statistics.median(empty):.2f} (median)")
    print(f"empty, ms a scenario     {1000 * statistics.median(empty) / count:.1f}")
    print(f"ratio, pair by pair      {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
