"""Judges how the system under test is notified, from the state and journal of the services."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Final, NoReturn

from conformance.findings import Shortfall
from conformance.security.idcard import AuthenticationLevel
from conformance.simulator.state.broker import Notifications, Subscription, ToldList
from conformance.simulator.state.journal import Exchange, Service
from conformance.xds.vocabulary import ResponseStatus

_NAS: Final = "the subscriptions at NAS2"
_JOURNAL: Final = "the journal of the simulated services"
_SUCCESS: Final = ResponseStatus.SUCCESS.rpartition(":")[2]


def require_subscribed(known: Notifications, cprs: Collection[str], now: datetime) -> None:
    """There are subscriptions to SKR's topic, for these citizens together and for no others.

    Whether a second CreateIDList replaces the first or adds to it is not public: who is right by
    one of the two readings is right.
    """
    topic = known.settings.skr_topic
    own = [s for s in known.subscriptions.values() if not s.is_over(now)]
    topical = [s for s in own if s.topic == topic]
    if not topical:
        _fall_short(
            f"a subscription to the topic {topic}",
            ", ".join(s.topic for s in own) or "no subscription",
            "compare the topic as one string, with its colons and strokes",
        )
    if any(s.id_filter is None for s in topical):
        _fall_short(
            f"a subscription for {_listed(cprs)}",
            "one for everybody",
            "name a list of your own citizens in IDFilter",
        )
    readings = [
        {cpr for s in topical for cpr in _citizens(known, s, reading)}
        for reading in (_latest, _joined)
    ]
    if set(cprs) not in readings:
        _fall_short(
            f"a subscription for {_listed(cprs)}",
            f"one for {_listed(readings[0])}",
            "send the list again by CreateIDList whenever somebody comes or leaves",
        )


def require_level(journal: Sequence[Exchange]) -> None:
    """NAS2 was called, and each time with an id card of level 3 at least."""
    calls = [exchange for exchange in journal if exchange.service is Service.NAS]
    if not calls:
        _fall_short("a call to NAS2", "none")
    for call in calls:
        level = None if call.caller is None else call.caller.level
        if level is None or level < AuthenticationLevel.SYSTEM_SIGNATURE:
            _fall_short(
                "an id card of level 3 or more in each call to NAS2",
                "none" if level is None else f"one of level {int(level)}",
                "call with the system's id card, level 3",
            )


def require_fetched_after_notification(journal: Sequence[Exchange], cpr: str) -> None:
    """The citizen's notification was taken, and the card was retrieved after that."""
    taken = [i for i, e in enumerate(journal) if _delivers(e) and cpr in e.citizens]
    if not taken:
        _fall_short(
            f"that the notification of {cpr} is taken",
            "no GetMessages that brought it",
            "poll the pull point that the subscription fills",
        )
    if not any(_brings(e) and cpr in e.citizens for e in journal[taken[-1] :]):
        _fall_short(
            f"a retrieval of the card of {cpr} after the notification",
            "none",
            "mark the citizen, and fetch the card at the next look-up or at once",
        )


def require_looked_up_only(journal: Sequence[Exchange], cprs: Collection[str]) -> None:
    """Nobody but these citizens was searched for or retrieved."""
    services = (Service.SFSK_REGISTRY, Service.SFSK_REPOSITORY)
    others = {c for e in journal if e.service in services for c in e.citizens} - set(cprs)
    if others:
        _fall_short(
            f"look-ups of {_listed(cprs)} only",
            f"look-ups of {_listed(others)}",
            "pass over a notification of somebody who is not in your care",
        )


def _latest(told: ToldList) -> tuple[str, ...]:
    return told.latest


def _joined(told: ToldList) -> tuple[str, ...]:
    return told.joined


def _citizens(
    known: Notifications,
    subscription: Subscription,
    reading: Callable[[ToldList], tuple[str, ...]],
) -> Iterator[str]:
    wanted = subscription.id_filter
    if wanted is None:
        return
    if wanted.id_list is not None:
        told = known.told_lists.get((subscription.owner, wanted.id_list))
        yield from () if told is None else reading(told)
    yield from (single.id for single in wanted.single_ids)


def _delivers(exchange: Exchange) -> bool:
    return exchange.service is Service.NAS and exchange.outcome.endswith(" delivered")


def _brings(exchange: Exchange) -> bool:
    return exchange.service is Service.SFSK_REPOSITORY and exchange.outcome == _SUCCESS


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "nobody"


def _fall_short(expected: str, found: str, fix: str = "") -> NoReturn:
    where = _NAS if "subscription" in expected else _JOURNAL
    raise Shortfall(expected=expected, found=found, where=where, fix=fix or None)
