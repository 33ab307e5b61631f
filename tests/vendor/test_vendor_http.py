"""The HTTP driver: asks as described, and says in clear words when it cannot be answered."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from conformance.vendor.http import MAX_ANSWER_BYTES, HttpDriver
from conformance.vendor.protocol import (
    About,
    DisplayScope,
    IntegrationMethod,
    LoginRefused,
    LogQueue,
    Refreshed,
    Scenario,
    ShownCard,
    User,
    VendorUnavailable,
    View,
    ViewOutcome,
)

ABOUT = {"name": "Journal", "version": "7.1", "organisation": "Eksempel A/S"}
USER = User(
    cpr="0501792275",
    given_name="Lars",
    surname="Larsen",
    education_code="7170",
    national_roles=(),
)


@dataclass
class Answering:
    """A system that answers everything in one way, and remembers what it was asked."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    wait: Event | None = None
    asked: list[tuple[str, str, object]] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    sent_bytes: int = 0
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        told = json.loads(handler.rfile.read(length)) if length else None
        self.asked.append((handler.command, handler.path, told))
        self.sent.append(handler.headers)
        if self.wait:
            self.wait.wait(30)
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        if "Content-Length" not in self.headers and "Transfer-Encoding" not in self.headers:
            handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        try:
            for start in range(0, len(self.body), 65_536):
                handler.wfile.write(self.body[start : start + 65_536])
                self.sent_bytes += 65_536
        except OSError:
            handler.close_connection = True


@contextmanager
def serving(system: Answering) -> Iterator[HttpDriver]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            system.answer(self)

        def do_PUT(self) -> None:
            system.answer(self)

        def do_POST(self) -> None:
            system.answer(self)

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    system.url = f"http://127.0.0.1:{server.server_port}/fsk-driver/v1"
    driver = HttpDriver(system.url + "/", timeout=10)
    try:
        yield driver
    finally:
        if system.wait:
            system.wait.set()
        driver.close()
        server.shutdown()
        server.server_close()
        thread.join()


def unavailable(system: Answering) -> str:
    """What the driver says when it asks the system who it is."""
    with serving(system) as driver, pytest.raises(VendorUnavailable) as said:
        driver.about()
    return str(said.value)


@pytest.mark.parametrize(
    ("verb", "status", "answer", "expected", "asked"),
    [
        (lambda d: d.about(), 200, ABOUT, About(**ABOUT), ("GET", "/about", None)),
        (
            lambda d: d.begin(
                Scenario(integration_method=IntegrationMethod.USER, display=DisplayScope.FULL)
            ),
            204,
            None,
            None,
            ("PUT", "/scenario", {"integration_method": "user", "display": "full"}),
        ),
        (
            lambda d: d.set_clock(datetime(2026, 1, 1, 12, tzinfo=UTC)),
            204,
            None,
            None,
            ("PUT", "/clock", {"now": "2026-01-01T12:00:00Z"}),
        ),
        (
            lambda d: d.open_session(USER),
            201,
            {"session": "s-1"},
            "s-1",
            (
                "POST",
                "/sessions",
                {
                    "cpr": "0501792275",
                    "given_name": "Lars",
                    "surname": "Larsen",
                    "education_code": "7170",
                    "national_roles": [],
                },
            ),
        ),
        (
            lambda d: d.open_card("s-1", "2512489996"),
            200,
            {"outcome": "shown", "card": {"name": "B"}},
            View(outcome=ViewOutcome.SHOWN, card=ShownCard(name="B")),
            ("POST", "/sessions/s-1/cards/2512489996", None),
        ),
        (
            lambda d: d.refresh(("2512489996",)),
            200,
            {"refreshed": ["2512489996"], "failed": []},
            Refreshed(refreshed=("2512489996",), failed=()),
            ("POST", "/refresh", {"citizens": ["2512489996"]}),
        ),
        (
            lambda d: d.local_copy("2512489996"),
            200,
            {},
            ShownCard(),
            ("GET", "/local-copies/2512489996", None),
        ),
        (
            lambda d: d.local_copy("2512489996"),
            404,
            None,
            None,
            ("GET", "/local-copies/2512489996", None),
        ),
        (
            lambda d: d.flush_log(),
            200,
            {"sent": 1, "waiting": 0},
            LogQueue(sent=1, waiting=0),
            ("POST", "/log/flush", None),
        ),
    ],
    ids=[
        "about",
        "begin",
        "set-clock",
        "open-session",
        "open-card",
        "refresh",
        "local-copy",
        "no-local-copy",
        "flush-log",
    ],
)
def test_each_verb_asks_and_reads_as_described(
    verb: object, status: int, answer: object, expected: object, asked: tuple[str, str, object]
) -> None:
    """Method, path and body are those of the document, and the answer becomes a value."""
    body = b"" if answer is None else json.dumps(answer).encode()
    system = Answering(status=status, body=body)
    assert callable(verb)
    with serving(system) as driver:
        assert verb(driver) == expected
    method, path, told = asked
    assert system.asked == [(method, f"/fsk-driver/v1{path}", told)]


