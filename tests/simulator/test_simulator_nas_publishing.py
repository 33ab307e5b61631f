"""What is published to the notification service: by the registers, from outside, and gone wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from lxml import etree

from conformance.nas import notifications, pull_points
from conformance.nas.faults import FaultKind
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter
from conformance.nas.vocabulary import Action, IdType, Topic
from conformance.pdc.codes import RelationCode
from conformance.pdc.compose import cpr_id
from conformance.pdc.datatypes import PersonName
from conformance.safe_xml import parse
from conformance.simulator.doors.messages import Reply
from conformance.simulator.state.announcements import UNKNOWN_CITIZEN
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.nas_settings import PlaceholderTopic
from conformance.simulator.state.personas import Persona, Staff
from conformance.simulator.state.world import NotPermitted, World
from conformance.skr import messages as skr
from conformance.skr.values import Delete
from conformance.skr.vocabulary import Part
from tests.simulator.direct_calls import DirectCaller
from tests.simulator.nas_calls import (
    BROKER,
    FACTORY,
    ID_LIST,
    NasCaller,
    bare,
    citizens,
    fault_of,
    notification,
    wish,
)

BENTE, JENS, MAX = Persona.BENTE.value, Persona.JENS.value, Persona.MAX.value
BTR: Final = "http://sundhedsdatastyrelsen.dk/behandlingstestamente/2022/08/01/"
FGVH: Final = "http://sundhedsdatastyrelsen.dk/Fravalg-Af-Genoplivning/2023/06/01/"


@pytest.fixture
def nas(caller: DirectCaller) -> NasCaller:
    return NasCaller(caller=caller, card=caller.system_card())


@pytest.fixture
def all_topics(nas: NasCaller) -> str:
    """A pull point that gets everything about everybody."""
    pull_point = nas.create_pull_point()
    for topic in (*Topic, *PlaceholderTopic):
        nas.subscribe(wish(pull_point, topic=topic, by=IdFilter()))
    return pull_point


def altered(**changes: object) -> Callable[[World], None]:
    return lambda world: world.admit(replace(world.citizen(BENTE), **changes))


NOON: Final = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
CHANGES: Final[dict[str, tuple[Callable[[World], None], list[str]]]] = {
    "a stay deleted": (lambda w: w.leave_temporary_address(BENTE), [Topic.CARD_UPDATED]),
    "a stay anew": (
        lambda w: w.stay_at(BENTE, w.citizen(BENTE).address, start=NOON, end=None),
        [Topic.CARD_UPDATED],
    ),
    "a relative named": (
        lambda w: w.name_relative(
            BENTE, PersonName.of("Ny", family="Nabo"), RelationCode.NEIGHBOUR, "22334455"
        ),
        [Topic.CARD_UPDATED],
    ),
    "all relatives deleted": (altered(relatives=()), [Topic.CARD_UPDATED]),
    "the language deleted": (altered(language=None), [Topic.CARD_UPDATED]),
    "the numbers deleted": (altered(contact=None), [Topic.CARD_UPDATED]),
    "the dentist deleted": (altered(dentist=None), [Topic.CARD_UPDATED]),
    "a treatment will withdrawn": (altered(treatment_will=False), [Topic.TREATMENT_WILL_UPDATED]),
    "a living will": (altered(living_will=True), [PlaceholderTopic.LTR]),
    "no organ donor any more": (altered(organ_donor=False), [PlaceholderTopic.ODR]),
    "an opt-out": (lambda w: w.register_opt_out(BENTE), [PlaceholderTopic.FGVH]),
    "two registers at once": (
        altered(dentist=None, treatment_will=False),
        [Topic.CARD_UPDATED, Topic.TREATMENT_WILL_UPDATED],
    ),
    "another name": (altered(name=PersonName.of("Bente", family="Ny")), []),
    "name and address protection": (lambda w: w.protect(BENTE), []),
    "another practitioner": (altered(practitioner=None), []),
    "another coverage group": (altered(coverage_group="2"), []),
    "custody": (lambda w: w.give_custody(BENTE, Persona.CHILD), []),
    "nothing": (altered(), []),
    "no opt-out to withdraw": (lambda w: w.withdraw_opt_out(BENTE), []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_register_tells_of_its_own_data(
    name: str, nas: NasCaller, all_topics: str, world: World
) -> None:
    """Of a change, of nothing else, and about the right citizen."""
    act, topics = CHANGES[name]
    act(world)
    told = nas.fetch(all_topics)
    assert [(message.topic, message.id) for message in told] == [(t, BENTE) for t in topics]


def test_no_register_tells_of_a_citizen_who_is_new_to_it(
    nas: NasCaller, all_topics: str, world: World
) -> None:
    """When the registers come to know or forget somebody, nothing has changed for anybody."""
    known = world.citizen(BENTE)
    world.forget(BENTE)
    world.admit(known)
    assert nas.fetch(all_topics) == ()


def test_a_write_in_the_stamkort_register_is_told(
    nas: NasCaller, caller: DirectCaller, world: World
) -> None:
    """A doctor deletes the temporary address through SKR, and the subscriber hears of it."""
    pull_point = nas.listen(BENTE)
    stay = world.citizen(BENTE).stay
    assert stay
    delete = Delete(citizen=cpr_id(BENTE), part=Part.TEMPORARY_ADDRESS, id=stay.id)
    doctor = caller.user_card(world.staff[Staff.DOCTOR])
    message = caller.message(doctor, skr.build_request(delete))
    assert nas.post("/skr/dgws20240101", message, "").status == 200
    assert nas.told_of(pull_point) == [BENTE]


def waiting(world: World) -> list[NotificationMessage]:
    """What waits in every pull point; a card runs out when the clock is moved."""
    points = world.notifications.pull_points.values()
    return [each.message for point in points for each in point.waiting]


@pytest.mark.usefixtures("all_topics")
def test_an_opt_out_is_told_when_registered_and_when_withdrawn(world: World) -> None:
    """With the day of it in Denmark; not when it takes effect."""
    world.clock.set(datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    world.register_opt_out(BENTE)
    (told,) = waiting(world)
    assert told.id_type == "cpr"
    content = parse(told.payload)
    (day,) = content
    assert content.tag == f"{{{FGVH}}}ConsentUpdatedNotification"
    assert (day.tag, dict(day.attrib)) == (f"{{{FGVH}}}date", {"value": "2026-06-02"})
    world.clock.advance(timedelta(days=8))
    assert len(waiting(world)) == 1
    world.withdraw_opt_out(BENTE)
    assert len(waiting(world)) == 2


def test_an_opt_out_that_the_law_forbids_is_not_told(
    nas: NasCaller, all_topics: str, world: World
) -> None:
    """Nobody below 60 has opted out."""
    with pytest.raises(NotPermitted):
        world.register_opt_out(JENS)
    assert nas.fetch(all_topics) == ()


def test_the_stamkort_register_tells_the_cpr_number_and_nothing_more(
    nas: NasCaller, all_topics: str, world: World
) -> None:
    """The receiver fetches the card; the element inside is empty and our own."""
    world.leave_temporary_address(BENTE)
    (told,) = nas.fetch(all_topics)
    content = parse(told.payload)
    assert (told.id, told.id_type, told.system) == (BENTE, IdType.CPR, None)
    assert (len(content), content.text, dict(content.attrib)) == (0, None, {})
    assert "placeholder" in str(etree.QName(content).namespace)


@pytest.mark.usefixtures("all_topics")
def test_a_treatment_will_is_told_as_the_guide_says(world: World) -> None:
    """Type, date and version, in this order."""
    world.clock.set(NOON)
    altered(treatment_will=False)(world)
    (told,) = waiting(world)
    content = parse(told.payload)
    assert content.tag == f"{{{BTR}}}TreatmentWillUpdated"
    assert [(etree.QName(c).localname, c.text) for c in content] == [
        ("type", "http://sundhedsdatastyrelsen.dk/MessageDefinition/Treatmentwill-notification"),
        ("date", "2026-06-01"),
        ("version", "1"),
    ]


def test_a_publisher_needs_no_id_card(nas: NasCaller) -> None:
    """Known by its address in the real world; the answer's header is empty."""
    pull_point = nas.listen(BENTE)
    reply = nas.publish(notification(BENTE), notification(JENS))
    assert reply.status == 200
    (header,) = parse(reply.body).iterfind("{*}Header")
    assert len(header) == 0
    assert [message.payload for message in nas.fetch(pull_point)] == [
        b'<x:changed xmlns:x="urn:example"/>'
    ]


