"""The record of a run: written as things happen, read back when it is judged."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Protocol, Self

import msgspec

from conformance.evidence.events import (
    AnyEvent,
    Attachment,
    RunFinished,
    RunStarted,
    ScenarioPlanned,
)

RECORD_NAME: Final = "record.jsonl"

_encode = msgspec.json.Encoder().encode
_decoder: Final[msgspec.json.Decoder[AnyEvent]] = msgspec.json.Decoder(AnyEvent)


class RecordUnreadable(ValueError):
    """A line of the record, not the last, is no event; the message says which line and why."""


class Recorder(Protocol):
    """Keeps the events of a run and the files that they name."""

    def record(self, *events: AnyEvent) -> None:
        """Keep *events*, in their order, after those kept before."""

    def attach(self, *, name: str, media_type: str, data: bytes) -> Attachment:
        """Keep *data* and return what an event says of it."""

    def path(self, attachment: Attachment, /) -> Path | None:
        """Where the file of *attachment* is; None when it is in no file."""

    def close(self) -> None:
        """Let go of what is open; nothing is recorded afterwards."""


class MemoryRecorder:
    """A recorder that writes nothing: for runs without a run folder, and for tests."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.files: dict[str, bytes] = {}
        self._lock = Lock()

    def record(self, *events: AnyEvent) -> None:
        with self._lock:
            self.events.extend(events)

    def attach(self, *, name: str, media_type: str, data: bytes) -> Attachment:
        attachment = _attachment(name, media_type, data)
        with self._lock:
            self.files[attachment.file] = data
        return attachment

    def path(self, _: Attachment) -> None:
        """Nothing is in a file."""

    def close(self) -> None:
        """Hold nothing open."""


class FolderRecorder:
    """Appends one JSON object a line to `<folder>/record.jsonl`, and flushes after each call.

    An existing record is gone on with: a half-written last line, left by a run that was killed, is
    cut off first.
    Raises OSError when the folder cannot be written.
    """

    def __init__(self, folder: Path, *, name: str = RECORD_NAME) -> None:
        self.folder = folder
        (folder / "attachments").mkdir(parents=True, exist_ok=True)
        path = folder / name
        _cut_half_line(path)
        self._file = path.open("ab")
        self._lock = Lock()

    def record(self, *events: AnyEvent) -> None:
        lines = b"".join(_encode(event) + b"\n" for event in events)
        with self._lock:
            self._file.write(lines)
            self._file.flush()

    def attach(self, *, name: str, media_type: str, data: bytes) -> Attachment:
        attachment = _attachment(name, media_type, data)
        with self._lock, suppress(FileExistsError), self.path(attachment).open("xb") as file:
            file.write(data)
        return attachment

    def path(self, attachment: Attachment) -> Path:
        return self.folder / attachment.file

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What happened in a run, in order; everything else is computed from it."""

    events: tuple[AnyEvent, ...] = ()
    damage: str | None = None
    """Why the record is known to miss something; None when it is whole."""

    folder: Path | None = field(default=None, compare=False)

    @property
    def started(self) -> RunStarted | None:
        """The latest start: a run may be gone on with another day."""
        starts = [event for event in self.events if isinstance(event, RunStarted)]
        return starts[-1] if starts else None

    @property
    def finished(self) -> RunFinished | None:
        """How the latest part of the run ended; None when it was killed."""
        for event in reversed(self.events):
            if isinstance(event, RunStarted):
                return None
            if isinstance(event, RunFinished):
                return event
        return None


def read_record(path: Path) -> Record:
    """Return the record in *path*, which is the run folder or the file itself.

    A missing or empty file gives an empty record with its damage named. A last line that is cut
    short is left out and named as damage. Raises RecordUnreadable for any other line that is no
    event.
    """
    file = path / RECORD_NAME if path.is_dir() else path
    if not file.is_file():
        return Record(damage=f"no record was found at {file.name}", folder=file.parent)
    lines = file.read_bytes().split(b"\n")
    tail = lines.pop()
    events = tuple(_event(line, number) for number, line in enumerate(lines, 1) if line.strip())
    return Record(events=events, damage=_damage(events, tail, len(lines) + 1), folder=file.parent)


def merge_parts(folder: Path, into: Recorder) -> None:
    """Move the events of the workers' records `record-*.jsonl` in *folder* to *into*.

    Every worker plans all scenarios: each plan is kept once.
    """
    plans: set[str] = set()
    for part in sorted(folder.glob("record-*.jsonl")):
        into.record(*_with_new_plans(read_record(part).events, plans))
        part.unlink()


def gather_parts(folder: Path) -> None:
    """Take over what workers wrote of a run that was killed before it could do so itself."""
    if any(folder.glob("record-*.jsonl")):
        with FolderRecorder(folder) as record:
            merge_parts(folder, record)


def _with_new_plans(events: Iterable[AnyEvent], known: set[str]) -> Iterator[AnyEvent]:
    """The events without the plans that are *known*, to which the others are added."""
    for event in events:
        if isinstance(event, ScenarioPlanned):
            if event.id in known:
                continue
            known.add(event.id)
        yield event


def _event(line: bytes, number: int) -> AnyEvent:
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordUnreadable(
            f"{RECORD_NAME}, line {number}: expected one event as a JSON object, found "
            f"{line[:60]!r} ({error}). Restore the file from the run that wrote it."
        ) from error


def _damage(events: tuple[AnyEvent, ...], tail: bytes, number: int) -> str | None:
    if tail.strip():
        return f"line {number}, the last, is cut short: the run was killed while it wrote"
    return None if events else "the record is empty"


def _cut_half_line(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)


def _attachment(name: str, media_type: str, data: bytes) -> Attachment:
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(name=name, media_type=media_type, sha256=digest, size=len(data))
