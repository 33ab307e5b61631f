"""Messages of NAS2: lossless both ways, valid officially, and clear about what is wrong."""

from collections.abc import Callable
from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.nas import id_lists, notifications, pull_points, subscriptions
from conformance.nas.elements import MalformedMessage
from conformance.nas.faults import FaultKind, NasFault, append_detail, read_detail
from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage, NotNotifyContent
from conformance.nas.schema import NAS2
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
from tests.official import official

AT: Final = "2026-06-01T12:00:00Z"
PULL_POINT: Final = "https://nas.example/nas2/pullpoint/1"
TOPICS: Final = (TopicExpression(text=Topic.CARD_UPDATED),)
UPDATED: Final = NotificationMessage(
    topic=Topic.CARD_UPDATED,
    id="2512489996",
    id_type=IdType.CPR,
    payload=b'<x:DataCardUpdated xmlns:x="urn:example"/>',
)
BARE: Final = NotificationMessage(topic="", payload=b"<changed>\xc3\xa6</changed>")
OWN: Final = IdList(
    name="own", description="Egne borgere", id_type=IdType.CPR, ids=("2512489996", "0108589995")
)
WISHES: Final = {
    "list": Subscribe(
        consumer=PULL_POINT,
        topics=TOPICS,
        contents=(MessageContent(id_filter=IdFilter(id_list="own")),),
    ),
    "single citizens": Subscribe(
        consumer=PULL_POINT,
        topics=TOPICS,
        contents=(
            MessageContent(
                id_filter=IdFilter(
                    single_ids=(
                        SingleId(id="2512489996", id_type=IdType.CPR),
                        SingleId(id="0108589995", id_type=IdType.CPR),
                    )
                )
            ),
        ),
        termination="P30D",
    ),
    "everybody": Subscribe(consumer=PULL_POINT, topics=TOPICS),
}


def detail_of(fault: NasFault) -> etree._Element:
    """The one element of the fault's detail."""
    detail = etree.Element("detail", nsmap={"soap": "http://schemas.xmlsoap.org/soap/envelope/"})
    append_detail(detail, fault, at=AT)
    (element,) = parse(etree.tostring(detail))
    return element


MESSAGES: Final[dict[str, etree._Element]] = {
    "create list": id_lists.build_create_request(OWN),
    "list created": id_lists.build_create_response(existing_updated=False),
    "destroy list": id_lists.build_destroy_request("own"),
    "list destroyed": id_lists.build_destroy_response(no_such_list=True),
    "create pull point": pull_points.build_create_request(),
    "pull point created": pull_points.build_create_response(PULL_POINT),
    "get all": pull_points.build_get_messages(),
    "get some": pull_points.build_get_messages(20),
    "messages": pull_points.build_get_messages_response((UPDATED, BARE)),
    "no messages": pull_points.build_get_messages_response(()),
    "destroy pull point": pull_points.build_destroy_request(),
    "pull point destroyed": pull_points.build_destroy_response(),
    "subscribe by list": subscriptions.build_request(WISHES["list"]),
    "subscribe by citizens": subscriptions.build_request(WISHES["single citizens"]),
    "subscribe to all": subscriptions.build_request(WISHES["everybody"]),
    "subscribed": subscriptions.build_response(
        SubscribeResponse(address=PULL_POINT, current_time=AT, termination_time=AT)
    ),
    "unsubscribe": subscriptions.build_unsubscribe(),
    "unsubscribed": subscriptions.build_unsubscribe_response(),
    "notify": notifications.build_notify((UPDATED, BARE)),
    "notified": notifications.build_notify_response(),
    **{
        f"fault {kind.local_name}": detail_of(
            NasFault(kind, "why", names=["{urn:example}x"] if kind.names_unknown else ())
        )
        for kind in FaultKind
    },
}


