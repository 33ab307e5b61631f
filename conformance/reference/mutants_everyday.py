"""Systems that go wrong on an ordinary day, with nothing amiss around them, one thing each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.showing_otherwise import ShowsOtherwise, altered
from conformance.reference.shown import ShownCard, User

EVERYDAY_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(EVERYDAY_MUTANTS)

_PHYSICIAN: Final = "7170"
"""Education code of physicians in the register of authorisations."""

_BRUNO: Final = "2509479989"
"""MedCom's test person with name and address protection."""

_OWN_RECORDS: Final = {_BRUNO: ("Bruno Test Elmer", ("Prøvevej 89", "7000 Fredericia"))}
"""Names and addresses as a system may know them from before, by CPR number."""

_WARD: Final = ("0408801111",)
"""Citizens who are admitted just now: Jens, a test person."""


@_mutant("national-role-demanded")
class NationalRoleDemanded(Behaviour):
    """As the user only those with a national role are let to the card, authorised or not."""

    def may_ask_as_user(self, user: User, /) -> bool:
        return super().may_ask_as_user(user) and bool(user.national_roles)


@_mutant("physicians-alone")
class PhysiciansAlone(Behaviour):
    """Where the service cannot see who asks, physicians are shown the card, and nobody else."""

    def may_read(self, user: User, /) -> bool:
        return super().may_read(user) and user.education_code == _PHYSICIAN


@_mutant("names-from-own-records")
class NamesFromOwnRecords(ShowsOtherwise):
    """Whom the system knows is shown by the name and address of its own records."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        name, address = _OWN_RECORDS.get(shown.cpr, (shown.name, shown.address))
        return altered(shown, name=name, address=address)


@_mutant("empty-card-not-kept")
class EmptyCardNotKept(Behaviour):
    """A card in which nobody has typed in anything does not reach the local copy."""

    def keeps(self, card: Card, /) -> bool:
        return bool(
            card.relatives
            or card.telephones
            or card.temporary_addresses
            or card.language
            or card.dentist
        )


@_mutant("deleted-field-kept")
class DeletedFieldKept(Behaviour):
    """Number, language or dentist stay in the local copy where the service sends none any more."""

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        merged = super().merged(kept, fetched)
        return replace(
            merged,
            telephones=merged.telephones or kept.telephones,
            language=merged.language or kept.language,
            dentist=merged.dentist or kept.dentist,
        )


@_mutant("batch-left-to-notifications")
class BatchLeftToNotifications(Behaviour):
    """A system that is notified of changes leaves it at that, and its batch fetches nothing."""

    def own_only(self, citizens: Sequence[str], own: frozenset[str] | None, /) -> tuple[str, ...]:
        return super().own_only(citizens, own) if own is None else ()


@_mutant("polls-until-nothing-comes")
class PollsUntilNothingComes(Behaviour):
    """After a poll that brought nothing the notification service is not asked again."""

    def polls_after(self, notified: Sequence[str], /) -> bool:
        return bool(notified)


@_mutant("logs-the-whole-ward")
class LogsTheWholeWard(Behaviour):
    """An access to one citizen's card is registered for all who are admitted."""

    def logged_citizens(self, cpr: str, /) -> tuple[str, ...]:
        return tuple(dict.fromkeys((cpr, *_WARD)))
