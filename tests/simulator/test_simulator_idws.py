"""SFSK for callers with a token of OIO-IDWS: who is let in, what is answered, what is logged."""

from dataclasses import replace

import pytest
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.security.idws import TokenAttribute
from conformance.security.idws.namespaces import PREFIXES, WSU_ID
from conformance.security.roles import NationalRole
from conformance.simulator.doors.idws import is_idws
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from conformance.simulator.sts.issuer import citizen_attributes, employee_attributes
from conformance.xds import query
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import Action, FormatCode
from tests.simulator.direct_calls import (
    ITI18,
    ITI43,
    DirectCaller,
    documents,
    fault_code,
    find,
    hits,
)
from tests.simulator.idws_calls import MESSAGE_ID, IdwsCaller, header

BENTE = Persona.BENTE
WANTED = DocumentRequest(repository_id=REPOSITORY_ID, unique_id=unique_id(BENTE, FormatCode.PDC_V3))
SEARCH = Action.REGISTRY_STORED_QUERY


@pytest.fixture
def idws(simulation: Simulation, world: World) -> IdwsCaller:  # noqa: ARG001 - a fresh world first
    return IdwsCaller(simulation=simulation)


def test_a_citizen_finds_and_fetches_the_own_card(idws: IdwsCaller, world: World) -> None:
    """And nobody writes MinLog."""
    token = idws.citizen(BENTE)
    assert len(hits(idws.search(token, BENTE)).entries) == 1
    assert len(documents(idws.retrieve(token, WANTED)).documents) == 1
    assert not world.log_of(BENTE)


def test_a_citizen_finds_and_fetches_nobody_elses(idws: IdwsCaller) -> None:
    """The token's CPR number is the only one that may be asked for."""
    token = idws.citizen(Persona.MAX)
    assert hits(idws.search(token, BENTE)).entries == ()
    assert documents(idws.retrieve(token, WANTED)).documents == ()


def test_an_answer_relates_to_its_request(idws: IdwsCaller) -> None:
    """WS-Addressing: the action of the answer, an id of its own, and the id of the request."""
    reply = idws.search(idws.citizen(BENTE), BENTE)
    assert header(reply, "Action") == "urn:ihe:iti:2007:RegistryStoredQueryResponse"
    assert header(reply, "RelatesTo") == MESSAGE_ID
    assert header(reply, "MessageID").startswith("urn:uuid:")
    assert parse(reply.body).find("soap:Header/wsse:Security/wsu:Timestamp", PREFIXES) is not None


@pytest.mark.parametrize(
    ("staff", "code"),
    [
        (Staff.DOCTOR, None),
        (Staff.ASSISTANT_R1, None),
        (Staff.ASSISTANT_R2, None),
        (Staff.ASSISTANT_R3, "not_authorized"),
        (Staff.ASSISTANT_BOTH, "not_authorized"),
        (Staff.ASSISTANT_NONE, "not_authorized"),
    ],
)
def test_an_employee_needs_the_same_right_as_with_a_card(
    staff: Staff, code: str | None, idws: IdwsCaller
) -> None:
    """An authorisation code, or one national role that grants reading."""
    reply = idws.search(idws.employee(staff), BENTE)
    if code is None:
        assert len(hits(reply).entries) == 1
    else:
        assert (reply.status, fault_code(reply)) == (500, code)


def test_an_employees_look_ups_are_logged(idws: IdwsCaller, world: World) -> None:
    """At search and at retrieval, with the person, the name and the employer."""
    token = idws.employee(Staff.DOCTOR)
    idws.search(token, BENTE)
    idws.retrieve(token, WANTED)
    found = [(e.user_id, e.user_name, e.organisation_id) for e in world.log_of(BENTE)]
    assert found == [(Staff.DOCTOR, "Lars Larsen", CVR)] * 2


@pytest.mark.parametrize("whitelist", [frozenset({CVR}), frozenset({"00000000"})])
def test_the_whitelist_holds_for_tokens_too(
    whitelist: frozenset[str], idws: IdwsCaller, world: World
) -> None:
    """By the employer's CVR number, and for citizens by that of the holder's certificate."""
    world.whitelist = whitelist
    for token in (idws.citizen(BENTE), idws.employee(Staff.DOCTOR)):
        reply = idws.search(token, BENTE)
        if CVR in whitelist:
            assert len(hits(reply).entries) == 1
        else:
            assert fault_code(reply) == "not_authorized"


def test_a_token_without_cpr_number_is_refused(idws: IdwsCaller, world: World) -> None:
    """For a citizen and for an employee."""
    found = []
    for attributes in (
        citizen_attributes(BENTE),
        employee_attributes(world.staff[Staff.DOCTOR]),
    ):
        nameless = tuple(
            (name, values)
            for name, values in attributes
            if name not in (TokenAttribute.CPR, TokenAttribute.CPR_2)
        )
        token = idws.issuer.token("x", nameless, idws.holder.certificate, idws.now, "https://fsk")
        found.append(fault_code(idws.search(idws.issuer.sign(token), BENTE)))
    assert found == ["not_authorized"] * 2