def test_a_publishers_id_card_is_checked_if_there_is_one(
    nas: NasCaller, caller: DirectCaller, world: World
) -> None:
    """A good one is answered in DGWS; one that has run out is refused, and nothing published."""
    pull_point = nas.listen(BENTE)
    body = notifications.build_notify((notification(BENTE),))
    message = caller.message(nas.card, body)
    good = nas.post(BROKER, message, Action.NOTIFY)
    assert good.status == 200
    assert b"InResponseToMessageID" in good.body
    world.clock.advance(timedelta(days=2))
    assert fault_of(nas.post(BROKER, message, Action.NOTIFY)) == "expired_idcard"
    fresh = NasCaller(caller=caller, card=caller.system_card())
    assert fresh.told_of(pull_point) == [BENTE]


@pytest.mark.parametrize(
    "message",
    [
        notification(BENTE, "urn:nothing"),
        notification(BENTE, ""),
        replace(notification(BENTE), dialect="urn:full"),
    ],
)
def test_one_publishes_to_topics_that_exist(message: NotificationMessage, nas: NasCaller) -> None:
    """One that does not refuses them all."""
    pull_point = nas.listen(BENTE)
    reply = nas.publish(notification(BENTE), message)
    assert fault_of(reply) is FaultKind.INVALID_TOPIC
    assert nas.told_of(pull_point) == []


