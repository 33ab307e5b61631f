"""The store of MinLog: who has seen whose data, each citizen's entries at hand."""

from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Final

from conformance.minlog.registration import LogEntry

LIMIT: Final = 100_000
"""Entries that are kept at least."""


class AccessLog:
    """Append-only list of entries; *limit* bounds it by dropping the oldest, and counts them.

    Appending costs the same however many there are, and so does asking for one citizen's.
    """

    def __init__(self, *, limit: int = LIMIT) -> None:
        self._entries: list[LogEntry] = []
        self._of: dict[str, list[LogEntry]] = {}
        self._limit = limit
        self._dropped = 0
        self._lock = Lock()

    def append(self, *entries: LogEntry) -> None:
        """Enter these, after all that are there."""
        with self._lock:
            for entry in entries:
                self._entries.append(entry)
                self._of.setdefault(entry.citizen, []).append(entry)
            if len(self._entries) > 2 * self._limit:
                self._drop(len(self._entries) - self._limit)

    def of(self, cpr: str) -> tuple[LogEntry, ...]:
        """The citizen's entries that are kept, oldest first."""
        return tuple(self._of.get(cpr, ()))

    def since(self, count: int) -> tuple[LogEntry, ...]:
        """The entries after the first *count* ever appended, as far as they are still kept."""
        with self._lock:
            return tuple(self._entries[max(0, count - self._dropped) :])

    def __iter__(self) -> Iterator[LogEntry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        """How many were ever appended."""
        return self._dropped + len(self._entries)

    def _drop(self, count: int) -> None:
        oldest = Counter(entry.citizen for entry in self._entries[:count])
        for cpr, number in oldest.items():
            del self._of[cpr][:number]
            if not self._of[cpr]:
                del self._of[cpr]
        del self._entries[:count]
        self._dropped += count