def test_a_second_role_in_a_token_is_refused(idws: IdwsCaller, world: World) -> None:
    """Although the employee is authorised."""
    doctor = replace(world.staff[Staff.DOCTOR], national_roles=tuple(NationalRole))
    token = idws.issuer.employee(doctor, holder=idws.holder.certificate, now=idws.now)
    assert fault_code(idws.search(token, BENTE)) == "not_authorized"


def test_an_hsuid_header_is_not_looked_at(idws: IdwsCaller) -> None:
    """It is neither used nor expected beside a token."""
    message = idws.message(idws.citizen(BENTE), query.build_request(find(BENTE)), SEARCH)
    root = parse(message)
    head = root.find("soap:Header", PREFIXES)
    assert head is not None
    head.append(parse(b'<h:HsuidHeader xmlns:h="http://www.nsi.dk/hsuid/2016/08/hsuid-1.1.xsd"/>'))
    reply = idws.call(ITI18, etree.tostring(root), SEARCH)
    assert len(hits(reply).entries) == 1


@pytest.mark.parametrize(
    ("path", "signed", "http", "accepted"),
    [
        (ITI18, SEARCH, SEARCH, True),
        (ITI18, SEARCH, "", True),
        (ITI18, Action.RETRIEVE_DOCUMENT_SET, SEARCH, False),
        (ITI18, Action.RETRIEVE_DOCUMENT_SET, "", False),
        (ITI43, SEARCH, "", False),
    ],
)
def test_the_signed_action_is_the_one_that_is_done(
    path: str, signed: str, http: str, accepted: bool, idws: IdwsCaller
) -> None:
    """HTTP's SOAPAction, which nobody signs, may be missing but not another."""
    message = idws.message(idws.citizen(BENTE), query.build_request(find(BENTE)), signed)
    reply = idws.call(path, message, http)
    assert (reply.status == 200) if accepted else (fault_code(reply) == "syntax_error")


def test_a_damaged_message_is_refused_and_noted(idws: IdwsCaller, world: World) -> None:
    """The fault carries the code of DGWS; the journal does not believe the token."""
    message = idws.message(idws.citizen(BENTE), query.build_request(find(BENTE)), SEARCH)
    root = parse(message)
    body = root.find("soap:Body", PREFIXES)
    assert body is not None
    body.set(WSU_ID, "another")
    reply = idws.call(ITI18, etree.tostring(root), SEARCH)
    last = world.journal.since(len(world.journal) - 1)[0]
    assert (reply.status, fault_code(reply)) == (500, "invalid_signature")
    assert (last.outcome, last.caller_name) == ("invalid_signature", "unknown caller")


def test_the_journal_tells_who_called(idws: IdwsCaller, world: World) -> None:
    """A citizen or an employee, by CPR number."""
    idws.search(idws.citizen(BENTE), BENTE)
    idws.search(idws.employee(Staff.DOCTOR), BENTE)
    found = [exchange.caller_name for exchange in world.journal]
    assert found == [f"citizen {BENTE}", f"employee {Staff.DOCTOR}"]


def test_a_token_is_not_let_in_at_other_services(idws: IdwsCaller, caller: DirectCaller) -> None:
    """MinLog is called with an id card."""
    message = idws.message(idws.citizen(BENTE), parse(b"<x/>"), "AddRegistrations")
    reply = caller.call("/minlog2-registration/20250312/RegisterService", message)
    assert fault_code(reply) == "missing_required_header"


def test_each_message_goes_to_the_door_it_is_made_for(
    idws: IdwsCaller, caller: DirectCaller
) -> None:
    """By the spelling of the token's id, else by WS-Addressing without a header of DGWS."""
    token = idws.message(idws.citizen(BENTE), query.build_request(find(BENTE)), SEARCH)
    card = caller.message(caller.system_card(), query.build_request(find(BENTE)))
    tokenless = parse(token)
    security = tokenless.find("soap:Header/wsse:Security", PREFIXES)
    assert security is not None
    security.clear()
    found = [is_idws(each) for each in (token, etree.tostring(tokenless), card, b"", b"<x/>")]
    assert found == [True, True, False, False, False]
    assert fault_code(caller.call(ITI18, etree.tostring(tokenless))) == "invalid_signature"


def test_a_card_in_an_addressed_message_is_still_a_card(caller: DirectCaller) -> None:
    """WS-Addressing is not required of DGWS calls, and does no harm there."""
    root = parse(caller.message(caller.system_card(), query.build_request(find(BENTE))))
    head = root.find("soap:Header", PREFIXES)
    assert head is not None
    action = etree.SubElement(head, "{http://www.w3.org/2005/08/addressing}Action")
    action.text = SEARCH
    reply = caller.call(ITI18, etree.tostring(root), SEARCH)
    assert dgws.read_response(reply.body).tag.endswith("AdhocQueryResponse")
