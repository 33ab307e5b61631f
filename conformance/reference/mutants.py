"""Systems with one thing wrong each, to show that the suite notices."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from conformance.reference.behaviour import TEMPLATE_VERSION, Behaviour
from conformance.reference.card import Card, Custody, DatedAddress
from conformance.reference.keys import Organisation
from conformance.reference.log_entry import LogEntry, LoggedUser, Receipt
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.mutants_calls import CALL_MUTANTS
from conformance.reference.mutants_copies import COPY_MUTANTS
from conformance.reference.mutants_display import DISPLAY_MUTANTS
from conformance.reference.mutants_edits import EDIT_MUTANTS
from conformance.reference.mutants_everyday import EVERYDAY_MUTANTS
from conformance.reference.mutants_logging import LOGGING_MUTANTS
from conformance.reference.mutants_notified import NOTIFIED_MUTANTS
from conformance.reference.mutants_portal import PORTAL_MUTANTS
from conformance.reference.mutants_protection import PROTECTION_MUTANTS
from conformance.reference.mutants_reading import READING_MUTANTS
from conformance.reference.mutants_trouble import TROUBLE_MUTANTS
from conformance.reference.shown import (
    Display,
    IntegrationMethod,
    Known,
    RoleOf,
    ShownCard,
    User,
    View,
)

MUTANTS: Final[dict[str, Mutant]] = {}
"""Every mutant by name."""

_mutant = registrar(MUTANTS)


@_mutant("unavailable-shown-as-no")
class UnavailableShownAsNo(Behaviour):
    """A register or service that is out of reach is shown as no active opt-out."""

    def unreachable(self) -> Known:
        return "no"


@_mutant("nav-shown-as-no")
class NavShownAsNo(Behaviour):
    """The legacy value NAV, and a missing entry, are shown as no active opt-out."""

    def no_resuscitation(self, answer: str | None, /) -> Known:
        return "yes" if answer == "true" else "no"


@_mutant("restricted-shows-name")
class RestrictedShowsName(Behaviour):
    """Restricted display shows name and address beside the no-resuscitation information."""

    def on_screen(self, shown: ShownCard, display: Display, /) -> ShownCard:
        if display is Display.FULL:
            return shown
        return ShownCard(
            no_resuscitation=shown.no_resuscitation, name=shown.name, address=shown.address
        )


@_mutant("restricted-display-undeclared")
class RestrictedDisplayUndeclared(Behaviour):
    """A system that declares full display shows the no-resuscitation information only."""

    def on_screen(self, shown: ShownCard, _display: Display, /) -> ShownCard:
        return ShownCard(no_resuscitation=shown.no_resuscitation)


@_mutant("asks-for-v2")
class AsksForV2(Behaviour):
    """The search names the format code of PDC-DK 2.0, which is closed, beside that of 3.0."""

    def format_codes(self) -> tuple[str, ...]:
        return (*super().format_codes(), "urn:ad:dk:medcom:pdc-v2.0:full^^1.2.208.184.100.10")


@_mutant("shows-v2-document")
class ShowsV2Document(Behaviour):
    """A document of version 2.0 is shown as a card, with no word that anything is missing."""

    def is_card(self, card: Card, /) -> bool:
        return card.template_version in {"", "2.0", TEMPLATE_VERSION}


@_mutant("custody-role-reversed")
class CustodyRoleReversed(Behaviour):
    """The screen says that the child is the citizen's mother or father."""

    def role_of(self) -> RoleOf:
        return "other-person"


@_mutant("only-first-child")
class OnlyFirstChild(Behaviour):
    """Only one of several children in custody is shown."""

    def children(self, card: Card, /) -> tuple[Custody, ...]:
        return card.children[:1]


_OWN_RECORDS: Final = {
    "0107729995": (Custody(name="Alma Test Berggren", cpr="", role="far"),),
}
"""Children as a system may know them from before: of Max, a test person, by his CPR number."""


def _relatives(card: Card, *relations: str) -> tuple[Custody, ...]:
    return tuple(
        Custody(name=kin.name, cpr="", role=kin.relation_code)
        for kin in card.relatives
        if kin.relation_code in relations
    )


