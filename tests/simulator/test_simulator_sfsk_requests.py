"""SFSK's repository: requests of several documents, wrong places, and what can be turned in it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from lxml import etree

from conformance.pdc.read import read
from conformance.security import dgws
from conformance.simulator.sfsk.document_ids import OTHER_REPOSITORY_ID, DocumentIds, entry_uuid
from conformance.simulator.sfsk.service import HOME_COMMUNITY_ID, REPOSITORY_ID, unique_id
from conformance.simulator.sfsk.settings import SfskSettings
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds import retrieve
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.schema import ITI_43
from conformance.xds.vocabulary import (
    Action,
    ErrorCode,
    FormatCode,
    ResponseStatus,
)
from tests.simulator.direct_calls import (
    ITI43,
    DirectCaller,
    documents,
    fault_code,
    hits,
    require_official,
)
from tests.simulator.sfsk_in_memory import A_SYSTEM, sfsk

BENTE, MAX = Persona.BENTE, Persona.MAX
V3 = FormatCode.PDC_V3


def wanted(cpr: str, **changes: str) -> DocumentRequest:
    request = DocumentRequest(
        repository_id=REPOSITORY_ID,
        unique_id=unique_id(cpr, V3),
        home_community_id=HOME_COMMUNITY_ID,
    )
    return replace(request, **changes)


@pytest.mark.parametrize(
    "home", ["urn:oid:1.2.208.176.8.1", "1.2.208.176.43210.8.10", "x"], ids=["other", "oid", "x"]
)
def test_another_home_community_is_unknown(home: str, caller: DirectCaller) -> None:
    """Beside a sound request the success is partial; the settings may let it pass."""
    card, wrong = caller.system_card(), wanted(BENTE, home_community_id=home)
    alone, mixed = caller.retrieve(card, wrong), caller.retrieve(card, wrong, wanted(MAX))
    for reply, status in (
        (alone, ResponseStatus.FAILURE),
        (mixed, ResponseStatus.PARTIAL_SUCCESS),
    ):
        assert documents(reply).status == status
        assert [e.code for e in documents(reply).errors] == [ErrorCode.UNKNOWN_COMMUNITY]
        require_official(reply)
        assert list(ITI_43.check(dgws.read_response(reply.body))) == []
    assert [read(d.content).patient.cpr for d in documents(mixed).documents] == [MAX]


def test_the_home_community_may_be_left_unchecked(world: World) -> None:
    """The answer repeats what was asked."""
    lenient = sfsk(SfskSettings(checks_home_community=False))
    answer = lenient.retrieve(world, A_SYSTEM, (wanted(BENTE, home_community_id="x"),))
    assert [d.home_community_id for d in answer.documents] == ["x"]


def test_each_wrong_document_has_its_error(caller: DirectCaller) -> None:
    """In the order of the requests, beside what is sound."""
    reply = caller.retrieve(
        caller.system_card(),
        wanted(BENTE, repository_id="1.2.3"),
        wanted(BENTE),
        wanted(BENTE, unique_id="x"),
        wanted(BENTE, home_community_id="x"),
    )
    assert [e.code for e in documents(reply).errors] == [
        ErrorCode.UNKNOWN_REPOSITORY,
        ErrorCode.DOCUMENT_UNIQUE_ID,
        ErrorCode.UNKNOWN_COMMUNITY,
    ]
    assert documents(reply).status == ResponseStatus.PARTIAL_SUCCESS
    assert len(documents(reply).documents) == 1
    require_official(reply)


def test_a_document_asked_for_twice_is_made_twice(caller: DirectCaller) -> None:
    """Two answers with the same id in XDS, two documents with ids of their own."""
    reply = caller.retrieve(caller.system_card(), wanted(BENTE), wanted(BENTE))
    first, second = documents(reply).documents
    assert first.unique_id == second.unique_id
    assert read(first.content).id != read(second.content).id
    require_official(reply)


def test_a_request_for_nothing_is_a_syntax_error(caller: DirectCaller) -> None:
    """The schema demands one document; the message says so."""
    body = retrieve.build_request((wanted(BENTE),))
    body.remove(body[0])
    message = caller.message(caller.system_card(), body)
    reply = caller.call(ITI43, message, Action.RETRIEVE_DOCUMENT_SET)
    assert (reply.status, fault_code(reply)) == (500, "syntax_error")
    assert b"expected at least one ihe:DocumentRequest, found none" in reply.body


def test_ids_that_are_left_out_fit_nothing(caller: DirectCaller) -> None:
    """A DocumentRequest without its elements is answered with an XDS error."""
    body = retrieve.build_request((wanted(BENTE),))
    for child in list(body[0]):
        body[0].remove(child)
    message = caller.message(caller.system_card(), body)
    reply = caller.call(ITI43, message, Action.RETRIEVE_DOCUMENT_SET)
    assert [e.code for e in documents(reply).errors] == [ErrorCode.UNKNOWN_REPOSITORY]
    require_official(reply)


def test_too_many_documents_are_refused_at_once(world: World) -> None:
    """As many as the settings say are answered, one more is refused whole."""
    few = sfsk(SfskSettings(most_documents=2))
    answer = few.retrieve(world, A_SYSTEM, (wanted(BENTE),) * 3)
    assert [e.code for e in answer.errors] == [ErrorCode.REPOSITORY_OUT_OF_RESOURCES]
    assert (answer.status, answer.documents) == (ResponseStatus.FAILURE, ())
    assert len(few.retrieve(world, A_SYSTEM, (wanted(BENTE),) * 2).documents) == 2


def test_new_ids_are_given_when_the_settings_say_so(world: World) -> None:
    """The document's own; nothing is kept under them. By default there are none."""
    (plain,) = sfsk().retrieve(world, A_SYSTEM, (wanted(BENTE),)).documents
    assert (plain.new_repository_id, plain.new_unique_id) == (None, None)
    giving = sfsk(SfskSettings(gives_new_ids=True))
    answer = giving.retrieve(world, A_SYSTEM, (wanted(BENTE),))
    (document,) = answer.documents
    assert document.new_repository_id == REPOSITORY_ID
    assert document.new_unique_id == f"{REPOSITORY_ID}^{UUID(int=7)}"
    body = etree.fromstring(etree.tostring(retrieve.build_response(answer)))
    assert retrieve.read_response(body) == answer
    assert list(ITI_43.check(body)) == []
    again = giving.retrieve(world, A_SYSTEM, (wanted(BENTE, unique_id=document.new_unique_id),))
    assert [e.code for e in again.errors] == [ErrorCode.DOCUMENT_UNIQUE_ID]