def test_a_session_with_odd_characters_stays_one_part_of_the_path() -> None:
    """The vendor chooses the session's name."""
    system = Answering(body=b'{"outcome": "refused"}')
    with serving(system) as driver:
        driver.open_card("a/b?c#d e%æ", "2512489996")
    path = system.asked[0][1]
    assert path == "/fsk-driver/v1/sessions/a%2Fb%3Fc%23d%20e%25%C3%A6/cards/2512489996"


def test_a_refused_login_tells_what_the_user_is_told() -> None:
    """403 with a message is no breakdown."""
    system = Answering(status=403, body=b'{"message": "Du har ikke adgang"}')
    with serving(system) as driver, pytest.raises(LoginRefused, match=r"^Du har ikke adgang$"):
        driver.open_session(USER)


@pytest.mark.parametrize("body", [b"", b"no", b"{}", b'{"message": 5}'])
def test_a_refused_login_without_a_message_is_unavailable(body: bytes) -> None:
    """Then nobody knows what the user is told."""
    with (
        serving(Answering(status=403, body=body)) as driver,
        pytest.raises(VendorUnavailable, match="expected Problem as JSON"),
    ):
        driver.open_session(USER)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "truncated"),
        (b"<html>Log in</html>", "<html>Log in</html>"),
        (b'{"name": "x"', "truncated"),
        (b"[]", "Expected `object`, got `array`"),
        (b"null", "Expected `object`, got `null`"),
        (b"\xff\xfe", "malformed"),
        (json.dumps({**ABOUT, "naem": 1}).encode(), "unknown field `naem`"),
        (
            json.dumps({**ABOUT, "version": 7}).encode(),
            "Expected `str`, got `int` - at `$.version`",
        ),
        (json.dumps({**ABOUT, "can": ["fly"]}).encode(), "Invalid enum value 'fly'"),
        (b'{"name": "x"}', "missing required field `version`"),
        (b"[" * 100_000, "Expected `object`, got `array`"),
    ],
    ids=[
        "empty",
        "html",
        "broken",
        "list",
        "null",
        "not-utf-8",
        "unknown-field",
        "wrong-type",
        "unknown-code",
        "missing-field",
        "nested",
    ],
)
def test_an_answer_of_another_form_is_told(body: bytes, words: str) -> None:
    """What was asked, what was expected, what was found, and where it is described."""
    message = unavailable(Answering(body=body))
    assert message.startswith("GET http://127.0.0.1:")
    assert "/fsk-driver/v1/about: expected About as JSON, found " in message
    assert words in message
    assert message.endswith("The interface is described in docs/vendor-driver.openapi.yaml")
    assert len(message) < 600


