"""The clients of SKR, NAS2, MinLog2 and of calls by token, against served services."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from lxml import etree

from conformance.certify.embedded import callers_of
from conformance.minlog.lookup import LookupRequest, MalformedLookup
from conformance.minlog.registration import LogEntry
from conformance.minlog.shown import read_response
from conformance.nas.id_lists import IdList
from conformance.nas.subscriptions import IdFilter, MessageContent, Subscribe, TopicExpression
from conformance.nas.vocabulary import IdType, Topic
from conformance.pdc import compose
from conformance.security.dgws import ReceivedFault
from conformance.security.idws import FSK_AUDIENCE
from conformance.service.callers import Callers, CannotArrange
from conformance.service.client import Endpoints, ServiceClient, own_call
from conformance.service.idws import IdwsClient, stranger
from conformance.service.minlog import MinLogClient
from conformance.service.nas import NasClient
from conformance.service.skr import OPT_OUT, SkrClient, opt_out_request
from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import Persona, Staff
from conformance.simulator.state.world import World
from conformance.skr.values import Create, Language
from conformance.skr.vocabulary import Namespace

SOFIE = Persona.SOFIE


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
def callers(simulation: Simulation) -> Callers:
    return callers_of(simulation)


@pytest.fixture
def client(url: str, world: World) -> Iterator[ServiceClient]:
    client = ServiceClient(Endpoints.below(url), clock=world.clock)
    yield client
    client.close()


@pytest.fixture
def system_card(client: ServiceClient, callers: Callers) -> etree._Element:
    return client.id_card(callers.system, callers.system_credential)


@pytest.fixture
def doctors_card(client: ServiceClient, callers: Callers) -> etree._Element:
    user, credential = callers.employee(Staff.DOCTOR)
    return client.id_card(callers.system, credential, user)


def language() -> Create:
    entry = Language(id=str(uuid4()), language=compose.spoken("tr", "Tyrkisk"))
    return Create(citizen=compose.cpr_id(SOFIE), entry=entry)


def access(world: World) -> LogEntry:
    now = world.now.replace(microsecond=0)
    return LogEntry(
        citizen=SOFIE,
        user_id=Staff.DOCTOR,
        user_id_source="CPR",
        at=now,
        received_at=now,
        system_name="Test",
        activity="Opslag",
        written_by="Test",
        correlation_id="c-1",
    )


def test_an_entry_is_written_and_notified(
    client: ServiceClient,
    callers: Callers,
    doctors_card: etree._Element,
    system_card: etree._Element,
    world: World,
) -> None:
    """List, pull point, subscription, write, poll; and all is given up again."""
    nas = NasClient(client, callers)
    id_list = IdList(name="mine", description="x", id_type=IdType.CPR, ids=(SOFIE,))
    assert nas.create_id_list(system_card, id_list) is False
    assert nas.create_id_list(system_card, id_list) is True
    point = nas.create_pull_point(system_card)
    wish = Subscribe(
        consumer=point,
        topics=(TopicExpression(text=Topic.CARD_UPDATED),),
        contents=(MessageContent(id_filter=IdFilter(id_list="mine")),),
    )
    assert nas.subscribe(system_card, wish)
    SkrClient(client, callers).write(doctors_card, language())
    assert world.citizen(SOFIE).language is not None
    assert [message.id for message in nas.get_messages(system_card, point)] == [SOFIE]
    assert nas.get_messages(system_card, point, 1) == ()
    nas.destroy_pull_point(system_card, point)
    nas.destroy_id_list(system_card, "mine")
    assert (world.notifications.pull_points, world.notifications.id_lists) == ({}, {})


def test_an_opt_out_is_no_operation_of_skr(
    client: ServiceClient, callers: Callers, doctors_card: etree._Element, world: World
) -> None:
    """It is refused, and nothing comes of it."""
    action = f"{Namespace.SKR}#{OPT_OUT}"
    with pytest.raises(ReceivedFault):
        SkrClient(client, callers).send(doctors_card, action, opt_out_request(Persona.BENTE))
    assert world.citizen(Persona.BENTE).opted_out_at is None


def test_an_access_is_registered_and_shown(
    client: ServiceClient, callers: Callers, system_card: etree._Element, world: World
) -> None:
    """Directly and behind the decoupling component; the citizen sees it, a stranger is refused."""
    entry = access(world)
    receipt = MinLogClient(client, callers).register(system_card, (entry,))
    assert (receipt.added, receipt.failed) == (1, 0)
    assert client.endpoints.minlog is not None
    base = client.endpoints.minlog.partition("/minlog2")[0]
    client.endpoints = replace(client.endpoints, minlog=f"{base}/decoupling")
    minlog = MinLogClient(client, callers)
    assert minlog.register(system_card, (entry,)).added == 1
    actions = [e.operation for e in world.journal.of(Service.MINLOG)]
    assert actions == ["AddRegistrations", "AddRegistrations_20250312"]
    view = minlog.look_up(system_card, LookupRequest(citizen=SOFIE), own_call(SOFIE))
    assert [shown.get("Activity") for shown in view] == ["Opslag", "Opslag"]
    assert view[0].get("Reason") is None
    with pytest.raises(ReceivedFault):
        minlog.look_up(system_card, LookupRequest(citizen=SOFIE), own_call(Persona.JENS))


def test_another_answer_is_no_view() -> None:
    """It is told, not read as an empty log."""
    with pytest.raises(MalformedLookup, match="expected LogStatementForCPRPersonResponse"):
        read_response(etree.Element("Other"))


def test_a_token_finds_the_own_card_in_the_right_hand_alone(
    client: ServiceClient, callers: Callers
) -> None:
    """The same message with another key is refused."""
    holder = callers.system_credential
    token = callers.token_source().citizen(
        SOFIE, holder=holder.certificate, now=client.now, audience=FSK_AUDIENCE
    )
    assert len(IdwsClient(client).search(token, SOFIE, signer=holder).entries) == 1
    assert IdwsClient(client).search(token, Persona.MAX, signer=holder).entries == ()
    with pytest.raises(ReceivedFault):
        IdwsClient(client).search(token, SOFIE, signer=stranger(holder))


ASKED: dict[str, Callable[[ServiceClient, Callers], object]] = {
    "skr": lambda client, callers: SkrClient(client, callers).write(None, language()),
    "nas": lambda client, callers: NasClient(client, callers).create_pull_point(None),
    "minlog": lambda client, callers: MinLogClient(client, callers).register(None, ()),
}


@pytest.mark.parametrize("key", ASKED)
def test_nothing_is_asked_of_who_has_no_address_or_may_not_be_written_to(
    key: str, client: ServiceClient, callers: Callers, world: World
) -> None:
    """Each says which key of the description opens the way, and no call is made."""
    with pytest.raises(CannotArrange, match=r"\[environment\] writes = true"):
        ASKED[key](client, replace(callers, writes=False))
    client.endpoints = Endpoints(sts="x", registry="y", repository="z")
    with pytest.raises(CannotArrange, match=rf"\[addresses\] {key}$"):
        ASKED[key](client, callers)
    with pytest.raises(CannotArrange, match="minlog_lookup"):
        MinLogClient(client, callers).look_up(None, LookupRequest(citizen=SOFIE))
    assert not tuple(world.journal)


def test_what_a_real_environment_does_not_have_is_told(callers: Callers) -> None:
    """Tokens, codes of relations, dentists."""
    bare = replace(callers, tokens=None, relations=None, dentists=())
    for ask, said in (
        (bare.token_source, "tokens"),
        (bare.relation_codes, "CitizenUserRelation"),
        (bare.two_dentists, "dentists"),
    ):
        with pytest.raises(CannotArrange, match=said):
            ask()
