"""A citizen's card as the system understands it: the values of a PDC-DK 3.0 document."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who typed an entry in, by MedCom's code and by name, and when; what is not told is empty."""

    code: str
    name: str
    time: datetime | None


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
    entered: Entered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A relative; *relation* is the word for what the relative is to the citizen.

    *id* is the UUID of the entry, which stays while the relative stays.
    """

    name: str
    relation_code: str
    relation: str
    numbers: tuple[Telephone, ...]
    note: str
    id: str = ""
    entered: Entered | None = None


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
    """What one document says. Registrations are the raw text of the register's answer, or None.

    *protected* tells that name and address are, by the mark ConfAddr; *entry_ids* are the UUIDs of
    what was typed in once, by the name of the part.
    """

    cpr: str
    template_version: str
    version_marker: str
    name: str
    address: tuple[str, ...]
    protected: bool
    practitioner: str
    coverage_group: str
    language: str
    language_entered: Entered | None
    dentist: str
    dentist_entered: Entered | None
    no_resuscitation: str | None
    treatment_will: str | None
    living_will: str | None
    organ_donor: str | None
    temporary_addresses: tuple[DatedAddress, ...]
    telephones: tuple[Telephone, ...]
    telephones_entered: Entered | None
    relatives: tuple[Kin, ...]
    children: tuple[Custody, ...]
    custody_holders: tuple[Custody, ...]
    entry_ids: dict[str, str] = field(default_factory=dict)
