"""Whatever comes in, an answer goes out, and the journal gains exactly one line."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.minlog import lookup
from conformance.minlog.lookup import LookupRequest
from conformance.pdc.compose import cpr_id
from conformance.pdc.datatypes import Address, Period, TimeStamp
from conformance.safe_xml import parse
from conformance.security import sts
from conformance.security.dgws import FaultCode
from conformance.security.namespaces import PREFIXES
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.services import ROUTES
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault, Kind
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import Persona, Staff
from conformance.simulator.state.world import World
from conformance.simulator.wire import spoiling
from conformance.skr import messages as skr
from conformance.skr.values import TemporaryAddress, Update
from conformance.xds import query, retrieve
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import Action, FormatCode
from tests.simulator.direct_calls import (
    ACTIONS,
    ITI18,
    ITI43,
    MINLOG_PATH,
    NEEDS_ACTION,
    PATHS,
    STS,
    SYSTEM,
    DirectCaller,
    fault_code,
    find,
    log_request,
    own_call,
    user_log,
)
from tests.simulator.hostile_bodies import bodies
from tests.simulator.idws_calls import BST2IDWS, IdwsCaller

BENTE = Persona.BENTE
WANTED = DocumentRequest(repository_id=REPOSITORY_ID, unique_id=unique_id(BENTE, FormatCode.PDC_V3))
REGISTRATION = {
    "SystemName": "Test",
    "Activity": "Test",
    "DateTime": "2026-06-01T12:00:00Z",
    "PersonIdentifier@CPR": BENTE.value,
    "UserPersonIdentifier@CPR": Staff.DOCTOR.value,
}
MINLOG_LOOKUP = "/minlog2-lookupid/20250312/LookupidService"
LOOKUP = LookupRequest(citizen=BENTE)
SKR = "/skr/dgws20240101"
WRITE = Update(
    citizen=cpr_id(BENTE),
    entry=TemporaryAddress(
        id=str(uuid5(NAMESPACE_OID, f"{BENTE}:stay")),
        address=Address(lines=("Å 1",), postal_code="5970", city="Ærøskøbing"),
        period=Period(low=TimeStamp(text="20260101000000+0100")),
    ),
)
FAULT_CODES = {*FaultCode, *sts.TrustFaultCode}
ALLOWED = {route.path: route.actions for route in ROUTES}
HOSTILE = tuple(bodies(b"", Path("/nowhere")))


@pytest.fixture(scope="module")
def good(simulation: Simulation) -> dict[str, tuple[str, bytes]]:
    """A good call of each kind: its path and its body."""
    world = simulation.new_world()
    world.clock.set(simulation.pki.now)
    caller = DirectCaller(simulation=simulation)
    card = caller.system_card()
    search = query.build_request(find(BENTE))
    doctor = world.staff[Staff.DOCTOR]
    return {
        "system card": (STS, caller.token_request(caller.requested())),
        "user card": (STS, caller.token_request(caller.requested(user=user_log(doctor)))),
        "search": (ITI18, caller.message(card, search)),
        "search as a doctor": (ITI18, caller.message(caller.user_card(doctor), search)),
        "search as a citizen": (ITI18, caller.message(card, search, own_call(BENTE))),
        "retrieval": (ITI43, caller.message(card, retrieve.build_request((WANTED,)))),
        "registration": (MINLOG_PATH, caller.message(card, log_request(REGISTRATION))),
        "look-up": (MINLOG_LOOKUP, caller.message(card, lookup.build_request(LOOKUP))),
        **_by_token(simulation),
        "write": (SKR, caller.message(caller.user_card(doctor), skr.build_request(WRITE))),
    }


KINDS = (
    "system card",
    "user card",
    "search",
    "search as a doctor",
    "search as a citizen",
    "retrieval",
    "search by token",
    "retrieval by token",
    "exchange",
    "registration",
    "look-up",
    "write",
)


def _by_token(simulation: Simulation) -> dict[str, tuple[str, bytes]]:
    """Good calls by OIO-IDWS, and the exchange that a token comes from."""
    idws = IdwsCaller(simulation=simulation)
    token, action = idws.citizen(BENTE), Action.RETRIEVE_DOCUMENT_SET
    holder = idws.holder.certificate
    bootstrap = idws.identity_provider.citizen(BENTE, holder=holder, now=idws.now)
    search, retrieval = query.build_request(find(BENTE)), retrieve.build_request((WANTED,))
    return {
        "search by token": (ITI18, idws.message(token, search, Action.REGISTRY_STORED_QUERY)),
        "retrieval by token": (ITI43, idws.message(token, retrieval, action)),
        "exchange": (BST2IDWS, idws.exchange_request(bootstrap)),
    }


@pytest.fixture
def handled(simulation: Simulation, world: World) -> Callable[[str, bytes, str], Reply]:
    def handle(path: str, body: bytes, action: str) -> Reply:
        return _handled(
            simulation, world, Call(path=path, body=body, headers={"soapaction": action})
        )

    return handle


def _handled(simulation: Simulation, world: World, call: Call) -> Reply:
    """The reply, after seeing that it is sound and that the journal has gained one line."""
    before = len(world.journal)
    reply = simulation.services.handle(call)
    (line,) = world.journal.since(before)
    assert len(world.journal) == before + 1
    assert line.request == call.body
    assert line.response == reply.body or reply.content_type.startswith("multipart/")
    assert line.service is PATHS[call.path]
    assert line.outcome
    if reply.status != 503:
        is_fault = parse(line.response).find("soap:Body/soap:Fault", PREFIXES) is not None
        assert (reply.status == 500) is is_fault
        assert not is_fault or fault_code(reply) in FAULT_CODES
    return reply


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_call_is_answered_at_every_path_of_its_service(
    kind: str,
    good: dict[str, tuple[str, bytes]],
    handled: Callable[[str, bytes, str], Reply],
) -> None:
    """The short paths and the decoupling's give the same, with and without quotes."""
    path, body = good[kind]
    service = PATHS[path]
    for other in (p for p, s in PATHS.items() if s is service):
        named = ACTIONS[other]
        for action in (named, f'"{named}"', f' "{named}" '):
            assert handled(other, body, action).status == 200


