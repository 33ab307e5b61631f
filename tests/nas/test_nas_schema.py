"""Our schemas of NAS2 accept what the product and others may send, of any size they may have."""

from typing import Final

import pytest
from lxml import etree
from xmlschema import XMLSchema10

from conformance.nas import faults, id_lists, notifications, pull_points, subscriptions
from conformance.nas.faults import FaultKind, NasFault
from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.schema import LARGEST, NAS2
from conformance.nas.subscriptions import (
    IdFilter,
    MessageContent,
    SingleId,
    Subscribe,
    SubscribeResponse,
    TopicExpression,
)
from conformance.nas.vocabulary import IdType, Namespace, Topic
from conformance.safe_xml import parse
from tests.nas.nas_examples import FETCHED, MESSAGES, SUBSCRIBE, edited
from tests.official import official
from tests.validate.message_examples import NOTIFICATION
from tests.validate.message_examples import SUBSCRIBE as SUBSCRIPTION

CPR: Final = "2512489996"
AT: Final = "2026-06-01T12:00:00Z"
PULL_POINT: Final = "https://127.0.0.1:8443/nas2/pullpoints/1"
CARD: Final = TopicExpression(text=Topic.CARD_UPDATED)
ABOUT: Final = NotificationMessage(
    topic=Topic.CARD_UPDATED, payload=b"<x/>", id=CPR, id_type=IdType.CPR, system=False
)
BARE: Final = NotificationMessage(topic="t", payload=b"<x xmlns='urn:x' y='1'>z</x>")


def wish(id_filter: IdFilter | None, termination: str | None = None) -> Subscribe:
    """A subscription to changes of the card, with that filter."""
    content = MessageContent(id_filter=id_filter)
    return Subscribe(
        consumer=PULL_POINT, topics=(CARD,), contents=(content,), termination=termination
    )


def built() -> dict[str, etree._Element]:
    """Every message that the product builds."""
    single = SingleId(id=CPR, id_type=IdType.CPR)
    listed = IdList(name="ward 7", description="", id_type=IdType.CPR, ids=(CPR, CPR))
    answer = SubscribeResponse(address=PULL_POINT, current_time=AT, termination_time=AT)
    return {
        "create list": id_lists.build_create_request(listed),
        "list created": id_lists.build_create_response(existing_updated=True),
        "destroy list": id_lists.build_destroy_request("ward 7"),
        "list destroyed": id_lists.build_destroy_response(no_such_list=False),
        "create pull point": pull_points.build_create_request(),
        "pull point created": pull_points.build_create_response(PULL_POINT),
        "get messages": pull_points.build_get_messages(),
        "get ten messages": pull_points.build_get_messages(10),
        "messages": pull_points.build_get_messages_response([ABOUT, BARE]),
        "no messages": pull_points.build_get_messages_response([]),
        "destroy pull point": pull_points.build_destroy_request(),
        "pull point destroyed": pull_points.build_destroy_response(),
        "subscribe by list": subscriptions.build_request(wish(IdFilter(id_list="ward 7"))),
        "subscribe to citizens": subscriptions.build_request(
            wish(IdFilter(single_ids=(single, single)), "P7D")
        ),
        "subscribe to all": subscriptions.build_request(wish(None, AT)),
        "subscribed": subscriptions.build_response(answer),
        "subscribed for ever": subscriptions.build_response(SubscribeResponse(address=PULL_POINT)),
        "unsubscribe": subscriptions.build_unsubscribe(),
        "unsubscribed": subscriptions.build_unsubscribe_response(),
        "notify": notifications.build_notify([ABOUT, BARE]),
        "notified": notifications.build_notify_response(),
    }


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_that_hold_everything_are_valid(name: str) -> None:
    """Every element and attribute of NAS2, and something in each open place."""
    assert list(NAS2.check(edited(MESSAGES[name]))) == []


