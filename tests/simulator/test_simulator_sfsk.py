"""SFSK: every way to search, every way to fetch, and the XDS error that goes with each mistake."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from lxml import etree

from conformance.pdc.read import read
from conformance.safe_xml import parse
from conformance.simulator.sfsk.service import unique_id
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds import query
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import (
    FORMAT_CODE_SCHEME,
    NSMAP,
    Action,
    AvailabilityStatus,
    EntryType,
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
    StoredQuery,
)
from tests.simulator.direct_calls import (
    ITI18,
    ITI43,
    DirectCaller,
    documents,
    fault_code,
    find,
    hits,
    require_official,
)

BENTE = Persona.BENTE
V3 = f"{FormatCode.PDC_V3}^^{FORMAT_CODE_SCHEME}"
V2 = f"{FormatCode.PDC_V2}^^{FORMAT_CODE_SCHEME}"


def written(slots: Mapping[str, tuple[str, ...]]) -> etree._Element:
    """FindDocuments for Bente with the texts of some slots replaced; no texts leave it out."""
    body = query.build_request(find(BENTE))
    for name, texts in slots.items():
        (slot,) = (s for s in body.iterfind(".//rim:Slot", NSMAP) if s.get("name") == name)
        parent = slot.getparent()
        assert parent is not None
        if not texts:
            parent.remove(slot)
            continue
        (values,) = slot
        values[:] = []
        for text in texts:
            etree.SubElement(values, f"{{{NSMAP['rim']}}}Value").text = text
    return body


ON_DEMAND, STABLE = EntryType.ON_DEMAND.value, EntryType.STABLE.value
APPROVED, DEPRECATED = AvailabilityStatus.APPROVED.value, AvailabilityStatus.DEPRECATED.value
TYPE, STATUS, FORMAT = Parameter.TYPE.value, Parameter.STATUS.value, Parameter.FORMAT_CODE.value


@pytest.mark.parametrize(
    ("slots", "count"),
    [
        ({}, 1),
        ({TYPE: (f"('{ON_DEMAND}')",)}, 1),
        ({TYPE: (f"('{ON_DEMAND}','{STABLE}')",)}, 1),
        ({TYPE: (f"('{STABLE}')", f"('{ON_DEMAND}')")}, 1),
        ({TYPE: (f"'{ON_DEMAND}'",)}, 1),
        ({TYPE: (f"('{STABLE}')",)}, 0),
        ({TYPE: ()}, 0),
        ({STATUS: (f"('{DEPRECATED}')",)}, 0),
        ({STATUS: (f"('{APPROVED}','{DEPRECATED}')",)}, 1),
        ({FORMAT: ()}, 1),
        ({FORMAT: (f"('{V3}')",)}, 1),
        ({FORMAT: (f"('{V2}')",)}, 0),
        ({FORMAT: (f"('{V2}','{V3}')",)}, 1),
        ({FORMAT: (f"('{V2}')", f"('{V3}')")}, 1),
        ({FORMAT: ("('urn:x^^1.2.3')",)}, 0),
    ],
    ids=[
        "as-the-client-writes-it",
        "on-demand",
        "one-list",
        "two-lists",
        "without-parentheses",
        "stable-only",
        "entry-types-left-out",
        "deprecated-only",
        "two-statuses",
        "any-format",
        "version-3",
        "version-2-is-closed",
        "both-versions",
        "both-in-two-values",
        "unknown-format",
    ],
)
def test_a_search_is_read_as_ihe_writes_it(
    slots: dict[str, tuple[str, ...]], count: int, caller: DirectCaller
) -> None:
    """Each form of a slot finds what it asks for; entry types left out mean stable only."""
    message = caller.message(caller.system_card(), written(slots))
    reply = caller.call(ITI18, message, Action.REGISTRY_STORED_QUERY)
    answer = hits(reply)
    assert (answer.status, len(answer.entries)) == (ResponseStatus.SUCCESS, count)
    require_official(reply)


def test_a_hit_carries_what_is_needed_to_fetch_it(caller: DirectCaller) -> None:
    """The ids in the hit fetch the card; the hit says whose it is, and in which format."""
    card = caller.system_card()
    (hit,) = hits(caller.search(card, BENTE)).entries
    assert (hit.cpr, hit.format_code, hit.entry_type) == (BENTE, FormatCode.PDC_V3, ON_DEMAND)
    request = DocumentRequest(
        repository_id=hit.repository_id,
        unique_id=hit.unique_id,
        home_community_id=hit.home_community_id,
    )
    reply = caller.retrieve(card, request)
    (document,) = documents(reply).documents
    assert read(document.content).patient.cpr == BENTE
    assert (document.unique_id, document.mime_type) == (hit.unique_id, "text/xml")
    require_official(reply)


def test_the_id_of_a_card_is_the_same_at_each_search(caller: DirectCaller) -> None:
    """And differs from citizen to citizen."""
    card = caller.system_card()
    ids = [
        hits(caller.search(card, cpr)).entries[0].unique_id for cpr in (BENTE, BENTE, Persona.MAX)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_object_references_are_answered_when_asked_for(caller: DirectCaller) -> None:
    """With returnType ObjectRef the answer holds ids only."""
    reply = caller.search(caller.system_card(), replace(find(BENTE), return_type="ObjectRef"))
    (reference,) = parse(reply.body).iterfind(".//rim:ObjectRef", NSMAP)
    assert reference.get("id") == unique_id(BENTE, FormatCode.PDC_V3)
    assert not hits(reply).entries
    require_official(reply)


def test_an_unknown_citizen_has_no_hits(caller: DirectCaller, world: World) -> None:
    """The search succeeds and finds nothing, and nothing is logged."""
    answer = hits(caller.search(caller.system_card(), "3102999999"))
    assert (answer.status, answer.entries, answer.errors) == (ResponseStatus.SUCCESS, (), ())
    assert not world.log


def without(name: Parameter) -> StoredQueryRequest:
    request = find(BENTE)
    left = {key: value for key, value in request.parameters.items() if key != name}
    return replace(request, parameters=left)


def patient(*ids: str) -> StoredQueryRequest:
    request = find(BENTE)
    return replace(request, parameters={**request.parameters, Parameter.PATIENT_ID.value: ids})


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (
            replace(find(BENTE), query_id="urn:uuid:958f3006-baad-4929-a4de-ff1114824431"),
            ErrorCode.UNKNOWN_QUERY,
        ),
        (replace(find(BENTE), query_id=""), ErrorCode.UNKNOWN_QUERY),
        (
            replace(find(BENTE), query_id=StoredQuery.FIND_DOCUMENTS.upper()),
            ErrorCode.UNKNOWN_QUERY,
        ),
        (without(Parameter.PATIENT_ID), ErrorCode.MISSING_PARAMETER),
        (without(Parameter.STATUS), ErrorCode.MISSING_PARAMETER),
        (patient(f"{BENTE}^^^&1.2.3&ISO"), ErrorCode.UNKNOWN_PATIENT),
        (patient(BENTE), ErrorCode.REGISTRY_ERROR),
        (
            patient(query.patient_id(BENTE), query.patient_id(Persona.MAX)),
            ErrorCode.PARAMETER_NUMBER,
        ),
        (
            replace(find(BENTE), return_type="LeafClassWithRepositoryItem"),
            ErrorCode.REGISTRY_ERROR,
        ),
    ],
    ids=[
        "unknown-query",
        "no-query-id",
        "upper-case-query-id",
        "no-patient",
        "no-status",
        "not-a-cpr-number",
        "bare-number",
        "two-patients",
        "with-repository-item",
    ],
)
def test_a_wrong_search_gives_its_xds_error(
    request_: StoredQueryRequest, code: ErrorCode, caller: DirectCaller, world: World
) -> None:
    """Failure, the code, no hit; and the code stands in the journal."""
    reply = caller.search(caller.system_card(), request_)
    answer = hits(reply)
    assert (answer.status, answer.entries) == (ResponseStatus.FAILURE, ())
    assert [error.code for error in answer.errors] == [code]
    assert next(reversed(tuple(world.journal))).outcome == code
    require_official(reply)


@pytest.mark.parametrize(
    ("path", "action"),
    [(ITI18, Action.REGISTRY_STORED_QUERY), (ITI43, Action.RETRIEVE_DOCUMENT_SET)],
    ids=["iti-18", "iti-43"],
)
def test_a_body_of_another_kind_is_a_syntax_error(
    path: str, action: str, caller: DirectCaller
) -> None:
    """What is no query or retrieval is refused before it is looked at."""
    reply = caller.call(path, caller.message(caller.system_card(), etree.Element("other")), action)
    assert (reply.status, fault_code(reply)) == (500, "syntax_error")
