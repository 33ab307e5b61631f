"""Exchanges in full, the verdict of the message rules beside them, and events as they come."""

import asyncio
from collections.abc import Iterator
from itertools import islice

import pytest

from conformance.findings import Finding, Severity
from conformance.simulator.control.events import events
from conformance.simulator.control.verdicts import Verdicts
from conformance.simulator.http import serve
from conformance.simulator.services import NationalServices
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds.retrieve import DocumentRequest
from tests.simulator.control_client import Control, Event
from tests.simulator.direct_calls import DirectCaller, hits, log_request

BENTE, SOFIE = Persona.BENTE.value, Persona.SOFIE.value
FLAW = Finding(
    rule="TEST-1",
    severity=Severity.FAIL,
    expected="a greeting",
    found="none",
    where="/soap:Envelope",
    line=2,
)


def judge(message: bytes) -> tuple[Finding, ...]:
    """One flaw in each search request."""
    return (FLAW,) if b"AdhocQueryRequest" in message else ()


@pytest.fixture(scope="module")
def judged_url(simulation: Simulation) -> Iterator[str]:
    with serve(simulation.services, judge=judge) as address:
        yield address


@pytest.fixture
def control(judged_url: str, world: World) -> Control:  # noqa: ARG001 - a fresh world first
    return Control(judged_url)


@pytest.fixture
def retrieved(caller: DirectCaller) -> DirectCaller:
    """Exchanges 1 to 3: a token, a search, a retrieval."""
    card = caller.system_card()
    (entry,) = hits(caller.search(card, BENTE)).entries
    caller.retrieve(
        card,
        DocumentRequest(
            repository_id=entry.repository_id,
            unique_id=entry.unique_id,
            home_community_id=entry.home_community_id,
        ),
    )
    return caller


@pytest.mark.usefixtures("retrieved")
def test_an_exchange_in_full_has_messages_and_documents(control: Control) -> None:
    """With indents, and Danish letters as they are; the card that base64 wraps stands by itself."""
    found = control.read("/journal/3")
    assert (found["number"], found["service"], found["refused"]) == (3, "SFSK ITI-43", False)
    assert "\n  <soap:Header>" in found["request"]
    assert "\n  <soap:Body>" in found["response"]
    (document,) = found["documents"]
    assert document.startswith("<ClinicalDocument")
    assert "<given>Kirkegård</given>" in document


@pytest.mark.usefixtures("retrieved")
def test_the_verdict_of_the_rules_stands_beside_an_exchange(control: Control) -> None:
    """The gravest finding, how many there are, and each with its message."""
    found = control.read("/journal/2")
    assert found["verdict"] == {"worst": "fail", "findings": 1}
    (finding,) = found["findings"]
    assert (finding["message"], finding["rule"], finding["line"]) == ("request", "TEST-1", 2)
    assert control.read("/journal/3")["verdict"] == {"worst": None, "findings": 0}


@pytest.mark.usefixtures("retrieved")
def test_without_a_judge_nothing_is_judged(url: str) -> None:
    """Null, which is not the same as nothing found."""
    found = Control(url).read("/journal/2")
    assert (found["verdict"], found["findings"]) == (None, [])


def test_a_refused_call_and_an_empty_answer_are_told_apart(
    control: Control, caller: DirectCaller, world: World
) -> None:
    """Fault, XDS failure, HTTP 503 and failed registration; an empty body is not judged."""
    card = caller.system_card()
    caller.search(None, BENTE)
    world.inject(Fault.REGISTER_OUT_OF_REACH_AT_SEARCH)
    caller.search(card, BENTE)
    world.inject(Fault.SFSK_DOWN)
    caller.search(card, BENTE)
    caller.register(card, log_request({}))
    refused = [each["refused"] for each in control.read("/journal")]
    assert refused == [False, True, True, True, True]
    found = control.read("/journal/4")
    assert (found["outcome"], found["response"]) == ("HTTP 503", "")
    assert [each["message"] for each in found["findings"]] == ["request"]


def test_what_is_no_xml_is_shown_as_it_stands(control: Control, caller: DirectCaller) -> None:
    """Odd bytes are marked, and break nothing."""
    caller.call("/sfsk/iti18", b"\xff<not xml \xc3\xa6")
    found = control.read("/journal/1")
    assert found["request"] == "\ufffd<not xml æ"
    assert found["documents"] == []


@pytest.mark.parametrize(
    ("number", "status"),
    [("0", 404), ("1", 404), ("999999999999999999", 404), ("x", 400), ("-1", 400), ("²", 400)],
)
def test_an_exchange_that_is_not_there_is_not_found(
    number: str, status: int, control: Control
) -> None:
    """Numbers count from 1."""
    answer = control.get(f"/journal/{number}")
    assert (answer.status_code, list(answer.json())) == (status, ["message"])


