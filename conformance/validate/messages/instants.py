"""Instants in messages: xs:dateTime as NSP's messages carry it."""

import re
from datetime import UTC, datetime
from typing import Final

_DATE_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,12})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def instant_of(text: str) -> datetime | None:
    """The instant that *text* stands for, in UTC; None when it is no xs:dateTime.

    A time without an offset is taken as UTC, which the schemas allow.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    whole = text.replace(match[1], "") if match[1] else text
    try:
        instant = datetime.fromisoformat(whole)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