def test_a_notification_of_another_kind_fails(nas: NasCaller) -> None:
    """Nobody could be subscribed to it."""
    body = notifications.build_notify((notification(BENTE),))
    for content in body.iterfind(".//{*}NotifyContent"):
        content.tag = "{urn:example}Other"
    reply = nas.post(BROKER, bare(body), Action.NOTIFY)
    assert fault_of(reply) is FaultKind.NOTIFY_FAILED


def test_a_notification_may_be_put_in_a_pull_point_directly(nas: NasCaller) -> None:
    """Its WSDL has the operation; the topic does not matter then."""
    pull_point = nas.create_pull_point()
    assert nas.publish(notification(MAX, "urn:any"), at=pull_point).status == 200
    assert nas.told_of(pull_point) == [MAX]
    gone = nas.publish(notification(MAX), at="/nas2/pullpoints/none")
    assert fault_of(gone) is FaultKind.RESOURCE_UNKNOWN


def test_a_service_that_is_down_is_503(nas: NasCaller, world: World) -> None:
    """At every address."""
    pull_point = nas.listen(BENTE)
    world.inject(Fault.NAS_DOWN)
    for path in (BROKER, FACTORY, ID_LIST, pull_point, "/nas2/subscriptions/1"):
        assert nas.post(path, b"<x/>", "") == Reply(status=503, body=b"")


def test_what_is_published_while_the_service_is_down_is_not_lost(
    nas: NasCaller, world: World
) -> None:
    """Delivery is guaranteed."""
    pull_point = nas.listen(BENTE)
    world.inject(Fault.NAS_DOWN)
    world.leave_temporary_address(BENTE)
    world.mend(Fault.NAS_DOWN)
    assert nas.told_of(pull_point) == [BENTE]