def test_both_families_of_paths_are_known() -> None:
    """SFSK answers at its own paths and behind the decoupling component."""
    assert {path for path, service in PATHS.items() if service is Service.SFSK_REGISTRY} == {
        "/sfsk/iti18",
        "/decoupling/nspservices/sfskreg",
    }
    assert {path for path, service in PATHS.items() if service is Service.SFSK_REPOSITORY} == {
        "/sfsk/iti43",
        "/decoupling/nspservices/sfskrep",
    }


@pytest.mark.parametrize(
    "path", [path for path, service in PATHS.items() if service is not Service.NAS]
)
@pytest.mark.parametrize(
    "action",
    ["", '""', "Issue", "urn:ihe:iti:2007:RegistryStoredQuery", "x", "a\x01b", "\ud800"],
    ids=["none", "empty", "issue", "iti-18", "nonsense", "control-character", "surrogate"],
)
def test_a_soap_action_is_right_or_where_nothing_routes_on_it_left_out(
    path: str,
    action: str,
    good: dict[str, tuple[str, bytes]],
    handled: Callable[[str, bytes, str], Reply],
) -> None:
    """Wrong is refused everywhere; missing is refused where the decoupling routes on it."""
    service = PATHS[path]
    body = next(b for p, b in good.values() if PATHS[p] is service)
    reply = handled(path, body, action)
    bare = action.strip('"')
    accepted = bare in ALLOWED[path] or (not bare and path not in NEEDS_ACTION)
    assert reply.status == (200 if accepted else 500)
    if not accepted:
        assert fault_code(reply) == "syntax_error"
        assert ACTIONS[path] in reply.body.decode()


def test_an_action_in_other_letters_is_another_action(
    good: dict[str, tuple[str, bytes]], handled: Callable[[str, bytes, str], Reply]
) -> None:
    """URNs of actions are compared letter for letter."""
    path, body = good["search"]
    assert handled(path, body, Action.REGISTRY_STORED_QUERY.value.lower()).status == 500


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", [STS, BST2IDWS, ITI18, ITI43, MINLOG_PATH, SKR])
def test_a_hostile_body_gives_a_fault(
    path: str,
    name: str,
    good: dict[str, tuple[str, bytes]],
    handled: Callable[[str, bytes, str], Reply],
    tmp_path: Path,
) -> None:
    """Refused as a syntax error, in few bytes, without a word of any file."""
    bait = tmp_path / "bait.txt"
    bait.write_text("SECRET", encoding="utf-8")
    body = bodies(good["search"][1], bait)[name]
    reply = handled(path, body, ACTIONS[path])
    assert reply.status == 500
    # A token request with sound XML around nothing is invalid, too.
    assert fault_code(reply) in {"syntax_error", "missing_required_header", "wst:InvalidRequest"}
    assert b"SECRET" not in reply.body
    assert len(reply.body) < 5000


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_an_instant_beyond_the_calendar_gives_a_fault(
    instant: str,
    good: dict[str, tuple[str, bytes]],
    handled: Callable[[str, bytes, str], Reply],
) -> None:
    """wsu:Created of a year that UTC does not have is a syntax error."""
    root = parse(good["search"][1])
    created = root.find(".//wsu:Created", PREFIXES)
    assert created is not None
    created.text = instant
    assert fault_code(handled(ITI18, etree.tostring(root), "")) == "syntax_error"


