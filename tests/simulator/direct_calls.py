"""Calls the simulated services without a transport, and holds answers to the official schemas."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from lxml import etree

from conformance.minlog.vocabulary import Namespace as MinLogNamespace
from conformance.safe_xml import parse
from conformance.security import dgws, hsuid, idcard, sts
from conformance.security.idcard import IdCard, SystemLog, UserLog
from conformance.security.namespaces import PREFIXES
from conformance.security.pki import Credential
from conformance.security.signature import sign
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.services import ROUTES
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import CVR, ORGANISATION
from conformance.simulator.state.registers import StaffMember
from conformance.xds import entries, query, retrieve
from conformance.xds.entries import QueryResponse
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import Action, FormatCode
from tests.official import official

MINLOG: Final = MinLogNamespace.REGISTRATION.value
PATHS: Final = {route.path: route.service for route in ROUTES}
ACTIONS: Final = {route.path: max(route.actions) for route in ROUTES}
NEEDS_ACTION: Final = {route.path for route in ROUTES if route.needs_action}

STS: Final = "/sts/services/NewSecurityTokenService"
ITI18: Final = "/sfsk/iti18"
ITI43: Final = "/sfsk/iti43"
MINLOG_PATH: Final = "/minlog2-registration/20250312/RegisterService"
SYSTEM: Final = SystemLog(
    it_system_name="Test system", care_provider_id=CVR, care_provider_name=ORGANISATION
)


@dataclass(frozen=True, kw_only=True)
class DirectCaller:
    """A client of the services that hands its calls over in memory."""

    simulation: Simulation

    def call(self, path: str, body: bytes, action: str = "") -> Reply:
        headers = {"soapaction": f'"{action}"'} if action else {}
        return self.simulation.services.handle(Call(path=path, body=body, headers=headers))

    def requested(
        self,
        credential: Credential | None = None,
        user: UserLog | None = None,
        system: SystemLog = SYSTEM,
    ) -> IdCard:
        """A card as a client asks for it: a user's, or the system's."""
        card = idcard.system_card(
            card_id="card-1",
            issuer="TestSystem",
            cert_hash=(credential or self.simulation.system).cert_hash(),
            system=system,
            now=self.simulation.services.world.now,
        )
        return card if user is None else idcard.user_card(card, user)

    def token_request(self, card: IdCard, credential: Credential | None = None) -> bytes:
        signed = sign(idcard.build(card), credential or self.simulation.system)
        now = self.simulation.services.world.now
        return sts.build_request(signed, issuer_name="TestSystem", created=now)

    def issued(self, card: IdCard, credential: Credential | None = None) -> etree._Element:
        """The STS's card for *card*. Raises ReceivedFault."""
        reply = self.call(STS, self.token_request(card, credential), sts.ACTION)
        return sts.read_response(reply.body)

    def system_card(self, **system: str) -> etree._Element:
        return self.issued(self.requested(system=replace(SYSTEM, **system)))

    def user_card(self, member: StaffMember) -> etree._Element:
        return self.issued(self.requested(user=user_log(member)))

    def message(
        self, card: etree._Element | None, body: etree._Element, citizen: Mapping[str, str] = {}
    ) -> bytes:
        now = self.simulation.services.world.now
        header = hsuid.build(citizen, issuer="TestSystem", at=now) if citizen else None
        return dgws.build_request(
            card,
            body,
            security_level=3,
            message_id="message-1",
            flow_id="flow-1",
            created=now,
            hsuid=header,
        )

    def search(
        self,
        card: etree._Element | None,
        wanted: str | StoredQueryRequest,
        citizen: Mapping[str, str] = {},
    ) -> Reply:
        request = find(wanted) if isinstance(wanted, str) else wanted
        message = self.message(card, query.build_request(request), citizen)
        return self.call(ITI18, message, Action.REGISTRY_STORED_QUERY)

    def retrieve(
        self,
        card: etree._Element | None,
        *wanted: DocumentRequest,
        citizen: Mapping[str, str] = {},
    ) -> Reply:
        message = self.message(card, retrieve.build_request(wanted), citizen)
        return self.call(ITI43, message, Action.RETRIEVE_DOCUMENT_SET)

    def register(self, card: etree._Element | None, body: etree._Element) -> Reply:
        return self.call(MINLOG_PATH, self.message(card, body), "AddRegistrations")


def find(cpr: str, *formats: FormatCode) -> StoredQueryRequest:
    return query.find_documents(cpr, format_codes=formats or (FormatCode.PDC_V3,))


def user_log(member: StaffMember) -> UserLog:
    return UserLog(
        cpr=member.cpr,
        given_name=member.given_name,
        surname=member.surname,
        roles=member.national_roles or ((member.education_code,) if member.education_code else ()),
        authorisation_code=member.authorisation_code,
    )


def own_call(cpr: str, **more: str) -> dict[str, str]:
    """The attributes by which a citizen calls; `more` are others by their enum's name."""
    attributes = {
        hsuid.HsuidAttribute.USER_TYPE.value: hsuid.HsuidUserType.CITIZEN.value,
        hsuid.HsuidAttribute.ACTING_CPR.value: cpr,
    }
    return attributes | {hsuid.HsuidAttribute[name].value: value for name, value in more.items()}


def hits(reply: Reply) -> QueryResponse:
    return entries.read_response(dgws.read_response(reply.body))


def documents(reply: Reply) -> RetrieveResponse:
    return retrieve.read_response(dgws.read_response(reply.body))


def fault_code(reply: Reply) -> str:
    """The fault code of a refusal: of DGWS, or of the STS."""
    fault = parse(reply.body).find("soap:Body/soap:Fault", PREFIXES)
    assert fault is not None, reply.body
    return fault.findtext("detail/medcom:FaultCode", None, PREFIXES) or fault.findtext(
        "faultcode", ""
    )


def log_request(*destinations: Mapping[str, str]) -> etree._Element:
    """A RegistrationRequest; `Name@source` gives the source of the element `Name`."""
    root = etree.Element(f"{{{MINLOG}}}RegistrationRequest", nsmap={"ml": MINLOG})
    for fields in destinations:
        entry = etree.SubElement(root, "LogDataEntry")
        destination = etree.SubElement(entry, "Destination")
        for name, value in fields.items():
            element, _, source = name.partition("@")
            child = etree.SubElement(destination, element)
            child.text = value
            if source:
                child.set("source", source)
    return root


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(official(f"schemas/{name}")))


def require_official(reply: Reply) -> None:
    """Every part of the answer for which there is an official schema keeps it."""
    root = parse(reply.body)
    for header in root.iterfind("soap:Header/*", PREFIXES):
        local = etree.QName(header).localname
        name = {"Security": "wsse", "Header": "medcom"}[local]
        _schema(f"sfsk/xsd/{name}.xsd").assertValid(header)
    (payload,) = root.iterfind("soap:Body/*", PREFIXES)
    namespace = etree.QName(payload).namespace
    if namespace == PREFIXES["soap"]:
        assert [child.tag for child in payload][:2] == ["faultcode", "faultstring"]
    elif namespace == PREFIXES["wst"]:
        (assertion,) = payload.iter(f"{{{PREFIXES['saml']}}}Assertion")
        _schema("sfsk/xsd/saml.xsd").assertValid(assertion)
    elif namespace == MINLOG:
        _schema("minlog2/xsd/minlog2-registration_20250312.xsd").assertValid(payload)
    else:
        _schema("sfsk/xsd-wrapper/xds-b-all.xsd").assertValid(payload)