def test_an_entry_id_is_no_document_id(world: World) -> None:
    """What GetDocuments may take fetches nothing."""
    answer = sfsk().retrieve(world, A_SYSTEM, (wanted(BENTE, unique_id=entry_uuid(BENTE, V3)),))
    assert [e.code for e in answer.errors] == [ErrorCode.DOCUMENT_UNIQUE_ID]


def test_a_document_may_be_gone_when_it_is_fetched(caller: DirectCaller, world: World) -> None:
    """The search finds it; the retrieval says that there is none, for that citizen alone."""
    world.inject(Fault.DOCUMENT_EXPIRED, BENTE)
    card = caller.system_card()
    assert len(hits(caller.search(card, BENTE)).entries) == 1
    reply = caller.retrieve(card, wanted(BENTE), wanted(MAX))
    assert [e.code for e in documents(reply).errors] == [ErrorCode.DOCUMENT_UNIQUE_ID]
    assert len(documents(reply).documents) == 1


def test_another_register_may_be_out_of_reach(caller: DirectCaller, world: World) -> None:
    """An XDS error in place of the document."""
    world.inject(Fault.OTHER_REGISTER_OUT_OF_REACH, BENTE)
    reply = caller.retrieve(caller.system_card(), wanted(BENTE))
    assert [e.code for e in documents(reply).errors] == [ErrorCode.REPOSITORY_ERROR]
    require_official(reply)


def test_a_card_may_be_in_another_repository(caller: DirectCaller, world: World) -> None:
    """The hit says which; only who takes it from there gets the card."""
    world.inject(Fault.ODD_REPOSITORY, BENTE)
    card = caller.system_card()
    (hit,) = hits(caller.search(card, BENTE)).entries
    assert hit.repository_id == OTHER_REPOSITORY_ID
    assert hit.unique_id.startswith(f"{REPOSITORY_ID}^")
    by_hit = caller.retrieve(card, wanted(BENTE, repository_id=hit.repository_id))
    assert len(documents(by_hit).documents) == 1
    by_id = caller.retrieve(card, wanted(BENTE), wanted(MAX))
    assert [e.code for e in documents(by_id).errors] == [ErrorCode.UNKNOWN_REPOSITORY]
    assert len(documents(by_id).documents) == 1


def test_ids_are_found_without_going_through_all_citizens(world: World) -> None:
    """Once learnt, an id is looked up; both kinds of id lead to the card."""
    ids = DocumentIds()
    for code in FormatCode:
        for made in (unique_id, entry_uuid):
            assert ids.card(world.citizens, made(BENTE, code)) == (BENTE, code)
    assert ids.card(world.citizens, "x") is None
    assert ids.card({}, unique_id(BENTE, V3)) is None


def test_a_slow_answer_about_the_second_citizen_is_slow(caller: DirectCaller, world: World) -> None:
    """A request of several documents waits for the slow one."""
    world.clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    world.inject(Fault.SFSK_SLOW, MAX)
    reply = caller.retrieve(caller.system_card(), wanted(BENTE), wanted(MAX))
    assert reply.delay == world.slow_seconds
