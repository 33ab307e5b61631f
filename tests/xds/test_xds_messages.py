"""ITI-18 and ITI-43 messages: round trips, IHE's value syntax, and the official schemas."""

import pytest
from lxml import etree

from conformance.xds import entries, query, retrieve
from conformance.xds.errors import RegistryError
from conformance.xds.vocabulary import (
    EntryType,
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
    StoredQuery,
)
from tests.official import official

ENTRY = entries.DocumentEntry(
    unique_id="1.2.208.176.43210.8.10.12^aa575bf2-fde6-434c-bd0c-ccf5a512680d",
    repository_id="1.2.208.176.43210.8.10.12",
    home_community_id="urn:oid:1.2.208.176.43210.8.10",
    cpr="2512489996",
    format_code=FormatCode.PDC_V3,
    title="Personal Data Card for 2512489996",
)
ERROR = RegistryError(code=ErrorCode.REGISTRY_ERROR, context="why", location="here")
DOCUMENT = retrieve.RetrievedDocument(
    repository_id=ENTRY.repository_id,
    unique_id=ENTRY.unique_id,
    home_community_id=ENTRY.home_community_id,
    content="<Stamkort>æøå</Stamkort>".encode(),
)


def reparsed(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element))


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(official("schemas/sfsk/xsd-wrapper/xds-b-all.xsd")))


def test_a_find_documents_request_is_read_back() -> None:
    """The reader gives what the builder was given, quotes taken off."""
    request = query.find_documents("2512489996", format_codes=(FormatCode.PDC_V3,))
    again = query.read_request(reparsed(query.build_request(request)))
    assert again.parameters == request.parameters
    assert again.query_id == StoredQuery.FIND_DOCUMENTS
    assert again.patient_cpr == "2512489996"
    assert again.format_codes == {FormatCode.PDC_V3}
    assert again.raw[Parameter.PATIENT_ID] == ("'2512489996^^^&1.2.208.176.1.2&ISO'",)


@pytest.mark.parametrize(
    "values",
    [["('a','b')"], ["('a')", "('b')"], ["'a'", "'b'"], ["('a', 'b')"]],
    ids=["one-list", "two-lists", "two-plain", "blank-after-comma"],
)
def test_every_way_to_write_two_values_is_read(values: list[str]) -> None:
    """IHE allows one parenthesised list and repeated Value elements."""
    request = query.build_request(query.find_documents("2512489996", format_codes=()))
    adhoc = request[1]
    slot = etree.SubElement(adhoc, adhoc[0].tag, name="$x")
    value_list = etree.SubElement(slot, adhoc[0][0].tag)
    for value in values:
        etree.SubElement(value_list, adhoc[0][0][0].tag).text = value
    assert query.read_request(request).parameters["$x"] == ("a", "b")


def test_a_query_without_entry_types_means_stable_only() -> None:
    """A client that forgets the slot does not ask for on-demand cards."""
    request = query.find_documents("2512489996", format_codes=(), entry_types=())
    assert query.read_request(query.build_request(request)).entry_types == {EntryType.STABLE}


def test_a_foreign_patient_id_is_not_taken_for_a_cpr_number() -> None:
    """Only the CPR authority makes the id a CPR number."""
    request = query.StoredQueryRequest(
        query_id="x", return_type="", parameters={Parameter.PATIENT_ID: ("1^^^&1.2.3&ISO",)}
    )
    assert request.patient_cpr is None


def test_something_else_is_no_query() -> None:
    """The message names what was found."""
    with pytest.raises(query.MalformedQuery, match="expected query:AdhocQueryRequest, found x"):
        query.read_request(etree.Element("x"))


@pytest.mark.parametrize(
    "response",
    [
        entries.QueryResponse(entries=(ENTRY,)),
        entries.QueryResponse(),
        entries.QueryResponse(status=ResponseStatus.FAILURE, errors=(ERROR,)),
        entries.QueryResponse(
            status=ResponseStatus.PARTIAL_SUCCESS, entries=(ENTRY,), errors=(ERROR,)
        ),
    ],
    ids=["hit", "empty", "failure", "partial"],
)
def test_a_query_response_is_read_back_and_official(
    response: entries.QueryResponse, schema: etree.XMLSchema
) -> None:
    """The reader gives what the builder was given, and the official schema accepts it."""
    element = reparsed(entries.build_response(response))
    assert entries.read_response(element) == response
    schema.assertValid(element)
    schema.assertValid(reparsed(entries.build_reference_response(response)))


@pytest.mark.parametrize(
    "response",
    [
        retrieve.RetrieveResponse(documents=(DOCUMENT,)),
        retrieve.RetrieveResponse(status=ResponseStatus.FAILURE, errors=(ERROR,)),
    ],
    ids=["document", "failure"],
)
def test_a_retrieve_response_is_read_back_and_official(
    response: retrieve.RetrieveResponse, schema: etree.XMLSchema
) -> None:
    """The reader gives what the builder was given, and the official schema accepts it."""
    element = reparsed(retrieve.build_response(response))
    assert retrieve.read_response(element) == response
    schema.assertValid(element)


def test_requests_are_official(schema: etree.XMLSchema) -> None:
    """Both requests validate against the official schema."""
    wanted = retrieve.DocumentRequest(repository_id=ENTRY.repository_id, unique_id=ENTRY.unique_id)
    request = reparsed(retrieve.build_request((wanted,)))
    assert retrieve.read_request(request) == (wanted,)
    schema.assertValid(request)
    found = query.find_documents("2512489996", format_codes=(FormatCode.PDC_V3,))
    schema.assertValid(reparsed(query.build_request(found)))


@pytest.mark.parametrize(
    "name", ["iti18-response", "iti18-response-failure", "iti18-response-empty"]
)
def test_recorded_query_responses_are_read(name: str) -> None:
    """The recorded messages are understood."""
    root = etree.parse(official(f"samples/messages/{name}.body.xml")).getroot()
    response = entries.read_response(root)
    assert bool(response.entries) == (name == "iti18-response")
    assert bool(response.errors) == (name == "iti18-response-failure")


def test_broken_base64_is_refused() -> None:
    """A document that cannot be decoded is an error, not an empty card."""
    element = retrieve.build_response(retrieve.RetrieveResponse(documents=(DOCUMENT,)))
    element[1][-1].text = "not base64!"
    with pytest.raises(retrieve.MalformedRetrieve, match="base64"):
        retrieve.read_response(element)
