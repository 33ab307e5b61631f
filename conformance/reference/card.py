"""A citizen's card as the system understands it: the values of a PDC-DK 3.0 document."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """A number without the leading ``tel:``; *use* is H, MC, WP, or empty."""

    number: str
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAddress:
    """A temporary address; an end that is not given is None."""

    lines: tuple[str, ...]
    low: datetime | None
    high: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A relative; *relation* is the word for what the relative is to the citizen."""

    name: str
    relation_code: str
    relation: str
    numbers: tuple[Telephone, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """The other person of a custody, and what the **citizen** is to that person.

    Source: PDC-DK 3.0 with the errata of 2022-10; a father's card has ``far`` beside the child.
    """

    name: str
    cpr: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one document says. Registrations are the raw text of the register's answer, or None."""

    cpr: str
    template_version: str
    version_marker: str
    name: str
    address: tuple[str, ...]
    practitioner: str
    coverage_group: str
    language: str
    dentist: str
    no_resuscitation: str | None
    treatment_will: str | None
    living_will: str | None
    organ_donor: str | None
    temporary_addresses: tuple[DatedAddress, ...]
    telephones: tuple[Telephone, ...]
    relatives: tuple[Kin, ...]
    children: tuple[Custody, ...]
    custody_holders: tuple[Custody, ...]
