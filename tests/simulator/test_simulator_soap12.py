"""SOAP 1.2 is answered in SOAP 1.2, and SOAP 1.1 in SOAP 1.1, whatever the HTTP header says."""

from typing import Final

import pytest
from lxml import etree

from conformance.nas.vocabulary import Action as NasAction
from conformance.safe_xml import parse
from conformance.security import dgws, idcard, sts
from conformance.security.faults import FaultCode
from conformance.security.idws import build_request
from conformance.security.signature import sign
from conformance.security.soap import SoapVersion, version_of
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.personas import Persona
from conformance.xds import entries, query
from conformance.xds.vocabulary import Action
from tests.simulator.direct_calls import ITI18, MINLOG_PATH, STS, DirectCaller, find, log_request
from tests.simulator.idws_calls import MESSAGE_ID, IdwsCaller

BENTE = Persona.BENTE
NEW: Final = SoapVersion.SOAP_1_2
DECOUPLED: Final = "/decoupling/nspservices/sfskreg"
SEARCH: Final = Action.REGISTRY_STORED_QUERY.value
NS: Final = {"s": NEW.value, "medcom": "http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd"}
WSA: Final = "http://www.w3.org/2005/08/addressing"


def message(
    caller: DirectCaller, card: etree._Element | None, body: etree._Element, **blocks: str
) -> bytes:
    """A call in SOAP 1.2; *blocks* are headers of WS-Addressing by name."""
    data = dgws.build_request(
        card,
        body,
        security_level=3,
        message_id="message-1",
        flow_id="flow-1",
        created=caller.simulation.services.world.now,
        version=NEW,
    )
    root = parse(data)
    for name, text in blocks.items():
        etree.SubElement(root[0], f"{{{WSA}}}{name}").text = text
    return etree.tostring(root)


def call(caller: DirectCaller, path: str, body: bytes, **headers: str) -> Reply:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.simulation.services.handle(Call(path=path, body=body, headers=fields))


def search(caller: DirectCaller, **blocks: str) -> bytes:
    return message(caller, caller.system_card(), query.build_request(find(BENTE)), **blocks)


def require_new(reply: Reply) -> etree._Element:
    """The envelope, once it is of SOAP 1.2 and the content type says so."""
    assert reply.content_type == "application/soap+xml;charset=utf-8"
    root = parse(reply.body)
    assert version_of(root) is NEW
    assert SoapVersion.SOAP_1_1.encode() not in reply.body
    return root


def fault(reply: Reply) -> tuple[str, str, str]:
    """Value, reason and code of DGWS; the parts stand in the order of SOAP 1.2."""
    assert reply.status == 500
    (found,) = require_new(reply).iterfind("s:Body/s:Fault", NS)
    order = [etree.QName(part).localname for part in found]
    assert order == [name for name in ("Code", "Reason", "Node", "Detail") if name in order]
    assert found[0].prefix == found.findtext("s:Code/s:Value", "", NS).partition(":")[0]
    (text,) = found.iterfind("s:Reason/s:Text", NS)
    assert text.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    value = found.findtext("s:Code/s:Value", "", NS).partition(":")[2]
    return value, text.text or "", found.findtext("s:Detail/medcom:FaultCode", "", NS)


def test_a_search_in_soap_1_2_is_answered_in_soap_1_2(caller: DirectCaller) -> None:
    """With the headers of DGWS, which are the same in both."""
    content_type = f'application/soap+xml; charset=utf-8; action="{SEARCH}"'
    reply = call(caller, ITI18, search(caller), content_type=content_type)
    root = require_new(reply)
    assert reply.status == 200
    assert root.findtext(".//medcom:InResponseToMessageID", "", NS) == "message-1"
    found = entries.read_response(dgws.read_response(reply.body, version=NEW))
    assert [entry.cpr for entry in found.entries] == [BENTE]


@pytest.mark.parametrize("content_type", ["text/xml", "application/soap+xml", "text/plain", ""])
def test_a_search_in_soap_1_1_is_answered_in_soap_1_1(
    content_type: str, caller: DirectCaller
) -> None:
    """The envelope counts: some clients send SOAP 1.1 as application/soap+xml."""
    body = caller.message(caller.system_card(), query.build_request(find(BENTE)))
    reply = call(caller, ITI18, body, content_type=content_type)
    assert (reply.status, reply.content_type) == (200, "text/xml;charset=utf-8")
    assert NEW.encode() not in reply.body


