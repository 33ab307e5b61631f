"""Systems that do not do what a notification asks for, one thing each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.card import Card
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.nas_wish import Wish

NOTIFIED_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(NOTIFIED_MUTANTS)

_WILLS: Final = (
    "http://sundhedsdatastyrelsen.dk/behandlingstestamente/2018/05/01/:TreatmentWillUpdated"
)


@_mutant("subscribes-to-wills")
class SubscribesToWills(Behaviour):
    """The topic of treatment wills is subscribed to instead of that of the card."""

    def wish(self, id_list: str, /) -> Wish:
        return replace(super().wish(id_list), topic=_WILLS)


@_mutant("subscribes-for-everybody")
class SubscribesForEverybody(Behaviour):
    """The subscription names no citizens, so that the system is notified of everybody."""

    def wish(self, id_list: str, /) -> Wish:
        return replace(super().wish(id_list), id_list=None)


@_mutant("notification-ignored")
class NotificationIgnored(Behaviour):
    """A system that subscribes shows its copy without asking, and no notification moves it."""

    def to_refresh(self, _notified: Sequence[str], _own: frozenset[str], /) -> list[str]:
        return []

    def asks_anew(self, *, subscribed: bool) -> bool:
        return not subscribed


@_mutant("copy-trusted-while-subscribed")
class CopyTrustedWhileSubscribed(Behaviour):
    """A system that subscribes shows its copy without asking, unless it was notified."""

    def asks_anew(self, *, subscribed: bool) -> bool:
        return not subscribed


@_mutant("looks-up-whoever-is-notified")
class LooksUpWhoeverIsNotified(Behaviour):
    """Also citizens who are not the system's own are looked up when a notification names them."""

    def to_refresh(self, notified: Sequence[str], _own: frozenset[str], /) -> list[str]:
        return list(dict.fromkeys(notified))


@_mutant("last-of-burst-only")
class LastOfBurstOnly(Behaviour):
    """Of several notifications only the last is acted on, and copies are shown without asking."""

    def to_refresh(self, notified: Sequence[str], own: frozenset[str], /) -> list[str]:
        return super().to_refresh(notified, own)[-1:]

    def asks_anew(self, *, subscribed: bool) -> bool:
        return not subscribed


@_mutant("notified-with-level-2")
class NotifiedWithLevel2(Behaviour):
    """The notification service is called with an id card of level 2."""

    def notification_level(self) -> int:
        return 2


@_mutant("gives-up-polling")
class GivesUpPolling(Behaviour):
    """After one poll that failed the notification service is not asked again."""

    def polls_again(self) -> bool:
        return False


@_mutant("wills-kept-from-copy")
class WillsKeptFromCopy(Behaviour):
    """What the copy says of wills and organ donation stays, since no notification tells of them."""

    def merged(self, kept: Card, fetched: Card, /) -> Card:
        return replace(
            super().merged(kept, fetched),
            treatment_will=kept.treatment_will,
            living_will=kept.living_will,
            organ_donor=kept.organ_donor,
        )
