"""What passes over the driver interface, as docs/vendor-driver.openapi.yaml describes it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

import msgspec

Cpr = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{10}\Z")]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class IntegrationMethod(StrEnum):
    """Methods 1 to 3 of the implementation guide of 2025-06-26."""

    LOCAL_COPY = "local-copy"
    """1: a local copy that is kept up to date."""

    SYSTEM = "system"
    """2: a look-up system to system when data are used."""

    USER = "user"
    """3: a look-up as the user, with the user's certificate."""


class Display(StrEnum):
    """How much of the card is on the screen."""

    FULL = "full"
    """The whole card."""

    RESTRICTED = "restricted"
    """Business rule 17: the no-resuscitation information only."""


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the suite tells: an unknown field is refused."""


class Scenario(Told, frozen=True, kw_only=True):
    integration_method: IntegrationMethod
    display: Display


class ClockReading(Told, frozen=True, kw_only=True):
    now: Instant


class Citizens(Told, frozen=True, kw_only=True):
    citizens: tuple[Cpr, ...]


class User(Told, frozen=True, kw_only=True):
    """A member of staff with the rights that local rights management has given.

    *bootstrap_token* is base64 of what an identity provider gave the user at login, if anything.
    """

    cpr: Cpr
    given_name: str
    surname: str
    education_code: str
    national_roles: tuple[str, ...]
    authorisation_code: str = ""
    bootstrap_token: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.surname}".strip()


class ActsFor(Told, frozen=True, kw_only=True):
    """One for whom a citizen may act, and by what; *ends* is when that is over."""

    cpr: Cpr
    by: Literal["power-of-attorney", "custody"]
    ends: Instant | None = None


class Citizen(Told, frozen=True, kw_only=True):
    """A citizen before the portal, and all for whom the citizen may act."""

    cpr: Cpr
    given_name: str
    surname: str
    acts_for: tuple[ActsFor, ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the system answers: a field that is not on the screen is left out."""


class Problem(Answer, frozen=True, kw_only=True):
    message: str


class About(Answer, frozen=True, kw_only=True):
    name: str
    version: str
    organisation: str
    can: tuple[str, ...] = ()


class Session(Answer, frozen=True, kw_only=True):
    session: str


class Refreshed(Answer, frozen=True, kw_only=True):
    refreshed: tuple[str, ...]
    failed: tuple[str, ...]


class LocalNote(Told, frozen=True, kw_only=True):
    """A note of this system's own beside a relative, who is told by name."""

    relative: str
    text: str


class LocalNotes(Answer, frozen=True, kw_only=True):
    notes: tuple[LocalNote, ...]


class LocalAccess(Answer, frozen=True, kw_only=True):
    """Who opened whose card, and when, as this system's own audit log has it."""

    cpr: str
    user: str
    at: datetime


class LocalLog(Answer, frozen=True, kw_only=True):
    accesses: tuple[LocalAccess, ...]


class LogQueue(Answer, frozen=True, kw_only=True):
    sent: int
    waiting: int


Known = Literal["yes", "no", "unavailable"]


class Status(Answer, frozen=True, kw_only=True):
    status: Known
    text: str


EnteredBy = Literal["citizen", "relative", "health-professional", "register"]


class Provenance(Answer, frozen=True, kw_only=True):
    """Who entered something, and when, as it stands beside it."""

    entered_by: EnteredBy | None = None
    name: str = ""
    at: datetime | None = None


class TemporaryAddress(Answer, frozen=True, kw_only=True):
    lines: tuple[str, ...]
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    provenance: Provenance | None = None


Use = Literal["home", "mobile", "work"]


class ContactNumber(Answer, frozen=True, kw_only=True):
    number: str
    use: Use | None = None


class Relative(Answer, frozen=True, kw_only=True):
    name: str
    relation: str = ""
    numbers: tuple[ContactNumber, ...] = ()
    note: str = ""
    provenance: Provenance | None = None


RoleOf = Literal["citizen", "other-person"]


class CustodyRelation(Answer, frozen=True, kw_only=True):
    name: str
    role: str
    role_of: RoleOf
    cpr: str = ""


class ShownCard(Answer, frozen=True, kw_only=True):
    """The fields that the user sees."""

    cpr: str = ""
    name: str = ""
    protection: str = ""
    address: tuple[str, ...] = ()
    no_resuscitation: Status | None = None
    treatment_will: Status | None = None
    living_will: Status | None = None
    organ_donor: Status | None = None
    coverage_group: str = ""
    language: str = ""
    language_provenance: Provenance | None = None
    temporary_address: TemporaryAddress | None = None
    general_practitioner: str = ""
    dentist: str = ""
    dentist_provenance: Provenance | None = None
    contact_numbers: tuple[ContactNumber, ...] = ()
    contact_numbers_provenance: Provenance | None = None
    relatives: tuple[Relative, ...] = ()
    children_in_custody: tuple[CustodyRelation, ...] = ()
    custody_holders: tuple[CustodyRelation, ...] = ()


Outcome = Literal["shown", "refused", "unavailable", "not-found"]


class View(Answer, frozen=True, kw_only=True):
    """What the user sees after opening a card, and what of it may be edited there."""

    outcome: Outcome
    message: str = ""
    card: ShownCard | None = None
    editable: tuple[str, ...] | None = None


FIRST_SCENARIO: Final = Scenario(integration_method=IntegrationMethod.SYSTEM, display=Display.FULL)
"""How the system works until it is told otherwise."""
