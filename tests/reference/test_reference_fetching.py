"""Fetching a card from hand-made services: what is asked, and every way it can go wrong."""

import base64
import os
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from card_documents import (
    CITIZEN,
    card,
    full_entries,
)
from lxml import etree
from national_services import (
    IHE,
    RETRIEVE,
    RS,
    SEARCH,
    STS,
    Call,
    NationalServices,
    envelope,
    errors,
    fault,
    unique_id,
)
from reference_persons import NOW, Start, opened

from conformance.reference.shown import Display, IntegrationMethod

SHARED = Path(os.environ.get("FSK_SHARED", Path(__file__).parents[3] / "shared"))
UNKNOWN = "Oplysningen kan ikke hentes: status er ukendt"


def card_attribute(call: Call, name: str) -> str:
    return call.text(f"//*[@Name='{name}']/*")


def test_a_card_is_searched_for_and_retrieved_at_every_opening(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    assert [opened(ehr).outcome for _ in range(2)] == ["shown", "shown"]
    assert [call.path for call in services.calls] == [STS, SEARCH, RETRIEVE, SEARCH, RETRIEVE]


def test_the_search_asks_for_version_3_on_demand_and_approved(
    start: Start, services: NationalServices
) -> None:
    opened(start())
    (search,) = services.calls_to(SEARCH)
    sent = {
        slot.get("name"): [value.text for value in slot.iter("{*}Value")]
        for slot in search.root.iter("{*}Slot")
    }

    assert search.action == "urn:ihe:iti:2007:RegistryStoredQuery"
    assert {
        "$XDSDocumentEntryPatientId": [f"'{CITIZEN}^^^&1.2.208.176.1.2&ISO'"],
        "$XDSDocumentEntryType": [
            "('urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248')",
            "('urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1')",
        ],
        "$XDSDocumentEntryStatus": ["('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"],
        "$XDSDocumentEntryFormatCode": ["('urn:ad:dk:medcom:pdc-v3.0:full^^1.2.208.184.100.10')"],
    } == sent


def test_the_ids_of_the_retrieval_are_those_of_the_answer(
    start: Start, services: NationalServices
) -> None:
    opened(start())
    (retrieve,) = services.calls_to(RETRIEVE)
    assert ["urn:oid:1.2.3", "1.2.3.4", unique_id(CITIZEN)] == [
        part.text for part in retrieve.root.find(".//{*}DocumentRequest")
    ]


def test_system_calls_carry_the_system_card_in_wsse_and_medcom_header(
    start: Start, services: NationalServices
) -> None:
    opened(start())
    (search,) = services.calls_to(SEARCH)
    assert card_attribute(search, "sosi:AuthenticationLevel") == "3"
    assert search.text("//*[local-name()='SecurityLevel']") == "3"
    assert search.text("//*[local-name()='Linking']/*[local-name()='MessageID']")


def test_the_system_card_is_renewed_when_it_lapses_by_the_systems_own_clock(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    opened(ehr)
    ehr.set_clock(NOW + timedelta(hours=23, minutes=54))
    opened(ehr)
    assert len(services.calls_to(STS)) == 1
    ehr.set_clock(NOW + timedelta(hours=23, minutes=55))
    opened(ehr)
    assert len(services.calls_to(STS)) == 2


def test_a_card_that_the_service_calls_expired_is_not_used_again(
    start: Start, services: NationalServices
) -> None:
    ehr = start()
    services.canned[SEARCH] = fault("expired_idcard")
    opened(ehr)
    services.canned.clear()
    assert opened(ehr).outcome == "shown"
    assert len(services.calls_to(STS)) == 2


@pytest.mark.parametrize("display", Display)
@pytest.mark.parametrize("path", [STS, SEARCH, RETRIEVE])
@pytest.mark.parametrize(
    "answer",
    [
        fault("not_authorized"),
        (200, "text/xml", fault("invalid_idcard")[2]),
        (503, "text/html", b"<html/>"),
        (302, "text/html", b""),
        (200, "text/xml", b""),
        (200, "text/xml", b"<not-closed>"),
        (200, "text/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        (200, "text/xml", envelope(etree.Element("something"))),
        (200, "multipart/related", b"x"),
        (200, 'multipart/related; boundary="b"', b"x"),
    ],
    ids=["fault", "fault-200", "503", "302", "empty", "malformed", "dtd", "other", "mp", "mp-b"],
)
def test_whatever_a_service_answers_the_status_is_unavailable(
    start: Start,
    services: NationalServices,
    path: str,
    answer: tuple[int, str, bytes],
    display: Display,
) -> None:
    """Nothing but the unknown status is on the screen when no card could be fetched."""
    services.canned[path] = answer
    view = opened(start(display=display))

    assert view.outcome == "unavailable"
    assert view.message.startswith("Stamkortet kunne ikke hentes")
    assert (
        view.card.no_resuscitation.status,
        view.card.no_resuscitation.text,
    ) == ("unavailable", UNKNOWN)
    assert view.card.name == ""


@pytest.mark.parametrize("status", ["Failure", "PartialSuccess"])
@pytest.mark.parametrize("where", ["search_status", "retrieve_status"])
def test_xds_errors_leave_the_status_unavailable(
    start: Start, services: NationalServices, where: str, status: str
) -> None:
    setattr(services, where, status)
    view = opened(start())
    assert view.outcome == "unavailable"
    assert "XDSRepositoryError" in view.message
    assert view.card.no_resuscitation.status == "unavailable"


def test_success_beside_an_error_is_not_believed(start: Start, services: NationalServices) -> None:
    opened(start())
    answer = services._retrieve(services.calls_to(RETRIEVE)[0].root)
    answer.find(f"{{{RS}}}RegistryResponse").extend(errors("Failure"))
    services.canned[RETRIEVE] = (200, "text/xml", envelope(answer))
    assert opened(start()).outcome == "unavailable"


def test_a_service_that_refuses_connections_is_unavailable(start: Start) -> None:
    ehr = start()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        ehr._access.fetching._sfsk._services = f"http://127.0.0.1:{closed.getsockname()[1]}"
        view = opened(ehr)
    assert view.outcome == "unavailable"
    assert "forbindelse" in view.message


def test_a_silent_service_is_unavailable_after_the_time_out(start: Start) -> None:
    ehr = start()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        ehr._access.fetching._sfsk._services = f"http://127.0.0.1:{silent.getsockname()[1]}"
        view = opened(ehr)
    assert view.outcome == "unavailable"
    assert "i tide" in view.message


@pytest.mark.parametrize(
    "document",
    [
        card(version="2.0"),
        card(version=""),
        card(marker="pdc-v2.0"),
        card(version="3.1"),
        card(cpr="0410009234"),
        b"<x/>",
        b"text",
    ],
)
def test_what_is_not_this_citizens_card_in_version_3_is_not_shown(
    start: Start, services: NationalServices, document: bytes
) -> None:
    services.cards[CITIZEN] = document
    view = opened(start())
    assert (view.outcome, view.card.no_resuscitation.status) == ("unavailable", "unavailable")
    assert view.card.name == ""
    assert view.message


@pytest.mark.parametrize("content", ["", "!not base64!"])
def test_an_empty_or_broken_document_is_unavailable(
    start: Start, services: NationalServices, content: str
) -> None:
    opened(start())
    answer = services._retrieve(services.calls_to(RETRIEVE)[0].root)
    answer.find(f".//{{{IHE}}}Document").text = content
    services.canned[RETRIEVE] = (200, "text/xml", envelope(answer))
    assert opened(start()).outcome == "unavailable"


def test_a_document_that_was_not_asked_for_is_not_shown(
    start: Start, services: NationalServices
) -> None:
    opened(start())
    answer = services._retrieve(services.calls_to(RETRIEVE)[0].root)
    answer.find(f".//{{{IHE}}}DocumentUniqueId").text = "1.2.3.4^other"
    services.canned[RETRIEVE] = (200, "text/xml", envelope(answer))
    assert opened(start()).outcome == "unavailable"


def test_an_answer_without_registry_response_is_unavailable(
    start: Start, services: NationalServices
) -> None:
    opened(start())
    answer = services._retrieve(services.calls_to(RETRIEVE)[0].root)
    answer.remove(answer.find(f"{{{RS}}}RegistryResponse"))
    services.canned[RETRIEVE] = (200, "text/xml", envelope(answer))
    assert opened(start()).outcome == "unavailable"


def mtom(services: NationalServices, document: bytes, boundary: bytes = b"uuid:b") -> bytes:
    answer = services._retrieve(services.calls_to(RETRIEVE)[0].root)
    element = answer.find(f".//{{{IHE}}}Document")
    element.text = None
    include = etree.SubElement(element, "{http://www.w3.org/2004/08/xop/include}Include")
    include.set("href", "cid:the%20card@x")
    soap = envelope(answer)
    parts = [
        b"Content-Type: application/xop+xml\r\nContent-ID: <root>\r\n\r\n" + soap,
        b"Content-Type: text/xml\r\nContent-ID: <the card@x>\r\n\r\n" + document,
    ]
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return body + b"--" + boundary + b"--\r\n"


def test_a_card_that_comes_as_mtom_is_shown(start: Start, services: NationalServices) -> None:
    opened(start())
    body = mtom(services, card())
    kind = 'multipart/related; type="application/xop+xml"; start="<root>"; boundary="uuid:b"'
    services.canned[RETRIEVE] = (200, kind, body)
    assert opened(start()).card.name == "Max Test Berggren"


def test_a_soap_answer_in_a_single_part_is_read(start: Start, services: NationalServices) -> None:
    opened(start())
    soap = envelope(services._retrieve(services.calls_to(RETRIEVE)[0].root))
    body = b"--uuid:x\r\nContent-Type: text/xml\r\n\r\n" + soap + b"\r\n--uuid:x--"
    services.canned[RETRIEVE] = (200, 'multipart/related; boundary="uuid:x"', body)
    assert opened(start()).outcome == "shown"


def test_an_inline_document_may_be_broken_into_lines(
    start: Start, services: NationalServices
) -> None:
    opened(start())
    answer = services._retrieve(services.calls_to(RETRIEVE)[0].root)
    answer.find(f".//{{{IHE}}}Document").text = base64.encodebytes(card(full_entries())).decode()
    services.canned[RETRIEVE] = (200, "text/xml", envelope(answer))
    assert opened(start()).outcome == "shown"


def official(name: str) -> etree.XMLSchema:
    """Return an official schema of SFSK; skip where the reference material is missing."""
    path = SHARED / "schemas" / "sfsk" / name
    if not path.exists():
        pytest.skip(f"needs the shared reference material: {path} is missing")
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("path", [SEARCH, RETRIEVE])
def test_the_requests_fit_the_official_schemas(
    start: Start, services: NationalServices, path: str
) -> None:
    schema = official("xsd-wrapper/xds-b-all.xsd")
    opened(start())
    (call,) = services.calls_to(path)
    schema.assertValid(call.root.find("{*}Body")[0])


@pytest.mark.parametrize("method", [IntegrationMethod.SYSTEM, IntegrationMethod.USER])
def test_id_card_and_header_fit_the_official_schemas(
    start: Start, services: NationalServices, method: IntegrationMethod
) -> None:
    saml, medcom = official("xsd/saml.xsd"), official("xsd/medcom.xsd")
    opened(start(method))
    (call,) = services.calls_to(SEARCH)
    saml.validate(call.root.find(".//{*}Assertion"))
    medcom.assertValid(call.root.find("{*}Header/{*}Header"))

    # the schema is older than SHA-256, which clients may sign with; the STS signs anew
    odd = [str(e.message) for e in saml.error_log if "#rsa-sha256" not in e.message]
    assert [error for error in odd if "xmlenc#sha256" not in error] == []
