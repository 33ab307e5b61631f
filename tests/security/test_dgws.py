"""DGWS messages: requests, answers and faults, and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.security.dgws import DgwsFault, FaultCode, GatewayFaultCode, ReceivedFault
from conformance.security.idcard import IdCard
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.security.signature import Refusal, Refused, TrustList, verify
from tests.official import official

SAMPLE = "samples/dgws/seal-dgws-request-with-sts-signed-system-idcard.min.xml"


def payload(text: str = "Æ & <") -> etree._Element:
    body = etree.Element("{urn:example}Question", nsmap={None: "urn:example"})
    body.text = text
    return body


@pytest.fixture
def request_bytes(signed: etree._Element, now: datetime) -> bytes:
    return dgws.build_request(
        signed, payload(), security_level=3, message_id="m-1", flow_id="f-1", created=now
    )


def test_request_round_trip(
    request_bytes: bytes, now: datetime, trust: TrustList, system_card: IdCard
) -> None:
    """A request is read back as it was built, and the signature of its card is good."""
    request = dgws.read_request(request_bytes)

    assert (request.message_id, request.flow_id) == ("m-1", "f-1")
    assert request.security_level == 3
    assert request.created == now.replace(microsecond=0)
    assert request.body.text == "Æ & <"
    assert request.hsuid is None
    assert request.id_card is not None
    assert verify(request.id_card, trust, now).card == system_card


def test_building_leaves_its_parts_alone(signed: etree._Element, now: datetime) -> None:
    """The same card and payload serve for many requests."""
    body = payload()
    requests = {
        dgws.build_request(
            signed, body, security_level=3, message_id="m", flow_id=None, created=now
        )
        for _ in range(2)
    }

    assert len(requests) == 1
    assert signed.getparent() is None
    assert body.getparent() is None


def test_official_request_is_read() -> None:
    """A real request is taken apart."""
    request = dgws.read_request(official(SAMPLE).read_bytes())

    assert request.message_id == "a7266ed5-4438-44c9-8e74-6da04860f49e"
    assert request.flow_id == "ecbfc7b9-a531-4f3f-aeb5-d743a123ee84"
    assert request.security_level == 3
    assert request.created == datetime(2025, 8, 26, 13, 55, 48, tzinfo=UTC)
    assert request.body.tag == "{urn:oio:medcom:cprservice:1.0.4}getPersonInformationIn"
    assert request.id_card is not None
    assert request.id_card.get("id") == "IDCard"


def test_layout_is_that_of_the_official_request(request_bytes: bytes) -> None:
    """Header elements, their order and their attributes are those of a real request."""
    ours = dgws.read_request(request_bytes).header
    real = dgws.read_request(official(SAMPLE).read_bytes()).header

    assert layout(ours) == layout(real)


def layout(element: etree._Element) -> list[tuple[str, list[str], str | None]]:
    return [
        (str(part.tag), list(part.attrib), part.get("Name")) for part in element.iter(etree.Element)
    ]


def test_request_keeps_the_official_schemas(request_bytes: bytes) -> None:
    """The security header and the DGWS header of a request are valid by wsse.xsd and medcom.xsd."""
    header = dgws.read_request(request_bytes).header
    for name, part in (("wsse", 0), ("medcom", 1)):
        schema = etree.XMLSchema(etree.parse(official(f"schemas/sfsk/xsd/{name}.xsd")))
        schema.assertValid(header[part])


def test_request_without_card_or_flow(now: datetime) -> None:
    """The card and the flow id may be left out."""
    request = dgws.read_request(
        dgws.build_request(
            None, payload(), security_level=1, message_id="m", flow_id=None, created=now
        )
    )

    assert request.id_card is None
    assert request.flow_id is None


def test_hsuid_header_is_carried(signed: etree._Element, now: datetime) -> None:
    """A HSUID header given is in the request, and does not pass for an id card."""
    hsuid = etree.Element(Namespace.HSUID.tag("HsuidHeader"))
    etree.SubElement(hsuid, Namespace.HSUID.tag("Assertion")).set("id", "HSUID")
    data = dgws.build_request(
        signed,
        payload(),
        security_level=3,
        message_id="m",
        flow_id=None,
        created=now,
        hsuid=hsuid,
    )

    request = dgws.read_request(data)

    assert request.hsuid is not None
    assert request.hsuid[0].get("id") == "HSUID"
    assert request.id_card is not None
    assert request.id_card.tag == Namespace.SAML.tag("Assertion")


def edited(data: bytes, edit: Callable[[etree._Element], object]) -> bytes:
    root = parse(data)
    edit(root)
    return etree.tostring(root)


def find(root: etree._Element, path: str) -> etree._Element:
    (found,) = root.xpath(path, namespaces=PREFIXES)
    return found


def drop(path: str) -> Callable[[etree._Element], object]:
    def edit(root: etree._Element) -> None:
        found = find(root, path)
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return edit


def double(path: str) -> Callable[[etree._Element], object]:
    return lambda root: find(root, path).addnext(parse(etree.tostring(find(root, path))))


def put(path: str, text: str) -> Callable[[etree._Element], object]:
    return lambda root: setattr(find(root, path), "text", text)


MISSING = FaultCode.MISSING_REQUIRED_HEADER
SYNTAX = FaultCode.SYNTAX_ERROR
EDITS = {
    "no header": (drop("//soap:Header"), MISSING, "expected Header in Envelope"),
    "no security": (drop("//wsse:Security"), MISSING, "expected Security in Header"),
    "no timestamp": (drop("//wsu:Timestamp"), MISSING, "expected Timestamp in Security"),
    "no created": (drop("//wsu:Created"), MISSING, "expected Created in Timestamp"),
    "no DGWS header": (drop("//medcom:Header"), MISSING, "expected Header in Header"),
    "no linking": (drop("//medcom:Linking"), MISSING, "expected Linking in Header"),
    "no message id": (drop("//medcom:MessageID"), MISSING, "expected MessageID in Linking"),
    "empty message id": (put("//medcom:MessageID", " "), MISSING, "found an empty one"),
    "two security": (double("//wsse:Security"), SYNTAX, "expected one Security"),
    "two DGWS headers": (double("//medcom:Header"), SYNTAX, "expected one Header"),
    "two cards": (double("//saml:Assertion"), SYNTAX, "expected one Assertion"),
    "two bodies": (double("//soap:Body"), SYNTAX, "expected one Body"),
    "two payloads": (double("//soap:Body/*"), SYNTAX, "expected one element in Body, found 2"),
    "no payload": (drop("//soap:Body/*"), SYNTAX, "expected one element in Body, found 0"),
    "no body": (drop("//soap:Body"), SYNTAX, "expected Body in Envelope"),
    "level 6": (put("//medcom:SecurityLevel", "6"), SYNTAX, "expected 1 to 5, found '6'"),
    "no instant": (put("//wsu:Created", "today"), SYNTAX, "wsu:Created: expected an instant"),
}


@pytest.mark.parametrize("name", EDITS)
def test_broken_request_is_refused(name: str, request_bytes: bytes) -> None:
    """A request that lacks a header, or is not of DGWS' form, is refused with the right code."""
    edit, code, message = EDITS[name]

    with pytest.raises(DgwsFault) as fault:
        dgws.read_request(edited(request_bytes, edit))

    assert fault.value.code is code
    assert message in fault.value.text


