"""Sets the project up and runs it: `python -m tasks certify`, `python -m tasks test`.

Needs nothing but Python 3.11 or later: it makes a virtual environment in `.venv`, installs the
project into it, and runs the task there. `make certify` and `make test` do the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)


def set_up() -> None:
    """Make the virtual environment and install the project, unless that was done before."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    mark = VENV / "installed-for"
    if PYTHON.exists() and mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    print("Setting up .venv (once) ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    run("pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".[test,dask]")
    if shutil.which("npm"):
        # The Allure page is a convenience: a run without it is whole, and says so.
        run("conformance", "allure", check=False)
    mark.write_text(wanted, encoding="utf-8")


def run(*module_and_arguments: str, check: bool = True) -> int:
    """Run a module in the virtual environment, in the project's folder."""
    command = [str(PYTHON), "-m", *module_and_arguments]
    done = subprocess.run(command, cwd=ROOT, check=False)
    if check and done.returncode:
        sys.exit(done.returncode)
    return done.returncode


def certify(arguments: list[str]) -> None:
    """Judge the reference system, or with `--vendor vendor.toml` another."""
    run("conformance", "certify", *arguments)


def test(arguments: list[str]) -> None:
    """Run everything that proves the product."""
    step("ruff", "check", ".")
    step("ruff", "format", "--check", ".")
    step("mypy")
    step("pytest", "tests", "-n", "2", "-q", *arguments)
    step("pytest", "steps", "-n", "2", "-q")
    step("conformance", "selfcheck", "--depth", "own")


def benchmarks(arguments: list[str]) -> None:
    """Measure what the README reports."""
    for name in ("scenarios", "simulator", *arguments):
        step(f"benchmarks.{name}")


def profiles(arguments: list[str]) -> None:
    """Run every scenario against the reference system under each example profile."""
    for path in sorted((ROOT / "conformance" / "vendor" / "profiles").glob("*.toml")):
        step("conformance", "certify", "--profile", path.stem, *arguments)


def step(*module_and_arguments: str) -> None:
    print(f"\n== {' '.join(module_and_arguments)}", flush=True)
    run(*module_and_arguments)


TASKS = {"certify": certify, "test": test, "benchmarks": benchmarks, "profiles": profiles}


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"expected Python {'.'.join(map(str, OLDEST))} or later, found {sys.version}")
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        sys.exit(f"usage: python -m tasks {{{','.join(TASKS)}}} [options]")
    set_up()
    TASKS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
