"""The notification service for its subscribers: what they may do, and what they are told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from conformance.nas import pull_points, subscriptions
from conformance.nas.faults import FaultKind
from conformance.nas.subscriptions import IdFilter, MessageContent, SingleId, TopicExpression
from conformance.nas.vocabulary import Action, IdType, Namespace, Topic
from conformance.pdc.codes import RelationCode
from conformance.security import dgws
from conformance.security.idcard import AuthenticationLevel
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.journal import Service
from conformance.simulator.state.nas_settings import NasSettings, PlaceholderTopic, Strangers
from conformance.simulator.state.personas import Persona, Staff
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller, fault_code
from tests.simulator.nas_calls import (
    BASE,
    BROKER,
    FACTORY,
    ID_LIST,
    MANAGER,
    NasCaller,
    citizens,
    fault_of,
    notification,
    require_official_nas,
    wish,
)

BENTE, JENS = Persona.BENTE.value, Persona.JENS.value
STRANGER = "12345678"


@pytest.fixture
def nas(caller: DirectCaller, world: World) -> Iterator[NasCaller]:
    """A subscriber; afterwards every answer that it got is held to the official schemas."""
    yield NasCaller(caller=caller, card=caller.system_card())
    for exchange in world.journal.of(Service.NAS):
        require_official_nas(Reply(status=200, body=exchange.response))


@pytest.fixture
def stranger(caller: DirectCaller) -> NasCaller:
    """A system of another organisation."""
    return NasCaller(caller=caller, card=caller.system_card(care_provider_id=STRANGER))


def settle(world: World, **turned: object) -> None:
    settings = replace(world.notifications.settings, **turned)
    world.notifications = replace(world.notifications, settings=settings)


def test_the_whole_flow_of_a_client(nas: NasCaller, world: World) -> None:
    """List, pull point, subscription, message, the list anew, and an orderly end."""
    assert nas.create_list(citizens(BENTE)) is False
    pull_point = nas.create_pull_point()
    subscription = nas.subscribe(wish(pull_point)).address
    world.leave_temporary_address(BENTE)
    world.leave_temporary_address(JENS)
    assert nas.told_of(pull_point) == [BENTE]
    assert nas.told_of(pull_point) == []

    assert nas.create_list(citizens(JENS)) is True
    world.name_relative(JENS, world.citizen(BENTE).name, RelationCode.CHILD, "22334455")
    assert nas.told_of(pull_point) == [JENS]

    assert nas.unsubscribe(subscription).status == 200
    assert nas.destroy_pull_point(pull_point).status == 200
    assert nas.destroy_list("own") is False
    assert nas.destroy_list("own") is True
    assert fault_of(nas.destroy_pull_point(pull_point)) is FaultKind.RESOURCE_UNKNOWN


def test_the_journal_tells_what_was_done_and_about_whom(nas: NasCaller, world: World) -> None:
    """A word for people, the citizens on the list, and those who were told of."""
    before = len(world.journal)
    pull_point = nas.listen(BENTE, JENS)
    world.leave_temporary_address(JENS)
    nas.create_list(citizens())
    nas.fetch(pull_point)
    nas.destroy_list("none")
    nas.publish(notification(BENTE))
    seen = [(each.outcome, each.citizens) for each in world.journal.since(before)]
    assert seen == [
        ("list created", (BENTE, JENS)),
        ("pull point created", ()),
        ("subscribed", (BENTE, JENS)),
        ("list updated", ()),
        ("1 delivered", (JENS,)),
        ("no such list", ()),
        ("1 published", (BENTE,)),
    ]
    assert {each.service for each in world.journal.since(before)} == {Service.NAS}


def test_addresses_begin_with_the_host_that_was_called(nas: NasCaller) -> None:
    """The port is free, and a client may reach the simulator by any name."""
    pull_point = nas.create_pull_point()
    nas.create_list(citizens())
    assert pull_point.startswith(f"{BASE}/nas2/pullpoints/")
    assert nas.subscribe(wish(pull_point)).address.startswith(f"{BASE}/nas2/subscriptions/")


def test_addresses_begin_as_they_are_set_to(nas: NasCaller, world: World) -> None:
    """Behind a proxy with TLS, for instance; what is subscribed to is the same pull point."""
    settle(world, public_address="https://nas.example/proxy")
    pull_point = nas.create_pull_point()
    assert pull_point.startswith("https://nas.example/proxy/nas2/pullpoints/")
    nas.create_list(citizens())
    nas.subscribe(wish(pull_point))


@pytest.mark.parametrize("host", ["", "nas.example/<x>", "\x01", "a b", "æ", "[::1", "x" * 300])
def test_a_host_that_is_none_is_not_repeated(host: str, nas: NasCaller) -> None:
    """The address is the loopback's then."""
    body = nas.caller.message(nas.card, pull_points.build_create_request())
    call = Call(path=FACTORY, body=body, headers={"host": host})
    answer = nas.caller.simulation.services.handle(call)
    address = pull_points.read_create_response(dgws.read_response(answer.body))
    assert address.startswith("http://127.0.0.1/nas2/pullpoints/")


