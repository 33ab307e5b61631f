"""Systems that do not keep what they have fetched in step with the service, one thing each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card, Kin
from conformance.reference.mutant import Mutant, registrar

COPY_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(COPY_MUTANTS)

_OLD: Final = datetime.fromisoformat("2025-06-01T00:00:00+02:00")


@_mutant("newer-entry-ignored")
class NewerEntryIgnored(Behaviour):
    """An entry that is in the local copy stays as it is, as long as the service has one at all."""

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        known = {kin.id: kin for kin in kept.relatives}
        return replace(
            fetched,
            relatives=tuple(known.get(kin.id, kin) for kin in fetched.relatives),
            telephones=fetched.telephones and (kept.telephones or fetched.telephones),
            language=fetched.language and (kept.language or fetched.language),
            dentist=fetched.dentist and (kept.dentist or fetched.dentist),
            temporary_addresses=fetched.temporary_addresses
            and (kept.temporary_addresses or fetched.temporary_addresses),
        )


@_mutant("deleted-entry-kept")
class DeletedEntryKept(Behaviour):
    """A relative whom the service no longer sends stays in the local copy."""

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        there = {kin.id for kin in fetched.relatives}
        gone = tuple(kin for kin in kept.relatives if kin.id not in there)
        merged = super().merged(kept, fetched)
        return replace(merged, relatives=(*merged.relatives, *gone))


@_mutant("older-entry-taken-over")
class OlderEntryTakenOver(Behaviour):
    """What the service sends replaces the local copy, also when it is older."""

    def merged(self, _kept: Card, fetched: Card, /) -> Card:
        return fetched


@_mutant("old-entries-left-out-at-first")
class OldEntriesLeftOutAtFirst(Behaviour):
    """Relatives who were entered long before the first synchronisation are not kept."""

    def first(self, fetched: Card, /) -> Card:
        return replace(fetched, relatives=tuple(filter(_is_recent, fetched.relatives)))


@_mutant("danish-unless-told")
class DanishUnlessTold(Behaviour):
    """In the first copy of who has told no language stands that it is Danish."""

    def first(self, fetched: Card, /) -> Card:
        return replace(fetched, language=fetched.language or "da")


def _is_recent(kin: Kin) -> bool:
    time = kin.entered.time if kin.entered else None
    return time is not None and time > _OLD


@_mutant("notes-outlive-entries")
class NotesOutliveEntries(Behaviour):
    """A note that was kept beside a relative stays when the relative is deleted."""

    def notes_kept(self, _card: Card, /) -> frozenset[str] | None:
        return None


@_mutant("notes-lost-at-refresh")
class NotesLostAtRefresh(Behaviour):
    """Each refresh throws the notes beside relatives away."""

    def notes_kept(self, _card: Card, /) -> frozenset[str] | None:
        return frozenset()


@_mutant("batch-stops-at-failure")
class BatchStopsAtFailure(Behaviour):
    """The batch ends at the first card that cannot be fetched."""

    def batch(self, citizens: Sequence[str], refresh: Callable[[str], bool], /) -> list[str]:
        done: list[str] = []
        for cpr in citizens:
            if not refresh(cpr):
                break
            done.append(cpr)
        return done


@_mutant("card-looked-up-once")
class CardLookedUpOnce(Behaviour):
    """A card that was looked up is shown again from memory, though no copy is kept by agreement."""

    def __init__(self) -> None:
        self._seen: dict[str, Card] = {}

    def begin(self) -> None:
        self._seen = {}

    def looked_up(self, cpr: str, fetch: Callable[[], Card], /) -> Card:
        if cpr not in self._seen:
            self._seen[cpr] = fetch()
        return self._seen[cpr]


@_mutant("copy-trusted-always")
class CopyTrustedAlways(Behaviour):
    """A card that is in the local copy is not fetched when it is opened, though nobody notifies."""

    def asks_anew(self, *, subscribed: bool) -> bool:
        del subscribed
        return False


@_mutant("batch-fetches-strangers")
class BatchFetchesStrangers(Behaviour):
    """The batch fetches the card of whoever it is asked for, in the system's care or not."""

    def own_only(self, citizens: Sequence[str], _own: frozenset[str] | None, /) -> tuple[str, ...]:
        return tuple(citizens)
