"""Instants as the NSP writes them: xs:dateTime in UTC, with whole seconds where possible."""

import re
from datetime import UTC, datetime
from typing import Final

_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")


def to_wire(instant: datetime) -> str:
    """Return *instant* as `2025-08-26T13:50:28Z`; fractions of a second are kept.

    Raises ValueError when the instant carries no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"expected an instant with a time zone, found {instant.isoformat()}")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def from_wire(text: str) -> datetime:
    """Return the instant that *text* stands for, in UTC.

    Raises ValueError when *text* is not an xs:dateTime with a time zone and at most six decimals.
    """
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(
            f"expected an instant with a time zone, as 2025-08-26T13:50:28Z, found {text!r}"
        )
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"expected an instant within the calendar, found {text!r}") from None


def whole_seconds(instant: datetime) -> datetime:
    """Return *instant* without the fraction of its second."""
    return instant.replace(microsecond=0)
