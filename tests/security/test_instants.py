"""Instants on the wire."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.security import instants


@given(st.datetimes(timezones=st.just(UTC)))
def test_round_trip(instant: datetime) -> None:
    """What is written is read back, to the microsecond."""
    assert instants.from_wire(instants.to_wire(instant)) == instant


def test_written_in_utc_with_whole_seconds() -> None:
    """An instant of another time zone is written in UTC, in the form of the samples."""
    copenhagen = timezone(timedelta(hours=2))

    written = instants.to_wire(datetime(2025, 8, 26, 15, 50, 28, tzinfo=copenhagen))

    assert written == "2025-08-26T13:50:28Z"


def test_offset_is_read() -> None:
    """An instant with an offset is the same instant in UTC."""
    assert instants.from_wire("2025-08-26T15:50:28+02:00") == instants.from_wire(
        "2025-08-26T13:50:28Z"
    )


@pytest.mark.parametrize(
    "text", ["", "2025-08-26", "2025-08-26T13:50:28", "20250826T135028Z", "2025-13-26T13:50:28Z"]
)
def test_other_forms_are_refused(text: str) -> None:
    """A date, a local time, a basic format and an impossible month are refused."""
    with pytest.raises(ValueError, match=r"month|expected an instant"):
        instants.from_wire(text)


def test_time_zone_is_demanded() -> None:
    """An instant without a time zone is not written."""
    with pytest.raises(ValueError, match="time zone"):
        instants.to_wire(datetime(2025, 8, 26, 13, 50, 28))  # noqa: DTZ001 - what is refused