def test_a_member_of_staff_may_subscribe(caller: DirectCaller, world: World) -> None:
    """Level 4 is more than level 3."""
    card = caller.user_card(world.staff[Staff.DOCTOR])
    nas = NasCaller(caller=caller, card=card)
    assert nas.told_of(nas.listen(BENTE)) == []


def test_a_card_of_too_low_a_level_is_refused(caller: DirectCaller) -> None:
    """Level 2, at each address of a subscriber."""
    low = replace(caller.requested(), level=AuthenticationLevel.PASSWORD)
    nas = NasCaller(caller=caller, card=caller.issued(low))
    body = pull_points.build_create_request()
    assert fault_of(nas.ask(FACTORY, body, Action.CREATE_PULL_POINT)) == "security_level_failed"
    assert fault_of(nas.refused(wish(f"{BASE}/nas2/pullpoints/1"))) == "security_level_failed"
    assert fault_of(nas.unsubscribe("/nas2/subscriptions/1")) == "security_level_failed"
    assert fault_of(nas.destroy_pull_point("/nas2/pullpoints/1")) == "security_level_failed"


def test_a_subscriber_without_a_card_is_refused(caller: DirectCaller) -> None:
    """As everywhere in DGWS."""
    nas = NasCaller(caller=caller, card=None)
    body = pull_points.build_create_request()
    assert fault_of(nas.ask(FACTORY, body, Action.CREATE_PULL_POINT)) == "missing_required_header"


def test_a_stranger_may_not_use_what_is_anothers(
    nas: NasCaller, stranger: NasCaller, world: World
) -> None:
    """Neither fetch, nor fill, nor end; and the owner notices nothing."""
    nas.create_list(citizens(BENTE))
    stranger.create_list(citizens(BENTE))
    pull_point = nas.create_pull_point()
    subscription = nas.subscribe(wish(pull_point)).address
    world.leave_temporary_address(BENTE)
    body = pull_points.build_get_messages()
    assert fault_of(stranger.ask(pull_point, body, Action.GET_MESSAGES)) == "not_authorized"
    assert fault_of(stranger.refused(wish(pull_point))) == "not_authorized"
    assert fault_of(stranger.unsubscribe(subscription)) == "not_authorized"
    assert fault_of(stranger.destroy_pull_point(pull_point)) == "not_authorized"
    assert nas.told_of(pull_point) == [BENTE]


def test_a_stranger_is_admitted_when_it_is_so_set(
    nas: NasCaller, stranger: NasCaller, world: World
) -> None:
    """Whoever knows the address may use it."""
    settle(world, strangers=Strangers.ADMITTED)
    pull_point = nas.listen(BENTE)
    world.leave_temporary_address(BENTE)
    assert stranger.told_of(pull_point) == [BENTE]


def test_lists_of_two_organisations_do_not_meet(nas: NasCaller, stranger: NasCaller) -> None:
    """The same name, and neither is an update of the other."""
    assert nas.create_list(citizens(BENTE)) is False
    assert stranger.create_list(citizens(JENS)) is False
    assert stranger.destroy_list("own") is False
    assert nas.create_list(citizens(BENTE)) is True


