"""Faults of every system, for one citizen and for all: who meets them, and what is done then."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from lxml import etree

from conformance.minlog import lookup, registration
from conformance.minlog.lookup import LookupRequest
from conformance.nas import id_lists, notifications, pull_points, subscriptions
from conformance.nas.faults import FaultKind
from conformance.nas.subscriptions import IdFilter, SingleId
from conformance.nas.vocabulary import Action, IdType
from conformance.pdc import compose
from conformance.safe_xml import UnsafeXml, parse
from conformance.security import sts
from conformance.simulator.doors.messages import Reply
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.state.faults import LOSING, Fault, Kind, fault_of
from conformance.simulator.state.journal import Service, System
from conformance.simulator.state.personas import Persona, Staff
from conformance.simulator.state.world import UnknownCitizen, World
from conformance.simulator.wire.spoiling import WRONG_CONTENT_TYPE
from conformance.skr import messages
from conformance.skr.values import Create
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import FormatCode
from tests.simulator.direct_calls import MINLOG_PATH, STS, DirectCaller, user_log
from tests.simulator.idws_calls import BST2IDWS, IdwsCaller
from tests.simulator.minlog_entries import ENTRY
from tests.simulator.nas_calls import (
    BROKER,
    FACTORY,
    ID_LIST,
    MANAGER,
    NasCaller,
    bare,
    citizens,
    notification,
    wish,
)
from tests.simulator.nas_calls import (
    fault_of as nas_fault,
)
from tests.skr.skr_requests import RELATIVE

SOFIE, JENS = Persona.SOFIE.value, Persona.JENS.value
SKR: Final = "/skr/dgws20240101"
LOOKUP: Final = "/minlog2-lookupid/20250312/LookupidService"
EVERYBODYS: Final = (
    Kind.DOWN,
    Kind.SLOW,
    Kind.CONNECTION_RESET,
    Kind.MALFORMED_XML,
    Kind.WRONG_CONTENT_TYPE,
)


@dataclass(frozen=True, kw_only=True)
class Client:
    """All that is needed to call any service about somebody."""

    caller: DirectCaller
    doctor: etree._Element
    system: etree._Element
    pull_point: str

    @property
    def world(self) -> World:
        return self.caller.simulation.services.world

    @property
    def nas(self) -> NasCaller:
        return NasCaller(caller=self.caller, card=self.system)

    def post(self, path: str, card: etree._Element, body: etree._Element, action: str) -> Reply:
        return self.caller.call(path, self.caller.message(card, body), action)

    def to_nas(self, path: str, body: etree._Element, action: str) -> Reply:
        return self.nas.post(path, self.caller.message(self.system, body), action)


@pytest.fixture
def client(caller: DirectCaller, world: World) -> Client:
    card = caller.system_card()
    nas = NasCaller(caller=caller, card=card)
    return Client(
        caller=caller,
        doctor=caller.user_card(world.staff[Staff.DOCTOR]),
        system=card,
        pull_point=nas.listen(SOFIE, JENS),
    )


def id_card(client: Client, cpr: str) -> Reply:
    card = client.caller.requested(user=user_log(client.world.staff[cpr]))
    return client.caller.call(STS, client.caller.token_request(card), sts.ACTION)


def token(client: Client, cpr: str) -> Reply:
    idws = IdwsCaller(simulation=client.caller.simulation)
    holder = idws.holder.certificate
    bootstrap = idws.identity_provider.citizen(cpr, holder=holder, now=idws.now)
    return idws.call(BST2IDWS, idws.exchange_request(bootstrap))


def search_by_token(client: Client, cpr: str) -> Reply:
    idws = IdwsCaller(simulation=client.caller.simulation)
    return idws.search(idws.citizen(cpr), cpr)


def search(client: Client, cpr: str) -> Reply:
    return client.caller.search(client.doctor, cpr)


def retrieval(client: Client, cpr: str) -> Reply:
    wanted = unique_id(cpr, FormatCode.PDC_V3)
    request = DocumentRequest(repository_id=REPOSITORY_ID, unique_id=wanted)
    return client.caller.retrieve(client.doctor, request)


def registering(client: Client, cpr: str) -> Reply:
    body = registration.build_request((replace(ENTRY, citizen=cpr),))
    return client.post(MINLOG_PATH, client.system, body, "AddRegistrations")


def look(client: Client, cpr: str) -> Reply:
    body = lookup.build_request(LookupRequest(citizen=cpr))
    return client.post(LOOKUP, client.system, body, lookup.ACTION)


def writing(client: Client, cpr: str) -> Reply:
    entry = replace(RELATIVE, id=str(uuid4()))
    request = Create(citizen=compose.cpr_id(cpr), entry=entry)
    body = messages.build_request(request)
    return client.post(SKR, client.doctor, body, request.operation.action)


def listing(client: Client, cpr: str) -> Reply:
    body = id_lists.build_create_request(citizens(cpr, name="other"))
    return client.to_nas(ID_LIST, body, Action.CREATE_ID_LIST)


def by_number(cpr: str) -> IdFilter:
    return IdFilter(single_ids=(SingleId(id=cpr, id_type=IdType.CPR),))


def subscribing(client: Client, cpr: str) -> Reply:
    body = subscriptions.build_request(wish(client.pull_point, by=by_number(cpr)))
    return client.to_nas(MANAGER, body, Action.SUBSCRIBE)


def publishing(client: Client, cpr: str) -> Reply:
    body = notifications.build_notify((notification(cpr),))
    return client.nas.post(BROKER, bare(body), Action.NOTIFY)


Ask = Callable[[Client, str], Reply]
CITIZENS: Final = (SOFIE, JENS)
CALLS: Final[Mapping[Ask, tuple[System, tuple[str, str]]]] = {
    id_card: (System.STS, (Staff.DOCTOR.value, Staff.NURSE.value)),
    token: (System.STS, CITIZENS),
    search: (System.SFSK, CITIZENS),
    search_by_token: (System.SFSK, CITIZENS),
    retrieval: (System.SFSK, CITIZENS),
    registering: (System.MINLOG, CITIZENS),
    look: (System.MINLOG, CITIZENS),
    writing: (System.SKR, CITIZENS),
    listing: (System.NAS, CITIZENS),
    subscribing: (System.NAS, CITIZENS),
    publishing: (System.NAS, CITIZENS),
}
"""Calls about somebody, with the system that is called, and two persons to call about."""

each_call = pytest.mark.parametrize("ask", CALLS, ids=lambda ask: ask.__name__)
each_kind = pytest.mark.parametrize("kind", EVERYBODYS[1:], ids=lambda kind: kind.name)


def the(system: System, kind: Kind) -> Fault:
    found = fault_of(system, kind)
    assert found is not None
    return found


def known(world: World) -> tuple[object, ...]:
    """All that a call may change, the journal aside."""
    return (world.citizens, tuple(world.log), world.notifications, world.bonds, world.staff)


def is_sound(reply: Reply) -> bool:
    """Whether the answer came at once, whole, and as what it is."""
    parse(reply.body)
    return (reply.status, reply.delay, reply.cut_after) == (200, 0.0, None) and (
        reply.content_type != WRONG_CONTENT_TYPE
    )


def shows(reply: Reply, kind: Kind, late: float) -> bool:
    """Whether the answer has gone wrong in that way."""
    match kind:
        case Kind.SLOW:
            return reply.delay == late
        case Kind.CONNECTION_RESET:
            return reply.cut_after == len(reply.body) // 2
        case Kind.WRONG_CONTENT_TYPE:
            return reply.content_type == WRONG_CONTENT_TYPE
    with pytest.raises(UnsafeXml):
        parse(reply.body)
    return True


@pytest.mark.parametrize("system", System)
def test_every_system_can_go_wrong_in_the_same_ways(system: System) -> None:
    """Down, slow, reset, malformed, of a wrong type: each has a fault of its own."""
    found = [the(system, kind) for kind in EVERYBODYS]
    assert [fault.system for fault in found] == [system] * len(EVERYBODYS)
    assert all(fault.startswith(f"{system} ") for fault in found)
    assert any(service.system is system for service in Service)


def test_faults_stand_together_by_system() -> None:
    """So that a list of them can be read."""
    order = list(dict.fromkeys(fault.system for fault in Fault))
    assert [fault.system for fault in Fault] == sorted(
        (fault.system for fault in Fault), key=order.index
    )


@each_call
def test_a_service_that_is_down_for_one_serves_the_others(ask: Ask, client: Client) -> None:
    """The call about that one is answered 503, changes nothing, and is noted as that."""
    system, (one, other) = CALLS[ask]
    world = client.world
    world.inject(the(system, Kind.DOWN), one)
    before = known(world)
    assert ask(client, one) == Reply.unavailable()
    assert known(world) == before
    last = tuple(world.journal)[-1]
    assert (last.outcome, last.citizens) == ("HTTP 503", (one,))
    assert is_sound(ask(client, other))
    assert tuple(world.journal)[-1].citizens == (other,)


@pytest.mark.parametrize("ask", [search, registering, writing, listing, subscribing, publishing])
def test_the_calls_that_are_tried_do_have_an_effect(ask: Ask, client: Client) -> None:
    """Else the test above would prove nothing."""
    before = known(client.world)
    assert is_sound(ask(client, SOFIE))
    assert known(client.world) != before


@each_call
def test_a_service_that_is_down_for_all_serves_nobody(ask: Ask, client: Client) -> None:
    """Whoever the call is about; once mended it serves again."""
    system, persons = CALLS[ask]
    fault = the(system, Kind.DOWN)
    client.world.inject(fault)
    before = known(client.world)
    assert [ask(client, cpr) for cpr in persons] == [Reply.unavailable()] * 2
    assert known(client.world) == before
    client.world.mend(fault)
    assert is_sound(ask(client, persons[0]))


@each_kind
@each_call
def test_an_answer_is_spoilt_for_one(ask: Ask, kind: Kind, client: Client) -> None:
    """And for nobody else; the journal names the fault, and keeps the answer whole."""
    system, (one, other) = CALLS[ask]
    fault = the(system, kind)
    client.world.inject(fault, one)
    assert shows(ask(client, one), kind, client.world.slow_seconds)
    last = tuple(client.world.journal)[-1]
    assert last.outcome.endswith(f", {fault}")
    parse(last.response)
    assert is_sound(ask(client, other))


@each_kind
@each_call
def test_an_answer_is_spoilt_for_all(ask: Ask, kind: Kind, client: Client) -> None:
    """Whoever the call is about; and no other system's answer."""
    system, persons = CALLS[ask]
    client.world.inject(the(system, kind))
    for cpr in persons:
        assert shows(ask(client, cpr), kind, client.world.slow_seconds)
    client.world.mend_all()
    for each in System:
        if each is not system:
            client.world.inject(the(each, kind))
    assert is_sound(ask(client, persons[0]))


