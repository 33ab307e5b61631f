"""One pytest session in a process of its own: started, watched through its record, ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.certify.paths import LOG, RESULTS
from conformance.suite import suite_root

Watch = Callable[[Path], None]
"""Is called now and then with the path of the growing record."""

_WATCH_SECONDS: Final = 0.1
_OWN_GROUP: Final = None if os.name == "nt" else 0
_PLUGINS: Final = ("-p", "pytest_bdd.plugin", "-p", "allure_pytest.plugin")


def python(module: str, *arguments: str) -> list[str]:
    """The command line of a module in our own interpreter."""
    # -P: a folder `steps` or a file `requests.py` where the user stands is not ours
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """Ours, without what else is installed or set for pytest: a run is the same everywhere."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What pytest is asked for. *out* receives the record; *selection* is a `-m` expression.

    *modules* are the files in `steps` to collect, all of them unless some are named. With
    *outcomes_only* no message is kept, and nothing is written for Allure. *jobs* is how many
    processes share the scenarios, each with services, system and worlds of its own.
    """

    out: Path
    vendor: Path | None = None
    service: Path | None = None
    profile: str | None = None
    side: str | None = None
    mutant: str | None = None
    selection: str | None = None
    run_id: str | None = None
    modules: tuple[str, ...] = ()
    outcomes_only: bool = False
    jobs: int = 1

    def arguments(self) -> list[str]:
        """What pytest is told."""
        root = suite_root()
        options: Sequence[tuple[str, object | None]] = (
            ("--fsk-out", self.out),
            ("--fsk-vendor", self.vendor),
            ("--fsk-service", self.service),
            ("--fsk-profile", self.profile),
            ("--fsk-side", self.side),
            ("--fsk-mutant", self.mutant),
            ("--fsk-run-id", self.run_id),
            ("--alluredir", None if self.outcomes_only else self.out / RESULTS),
        )
        return [
            *(str(root / "steps" / module) for module in self.modules or ("",)),
            "-q",
            *("-c", str(root / "pytest.ini"), "--rootdir", str(root), "-p", "no:cacheprovider"),
            # pytest's own form of a traceback takes longer than most scenarios, and its last look
            # for errors in finalisers longer than twenty
            "--tb=native",
            *("-p", "no:unraisableexception"),
            # With "=": pytest takes the value of an option that it does not know yet for the path
            # of tests, and would load the user's own conftest.py from there
            *(f"{name}={value}" for name, value in options if value is not None),
            *(("--fsk-outcomes-only",) if self.outcomes_only else ()),
            *(() if self.selection is None else ("-m", self.selection)),
            *_PLUGINS,
            *(self._workers() if self.jobs > 1 else ()),
        ]

    def _workers(self) -> tuple[str, ...]:
        """Scenarios differ in length by a hundred times: who is done helps the others."""
        return ("-p", "xdist.plugin", "-n", str(self.jobs), "--dist", "worksteal")


def run(session: Session, watch: Watch | None = None) -> int:
    """Run it, writing its output to the log in its folder; returns pytest's exit code.

    On Ctrl-C the session is told once and let end in its own way, so that its record is whole.
    """
    session.out.mkdir(parents=True, exist_ok=True)
    record = session.out / "record.jsonl"
    with (session.out / LOG).open("w", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            python("pytest", *session.arguments()),
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=environment(),
            process_group=_OWN_GROUP,
        )
        while True:
            try:
                return _watched(process, record, watch)
            except KeyboardInterrupt:
                _interrupt(process)


def _watched(process: subprocess.Popen[bytes], record: Path, watch: Watch | None) -> int:
    while True:
        try:
            return process.wait(timeout=_WATCH_SECONDS)
        except subprocess.TimeoutExpired:
            if watch:
                watch(record)


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Pass Ctrl-C on; on Windows the console has told the session already."""
    if _OWN_GROUP is not None:
        process.send_signal(signal.SIGINT)
