"""The HL7 data types that a card uses, as values that keep the raw text.

Nothing is trimmed or corrected: `tel:null`, stray blanks and impossible dates stay as they were
sent, and a property gives the meaning or says why there is none.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Self

from conformance.pdc.codes import CONFIDENTIAL_ADDRESS, NullFlavor, Use

_TS: Final = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})?(\d{2})?(?:\.\d{1,6})?)?([+-])(\d{2})(\d{2})",
    re.ASCII,
)
_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


class NotATime(ValueError):
    """The text is not an HL7 time from which an instant or a date can be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Null:
    """A value that is missing, with the reason: `nullFlavor="NI"`."""

    flavor: str


NI: Final = Null(flavor=NullFlavor.NO_INFORMATION)
NA: Final = Null(flavor=NullFlavor.NOT_APPLICABLE)
NAV: Final = Null(flavor=NullFlavor.TEMPORARILY_UNAVAILABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStamp:
    """TS: `value="20260302091850+0100"`."""

    text: str

    @classmethod
    def at(cls, instant: datetime) -> Self:
        """To the second, with the offset of *instant*, which must carry a time zone."""
        if instant.tzinfo is None:
            raise NotATime(f"expected an instant with a time zone, found {instant.isoformat()}")
        return cls(text=f"{instant.year:04}{instant:%m%d%H%M%S%z}")

    @property
    def instant(self) -> datetime:
        """The instant in the offset written; raises NotATime when there is none in the text."""
        match = _TS.fullmatch(self.text)
        if not match:
            raise NotATime(f"expected yyyyMMddHHmmss±hhmm, found {self.text!r}")
        *numbers, sign, hours, minutes = match.groups()
        year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        try:
            zone = timezone(-offset if sign == "-" else offset)
            return datetime(year, month, day, hour, minute, second, tzinfo=zone)
        except ValueError as error:
            raise NotATime(f"expected a real time, found {self.text!r}: {error}") from None

    @property
    def date(self) -> date:
        """The first eight digits as a date, whatever follows; raises NotATime."""
        match = _DAY.match(self.text)
        if not match:
            raise NotATime(f"expected yyyyMMdd…, found {self.text!r}")
        year, month, day = (int(number) for number in match.groups())
        try:
            return datetime(year, month, day, tzinfo=UTC).date()
        except ValueError as error:
            raise NotATime(f"expected a real date, found {self.text!r}: {error}") from None


Time = TimeStamp | Null
"""A time, or the reason why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """IVL_TS: `<low value="…"/><high nullFlavor="NA"/>`; None is an element left out."""

    low: Time | None
    high: Time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateId:
    """`<templateId root="1.2.208.184.16.1" extension="3.0"/>`."""

    root: str
    extension: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceId:
    """II: `<id root="…" extension="…" assigningAuthorityName="…"/>`."""

    root: str | None
    extension: str | None = None
    authority: str | None = None

    @property
    def confidential(self) -> bool:
        """Whether this is the mark of name and address protection."""
        return self.extension == CONFIDENTIAL_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """CD or CE: `code`, `codeSystem`, `codeSystemName`, `displayName`."""

    code: str | None
    system: str | None
    system_name: str | None = None
    display_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """PN: `<prefix/>`, `<given/>`, `<family/>`, `<suffix/>`, each as often as it stood."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()

    @classmethod
    def of(cls, *given: str, family: str) -> Self:
        """The common case: given names in order and one family name."""
        return cls(given=given, family=(family,))

    @property
    def full(self) -> str:
        """All parts with a blank between, as a narrative shows them."""
        parts = (*self.prefix, *self.given, *self.family, *self.suffix)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """AD: street lines, postal code, city and country; a part may be Null or (None) left out."""

    lines: tuple[str | Null, ...] = ()
    postal_code: str | Null | None = None
    city: str | Null | None = None
    country: str | Null | None = None
    use: str | None = Use.HOME

    @property
    def shown(self) -> tuple[str, ...]:
        """The parts as a narrative shows them: lines, "postcode city", country."""
        place = " ".join(part for part in (self.postal_code, self.city) if isinstance(part, str))
        parts = (*self.lines, place, self.country)
        return tuple(part for part in parts if isinstance(part, str) and part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telecom:
    """TEL: `value="tel:12345678" use="MC"`; the value is kept with its scheme."""

    value: str | None
    use: str | None = None

    @classmethod
    def tel(cls, number: str, use: str | None = Use.MOBILE) -> Self:
        """A telephone number, without its scheme."""
        return cls(value=f"tel:{number}", use=use)

    @property
    def number(self) -> str | None:
        """The value without `tel:`; None when it is no telephone number."""
        if self.value is None or not self.value.startswith("tel:"):
            return None
        return self.value.removeprefix("tel:")
