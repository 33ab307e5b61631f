"""What a system under test can be asked to do, and the values that go to and fro.

The values mirror `docs/vendor-driver.openapi.yaml`; a test holds that they do. An answer with a
field that is not described is refused, so that a misspelt field cannot pass as "not shown".
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec


class VendorUnavailable(Exception):
    """The system under test could not be driven: the verdict is open, neither passed nor failed."""


class IntegrationMethod(StrEnum):
    """How a system reads the card (implementation guide, integration methods 1 to 3)."""

    LOCAL_COPY = "local-copy"
    """Method 1: a local copy that is kept up to date."""

    SYSTEM = "system"
    """Method 2: a look-up system to system."""

    USER = "user"
    """Method 3: a look-up as the user."""


class DisplayScope(StrEnum):
    """How much of the card a user is shown."""

    FULL = "full"
    """The whole card."""

    RESTRICTED = "restricted"
    """The no-resuscitation information only (business rule 17)."""


class Ability(StrEnum):
    """Extra abilities of a test build."""

    CLOCK = "clock"
    """Its clock can be set."""


class ViewOutcome(StrEnum):
    """What came of opening a card."""

    SHOWN = "shown"
    """The card is on the screen."""

    REFUSED = "refused"
    """The user may not see it."""

    UNAVAILABLE = "unavailable"
    """It could not be fetched, and the user is told."""

    NOT_FOUND = "not-found"
    """The service knows of no card, and the user is told."""


class ShownStatus(StrEnum):
    """What the screen says about a registration."""

    YES = "yes"
    """Registered and in force."""

    NO = "no"
    """Nothing in force is registered."""

    UNAVAILABLE = "unavailable"
    """It is not known."""


class NumberUse(StrEnum):
    """What a telephone number is for."""

    HOME = "home"
    """At home."""

    MOBILE = "mobile"
    """Carried about."""

    WORK = "work"
    """At work."""


class RoleOf(StrEnum):
    """Whose role the screen says it is."""

    CITIZEN = "citizen"
    """The role of the citizen whose card is shown, as the card gives it."""

    OTHER_PERSON = "other-person"
    """The role of the person who is named beside it."""


class _Value(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Common shape of the values: immutable, named, and closed to unknown fields."""


class About(_Value, frozen=True):
    """Who the system under test is."""

    name: str
    version: str
    organisation: str
    can: tuple[Ability, ...] = ()


class Scenario(_Value, frozen=True):
    """How the system shall work from now on; local copies and sessions are forgotten."""

    integration_method: IntegrationMethod
    display: DisplayScope


class User(_Value, frozen=True):
    """A member of staff. *education_code* is empty for staff without one (for instance 7170)."""

    cpr: str
    given_name: str
    surname: str
    education_code: str
    national_roles: tuple[str, ...]
    authorisation_code: str | None = None


class Status(_Value, frozen=True):
    """A registration as shown: what it says, and in which words."""

    status: ShownStatus
    text: str


class ContactNumber(_Value, frozen=True):
    """A telephone number as shown, without `tel:`."""

    number: str
    use: NumberUse | None = None


class Relative(_Value, frozen=True):
    """A relative as shown; *relation* is what the relative is to the citizen."""

    name: str
    relation: str | None = None
    numbers: tuple[ContactNumber, ...] = ()
    note: str | None = None


class CustodyRelation(_Value, frozen=True):
    """A child in custody or a holder of custody, as shown.

    *role* is the card's relation code and *role_of* whose role the screen says it is. The card
    gives the citizen's role (PDC-DK, errata of October 2022).
    """

    name: str
    role: str
    role_of: RoleOf
    cpr: str | None = None


class TemporaryAddress(_Value, frozen=True):
    """A temporary address as shown, with its period."""

    lines: tuple[str, ...]
    valid_from: datetime | None = None
    valid_to: datetime | None = None


class ShownCard(_Value, frozen=True):
    """The fields on the screen; None means that the field is not shown."""

    cpr: str | None = None
    name: str | None = None
    address: tuple[str, ...] | None = None
    no_resuscitation: Status | None = None
    treatment_will: Status | None = None
    living_will: Status | None = None
    organ_donor: Status | None = None
    coverage_group: str | None = None
    language: str | None = None
    temporary_address: TemporaryAddress | None = None
    general_practitioner: str | None = None
    dentist: str | None = None
    contact_numbers: tuple[ContactNumber, ...] | None = None
    relatives: tuple[Relative, ...] | None = None
    children_in_custody: tuple[CustodyRelation, ...] | None = None
    custody_holders: tuple[CustodyRelation, ...] | None = None

    def shown_fields(self) -> tuple[str, ...]:
        """Names of the fields that are on the screen; an empty list shows nothing."""
        return tuple(
            name for name in self.__struct_fields__ if getattr(self, name) not in (None, ())
        )


class View(_Value, frozen=True):
    """What the user sees after opening a card."""

    outcome: ViewOutcome
    message: str | None = None
    card: ShownCard | None = None


class Refreshed(_Value, frozen=True):
    """What came of a batch refresh, by CPR number."""

    refreshed: tuple[str, ...]
    failed: tuple[str, ...]


class LogQueue(_Value, frozen=True):
    """MinLog registrations that were accepted just now, and those that still wait."""

    sent: int
    waiting: int


class LoginRefused(Exception):
    """The system under test does not let the user in; the message is what the user is told."""


class VendorSystem(Protocol):
    """Drives a system under test; each verb raises VendorUnavailable when it cannot be driven."""

    def about(self) -> About:
        """Who is it, and what can it be asked to do?"""

    def begin(self, scenario: Scenario) -> None:
        """Forget what was kept, and work as described from now on."""

    def set_clock(self, now: datetime) -> None:
        """Believe that it is this instant. Only for systems with Ability.CLOCK."""

    def open_session(self, user: User) -> str:
        """Log *user* in; returns the session. Raises LoginRefused."""

    def open_card(self, session: str, cpr: str) -> View:
        """The user opens a citizen's card: what is on the screen?"""

    def refresh(self, citizens: tuple[str, ...]) -> Refreshed:
        """Bring the local copies up to date in a batch."""

    def local_copy(self, cpr: str) -> ShownCard | None:
        """What is kept locally, or None."""

    def flush_log(self) -> LogQueue:
        """Send the waiting MinLog registrations now."""
