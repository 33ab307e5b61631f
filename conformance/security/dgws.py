"""DGWS 1.0.1 messages: requests, responses and faults, built and read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.security import envelope
from conformance.security.faults import (
    DgwsFault,
    FaultCode,
    GatewayFaultCode,
    ReceivedFault,
    is_server_side,
)
from conformance.security.namespaces import Namespace
from conformance.security.soap import Blame, SoapVersion, add_detail, add_fault, version_of

__all__ = [
    "DgwsFault",
    "DgwsRequest",
    "FaultCode",
    "GatewayFaultCode",
    "ReceivedFault",
    "SoapVersion",
    "build_fault",
    "build_request",
    "build_response",
    "read_request",
    "read_response",
]

_RESPONSE_LEVEL: Final = 1
_FLOW_FINALIZED: Final = "flow_finalized_succesfully"  # so spelt in the schema
_ADDRESSING: Final = "http://www.w3.org/2005/08/addressing"


@dataclass(frozen=True, slots=True, kw_only=True)
class DgwsRequest:
    """A request taken apart. The id card in it has not been verified.

    *id_card* is the `saml:Assertion` as it stands in the envelope, *security_level* what the
    header claims (None when it claims nothing), *body* the payload's root. *addressing* are the
    header blocks of WS-Addressing 1.0 by name, where the client uses that too.
    """

    id_card: etree._Element | None
    message_id: str
    flow_id: str | None
    security_level: int | None
    created: datetime
    body: etree._Element
    header: etree._Element
    hsuid: etree._Element | None
    root: etree._Element
    version: SoapVersion = SoapVersion.SOAP_1_1
    addressing: Mapping[str, str] = field(default_factory=dict)


def read_request(data: bytes) -> DgwsRequest:
    """Take apart the DGWS request in *data*, an envelope of SOAP 1.1 or 1.2.

    Raises DgwsFault: syntax_error when the form is broken, missing_required_header when
    `wsse:Security` with its timestamp or `medcom:Header` with its MessageID is absent. Whether an
    id card is required is for the service to say.
    """
    root = envelope.open_envelope(data, source="request")
    version = version_of(root)
    header = envelope.only(root, version.tag("Header"))
    security = envelope.only(header, Namespace.WSSE.tag("Security"))
    medcom = envelope.only(header, Namespace.MEDCOM.tag("Header"))
    linking = envelope.only(medcom, Namespace.MEDCOM.tag("Linking"))
    message_id = envelope.only(linking, Namespace.MEDCOM.tag("MessageID"))
    if not envelope.text_of(message_id):
        raise DgwsFault(
            FaultCode.MISSING_REQUIRED_HEADER, "expected a MessageID, found an empty one"
        )
    return DgwsRequest(
        id_card=envelope.optional(security, Namespace.SAML.tag("Assertion")),
        message_id=envelope.text_of(message_id),
        flow_id=_optional_text(linking, "FlowID"),
        security_level=_security_level(medcom),
        created=envelope.read_created(security),
        body=envelope.only_payload(root),
        header=header,
        hsuid=envelope.optional(header, Namespace.HSUID.tag("HsuidHeader")),
        root=root,
        version=version,
        addressing=_addressing(header),
    )


def build_request(  # noqa: PLR0913 - the parts of one message
    id_card: etree._Element | None,
    body: etree._Element,
    *,
    security_level: int,
    message_id: str,
    flow_id: str | None,
    created: datetime,
    hsuid: etree._Element | None = None,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return a request that carries the signed *id_card*, if any, and the payload *body*.

    Both are copied; the signature on the card stays good.
    """
    root, header, soap_body = envelope.new_envelope(version=version)
    security = envelope.add_security(header, created)
    if id_card is not None:
        envelope.append_copy(security, id_card)
    medcom = _medcom(header, "Header")
    _medcom(medcom, "SecurityLevel", str(int(security_level)))
    _add_linking(medcom, message_id=message_id, flow_id=flow_id, in_response_to=None)
    _medcom(medcom, "RequireNonRepudiationReceipt", "no")
    if hsuid is not None:
        envelope.append_copy(header, hsuid)
    envelope.append_copy(soap_body, body)
    return envelope.to_bytes(root)


def build_response(  # noqa: PLR0913 - the parts of one message
    body: etree._Element,
    *,
    in_response_to: str | None,
    message_id: str,
    flow_id: str | None,
    created: datetime,
    version: SoapVersion = SoapVersion.SOAP_1_1,
    addressing: Mapping[str, str] | None = None,
) -> bytes:
    """Return the answer to the request whose MessageID is *in_response_to*, with payload *body*.

    *addressing* are header blocks of WS-Addressing 1.0 by name, for a client that uses it.
    Source of the header: NSP protocol dossier 4.2.
    """
    root, header, soap_body = envelope.new_envelope(version=version)
    for name, text in (addressing or {}).items():
        etree.SubElement(header, f"{{{_ADDRESSING}}}{name}", nsmap={"wsa": _ADDRESSING}).text = text
    _add_response_header(
        header,
        message_id=message_id,
        flow_id=flow_id,
        in_response_to=in_response_to,
        created=created,
    )
    envelope.append_copy(soap_body, body)
    return envelope.to_bytes(root)