def test_a_call_about_two_is_down_for_either(client: Client) -> None:
    """Nothing of it is done, for the other neither."""
    client.world.inject(Fault.MINLOG_DOWN, SOFIE)
    body = registration.build_request((replace(ENTRY, citizen=JENS), replace(ENTRY, citizen=SOFIE)))
    reply = client.post(MINLOG_PATH, client.system, body, "AddRegistrations")
    assert (reply.status, len(client.world.log)) == (503, 0)


def test_a_card_of_a_system_is_nobodys(client: Client) -> None:
    """A person's fault at the STS does not touch it; a fault for all does."""
    client.world.inject(Fault.STS_DOWN, Staff.DOCTOR)
    assert len(client.caller.system_card()) > 0
    client.world.inject(Fault.STS_DOWN)
    request = client.caller.token_request(client.caller.requested())
    assert client.caller.call(STS, request, sts.ACTION).status == 503


def test_a_fault_may_be_a_member_of_staffs(world: World) -> None:
    """Whose CPR number is no citizen's; a number that is nobody's is refused."""
    world.inject(Fault.STS_SLOW, Staff.DOCTOR)
    world.mend_for(Fault.STS_SLOW, Staff.DOCTOR)
    assert not world.faults
    for verb in (world.inject, world.mend_for):
        with pytest.raises(UnknownCitizen):
            verb(Fault.STS_SLOW, "0101010000")


