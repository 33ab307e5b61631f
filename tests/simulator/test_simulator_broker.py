"""The state of the notification service: queues, lists, ends, and changes at the same time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Final

import msgspec
import pytest

from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter, SingleId
from conformance.nas.vocabulary import IdType
from conformance.simulator.nas.termination import ends_at
from conformance.simulator.state.broker import Notifications, Subscription, UnknownResource, change
from conformance.simulator.state.nas_settings import NasSettings, RepeatedList
from conformance.simulator.state.world import World

NOW: Final = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
OWNER: Final = "20921897"
FIRST, SECOND = "2512489996", "0108589995"


def own(*cprs: str, kind: str = IdType.CPR) -> IdList:
    return IdList(name="own", description="", id_type=kind, ids=cprs)


def told(cpr: str | None, kind: str | None = IdType.CPR, **more: bool) -> NotificationMessage:
    return NotificationMessage(
        topic="t", id=cpr, id_type=kind, payload=b"<x/>", system=more.get("system")
    )


def subscribed(
    id_filter: IdFilter | None, *, ends: datetime | None = None, to: str = "p", owner: str = OWNER
) -> Subscription:
    return Subscription(
        id=f"s-{to}", owner=owner, pull_point=to, topic="t", id_filter=id_filter, ends_at=ends
    )


def with_queue(id_filter: IdFilter | None = None, **more: datetime) -> Notifications:
    """One pull point, and one subscription that fills it."""
    empty = Notifications().create_pull_point("p", OWNER)
    return empty.subscribe(subscribed(id_filter, ends=more.get("ends")))


def queue(known: Notifications, pull_point: str = "p") -> list[str | None]:
    return [each.message.id for each in known.pull_point(pull_point).waiting]


BY_LIST: Final = IdFilter(id_list="own")


@pytest.mark.parametrize(
    ("message", "passes"),
    [
        (told(FIRST), True),
        (told(FIRST, "cpr"), True),
        (told(FIRST, None), True),
        (told(FIRST, "urn:other"), False),
        (told(SECOND), False),
        (told(None), False),
        (told(SECOND, system=True), True),
        (told(SECOND, system=False), False),
        (replace(told(FIRST), topic="T"), False),
        (replace(told(FIRST), topic="t "), False),
    ],
)
@pytest.mark.parametrize(
    "id_filter", [BY_LIST, IdFilter(single_ids=(SingleId(id=FIRST, id_type=IdType.CPR),))]
)
def test_a_filter_lets_pass_whom_it_names(
    message: NotificationMessage, *, passes: bool, id_filter: IdFilter
) -> None:
    """By list or by single citizens; topics are compared letter for letter."""
    known = with_queue(id_filter).create_id_list(OWNER, own(FIRST))
    assert bool(queue(known.publish(message, now=NOW))) is passes


@pytest.mark.parametrize("id_filter", [None, IdFilter()])
def test_without_a_filter_everybody_passes(id_filter: IdFilter | None) -> None:
    """An absent filter, and an empty one."""
    known = with_queue(id_filter)
    for cpr in (FIRST, SECOND, None):
        known = known.publish(told(cpr), now=NOW)
    assert queue(known) == [FIRST, SECOND, None]


def test_another_organisations_list_of_the_same_name_counts_for_nothing() -> None:
    """Names of lists belong to the organisation."""
    known = with_queue(BY_LIST).create_id_list("11111111", own(FIRST))
    assert queue(known.publish(told(FIRST), now=NOW)) == []


def test_a_list_is_read_when_a_notification_comes() -> None:
    """Who has joined it since the subscription is told of, who has left it is not."""
    known = with_queue(BY_LIST).create_id_list(OWNER, own(FIRST))
    known = known.create_id_list(OWNER, own(SECOND))
    known = known.publish(told(FIRST), now=NOW).publish(told(SECOND), now=NOW)
    assert queue(known) == [SECOND]


def test_a_repeated_list_adds_when_it_is_so_set() -> None:
    """The other reading of the sources."""
    known = Notifications(settings=NasSettings(repeated_list=RepeatedList.ADDS))
    known = known.create_id_list(OWNER, own(FIRST)).create_id_list(OWNER, own(SECOND, FIRST))
    assert known.id_lists[OWNER, "own"].ids == (FIRST, SECOND)


def test_a_destroyed_list_lets_nobody_pass() -> None:
    """The subscription stays, and is silent."""
    known = with_queue(BY_LIST).create_id_list(OWNER, own(FIRST)).destroy_id_list(OWNER, "own")
    assert queue(known.publish(told(FIRST), now=NOW)) == []


def test_messages_come_oldest_first_and_once() -> None:
    """As many as asked for; the rest waits."""
    known = with_queue()
    for cpr in ("1", "2", "3"):
        known = known.publish(told(cpr), now=NOW)
    known, none = known.fetch("p", most=0, now=NOW)
    known, two = known.fetch("p", most=2, now=NOW)
    known, rest = known.fetch("p", most=None, now=NOW)
    _, nothing = known.fetch("p", most=None, now=NOW)
    assert [[each.id for each in part] for part in (none, two, rest, nothing)] == [
        [],
        ["1", "2"],
        ["3"],
        [],
    ]


def test_a_queue_for_each_pull_point() -> None:
    """What one has fetched still waits for the other."""
    known = with_queue().create_pull_point("q", OWNER).subscribe(subscribed(None, to="q"))
    known, first = known.publish(told(FIRST), now=NOW).fetch("p", most=None, now=NOW)
    _, second = known.fetch("q", most=None, now=NOW)
    assert first == second == (told(FIRST),)


def test_messages_wait_for_ever_unless_a_time_is_set() -> None:
    """The setting *retention* drops what has waited longer."""
    kept = with_queue().publish(told(FIRST), now=NOW)
    brief = replace(kept, settings=NasSettings(retention=HOUR))
    assert kept.fetch("p", most=None, now=NOW + 9999 * HOUR)[1]
    assert brief.fetch("p", most=None, now=NOW + HOUR)[1]
    assert not brief.fetch("p", most=None, now=NOW + HOUR + timedelta(seconds=1))[1]


def test_a_subscription_ends_when_its_time_has_come() -> None:
    """At that very instant, for notifications and for its owner."""
    known = with_queue(ends=NOW + HOUR)
    assert queue(known.publish(told(FIRST), now=NOW)) == [FIRST]
    assert queue(known.publish(told(FIRST), now=NOW + HOUR)) == []
    assert known.subscription("s-p", NOW).ends_at == NOW + HOUR
    with pytest.raises(UnknownResource):
        known.unsubscribe("s-p", NOW + HOUR)


def test_after_the_end_of_a_subscription_what_waits_may_still_be_fetched() -> None:
    """Unsubscribing empties no queue."""
    known = with_queue().publish(told(FIRST), now=NOW).unsubscribe("s-p", NOW)
    assert queue(known.publish(told(SECOND), now=NOW)) == [FIRST]


def test_a_destroyed_pull_point_takes_its_subscriptions_with_it() -> None:
    """And nothing else."""
    known = with_queue().create_pull_point("q", OWNER).subscribe(subscribed(None, to="q"))
    known = known.destroy_pull_point("p")
    assert (set(known.pull_points), set(known.subscriptions)) == ({"q"}, {"s-q"})


def test_what_is_not_there_is_unknown() -> None:
    """Each verb about a pull point or a subscription says so."""
    known = Notifications()
    for verb in (
        lambda: known.pull_point("p"),
        lambda: known.destroy_pull_point("p"),
        lambda: known.fetch("p", most=None, now=NOW),
        lambda: known.deliver("p", told(FIRST), now=NOW),
        lambda: known.subscribe(subscribed(None)),
        lambda: known.subscription("s", NOW),
        lambda: known.unsubscribe("s", NOW),
    ):
        with pytest.raises(UnknownResource):
            verb()


def test_a_verb_leaves_the_state_before_it_alone() -> None:
    """Values are replaced, never changed in place."""
    before = with_queue(BY_LIST)
    same = replace(before)
    before.create_id_list(OWNER, own(FIRST)).publish(told(FIRST), now=NOW)
    before.destroy_pull_point("p")
    before.unsubscribe("s-p", NOW)
    assert before == same


def test_the_state_can_be_written_down_and_read_again() -> None:
    """Every value in it is plain enough for a state file."""
    single = IdFilter(single_ids=(SingleId(id=FIRST, id_type=IdType.CPR),))
    known = with_queue(single, ends=NOW + HOUR).create_id_list(OWNER, own(FIRST, SECOND))
    known = known.publish(told(FIRST), now=NOW)
    known = replace(known, settings=NasSettings(retention=HOUR, other_topics=frozenset({"t"})))
    written = msgspec.msgpack.encode(known)
    assert msgspec.msgpack.decode(written, type=Notifications) == known


def test_nothing_is_lost_when_a_scenario_publishes_while_a_call_fetches() -> None:
    """The second change waits for the first, and builds on it."""
    world = World(notifications=with_queue())

    def publish(cpr: str) -> None:
        change(world, lambda known: (known.publish(told(cpr), now=NOW), None))

    other = Thread(target=publish, args=(SECOND,))

    def interrupted(known: Notifications) -> tuple[Notifications, None]:
        other.start()
        other.join(timeout=0.2)
        return known.publish(told(FIRST), now=NOW), None

    change(world, interrupted)
    other.join()
    assert queue(world.notifications) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-02-01T12:00:00Z", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("2026-02-01T12:00:00+01:00", datetime(2026, 2, 1, 11, tzinfo=UTC)),
        ("PT1H", NOW + HOUR),
        ("P1D", NOW + timedelta(days=1)),
        ("P1M", datetime(2026, 2, 28, 12, tzinfo=UTC)),
        ("P2Y1M", datetime(2028, 2, 29, 12, tzinfo=UTC)),
        ("P1DT1H1M1.5S", NOW + timedelta(days=1, hours=1, minutes=1, seconds=1.5)),
        ("-PT1H", NOW - HOUR),
        ("-P2M", datetime(2025, 11, 30, 12, tzinfo=UTC)),
    ],
)
def test_an_end_is_a_time_or_a_duration_from_now(text: str, end: datetime) -> None:
    """A month later is the same day, or the last one of a shorter month."""
    assert ends_at(text, NOW) == end


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "tomorrow", "2026-02-01T12:00:00", "P9999Y", "-P9999Y", "P٣D"]
)
def test_what_is_no_end_is_refused(text: str) -> None:
    """Neither a time with a time zone nor a duration, or beyond the calendar."""
    with pytest.raises(ValueError, match="expected"):
        ends_at(text, NOW)