def build_fault(  # noqa: PLR0913 - the parts of one message
    code: FaultCode | GatewayFaultCode,
    text: str,
    *,
    in_response_to: str | None = None,
    message_id: str | None = None,
    flow_id: str | None = None,
    created: datetime | None = None,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return a fault with `medcom:FaultCode` *code* and faultstring *text*.

    Source: NSP protocol dossier 4.5; of its form in SOAP 1.2, that version alone. The header of an
    answer is added when both *message_id* and *created* are given; whether NSP services send one
    with a fault is not known.
    """
    root, header, soap_body = envelope.new_envelope(version=version)
    if message_id is not None and created is not None:
        _add_response_header(
            header,
            message_id=message_id,
            flow_id=flow_id,
            in_response_to=in_response_to,
            created=created,
        )
    else:
        root.remove(header)
    blame = Blame.RECEIVER if is_server_side(code) else Blame.SENDER
    _medcom(add_detail(add_fault(soap_body, text, blame=blame)), "FaultCode", code)
    return envelope.to_bytes(root)


def read_response(data: bytes, *, version: SoapVersion = SoapVersion.SOAP_1_1) -> etree._Element:
    """Return the payload of the response in *data*, to a request in *version* of SOAP.

    Raises ReceivedFault when it is a fault, and DgwsFault when it is no sound message of *version*.
    """
    root = envelope.open_envelope(data, source="response")
    if version_of(root) is not version:
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR,
            f"response: expected an answer in the SOAP of the request, {version}, "
            f"found {version_of(root)}",
        )
    payload = envelope.only_payload(root)
    if payload.tag == version.tag("Fault"):
        raise _received(payload, version)
    return payload


def _received(fault: etree._Element, version: SoapVersion) -> ReceivedFault:
    """The fault as it is told: its code of DGWS if there is one, else that of SOAP."""
    if version is SoapVersion.SOAP_1_1:
        soap_code, text, detail = "faultcode", "faultstring", "detail"
    else:
        value, subcode = version.tag("Value"), version.tag("Subcode")
        deepest = f"{version.tag('Code')}/{subcode}/{value}"
        is_deep = fault.find(deepest) is not None
        soap_code = deepest if is_deep else f"{version.tag('Code')}/{value}"
        text = f"{version.tag('Reason')}/{version.tag('Text')}"
        detail = version.tag("Detail")
    own = fault.findtext(f"{detail}/{Namespace.MEDCOM.tag('FaultCode')}")
    code = fault.findtext(soap_code, "") if own is None else own
    return ReceivedFault(code.strip(), fault.findtext(text, "").strip())


def _add_response_header(
    header: etree._Element,
    *,
    message_id: str,
    flow_id: str | None,
    in_response_to: str | None,
    created: datetime,
) -> None:
    envelope.add_security(header, created)
    medcom = _medcom(header, "Header")
    _medcom(medcom, "SecurityLevel", str(_RESPONSE_LEVEL))
    _add_linking(medcom, message_id=message_id, flow_id=flow_id, in_response_to=in_response_to)
    _medcom(medcom, "FlowStatus", _FLOW_FINALIZED)


def _add_linking(
    medcom: etree._Element, *, message_id: str, flow_id: str | None, in_response_to: str | None
) -> None:
    linking = _medcom(medcom, "Linking")
    if flow_id is not None:
        _medcom(linking, "FlowID", flow_id)
    _medcom(linking, "MessageID", message_id)
    if in_response_to is not None:
        _medcom(linking, "InResponseToMessageID", in_response_to)


def _medcom(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, Namespace.MEDCOM.tag(name))
    element.text = text
    return element


def _addressing(header: etree._Element) -> dict[str, str]:
    blocks = header.iterchildren(f"{{{_ADDRESSING}}}*")
    return {etree.QName(block).localname: envelope.text_of(block) for block in blocks}


def _optional_text(parent: etree._Element, name: str) -> str | None:
    element = envelope.optional(parent, Namespace.MEDCOM.tag(name))
    return None if element is None else envelope.text_of(element)


def _security_level(medcom: etree._Element) -> int | None:
    text = _optional_text(medcom, "SecurityLevel")
    if text is None:
        return None
    if text not in {"1", "2", "3", "4", "5"}:
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR, f"medcom:SecurityLevel: expected 1 to 5, found {text!r}"
        )
    return int(text)