def test_an_organisation_has_so_many_pull_points(
    nas: NasCaller, stranger: NasCaller, world: World
) -> None:
    """One more is refused, and one less makes room again."""
    settle(world, most_pull_points=2)
    first = nas.create_pull_point()
    nas.create_pull_point()
    body = pull_points.build_create_request()
    refusal = nas.ask(FACTORY, body, Action.CREATE_PULL_POINT)
    assert fault_of(refusal) is FaultKind.PULL_POINT_NOT_CREATED
    stranger.create_pull_point()
    nas.destroy_pull_point(first)
    nas.create_pull_point()


def test_unknown_citizens_on_a_list_do_no_harm(nas: NasCaller) -> None:
    """Numbers that no register knows, and what is no number at all."""
    pull_point = nas.listen("0000000000", "", "x" * 1000, BENTE)
    assert nas.told_of(pull_point) == []


def test_messages_are_handed_out_as_many_at_a_time_as_asked_for(nas: NasCaller) -> None:
    """Oldest first, each once."""
    pull_point = nas.listen(BENTE, JENS)
    nas.publish(notification(BENTE), notification(JENS), notification(BENTE))
    assert [message.id for message in nas.fetch(pull_point, 2)] == [BENTE, JENS]
    assert [message.id for message in nas.fetch(pull_point, 2)] == [BENTE]
    assert nas.fetch(pull_point, 2) == ()


def test_single_citizens_may_be_named_in_the_subscription(nas: NasCaller) -> None:
    """No list is needed for them."""
    pull_point = nas.create_pull_point()
    single = SingleId(id=JENS, id_type=IdType.CPR)
    nas.subscribe(wish(pull_point, by=IdFilter(single_ids=(single,))))
    nas.publish(notification(BENTE), notification(JENS))
    assert nas.told_of(pull_point) == [JENS]


@pytest.mark.parametrize("at", [MANAGER, BROKER])
@pytest.mark.parametrize(
    "topic", [*Topic, *PlaceholderTopic], ids=lambda topic: str(topic.name).lower()
)
def test_every_topic_may_be_subscribed_to(topic: str, at: str, nas: NasCaller) -> None:
    """At the subscription manager and at the broker; other topics stay silent."""
    pull_point = nas.create_pull_point()
    nas.subscribe(wish(pull_point, topic=topic, by=IdFilter()), at=at)
    nas.publish(*(notification(BENTE, each) for each in (*Topic, *PlaceholderTopic)))
    assert [message.topic for message in nas.fetch(pull_point)] == [topic]


def test_a_topic_of_ones_own_may_be_set(nas: NasCaller, world: World) -> None:
    """For publishers from outside."""
    settle(world, other_topics=frozenset({"urn:example:topic"}))
    pull_point = nas.create_pull_point()
    nas.subscribe(wish(pull_point, topic="urn:example:topic", by=IdFilter()))
    nas.publish(notification(BENTE, "urn:example:topic"))
    assert nas.told_of(pull_point) == [BENTE]


def test_a_subscription_ends_when_it_was_asked_to(nas: NasCaller, world: World) -> None:
    """The answer names both times; after the end there is nothing to unsubscribe."""
    nas.create_list(citizens(BENTE))
    pull_point = nas.create_pull_point()
    made = nas.subscribe(wish(pull_point, termination="PT1H"))
    assert made.current_time
    assert made.termination_time
    world.clock.advance(timedelta(hours=1))
    nas.publish(notification(BENTE))
    assert nas.told_of(pull_point) == []
    assert fault_of(nas.unsubscribe(made.address)) is FaultKind.RESOURCE_UNKNOWN


def test_without_an_end_a_subscription_has_none(nas: NasCaller) -> None:
    """And the answer names none."""
    nas.create_list(citizens())
    assert nas.subscribe(wish(nas.create_pull_point())).termination_time is None


def _content(**changes: object) -> dict[str, object]:
    return {"contents": (replace(MessageContent(id_filter=IdFilter(id_list="own")), **changes),)}


