"""Everything that a system can easily get wrong with Fælles Stamkort, each in a small method.

The reference system does it right. The mutants in ``mutants.py`` override one method each, so that
the suite can be shown to notice.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.reference import rights
from conformance.reference.acting import Acting
from conformance.reference.card import Card, Custody, DatedAddress
from conformance.reference.card_reader import read_card
from conformance.reference.changes import Change, Changed, Writing
from conformance.reference.document_search import DocumentEntry, SearchForm
from conformance.reference.idcard import SYSTEM_LEVEL
from conformance.reference.keys import Organisation
from conformance.reference.log_entry import LogEntry, LoggedUser, Receipt
from conformance.reference.merging import merge
from conformance.reference.nas_wish import CARD_UPDATED, Wish
from conformance.reference.shown import (
    ActsFor,
    Citizen,
    Display,
    IntegrationMethod,
    Known,
    RoleOf,
    ShownCard,
    User,
    View,
)

FORMAT_CODE: Final = "urn:ad:dk:medcom:pdc-v3.0:full^^1.2.208.184.100.10"
"""Format code of PDC-DK 3.0 with its code system, as a search names it."""

TEMPLATE_VERSION: Final = "3.0"
VERSION_MARKER: Final = "pdc-v3.0"

_PROVIDER: Final = re.compile(r"[0-9]{1,6}")
"""A number of the register of providers (ydernummer)."""


class Behaviour:
    """How the reference system behaves."""

    def begin(self) -> None:
        """Forget what was remembered: another scenario begins."""

    def opening(self, open_card: Callable[[], View], /) -> View:
        """Answer a user who opens a card."""
        return open_card()

    def lets_in(self, user: User, /) -> bool:
        """Let a user log in: nobody holds more than one national role (guide of 2025-06-26)."""
        return rights.has_one_role_at_most(user)

    def may_read(self, user: User, /) -> bool:
        """Local rights control, which is the system's own duty in methods 1 and 2."""
        return rights.may_read(user)

    def may_ask_as_user(self, user: User, /) -> bool:
        """In method 3 nothing is sent for staff who have no right to the card."""
        return rights.may_read(user)

    def roles_in_id_card(self, user: User, /) -> tuple[str, ...]:
        """Values of medcom:UserRole: one, and a national role in its exact notation."""
        return (rights.role_of(user),)

    def format_codes(self) -> tuple[str, ...]:
        """Ask for PDC-DK 3.0 alone; version 2.0 was closed on 2025-01-15."""
        return (FORMAT_CODE,)

    def searches(self) -> tuple[SearchForm, ...]:
        """How a search is put: one form, which is the right one; of several, each in its turn."""
        return (SearchForm(format_codes=self.format_codes()),)

    def places(self, entry: DocumentEntry, /) -> tuple[DocumentEntry, ...]:
        """Where a document is asked for: where the search said; of several, each in its turn."""
        return (entry,)

    def soap_action(self, action: str, /) -> str:
        """The header SOAPAction names the operation, which NSP sorts calls by."""
        return action

    def most_attachments(self) -> int:
        """A document is read also as a part of a multipart message."""
        return 20

    def used_until(self, end: datetime, /) -> datetime:
        """An id card is used until its end, and another is asked for after that."""
        return end

    def looks_up_as_user(self, method: IntegrationMethod, /) -> bool:
        """Method 3 carries the user's own id card; the others carry the system's."""
        return method is IntegrationMethod.USER

    def read(self, document: bytes, /) -> Card:
        """Read a document by its entries; UnreadableXml when it is no card."""
        return read_card(document)

    def wish(self, id_list: str, /) -> Wish:
        """The system is notified of changes in the cards of its own citizens."""
        return Wish(topic=CARD_UPDATED, id_list=id_list)

    def to_refresh(self, notified: Sequence[str], own: frozenset[str], /) -> list[str]:
        """Whose cards to fetch after notifications: each citizen once, and nobody else's."""
        return list(dict.fromkeys(cpr for cpr in notified if cpr in own))

    def bond(self, citizen: Citizen, cpr: str, now: datetime, /) -> ActsFor | None:
        """By what a citizen may act for another now: by what has no end, or has not ended.

        The portal must look: the service does not look up a power of attorney.
        """
        found = (bond for bond in citizen.acts_for if bond.cpr == cpr)
        return next((bond for bond in found if bond.ends is None or now < bond.ends), None)

    def acting(self, acting: Acting, /) -> Acting:
        """The header names the one who acts, and beside that one only who is acted for."""
        return acting

    def token(
        self, _bootstrap: etree._Element, exchanged: Callable[[], etree._Element], /
    ) -> etree._Element:
        """A look-up carries a token for Fælles Stamkort, which the STS gives for the bootstrap."""
        return exchanged()

    def beside_token(self) -> tuple[etree._Element, ...]:
        """Header blocks beside a token: none, since SFSK expects no HSUID header there."""
        return ()

    def opening_for_another(
        self, open_card: Callable[[], View], _own_card: Callable[[], View], /
    ) -> View:
        """Answer a citizen who opens the card of one for whom he or she may act."""
        return open_card()

    def changing_for_another(self, _change: Change, carry_out: Callable[[], Changed], /) -> Changed:
        """Answer a citizen who changes the card of one for whom he or she may act."""
        return carry_out()

    def own_only(self, citizens: Sequence[str], own: frozenset[str] | None, /) -> tuple[str, ...]:
        """Whose cards a batch may fetch: those in care, as far as it is known who is."""
        return tuple(cpr for cpr in citizens if own is None or cpr in own)

    def closed_addresses(self) -> tuple[str, ...]:
        """Addresses of interfaces that are closed, and are called all the same: none."""
        return ()

    def logged_organisation(self, organisation: Organisation, /) -> Organisation | None:
        """The log names the organisation by its CVR number: whoever hides names needs it."""
        return organisation

    def most_in_a_registration(self) -> int:
        """As many accesses go in one message to MinLog as SDS recommends at most."""
        return 500

    def keeps_own_log(self) -> bool:
        """MinLog does not replace the system's own audit log (guide of MinLog2)."""
        return True

    def changing(self, _change: Change, carry_out: Callable[[], Changed], /) -> Changed:
        """Answer a user who changes something: with what came of it."""
        return carry_out()

    def takes_dentist(self, text: str, /) -> bool:
        """A dentist is chosen by number from the register of providers, and never typed in."""
        return bool(_PROVIDER.fullmatch(text))

    def writes_as_user(self) -> bool:
        """The register takes changes from professionals with an id card of their own."""
        return True

    def calls_before_writing(self) -> tuple[str, ...]:
        """Operations that are asked for before a change: none. Reading is for the card alone."""
        return ()

    def written(self, writing: Writing, /) -> Writing:
        """An update or a deletion names the entry that is there."""
        return writing

    def polls_again(self) -> bool:
        """A poll that failed is made again at the next turn."""
        return True

    def polls_after(self, _notified: Sequence[str], /) -> bool:
        """Whatever a poll has brought, if anything, there is another at the next turn."""
        return True

    def asks_anew(self, *, subscribed: bool) -> bool:
        """A card that is opened is fetched, also when there would be a notification of changes."""
        del subscribed
        return True

    def notification_level(self) -> int:
        """The notification service asks for level 3 at least."""
        return SYSTEM_LEVEL

    def looked_up(self, _cpr: str, fetch: Callable[[], Card], /) -> Card:
        """The card is fetched each time that it is looked up."""
        return fetch()

    def first(self, fetched: Card, /) -> Card:
        """The first time that a card is fetched, all of it is kept."""
        return fetched

    def keeps(self, _card: Card, /) -> bool:
        """Every card that is fetched for the local copy is kept, whatever stands in it."""
        return True

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        """The service is the master: what it no longer sends is gone from the local copy too."""
        return merge(kept, fetched)

    def notes_kept(self, card: Card, /) -> frozenset[str] | None:
        """Beside which entries notes stay: those that are there; None is all that ever were."""
        return frozenset(kin.id for kin in card.relatives)

    def batch(self, citizens: Sequence[str], refresh: Callable[[str], bool], /) -> list[str]:
        """Refresh each citizen's copy, whatever becomes of the others; returns what succeeded."""
        return [cpr for cpr in citizens if refresh(cpr)]

    def is_card(self, card: Card, /) -> bool:
        """Show only documents that say in both places that they are PDC-DK 3.0."""
        return (card.template_version, card.version_marker) == (TEMPLATE_VERSION, VERSION_MARKER)

    def writes_log(self, method: IntegrationMethod, _user: User, /) -> bool:
        """Methods 1 and 2 write MinLog themselves, for all staff; in method 3 SFSK does it."""
        return method is not IntegrationMethod.USER

    def logged_citizens(self, cpr: str, /) -> tuple[str, ...]:
        """An access is registered for the citizen whose card was opened, and for nobody else."""
        return (cpr,)

    def logged_user(self, user: User, _organisation: Organisation, /) -> LoggedUser:
        """The log names the person who saw the card."""
        return LoggedUser(user_id=user.cpr, name=user.name)

    def log_time(self, entry: LogEntry, _sending: datetime, /) -> datetime:
        """The log tells when the card was opened, not when the log was sent."""
        return entry.opened

    def still_waiting(self, sent: Sequence[LogEntry], receipt: Receipt, /) -> frozenset[str]:
        """What MinLog has not accepted stays in the queue; returns sequence numbers."""
        return receipt.refused(sent)

    def no_resuscitation(self, answer: str | None, /) -> Known:
        """Only true is yes and only false is no; NAV, nothing, or anything else is not known."""
        return registration(answer)

    def unreachable(self) -> Known:
        """When the register, or the whole card, could not be reached the status is not known."""
        return "unavailable"

    def temporary_address(self, card: Card, now: datetime, /) -> DatedAddress | None:
        """The address counts until its end has passed: an end exactly now has not (V21c).

        One without an end holds on, and one that is yet to begin is shown with its dates.
        """
        for address in card.temporary_addresses:
            if address.high is None or address.high >= now:
                return address
        return None

    def kept_temporary_address(self, card: Card, now: datetime, /) -> DatedAddress | None:
        """In a local copy the address lapses too, though nothing is fetched and nobody notifies."""
        return self.temporary_address(card, now)

    def children(self, card: Card, /) -> tuple[Custody, ...]:
        """All children in the citizen's custody, and nobody else."""
        return card.children

    def custody_holders(self, card: Card, /) -> tuple[Custody, ...]:
        """All who have custody of the citizen, and nobody else."""
        return card.custody_holders

    def role_of(self) -> RoleOf:
        """A custody entry says what the citizen is to the other person (errata of 2022-10)."""
        return "citizen"

    def editable(self) -> tuple[str, ...]:
        """What the card's page lets the user edit: what is typed in, and nothing of registers."""
        return ("contact_numbers", "dentist", "language", "relatives", "temporary_address")

    def on_screen(self, shown: ShownCard, display: Display, /) -> ShownCard:
        """Restricted display (business rule 17) is the no-resuscitation information only."""
        if display is Display.RESTRICTED:
            return ShownCard(no_resuscitation=shown.no_resuscitation)
        return shown


def registration(answer: str | None) -> Known:
    """Read a register's answer: ``true`` yes, ``false`` no, everything else not known."""
    if answer == "true":
        return "yes"
    return "no" if answer == "false" else "unavailable"