@pytest.mark.parametrize("name", built())
def test_what_the_product_builds_is_valid(name: str) -> None:
    """What the simulator and its client send keeps the schemas."""
    assert list(NAS2.check(built()[name])) == []


@pytest.mark.parametrize("kind", FaultKind)
def test_faults_of_the_simulator_are_valid(kind: FaultKind) -> None:
    """The detail of each declared fault, with names of what is not known."""
    detail = etree.Element("detail")
    faults.append_detail(detail, NasFault(kind, "nej", names=_names(kind)), at=AT)

    assert list(NAS2.check(parse(etree.tostring(detail[0])))) == []


def _names(kind: FaultKind) -> tuple[str, ...]:
    named = {FaultKind.INVALID_FILTER, FaultKind.UNRECOGNIZED_POLICY}
    return ("{urn:x}a", "{urn:x}b") if kind in named else ()


@pytest.mark.parametrize("message", [NOTIFICATION, SUBSCRIPTION])
def test_examples_of_the_rules_are_valid(message: str) -> None:
    """The messages that keep every rule keep the schema."""
    assert list(NAS2.check(edited(message))) == []


@pytest.mark.parametrize("name", ["getmessages-response", "subscribe"])
def test_samples_are_valid(name: str) -> None:
    """The samples of NAS2 keep our schemas."""
    sample = official(f"samples/messages/nas2-{name}.body.xml")

    assert list(NAS2.check(parse(sample.read_bytes()))) == []


@pytest.mark.parametrize(
    ("message", "old", "new"),
    [
        (FETCHED, "t-1/TopicExpression/Simple", "t-1/TopicExpression/Full"),
        (FETCHED, ' idType="http://nsi.dk/advis/v10/CPR"', ' idType="cpr"'),
        (FETCHED, ' id="2512489996"', ""),
        (FETCHED, 'isSystemNotification="false"', 'isSystemNotification="1"'),
        (FETCHED, "<x:any/>", "<Updated xmlns='urn:any'><date>2026-06-01</date></Updated>"),
        (FETCHED, "<wsnt:Message>", "\n<wsnt:Message>\n"),
        (SUBSCRIBE, "IDMCP_Dialect", "Other_Dialect"),
        (SUBSCRIBE, "P7D", "2026-07-01T12:00:00+02:00"),
        (SUBSCRIBE, "<wsnt:UseRaw/>", "<wsnt:UseRaw/><x:kind of='policy'/>"),
        (SUBSCRIBE, "https://nas.example/nas2/pullpoint/1", "urn:uuid:pull-point"),
    ],
)
def test_what_wsn_leaves_open_is_valid(message: str, old: str, new: str) -> None:
    """Other dialects and ids, of which rules speak, and elements of any kind in open places."""
    assert list(NAS2.check(edited(message, (old, new)))) == []


def test_5000_notifications_in_an_answer_are_judged() -> None:
    """A long queue is no document of hostile size."""
    root = pull_points.build_get_messages_response([ABOUT] * 4999)
    notifications.append_message(root, ABOUT)
    root[-1].tag = Namespace.WSNT.tag("Message")

    (finding,) = NAS2.check(root)

    assert finding.where == "/GetMessagesResponse/Message[1]"


def test_a_message_of_hostile_size_is_refused_at_once() -> None:
    """Fifty thousand spoilt ids give one finding, about their number."""
    root = etree.Element(Namespace.ID_LIST.tag("CreateIDListRequest"))
    for _ in range(LARGEST):
        etree.SubElement(root, Namespace.ID_LIST.tag("Id"))

    (finding,) = NAS2.check(root)

    assert finding.found == "more than that"


def test_the_schemas_know_each_namespace_for_a_second_validator() -> None:
    """One schema is the entry to all; a second validator reads them."""
    schema = XMLSchema10(str(NAS2.location), allow="local")

    assert schema.target_namespace == Namespace.WSNT
    assert set(Namespace) <= set(schema.maps.namespaces)
