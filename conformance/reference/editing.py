"""A user who edits: what the screen offers, how it is written to SKR, and what the user is told."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card
from conformance.reference.changes import Change, Changed, Writing
from conformance.reference.fetching import Fetching, NoCard
from conformance.reference.keys import KeyMissing
from conformance.reference.shown import User
from conformance.reference.skr_client import Skr
from conformance.reference.soap import Credential, ServiceUnavailable, SoapFault
from conformance.reference.sts_client import IdCard, IdCards

_TYPED_IN: Final = frozenset(
    {"relatives", "contact_numbers", "temporary_address", "language", "dentist"}
)
NOT_OFFERED: Final = Changed(
    outcome="not-offered", message="Oplysningen kan ikke ændres her: den vedligeholdes andetsteds."
)
"""The answer to a change that no screen takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """Carries out what users do to what is typed in."""

    skr: Skr
    fetching: Fetching
    id_cards: IdCards
    clock: Callable[[], datetime]
    behaviour: Behaviour

    def change(self, user: User, cpr: str, change: Change) -> Changed:
        """Carry the change out as the user, and return what the user is told."""
        return self.behaviour.changing(
            change, lambda: self.carry_out(cpr, change, lambda: self._id_card(user))
        )

    def carry_out(self, cpr: str, change: Change, writing_as: Callable[[], Credential]) -> Changed:
        """Write the change with the credential that *writing_as* gets, if it is offered."""
        if change.part not in _TYPED_IN or not self._is_offered(change):
            return NOT_OFFERED
        try:
            credential = writing_as()
            for address in self.behaviour.closed_addresses():
                with suppress(ServiceUnavailable):
                    self.skr.call_at(address, cpr, credential, self.clock())
            for operation in self.behaviour.calls_before_writing():
                with suppress(SoapFault):
                    self.skr.call(operation, cpr, credential, self.clock())
            return self._written(self._writing(cpr, change), credential)
        except KeyMissing:
            return Changed(outcome="refused", message="Du har intet medarbejdercertifikat her.")
        except (ServiceUnavailable, NoCard) as reason:
            message = f"Ændringen kunne ikke gemmes ({reason}). Prøv igen senere."
            return Changed(outcome="unavailable", message=message)

    def _written(self, writing: Writing, credential: Credential) -> Changed:
        try:
            self.skr.write(writing, credential, self.clock())
        except SoapFault as refusal:
            return Changed(outcome="refused", message=f"Ændringen blev afvist: {refusal}.")
        return Changed(outcome="accepted", message="Ændringen er gemt i Fælles Stamkort.")

    def _is_offered(self, change: Change) -> bool:
        """A dentist is chosen by number from the register, never typed in as text."""
        if change.part != "dentist" or change.action == "delete":
            return True
        return self.behaviour.takes_dentist(change.dentist)

    def _id_card(self, user: User) -> IdCard:
        if self.behaviour.writes_as_user():
            return self.id_cards.user(user)
        return self.id_cards.system()

    def _writing(self, cpr: str, change: Change) -> Writing:
        """The change with a new UUID, or with that of the entry as it is in the card now."""
        if change.action == "create":
            return Writing(cpr=cpr, uuid=str(uuid.uuid4()), change=change)
        card = self.fetching.fetch(cpr, self.id_cards.system())
        return self.behaviour.written(Writing(cpr=cpr, uuid=_uuid_of(card, change), change=change))


def _uuid_of(card: Card, change: Change) -> str:
    if change.part == "relatives":
        return next((kin.id for kin in card.relatives if kin.name == change.named), "")
    return card.entry_ids.get(change.part, "")