# The notification service: who is named


def test_calls_that_name_nobody_are_served(client: Client) -> None:
    """Pull points come and go, whomever the service is down or fails for."""
    for fault in (Fault.NAS_DOWN, Fault.NAS_FAILS, Fault.NAS_UNDECLARED_PREFIX):
        client.world.inject(fault, SOFIE)
    pull_point = client.nas.create_pull_point()
    assert client.nas.told_of(pull_point) == []
    assert client.nas.destroy_pull_point(pull_point).status == 200
    unknown = client.nas.ask("/nas2/pullpoints/x", pull_points.build_get_messages(), "")
    assert nas_fault(unknown) is FaultKind.RESOURCE_UNKNOWN
    assert b"xmlns:soap=" in unknown.body


def test_a_list_names_those_on_it(client: Client) -> None:
    """When it is destroyed, subscribed by, or unsubscribed from."""
    nas = client.nas
    nas.create_list(citizens(JENS, name="his"))
    hers = nas.subscribe(wish(client.pull_point)).address
    his = nas.subscribe(wish(client.pull_point, by=IdFilter(id_list="his"))).address
    client.world.inject(Fault.NAS_DOWN, SOFIE)
    before = client.world.notifications
    assert nas.post(*ended(client, hers)).status == 503
    assert nas.post(ID_LIST, *destroyed(client, "own")).status == 503
    again = subscriptions.build_request(wish(client.pull_point))
    assert client.to_nas(MANAGER, again, Action.SUBSCRIBE).status == 503
    assert client.world.notifications == before
    assert nas.unsubscribe(his).status == 200
    assert nas.destroy_list("his") is False


