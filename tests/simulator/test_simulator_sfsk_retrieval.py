"""SFSK: what is fetched, what goes wrong on the way, and what is logged of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from conformance.pdc.read import read
from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.simulator.sfsk.service import HOME_COMMUNITY_ID, REPOSITORY_ID, unique_id
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import (
    Action,
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
)
from tests.official import official
from tests.simulator.direct_calls import (
    ITI18,
    ITI43,
    DirectCaller,
    documents,
    find,
    hits,
    own_call,
    require_official,
)

BENTE = Persona.BENTE


def wanted(cpr: str, **changes: str) -> DocumentRequest:
    request = DocumentRequest(
        repository_id=REPOSITORY_ID,
        unique_id=unique_id(cpr, FormatCode.PDC_V3),
        home_community_id=HOME_COMMUNITY_ID,
    )
    return replace(request, **changes)


def without(name: Parameter) -> StoredQueryRequest:
    request = find(BENTE)
    left = {key: value for key, value in request.parameters.items() if key != name}
    return replace(request, parameters=left)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"unique_id": "1.2.3^x"}, ErrorCode.DOCUMENT_UNIQUE_ID),
        ({"unique_id": ""}, ErrorCode.DOCUMENT_UNIQUE_ID),
        ({"unique_id": unique_id("3102999999", FormatCode.PDC_V3)}, ErrorCode.DOCUMENT_UNIQUE_ID),
        ({"unique_id": unique_id(BENTE, FormatCode.PDC_V2)}, ErrorCode.DOCUMENT_UNIQUE_ID),
        ({"repository_id": "1.2.3"}, ErrorCode.UNKNOWN_REPOSITORY),
        ({"repository_id": ""}, ErrorCode.UNKNOWN_REPOSITORY),
    ],
    ids=["unknown", "empty", "unknown-citizen", "closed-version", "repository", "no-repository"],
)
def test_a_document_that_is_not_there_gives_its_xds_error(
    wrong: dict[str, str], code: ErrorCode, caller: DirectCaller
) -> None:
    """Alone it fails the retrieval; beside a good one the success is partial."""
    card = caller.system_card()
    bad = wanted(BENTE, **wrong)
    alone = caller.retrieve(card, bad)
    assert documents(alone).status == ResponseStatus.FAILURE
    assert ([e.code for e in documents(alone).errors], documents(alone).documents) == ([code], ())
    mixed = caller.retrieve(card, wanted(Persona.MAX), bad)
    assert documents(mixed).status == ResponseStatus.PARTIAL_SUCCESS
    assert [e.code for e in documents(mixed).errors] == [code]
    assert [read(d.content).patient.cpr for d in documents(mixed).documents] == [Persona.MAX]
    for reply in (alone, mixed):
        require_official(reply)


def test_a_home_community_may_be_left_out(caller: DirectCaller) -> None:
    """The data authority's own client leaves it out, and is answered without it."""
    request = replace(wanted(BENTE), home_community_id=None)
    (document,) = documents(caller.retrieve(caller.system_card(), request)).documents
    assert document.home_community_id is None


def test_two_documents_are_answered_together(caller: DirectCaller) -> None:
    """In the order in which they were asked for."""
    reply = caller.retrieve(caller.system_card(), wanted(Persona.MAX), wanted(BENTE))
    found = [read(document.content).patient.cpr for document in documents(reply).documents]
    assert found == [Persona.MAX, BENTE]
    assert documents(reply).status == ResponseStatus.SUCCESS


def test_both_versions_were_served_before_the_shutdown(caller: DirectCaller, world: World) -> None:
    """Each by its format code, each with its own id; the hits of any format are both."""
    world.clock.set(datetime(2024, 12, 1, tzinfo=UTC))
    card = caller.system_card()
    by_format = {code: hits(caller.search(card, find(BENTE, code))).entries for code in FormatCode}
    any_format = replace(find(BENTE), parameters=dict(without(Parameter.FORMAT_CODE).parameters))
    both = hits(caller.search(card, any_format)).entries
    assert {hit.format_code for hit in both} == set(FormatCode)
    for code, (hit,) in by_format.items():
        request = wanted(BENTE, unique_id=hit.unique_id)
        (document,) = documents(caller.retrieve(card, request)).documents
        assert read(document.content).version == code.split(":")[-2]


@pytest.mark.parametrize(
    ("fault", "search_fails", "retrieval_fails"),
    [
        (Fault.REGISTER_OUT_OF_REACH, None, ErrorCode.REPOSITORY_ERROR),
        (Fault.REGISTER_OUT_OF_REACH_AT_SEARCH, ErrorCode.REGISTRY_ERROR, None),
    ],
    ids=["on-retrieval", "at-search"],
)
def test_a_register_out_of_reach_is_told_in_the_way_of_xds(
    fault: Fault,
    search_fails: ErrorCode | None,
    retrieval_fails: ErrorCode | None,
    caller: DirectCaller,
    world: World,
) -> None:
    """On the operation that the fault names, for the citizen it names, without a document."""
    world.inject(fault, BENTE)
    card = caller.system_card()
    search, retrieval = caller.search(card, BENTE), caller.retrieve(card, wanted(BENTE))
    assert [e.code for e in hits(search).errors] == ([search_fails] if search_fails else [])
    assert len(hits(search).entries) == (0 if search_fails else 1)
    codes = [e.code for e in documents(retrieval).errors]
    assert codes == ([retrieval_fails] if retrieval_fails else [])
    assert len(documents(retrieval).documents) == (0 if retrieval_fails else 1)
    others = hits(caller.search(card, Persona.MAX))
    assert len(others.entries) == 1
    assert len(documents(caller.retrieve(card, wanted(Persona.MAX))).documents) == 1
    for reply in (search, retrieval):
        require_official(reply)