@_mutant("parent-shown-without-custody")
class ParentShownWithoutCustody(Behaviour):
    """A relative who is mother or father is shown as a holder of custody, which the card denies."""

    def custody_holders(self, card: Card, /) -> tuple[Custody, ...]:
        return card.custody_holders + _relatives(card, "mor", "far")


@_mutant("ward-shown-as-child")
class WardShownAsChild(Behaviour):
    """A relative whose relation is barn is shown among the children in custody.

    A guardian without custody may have such a ward; the card does not say that there is custody.
    """

    def children(self, card: Card, /) -> tuple[Custody, ...]:
        return card.children + _relatives(card, "barn")


@_mutant("family-from-own-records")
class FamilyFromOwnRecords(Behaviour):
    """Who is a parent by the system's own records is shown as having custody, card or no card."""

    def children(self, card: Card, /) -> tuple[Custody, ...]:
        known = {child.name for child in card.children}
        return card.children + tuple(
            child for child in _OWN_RECORDS.get(card.cpr, ()) if child.name not in known
        )


@_mutant("shows-expired-address")
class ShowsExpiredAddress(Behaviour):
    """A temporary address is shown though its end date has passed.

    Seen only with a faulty service or an address that has lapsed since it was fetched, because the
    national service leaves it out.
    """

    def temporary_address(self, card: Card, _now: datetime, /) -> DatedAddress | None:
        return next(iter(card.temporary_addresses), None)


@_mutant("local-copy-keeps-lapsed-address")
class LocalCopyKeepsLapsedAddress(Behaviour):
    """In the local copy a temporary address stays after its end date, until the next fetch."""

    def kept_temporary_address(self, card: Card, _now: datetime, /) -> DatedAddress | None:
        return next(iter(card.temporary_addresses), None)


@_mutant("drops-address-without-end")
class DropsAddressWithoutEnd(Behaviour):
    """A temporary address without an end date is not shown."""

    def temporary_address(self, card: Card, now: datetime, /) -> DatedAddress | None:
        found = super().temporary_address(card, now)
        return found if found and found.high else None


@_mutant("drops-address-with-end")
class DropsAddressWithEnd(Behaviour):
    """A temporary address that has an end is not shown, though the end lies ahead."""

    def temporary_address(self, card: Card, now: datetime, /) -> DatedAddress | None:
        found = super().temporary_address(card, now)
        return None if found and found.high else found


@_mutant("keeps-address-after-deletion")
class KeepsAddressAfterDeletion(Behaviour):
    """A temporary address that the service no longer sends stays in the local copy."""

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        merged = super().merged(kept, fetched)
        addresses = merged.temporary_addresses or kept.temporary_addresses
        return replace(merged, temporary_addresses=addresses)


@_mutant("withdrawn-opt-out-remembered")
class WithdrawnOptOutRemembered(Behaviour):
    """An opt-out that was seen once stays in the local copy after its withdrawal."""

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        merged = super().merged(kept, fetched)
        if kept.no_resuscitation != "true":
            return merged
        return replace(merged, no_resuscitation=kept.no_resuscitation)


@_mutant("opt-out-shown-as-no")
class OptOutShownAsNo(Behaviour):
    """An active opt-out is shown as none."""

    def no_resuscitation(self, answer: str | None, /) -> Known:
        return "no" if answer == "true" else super().no_resuscitation(answer)


@_mutant("no-opt-out-shown-as-yes")
class NoOptOutShownAsYes(Behaviour):
    """A citizen without an active opt-out is shown as having one."""

    def no_resuscitation(self, answer: str | None, /) -> Known:
        return "yes" if answer == "false" else super().no_resuscitation(answer)


@_mutant("system-card-for-users")
class SystemCardForUsers(Behaviour):
    """A look-up as the user carries the system's id card."""

    def looks_up_as_user(self, _method: IntegrationMethod, /) -> bool:
        return False