@cache
def official_schema() -> etree.XMLSchema:
    folder = official("schemas/nas2/schemas/nas")
    xs = "http://www.w3.org/2001/XMLSchema"
    root = etree.Element(f"{{{xs}}}schema")
    for name in ("b-2", "r-2", "idlist", "ID_MCP-v14"):
        location = folder / f"{name}.xsd"
        target = etree.parse(str(location)).getroot().get("targetNamespace", "")
        place = location.as_uri()
        etree.SubElement(root, f"{{{xs}}}import", namespace=target, schemaLocation=place)
    return etree.XMLSchema(root)


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_keeps_the_official_schemas(name: str) -> None:
    """Requests, answers and details of faults."""
    official_schema().assertValid(parse(etree.tostring(MESSAGES[name])))


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_keeps_our_own_schema(name: str) -> None:
    """The schema that findings are told by accepts what is built here."""
    assert list(NAS2.check(parse(etree.tostring(MESSAGES[name])))) == []


@pytest.mark.parametrize("wanted", WISHES.values(), ids=list(WISHES))
def test_a_wish_survives_the_wire(wanted: Subscribe) -> None:
    """What was built is read."""
    again = parse(etree.tostring(subscriptions.build_request(wanted)))
    assert subscriptions.read_request(again) == wanted


texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=30)


@settings(deadline=None)
@given(name=texts.filter(bool), description=texts, id_type=texts, ids=st.lists(texts, max_size=5))
def test_a_list_survives_the_wire(
    name: str, description: str, id_type: str, ids: list[str]
) -> None:
    """Whatever it is called and whomever it names."""
    id_list = IdList(name=name, description=description, id_type=id_type, ids=tuple(ids))
    again = parse(etree.tostring(id_lists.build_create_request(id_list)))
    assert id_lists.read_create_request(again) == id_list


@settings(deadline=None)
@given(
    topic=texts.filter(bool),
    cpr=st.none() | texts,
    id_type=st.none() | texts,
    system=st.none() | st.booleans(),
)
def test_a_notification_survives_the_wire(
    topic: str, cpr: str | None, id_type: str | None, system: bool | None
) -> None:
    """Published, or handed out; what may be left out may be left out."""
    message = NotificationMessage(
        topic=topic, id=cpr, id_type=id_type, system=system, payload=UPDATED.payload
    )
    notify = parse(etree.tostring(notifications.build_notify((message, BARE))))
    answer = parse(etree.tostring(pull_points.build_get_messages_response((message, BARE))))
    assert notifications.read_notify(notify) == (message, BARE)
    assert pull_points.read_get_messages_response(answer) == (message, BARE)


def test_a_payload_keeps_the_namespaces_that_its_texts_name() -> None:
    """A prefix inside an attribute's value is declared outside of the payload, and stays good."""
    notify = parse(
        b'<w:Notify xmlns:w="http://docs.oasis-open.org/wsn/b-2" xmlns:n="http://nsi.dk/advis/v10"'
        b' xmlns:t="urn:types" xmlns:unused="urn:unused"><w:NotificationMessage><w:Message>'
        b'<n:NotifyContent><a kind="t:K"/></n:NotifyContent>'
        b"</w:Message></w:NotificationMessage></w:Notify>"
    )
    (message,) = notifications.read_notify(notify)
    assert message.payload == b'<a xmlns:t="urn:types" kind="t:K"/>'


@pytest.mark.parametrize("truth", [True, False])
def test_answers_about_lists_survive_the_wire(*, truth: bool) -> None:
    """Both of the truth values."""
    created = id_lists.build_create_response(existing_updated=truth)
    destroyed = id_lists.build_destroy_response(no_such_list=truth)
    assert id_lists.read_create_response(created) is truth
    assert id_lists.read_destroy_response(destroyed) is truth


def test_a_subscription_is_read_from_the_answer() -> None:
    """Address and times."""
    response = SubscribeResponse(address=PULL_POINT, current_time=AT, termination_time=AT)
    assert subscriptions.read_response(subscriptions.build_response(response)) == response


@pytest.mark.parametrize("kind", FaultKind)
def test_a_fault_survives_the_wire(kind: FaultKind) -> None:
    """Kind, text, and the names of what is not known."""
    names = (
        "{urn:example}x",
        "{http://docs.oasis-open.org/wsn/b-2}y",
        "{http://schemas.xmlsoap.org/soap/envelope/}z",
        "z",
    )
    sent = NasFault(kind, "why: <æ>", names=names if kind.names_unknown else ())
    found = read_detail(detail_of(sent))
    assert found is not None
    assert (found.kind, found.text, found.names) == (sent.kind, sent.text, sent.names)