def ended(client: Client, address: str) -> tuple[str, bytes, str]:
    body = subscriptions.build_unsubscribe()
    return address, client.caller.message(client.system, body), Action.UNSUBSCRIBE


def destroyed(client: Client, name: str) -> tuple[bytes, str]:
    body = id_lists.build_destroy_request(name)
    return client.caller.message(client.system, body), Action.DESTROY_ID_LIST


@pytest.mark.parametrize("fault", [Fault.NAS_DOWN, Fault.NAS_FAILS])
def test_a_poll_concerns_whom_it_would_bring_news_of(fault: Fault, client: Client) -> None:
    """While the news waits nothing is lost; a poll for fewer may pass it by."""
    client.nas.publish(notification(JENS), notification(SOFIE))
    client.world.inject(fault, SOFIE)
    body = pull_points.build_get_messages()
    refused = client.to_nas(client.pull_point, body, Action.GET_MESSAGES)
    assert refused.status == (503 if fault is Fault.NAS_DOWN else 500)
    assert [each.id for each in client.nas.fetch(client.pull_point, 1)] == [JENS]
    client.world.mend_all()
    assert client.nas.told_of(client.pull_point) == [SOFIE]


@pytest.mark.parametrize(
    ("ask", "declared"),
    [(subscribing, FaultKind.SUBSCRIBE_FAILED), (publishing, FaultKind.NOTIFY_FAILED)],
)
def test_the_notification_service_fails_for_one(
    ask: Ask, declared: FaultKind, client: Client
) -> None:
    """With the operation's own fault, and nothing is changed; a list can be made still."""
    client.world.inject(Fault.NAS_FAILS, SOFIE)
    before = client.world.notifications
    assert nas_fault(ask(client, SOFIE)) is declared
    assert client.world.notifications == before
    assert is_sound(ask(client, JENS))
    assert is_sound(listing(client, SOFIE))


def test_a_prefix_is_undeclared_for_one(client: Client) -> None:
    """In the faults of calls that name the citizen."""
    for fault in (Fault.NAS_FAILS, Fault.NAS_UNDECLARED_PREFIX):
        client.world.inject(fault, SOFIE)
    client.world.inject(Fault.NAS_FAILS, JENS)
    assert b"xmlns:soap=" not in subscribing(client, SOFIE).body
    assert b"xmlns:soap=" in subscribing(client, JENS).body


@pytest.mark.parametrize("kind", EVERYBODYS[1:], ids=lambda kind: kind.name)
def test_news_in_an_answer_that_is_lost_stay(kind: Kind, client: Client) -> None:
    """Delivery is guaranteed; what has arrived late or under a wrong name has arrived."""
    client.nas.publish(notification(SOFIE))
    client.world.inject(the(System.NAS, kind))
    body = pull_points.build_get_messages()
    assert client.to_nas(client.pull_point, body, Action.GET_MESSAGES).status == 200
    client.world.mend_all()
    assert client.nas.told_of(client.pull_point) == ([SOFIE] if kind in LOSING else [])


def test_what_registers_publish_meanwhile_is_not_lost(client: Client) -> None:
    """A fault for one citizen does not keep the citizen's news from the queue."""
    client.world.inject(Fault.NAS_DOWN, SOFIE)
    assert is_sound(writing(client, SOFIE))
    client.world.mend_all()
    assert client.nas.told_of(client.pull_point) == [SOFIE]


# On the wire


@pytest.mark.parametrize(
    ("path", "kind"), [(SKR, Kind.CONNECTION_RESET), (FACTORY, Kind.CONNECTION_RESET)]
)
def test_the_connection_is_reset_whatever_system_it_is(
    url: str, path: str, kind: Kind, client: Client
) -> None:
    """After some of the answer or none; the server goes on, and serves when it is mended."""
    system = System.SKR if path == SKR else System.NAS
    client.world.inject(the(system, kind))
    place = urlsplit(url).netloc
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        posted(place, path)
    client.world.mend_all()
    assert posted(place, path) == 500


def posted(place: str, path: str) -> int:
    """The status of the answer to a call that is no SOAP, read to its end."""
    connection = http.client.HTTPConnection(place, timeout=10)
    try:
        connection.request("POST", path, body=b"<x/>")
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
