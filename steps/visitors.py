"""Citizens before the portal of the system under test: for whom they act, what they see and do."""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from conformance.judgement import edits, portal
from conformance.service.callers import Callers
from conformance.simulator.state.personas import Persona
from conformance.skr.values import Entry
from conformance.vendor.protocol import (
    ActsFor,
    BondKind,
    CardPart,
    Change,
    ChangeAction,
    Changed,
    Citizen,
    View,
)
from steps.desk import Desk
from steps.editor import ANY_ID, change_of, name_of
from steps.entries import NewEntry


@dataclass
class Visitors:
    """Logs citizens in at the portal, and keeps what they were shown and told.

    A session lasts until somebody else visits: who comes back goes on in it.
    """

    desk: Desk
    callers: Callers
    bonds: list[tuple[Persona, ActsFor]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    told: list[Changed] = field(default_factory=list)
    session: str = ""

    @property
    def changed(self) -> Changed:
        """What came of the last change."""
        return self.told[-1]

    def empower(
        self, citizen: Persona, whose: Persona, by: BondKind, ends: datetime | None = None
    ) -> None:
        """Let *citizen* act for another from now on, as the portal's own source has it."""
        self.bonds.append((citizen, ActsFor(cpr=whose, by=by, ends=ends)))

    def log_in(self, citizen: Persona) -> None:
        """Let *citizen* log in, with all for whom he or she may act."""
        known = self.desk.world.citizen(citizen).name
        who = Citizen(
            cpr=citizen,
            given_name=" ".join(known.given),
            surname=" ".join(known.family),
            acts_for=tuple(bond for holder, bond in self.bonds if holder == citizen),
        )
        self.session = self.desk.vendor.open_citizen_session(who)

    def open_card(self, citizen: Persona, whose: Persona) -> View:
        """Let *citizen* log in and open a card."""
        self.log_in(citizen)
        return self.open_again(citizen, whose)

    def open_again(self, citizen: Persona, whose: Persona) -> View:
        """Let *citizen* open a card in the session that is open."""
        view = self.desk.vendor.open_card(self.session, whose)
        self.desk.show(f"What {citizen.name} sees of {whose} at the portal", view)
        self._require_known_relations()
        return view

    def enter(self, citizen: Persona, whose: Persona, make: NewEntry) -> None:
        """Let *citizen* enter on a card what was not there."""
        self.entries.append(make(ANY_ID, self.callers))
        self._change(citizen, whose, change_of(ChangeAction.CREATE, self.entries[-1]))

    def delete(self, citizen: Persona, whose: Persona) -> None:
        """Let *citizen* remove from a card what was entered last."""
        entry = self.entries[-1]
        part = change_of(ChangeAction.DELETE, entry).part
        change = Change(part=part, action=ChangeAction.DELETE, named=name_of(entry))
        self._change(citizen, whose, change)

    def type(self, citizen: Persona, whose: Persona, part: CardPart, text: str) -> None:
        """Let *citizen* type a text in a part of a card."""
        self._change(citizen, whose, Change(part=part, action=ChangeAction.CREATE, text=text))

    def _change(self, citizen: Persona, whose: Persona, change: Change) -> None:
        self.open_card(citizen, whose)
        self.told.append(self.desk.vendor.change(self.session, whose, change))
        self.desk.evidence.observation(
            seen_by="machine",
            title=f"What {citizen.name} is told of a change for {whose} at the portal",
            content=msgspec.to_builtins({"change": change, "told": self.told[-1]}),
        )
        edits.require_understood(tuple(self.desk.world.journal))
        self._require_known_relations()

    def _require_known_relations(self) -> None:
        relations = self.callers.relation_codes()
        codes = {relations.custody, relations.proxy}
        portal.require_known_relation(tuple(self.desk.world.journal), codes)
