"""Says of what differs from citizen to citizen whether any rule, or the schema, may mind it.

Each answer is yes only when nothing can be wrong; no means that the whole card must be looked at.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from conformance.pdc.rules.hl7 import CPR_LIKE, TELEPHONE, instant, is_real

Check = Callable[[bytes], object]

_STAMP: Final = re.compile(
    rb"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rb"(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][+-](?:0[0-9]|1[0-3])[0-5][0-9]"
)
_BIRTH: Final = re.compile(
    rb"(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rb"(?:000000[+-](?:0[0-9]|1[0-3])[0-5][0-9])?"
)
_DAYS_OF_EVERY_MONTH: Final = b"28"
_TELEPHONE: Final = re.compile(TELEPHONE.pattern.encode())
_CPR: Final = re.compile(rb"[0-9]{10}")
_CPR_LIKE: Final = re.compile(CPR_LIKE.pattern.encode())
_DATED: Final = re.compile(rb"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}")
_LETTER: Final = re.compile(rb"[A-Za-z]")


def is_stamp(value: bytes) -> bool:
    """Whether *value* is a real time to the second, which the schema takes too."""
    if not _STAMP.fullmatch(value):
        return False
    return value[6:8] <= _DAYS_OF_EVERY_MONTH or is_real(value.decode())


def _is_birth(value: bytes) -> bool:
    if not _BIRTH.fullmatch(value):
        return False
    return value[6:8] <= _DAYS_OF_EVERY_MONTH or is_real(value.decode())


CPR: Final = "patientRole/id@extension"
BIRTH: Final = "birthTime@value"

VALUES: Final[Mapping[str, Check]] = {
    CPR: _CPR.fullmatch,
    "providerOrganization/id@extension": bytes.isdigit,
    BIRTH: _is_birth,
    "time@value": is_stamp,
    "low@value": is_stamp,
    "high@value": is_stamp,
    "telecom@value": _TELEPHONE.fullmatch,
    "TEL@value": _TELEPHONE.fullmatch,
    "II@extension": bytes.isdigit,
}
"""What may be taken out of an attribute, by its place, and what is well there."""

NAME_PARTS: Final = frozenset(("given", "family"))
ADDRESS_PARTS: Final = frozenset(("streetAddressLine", "postalCode", "city", "country"))
TEXTS: Final = frozenset((*NAME_PARTS, *ADDRESS_PARTS, "name", "td", "th", "item", "ST", "TN"))
"""The elements and types whose text may be taken out: any that is not blank is well there."""


def fits_the_cpr_number(birth: bytes, cpr: bytes) -> bool:
    """As PDC-H16b: the birth date is what the number begins with, when it begins with a date."""
    if not _DATED.match(cpr):
        return True
    return birth[6:8] + birth[4:6] + birth[2:4] == cpr[:6]


def is_words(texts: Sequence[bytes]) -> bool:
    """As PDC-V25b and PDC-RMIM-009: nothing reads as a CPR number, and each text has a letter."""
    if _CPR_LIKE.search(b"\n".join(texts)):
        return False
    return all(map(_LETTER.search, texts))


def is_current(bounds: Mapping[str, bytes], made: bytes) -> bool:
    """As PDC-V21b and PDC-V21c: the end is neither before the beginning nor before *made*."""
    end = _instant(bounds, "high@value")
    begin = _instant(bounds, "low@value")
    now = instant(made.decode())
    if end is None:
        return True
    return (begin is None or begin <= end) and (now is None or now <= end)


def _instant(bounds: Mapping[str, bytes], name: str) -> datetime | None:
    return instant(bounds[name].decode()) if name in bounds else None