REFUSED = {
    "no topic": ({"topics": ()}, FaultKind.INVALID_TOPIC),
    "two topics": (
        {"topics": (TopicExpression(text=Topic.CARD_UPDATED),) * 2},
        FaultKind.INVALID_TOPIC,
    ),
    "an empty topic": ({"topics": (TopicExpression(text=""),)}, FaultKind.INVALID_TOPIC),
    "a topic in another dialect": (
        {"topics": (TopicExpression(text=Topic.CARD_UPDATED, dialect="urn:full"),)},
        FaultKind.TOPIC_DIALECT_UNKNOWN,
    ),
    "a topic that does not exist": (
        {"topics": (TopicExpression(text="urn:nothing"),)},
        FaultKind.TOPIC_NOT_SUPPORTED,
    ),
    "two filters on content": (
        {"contents": (MessageContent(id_filter=IdFilter()),) * 2},
        FaultKind.INVALID_MESSAGE_CONTENT,
    ),
    "content in another dialect": (
        _content(dialect="http://www.w3.org/TR/1999/REC-xpath-19991116"),
        FaultKind.INVALID_MESSAGE_CONTENT,
    ),
    "content that is no IDFilter": (_content(id_filter=None), FaultKind.INVALID_MESSAGE_CONTENT),
    "a list that is not there": (
        _content(id_filter=IdFilter(id_list="another")),
        FaultKind.SUBSCRIBE_FAILED,
    ),
    "an end that has passed": ({"termination": "-PT1S"}, FaultKind.UNACCEPTABLE_TERMINATION),
    "an end at once": ({"termination": "PT0S"}, FaultKind.UNACCEPTABLE_TERMINATION),
    "an end that is none": ({"termination": "soon"}, FaultKind.UNACCEPTABLE_TERMINATION),
    "an end without a zone": (
        {"termination": "2099-01-01T00:00:00"},
        FaultKind.UNACCEPTABLE_TERMINATION,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_subscription_that_cannot_be_had_is_refused(
    name: str, nas: NasCaller, world: World
) -> None:
    """With the declared fault that says it, and nothing is kept."""
    changes, kind = REFUSED[name]
    nas.create_list(citizens(BENTE))
    wanted = replace(wish(nas.create_pull_point()), **changes)
    assert fault_of(nas.refused(wanted)) is kind
    assert world.notifications.subscriptions == {}
    assert tuple(world.journal)[-1].outcome == kind.local_name


def test_the_broker_says_about_an_unknown_topic_what_its_wsdl_declares(nas: NasCaller) -> None:
    """TopicNotSupportedFault is the subscription manager's alone."""
    wanted = wish(nas.create_pull_point(), topic="urn:nothing", by=IdFilter())
    assert fault_of(nas.refused(wanted, at=MANAGER)) is FaultKind.TOPIC_NOT_SUPPORTED
    assert fault_of(nas.refused(wanted, at=BROKER)) is FaultKind.INVALID_TOPIC


@pytest.mark.parametrize(
    "consumer",
    [
        "http://client.example/notify",
        f"{BASE}/nas2/pullpoints/",
        f"{BASE}/nas2/pullpoints/00000000-0000-0000-0000-000000000000",
        "http://[::1/nas2/pullpoints/x",
        "no address",
    ],
)
def test_the_consumer_is_a_pull_point(consumer: str, nas: NasCaller) -> None:
    """NAS sends nothing to anybody."""
    wanted = wish(consumer, by=IdFilter())
    assert fault_of(nas.refused(wanted)) is FaultKind.SUBSCRIBE_FAILED


def _with_policy(root: etree._Element) -> None:
    policy = etree.SubElement(root, Namespace.WSNT.tag("SubscriptionPolicy"))
    etree.SubElement(policy, Namespace.WSNT.tag("UseRaw"))


def _with_filter(root: etree._Element) -> None:
    wanted = root.find(Namespace.WSNT.tag("Filter"))
    assert wanted is not None
    etree.SubElement(wanted, "{urn:example}Mine")


def _with_producer(root: etree._Element) -> None:
    wanted = root.find(Namespace.WSNT.tag("Filter"))
    assert wanted is not None
    etree.SubElement(wanted, Namespace.WSNT.tag("ProducerProperties"), Dialect="urn:x")


def _with_xpath(root: etree._Element) -> None:
    id_filter = root.find(f".//{Namespace.NAS.tag('IDFilter')}")
    assert id_filter is not None
    xpath = etree.SubElement(id_filter, Namespace.NAS.tag("XPathFilter"), xpathVersion="1.0")
    etree.SubElement(xpath, "{urn:example}expression").text = "//*[count(//*//*//*) > 1]"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_with_policy, FaultKind.UNRECOGNIZED_POLICY),
        (_with_filter, FaultKind.INVALID_FILTER),
        (_with_producer, FaultKind.INVALID_PRODUCER_PROPERTIES),
        (_with_xpath, FaultKind.INVALID_MESSAGE_CONTENT),
    ],
)
def test_what_the_service_does_not_know_is_refused(
    change: Callable[[etree._Element], None], kind: FaultKind, nas: NasCaller
) -> None:
    """Policies, other filters, properties of the producer, XPath."""
    nas.create_list(citizens())
    root = subscriptions.build_request(wish(nas.create_pull_point()))
    change(root)
    assert fault_of(nas.ask(MANAGER, root, Action.SUBSCRIBE)) is kind


