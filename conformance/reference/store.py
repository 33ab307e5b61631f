"""The system's persistent state: local copies of cards, and MinLog registrations that wait."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

from conformance.reference.card import Card
from conformance.reference.log_entry import LogEntry
from conformance.reference.shown import LocalAccess

# Written ahead and synchronised at checkpoints: nothing is lost when the process is killed.
_TABLES: Final = """
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists copies (cpr text primary key, copy blob not null);
create table if not exists notes (cpr text, entry text, note blob not null);
create table if not exists accesses (cpr text, access blob not null);
create table if not exists waiting (
    place integer primary key autoincrement, sequence text unique not null, entry blob not null
);
"""


class LocalCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A citizen's card as it is kept, and when it was fetched by the system's own clock."""

    card: Card
    fetched: datetime


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a user has noted beside a relative, in this system alone; *entry* is the entry's id."""

    entry: str
    relative: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A registration in the queue; *place* tells the order."""

    place: int
    entry: LogEntry


class Store:
    """One SQLite file in the state folder; it may be used from any thread."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._database = sqlite3.connect(folder / "reference.sqlite3", check_same_thread=False)
        self._database.executescript(_TABLES)

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def clear(self) -> None:
        """Forget all copies, notes and accesses, and all registrations that wait."""
        self._write("delete from copies")
        self._write("delete from notes")
        self._write("delete from accesses")
        self._write("delete from waiting")

    def keep_copy(self, cpr: str, copy: LocalCopy) -> None:
        """Keep *copy* instead of what was kept."""
        kept = msgspec.json.encode(copy)
        self._write("insert or replace into copies values (?, ?)", (cpr, kept))

    def drop_copy(self, cpr: str) -> None:
        """Forget the copy, and the notes that stood in it."""
        self._write("delete from copies where cpr = ?", (cpr,))
        self._write("delete from notes where cpr = ?", (cpr,))

    def copy_of(self, cpr: str) -> LocalCopy | None:
        for _, kept in self._rows("select rowid, copy from copies where cpr = ?", (cpr,)):
            return msgspec.json.decode(kept, type=LocalCopy)
        return None

    def keep_note(self, cpr: str, note: Note) -> None:
        kept = msgspec.json.encode(note)
        self._write("insert into notes values (?, ?, ?)", (cpr, note.entry, kept))

    def notes_of(self, cpr: str) -> tuple[Note, ...]:
        rows = self._rows("select rowid, note from notes where cpr = ? order by rowid", (cpr,))
        return tuple(msgspec.json.decode(kept, type=Note) for _, kept in rows)

    def drop_notes(self, cpr: str, entry: str) -> None:
        self._write("delete from notes where cpr = ? and entry = ?", (cpr, entry))

    def keep_access(self, access: LocalAccess) -> None:
        kept = msgspec.json.encode(access)
        self._write("insert into accesses values (?, ?)", (access.cpr, kept))

    def accesses_to(self, cpr: str) -> tuple[LocalAccess, ...]:
        """Return the accesses to a citizen's card, oldest first."""
        rows = self._rows("select rowid, access from accesses where cpr = ? order by rowid", (cpr,))
        return tuple(msgspec.json.decode(kept, type=LocalAccess) for _, kept in rows)

    def put_in_queue(self, entry: LogEntry) -> None:
        self._write(
            "insert into waiting (sequence, entry) values (?, ?)",
            (entry.sequence, msgspec.json.encode(entry)),
        )

    def next_in_queue(self, after: int, most: int) -> tuple[Waiting, ...]:
        """Return up to *most* registrations that stand behind the place *after*."""
        query = "select place, entry from waiting where place > ? order by place limit ?"
        return tuple(
            Waiting(place=place, entry=msgspec.json.decode(entry, type=LogEntry))
            for place, entry in self._rows(query, (after, most))
        )

    def take_out_of_queue(self, sequences: Iterable[str]) -> None:
        with self._lock, self._database:
            self._database.executemany(
                "delete from waiting where sequence = ?", [(sequence,) for sequence in sequences]
            )

    def length_of_queue(self) -> int:
        with self._lock:
            (length,) = self._database.execute("select count(*) from waiting").fetchone()
        return int(length)

    def _write(self, statement: str, values: tuple[object, ...] = ()) -> None:
        with self._lock, self._database:
            self._database.execute(statement, values)

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[int, bytes]]:
        with self._lock, closing(self._database.execute(query, values)) as found:
            return found.fetchall()