def test_absent_security_level_is_none(request_bytes: bytes) -> None:
    """The security level is optional in the schema, and absent here."""
    request = dgws.read_request(edited(request_bytes, drop("//medcom:SecurityLevel")))

    assert request.security_level is None


def test_card_outside_the_security_header_is_not_taken(
    request_bytes: bytes, trust: TrustList, now: datetime
) -> None:
    """A card hidden in the body is not the request's card, and makes the real one ambiguous."""

    def move_to_body(root: etree._Element) -> None:
        find(root, "//soap:Body/*").append(find(root, "//saml:Assertion"))

    def copy_to_body(root: etree._Element) -> None:
        copy = parse(etree.tostring(find(root, "//saml:Assertion")))
        find(root, "//soap:Body/*").append(copy)

    assert dgws.read_request(edited(request_bytes, move_to_body)).id_card is None
    wrapped = dgws.read_request(edited(request_bytes, copy_to_body)).id_card
    assert wrapped is not None
    with pytest.raises(Refused) as refused:
        verify(wrapped, trust, now)
    assert refused.value.reason is Refusal.SEVERAL_ASSERTIONS


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">&b;</s:Envelope>'
)
XXE = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">&a;</s:Envelope>'
)
HOSTILE = {
    "empty": (b"", "found nothing"),
    "not XML": (b"POST /", "not well-formed"),
    "billion laughs": (LAUGHS, "document type declaration"),
    "external entity": (XXE, "document type declaration"),
    "too large": (b" " * 10_000_001 + b"<a/>", "at most 10000000 bytes"),
    "too deep": (b"<a>" * 300 + b"</a>" * 300, "not well-formed"),
    "a draft of SOAP 1.2": (
        b'<e:Envelope xmlns:e="http://www.w3.org/2001/12/soap-envelope"/>',
        "found {http://www.w3.org/2001/12/soap-envelope}Envelope",
    ),
    "no envelope": (b"<Envelope/>", "found Envelope"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_a_syntax_error(name: str) -> None:
    """What is not a safe SOAP envelope is refused with a clear text."""
    data, message = HOSTILE[name]

    with pytest.raises(DgwsFault) as fault:
        dgws.read_request(data)

    assert fault.value.code is FaultCode.SYNTAX_ERROR
    assert message in fault.value.text


def test_response_answers_the_request(now: datetime) -> None:
    """An answer carries its payload and names the request; its header is that of section 4.2."""
    data = dgws.build_response(
        payload("answer"), in_response_to="m-1", message_id="m-2", flow_id="f-1", created=now
    )

    header = parse(data)[0]
    assert dgws.read_response(data).text == "answer"
    assert [(etree.QName(part).localname, part.text) for part in header.iter()] == [
        ("Header", None),
        ("Security", None),
        ("Timestamp", None),
        ("Created", "2026-03-02T09:30:15Z"),
        ("Header", None),
        ("SecurityLevel", "1"),
        ("Linking", None),
        ("FlowID", "f-1"),
        ("MessageID", "m-2"),
        ("InResponseToMessageID", "m-1"),
        ("FlowStatus", "flow_finalized_succesfully"),
    ]


def test_response_header_keeps_the_official_schema(now: datetime) -> None:
    """The DGWS header of an answer is valid by medcom.xsd."""
    schema = etree.XMLSchema(etree.parse(official("schemas/sfsk/xsd/medcom.xsd")))
    data = dgws.build_response(
        payload(), in_response_to="m-1", message_id="m-2", flow_id=None, created=now
    )

    schema.assertValid(parse(data)[0][1])


@pytest.mark.parametrize("code", [*FaultCode, *GatewayFaultCode])
def test_fault_round_trip(code: FaultCode | GatewayFaultCode) -> None:
    """Every code comes back from its fault, with the text."""
    with pytest.raises(ReceivedFault) as received:
        dgws.read_response(dgws.build_fault(code, "what & why"))

    assert (received.value.code, received.value.text) == (code, "what & why")


@pytest.mark.parametrize(
    ("code", "side"),
    [
        (FaultCode.EXPIRED_IDCARD, "soap:Client"),
        (FaultCode.SERVER_ERROR, "soap:Server"),
        (FaultCode.NONREPUDIATION_NOT_SUPPORTED, "soap:Server"),
        (GatewayFaultCode.INTERNAL_ERROR, "soap:Server"),
        (GatewayFaultCode.ACCESS_DENIED, "soap:Client"),
    ],
)
def test_fault_has_the_form_of_dgws(code: FaultCode | GatewayFaultCode, side: str) -> None:
    """A fault has unqualified parts in order, the side to blame, and the code in its detail."""
    root = parse(dgws.build_fault(code, "why"))

    fault = find(root, "/soap:Envelope/soap:Body/soap:Fault")
    assert [(part.tag, part.text) for part in fault.iterdescendants()] == [
        ("faultcode", side),
        ("faultstring", "why"),
        ("detail", None),
        (Namespace.MEDCOM.tag("FaultCode"), code),
    ]
    assert fault.nsmap["soap"] == Namespace.SOAP
    assert root.find(Namespace.SOAP.tag("Header")) is None


def test_fault_may_answer_a_request(now: datetime) -> None:
    """With a message id and an instant, a fault has the header of an answer."""
    root = parse(
        dgws.build_fault(
            FaultCode.NOT_AUTHORIZED, "why", in_response_to="m-1", message_id="m-2", created=now
        )
    )

    assert find(root, "//medcom:InResponseToMessageID").text == "m-1"


def test_fault_without_dgws_code_gives_the_soap_code() -> None:
    """A fault from something else than a DGWS service is told by its SOAP faultcode."""
    root = parse(dgws.build_fault(FaultCode.SERVER_ERROR, "internal_error_minlog"))
    drop("//detail")(root)

    with pytest.raises(ReceivedFault) as received:
        dgws.read_response(etree.tostring(root))

    assert received.value.code == "soap:Server"
    assert received.value.text == "internal_error_minlog"