def test_exchanges_are_told_as_they_come(control: Control, caller: DirectCaller) -> None:
    """With number and verdict; a reader who comes back goes on where it left."""
    with control.events() as told:
        assert next(told) == Event(name="hello", data={"exchanges": 0})
        card = caller.system_card()
        caller.search(card, BENTE)
        one, two = islice((each for each in told if each.name == "exchange"), 2)
    assert (one.data["service"], one.data["verdict"]) == ("STS", {"worst": None, "findings": 0})
    assert (two.id, two.data["citizens"]) == ("2", [BENTE])
    assert two.data["verdict"] == {"worst": "fail", "findings": 1}
    with control.events(**{"Last-Event-ID": "1"}) as again:
        assert next(each for each in again if each.name == "exchange") == two
    with control.events("/events?since=1") as again:
        assert next(each for each in again if each.name == "exchange") == two


def test_many_readers_hear_the_same(control: Control, caller: DirectCaller) -> None:
    """Each for itself."""
    with control.events() as one, control.events() as other:
        assert (next(one).name, next(other).name) == ("hello", "hello")
        caller.system_card()
        assert next(one) == next(other)


def test_a_change_of_any_state_is_told(control: Control, world: World) -> None:
    """By a verb, by a call or by a scenario; the clock too."""
    with control.events() as told:
        next(told)
        for change in (
            lambda: world.protect(SOFIE),
            lambda: world.inject(Fault.SFSK_SLOW),
            lambda: world.give_custody(BENTE, Persona.WARD),
            world.clock.release,
            lambda: world.admit_organisations("1"),
        ):
            change()
            assert next(told).name == "state"


def test_a_new_world_is_told_and_begins_at_its_first_exchange(
    control: Control, caller: DirectCaller, simulation: Simulation
) -> None:
    """As when a scenario of `fsk certify` begins."""
    caller.system_card()
    with control.events() as told:
        assert next(told).data == {"exchanges": 1}
        fresh = simulation.new_world()
        assert next(told).name == "world"
        caller.system_card()
        assert next(told).id == "1"
        assert len(fresh.journal) == 1


def test_a_reader_from_an_earlier_world_begins_anew(control: Control, caller: DirectCaller) -> None:
    """Its last number is higher than there are exchanges."""
    caller.system_card()
    with control.events(**{"Last-Event-ID": "50"}) as told:
        assert [each.name for each in islice(told, 3)] == ["hello", "world", "exchange"]


@pytest.mark.parametrize("since", ["x", "-1", "9" * 19])
def test_events_since_nothing_countable_are_refused(since: str, control: Control) -> None:
    """400, as for the journal."""
    assert control.get(f"/events?since={since}").status_code == 400


def test_a_slow_reader_misses_what_is_dropped_and_is_told(
    simulation: Simulation, caller: DirectCaller, world: World
) -> None:
    """The journal is bounded: nothing piles up, and the services never wait."""
    world.journal._limit = 5

    async def read_late() -> list[bytes]:
        told = events(simulation.services, Verdicts(None), asyncio.Event(), 0)
        found = [await anext(told)]
        for _ in range(12):
            caller.call("/sfsk/iti18", b"<x/>")
        return [*found, await anext(told), await anext(told)]

    hello, missed, first = asyncio.run(read_late())
    assert b'{"exchanges":0}' in hello
    assert missed == b'event: missed\ndata: {"exchanges":6}\n\n'
    assert first.startswith(b"event: exchange\nid: 7\n")


def test_events_end_when_the_server_stops(simulation: Simulation, world: World) -> None:  # noqa: ARG001 - a fresh world first
    """Within a second, and the reader sees an orderly end."""
    with serve(simulation.services) as url:
        opened = Control(url).events()
        told = opened.__enter__()
        assert next(told).name == "hello"
    assert list(told) == []
    opened.__exit__(None, None, None)


def test_a_message_of_many_readers_is_judged_once(
    simulation: Simulation, caller: DirectCaller
) -> None:
    """The rules take time; the same bytes have the same findings."""
    asked: list[bytes] = []

    def counting(message: bytes) -> tuple[Finding, ...]:
        asked.append(message)
        return ()

    caller.system_card()
    verdicts = Verdicts(counting)
    services: NationalServices = simulation.services
    (exchange,) = services.world.journal
    assert verdicts.verdict(exchange) == verdicts.verdict(exchange) != None  # noqa: E711 - three values
    assert asked == [exchange.request, exchange.response]
