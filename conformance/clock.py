"""Time of day as an argument: every part that needs the time is given a Clock."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Returns the present instant, always with a time zone."""

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")


def system_clock() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


class SettableClock:
    """A clock that runs with the real time until it is set; then it stands still."""

    def __init__(self) -> None:
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        return self._frozen or system_clock()

    def set(self, instant: datetime) -> None:
        """Stand still at *instant*.

        ValueError without a time zone, and in the first and the last year of the calendar, where
        there is no room for a card's validity.
        """
        if instant.tzinfo is None:
            raise ValueError(f"expected an instant with a time zone, found {instant.isoformat()}")
        if not MINYEAR < instant.year < MAXYEAR:
            raise ValueError(
                f"expected an instant between the years {MINYEAR} and {MAXYEAR}, "
                f"found {instant.isoformat()}"
            )
        self._frozen = instant.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move *by* forward from the present reading and stand still there."""
        self.set(self() + by)

    def release(self) -> None:
        """Run with the real time again."""
        self._frozen = None