@_mutant("two-roles-in-id-card")
class TwoRolesInIdCard(Behaviour):
    """A user with two national roles is let in, and both roles stand in the id card."""

    def lets_in(self, _user: User, /) -> bool:
        return True

    def roles_in_id_card(self, user: User, /) -> tuple[str, ...]:
        several = len(user.national_roles) > 1
        return user.national_roles if several else super().roles_in_id_card(user)


@_mutant("role-notation-shortened")
class RoleNotationShortened(Behaviour):
    """The id card has the short name of the national role instead of its full notation."""

    def roles_in_id_card(self, user: User, /) -> tuple[str, ...]:
        return tuple(role.rpartition(":")[2] for role in super().roles_in_id_card(user))


@_mutant("no-role-still-asks")
class NoRoleStillAsks(Behaviour):
    """The user call is sent for staff who have neither authorisation nor a national role."""

    def may_ask_as_user(self, _user: User, /) -> bool:
        return True


@_mutant("logs-under-system-name")
class LogsUnderSystemName(Behaviour):
    """MinLog is told of the organisation that owns the system instead of the user."""

    def logged_user(self, _user: User, organisation: Organisation, /) -> LoggedUser:
        return LoggedUser(user_id=organisation.cvr, name=organisation.name)


@_mutant("log-user-too-long")
class LogUserTooLong(Behaviour):
    """The user's identifier in MinLog is longer than the 50 characters of the interface."""

    def logged_user(self, user: User, organisation: Organisation, /) -> LoggedUser:
        told = f"{user.cpr} {user.name}, {organisation.name}, {organisation.cvr}, Danmark"
        return LoggedUser(user_id=told.ljust(51, "."), name=user.name)


@_mutant("accepted-log-entry-repeated")
class AcceptedLogEntryRepeated(Behaviour):
    """A registration stays in the queue after MinLog has accepted it."""

    def still_waiting(self, sent: Sequence[LogEntry], _receipt: Receipt, /) -> frozenset[str]:
        return frozenset(entry.sequence for entry in sent)


@_mutant("does-not-log")
class DoesNotLog(Behaviour):
    """No access is ever registered in MinLog."""

    def writes_log(self, _method: IntegrationMethod, _user: User, /) -> bool:
        return False


@_mutant("logs-only-authorised")
class LogsOnlyAuthorised(Behaviour):
    """Access by staff without authorisation is not registered in MinLog."""

    def writes_log(self, method: IntegrationMethod, user: User, /) -> bool:
        return bool(user.authorisation_code) and super().writes_log(method, user)


@_mutant("logs-in-user-method")
class LogsInUserMethod(Behaviour):
    """In the user method the system registers too, so that each access is logged twice."""

    def writes_log(self, _method: IntegrationMethod, _user: User, /) -> bool:
        return True


@_mutant("log-time-is-sending-time")
class LogTimeIsSendingTime(Behaviour):
    """MinLog is told when the registration was sent, not when the card was opened."""

    def log_time(self, _entry: LogEntry, sending: datetime, /) -> datetime:
        return sending


@_mutant("failed-log-entry-lost")
class FailedLogEntryLost(Behaviour):
    """A registration that MinLog refuses or cannot receive is thrown away."""

    def still_waiting(self, _sent: Sequence[LogEntry], _receipt: Receipt, /) -> frozenset[str]:
        return frozenset()


@_mutant("empty")
class Empty(Behaviour):
    """The system answers politely, but opening a card fetches, logs and shows nothing ever."""

    def opening(self, _open_card: Callable[[], View], /) -> View:
        return View(outcome="shown", card=ShownCard())

    def on_screen(self, _shown: ShownCard, _display: Display, /) -> ShownCard:
        return ShownCard()


for _mutants in (
    CALL_MUTANTS,
    TROUBLE_MUTANTS,
    COPY_MUTANTS,
    NOTIFIED_MUTANTS,
    EDIT_MUTANTS,
    PORTAL_MUTANTS,
    LOGGING_MUTANTS,
    DISPLAY_MUTANTS,
    PROTECTION_MUTANTS,
    READING_MUTANTS,
    EVERYDAY_MUTANTS,
):
    MUTANTS.update(_mutants)
