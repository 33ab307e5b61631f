"""The simulator with one thing wrong in what is notified, to whom, and how often."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self
from uuid import uuid4

from lxml import etree

from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter
from conformance.nas.vocabulary import IdType, Topic
from conformance.security.idcard import IdCard
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithRegister
from conformance.simulator.nas.rules import NasRules
from conformance.simulator.parts import Parts
from conformance.simulator.skr.rules import WriteRefused
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.announcements import publish
from conformance.simulator.state.broker import Notifications, Subscription
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World
from conformance.skr.messages import build_request
from conformance.skr.values import Delete, Request
from conformance.skr.vocabulary import Part


class _Broker(Parts):
    def __init__(self, kind: type[Notifications]) -> None:
        self._kind = kind

    def broker(self) -> Notifications:
        return self._kind(settings=self.settings.nas)


class _AnyLevelParts(Parts):
    def notifications(self) -> NasRules:
        return _AnyLevel()


class _LapseParts(Parts):
    def cards(self) -> CardMaker:
        return _TellsTheLapse(new_uuid=uuid4)


def _about(cpr: str) -> NotificationMessage:
    return NotificationMessage(
        topic=Topic.CARD_UPDATED, id=cpr, id_type=IdType.CPR, payload=b"<changed/>"
    )


class _TellsNoDeletions(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        before = world.notifications
        super().write(world, request, writer)
        if isinstance(request, Delete):
            world.notifications = before


class _TellsNoLanguages(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        before = world.notifications
        super().write(world, request, writer)
        if request.operation.part is Part.LANGUAGE:
            world.notifications = before


class _TellsRefusals(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        try:
            super().write(world, request, writer)
        except WriteRefused:
            publish(world, _about(request.citizen.extension or ""))
            raise


class _TellsTheChange(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        known = world.citizen(request.citizen.extension or "")
        super().write(world, request, writer)
        told = etree.tostring(build_request(request), encoding="UTF-8")
        if isinstance(request, Delete):
            gone = [kin.name.full for kin in known.relatives if kin.id == request.id]
            told = b"<gone>" + "".join(gone).encode() + b"</gone>"
        notifications = world.notifications
        points = {
            name: replace(
                point,
                waiting=tuple(
                    replace(each, message=replace(each.message, payload=told))
                    for each in point.waiting
                ),
            )
            for name, point in notifications.pull_points.items()
        }
        world.notifications = replace(notifications, pull_points=points)


@dataclass(frozen=True, slots=True, kw_only=True)
class _TellsOfEverybody(Notifications):
    def passes(self, id_filter: IdFilter, owner: str, message: NotificationMessage) -> bool:
        del id_filter, owner, message
        return True


class _TellsTheLapse(CardMaker):
    def serves_stay(self, world: World, citizen: Citizen) -> bool:
        if citizen.stay is not None and citizen.stay.has_ended(world.now):
            publish(world, _about(citizen.cpr))
        return super().serves_stay(world, citizen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeepsTheLatest(Notifications):
    def deliver(self, pull_point_id: str, message: NotificationMessage, *, now: datetime) -> Self:
        point = self.pull_point(pull_point_id)
        emptied = replace(
            self, pull_points={**self.pull_points, pull_point_id: replace(point, waiting=())}
        )
        return Notifications.deliver(emptied, pull_point_id, message, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _DropsTheRest(Notifications):
    def fetch(
        self, pull_point_id: str, *, most: int | None, now: datetime
    ) -> tuple[Self, tuple[NotificationMessage, ...]]:
        after, taken = Notifications.fetch(self, pull_point_id, most=None, now=now)
        return after, taken if most is None else taken[:most]


@dataclass(frozen=True, slots=True, kw_only=True)
class _HandsOutAgain(Notifications):
    def fetch(
        self, pull_point_id: str, *, most: int | None, now: datetime
    ) -> tuple[Self, tuple[NotificationMessage, ...]]:
        _, taken = Notifications.fetch(self, pull_point_id, most=most, now=now)
        return self, taken


@dataclass(frozen=True, slots=True, kw_only=True)
class _EveryTopic(Notifications):
    def wants(
        self, subscription: Subscription, message: NotificationMessage, now: datetime
    ) -> bool:
        return Notifications.wants(
            self, subscription, replace(message, topic=subscription.topic), now
        )


class _AnyLevel(NasRules):
    def check_level(self, card: IdCard) -> None:
        """Let a card of any level pass."""


MUTANTS: Final = named(
    ("service-tells-no-deletions", "A deletion is not notified.", WithRegister(_TellsNoDeletions)),
    ("service-tells-no-languages", "A language is not notified.", WithRegister(_TellsNoLanguages)),
    ("service-tells-refusals", "A refused entry is notified.", WithRegister(_TellsRefusals)),
    (
        "service-tells-the-change",
        "A notification tells what was written, or deleted.",
        WithRegister(_TellsTheChange),
    ),
    (
        "service-tells-of-everybody",
        "A subscriber is notified of everybody.",
        _Broker(_TellsOfEverybody),
    ),
    (
        "service-tells-the-lapse",
        "The lapse of a temporary address is notified.",
        _LapseParts(),
    ),
    (
        "service-keeps-the-latest",
        "Only the latest notification waits for a poll.",
        _Broker(_KeepsTheLatest),
    ),
    (
        "service-drops-the-rest",
        "What a poll does not ask for is lost.",
        _Broker(_DropsTheRest),
    ),
    (
        "service-hands-out-again",
        "What has been fetched comes again.",
        _Broker(_HandsOutAgain),
    ),
    (
        "service-every-topic",
        "A subscriber to one topic is notified of all.",
        _Broker(_EveryTopic),
    ),
    (
        "service-notifies-at-any-level",
        "A subscriber may have an id card of any level.",
        _AnyLevelParts(),
    ),
)
"""Deviations by name."""
