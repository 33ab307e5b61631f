"""The notification service over real sockets: a client's whole flow, and whatever else comes in."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from lxml import etree

from conformance.nas import id_lists, pull_points, subscriptions
from conformance.nas.vocabulary import Action
from conformance.pdc.codes import RelationCode
from conformance.security import dgws
from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds import entries, query
from conformance.xds.vocabulary import Action as XdsAction
from tests.simulator.direct_calls import ITI18, DirectCaller, find
from tests.simulator.hostile_bodies import bodies
from tests.simulator.nas_calls import BROKER, FACTORY, ID_LIST, MANAGER, citizens, wish

BENTE, JENS = Persona.BENTE.value, Persona.JENS.value
ADDRESSES: Final = (
    ID_LIST,
    FACTORY,
    MANAGER,
    BROKER,
    "/nas2/pullpoints/x",
    "/nas2/subscriptions/x",
)
HOSTILE: Final = tuple(bodies(b"", Path("/nowhere")))


@pytest.fixture
def base(simulation: Simulation, world: World) -> Iterator[str]:  # noqa: ARG001 - a fresh world first
    with serve(simulation.services) as url:
        yield url


def post(address: str, message: bytes, action: str) -> tuple[int, bytes]:
    """As a client does that knows a URL and nothing else."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=10)
    headers = {"Content-Type": "text/xml;charset=utf-8", "SOAPAction": f'"{action}"'}
    connection.request("POST", place.path, body=message, headers=headers)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def test_the_flow_of_a_client_over_real_addresses(
    base: str, caller: DirectCaller, world: World
) -> None:
    """List, pull point, subscription, poll, look-up of the citizen, list anew, poll, and end."""
    card = caller.system_card()

    def ask(address: str, body: etree._Element, action: str) -> etree._Element:
        status, answer = post(address, caller.message(card, body), action)
        assert status == 200, answer
        return dgws.read_response(answer)

    def told(address: str) -> list[str | None]:
        body = ask(address, pull_points.build_get_messages(20), Action.GET_MESSAGES)
        return [message.id for message in pull_points.read_get_messages_response(body)]

    def send_list(*cprs: str) -> bool:
        body = id_lists.build_create_request(citizens(*cprs))
        return id_lists.read_create_response(ask(base + ID_LIST, body, Action.CREATE_ID_LIST))

    assert send_list(BENTE) is False
    created = ask(base + FACTORY, pull_points.build_create_request(), Action.CREATE_PULL_POINT)
    pull_point = pull_points.read_create_response(created)
    assert pull_point.startswith(f"{base}/nas2/pullpoints/")
    wanted = subscriptions.build_request(wish(pull_point))
    made = subscriptions.read_response(ask(base + MANAGER, wanted, Action.SUBSCRIBE))
    assert told(pull_point) == []

    world.leave_temporary_address(BENTE)
    world.leave_temporary_address(JENS)
    (marked,) = told(pull_point)
    assert marked == BENTE
    search = query.build_request(find(marked))
    found = entries.read_response(ask(base + ITI18, search, XdsAction.REGISTRY_STORED_QUERY))
    assert len(found.entries) == 1

    assert send_list(JENS) is True
    world.name_relative(BENTE, world.citizen(JENS).name, RelationCode.CHILD, "22334455")
    world.name_relative(JENS, world.citizen(BENTE).name, RelationCode.MOTHER, "22334455")
    assert told(pull_point) == [JENS]

    ask(made.address, subscriptions.build_unsubscribe(), Action.UNSUBSCRIBE)
    ask(pull_point, pull_points.build_destroy_request(), Action.DESTROY_PULL_POINT)
    ask(base + ID_LIST, id_lists.build_destroy_request("own"), Action.DESTROY_ID_LIST)
    again = caller.message(card, pull_points.build_get_messages())
    status, answer = post(pull_point, again, Action.GET_MESSAGES)
    assert (status, b"ResourceUnknownFault" in answer) == (500, True)
    assert len(world.journal.of(Service.NAS)) == 11


@pytest.fixture
def hostile(caller: DirectCaller, tmp_path: Path) -> dict[str, bytes]:
    bait = tmp_path / "bait.txt"
    bait.write_text("SECRET", encoding="utf-8")
    valid = caller.message(caller.system_card(), pull_points.build_create_request())
    return bodies(valid, bait)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_hostile_body_gives_a_fault_at_every_address(
    path: str, name: str, base_of_all: str, hostile: dict[str, bytes], world: World
) -> None:
    """HTTP 500 with a fault, one line in the journal, and not a word of any file."""
    before = len(world.journal)
    status, answer = post(base_of_all + path, hostile[name], "")
    assert (status, len(world.journal)) == (500, before + 1)
    assert b"Fault>" in answer
    assert b"SECRET" not in answer
    assert b"Traceback" not in answer


@pytest.fixture(scope="module")
def base_of_all(simulation: Simulation) -> Iterator[str]:
    with serve(simulation.services) as url:
        yield url


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_notification_gives_a_fault(
    name: str, base_of_all: str, hostile: dict[str, bytes], world: World
) -> None:
    """A publisher needs no id card, and may do no harm all the same."""
    status, answer = post(base_of_all + BROKER, hostile[name], Action.NOTIFY)
    assert status == 500
    assert b"SECRET" not in answer
    assert world.notifications.pull_points == {}