def test_another_detail_is_no_declared_fault() -> None:
    """A code of DGWS, for instance."""
    assert read_detail(parse(b"<x/>")) is None


def test_the_official_samples_are_read() -> None:
    """A subscription by list, and a notification from SKR."""
    wanted = parse(official("samples/messages/nas2-subscribe.body.xml").read_bytes())
    answer = parse(official("samples/messages/nas2-getmessages-response.body.xml").read_bytes())
    read = subscriptions.read_request(wanted)
    (message,) = pull_points.read_get_messages_response(answer)
    assert read.topics == (TopicExpression(text=Topic.CARD_UPDATED),)
    assert read.contents[0].id_filter == IdFilter(id_list="my-list")
    assert (message.topic, message.id, message.id_type) == (
        Topic.CARD_UPDATED,
        "2512489996",
        IdType.CPR,
    )


def test_what_is_not_known_in_a_wish_is_read_for_the_service_to_judge() -> None:
    """Other filters, properties of the producer, policies, an XPathFilter."""
    root = subscriptions.build_request(WISHES["list"])
    wanted = root.find(Namespace.WSNT.tag("Filter"))
    assert wanted is not None
    etree.SubElement(wanted, "{urn:example}Mine")
    etree.SubElement(wanted, Namespace.WSNT.tag("ProducerProperties"), Dialect="x")
    policy = etree.SubElement(root, Namespace.WSNT.tag("SubscriptionPolicy"))
    etree.SubElement(policy, Namespace.WSNT.tag("UseRaw"))
    id_filter = root.find(f".//{Namespace.NAS.tag('IDFilter')}")
    assert id_filter is not None
    etree.SubElement(id_filter, Namespace.NAS.tag("XPathFilter"), xpathVersion="1.0")
    read = subscriptions.read_request(root)
    assert read.unknown_filters == ("{urn:example}Mine",)
    assert read.has_producer_properties
    assert read.policies == (Namespace.WSNT.tag("UseRaw"),)
    assert read.contents[0].id_filter == IdFilter(id_list="own", xpath_version="1.0")


READERS: Final[dict[str, Callable[[etree._Element], object]]] = {
    "create list": id_lists.read_create_request,
    "list created": id_lists.read_create_response,
    "destroy list": id_lists.read_destroy_request,
    "list destroyed": id_lists.read_destroy_response,
    "create pull point": pull_points.read_create_request,
    "pull point created": pull_points.read_create_response,
    "get some": pull_points.read_get_messages,
    "messages": pull_points.read_get_messages_response,
    "destroy pull point": pull_points.read_destroy_request,
    "pull point destroyed": pull_points.read_destroy_response,
    "subscribe by list": subscriptions.read_request,
    "subscribed": subscriptions.read_response,
    "unsubscribe": subscriptions.read_unsubscribe,
    "unsubscribed": subscriptions.read_unsubscribe_response,
    "notify": notifications.read_notify,
    "notified": notifications.read_notify_response,
}


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_its_own_message_and_no_other(name: str) -> None:
    """Everything else is MalformedMessage, which says what was expected."""
    READERS[name](MESSAGES[name])
    with pytest.raises(MalformedMessage, match=r"expected \{.*\}.*, found x"):
        READERS[name](parse(b"<x/>"))


def wsnt(name: str, content: str) -> etree._Element:
    return parse(
        f'<w:{name} xmlns:w="http://docs.oasis-open.org/wsn/b-2" '
        f'xmlns:a="http://www.w3.org/2005/08/addressing" xmlns:n="http://nsi.dk/advis/v10">'
        f"{content}</w:{name}>".encode()
    )


def listed(content: str) -> etree._Element:
    namespace = Namespace.ID_LIST.value
    return parse(
        f'<l:CreateIDListRequest xmlns:l="{namespace}">{content}</l:CreateIDListRequest>'.encode()
    )


