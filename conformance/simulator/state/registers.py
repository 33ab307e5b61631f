"""What the national registers know of a citizen, as immutable values."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from conformance.pdc.codes import EnteredBy, Gender, RelationCode
from conformance.pdc.datatypes import Address, Coded, PersonName, Telecom

OPT_OUT_AGE: Final = 60
"""Youngest age at which one may opt out of resuscitation. Source: bill L 47, § 25 a, 2023."""

OPT_OUT_DELAY: Final = timedelta(days=7)
"""From registration until it takes effect. Source: bill L 47, § 25 a, subsection 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedIn:
    """Who typed an entry of the Stamkortregister in, and when."""

    at: datetime
    by: PersonName | None = None
    organization: str | None = None
    role: EnteredBy = EnteredBy.CITIZEN


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """The citizen's language (ISO 639-1)."""

    id: str
    code: str
    display_name: str
    typed_in: TypedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryStay:
    """A temporary address. *end* is the instant from which it is over, or None."""

    id: str
    address: Address
    start: datetime
    end: datetime | None
    typed_in: TypedIn

    def has_ended(self, now: datetime) -> bool:
        """Whether *end* has passed. The very instant of the end has not passed (our reading)."""
        return self.end is not None and self.end < now


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSet:
    """The citizen's own telephone numbers."""

    id: str
    numbers: tuple[Telecom, ...]
    typed_in: TypedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A relative; *relation* is what the relative is to the citizen.

    The list of codes is open: one that a client has sent is kept whole.
    """

    id: str
    name: PersonName
    relation: RelationCode | Coded | None
    numbers: tuple[Telecom, ...] = ()
    note: str | None = None
    typed_in: TypedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDentist:
    """The dentist that the citizen has chosen, by provider number."""

    id: str
    yder: str
    clinic: str
    address: Address
    telephone: str
    typed_in: TypedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class DentalClinic:
    """A dentist in the Yderregister: the clinic's name, never a person's."""

    yder: str
    clinic: str
    address: Address
    telephone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A general practitioner in the Yderregister."""

    yder: str
    name: str
    telephone: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One citizen as all registers together know them."""

    cpr: str
    name: PersonName
    address: Address
    gender: Gender
    born: date
    died_on: date | None = None
    protected: bool = False
    practitioner: Practitioner | None = None
    coverage_group: str = "1"
    organ_donor: bool = False
    treatment_will: bool = False
    living_will: bool = False
    opted_out_at: datetime | None = None
    language: SpokenLanguage | None = None
    stay: TemporaryStay | None = None
    contact: ContactSet | None = None
    relatives: tuple[Kin, ...] = ()
    dentist: ChosenDentist | None = None

    def parts(self) -> tuple[str, ...]:
        """Names of the parts that this citizen's card has, beside registrations and custody."""
        optional = {
            "general_practitioner": self.practitioner,
            "language": self.language,
            "temporary_address": self.stay,
            "contact_numbers": self.contact,
            "relatives": self.relatives,
            "dentist": self.dentist,
        }
        return ("name", "address", *(name for name, value in optional.items() if value))

    def age(self, on: date) -> int:
        """Whole years at *on*."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))

    def has_active_opt_out(self, now: datetime) -> bool:
        """Whether an opt-out of resuscitation is in force: seven days after its registration."""
        return self.opted_out_at is not None and now - OPT_OUT_DELAY >= self.opted_out_at


class Kinship(StrEnum):
    """What the CPR register knows between an adult and a child."""

    CUSTODY = "custody"
    """The adult holds custody of the child."""

    PARENT = "parent"
    """The adult is a biological parent."""

    GUARDIAN = "guardian"
    """The adult is the guardian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """One relation between an adult and a child, both by CPR number."""

    adult: str
    child: str
    kinship: Kinship


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A member of staff as the register of authorisations and local rights management know them.

    *national_roles* are in their full notation.
    """

    cpr: str
    given_name: str
    surname: str
    education_code: str = ""
    authorisation_code: str | None = None
    national_roles: tuple[str, ...] = field(default=())
