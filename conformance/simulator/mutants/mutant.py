"""What a deviation of the simulated services is: one wrong part, under a name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import uuid4

from conformance.pdc.codes import DocumentVersion
from conformance.pdc.narrative import narrative_of
from conformance.pdc.values import AnyEntry, Card
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.parts import Parts
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMutant:
    """A named deviation of the simulated services. *wrong* says in one sentence what it does."""

    name: str
    wrong: str
    parts: Parts


def named(*mutants: tuple[str, str, Parts]) -> dict[str, ServiceMutant]:
    """Mutants by their names, from name, what is wrong, and the parts."""
    return {
        name: ServiceMutant(name=name, wrong=wrong, parts=parts) for name, wrong, parts in mutants
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who a card is about, and the world that it was made in."""

    citizen: Citizen
    world: World


Change = Callable[[Card, Origin], Card]
"""Makes a sound card wrong."""

E = TypeVar("E", bound=AnyEntry)


class ChangedCards(Parts):
    """Parts whose cards are made wrong by a change."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def cards(self) -> CardMaker:
        """A maker of cards that are wrong."""
        return _ChangingMaker(self.change)


class _ChangingMaker(CardMaker):
    def __init__(self, change: Change) -> None:
        super().__init__(new_uuid=uuid4)
        self._change = change

    def make(self, world: World, cpr: str, version: DocumentVersion = DocumentVersion.V3) -> Card:
        card = super().make(world, cpr, version)
        return self._change(card, origin(world, cpr))


def origin(world: World, cpr: str) -> Origin:
    """What a citizen's card is made from at this moment. Raises UnknownCitizen."""
    return Origin(citizen=world.citizen(cpr), world=world)


def with_entries(card: Card, entries: Iterable[AnyEntry]) -> Card:
    """The card with these entries, which its narrative tells too."""
    kept = tuple(entries)
    return replace(card, entries=kept, narrative=narrative_of(kept))


def entries_changed(kind: type[E], told: Callable[[E, Origin], Iterable[AnyEntry]]) -> ChangedCards:
    """Parts in whose cards each entry of *kind* gives way to what is *told* in its place."""

    def change(card: Card, origin: Origin) -> Card:
        entries: list[AnyEntry] = []
        for entry in card.entries:
            entries.extend(told(entry, origin) if isinstance(entry, kind) else (entry,))
        return with_entries(card, entries)

    return ChangedCards(change)
