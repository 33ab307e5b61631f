"""Pages of strangers may neither act nor read; programs, and the console's own page, may."""

import pytest
import requests

from conformance.simulator.control.guard import is_own_host, refusal
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from tests.simulator.control_client import Control

SOFIE = Persona.SOFIE.value
BODY = {"citizen": SOFIE}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def control(url: str, world: World) -> Control:  # noqa: ARG001 - a fresh world first
    return Control(url)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"} | JSON,
        {"Origin": "null"} | JSON,
        {"Origin": "http://127.0.0.1:1"} | JSON,
        {"Origin": "http://["} | JSON,
        {"Sec-Fetch-Site": "cross-site"} | JSON,
        {"Sec-Fetch-Site": "same-site"} | JSON,
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Host": "evil.example"} | JSON,
        {"Host": "evil.example:8090"} | JSON,
        {"Host": "localhost.evil.example"} | JSON,
        {"Host": "127.0.0.1.evil.example"} | JSON,
    ],
    ids=str,
)
def test_a_strangers_page_changes_nothing(
    headers: dict[str, str], control: Control, world: World
) -> None:
    """403 and a reason, and the world is as it was."""
    answer = control.post("/protection", BODY, headers)
    assert (answer.status_code, list(answer.json())) == (403, ["message"])
    assert not world.citizen(SOFIE).protected


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_any_page_changes_nothing(
    media_type: str, control: Control, url: str, world: World
) -> None:
    """Not even one of the own origin: a form cannot send JSON as such."""
    headers = {"Origin": url, "Content-Type": media_type}
    assert control.post("/protection", BODY, headers).status_code == 403
    assert not world.citizen(SOFIE).protected


def test_the_consoles_own_page_acts(control: Control, url: str, world: World) -> None:
    """With its own origin and JSON."""
    headers = {
        "Origin": url,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/json; charset=utf-8",
    }
    assert control.post("/protection", BODY, headers).status_code == 204
    assert world.citizen(SOFIE).protected


@pytest.mark.parametrize(
    "headers", [{}, JSON, {"Content-Type": "application/x-www-form-urlencoded"}], ids=str
)
def test_a_program_acts_whatever_it_calls_its_body(
    headers: dict[str, str], control: Control, world: World
) -> None:
    """curl -d sends a form's content type."""
    assert control.post("/protection", BODY, headers).status_code == 204
    assert world.citizen(SOFIE).protected


@pytest.mark.parametrize(
    "path", ["/", "/console", "/console/main.js", "/control/state", "/control/events"]
)
def test_nothing_is_read_by_a_name_that_was_pointed_here(path: str, url: str) -> None:
    """DNS rebinding: the Host is a stranger's."""
    answer = requests.get(url + path, headers={"Host": "evil.example"}, timeout=10)
    assert answer.status_code == 403


def test_a_link_from_elsewhere_opens_the_console(url: str) -> None:
    """To follow a link is no attack."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert requests.get(url, headers=headers, timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8090", True),
        ("localhost:8090", True),
        ("LOCALHOST", True),
        ("[::1]:8090", True),
        ("", False),
        ("example", False),
        ("[", False),
        ("127.1:8090", False),
        ("evil.example@127.0.0.1", True),
    ],
)
def test_a_host_is_own_when_nobody_can_have_pointed_it_here(host: str, *, is_own: bool) -> None:
    """An address as such, or localhost. A browser sends no user name in Host."""
    assert is_own_host(host) is is_own


def test_a_refusal_quotes_no_more_than_a_line() -> None:
    """However long the header is."""
    reason = refusal("GET", {"host": "x" * 10_000})
    assert reason is not None
    assert len(reason) < 200


@pytest.mark.parametrize(
    "path", ["/", "/console/style.css", "/control/state", "/control/citizens/x"]
)
def test_every_answer_keeps_others_from_framing_and_guessing(path: str, url: str) -> None:
    """Policy, no sniffing, no cache, no frame."""
    headers = requests.get(url + path, timeout=10).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_oversized_body_is_refused_unread(control: Control, world: World) -> None:
    """413."""
    before = world.citizens
    assert control.post("/persons/forget", b" " * 1_000_001).status_code == 413
    assert world.citizens is before
