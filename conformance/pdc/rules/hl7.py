"""What rules read out of HL7 data types: instants, plain texts, names and addresses."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from conformance.pdc.datatypes import TimeStamp
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Element, children

UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""Any version, any case."""

TO_THE_SECOND: Final = re.compile(r"[0-9]{14}[+-][0-9]{4}")
"""A time as the service writes it."""

TELEPHONE: Final = re.compile(r"tel:\+?[-0-9().]+")
"""Matched in full. Source: implementation guide 2025-06-26."""

CPR_LIKE: Final = re.compile(
    r"(?<![0-9])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-?[0-9]{4}(?![0-9])"
)
"""ddMMyy-nnnn, with or without the dash; derived. An eight-digit number does not match."""

_DAY_OR_TIME: Final = re.compile(
    r"[0-9]{4}(?:[0-9]{2}){0,2}|"
    r"[0-9]{8}(?:[0-9]{2}){1,3}(?:\.[0-9]{1,6})?(?:[+-][0-9]{4})?"
)
_REST_OF_A_DAY: Final = "0101"


def instant_of(element: Element | None) -> datetime | None:
    """The instant of a TS; None when it is left out or cannot be compared."""
    text = None if element is None else element.get("value")
    return None if text is None else instant(text)


def instant(text: str) -> datetime | None:
    """The instant that *text* tells; None when it cannot be compared."""
    try:
        if TO_THE_SECOND.fullmatch(text):
            return datetime.fromisoformat(f"{text[:8]}T{text[8:]}")
        return TimeStamp(text=text).instant
    except ValueError:
        return None


def is_real(text: str) -> bool:
    """Whether *text* is a TS, to the year or finer, that the calendar and the clock have."""
    if not _DAY_OR_TIME.fullmatch(text):
        return False
    digits = re.split(r"[.+-]", text)[0]
    offset = text[-5:] if text[-5:-4] in ("+", "-") else "+0000"
    return instant(f"{digits}{_REST_OF_A_DAY[len(digits) - 4 :]}{offset}") is not None


def collapsed(text: str | None) -> str:
    """*text* with each run of blanks as one blank, and none around it."""
    return " ".join((text or "").split())


def texts(element: Element, *wanted: str) -> Iterator[str]:
    """The collapsed texts of the children with those names, in order."""
    for child in children(element):
        if child.tag in wanted:
            yield collapsed(child.text)


def name_of(element: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given and family names."""
    return tuple(texts(element, tags.GIVEN)), tuple(texts(element, tags.FAMILY))


def address_of(element: Element) -> tuple[tuple[str, ...], ...]:
    """Street lines, postal code, city and country."""
    wanted = (tags.STREET_LINE, tags.POSTAL_CODE, tags.CITY, tags.COUNTRY)
    return tuple(tuple(texts(element, tag)) for tag in wanted)