@pytest.mark.parametrize(
    ("path", "body", "action"),
    [
        ("/nas2/pullpoints/x", pull_points.build_get_messages(), Action.GET_MESSAGES),
        ("/nas2/pullpoints/", pull_points.build_get_messages(), Action.GET_MESSAGES),
        ("/nas2/pullpoints/\x01", pull_points.build_destroy_request(), Action.DESTROY_PULL_POINT),
        ("/nas2/subscriptions/x", subscriptions.build_unsubscribe(), Action.UNSUBSCRIBE),
        (MANAGER, subscriptions.build_unsubscribe(), Action.UNSUBSCRIBE),
        (BROKER, subscriptions.build_unsubscribe(), Action.UNSUBSCRIBE),
    ],
)
def test_an_address_behind_which_there_is_nothing_is_unknown(
    path: str, body: etree._Element, action: str, nas: NasCaller
) -> None:
    """ResourceUnknownFault."""
    assert fault_of(nas.ask(path, body, action)) is FaultKind.RESOURCE_UNKNOWN


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (FACTORY, pull_points.build_create_request()),
        (MANAGER, subscriptions.build_request(wish("x", by=IdFilter()))),
        ("/nas2/pullpoints/x", pull_points.build_get_messages()),
        ("/nas2/subscriptions/x", subscriptions.build_unsubscribe()),
    ],
)
def test_without_a_soap_action_the_body_says_what_is_asked(
    path: str, body: etree._Element, nas: NasCaller
) -> None:
    """Served, or refused for another reason than the form."""
    reply = nas.ask(path, body, "")
    assert reply.status == 200 or fault_of(reply) in {
        FaultKind.SUBSCRIBE_FAILED,
        FaultKind.RESOURCE_UNKNOWN,
    }


@pytest.mark.parametrize(
    ("path", "body", "action"),
    [
        (ID_LIST, pull_points.build_create_request(), ""),
        (ID_LIST, pull_points.build_create_request(), Action.CREATE_ID_LIST),
        (FACTORY, subscriptions.build_unsubscribe(), Action.CREATE_PULL_POINT),
        (FACTORY, pull_points.build_create_request(), Action.SUBSCRIBE),
        (MANAGER, etree.Element(Namespace.WSNT.tag("Renew")), ""),
        (
            MANAGER,
            etree.Element(Namespace.WSNT.tag("Renew")),
            "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest",
        ),
    ],
)
def test_a_call_that_does_not_fit_its_address_is_a_syntax_error(
    path: str, body: etree._Element, action: str, nas: NasCaller
) -> None:
    """Wrong action, wrong body, or an operation that no WSDL of NAS binds."""
    reply = nas.ask(path, body, action)
    assert fault_code(reply) == "syntax_error"


def test_the_settings_hold_the_public_topics() -> None:
    """And those of our own are told apart by their name."""
    topics = NasSettings().topics
    assert topics == {*Topic, *PlaceholderTopic}
    assert all("placeholder" in topic for topic in PlaceholderTopic)
