"""The services over HTTPS, and the bounds of HTTP with and without it."""

import json
import logging
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPSConnection
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.serialization import pkcs12
from lxml import etree

from conformance.nas.vocabulary import Action as NasAction
from conformance.security import dgws
from conformance.security.pki import TestPki
from conformance.simulator.http import MAX_REQUEST_BYTES, serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.wire import bounded_http
from conformance.simulator.wire.bounded_http import BoundedProtocol
from conformance.simulator.wire.tls import CA_FILE, TRUST_STORE, Tls, write_trust
from conformance.xds import query
from tests.fsk_command import command, environment
from tests.simulator.direct_calls import ITI18, DirectCaller, find

BENTE: Final = Persona.BENTE.value
PASSWORD: Final = "Test1234"


class Kept(logging.Handler):
    """Keeps what the server says."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def quiet() -> Iterator[None]:
    """The server says nothing during the test."""
    kept, logger = Kept(), logging.getLogger("uvicorn.error")
    logger.addHandler(kept)
    yield
    logger.removeHandler(kept)
    assert kept.lines == []


@pytest.fixture(scope="module")
def folder(simulation: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of the clients, and what they need to trust the server."""
    folder = tmp_path_factory.mktemp("keys")
    simulation.write_keys(folder)
    write_trust(simulation.pki, folder, PASSWORD)
    return folder


@pytest.fixture(scope="module")
def secure(simulation: Simulation, folder: Path) -> Iterator[str]:
    assert folder
    with serve(simulation.services, tls=Tls(server=simulation.pki.issue_server())) as address:
        yield address


@pytest.fixture(scope="module", params=["plain", "tls"])
def either(request: pytest.FixtureRequest, simulation: Simulation) -> Iterator[str]:
    """A server of its own, over HTTP and over HTTPS."""
    tls = Tls(server=simulation.pki.issue_server()) if request.param == "tls" else None
    with serve(simulation.services, tls=tls) as address:
        yield address


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    """A raw connection, with TLS where the address says so."""
    place = urlsplit(address)
    plain = socket.create_connection((place.hostname, place.port), timeout=20)
    if place.scheme == "http":
        with plain:
            yield plain
        return
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with context.wrap_socket(plain) as wrapped:
        yield wrapped


