"""When a subscription ends: an xs:dateTime, or an xs:duration from now on."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from typing import Final

from conformance.security import instants

_DURATION: Final = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?",
    re.ASCII,
)
_MONTHS_A_YEAR: Final = 12


def ends_at(text: str, now: datetime) -> datetime:
    """The instant that *text* stands for at *now*, with a time zone.

    ValueError when it is neither a time with a time zone nor a duration, or beyond the calendar.
    """
    duration = _DURATION.fullmatch(text)
    if duration is None:
        return instants.from_wire(text)
    number = {
        name: float(value or 0) for name, value in duration.groupdict("0").items() if name != "sign"
    }
    sign = -1 if duration["sign"] else 1
    months = int(number["years"]) * _MONTHS_A_YEAR + int(number["months"])
    rest = timedelta(
        days=number["days"],
        hours=number["hours"],
        minutes=number["minutes"],
        seconds=number["seconds"],
    )
    try:
        return _months_later(now, sign * months) + sign * rest
    except (OverflowError, ValueError):
        raise ValueError(f"expected a time within the calendar, found {text}") from None


def _months_later(start: datetime, months: int) -> datetime:
    """The same day of the month, or the last one if there is no such day."""
    year, month = divmod(start.year * _MONTHS_A_YEAR + start.month - 1 + months, _MONTHS_A_YEAR)
    if not 1 <= year <= 9999:
        raise ValueError(year)
    last = monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))
