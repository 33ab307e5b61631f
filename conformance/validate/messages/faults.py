"""Rules for SOAP faults and for the messages of the token service."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.security.faults import FaultCode, GatewayFaultCode, is_server_side
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    quoted,
    rule,
    text_of,
)

_KNOWN: Final = {code.value: code for codes in (FaultCode, GatewayFaultCode) for code in codes}
_SOAP_CODES: Final = frozenset({"Client", "Server", "VersionMismatch", "MustUnderstand"})
_TOKEN_CODES: Final = frozenset({"FailedAuthentication", "RequestFailed", "InvalidRequest"})
_ISSUE: Final = "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue"
_VALID: Final = "http://schemas.xmlsoap.org/ws/2005/02/trust/status/valid"


@rule(
    "DGWS-21",
    basis=Basis.GENERAL,
    requirement="XDS-13",
    fix="Send faultcode, soap:Client or soap:Server, and faultstring, both in no namespace.",
    bad="<soap:Fault><faultcode>Error</faultcode></soap:Fault>",
)
def fault_form(message: Message) -> Iterator[Breach]:
    """A fault says in a code and in words what went wrong.

    <soap:Fault>
      <faultcode>soap:Client</faultcode><faultstring>…</faultstring>
    </soap:Fault>

    The STS also uses wst:FailedAuthentication, wst:RequestFailed and wst:InvalidRequest.
    Source: SOAP 1.1, 4.4.
    """
    for fault in _faults(message):
        code = text_of(fault.find("faultcode")).rpartition(":")[2].partition(".")[0]
        if code not in _SOAP_CODES | _TOKEN_CODES:
            found = quoted(fault.findtext("faultcode"))
            yield Breach(at=fault, expected="faultcode soap:Client or soap:Server", found=found)
        if fault.find("faultstring") is None:
            yield Breach(at=fault, expected="a faultstring", found="none")


@rule(
    "DGWS-22",
    basis=Basis.CLIENT,
    severity=Severity.WARNING,
    requirement="XDS-13",
    fix="Use a code of DGWS, or one of the SOSI gateway (sosigw_…).",
    bad=("invalid_idcard", "bad_card"),
)
def fault_code_is_known(message: Message) -> Iterator[Breach]:
    """A fault's DGWS code is one of those that services are known to send.

    <detail><medcom:FaultCode>invalid_idcard</medcom:FaultCode></detail>

    The medcom.xsd that NSP publishes lists only the sosigw_… codes; who validates faults with it
    refuses the ordinary ones. Source: DGWS 1.0; a server library for DGWS.
    """
    for code in _codes(message):
        if text_of(code) not in _KNOWN:
            yield Breach(at=code, expected="a code of DGWS", found=quoted(text_of(code)))


@rule(
    "DGWS-23",
    basis=Basis.CLIENT,
    severity=Severity.WARNING,
    requirement="XDS-13",
    fix="Send soap:Server for what the service is to blame for, else soap:Client.",
    bad=("soap:Client", "soap:Server"),
)
def fault_side_fits_the_code(message: Message) -> Iterator[Breach]:
    """A fault's SOAP code blames the side that its DGWS code blames.

    <soap:Fault><faultcode>soap:Client</faultcode>…
      <detail><medcom:FaultCode>invalid_idcard</medcom:FaultCode></detail></soap:Fault>

    Source: a server library for DGWS.
    """
    for fault in _faults(message):
        told = fault.find("faultcode")
        side = text_of(told).rpartition(":")[2]
        known = _KNOWN.get(text_of(fault.find("detail/medcom:FaultCode", PREFIXES)))
        if told is None or known is None or side not in {"Client", "Server"}:
            continue
        expected = "Server" if is_server_side(known) else "Client"
        if side != expected and not isinstance(known, GatewayFaultCode):
            yield Breach(at=told, expected=f"soap:{expected}", found=quoted(text_of(told)))


@rule(
    "DGWS-31",
    basis=Basis.CLIENT,
    fix="Send TokenType, RequestType …/Issue and the self-signed card in Claims.",
    bad=("trust/Issue", "trust/Renew"),
)
def token_request(message: Message) -> Iterator[Breach]:
    """A request to the STS for an id card holds a card to be signed.

    <wst:RequestSecurityToken Context="www.sosi.dk">
      <wst:TokenType>urn:oasis:names:tc:SAML:2.0:assertion:</wst:TokenType>
      <wst:RequestType>http://schemas.xmlsoap.org/ws/2005/02/trust/Issue</wst:RequestType>
      <wst:Claims><saml:Assertion id="IDCard">…</saml:Assertion></wst:Claims>
    </wst:RequestSecurityToken>

    Source: recorded requests to the STS.
    """
    for request in _payloads(message, "RequestSecurityToken"):
        asked = text_of(request.find("wst:RequestType", PREFIXES))
        if asked != _ISSUE:
            yield Breach(at=request, expected=f"RequestType {_ISSUE}", found=quoted(asked))
        if request.find("wst:Claims/saml:Assertion", PREFIXES) is None:
            yield Breach(at=request, expected="a saml:Assertion in Claims", found="none")


@rule(
    "DGWS-32",
    basis=Basis.CLIENT,
    fix="Answer with the signed card and the status valid, or with a fault.",
    bad=("status/valid", "status/invalid"),
)
def token_response(message: Message) -> Iterator[Breach]:
    """An answer of the STS holds the signed card and says that it is valid.

    <wst:RequestSecurityTokenResponse>
      <wst:RequestedSecurityToken><saml:Assertion id="IDCard">…</wst:RequestedSecurityToken>
      <wst:Status><wst:Code>http://schemas.xmlsoap.org/ws/2005/02/trust/status/valid</wst:Code></wst:Status>
    </wst:RequestSecurityTokenResponse>

    Source: recorded answers of the STS.
    """
    for response in _payloads(message, "RequestSecurityTokenResponse"):
        if response.find("wst:RequestedSecurityToken/saml:Assertion", PREFIXES) is None:
            expected = "a saml:Assertion in RequestedSecurityToken"
            yield Breach(at=response, expected=expected, found="none")
        status = text_of(response.find("wst:Status/wst:Code", PREFIXES))
        if status != _VALID:
            yield Breach(at=response, expected=f"Status/Code {_VALID}", found=quoted(status))


def _payloads(message: Message, name: str) -> list[Element]:
    """The message, when it is the WS-Trust 2005 one of that name; other versions are not judged."""
    return [message.root] if message.root.tag == Namespace.WST.tag(name) else []


def _faults(message: Message) -> list[Element]:
    return [message.root] if message.root.tag == Namespace.SOAP.tag("Fault") else []


def _codes(message: Message) -> list[Element]:
    return [
        code
        for fault in _faults(message)
        for code in fault.findall("detail/medcom:FaultCode", PREFIXES)
    ]


FAULT_RULES: Final = (fault_form, fault_code_is_known, fault_side_fits_the_code)
TOKEN_RULES: Final = (token_request, token_response)
