"""The HTTP face: real sockets, plain errors, no tracebacks, a quiet end."""

import http.client
import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.parse import urlsplit

import pytest

from conformance.security import dgws
from conformance.service.client import Endpoints, ServiceClient, ServiceUnavailable
from conformance.simulator.http import MAX_REQUEST_BYTES, PortInUse, listen, serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds import query
from conformance.xds.vocabulary import Action
from tests.simulator.direct_calls import (
    ITI18,
    ITI43,
    MINLOG_PATH,
    PATHS,
    STS,
    DirectCaller,
    find,
)
from tests.simulator.hostile_bodies import bodies

BENTE = Persona.BENTE
HOSTILE = tuple(bodies(b"", Path("/nowhere")))


class Kept(logging.Handler):
    """Keeps what the server says."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def server_log() -> Iterator[list[str]]:
    """What a server that runs already says from now on."""
    kept, logger = Kept(), logging.getLogger("uvicorn.error")
    logger.addHandler(kept)
    try:
        yield kept.lines
    finally:
        logger.removeHandler(kept)


@pytest.fixture
def quiet(url: str) -> Iterator[None]:
    """The server says nothing during the test."""
    assert url
    with server_log() as lines:
        yield
    assert lines == []


def ask(
    url: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]  # kept, since the connection is closed
    connection.close()
    return response


def post(url: str, path: str, body: bytes, action: str = "") -> tuple[int, bytes]:
    """Status and body of the answer to a SOAP call."""
    headers = {"Content-Type": "text/xml;charset=utf-8"}
    headers |= {"SOAPAction": f'"{action}"'} if action else {}
    response = ask(url, "POST", path, body, headers)
    return response.status, response.body  # type: ignore[attr-defined]  # set in `ask`


@pytest.fixture
def search(caller: DirectCaller) -> bytes:
    return caller.message(caller.system_card(), query.build_request(find(BENTE)))


@pytest.fixture
def hostile(search: bytes, tmp_path: Path) -> dict[str, bytes]:
    bait = tmp_path / "bait.txt"
    bait.write_text("SECRET", encoding="utf-8")
    return bodies(search, bait)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("path", [ITI18, "/decoupling/nspservices/sfskreg"])
@pytest.mark.parametrize(
    "content_type", ["text/xml;charset=utf-8", "application/soap+xml", "text/plain"]
)
def test_a_call_over_a_socket_is_answered(
    path: str, content_type: str, url: str, search: bytes
) -> None:
    """With the content types that clients send, at both families of paths."""
    headers = {"Content-Type": content_type, "SOAPAction": Action.REGISTRY_STORED_QUERY.value}
    response = ask(url, "POST", path, search, headers)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/xml;charset=utf-8"
    assert dgws.read_response(response.body).tag.endswith("AdhocQueryResponse")  # type: ignore[attr-defined]  # set in `ask`


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "path",
    [
        "/sfsk",
        "/sfsk/iti41",
        "/SFSK/ITI18",
        "/sfsk/iti18/x",
        "/../etc/passwd",
    ],
)
def test_an_unknown_path_is_not_found(path: str, url: str, world: World) -> None:
    """404; the journal says where the call went, and that no service is there."""
    assert post(url, path, b"<x/>")[0] == 404
    (noted,) = world.journal
    assert (noted.service, noted.outcome) == (Service.NONE, "HTTP 404")
    assert path.endswith(noted.operation)


def test_an_unknown_path_of_the_control_api_is_no_call(url: str, world: World) -> None:
    """404, and nothing in the journal: it is the tester's, not a system's."""
    assert post(url, "/control/nothing", b"<x/>")[0] == 404
    assert len(world.journal) == 0


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_a_soap_path_takes_posts_only(method: str, path: str, url: str, world: World) -> None:
    """405, and nothing in the journal."""
    response = ask(url, method, path)
    assert (response.status, response.headers["Allow"]) == (405, "POST")
    assert len(world.journal) == 0


@pytest.mark.usefixtures("quiet")
def test_an_oversized_body_is_refused_unread(url: str, world: World) -> None:
    """413 beyond the limit; at the limit the body is parsed, and refused as XML."""
    assert post(url, ITI18, b" " * (MAX_REQUEST_BYTES + 1))[0] == 413
    assert len(world.journal) == 0
    assert post(url, ITI18, b" " * MAX_REQUEST_BYTES)[0] == 500
    assert len(world.journal) == 1


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", [STS, ITI18, ITI43, MINLOG_PATH])
def test_a_hostile_body_gives_a_fault_and_a_line_in_the_journal(
    path: str, name: str, url: str, hostile: dict[str, bytes], world: World
) -> None:
    """HTTP 500 with a fault, one line more, and not a word from the server."""
    before = len(world.journal)
    status, answer = post(url, path, hostile[name])
    assert (status, len(world.journal)) == (500, before + 1)
    assert b"Traceback" not in answer
    assert b"SECRET" not in answer
    assert b"Fault>" in answer


@pytest.mark.usefixtures("quiet")
def test_a_client_that_leaves_in_the_middle_does_no_harm(url: str, search: bytes) -> None:
    """A call that is broken off is forgotten, and the next is answered."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as leaving:
        leaving.sendall(b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n<soap")
    assert post(url, ITI18, search)[0] == 200


@pytest.mark.usefixtures("quiet")
def test_what_is_no_http_is_refused(url: str) -> None:
    """TLS on a plain port, for instance: an answer in plain words, and the server lives."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as odd:
        odd.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
        odd.shutdown(socket.SHUT_WR)
        answer = odd.recv(1000)
    assert answer == b"" or b" 400 " in answer.split(b"\r\n")[0]
    assert ask(url, "GET", "/control/state").status == 200


def test_a_port_that_is_taken_is_named() -> None:
    """PortInUse says which port, and what to do."""
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} on 127\.0\.0\.1 .*choose another port"):
            listen(port)


def test_serving_on_a_taken_port_ends_at_once(simulation: Simulation) -> None:
    """`serve` raises before it starts a thread."""
    with (
        listen(0) as taken,
        pytest.raises(PortInUse),
        serve(simulation.services, port=taken.getsockname()[1]),
    ):
        pytest.fail("expected PortInUse, found a server")


def test_two_simulations_stand_side_by_side(simulation: Simulation) -> None:
    """Port 0 takes a free port for each, on the loopback address only."""
    with serve(simulation.services) as one, serve(simulation.services) as other:
        assert one != other
        assert {urlsplit(one).hostname, urlsplit(other).hostname} == {"127.0.0.1"}
        assert ask(one, "GET", "/control/state").status == 200
        assert ask(other, "GET", "/control/state").status == 200


def test_the_port_is_free_again_after_serving(simulation: Simulation) -> None:
    """A server that has ended may be started again on its port."""
    with serve(simulation.services) as first:
        port = urlsplit(first).port
        assert port
    with serve(simulation.services, port=port) as again:
        assert ask(again, "GET", "/control/state").status == 200


def client_of(url: str, world: World) -> ServiceClient:
    return ServiceClient(Endpoints.below(url), clock=world.clock, timeout=30)


@pytest.mark.usefixtures("quiet")
def test_a_slow_service_answers_late(url: str, search: bytes, world: World) -> None:
    """The answer is the usual one, after the delay."""
    world.inject(Fault.SFSK_SLOW)
    begin = monotonic()
    status, _ = post(url, ITI18, search)
    assert (status, monotonic() - begin >= world.slow_seconds) == (200, True)


def test_a_slow_call_blocks_nobody_and_the_server_ends_quietly_meanwhile(
    simulation: Simulation, caller: DirectCaller, world: World
) -> None:
    """Others are answered while it waits; when the server stops, it gets 503, without a word."""
    world.slow_seconds = 600
    world.inject(Fault.SFSK_SLOW, BENTE)
    card = caller.system_card()
    arrived = Event()
    world.journal.listen(lambda exchange: arrived.set() if BENTE in exchange.citizens else None)
    with ThreadPoolExecutor(1) as pool:
        with serve(simulation.services) as url, server_log() as lines:
            slow, quick = client_of(url, world), client_of(url, world)
            late = pool.submit(slow.search, card, BENTE)
            assert arrived.wait(10)
            assert len(quick.search(card, Persona.MAX).entries) == 1
            assert not late.done()
        with pytest.raises(ServiceUnavailable, match="found 503"):
            late.result(10)
    assert lines == []
    slow.close()
    quick.close()


def test_the_server_ends_quietly_while_a_body_is_on_its_way(simulation: Simulation) -> None:
    """A client that has sent half of its call is told 503."""
    with serve(simulation.services) as url:
        place = urlsplit(url)
        half = socket.create_connection((place.hostname, place.port), timeout=10)
        half.sendall(b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n<soap")
        assert ask(url, "GET", "/control/state").status == 200
        logger, kept = logging.getLogger("uvicorn.error"), Kept()
        logger.addHandler(kept)
    logger.removeHandler(kept)
    assert kept.lines == []
    assert b" 503 " in half.recv(1000).split(b"\r\n")[0]
    half.close()


@pytest.mark.usefixtures("quiet")
def test_many_calls_at_once_are_all_answered(url: str, search: bytes, world: World) -> None:
    """Each gets its own answer, and the journal has them all."""
    before = len(world.journal)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: post(url, ITI18, search)[0], range(40)))
    assert found == [200] * 40
    assert len(world.journal) == before + 40


@pytest.mark.usefixtures("quiet")
def test_a_service_that_is_down_is_503(url: str, search: bytes, world: World) -> None:
    """With an empty body, as a gateway would."""
    world.inject(Fault.SFSK_DOWN)
    assert post(url, ITI18, search) == (503, b"")


@pytest.mark.usefixtures("quiet")
def test_a_query_string_does_no_harm(url: str, search: bytes) -> None:
    """The path counts."""
    assert post(url, f"{ITI18}?x=<>", search)[0] == 200
