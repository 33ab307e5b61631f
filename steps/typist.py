"""One who types in at the Stamkortregister, behind the back of the system under test."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from conformance.pdc import compose
from conformance.pdc.codes import EnteredBy
from conformance.pdc.values import Card
from conformance.service.callers import Callers
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.skr.rules import WriteRules
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World
from conformance.skr.values import Create, Delete, Entry, Request, Update
from steps.entries import NewEntry

_LONG_AGO = timedelta(hours=2)
_LATELY = timedelta(hours=1)


@dataclass
class Typist:
    """Enters, changes and deletes as the citizen, in the world itself: nothing is in the journal.

    Entries are dated in the past, so that a later one is the newer whatever the clock's step.
    """

    world: World
    callers: Callers
    cpr: str = ""
    entries: list[Entry] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    before: Citizen | None = None

    def enter(self, cpr: str, make: NewEntry) -> None:
        """Create an entry of the citizen's."""
        self.cpr = cpr
        self.entries.append(make(str(uuid4()), self.callers))
        self._write(Create(citizen=compose.cpr_id(cpr), entry=self.entries[-1]), _LONG_AGO)

    def change(self, make: NewEntry) -> None:
        """Put another in its place."""
        self.before = self.world.citizen(self.cpr)
        self.entries.append(make(self.entries[-1].id, self.callers))
        self._write(Update(citizen=compose.cpr_id(self.cpr), entry=self.entries[-1]), _LATELY)

    def delete(self) -> None:
        """Remove it."""
        entry = self.entries[-1]
        part = Create(citizen=compose.cpr_id(self.cpr), entry=entry).operation.part
        self._write(Delete(citizen=compose.cpr_id(self.cpr), part=part, id=entry.id), _LATELY)

    def take_back(self) -> None:
        """Let the register know what it knew before the change, and nothing newer."""
        assert self.before is not None
        self.world.admit(self.before)

    def card(self) -> Card:
        """The card of the one who has typed in, as the service would serve it now."""
        return self.card_of(self.cpr)

    def card_of(self, cpr: str) -> Card:
        """A citizen's card as the service would serve it now."""
        return CardMaker(new_uuid=uuid4).make(self.world, cpr)

    def _write(self, request: Request, ago: timedelta) -> None:
        writer = Writer(role=EnteredBy.CITIZEN, name=self.world.citizen(self.cpr).name)
        self.world.clock.advance(-ago)
        StamkortRegister(WriteRules()).write(self.world, request, writer)
        self.world.clock.release()
        self.cards.append(self.card())