def test_a_version_2_document_comes_when_the_fault_says_so(
    caller: DirectCaller, world: World
) -> None:
    """The id and the format code are those of version 3, the document is not."""
    world.inject(Fault.VERSION_2_DOCUMENT)
    (document,) = documents(caller.retrieve(caller.system_card(), wanted(BENTE))).documents
    assert read(document.content).version == "pdc-v2.0"


@pytest.mark.parametrize("path", [ITI18, ITI43])
def test_a_service_that_is_down_answers_503_without_soap(
    path: str, caller: DirectCaller, world: World
) -> None:
    """The journal still tells who called."""
    card = caller.system_card()
    world.inject(Fault.SFSK_DOWN)
    reply = caller.search(card, BENTE) if path == ITI18 else caller.retrieve(card, wanted(BENTE))
    assert (reply.status, reply.body) == (503, b"")
    last = tuple(world.journal)[-1]
    assert (last.outcome, last.caller_name) == ("HTTP 503", "system Test system")


def test_slow_is_a_delay_of_the_reply(caller: DirectCaller, world: World) -> None:
    """Of the citizen for whom it was ordered, and of nobody else; MinLog and STS stay quick."""
    card = caller.system_card()
    world.inject(Fault.SFSK_SLOW, BENTE)
    delays = [
        caller.search(card, BENTE).delay,
        caller.retrieve(card, wanted(BENTE)).delay,
        caller.search(card, Persona.MAX).delay,
    ]
    assert delays == [world.slow_seconds, world.slow_seconds, 0.0]


def test_a_citizen_finds_and_fetches_nobody_elses_card(caller: DirectCaller) -> None:
    """A search for another finds nothing; another's document has no id that one may use."""
    card = caller.system_card()
    me = own_call(BENTE)
    assert len(hits(caller.search(card, BENTE, me)).entries) == 1
    assert hits(caller.search(card, Persona.MAX, me)).entries == ()
    assert len(documents(caller.retrieve(card, wanted(BENTE), citizen=me)).documents) == 1
    others = documents(caller.retrieve(card, wanted(Persona.MAX), citizen=me))
    assert [e.code for e in others.errors] == [ErrorCode.DOCUMENT_UNIQUE_ID]


def test_a_citizen_whom_the_registers_do_not_know_has_no_document(
    caller: DirectCaller, world: World
) -> None:
    """Also when the id was found before the registers forgot the citizen."""
    card = caller.system_card()
    world.forget(BENTE)
    answer = documents(caller.retrieve(card, wanted(BENTE), citizen=own_call(BENTE)))
    assert [e.code for e in answer.errors] == [ErrorCode.DOCUMENT_UNIQUE_ID]


@pytest.mark.parametrize(
    ("who", "entries"),
    [("system", 0), ("citizen", 0), ("doctor", 2), ("assistant", 2)],
)
def test_only_professionals_are_logged_by_the_service(
    who: str, entries: int, caller: DirectCaller, world: World
) -> None:
    """At search and at retrieval, each with the person's number, name and time."""
    staff = {m.given_name: m for m in world.staff.values()}
    person = {"doctor": staff["Lars"], "assistant": staff["Rie"]}.get(who)
    card = caller.user_card(person) if person else caller.system_card()
    citizen = own_call(BENTE) if who == "citizen" else {}
    caller.search(card, BENTE, citizen)
    caller.retrieve(card, wanted(BENTE), citizen=citizen)
    log = world.log_of(BENTE)
    assert len(log) == entries
    for entry in log:
        assert person
        assert (entry.user_id, entry.user_id_source, entry.at) == (person.cpr, "CPR", world.now)
        assert entry.user_name == f"{person.given_name} {person.surname}"
        assert entry.written_by == "SFSK"


def test_what_is_not_found_is_not_logged(caller: DirectCaller, world: World) -> None:
    """Neither an unknown document nor a register out of reach gives a log entry."""
    doctor = next(m for m in world.staff.values() if m.given_name == "Lars")
    card = caller.user_card(doctor)
    world.inject(Fault.REGISTER_OUT_OF_REACH)
    caller.retrieve(card, wanted(BENTE), wanted(BENTE, unique_id="x"))
    caller.search(card, "3102999999")
    assert not world.log


@pytest.mark.parametrize("name", ["iti18-request", "iti43-request"])
def test_recorded_requests_are_understood(name: str, caller: DirectCaller) -> None:
    """The recorded bodies are answered, not refused."""
    body = etree.parse(official(f"samples/messages/{name}.body.xml")).getroot()
    path, action = (
        (ITI18, Action.REGISTRY_STORED_QUERY)
        if name == "iti18-request"
        else (ITI43, Action.RETRIEVE_DOCUMENT_SET)
    )
    reply = caller.call(path, caller.message(caller.system_card(), body), action)
    assert reply.status == 200
    if path == ITI18:
        assert [hit.cpr for hit in hits(reply).entries] == [BENTE]
    else:
        assert [e.code for e in documents(reply).errors] == [ErrorCode.DOCUMENT_UNIQUE_ID]
    require_official(reply)


def test_an_answer_names_the_request_that_it_answers(caller: DirectCaller) -> None:
    """The MessageID of the request comes back, and the answer has one of its own."""
    reply = caller.search(caller.system_card(), BENTE)
    header = parse(reply.body).find(".//{*}Linking")
    assert header is not None
    assert header.findtext("{*}InResponseToMessageID") == "message-1"
    assert header.findtext("{*}FlowID") == "flow-1"
    assert header.findtext("{*}MessageID") not in ("", "message-1")
    assert dgws.read_response(reply.body).tag.endswith("AdhocQueryResponse")
