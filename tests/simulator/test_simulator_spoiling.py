"""Spoilt answers of SFSK: each fault of transport, for whom it is on, in memory and on the wire."""

import http.client
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest

from conformance.pdc.datatypes import TimeStamp
from conformance.pdc.read import read
from conformance.safe_xml import UnsafeXml, parse
from conformance.security import dgws, instants
from conformance.security.namespaces import PREFIXES
from conformance.service.client import Endpoints, ServiceClient, ServiceUnavailable
from conformance.simulator.doors.messages import Reply
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.state.clock_error import CLOCK_ERROR
from conformance.simulator.state.faults import Fault, Kind
from conformance.simulator.state.journal import System
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.simulator.wire.spoiling import KINDS, spoil
from conformance.xds import query
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import Action, FormatCode
from tests.simulator.direct_calls import (
    ITI18,
    DirectCaller,
    documents,
    fault_code,
    find,
    hits,
    require_official,
)

BENTE, MAX = Persona.BENTE, Persona.MAX
WIRE = (Fault.SFSK_MALFORMED_XML, Fault.SFSK_WRONG_CONTENT_TYPE, Fault.SFSK_CONNECTION_RESET)
FAULTS = tuple(f for f in Fault if f.system is System.SFSK and f.kind in KINDS)


def wanted(cpr: str) -> DocumentRequest:
    return DocumentRequest(repository_id=REPOSITORY_ID, unique_id=unique_id(cpr, FormatCode.PDC_V3))


def created(reply: Reply) -> datetime:
    text = parse(reply.body).findtext(".//wsu:Created", "", PREFIXES)
    return instants.from_wire(text)


def test_a_malformed_answer_ends_too_early(caller: DirectCaller, world: World) -> None:
    """HTTP is sound; the XML is not."""
    card = caller.system_card()
    world.inject(Fault.SFSK_MALFORMED_XML)
    reply = caller.search(card, BENTE)
    assert reply.status == HTTPStatus.OK
    with pytest.raises(UnsafeXml):
        parse(reply.body)
    assert parse(reply.body + b"</soap:Envelope>").tag.endswith("Envelope")


def test_a_wrong_content_type_is_told_of_a_sound_answer(caller: DirectCaller, world: World) -> None:
    """The body is as it would be."""
    card = caller.system_card()
    world.inject(Fault.SFSK_WRONG_CONTENT_TYPE)
    reply = caller.search(card, BENTE)
    assert reply.content_type == "text/html;charset=utf-8"
    assert len(hits(reply).entries) == 1


def test_a_fault_comes_with_http_200(caller: DirectCaller, world: World) -> None:
    """In place of the answer; a fault that has a reason of its own keeps it."""
    card = caller.system_card()
    world.inject(Fault.FAULT_WITH_200)
    reply = caller.search(card, BENTE)
    assert (reply.status, fault_code(reply)) == (HTTPStatus.OK, "server_error")
    refused = caller.search(None, BENTE)
    assert (refused.status, fault_code(refused)) == (HTTPStatus.OK, "missing_required_header")
    for each in (reply, refused):
        require_official(each)


def test_a_fault_of_the_gateway_has_its_code(caller: DirectCaller, world: World) -> None:
    """One of those that NSP's medcom.xsd lists, with HTTP 500."""
    card = caller.system_card()
    world.inject(Fault.GATEWAY_FAULT)
    reply = caller.retrieve(card, wanted(BENTE))
    assert (reply.status, fault_code(reply)) == (500, "sosigw_proxy_error")
    require_official(reply)


@pytest.mark.parametrize(
    ("fault", "error"), [(Fault.CLOCK_AHEAD, CLOCK_ERROR), (Fault.CLOCK_BEHIND, -CLOCK_ERROR)]
)
def test_a_wrong_clock_shows_in_envelope_and_card(
    fault: Fault, error: timedelta, caller: DirectCaller, world: World
) -> None:
    """By ten minutes; who calls is judged by the right time."""
    card = caller.system_card()
    world.inject(fault, BENTE)
    search, retrieval = caller.search(card, BENTE), caller.retrieve(card, wanted(BENTE))
    now = world.now.replace(microsecond=0)
    assert created(search) == created(retrieval) == now + error
    (document,) = documents(retrieval).documents
    effective = read(document.content).effective_time
    assert isinstance(effective, TimeStamp)
    assert effective.instant == now + error
    assert created(caller.search(card, MAX)) == now
    for reply in (search, retrieval):
        require_official(reply)