def received(connection: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    pieces = []
    try:
        while piece := connection.recv(65536):
            pieces.append(piece)
    except (ConnectionError, ssl.SSLError):
        pass
    return b"".join(pieces)


@pytest.fixture
def search(caller: DirectCaller) -> bytes:
    return caller.message(caller.system_card(), query.build_request(find(BENTE)))


# ------------------------------ HTTPS ------------------------------


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_client_that_trusts_the_ca_is_answered(
    host: str, secure: str, folder: Path, search: bytes
) -> None:
    """By address and by name."""
    url = f"{secure.replace('127.0.0.1', host)}{ITI18}"
    answer = requests.post(url, data=search, verify=str(folder / CA_FILE), timeout=10)
    assert answer.status_code == 200
    assert dgws.read_response(answer.content).tag.endswith("AdhocQueryResponse")


def test_a_client_that_does_not_trust_the_ca_hangs_up(secure: str) -> None:
    """The certificate is none of a public authority."""
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{secure}/control/state", timeout=10)


def test_another_ca_of_the_same_name_is_not_trusted(
    secure: str, simulation: Simulation, tmp_path: Path
) -> None:
    """The trust is in the key."""
    write_trust(TestPki.create(simulation.pki.now), tmp_path, PASSWORD)
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{secure}/control/state", verify=str(tmp_path / CA_FILE), timeout=10)


def test_the_trust_store_for_java_holds_the_ca(folder: Path, simulation: Simulation) -> None:
    """PKCS #12, with the password of the other key stores."""
    store = pkcs12.load_pkcs12((folder / TRUST_STORE).read_bytes(), PASSWORD.encode())
    assert store.key is None
    (entry,) = store.additional_certs
    assert entry.certificate == simulation.pki.ca.certificate


@pytest.mark.usefixtures("quiet")
@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated:DeprecationWarning")
def test_old_tls_and_no_tls_are_refused(secure: str) -> None:
    """TLS 1.2 is the least; a plain request is hung up on."""
    place = urlsplit(secure)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(socket.create_connection((place.hostname, place.port), timeout=10))
    with socket.create_connection((place.hostname, place.port), timeout=10) as plain:
        plain.sendall(b"GET /control/state HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" not in received(plain)


def test_addresses_that_are_handed_out_are_those_of_https(
    secure: str, folder: Path, caller: DirectCaller
) -> None:
    """Of a pull point, and in a WSDL."""

    trust = str(folder / CA_FILE)
    wsdl = requests.get(f"{secure}{ITI18}?wsdl", verify=trust, timeout=10)
    assert f'location="{secure}{ITI18}"'.encode() in wsdl.content
    body = etree.Element("{http://docs.oasis-open.org/wsn/b-2}CreatePullPoint")
    made = requests.post(
        f"{secure}/nas2/pullpointfactory",
        data=caller.message(caller.system_card(), body),
        headers={"SOAPAction": NasAction.CREATE_PULL_POINT.value},
        verify=trust,
        timeout=10,
    )
    assert f"{secure}/nas2/pullpoints/".encode() in made.content


# ------------------------------ client certificates ------------------------------


@pytest.fixture(scope="module")
def demanding(simulation: Simulation, folder: Path) -> Iterator[str]:
    """A server for clients of the test CA, and for one whose own certificate is named."""
    assert folder
    named = TestPki.create(simulation.pki.now).issue_system("Vendor", "20921897", "Vendor")
    (folder / "vendor.pem").write_bytes(named.pem())
    clients = (simulation.pki.ca.certificate, named.certificate)
    tls = Tls(server=simulation.pki.issue_server(), clients=clients)
    with serve(simulation.services, tls=tls) as address:
        yield address


@pytest.mark.parametrize("name", ["system", "identity-provider", "vendor"])
def test_a_client_with_a_certificate_is_let_in(
    name: str, demanding: str, folder: Path, search: bytes
) -> None:
    """One of the test CA, or the vendor's own."""
    answer = requests.post(
        f"{demanding}{ITI18}",
        data=search,
        cert=str(folder / f"{name}.pem"),
        verify=str(folder / CA_FILE),
        timeout=10,
    )
    assert answer.status_code == 200


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("kind", ["none", "untrusted", "expired"])
def test_a_client_without_a_good_certificate_is_not_let_in(
    kind: str, demanding: str, folder: Path, simulation: Simulation, tmp_path: Path
) -> None:
    """None at all, one of another CA with the same name, one that has run out."""
    named = {"untrusted": simulation.pki.untrusted, "expired": simulation.pki.expired}
    file = None
    if kind in named:
        file = tmp_path / "client.pem"
        file.write_bytes(named[kind]("Client", "20921897", "Client").pem())
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(
            f"{demanding}/control/state",
            cert=None if file is None else str(file),
            verify=str(folder / CA_FILE),
            timeout=10,
        )


# ------------------------------ bounds, with and without TLS ------------------------------


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> float:
    """How long a client may take in this test."""
    monkeypatch.setattr(BoundedProtocol, "request_seconds", 0.5)
    return 0.5


@pytest.mark.usefixtures("quiet")
def test_an_endless_header_is_refused(either: str) -> None:
    """431, long before it has been read: many fields, one long field, a long request line."""
    begin = b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\n"
    for start, piece in (
        (begin, b"X-Flood: " + b"a" * 1000 + b"\r\n"),
        (begin + b"X-Flood: ", b"a" * 1000),
        (b"POST /", b"a" * 1000),
    ):
        with connected(either) as flooding:
            flooding.sendall(start)
            begun = monotonic()
            with suppress(ConnectionError, ssl.SSLError):
                while monotonic() - begun < 20:
                    flooding.sendall(piece)
            assert monotonic() - begun < 10
            answer = received(flooding)
        assert answer == b"" or b" 431 " in answer.split(b"\r\n")[0]


def test_a_header_of_a_fair_size_is_read(either: str) -> None:
    """Some clients put tokens into headers."""
    with connected(either) as fair:
        fair.sendall(
            b"GET /sfsk/iti18?wsdl HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Token: "
            + b"a" * 30_000
            + b"\r\n\r\n"
        )
        assert b" 200 " in received(fair).split(b"\r\n")[0]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n\r\n",
        b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n<soap",
        b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<soap",
        b"GET /control/state HTTP/1.1\r\nHost: x\r\n\r\nGET /control/state HTTP/1.1\r\nX: ",
    ],
    ids=["nothing", "blank lines", "header", "body", "chunks", "second request"],
)
def test_a_client_that_does_not_finish_is_hung_up_on(
    sent: bytes, either: str, hurried: float
) -> None:
    """Within the time for a request (or for an idle connection), whatever it waits with."""
    begun = monotonic()
    with connected(either) as slow:
        slow.sendall(sent)
        answer = received(slow)
    assert 0.8 * hurried <= monotonic() - begun < 15
    assert b"Traceback" not in answer


