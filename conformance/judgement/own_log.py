"""Judges what a system's own audit log tells of the accesses to a card."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from conformance.findings import Shortfall
from conformance.simulator.state.registers import StaffMember
from conformance.vendor.protocol import LocalAccess

_LOG: Final = "the system's own audit log"
_JUST_NOW: Final = timedelta(minutes=5)
"""The system may go by another clock than the suite."""


def require_access(
    accesses: Sequence[LocalAccess], member: StaffMember, cpr: str, now: datetime
) -> None:
    """One access to this citizen's card by this person, just now, and no access by another."""
    found = [(access.user, access.cpr) for access in accesses]
    if found != [(member.cpr, cpr)] or abs(accesses[0].at - now) > _JUST_NOW:
        raise Shortfall(
            expected=f"one access by {member.cpr} to the card of {cpr}, "
            f"at {now.isoformat(timespec='seconds')}",
            found="; ".join(
                f"by {access.user} to the card of {access.cpr}, "
                f"at {access.at.isoformat(timespec='seconds')}"
                for access in accesses
            )
            or "none",
            where=_LOG,
            fix="keep a log of your own beside MinLog, which is none: who opened whose card, when",
        )


def require_no_access(accesses: Sequence[LocalAccess]) -> None:
    """Nobody has had access."""
    if accesses:
        raise Shortfall(
            expected="no access", found=f"{len(accesses)}, by {accesses[0].user}", where=_LOG
        )