def test_clocks_ahead_and_behind_are_right(caller: DirectCaller, world: World) -> None:
    """The two faults together leave the time as it is."""
    card = caller.system_card()
    world.inject(Fault.CLOCK_AHEAD)
    world.inject(Fault.CLOCK_BEHIND)
    assert created(caller.search(card, BENTE)) == world.now.replace(microsecond=0)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_one_citizen_spoils_no_other_call(
    fault: Fault, caller: DirectCaller, world: World
) -> None:
    """The journal tells which answer was spoilt, by the fault's name."""
    card = caller.system_card()
    world.inject(fault, BENTE)
    caller.search(card, BENTE)
    assert len(hits(caller.search(card, MAX)).entries) == 1
    outcomes = [exchange.outcome for exchange in tuple(world.journal)[-2:]]
    assert outcomes == [f"Success, {fault}", "Success"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_other_services_are_not_spoilt(
    fault: Fault, caller: DirectCaller, world: World
) -> None:
    """The STS still issues cards."""
    world.inject(fault)
    caller.system_card()
    assert next(reversed(tuple(world.journal))).outcome == "Success"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_service_that_is_down_stays_down(
    fault: Fault, caller: DirectCaller, world: World
) -> None:
    """There is nothing to spoil in HTTP 503."""
    card = caller.system_card()
    world.inject(Fault.SFSK_DOWN)
    world.inject(fault)
    assert caller.search(card, BENTE) == Reply.unavailable()
    assert next(reversed(tuple(world.journal))).outcome == "HTTP 503"


@pytest.mark.parametrize("body", [b"", b"x", b"</", b"\xff", b"<a>:Created>noon</a>"])
def test_any_answer_can_be_spoilt(body: bytes) -> None:
    """Whatever its body is; each fault, and all together."""
    kinds = [kind for kind in KINDS if kind is not Kind.SLOW]
    for each in (*([kind] for kind in kinds), kinds):
        assert isinstance(spoil(Reply.ok(body), each), Reply)


def test_slowness_and_reset_go_together(caller: DirectCaller, world: World) -> None:
    """A late answer can be spoilt as well."""
    card = caller.system_card()
    for fault in (Fault.SFSK_SLOW, Fault.SFSK_CONNECTION_RESET, Fault.GATEWAY_FAULT):
        world.inject(fault)
    reply = caller.search(card, BENTE)
    assert reply.delay == world.slow_seconds
    assert reply.cut_after == len(reply.body) // 2


def test_a_connection_is_reset_in_the_middle_of_an_answer(
    url: str, caller: DirectCaller, world: World
) -> None:
    """Of a search and of a retrieval, for the citizen it was ordered for; the server goes on."""
    card = caller.system_card()
    world.inject(Fault.SFSK_CONNECTION_RESET, BENTE)
    client = ServiceClient(Endpoints.below(url), clock=lambda: world.now)
    with pytest.raises(ServiceUnavailable):
        client.search(card, BENTE)
    with pytest.raises(ServiceUnavailable):
        client.retrieve(card, (wanted(BENTE),))
    assert len(client.search(card, MAX).entries) == 1


def test_the_reset_is_a_reset(url: str, caller: DirectCaller, world: World) -> None:
    """Not an orderly end: the system of the client says so, after some of the body or none."""
    message = caller.message(caller.system_card(), query.build_request(find(BENTE)))
    world.inject(Fault.SFSK_CONNECTION_RESET)
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    headers = {"SOAPAction": Action.REGISTRY_STORED_QUERY, "Content-Type": "text/xml"}
    connection.request("POST", ITI18, body=message, headers=headers)
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        connection.getresponse().read()
    connection.close()


@pytest.mark.parametrize("fault", WIRE)
def test_what_is_spoilt_on_the_wire_is_whole_in_the_journal(
    fault: Fault, caller: DirectCaller, world: World
) -> None:
    """The journal keeps the envelope, and says what was done to it."""
    card = caller.system_card()
    world.inject(fault)
    caller.search(card, BENTE)
    last = next(reversed(tuple(world.journal)))
    assert dgws.read_response(last.response).tag.endswith("AdhocQueryResponse")
    assert fault in last.outcome
