"""An access that MinLog is to be told of, and MinLog's receipt for a batch of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One access by one user to one citizen's card; *sequence* tells it from all others."""

    sequence: str
    opened: datetime
    citizen: str
    user_id: str
    user_name: str
    user_role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedUser:
    """Who stands in the log as the one who saw the card."""

    user_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What MinLog said of a batch: how many were added, how many failed, and which."""

    added: int
    failed: int
    failed_sequences: frozenset[str]

    def refused(self, sent: Sequence[LogEntry]) -> frozenset[str]:
        """Return the sequence numbers in *sent* that MinLog has not accepted.

        A receipt that does not add up, or does not name what failed, accepts nothing: rather an
        entry twice than an entry lost.
        """
        everything = frozenset(entry.sequence for entry in sent)
        named = self.failed_sequences & everything
        adds_up = self.added + self.failed == len(everything) and len(named) == self.failed
        return named if adds_up else everything


NO_RECEIPT = Receipt(added=0, failed=0, failed_sequences=frozenset())
"""The receipt when MinLog could not be reached: nothing was accepted."""
