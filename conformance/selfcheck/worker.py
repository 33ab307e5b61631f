"""A process that runs pytest sessions one after another: what they all load is loaded once.

Each line of its input is the JSON of a session; each line of its output is pytest's exit code.
"""

import contextlib
import sys
from pathlib import Path
from typing import Final

import msgspec
import pytest

from conformance.certify.paths import LOG
from conformance.certify.session import Session

_QUICKLY: Final = ("--tb=no", "-p", "no:unraisableexception")
"""Failures are what is wanted here, and the record has their words: no traceback is formatted."""


def main() -> None:
    """Run the sessions until the input ends."""
    answers = sys.stdout
    for line in sys.stdin.buffer:
        session = msgspec.json.decode(line, type=Session, dec_hook=_path)
        answers.write(f"{_run(session)}\n")
        answers.flush()


def _path(kind: type, text: object) -> Path:
    """The only kind of value that JSON does not know."""
    assert kind is Path
    return Path(str(text))


def _run(session: Session) -> int:
    out = session.out
    out.mkdir(parents=True, exist_ok=True)
    with (
        (out / LOG).open("w", encoding="utf-8") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        return int(pytest.main([*session.arguments(), *_QUICKLY]))


if __name__ == "__main__":
    main()
