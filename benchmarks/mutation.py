"""The mutation score: how many small changes of the judging code the tests notice.

mutmut changes one thing at a time in a copy of the project and runs the tests that reach it; its
settings stand in `pyproject.toml`. `python -m benchmarks.mutation PACKAGE [SAMPLE]`, where PACKAGE
is `expected_view` or `rules`; a sample is drawn at random, always the same one. Not on Windows.
"""

import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_COPY = _ROOT / "build" / "mutation"
_COPIED = ("conformance", "features", "steps", "tests")
_SINGLE = ("conftest.py", "pytest.ini", "pyproject.toml")
_SURVIVED = 0
_UNTESTED = 33
_NO_MUTANT = "-"


def copy() -> None:
    """The project as mutmut can work on it."""
    shutil.rmtree(_COPY, ignore_errors=True)
    for name in _COPIED:
        shutil.copytree(_ROOT / name, _COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _SINGLE:
        shutil.copy(_ROOT / name, _COPY / name)
    for path in (_COPY / "conformance" / "pdc" / "rules").glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")


def undecorated(source: str) -> str:
    """Each `@rule(...)` as a call below its function: mutmut leaves decorated functions alone."""
    lines = source.splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        match node:
            case ast.FunctionDef(
                name=name, decorator_list=[ast.Call(func=ast.Name("rule")) as call]
            ):
                text = ast.get_source_segment(source, call)
                lines.insert(node.end_lineno or 0, f"\n\n{name} = {text}({name})\n")
                del lines[call.lineno - 1 : call.end_lineno]
    return "".join(lines)


def mutmut(names: Iterable[str]) -> None:
    """Try these mutants; the name of none makes them all and learns which test reaches which."""
    command = [str(Path(sys.executable).with_name("mutmut")), "run", *names]
    with (_COPY / "mutmut.log").open("ab") as log:
        subprocess.run(command, cwd=_COPY, check=False, stdout=log, stderr=log)


def results() -> dict[str, int | None]:
    """How pytest ended for each mutant; None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((_COPY / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def left(names: Iterable[str]) -> list[str]:
    """Those that no test noticed, or that were not tried."""
    ended = results()
    return [name for name in names if ended[name] in (_SURVIVED, _UNTESTED, None)]


def is_noticed_alone(name: str, tests: Iterable[str]) -> bool:
    """Whether the tests fail when the change is there from the first import on.

    mutmut shares its imports, and so never runs the change of a function that runs at import.
    """
    options = ("-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=_COPY / "mutants",
        env=os.environ | {"MUTANT_UNDER_TEST": name},
        check=False,
        capture_output=True,
    )
    return done.returncode != 0


def unnoticed(names: Sequence[str], tests: Sequence[str]) -> list[str]:
    """Those whose change the tests do not notice either when it is there from the first import."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        noticed = pool.map(lambda name: is_noticed_alone(name, tests), names)
        return [name for name, is_noticed in zip(names, noticed, strict=True) if not is_noticed]


def main() -> None:
    package, *size = sys.argv[1:]
    copy()
    mutmut([_NO_MUTANT])
    every = sorted(name for name in results() if f".{package}." in name)
    random.Random(1).shuffle(every)
    chosen = every[: int(size[0])] if size else every
    mutmut(chosen)
    settings = tomllib.loads((_COPY / "pyproject.toml").read_text(encoding="utf-8"))
    tests = settings["tool"]["mutmut"]["pytest_add_cli_args_test_selection"]
    survivors = unnoticed(left(chosen), tests)
    print(f"mutants            {len(every)}")
    print(f"tried              {len(chosen)}")
    print(f"noticed            {len(chosen) - len(survivors)}")
    print(f"score              {(len(chosen) - len(survivors)) / len(chosen):.0%}")
    print("not noticed; `mutmut show NAME` in build/mutation shows the change:")
    print("\n".join(survivors))


if __name__ == "__main__":
    main()
