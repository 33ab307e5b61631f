"""A portal: citizens open and change their own card, and those of others for whom they may act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from conformance.reference.acting import Acting
from conformance.reference.behaviour import Behaviour
from conformance.reference.changes import Change, Changed
from conformance.reference.editing import NOT_OFFERED, Editing
from conformance.reference.fetching import Fetching, NoCard
from conformance.reference.hsuid import CitizensCall
from conformance.reference.keys import KeyMissing
from conformance.reference.shown import ActsFor, Citizen, Display, View
from conformance.reference.soap import ServiceUnavailable
from conformance.reference.sts_client import IdCards
from conformance.reference.view import Screen

_NO_BOND: Final = "Du har hverken fuldmagt fra borgeren eller forældremyndighed over borgeren."
_NO_CERTIFICATE: Final = "Portalen mangler sit certifikat, så opslaget kan ikke foretages."
_BY: Final = {"power-of-attorney": "fuldmagt", "custody": "forældremyndighed"}
_RELATIONS: Final = {
    "power-of-attorney": "proxy-holder",
    "custody": "child-custody-holder",
}
"""How the header tells the relation: the words of SFSK's user stories, since no code is public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What the system does for a citizen who has logged in."""

    fetching: Fetching
    editing: Editing
    id_cards: IdCards
    screen: Screen
    clock: Callable[[], datetime]
    behaviour: Behaviour

    def open(self, citizen: Citizen, cpr: str, display: Display) -> View:
        """Return what the citizen sees on opening a card."""
        return self.behaviour.opening(lambda: self._open(citizen, cpr, display))

    def _open(self, citizen: Citizen, cpr: str, display: Display) -> View:
        if cpr == citizen.cpr:
            return self._shown(citizen, cpr, None, display)
        bond = self.behaviour.bond(citizen, cpr, self.clock())
        if bond is None:
            return View(outcome="refused", message=_NO_BOND)
        return self.behaviour.opening_for_another(
            lambda: self._for_another(citizen, bond, display),
            lambda: self._shown(citizen, citizen.cpr, None, display),
        )

    def change(self, citizen: Citizen, cpr: str, change: Change) -> Changed:
        """Carry the change out as the citizen, and return what the citizen is told."""
        if cpr == citizen.cpr:
            return self._changed(citizen, cpr, None, change)
        bond = self.behaviour.bond(citizen, cpr, self.clock())
        if bond is None:
            return NOT_OFFERED
        return self.behaviour.changing_for_another(
            change, lambda: self._changed(citizen, cpr, bond, change)
        )

    def _for_another(self, citizen: Citizen, bond: ActsFor, display: Display) -> View:
        """The card of another, with a word on whose it is and why it is shown."""
        view = self._shown(citizen, bond.cpr, bond, display)
        if view.outcome != "shown" or view.card is None:
            return view
        told = f"Du ser stamkortet for {view.card.name} ({view.card.cpr}) ved {_BY[bond.by]}."
        return msgspec.structs.replace(view, message=told)

    def _shown(self, citizen: Citizen, cpr: str, bond: ActsFor | None, display: Display) -> View:
        try:
            card = self.fetching.fetch(cpr, self._call(citizen, bond))
        except KeyMissing:
            return View(outcome="refused", message=_NO_CERTIFICATE)
        except NoCard:
            return self.screen.not_found(display)
        except ServiceUnavailable as reason:
            return self.screen.unavailable(display, str(reason))
        return self.screen.shown(card, display)

    def _changed(self, citizen: Citizen, cpr: str, bond: ActsFor | None, change: Change) -> Changed:
        return self.editing.carry_out(cpr, change, lambda: self._call(citizen, bond))

    def _call(self, citizen: Citizen, bond: ActsFor | None) -> CitizensCall:
        acting = Acting(acting=citizen.cpr)
        if bond is not None:
            acting = Acting(acting=citizen.cpr, responsible=bond.cpr, relation=_RELATIONS[bond.by])
        return CitizensCall(id_card=self.id_cards.system(), acting=self.behaviour.acting(acting))