CONSUMER: Final = "<w:ConsumerReference><a:Address>http://x/</a:Address></w:ConsumerReference>"
BROKEN: Final = {
    "no name": (
        id_lists.read_create_request,
        listed("<l:Name> </l:Name>"),
        "expected the name of a list in Name, found none",
    ),
    "two names": (
        id_lists.read_create_request,
        listed("<l:Name>a</l:Name><l:Name>b</l:Name>"),
        "expected one Name in /CreateIDListRequest, found 2",
    ),
    "no kind of number": (
        id_lists.read_create_request,
        listed("<l:Name>a</l:Name><l:Description/>"),
        "expected IDType in /CreateIDListRequest, found none",
    ),
    "a number in words": (
        pull_points.read_get_messages,
        wsnt("GetMessages", "<w:MaximumNumber>all</w:MaximumNumber>"),
        "MaximumNumber: expected a number of at most 18 digits, found 'all'",
    ),
    "a negative number": (
        pull_points.read_get_messages,
        wsnt("GetMessages", "<w:MaximumNumber>-1</w:MaximumNumber>"),
        "MaximumNumber: expected a number of at most 18 digits, found '-1'",
    ),
    "a number without end": (
        pull_points.read_get_messages,
        wsnt("GetMessages", f"<w:MaximumNumber>{'9' * 5000}</w:MaximumNumber>"),
        f"MaximumNumber: expected a number of at most 18 digits, found '{'9' * 18}'",
    ),
    "no consumer": (
        subscriptions.read_request,
        wsnt("Subscribe", ""),
        "expected ConsumerReference in /Subscribe, found none",
    ),
    "no address": (
        subscriptions.read_request,
        wsnt("Subscribe", "<w:ConsumerReference><a:Address/></w:ConsumerReference>"),
        "expected an address in /Subscribe/ConsumerReference[1], found none",
    ),
    "no dialect": (
        subscriptions.read_request,
        wsnt(
            "Subscribe", CONSUMER + "<w:Filter><w:TopicExpression>t</w:TopicExpression></w:Filter>"
        ),
        "expected the attribute Dialect on /Subscribe/Filter[1]/TopicExpression[1]",
    ),
    "list and citizens": (
        subscriptions.read_request,
        wsnt(
            "Subscribe",
            CONSUMER + '<w:Filter><w:MessageContent Dialect="d"><n:IDFilter><n:IDList name="a"/>'
            '<n:SingleID id="1" idType="t"/></n:IDFilter></w:MessageContent></w:Filter>',
        ),
        "expected an IDList or SingleIDs in IDFilter, found both",
    ),
    "nothing to tell": (
        notifications.read_notify,
        wsnt("Notify", ""),
        "expected a NotificationMessage in Notify, found none",
    ),
    "two contents": (
        notifications.read_notify,
        wsnt(
            "Notify",
            "<w:NotificationMessage><w:Message><n:NotifyContent><x/><y/></n:NotifyContent>"
            "</w:Message></w:NotificationMessage>",
        ),
        (
            "expected one element in "
            "/Notify/NotificationMessage[1]/Message[1]/NotifyContent[1], found 2"
        ),
    ),
    "an odd truth": (
        notifications.read_notify,
        wsnt(
            "Notify",
            '<w:NotificationMessage><w:Message><n:NotifyContent isSystemNotification="ja"><x/>'
            "</n:NotifyContent></w:Message></w:NotificationMessage>",
        ),
        "isSystemNotification: expected true or false, found 'ja'",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_message_is_told_in_plain_words(name: str) -> None:
    """Expected, found, and where."""
    read, body, words = BROKEN[name]
    with pytest.raises(MalformedMessage) as refusal:
        read(body)
    assert str(refusal.value) == words


def test_a_message_of_another_kind_is_told_apart() -> None:
    """It is well-formed, but nobody can be subscribed by it."""
    body = wsnt(
        "Notify", "<w:NotificationMessage><w:Message><x/></w:Message></w:NotificationMessage>"
    )
    with pytest.raises(NotNotifyContent, match="expected nas:NotifyContent in Message, found x"):
        notifications.read_notify(body)
