"""The system's own clock: the real time, or the instant that a test build was told to believe."""

from datetime import UTC, datetime
from threading import Lock
from zoneinfo import ZoneInfo

DANISH_TIME = ZoneInfo("Europe/Copenhagen")


class OwnClock:
    """Runs with the real time until it is set; then it stands still until it is released."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        """Return the present instant in UTC."""
        with self._lock:
            return self._frozen or datetime.now(UTC)

    def set(self, instant: datetime) -> None:
        """Stand still at *instant*; one without a time zone is a ValueError."""
        if instant.tzinfo is None:
            raise ValueError(f"expected an instant with an offset, found {instant.isoformat()}")
        with self._lock:
            self._frozen = instant.astimezone(UTC)

    def release(self) -> None:
        with self._lock:
            self._frozen = None
