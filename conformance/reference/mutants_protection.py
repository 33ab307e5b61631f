"""Systems that reveal what is protected, or tell wrongly who entered something, one thing each."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from conformance.reference.card import Card, Custody
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.showing_otherwise import ShowsOtherwise, altered
from conformance.reference.shown import Provenance, ShownCard

PROTECTION_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(PROTECTION_MUTANTS)


class _RemembersNames(ShowsOtherwise):
    """Remembers who has which name and address, by CPR number."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, tuple[str, ...]]] = {}

    def begin(self) -> None:
        self.names = {}

    def change(self, shown: ShownCard, /) -> ShownCard:
        if not shown.protection:
            self.names[shown.cpr] = (shown.name, shown.address)
        return shown


@_mutant("protected-name-remembered")
class ProtectedNameRemembered(_RemembersNames):
    """Name and address that were seen before the protection are shown after it."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        shown = super().change(shown)
        name, address = self.names.get(shown.cpr, (shown.name, shown.address))
        return altered(shown, name=name, address=address)


@_mutant("protected-family-named")
class ProtectedFamilyNamed(_RemembersNames):
    """Other persons of a custody are named from their own cards, protected or not."""

    def children(self, card: Card, /) -> tuple[Custody, ...]:
        return tuple(map(self._named, super().children(card)))

    def custody_holders(self, card: Card, /) -> tuple[Custody, ...]:
        return tuple(map(self._named, super().custody_holders(card)))

    def _named(self, other: Custody) -> Custody:
        name, _ = self.names.get(other.cpr, (other.name, ()))
        return replace(other, name=name)


@_mutant("protection-not-told")
class ProtectionNotTold(ShowsOtherwise):
    """Where name and address are protected the fields are empty, and no word says why."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        if not shown.protection:
            return shown
        return altered(shown, name="", address=(), protection="")


@_mutant("everybody-protected")
class EverybodyProtected(ShowsOtherwise):
    """Every citizen is said to have name and address protection."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, protection="Borgeren har adressebeskyttelse")


class _TellsProvenanceOtherwise(ShowsOtherwise):
    """Changes who entered something, and when, wherever it is told."""

    def told(self, provenance: Provenance, /) -> Provenance | None:
        return provenance

    def change(self, shown: ShownCard, /) -> ShownCard:
        stay = shown.temporary_address
        return altered(
            shown,
            language_provenance=self._told(shown.language_provenance),
            dentist_provenance=self._told(shown.dentist_provenance),
            contact_numbers_provenance=self._told(shown.contact_numbers_provenance),
            temporary_address=stay and altered(stay, provenance=self._told(stay.provenance)),
            relatives=tuple(
                altered(each, provenance=self._told(each.provenance)) for each in shown.relatives
            ),
        )

    def _told(self, provenance: Provenance | None) -> Provenance | None:
        return None if provenance is None else self.told(provenance)


@_mutant("provenance-left-out")
class ProvenanceLeftOut(_TellsProvenanceOtherwise):
    """Nothing tells who entered what was typed in, or when."""

    def told(self, _provenance: Provenance, /) -> Provenance | None:
        return None


@_mutant("always-entered-by-citizen")
class AlwaysEnteredByCitizen(_TellsProvenanceOtherwise):
    """Everything that was typed in is said to come from the citizen."""

    def told(self, provenance: Provenance, /) -> Provenance | None:
        return altered(provenance, entered_by="citizen", name="")


@_mutant("age-is-time-of-opening")
class AgeIsTimeOfOpening(_TellsProvenanceOtherwise):
    """What was typed in is said to be as new as the look-up."""

    def told(self, provenance: Provenance, /) -> Provenance | None:
        return altered(provenance, at=datetime.now(UTC))