@pytest.mark.parametrize("status", [201, 204, 301, 302, 307, 400, 401, 403, 404, 409, 500, 503])
def test_another_status_is_told(status: int) -> None:
    """With the number and the beginning of the answer; a redirect is not followed."""
    body = b"" if status == 204 else b"Because."
    system = Answering(status=status, body=body, headers={"Location": "http://127.0.0.1:1/x"})
    message = unavailable(system)
    assert f"expected HTTP 200, found {status}: {body.decode()!r}" in message
    assert len(system.asked) == 1


def test_a_described_field_with_another_code_is_refused() -> None:
    """Whose role it is can be the citizen's or the other person's."""
    custody = {"name": "A", "role": "far", "role_of": "child"}
    body = json.dumps({"outcome": "shown", "card": {"children_in_custody": [custody]}}).encode()
    with (
        serving(Answering(body=body)) as driver,
        pytest.raises(VendorUnavailable, match="Invalid enum value 'child'"),
    ):
        driver.open_card("s", "2512489996")


def test_an_answer_that_is_too_large_is_not_read_to_its_end() -> None:
    """A few buffers beyond the limit, the driver gives up."""
    system = Answering(body=b" " * (50 * MAX_ANSWER_BYTES))
    message = unavailable(system)
    assert f"expected at most {MAX_ANSWER_BYTES} bytes, found more" in message
    assert system.sent_bytes < len(system.body) / 2


def test_an_answer_of_the_largest_size_is_read() -> None:
    """The limit itself is allowed."""
    body = json.dumps(ABOUT).encode().ljust(MAX_ANSWER_BYTES)
    with serving(Answering(body=body)) as driver:
        assert driver.about().name == "Journal"


def test_an_answer_that_breaks_off_is_told() -> None:
    """Fewer bytes than were announced."""
    message = unavailable(Answering(body=b'{"na', headers={"Content-Length": "400"}))
    assert "cannot be reached: GET " in message
    assert "/about: the connection broke off. Is it started" in message


def test_a_system_that_does_not_answer_in_time_is_told() -> None:
    """With the address, and how long was waited."""
    system = Answering(wait=Event())
    with serving(system) as _:
        driver = HttpDriver(system.url, timeout=0.1)
        with pytest.raises(
            VendorUnavailable, match=r"GET http://127.*/about: it did not answer within 0\.1 s\. Is"
        ):
            driver.about()
        driver.close()


@pytest.mark.parametrize(
    ("scheme", "reason"),
    [
        ("http", "there is no connection"),
        ("https", "there is no connection"),
        ("htp", "URLSchemeUnknown: Not supported URL scheme htp"),
    ],
)
def test_an_address_where_nobody_answers_is_told(scheme: str, reason: str) -> None:
    """The message says why, and asks the two questions that help."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    driver = HttpDriver(f"{scheme}://127.0.0.1:{port}/v1", timeout=5)
    with pytest.raises(VendorUnavailable) as said:
        driver.about()
    driver.close()
    assert "the system under test cannot be reached: GET " in str(said.value)
    assert f"{reason}. Is it started, and is [driver] url right in the profile?" in str(said.value)


@pytest.mark.parametrize("credentials", ["tester:secret", "tester:sec%72et"])
def test_user_and_password_of_the_address_go_into_a_header_and_into_no_message(
    credentials: str,
) -> None:
    """A test build may stand behind a door of its own."""
    system = Answering(status=500)
    with serving(system) as _:
        driver = HttpDriver(system.url.replace("://", f"://{credentials}@"), timeout=10)
        with pytest.raises(VendorUnavailable) as said:
            driver.set_clock(datetime(2026, 11, 1, tzinfo=UTC))
        driver.close()
    assert system.sent[0]["Authorization"] == "Basic dGVzdGVyOnNlY3JldA=="
    assert system.sent[0]["Content-Type"] == "application/json"
    assert "tester" not in str(said.value)
    assert "/fsk-driver/v1/clock: expected HTTP 204" in str(said.value)