def test_every_fault_of_the_services_is_survived_by_the_journal(
    good: dict[str, tuple[str, bytes]],
    handled: Callable[[str, bytes, str], Reply],
    world: World,
) -> None:
    """With each fault on that leaves the answer whole, each call is still answered and noted."""
    spoilt = set(spoiling.KINDS) - {Kind.SLOW}
    for fault in (each for each in Fault if each.kind not in spoilt):
        world.mend_all()
        world.inject(fault)
        for path, body in good.values():
            refused = fault is Fault.SKR_REFUSES and path == SKR
            assert handled(path, body, "").status in ((500,) if refused else (200, 503))


fuzzed = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@fuzzed
@given(
    path=st.sampled_from(sorted(PATHS)), body=st.binary(max_size=300), action=st.text(max_size=20)
)
@example(path=ITI18, body=b"<?xml version='1.0' encoding='utf-7'?><x/>", action="")
@example(path=ITI18, body=b"\xef\xbb\xbf<x/>", action="\n")
def test_any_bytes_are_answered(
    path: str, body: bytes, action: str, simulation: Simulation
) -> None:
    """No body and no action makes a service raise."""
    world = simulation.new_world()
    for found in (action, ACTIONS[path]):
        _handled(simulation, world, Call(path=path, body=body, headers={"soapaction": found}))


@fuzzed
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_a_call_with_changed_bytes_is_answered(
    kind: str, data: st.DataObject, good: dict[str, tuple[str, bytes]], simulation: Simulation
) -> None:
    """A piece cut out, doubled or overwritten makes no service raise."""
    path, body = good[kind]
    start = data.draw(st.integers(0, len(body)), label="start")
    end = data.draw(st.integers(start, min(len(body), start + 400)), label="end")
    piece = data.draw(
        st.one_of(st.binary(max_size=20), st.just(body[start:end] * 2)), label="piece"
    )
    world = simulation.new_world()
    world.clock.set(simulation.pki.now)
    changed = body[:start] + piece + body[end:]
    _handled(simulation, world, Call(path=path, body=changed, headers={}))


TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "3", "-1", "true", "2026-13-01T00:00:00Z", "urn:uuid:x", "'", "('')"]
    ),
    st.text(
        alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80
    ),
)


def _alter(root: etree._Element, data: st.DataObject) -> None:
    elements = list(root.iter(etree.Element))
    if len(elements) < 2:
        return
    target = elements[data.draw(st.integers(1, len(elements) - 1), label="element")]
    parent = target.getparent()
    assert parent is not None
    kind = data.draw(st.sampled_from(["text", "remove", "double", "rename", "attribute", "move"]))
    if kind == "text":
        target.text = data.draw(TEXTS)
    elif kind == "remove":
        parent.remove(target)
    elif kind == "double":
        parent.append(parse(etree.tostring(target, with_tail=False)))
    elif kind == "rename":
        other = elements[data.draw(st.integers(0, len(elements) - 1), label="other")]
        target.tag = other.tag
    elif kind == "attribute" and target.attrib:
        name = data.draw(st.sampled_from(sorted(map(str, target.attrib))))
        target.set(name, data.draw(TEXTS))
    elif kind == "move":
        root.append(target)


@settings(fuzzed, max_examples=200)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_a_call_with_changed_elements_is_answered(
    kind: str, data: st.DataObject, good: dict[str, tuple[str, bytes]], simulation: Simulation
) -> None:
    """Elements removed, doubled, renamed, moved or filled with other text make no service raise."""
    path, body = good[kind]
    root = parse(body)
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        _alter(root, data)
    world = simulation.new_world()
    world.clock.set(simulation.pki.now)
    _handled(simulation, world, Call(path=path, body=etree.tostring(root), headers={}))


@fuzzed
@given(name=TEXTS, cpr=TEXTS, role=TEXTS, code=st.none() | TEXTS)
def test_any_user_in_a_card_is_answered(
    name: str, cpr: str, role: str, code: str | None, simulation: Simulation
) -> None:
    """Whatever a client writes in its own card, the STS answers."""
    world = simulation.new_world()
    world.clock.set(simulation.pki.now)
    caller = DirectCaller(simulation=simulation)
    doctor = user_log(world.staff[Staff.DOCTOR])
    user = replace(doctor, given_name=name, cpr=cpr, roles=(role,), authorisation_code=code)
    card = caller.requested(user=user, system=replace(SYSTEM, it_system_name=name))
    call = Call(path=STS, body=caller.token_request(card), headers={})
    _handled(simulation, world, call)
