"""The client against served services: what it finds, what it is refused, what it cannot reach."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from lxml import etree

from conformance.pdc.read import read
from conformance.security import idcard
from conformance.security.dgws import ReceivedFault
from conformance.security.idcard import AuthenticationLevel, SystemLog, UserLog
from conformance.service.client import (
    Endpoints,
    ServiceClient,
    ServiceUnavailable,
    altered,
    at_level,
)
from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import CVR, ORGANISATION, Persona, Staff
from conformance.simulator.state.world import World
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import ErrorCode, FormatCode

BENTE = Persona.BENTE
SYSTEM = SystemLog(it_system_name="Test", care_provider_id=CVR, care_provider_name=ORGANISATION)


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return Simulation.create()


@pytest.fixture(scope="module")
def url(simulation: Simulation) -> Iterator[str]:
    with serve(simulation.services) as address:
        yield address


@pytest.fixture
def world(simulation: Simulation) -> World:
    return simulation.new_world()


@pytest.fixture
def client(url: str, world: World) -> Iterator[ServiceClient]:
    client = ServiceClient(Endpoints.below(url), clock=world.clock)
    yield client
    client.close()


@pytest.fixture
def card(client: ServiceClient, simulation: Simulation) -> etree._Element:
    return client.id_card(SYSTEM, simulation.system)


def fetch(
    client: ServiceClient, card: etree._Element, cpr: str, citizen: str | None = None
) -> RetrieveResponse:
    """Search for the citizen's card, and retrieve what was found."""
    hits = client.search(card, cpr, citizen=citizen).entries
    wanted = tuple(
        DocumentRequest(repository_id=hit.repository_id, unique_id=hit.unique_id) for hit in hits
    )
    return client.retrieve(card, wanted, citizen=citizen)


def test_a_card_is_found_and_fetched(client: ServiceClient, card: etree._Element) -> None:
    """As a system: search, retrieve, and the card is the citizen's."""
    (document,) = fetch(client, card, BENTE).documents
    assert read(document.content).patient.cpr == BENTE


def test_a_user_card_carries_the_user(
    client: ServiceClient, simulation: Simulation, world: World
) -> None:
    """Level 4, and the look-up stands in MinLog under the user's number."""
    user = UserLog(cpr=Staff.DOCTOR, given_name="Lars", surname="Larsen", roles=("7170",))
    card = client.id_card(SYSTEM, simulation.employees[Staff.DOCTOR], user)
    assert idcard.read(card).level is AuthenticationLevel.EMPLOYEE_SIGNATURE
    assert len(client.search(card, BENTE).entries) == 1
    assert [entry.user_id for entry in world.log_of(BENTE)] == [Staff.DOCTOR]


def test_formats_are_asked_for_as_told(
    client: ServiceClient, card: etree._Element, world: World
) -> None:
    """Version 2 finds nothing after the shutdown; any format finds version 3."""
    assert client.search(card, BENTE, format_codes=(FormatCode.PDC_V2,)).entries == ()
    assert len(client.search(card, BENTE, format_codes=()).entries) == 1
    asked = [e.query.format_codes for e in world.journal.of(Service.SFSK_REGISTRY) if e.query]
    assert asked == [{FormatCode.PDC_V2}, set()]


def test_a_citizens_own_call_names_the_citizen(
    client: ServiceClient, card: etree._Element, world: World
) -> None:
    """One's own card is fetched, another's is not found, and nobody is logged."""
    (document,) = fetch(client, card, BENTE, citizen=BENTE).documents
    assert read(document.content).patient.cpr == BENTE
    assert client.search(card, Persona.MAX, citizen=BENTE).entries == ()
    assert not world.log


def test_xds_errors_are_part_of_the_answer(client: ServiceClient, card: etree._Element) -> None:
    """They are no exception: the caller judges them."""
    wanted = DocumentRequest(repository_id="1.2.3", unique_id="x")
    answer = client.retrieve(card, (wanted,))
    assert [error.code for error in answer.errors] == [ErrorCode.UNKNOWN_REPOSITORY]


def test_a_refusal_surfaces_with_its_code(
    client: ServiceClient, card: etree._Element, simulation: Simulation
) -> None:
    """Of SFSK for a missing and an altered card, and of the STS for a stranger's certificate."""
    for bad, code in ((None, "missing_required_header"), (altered(card), "invalid_signature")):
        with pytest.raises(ReceivedFault) as refused:
            client.search(bad, BENTE)
        assert refused.value.code == code
        with pytest.raises(ReceivedFault) as refused:
            client.retrieve(bad, (DocumentRequest(repository_id="1", unique_id="1"),))
        assert refused.value.code == code
    stranger = simulation.pki.untrusted("Stranger", CVR, ORGANISATION)
    with pytest.raises(ReceivedFault, match="wst:FailedAuthentication"):
        client.id_card(SYSTEM, stranger)


def test_a_level_may_be_asked_for(client: ServiceClient, simulation: Simulation) -> None:
    """The STS issues it; SFSK refuses it."""
    requested = client.requested_card(SYSTEM, simulation.system)
    low = client.issued(at_level(requested, AuthenticationLevel.PASSWORD), simulation.system)
    assert idcard.read(low).level is AuthenticationLevel.PASSWORD
    with pytest.raises(ReceivedFault, match="security_level_failed"):
        client.search(low, BENTE)


def test_altering_changes_one_value_of_a_copy(card: etree._Element) -> None:
    """The card itself stays as it was signed."""
    before = etree.tostring(card)
    changed = altered(card)
    assert etree.tostring(card) == before
    assert idcard.read(changed) != idcard.read(card)


def test_a_service_that_is_down_is_unavailable(
    client: ServiceClient, card: etree._Element, world: World
) -> None:
    """HTTP 503 is no answer of the service."""
    world.inject(Fault.SFSK_DOWN)
    with pytest.raises(ServiceUnavailable, match="/sfsk/iti18: expected HTTP 200, found 503"):
        client.search(card, BENTE)


def test_a_port_where_nobody_listens_is_unavailable(world: World, simulation: Simulation) -> None:
    """The message names the address and the kind of error."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = ServiceClient(Endpoints.below(f"http://127.0.0.1:{port}"), clock=world.clock)
    with pytest.raises(ServiceUnavailable, match=rf"127\.0\.0\.1:{port}/sts/.*: ConnectionError"):
        client.id_card(SYSTEM, simulation.system)
    client.close()


@contextmanager
def answering(status: int, headers: dict[str, str]) -> Iterator[str]:
    """The address of a server that answers every call in one way."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("status", [302, 400, 401, 404, 413, 502, 504])
def test_any_other_status_is_unavailable(status: int, world: World, simulation: Simulation) -> None:
    """Gateways and redirects are not the service; a redirect is not followed."""
    with answering(status, {"Location": "http://127.0.0.1:1/"}) as address:
        client = ServiceClient(Endpoints.below(address), clock=world.clock)
        with pytest.raises(ServiceUnavailable, match=f"expected HTTP 200, found {status}"):
            client.id_card(SYSTEM, simulation.system)
        client.close()


def test_a_late_answer_is_unavailable(url: str, card: etree._Element, world: World) -> None:
    """The timeout holds, and the message says what it was."""
    world.slow_seconds = 5
    world.inject(Fault.SFSK_SLOW)
    client = ServiceClient(Endpoints.below(url), clock=world.clock, timeout=0.1)
    with pytest.raises(ServiceUnavailable, match="ReadTimeout"):
        client.search(card, BENTE)
    client.close()
