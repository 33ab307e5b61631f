"""A world that is kept in a SQLite file, and survives the end of the process, however it ends."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final, Self, TypeVar, get_type_hints

import msgspec

from conformance.clock import SettableClock
from conformance.minlog.registration import LogEntry
from conformance.simulator.state.access_log import AccessLog
from conformance.simulator.state.journal import Exchange, Journal
from conformance.simulator.state.world import World

_T = TypeVar("_T")

FORMAT: Final = "fsk-conformance world 1"
"""Of the file. Another one is refused: what a world holds changes with the versions."""

_APPENDED: Final = frozenset({"clock", "journal", "log"})
"""Fields that are used and not assigned: each is kept in its own way."""

_KINDS: Final = {n: kind for n, kind in get_type_hints(World).items() if n not in _APPENDED}
_CLEARED_EVERY: Final = 1_000
_TABLES: Final = ("value", "exchange", "entry")
_SCHEMA: Final = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS value (name TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS exchange (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
"""


class StateFileUnusable(OSError):
    """The file cannot be used as the state of a world; the message says why."""


class StateFile:
    """A SQLite file with the values of a world, and what was appended to its journal and log.

    Each write is a transaction of its own: what a caller was answered is in the file.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises StateFileUnusable."""
        self._path = path
        self._lock = Lock()
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        except sqlite3.Error as error:
            raise StateFileUnusable(f"{path} cannot be used as a state file: {error}") from None
        try:
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            self.close()
            raise StateFileUnusable(f"{path} cannot be used as a state file: {error}") from None
        self.is_new = self._value("format", str) is None
        if self.is_new:
            self.keep("format", FORMAT)
        elif self._value("format", str) != FORMAT:
            self.close()
            raise self._of_another_version("its format differs")

    def close(self) -> None:
        """Close the file; nothing more is kept."""
        self._db.close()

    def clear(self) -> None:
        """Forget all but the format."""
        with self._lock:
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self.keep("format", FORMAT)

    def keep(self, name: str, value: object) -> None:
        """Keep a value in place of the one with this name."""
        self._write("INSERT OR REPLACE INTO value VALUES (?, ?)", name, value)

    def drop(self, name: str) -> None:
        """Keep no value with this name."""
        with self._lock:
            self._db.execute("DELETE FROM value WHERE name = ?", (name,))

    def values(self) -> dict[str, object]:
        """The values of a world's fields, as far as they were kept. Raises StateFileUnusable."""
        found = {name: self._value(name, kind) for name, kind in _KINDS.items()}
        kept = {name for (name,) in self._db.execute("SELECT name FROM value")}
        return {name: value for name, value in found.items() if name in kept}

    def clock_stands_at(self) -> datetime | None:
        """What the clock was set to; None when it runs."""
        return self._value("clock", datetime)

    def append(self, table: str, number: int, value: object, *, most: int) -> None:
        """Append to the exchanges or entries, and now and then drop all but the last *most*."""
        self._write(f"INSERT INTO {table} VALUES (?, ?)", number, value)  # noqa: S608
        if number % _CLEARED_EVERY == 0:
            with self._lock:
                self._db.execute(
                    f"DELETE FROM {table} WHERE number <= ?",  # noqa: S608
                    (number - most,),
                )

    def appended(self, table: str, kind: type[_T]) -> Iterator[tuple[int, _T]]:
        """The exchanges or entries that are kept, oldest first, each with its number."""
        rows = self._db.execute(f"SELECT number, data FROM {table} ORDER BY number")  # noqa: S608
        for number, data in rows:
            yield number, self._decoded(data, kind)

    def _value(self, name: str, kind: type[_T]) -> _T | None:
        rows = self._db.execute("SELECT data FROM value WHERE name = ?", (name,))
        row = rows.fetchone()
        return None if row is None else self._decoded(row[0], kind)

    def _decoded(self, data: bytes, kind: type[_T]) -> _T:
        try:
            return msgspec.msgpack.decode(data, type=kind)
        except msgspec.MsgspecError as error:
            raise self._of_another_version(str(error)) from None

    def _of_another_version(self, why: str) -> StateFileUnusable:
        return StateFileUnusable(
            f"{self._path} was written by another version of this suite ({why}): name a new file"
        )

    def _write(self, statement: str, key: str | int, value: object) -> None:
        with self._lock:
            self._db.execute(statement, (key, msgspec.msgpack.encode(value)))


class _StoredClock(SettableClock):
    def __init__(self, file: StateFile) -> None:
        super().__init__()
        stands_at = file.clock_stands_at()
        if stands_at is not None:
            super().set(stands_at)
        self._file = file

    def set(self, instant: datetime) -> None:
        super().set(instant)
        self._file.keep("clock", self())

    def release(self) -> None:
        super().release()
        self._file.drop("clock")


class _StoredJournal(Journal):
    def __init__(self, file: StateFile) -> None:
        super().__init__()
        for number, exchange in file.appended("exchange", Exchange):
            self._dropped = number - len(self._entries) - 1
            super().append(exchange)
        self._file = file

    def append(self, exchange: Exchange) -> None:
        super().append(exchange)
        self._file.append("exchange", len(self), exchange, most=2 * self._limit)


class _StoredLog(AccessLog):
    def __init__(self, file: StateFile) -> None:
        super().__init__()
        for number, entry in file.appended("entry", LogEntry):
            self._dropped = number - len(self._entries) - 1
            super().append(entry)
        self._file = file

    def append(self, *entries: LogEntry) -> None:
        for entry in entries:
            super().append(entry)
            self._file.append("entry", len(self), entry, most=2 * self._limit)


class StoredWorld(World):
    """A world whose every change is in its file before the next."""

    def __init__(self, file: StateFile) -> None:
        """The world as the file has it. Raises StateFileUnusable."""
        self._file: StateFile | None = None
        super().__init__(
            clock=_StoredClock(file), journal=_StoredJournal(file), log=_StoredLog(file)
        )
        for name, value in file.values().items():
            setattr(self, name, value)
        self._file = file

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        file = self.__dict__.get("_file")
        if file is not None and name in _KINDS:
            file.keep(name, value)

    def emptied(self) -> Self:
        """A world that knows nothing yet, in the same file and by the same settings."""
        file = self._file
        assert file is not None
        file.clear()
        fresh = type(self)(file)
        for name, value in self.settings().items():
            setattr(fresh, name, value)
        return fresh
