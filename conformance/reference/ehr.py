"""The system as a whole: its parts put together, and the way it works just now."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conformance.reference.access import Access
from conformance.reference.behaviour import Behaviour
from conformance.reference.changes import Change, Changed
from conformance.reference.clock import OwnClock
from conformance.reference.editing import Editing
from conformance.reference.fetching import Fetching
from conformance.reference.keys import KeyRing, Organisation
from conformance.reference.log_queue import AccessLog
from conformance.reference.national_services import NationalServices
from conformance.reference.notifications import Notifications
from conformance.reference.portal import Portal
from conformance.reference.sessions import NotFound, Sessions
from conformance.reference.shown import (
    FIRST_SCENARIO,
    Citizen,
    LocalLog,
    LocalNote,
    LocalNotes,
    LogQueue,
    Refreshed,
    Scenario,
    ShownCard,
    View,
)
from conformance.reference.soap import Caller
from conformance.reference.store import Note, Store
from conformance.reference.view import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the services are, where keys and state are kept, how long an answer may take."""

    services: str
    keys: Path
    state: Path
    timeout: float = 5.0


class Ehr:
    """The reference system, without its faces. It may be used from any thread."""

    def __init__(self, settings: Settings, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._clock = clock = OwnClock()
        self._store = Store(settings.state)
        self._scenario = FIRST_SCENARIO
        self.sessions = Sessions(behaviour)
        self.keys = KeyRing(settings.keys)
        self.organisation: Organisation = self.keys.system().organisation
        self._caller = Caller(settings.timeout)
        services = NationalServices.at(
            settings.services.rstrip("/"),
            caller=self._caller,
            keys=self.keys,
            clock=clock,
            behaviour=behaviour,
        )
        self._id_cards = services.id_cards
        fetching = Fetching(services.sfsk, clock, behaviour)
        screen = Screen(behaviour, clock)
        self._log = self._access_log(services)
        self._notifications = self._notified_by(services)
        self._editing = Editing(
            skr=services.skr,
            fetching=fetching,
            id_cards=self._id_cards,
            clock=clock,
            behaviour=behaviour,
        )
        self._portal = self._portal_with(fetching, screen)
        self._access = self._access_with(fetching, screen, services)

    def _access_log(self, services: NationalServices) -> AccessLog:
        return AccessLog(
            store=self._store,
            minlog=services.minlog,
            id_cards=self._id_cards,
            keys=self.keys,
            clock=self._clock,
            behaviour=self._behaviour,
        )

    def _notified_by(self, services: NationalServices) -> Notifications:
        return Notifications(
            nas=services.nas,
            id_cards=self._id_cards,
            clock=self._clock,
            behaviour=self._behaviour,
            refresh=lambda citizens: self._access.refresh(citizens, self._scenario),
        )

    def _portal_with(self, fetching: Fetching, screen: Screen) -> Portal:
        return Portal(
            fetching=fetching,
            editing=self._editing,
            id_cards=self._id_cards,
            screen=screen,
            clock=self._clock,
            behaviour=self._behaviour,
        )

    def _access_with(
        self, fetching: Fetching, screen: Screen, services: NationalServices
    ) -> Access:
        return Access(
            fetching=fetching,
            id_cards=self._id_cards,
            tokens=services.tokens,
            store=self._store,
            log=self._log,
            screen=screen,
            subscribed=lambda: self._notifications.are_on,
            clock=self._clock,
            behaviour=self._behaviour,
        )

    def close(self) -> None:
        self._caller.close()
        self._store.close()

    def begin(self, scenario: Scenario) -> None:
        """Forget sessions, copies, waiting registrations and id cards; run with the real time."""
        self._scenario = scenario
        self.sessions.forget()
        self._store.clear()
        self._id_cards.forget()
        self._notifications.forget()
        self._behaviour.begin()
        self._clock.release()

    def set_clock(self, now: datetime) -> None:
        self._clock.set(now)

    def open_card(self, session: str, cpr: str) -> View:
        """Open a citizen's card for who is logged in; NotLoggedIn when nobody is."""
        who = self.sessions.user_of(session)
        if isinstance(who, Citizen):
            return self._portal.open(who, cpr, self._scenario.display)
        return self._access.open(who, cpr, self._scenario)

    def refresh(self, citizens: tuple[str, ...]) -> Refreshed:
        """Bring the copies of the system's own citizens up to date, as the batch does."""
        own = self._behaviour.own_only(citizens, self._notifications.in_care)
        done = self._access.refresh(own, self._scenario).refreshed
        left = tuple(cpr for cpr in citizens if cpr not in done)
        return Refreshed(refreshed=done, failed=left)

    def local_log(self, cpr: str) -> LocalLog:
        """Return who has opened the citizen's card, by the audit log of this system."""
        return LocalLog(accesses=self._store.accesses_to(cpr))

    def local_copy(self, cpr: str) -> ShownCard | None:
        return self._access.local_copy(cpr, self._scenario)

    def change(self, session: str, cpr: str, change: Change) -> Changed:
        """Let who is logged in change a part of a card; NotLoggedIn when nobody is."""
        who = self.sessions.user_of(session)
        if isinstance(who, Citizen):
            return self._portal.change(who, cpr, change)
        return self._editing.change(who, cpr, change)

    def care_for(self, citizens: tuple[str, ...]) -> None:
        self._notifications.care_for(citizens)

    def poll_notifications(self) -> None:
        self._notifications.poll()

    def note_locally(self, cpr: str, note: LocalNote) -> None:
        """Keep a note beside a relative in the local copy. Raises NotFound."""
        copy = self._store.copy_of(cpr)
        for kin in copy.card.relatives if copy else ():
            if kin.name == note.relative:
                kept = Note(entry=kin.id, relative=kin.name, text=note.text)
                self._store.keep_note(cpr, kept)
                return
        raise NotFound("Der er ingen pårørende med det navn i den lokale kopi.")

    def local_notes(self, cpr: str) -> LocalNotes:
        notes = self._store.notes_of(cpr)
        return LocalNotes(
            notes=tuple(LocalNote(relative=note.relative, text=note.text) for note in notes)
        )

    def flush_log(self) -> LogQueue:
        return self._log.flush()
