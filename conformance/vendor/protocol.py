"""What a system under test can be asked to do, and the values that go to and fro.

The values mirror `docs/vendor-driver.openapi.yaml`; a test holds that they do. An answer with a
field that is not described is refused, so that a misspelt field cannot pass as "not shown".
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from conformance.vendor.screen import (
    CardPart,
    ContactNumber,
    CustodyRelation,
    EnteredBy,
    NumberUse,
    Provenance,
    Relative,
    RoleOf,
    ShownCard,
    ShownStatus,
    Status,
    TemporaryAddress,
    View,
    ViewOutcome,
)
from conformance.vendor.screen import Value as _Value

__all__ = [
    "Ability",
    "About",
    "ActsFor",
    "BondKind",
    "CardPart",
    "Change",
    "ChangeAction",
    "ChangeOutcome",
    "Changed",
    "Citizen",
    "ContactNumber",
    "CustodyRelation",
    "DisplayScope",
    "EnteredBy",
    "IntegrationMethod",
    "LocalAccess",
    "LocalLog",
    "LocalNote",
    "LocalNotes",
    "LogQueue",
    "LoginRefused",
    "NumberUse",
    "Provenance",
    "Refreshed",
    "Relative",
    "RoleOf",
    "Scenario",
    "ShownCard",
    "ShownStatus",
    "Status",
    "TemporaryAddress",
    "User",
    "VendorSystem",
    "VendorUnavailable",
    "View",
    "ViewOutcome",
]


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

    NOTES = "notes"
    """Users can keep notes of their own beside a citizen's relatives."""

    NOTIFICATIONS = "notifications"
    """It can be told whose citizens are its own, and to poll for notifications."""

    EDITING = "editing"
    """Users can change what is typed in, and the changes can be asked for."""

    CITIZENS = "citizens"
    """Citizens can log in, and can be told for whom they may act."""

    TOKENS = "tokens"
    """Its users can come with a bootstrap token of an identity provider (OIO-IDWS)."""

    LOCAL_LOG = "local-log"
    """Its own audit log can be asked for."""


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
    """A member of staff. *education_code* is empty for staff without one (for instance 7170).

    *bootstrap_token* is what the identity provider gave the user, as base64 of its XML; only with
    Ability.TOKENS, and then the system calls by token for the user.
    """

    cpr: str
    given_name: str
    surname: str
    education_code: str
    national_roles: tuple[str, ...]
    authorisation_code: str | None = None
    bootstrap_token: str | None = None


class BondKind(StrEnum):
    """By what a citizen may act for another."""

    POWER_OF_ATTORNEY = "power-of-attorney"
    """A digital power of attorney."""

    CUSTODY = "custody"
    """Custody of a child."""


class ActsFor(_Value, frozen=True):
    """One for whom a citizen may act, as the portal's own source has it.

    *ends* is the first instant at which that is over; None when there is no end.
    """

    cpr: str
    by: BondKind
    ends: datetime | None = None


class Citizen(_Value, frozen=True):
    """A citizen before a portal, and all for whom the citizen may act."""

    cpr: str
    given_name: str
    surname: str
    acts_for: tuple[ActsFor, ...] = ()


class LocalAccess(_Value, frozen=True):
    """An access to a citizen's card, as the system's own audit log has it."""

    cpr: str
    user: str
    at: datetime


class LocalLog(_Value, frozen=True):
    """All accesses to one citizen's card in the system's own audit log."""

    accesses: tuple[LocalAccess, ...]


class ChangeAction(StrEnum):
    """What a user does to a part of a card."""

    CREATE = "create"
    """Enters what was not there."""

    UPDATE = "update"
    """Puts something else in its place."""

    DELETE = "delete"
    """Removes it."""


class Change(_Value, frozen=True):
    """What a user does on the screen to one part of a card.

    One of the last five carries the new content; a deletion has none. *relative* has the code of
    the relation, and *named* tells by the name on the screen which relative is meant; *dentist* is
    what the user types in the dentist's field, which for a dentist of the register is the number
    there; *text* is what is typed in any other part.
    """

    part: CardPart
    action: ChangeAction
    named: str | None = None
    relative: Relative | None = None
    contact_numbers: tuple[ContactNumber, ...] | None = None
    temporary_address: TemporaryAddress | None = None
    language: str | None = None
    dentist: str | None = None
    text: str | None = None


class ChangeOutcome(StrEnum):
    """What came of a change."""

    ACCEPTED = "accepted"
    """The register took it, and the user is told so."""

    REFUSED = "refused"
    """It was refused, and the user is told so."""

    UNAVAILABLE = "unavailable"
    """The register could not be reached, and the user is told so."""

    NOT_OFFERED = "not-offered"
    """The screen lets no user do it."""


class Changed(_Value, frozen=True):
    """What the user sees of a change."""

    outcome: ChangeOutcome
    message: str | None = None


class LocalNote(_Value, frozen=True):
    """What a system keeps of its own beside a relative, who is told by name."""

    relative: str
    text: str


class LocalNotes(_Value, frozen=True):
    """All that a system keeps of its own beside a citizen's relatives."""

    notes: tuple[LocalNote, ...]


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

    def open_citizen_session(self, citizen: Citizen) -> str:
        """Log a citizen in; returns the session. Raises LoginRefused.

        Only with Ability.CITIZENS.
        """

    def open_card(self, session: str, cpr: str) -> View:
        """The user opens a citizen's card: what is on the screen?"""

    def refresh(self, citizens: tuple[str, ...]) -> Refreshed:
        """Bring the local copies up to date in a batch."""

    def local_copy(self, cpr: str) -> ShownCard | None:
        """What is kept locally, or None."""

    def flush_log(self) -> LogQueue:
        """Send the waiting MinLog registrations now."""

    def note_locally(self, cpr: str, note: LocalNote) -> None:
        """Keep a note beside one of the citizen's relatives. Only with Ability.NOTES."""

    def local_notes(self, cpr: str) -> tuple[LocalNote, ...]:
        """The notes that are kept beside the citizen's relatives. Only with Ability.NOTES."""

    def subscribe(self, citizens: tuple[str, ...]) -> None:
        """Have these citizens, and no others, in care, and be notified of them.

        Only with Ability.NOTIFICATIONS.
        """

    def poll_notifications(self) -> None:
        """Ask for notifications now, and act on them. Only with Ability.NOTIFICATIONS."""

    def local_log(self, cpr: str) -> tuple[LocalAccess, ...]:
        """Who has had access to the citizen's card, by the system's own audit log.

        Only with Ability.LOCAL_LOG.
        """

    def change(self, session: str, cpr: str, change: Change) -> Changed:
        """The user changes a part of the card: what came of it? Only with Ability.EDITING."""