@pytest.mark.usefixtures("quiet")
def test_a_blank_line_keeps_no_connection_open(either: str, hurried: float) -> None:
    """After an answer the next request is due, too."""
    begun = monotonic()
    with connected(either) as idle:
        idle.sendall(b"GET /sfsk/iti18 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 405 " in idle.recv(1000)
        idle.sendall(b"\r\n")
        received(idle)
    assert 0.8 * hurried <= monotonic() - begun < 4


@pytest.mark.usefixtures("quiet")
def test_a_client_that_sends_byte_by_byte_is_hung_up_on(either: str, hurried: float) -> None:
    """The clock runs for the whole request, and is not set back by a byte."""
    begun = monotonic()
    with connected(either) as slow:
        slow.settimeout(0.05)
        slow.sendall(b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\n")
        answer = b""
        try:
            while monotonic() - begun < 15 and not answer:
                slow.sendall(b"X")
                try:
                    answer = slow.recv(100)
                except TimeoutError:
                    continue
                break
        except (ConnectionError, ssl.SSLError):
            pass
    assert 0.8 * hurried <= monotonic() - begun < 10
    assert answer == b"" or b" 408 " in answer


def test_a_slow_answer_does_not_count(
    either: str, hurried: float, caller: DirectCaller, folder: Path, search: bytes
) -> None:
    """The clock stops when the request is complete."""

    world = caller.simulation.services.world
    world.slow_seconds = 3 * hurried
    world.inject(Fault.SFSK_SLOW)
    answer = requests.post(
        f"{either}{ITI18}", data=search, verify=str(folder / CA_FILE), timeout=10
    )
    assert answer.status_code == 200


@pytest.mark.usefixtures("quiet")
def test_an_oversized_body_is_refused(either: str) -> None:
    """413, told by its length or found by counting."""
    for head, piece in (
        (b"Transfer-Encoding: chunked", b"10000\r\n" + b" " * 0x10000 + b"\r\n"),
        (f"Content-Length: {10 * MAX_REQUEST_BYTES}".encode(), b" " * 0x10000),
    ):
        with connected(either) as large:
            large.sendall(b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
            for _ in range(MAX_REQUEST_BYTES // 0x10000 + 2):
                large.sendall(piece)
            assert b" 413 " in large.recv(1000).split(b"\r\n")[0]


@pytest.mark.usefixtures("quiet")
def test_a_connection_that_is_cut_does_no_harm(either: str, folder: Path) -> None:
    """In the handshake, in the header, in the body: the next call is answered."""
    place = urlsplit(either)
    with socket.create_connection((place.hostname, place.port), timeout=10) as cut:
        cut.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
    for sent in (b"POST /sfsk", b"POST /sfsk/iti18 HTTP/1.1\r\nContent-Length: 9\r\n\r\n<"):
        with connected(either) as cut:
            cut.sendall(sent)
    state = requests.get(f"{either}/control/state", verify=str(folder / CA_FILE), timeout=10)
    assert state.status_code == 200


def test_the_server_ends_although_clients_stay(simulation: Simulation) -> None:
    """One that is idle, and one in the middle of a request; neither says farewell."""
    tls = Tls(server=simulation.pki.issue_server())
    begun = monotonic()
    with ExitStack() as staying:
        with serve(simulation.services, tls=tls) as url:
            idle, midway = (staying.enter_context(connected(url)) for _ in range(2))
            idle.sendall(b"GET /sfsk/iti18 HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b" 405 " in idle.recv(1000)
            midway.sendall(b"POST /sfsk/iti18 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n<")
        assert monotonic() - begun < 10


def test_more_connections_than_allowed_are_told_so(
    monkeypatch: pytest.MonkeyPatch, simulation: Simulation
) -> None:
    """503 for the one too many; afterwards all is well."""
    monkeypatch.setattr("conformance.simulator.http.MAX_CONNECTIONS", 3)
    with serve(simulation.services) as url:
        held = [socket.create_connection(("127.0.0.1", urlsplit(url).port)) for _ in range(3)]
        assert requests.get(f"{url}/control/state", timeout=10).status_code == 503
        for each in held:
            each.close()
        while requests.get(f"{url}/control/state", timeout=10).status_code != 200:
            pass
    assert bounded_http.MAX_CONNECTIONS > 100


# ------------------------------ the command ------------------------------


@pytest.fixture
def started(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What `fsk simulate` announces with these options."""
    line = command("simulate", "--port", "0", "--format", "json", "--keys", "keys", *request.param)
    process = subprocess.Popen(
        line,
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=30) == ("", "")


@pytest.mark.parametrize("started", [["--tls"]], indirect=True)
def test_the_command_serves_https(started: dict[str, str], tmp_path: Path) -> None:
    """The announcement says where, and what to trust."""
    assert started["control"].startswith("https://127.0.0.1:")
    trust = tmp_path / started["trust"]
    assert requests.get(f"{started['control']}/state", verify=str(trust), timeout=10).ok
    assert (tmp_path / "keys" / TRUST_STORE).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="another error ends the handshake there")
@pytest.mark.parametrize("started", [["--client-certificates"]], indirect=True)
def test_the_command_demands_client_certificates(started: dict[str, str], tmp_path: Path) -> None:
    """Those that it has written are good."""
    place = urlsplit(started["control"])
    context = ssl.create_default_context(cafile=str(tmp_path / started["trust"]))
    bare = HTTPSConnection(place.hostname or "", place.port, context=context, timeout=10)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _status(bare)
    bare.close()
    context.load_cert_chain(tmp_path / "keys" / "system.pem")
    known = HTTPSConnection(place.hostname or "", place.port, context=context, timeout=10)
    assert _status(known) == 200
    known.close()


def _status(connection: HTTPSConnection) -> int:
    connection.request("GET", "/control/state")
    return connection.getresponse().status