@pytest.mark.parametrize(
    "headers",
    [
        {"soapaction": f'"{SEARCH}"'},
        {"soapaction": SEARCH},
        {"content_type": f'application/soap+xml; action="{SEARCH}"'},
        {"content_type": f"application/soap+xml;ACTION={SEARCH};charset=utf-8"},
        {"soapaction": '""', "content_type": f'application/soap+xml; action="{SEARCH}"'},
    ],
)
def test_the_action_is_found_wherever_it_stands(
    headers: dict[str, str], caller: DirectCaller
) -> None:
    """The decoupling component needs one: it may stand in the header or in the content type."""
    assert call(caller, DECOUPLED, search(caller), **headers).status == 200


def test_the_action_of_addressing_counts_in_soap_1_2(caller: DirectCaller) -> None:
    """Where HTTP names none; but not in SOAP 1.1, where SOAPAction is the way."""
    assert call(caller, DECOUPLED, search(caller, Action=SEARCH)).status == 200
    wrong = call(caller, ITI18, search(caller, Action="urn:other"))
    assert fault(wrong)[2] == FaultCode.SYNTAX_ERROR
    old = search(caller, Action=SEARCH).replace(NEW.encode(), SoapVersion.SOAP_1_1.encode())
    assert call(caller, DECOUPLED, old).status == 500


def test_no_action_at_all_is_a_fault_where_it_decides(caller: DirectCaller) -> None:
    """In the SOAP of the request."""
    value, reason, code = fault(call(caller, DECOUPLED, search(caller)))
    assert (value, code) == ("Sender", FaultCode.SYNTAX_ERROR)
    assert SEARCH in reason


def test_a_call_without_id_card_gets_a_fault_of_soap_1_2(caller: DirectCaller) -> None:
    """With the code of DGWS in the detail."""
    body = message(caller, None, query.build_request(find(BENTE)))
    value, reason, code = fault(call(caller, ITI18, body))
    assert (value, code) == ("Sender", FaultCode.MISSING_REQUIRED_HEADER)
    assert "id card" in reason


@pytest.mark.parametrize(
    ("code", "side"), [(FaultCode.NOT_AUTHORIZED, "Sender"), (FaultCode.SERVER_ERROR, "Receiver")]
)
def test_a_fault_of_soap_1_2_is_read_back(code: FaultCode, side: str) -> None:
    """Code and text come through; SOAP 1.1 is not taken for it."""
    data = dgws.build_fault(code, "the reason", version=NEW)
    assert f">soap:{side}<".encode() in data
    with pytest.raises(dgws.ReceivedFault) as received:
        dgws.read_response(data, version=NEW)
    assert (received.value.code, received.value.text) == (code, "the reason")
    with pytest.raises(dgws.DgwsFault, match="expected an answer in the SOAP of the request"):
        dgws.read_response(data)