@pytest.mark.parametrize("cpr", [None, BENTE])
def test_a_notification_may_come_twice(cpr: str | None, nas: NasCaller, world: World) -> None:
    """For everybody, or for one citizen; the same message both times."""
    pull_point = nas.listen(BENTE, JENS)
    world.inject(Fault.NAS_TWICE, cpr)
    world.leave_temporary_address(BENTE)
    world.leave_temporary_address(JENS)
    first, second, *others = nas.fetch(pull_point)
    assert first == second
    assert [each.id for each in others] == ([JENS] if cpr else [JENS, JENS])


def test_a_notification_may_come_for_a_citizen_whom_nobody_knows(
    nas: NasCaller, world: World
) -> None:
    """After the right one, although no list has the number."""
    pull_point = nas.listen(BENTE)
    world.inject(Fault.NAS_UNKNOWN_CITIZEN)
    world.leave_temporary_address(BENTE)
    world.leave_temporary_address(JENS)
    assert nas.told_of(pull_point) == [BENTE, UNKNOWN_CITIZEN]
    assert UNKNOWN_CITIZEN not in world.citizens


def test_every_operation_may_fail_with_its_own_fault(nas: NasCaller, world: World) -> None:
    """Those that declare one; nothing is changed, and what waits still waits."""
    pull_point = nas.listen(BENTE)
    subscription = nas.subscribe(wish(pull_point)).address
    nas.publish(notification(BENTE))
    before = world.notifications
    world.inject(Fault.NAS_FAILS)
    created = nas.ask(FACTORY, pull_points.build_create_request(), Action.CREATE_PULL_POINT)
    fetched = nas.ask(pull_point, pull_points.build_get_messages(), "")
    assert fault_of(created) is FaultKind.PULL_POINT_NOT_CREATED
    assert fault_of(fetched) is FaultKind.NO_MESSAGES
    assert fault_of(nas.refused(wish(pull_point))) is FaultKind.SUBSCRIBE_FAILED
    assert fault_of(nas.unsubscribe(subscription)) is FaultKind.SUBSCRIPTION_NOT_DESTROYED
    assert fault_of(nas.destroy_pull_point(pull_point)) is FaultKind.PULL_POINT_NOT_DESTROYED
    assert fault_of(nas.publish(notification(BENTE))) is FaultKind.NOTIFY_FAILED
    assert world.notifications == before
    assert nas.create_list(citizens(BENTE)) is True


def test_a_fault_may_come_with_a_prefix_that_nothing_declares(
    nas: NasCaller, caller: DirectCaller, world: World
) -> None:
    """The faultcode says soap:Server; declared faults and those of DGWS alike keep their detail."""
    world.inject(Fault.NAS_UNDECLARED_PREFIX)
    declared = nas.ask("/nas2/pullpoints/x", pull_points.build_get_messages(), Action.GET_MESSAGES)
    refused = NasCaller(caller=caller, card=None).ask(
        FACTORY, pull_points.build_create_request(), Action.CREATE_PULL_POINT
    )
    assert fault_of(declared) is FaultKind.RESOURCE_UNKNOWN
    assert fault_of(refused) == "missing_required_header"
    for reply, code in ((declared, "soap:Server"), (refused, "soap:Client")):
        root = parse(reply.body)
        (faultcode,) = root.iter("faultcode")
        assert faultcode.text == code
        assert all("soap" not in element.nsmap for element in root.iter("*"))


def test_without_that_fault_the_prefix_is_declared(nas: NasCaller) -> None:
    """A QName that can be resolved."""
    reply = nas.ask("/nas2/pullpoints/x", pull_points.build_get_messages(), "")
    (faultcode,) = parse(reply.body).iter("faultcode")
    assert faultcode.text == "soap:Server"
    assert faultcode.nsmap["soap"] == "http://schemas.xmlsoap.org/soap/envelope/"
