"""Opening a card: who may, how it is fetched in each integration method, and what is logged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card
from conformance.reference.fetching import Fetching, NoCard
from conformance.reference.keys import KeyMissing
from conformance.reference.log_queue import AccessLog
from conformance.reference.shown import (
    IntegrationMethod,
    LocalAccess,
    Refreshed,
    Scenario,
    ShownCard,
    User,
    View,
)
from conformance.reference.soap import Credential, ServiceUnavailable, SoapFault
from conformance.reference.store import LocalCopy, Store
from conformance.reference.sts_client import IdCards
from conformance.reference.tokens import Tokens
from conformance.reference.view import Screen

_NO_RIGHT = (
    "Du har ikke ret til at se Fælles Stamkort: det kræver autorisation eller national rolle."
)
_NO_CERTIFICATE = "Du har intet medarbejdercertifikat her, så opslaget kan ikke foretages."


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What the system does when a user opens a card, and when the nightly batch runs."""

    fetching: Fetching
    id_cards: IdCards
    tokens: Tokens
    store: Store
    log: AccessLog
    screen: Screen
    subscribed: Callable[[], bool]
    clock: Callable[[], datetime]
    behaviour: Behaviour

    def open(self, user: User, cpr: str, scenario: Scenario) -> View:
        """Return what the user sees on opening the citizen's card."""
        return self.behaviour.opening(lambda: self._open(user, cpr, scenario))

    def _open(self, user: User, cpr: str, scenario: Scenario) -> View:
        if not self._allows(user, scenario.integration_method):
            return View(outcome="refused", message=_NO_RIGHT)
        if self.behaviour.keeps_own_log():
            self.store.keep_access(LocalAccess(cpr=cpr, user=user.cpr, at=self.clock()))
        # logged before anything is fetched: what is seen has been logged, whatever breaks later
        if self.behaviour.writes_log(scenario.integration_method, user):
            self.log.opened(user, cpr)
        try:
            return self._look_up(user, cpr, scenario)
        except KeyMissing:
            return View(outcome="refused", message=_NO_CERTIFICATE)
        except NoCard:
            self.store.drop_copy(cpr)
            return self.screen.not_found(scenario.display)
        except ServiceUnavailable as reason:
            if isinstance(reason, SoapFault) and reason.blames_id_card:
                self.id_cards.forget()
            return self._without_service(cpr, scenario, str(reason))

    def _allows(self, user: User, method: IntegrationMethod) -> bool:
        if method is IntegrationMethod.USER:
            return self.behaviour.may_ask_as_user(user)
        return self.behaviour.may_read(user)

    def _look_up(self, user: User, cpr: str, scenario: Scenario) -> View:
        if scenario.integration_method is IntegrationMethod.LOCAL_COPY:
            return self.screen.shown(self._from_copy(cpr), scenario.display)
        as_user = self.behaviour.looks_up_as_user(scenario.integration_method)
        card = self.behaviour.looked_up(cpr, lambda: self._fetch(cpr, user if as_user else None))
        return self.screen.shown(card, scenario.display)

    def _from_copy(self, cpr: str) -> Card:
        copy = self.store.copy_of(cpr)
        if copy is None or self.behaviour.asks_anew(subscribed=self.subscribed()):
            return self._bring_up_to_date(cpr)
        return copy.card

    def _fetch(self, cpr: str, user: User | None) -> Card:
        return self.fetching.fetch(cpr, self._credential(user))

    def _credential(self, user: User | None) -> Credential:
        """What shows who asks: the system, or a user by token or by id card."""
        if user is None:
            return self.id_cards.system()
        if user.bootstrap_token:
            return self.tokens.of(user.bootstrap_token)
        return self.id_cards.user(user)

    def _bring_up_to_date(self, cpr: str) -> Card:
        """Fetch the newest card, bring the copy up to date with it, and return that."""
        fetched = self.fetching.fetch(cpr, self.id_cards.system())
        old = self.store.copy_of(cpr)
        card = fetched if old is None else self.behaviour.merged(old.card, fetched)
        kept = self.behaviour.first(card) if old is None else card
        if self.behaviour.keeps(kept):
            self.store.keep_copy(cpr, LocalCopy(card=kept, fetched=self.clock()))
        self._drop_orphans(cpr, card)
        return card

    def _drop_orphans(self, cpr: str, card: Card) -> None:
        """Forget the notes that stood beside relatives who are gone from the card."""
        there = self.behaviour.notes_kept(card)
        for note in self.store.notes_of(cpr):
            if there is not None and note.entry not in there:
                self.store.drop_notes(cpr, note.entry)

    def _without_service(self, cpr: str, scenario: Scenario, reason: str) -> View:
        copy = None
        if scenario.integration_method is IntegrationMethod.LOCAL_COPY:
            copy = self.store.copy_of(cpr)
        if copy is None:
            return self.screen.unavailable(scenario.display, reason)
        return self.screen.kept_in_outage(copy.card, copy.fetched, scenario.display, reason)

    def refresh(self, citizens: tuple[str, ...], scenario: Scenario) -> Refreshed:
        """Bring local copies up to date, as the nightly batch does: no user, no MinLog.

        A citizen without a card is up to date when the copy is gone. In the other methods nothing
        is kept, so nothing can be refreshed.
        """
        keeps = scenario.integration_method is IntegrationMethod.LOCAL_COPY
        done = self.behaviour.batch(citizens, self._refreshed) if keeps else []
        left = [cpr for cpr in citizens if cpr not in done]
        return Refreshed(refreshed=tuple(done), failed=tuple(left))

    def _refreshed(self, cpr: str) -> bool:
        try:
            self._bring_up_to_date(cpr)
        except NoCard:
            self.store.drop_copy(cpr)
        except (ServiceUnavailable, KeyMissing):
            return False
        return True

    def local_copy(self, cpr: str, scenario: Scenario) -> ShownCard | None:
        """Return the local copy as a user would see it while the service is not asked."""
        copy = self.store.copy_of(cpr)
        if copy is None:
            return None
        return self.screen.kept(copy.card, scenario.display)
