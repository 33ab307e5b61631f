"""What a process of the self-check is asked to do."""

from pathlib import Path

import msgspec

from conformance.certify.session import Session


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One pytest session. *steps* are the only scenarios to run, by number, unless there are none.

    With *trace* the places that each scenario comes past are noted in that file.
    """

    session: Session
    steps: tuple[str, ...] = ()
    trace: Path | None = None


def encode(task: Task) -> bytes:
    """The task as one line."""
    return msgspec.json.encode(task, enc_hook=str) + b"\n"


def decode(line: bytes) -> Task:
    """The task in a line."""
    return msgspec.json.decode(line, type=Task, dec_hook=_path)


def _path(kind: type, text: object) -> Path:
    """The only kind of value that JSON does not know."""
    assert kind is Path
    return Path(str(text))
