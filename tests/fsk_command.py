"""Runs the `fsk` command as a user does: in a process of its own, in a folder of its own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

PATIENCE = 120.0
"""Seconds that any one command may take on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """What it said on the error channel, in one line: consoles wrap."""
        return " ".join(self.err.split())

    @property
    def json(self) -> object:
        """Its standard output, which must be JSON and nothing else."""
        return json.loads(self.out)

    def require(self, code: int) -> "Ended":
        """This, if it ended with *code* and without a traceback."""
        assert self.code == code, f"{self.out}\n{self.err}"
        assert "Traceback" not in self.err + self.out, self.err
        return self


def command(*arguments: object) -> list[str]:
    """The command line of `fsk` with these arguments."""
    return [sys.executable, "-m", "conformance", *map(str, arguments)]


def environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours, with no Allure viewer installed: a run then takes no longer than its scenarios."""
    return {**os.environ, "FSK_CACHE": str(folder / "no-cache"), **(extra or {})}


def fsk(*arguments: object, folder: Path, extra: Mapping[str, str] | None = None) -> Ended:
    """Run `fsk` in *folder* to its end."""
    return ended(command(*arguments), folder, extra)


def ended(line: list[str], folder: Path, extra: Mapping[str, str] | None = None) -> Ended:
    """Run a command line in *folder* to its end."""
    done = subprocess.run(
        line,
        cwd=folder,
        env=environment(folder, extra),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], bool]) -> None:
    """Return when *holds* does; fail when it does not within the patience of a test."""
    until, pause = monotonic() + PATIENCE, Event()
    while not holds():
        assert monotonic() < until, "what the test waits for did not happen"
        pause.wait(0.02)


def only_run(out: Path) -> Path:
    """The one run folder in *out*."""
    (folder,) = (each for each in out.iterdir() if each.is_dir() and not each.is_symlink())
    return folder