SPOILT: Final = {
    "cut": lambda good: good[:-1],
    "no body": lambda good: good.replace(b"soap:Body", b"soap:Bodice"),
    "two headers": lambda good: good.replace(b"</soap:Header>", b"</soap:Header><soap:Header/>", 1),
    "document type": lambda good: b"<!DOCTYPE x>" + good,
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_broken_call_in_soap_1_2_gets_a_fault_of_soap_1_2(
    name: str, caller: DirectCaller
) -> None:
    """Even where the envelope cannot be read."""
    reply = call(caller, ITI18, SPOILT[name](search(caller)))
    assert fault(reply)[2] == FaultCode.SYNTAX_ERROR


def test_parts_of_two_versions_are_refused(caller: DirectCaller) -> None:
    """A body of SOAP 1.1 in an envelope of SOAP 1.2 is no body."""
    old = SoapVersion.SOAP_1_1.encode()
    mixed = search(caller).replace(b"<soap:Body", b'<o:Body xmlns:o="' + old + b'"')
    mixed = mixed.replace(b"</soap:Body", b"</o:Body")
    assert call(caller, ITI18, mixed).status == 500


def token_request(caller: DirectCaller, signer: object = None) -> bytes:
    card = sign(idcard.build(caller.requested()), signer or caller.simulation.system)  # type: ignore[arg-type]  # a credential
    now = caller.simulation.services.world.now
    return sts.build_request(card, issuer_name="TestSystem", created=now, version=NEW)


def test_the_sts_issues_in_soap_1_2(caller: DirectCaller) -> None:
    """And the card is good for a call in either version."""
    reply = call(caller, STS, token_request(caller), soapaction="Issue")
    require_new(reply)
    card = sts.read_response(reply.body, version=NEW)
    assert caller.search(card, BENTE).status == 200
    assert (
        call(caller, ITI18, message(caller, card, query.build_request(find(BENTE)))).status == 200
    )


def test_the_sts_refuses_in_soap_1_2(caller: DirectCaller) -> None:
    """Its own code is the subcode, and who found it the node."""
    foreign = caller.simulation.pki.untrusted("Foreign", "20921897", "Foreign")
    reply = call(caller, STS, token_request(caller, foreign), soapaction="Issue")
    assert fault(reply)[0] == "Sender"
    root = parse(reply.body)
    assert root.findtext(".//s:Subcode/s:Value", "", NS) == "wst:FailedAuthentication"
    assert root.findtext(".//s:Node", "", NS) == "dk:sosi:sts:NewSecurityTokenService"
    with pytest.raises(dgws.ReceivedFault, match="wst:FailedAuthentication"):
        sts.read_response(reply.body, version=NEW)


def test_minlog_takes_a_registration_in_soap_1_2(caller: DirectCaller) -> None:
    """Like any other service behind the door."""
    body = log_request({"SystemName": "EPJ"})
    reply = call(caller, MINLOG_PATH, message(caller, caller.system_card(), body))
    root = require_new(reply)
    assert root.findtext(".//NumberFailed") == "1"


def test_nas_faults_are_of_soap_1_2(caller: DirectCaller) -> None:
    """Its declared faults are in the detail."""
    body = etree.Element("{http://docs.oasis-open.org/wsn/b-2}GetMessages")
    data = message(caller, caller.system_card(), body)
    reply = call(caller, "/nas2/pullpoints/none", data, soapaction=NasAction.GET_MESSAGES.value)
    assert fault(reply)[0] == "Receiver"
    (detail,) = parse(reply.body).iterfind(".//s:Detail", NS)
    assert etree.QName(detail[0]).localname == "ResourceUnknownFault"


def test_a_token_call_in_soap_1_2_is_answered_in_soap_1_2(caller: DirectCaller) -> None:
    """OIO-IDWS: the signature covers a body of SOAP 1.2."""
    idws = IdwsCaller(simulation=caller.simulation)
    data = build_request(
        idws.citizen(BENTE),
        query.build_request(find(BENTE)),
        credential=idws.holder,
        action=SEARCH,
        message_id=MESSAGE_ID,
        created=idws.now,
        version=NEW,
    )
    reply = call(caller, ITI18, data)
    root = require_new(reply)
    assert reply.status == 200
    assert root.findtext(f"s:Header/{{{WSA}}}RelatesTo", "", NS) == MESSAGE_ID
    spoilt = data.replace(b"LeafClass", b"ObjectRef")
    assert fault(call(caller, ITI18, spoilt))[0] == "Sender"


@pytest.mark.parametrize("version", SoapVersion)
def test_a_client_of_addressing_finds_its_headers(
    version: SoapVersion, caller: DirectCaller
) -> None:
    """Action, RelatesTo and a MessageID of its own; who sends no MessageID gets none of them."""
    body = search(caller, Action=SEARCH, MessageID="urn:uuid:1").replace(
        NEW.encode(), version.encode()
    )
    header = parse(call(caller, ITI18, body, soapaction=SEARCH).body)[0]
    assert header.findtext(f"{{{WSA}}}Action") == f"{SEARCH}Response"
    assert header.findtext(f"{{{WSA}}}RelatesTo") == "urn:uuid:1"
    assert header.findtext(f"{{{WSA}}}MessageID", "").startswith("urn:uuid:")
    plain = parse(call(caller, ITI18, search(caller)).body)[0]
    assert not list(plain.iterchildren(f"{{{WSA}}}*"))
