"""The state of the national notification service: id lists, pull points, subscriptions, queues."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import RLock
from typing import Final, Protocol, Self, TypeVar

from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter
from conformance.nas.vocabulary import IdType
from conformance.simulator.state.nas_settings import NasSettings, RepeatedList
from conformance.simulator.state.registers import Citizen

_T = TypeVar("_T")

CPR_TYPES: Final = frozenset({IdType.CPR.value, "cpr"})
"""Two ways to say CPR number: the URI, and what NSP's sample of an opt-out notification has."""


class UnknownResource(KeyError):
    """There is no pull point, or no subscription, with this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message in a queue, and since when it waits."""

    message: NotificationMessage
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PullPoint:
    """A queue that its owner, an organisation by CVR number, empties. Oldest first."""

    id: str
    owner: str
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What goes to a pull point: messages of *topic* that *id_filter* lets pass.

    None as the filter lets all pass. The subscription is over at *ends_at* (None: never).
    """

    id: str
    owner: str
    pull_point: str
    topic: str
    id_filter: IdFilter | None = None
    ends_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether its end has come."""
        return self.ends_at is not None and self.ends_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldList:
    """What CreateIDList has said under one name, for either reading of a second one.

    *latest* are the ids of the last call, *joined* those of all calls since the list was made.
    """

    latest: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifications:
    """All that the service knows. Each verb returns what it knows afterwards.

    *id_lists* and *told_lists* are by owner and name, the others by id.
    """

    settings: NasSettings = field(default_factory=NasSettings)
    id_lists: dict[tuple[str, str], IdList] = field(default_factory=dict)
    told_lists: dict[tuple[str, str], ToldList] = field(default_factory=dict)
    pull_points: dict[str, PullPoint] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)

    def create_id_list(self, owner: str, id_list: IdList) -> Self:
        """Keep the list for *owner*. What becomes of one with the same name is a setting."""
        key = (owner, id_list.name)
        earlier = self.id_lists.get(key)
        before = self.told_lists.get(key, ToldList())
        told = ToldList(latest=id_list.ids, joined=_joined(before.joined, id_list.ids))
        if earlier and self.settings.repeated_list is RepeatedList.ADDS:
            id_list = replace(id_list, ids=_joined(earlier.ids, id_list.ids))
        return replace(
            self,
            id_lists={**self.id_lists, key: id_list},
            told_lists={**self.told_lists, key: told},
        )

    def destroy_id_list(self, owner: str, name: str) -> Self:
        """Forget the list, if there is one; subscriptions by it let nobody pass any more."""
        kept = {key: each for key, each in self.id_lists.items() if key != (owner, name)}
        told = {key: each for key, each in self.told_lists.items() if key != (owner, name)}
        return replace(self, id_lists=kept, told_lists=told)

    def create_pull_point(self, pull_point_id: str, owner: str) -> Self:
        """Keep an empty queue for *owner*."""
        return self._with(PullPoint(id=pull_point_id, owner=owner))

    def pull_point(self, pull_point_id: str) -> PullPoint:
        """The pull point. Raises UnknownResource."""
        try:
            return self.pull_points[pull_point_id]
        except KeyError:
            raise UnknownResource(pull_point_id) from None

    def destroy_pull_point(self, pull_point_id: str) -> Self:
        """Forget the queue with what waits in it, and the subscriptions that fill it.

        Raises UnknownResource.
        """
        self.pull_point(pull_point_id)
        return replace(
            self,
            pull_points={k: p for k, p in self.pull_points.items() if k != pull_point_id},
            subscriptions={
                k: s for k, s in self.subscriptions.items() if s.pull_point != pull_point_id
            },
        )

    def subscribe(self, subscription: Subscription) -> Self:
        """Fill the pull point from now on. Raises UnknownResource when there is none such."""
        self.pull_point(subscription.pull_point)
        return replace(self, subscriptions={**self.subscriptions, subscription.id: subscription})

    def subscription(self, subscription_id: str, now: datetime) -> Subscription:
        """The subscription, unless it is over. Raises UnknownResource."""
        found = self.subscriptions.get(subscription_id)
        if found is None or found.is_over(now):
            raise UnknownResource(subscription_id)
        return found

    def unsubscribe(self, subscription_id: str, now: datetime) -> Self:
        """Fill the pull point no more; what waits in it stays. Raises UnknownResource."""
        self.subscription(subscription_id, now)
        kept = {k: s for k, s in self.subscriptions.items() if k != subscription_id}
        return replace(self, subscriptions=kept)

    def is_change_of_card(self, before: Citizen, after: Citizen) -> bool:
        """Whether the Stamkortregister tells of the change: of what is typed in there alone."""
        return _typed_in(before) != _typed_in(after)

    def publish(
        self,
        message: NotificationMessage,
        *,
        now: datetime,
        delivered: tuple[NotificationMessage, ...] | None = None,
    ) -> Self:
        """Put the message in the queue of each subscription that wants it.

        *delivered* is what the queues get in its place, when the service goes wrong.
        """
        after = self
        for subscription in self.subscriptions.values():
            if self.wants(subscription, message, now):
                for each in (message,) if delivered is None else delivered:
                    after = after.deliver(subscription.pull_point, each, now=now)
        return after

    def deliver(self, pull_point_id: str, message: NotificationMessage, *, now: datetime) -> Self:
        """Put the message in one queue, whoever it is about. Raises UnknownResource."""
        point = self.pull_point(pull_point_id)
        waiting = (*point.waiting, Waiting(message=message, since=now))
        return self._with(replace(point, waiting=waiting))

    def fetch(
        self, pull_point_id: str, *, most: int | None, now: datetime
    ) -> tuple[Self, tuple[NotificationMessage, ...]]:
        """Take the oldest messages out of the queue, *most* at most. Raises UnknownResource."""
        point = self.pull_point(pull_point_id)
        fresh = tuple(each for each in point.waiting if not self.has_lapsed(each, now))
        taken, left = (fresh, ()) if most is None else (fresh[:most], fresh[most:])
        after = self._with(replace(point, waiting=left))
        return after, tuple(each.message for each in taken)

    def has_lapsed(self, waiting: Waiting, now: datetime) -> bool:
        """Whether the message has waited longer than messages are kept."""
        retention = self.settings.retention
        return retention is not None and now - waiting.since > retention

    def wants(
        self, subscription: Subscription, message: NotificationMessage, now: datetime
    ) -> bool:
        """Whether the message belongs in the queue that the subscription fills."""
        if subscription.is_over(now) or subscription.topic != message.topic:
            return False
        id_filter = subscription.id_filter
        return (
            (message.system is True and self.settings.system_passes_filters)
            or id_filter is None
            or self.passes(id_filter, subscription.owner, message)
        )

    def passes(self, id_filter: IdFilter, owner: str, message: NotificationMessage) -> bool:
        """Whether the filter of *owner* names whom the message is about."""
        if id_filter.id_list is not None:
            known = self.id_lists.get((owner, id_filter.id_list))
            return (
                known is not None
                and message.id in known.ids
                and _same_type(known.id_type, message.id_type)
            )
        if not id_filter.single_ids:
            return True
        return any(
            single.id == message.id and _same_type(single.id_type, message.id_type)
            for single in id_filter.single_ids
        )

    def named_by(self, id_filter: IdFilter | None, owner: str) -> tuple[str, ...]:
        """Whom a filter of *owner* names: those on its list, or each by number; else nobody."""
        if id_filter is None:
            return ()
        if id_filter.id_list is None:
            return tuple(single.id for single in id_filter.single_ids)
        known = self.id_lists.get((owner, id_filter.id_list))
        return known.ids if known else ()

    def _with(self, point: PullPoint) -> Self:
        return replace(self, pull_points={**self.pull_points, point.id: point})


class Holder(Protocol):
    """What has notifications: a world."""

    notifications: Notifications


_CHANGING: Final = RLock()
"""A scenario publishes while a call fetches: no change may be lost between reading and writing."""


def change(holder: Holder, step: Callable[[Notifications], tuple[Notifications, _T]]) -> _T:
    """Let *step* change what *holder* knows, alone; returns what the step returns beside."""
    with _CHANGING:
        holder.notifications, result = step(holder.notifications)
    return result


def _typed_in(citizen: Citizen) -> tuple[object, ...]:
    return (
        citizen.language,
        citizen.stay,
        citizen.contact,
        citizen.relatives,
        citizen.dentist,
    )


def _joined(earlier: tuple[str, ...], later: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*earlier, *later)))


def _same_type(wanted: str, found: str | None) -> bool:
    """Kinds of number are compared as they stand; a message may leave its kind out."""
    return found is None or found == wanted or {found, wanted} <= CPR_TYPES
