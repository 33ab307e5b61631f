"""The wheel: holds all that the product is and nothing else, and works from any folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from conformance.evidence.events import Outcome, ScenarioFinished
from conformance.evidence.record import read_record
from tests.fsk_command import PATIENCE, ended, only_run

ROOT = Path(__file__).parents[2]
SUITE = ("features/**/*.feature", "features/steps.lock", "steps/*.py", "conftest.py", "pytest.ini")


def pip(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run pip in this environment."""
    return subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if find_spec("hatchling") else []
    built = pip("wheel", "--no-deps", *isolation, "--wheel-dir", folder, ROOT)
    if built.returncode and not isolation:
        reachable = pip("download", "--no-deps", "--dest", folder / "backend", "hatchling")
        if reachable.returncode:
            pytest.skip("needs hatchling to build the wheel: not installed, and not to be had")
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def target(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed; what it requires is in our environment."""
    folder = tmp_path_factory.mktemp("installed")
    done = pip("install", "--no-deps", "--no-index", "--quiet", "--target", folder, wheel)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_holds_the_suite_and_nothing_of_the_workshop(wheel: Path) -> None:
    """Features, steps and data travel in the wheel; tests, caches and reports do not."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {path.relative_to(ROOT).as_posix() for path in files("conformance/**/*")}
    suite = {
        f"conformance/suite/{path.relative_to(ROOT).as_posix()}"
        for pattern in SUITE
        for path in files(pattern)
    }
    assert {f"conformance/suite/{name}" for name in ("conftest.py", "pytest.ini")} <= suite
    assert {"conformance/selfcheck/expectations.toml", "conformance/vendor/reference.toml"} <= names
    assert {name for name in names if ".dist-info/" not in name} == package | suite
    assert any(name.endswith("entry_points.txt") for name in names)


def files(pattern: str) -> Iterator[Path]:
    """The files of the checkout that match, without what Python caches beside them."""
    return (
        path for path in ROOT.glob(pattern) if path.is_file() and path.parent.name != "__pycache__"
    )


def test_the_wheel_works_from_any_folder(target: Path, tmp_path: Path) -> None:
    """The installed `fsk` uses its own suite, whatever lies in the folder where the user is."""
    for decoy in ("steps/__init__.py", "conformance/__init__.py", "requests.py", "conftest.py"):
        (tmp_path / decoy).parent.mkdir(exist_ok=True)
        (tmp_path / decoy).write_text("raise RuntimeError('the wrong one')", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n", encoding="utf-8")
    extra = {"PYTHONPATH": str(target)}
    (program,) = (path for path in target.glob("*/fsk*") if path.parent.name in {"bin", "Scripts"})

    listed = ended([str(program), "requirements", "--format", "json"], tmp_path, extra).require(0)
    assert all(row["scenarios"] or row["not_tested_because"] for row in listed.json)
    assert any(row["steps"] for row in listed.json)

    chosen = ["--select", "requirement(id='VER-01') or requirement(id='XDS-05')"]
    ended([str(program), "certify", "--out", "out", *chosen], tmp_path, extra).require(3)
    record = read_record(only_run(tmp_path / "out"))
    outcomes = {e.outcome for e in record.events if isinstance(e, ScenarioFinished)}
    assert outcomes == {Outcome.PASSED}
    assert record.damage is None


def test_an_installed_suite_is_found_in_its_package(target: Path, tmp_path: Path) -> None:
    """Where the wheel is installed, the suite is the one that came in it, not a checkout's."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import conformance.suite as s; print(s.suite_root())"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == target / "conformance" / "suite"
