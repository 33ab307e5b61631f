"""Calls the simulated services by OIO-IDWS without a transport."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.safe_xml import parse
from conformance.security.idws import build_request
from conformance.security.idws.exchange import build_request as build_exchange
from conformance.security.idws.namespaces import PREFIXES, IdwsNamespace
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import Staff
from conformance.simulator.sts.issuer import IdentityProvider, IdwsIssuer
from conformance.xds import query, retrieve
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import Action
from tests.simulator.direct_calls import ITI18, ITI43, find

BST2IDWS: Final = "/sts/services/Bst2Idws"
MESSAGE_ID: Final = "urn:uuid:6f1d3c0e-6a2b-4e0e-9f0a-0a1b2c3d4e5f"


@dataclass(frozen=True, kw_only=True)
class IdwsCaller:
    """A portal or an EHR with a key of its own, to which tokens are issued."""

    simulation: Simulation

    @property
    def holder(self) -> Credential:
        return self.simulation.system

    @property
    def now(self) -> datetime:
        return self.simulation.services.world.now

    @property
    def issuer(self) -> IdwsIssuer:
        return IdwsIssuer(self.simulation.pki)

    @property
    def identity_provider(self) -> IdentityProvider:
        return IdentityProvider(self.simulation.identity_provider)

    def citizen(self, cpr: str) -> etree._Element:
        return self.issuer.citizen(cpr, holder=self.holder.certificate, now=self.now)

    def employee(self, staff: Staff) -> etree._Element:
        member = self.simulation.services.world.staff[staff]
        return self.issuer.employee(member, holder=self.holder.certificate, now=self.now)

    def call(self, path: str, body: bytes, action: str = "") -> Reply:
        headers = {"soapaction": action} if action else {}
        return self.simulation.services.handle(Call(path=path, body=body, headers=headers))

    def message(self, token: etree._Element, body: etree._Element, action: str) -> bytes:
        return build_request(
            token,
            body,
            credential=self.holder,
            action=action,
            message_id=MESSAGE_ID,
            created=self.now,
        )

    def search(self, token: etree._Element, cpr: str) -> Reply:
        action = Action.REGISTRY_STORED_QUERY
        return self.call(ITI18, self.message(token, query.build_request(find(cpr)), action), action)

    def retrieve(self, token: etree._Element, *wanted: DocumentRequest) -> Reply:
        action = Action.RETRIEVE_DOCUMENT_SET
        message = self.message(token, retrieve.build_request(wanted), action)
        return self.call(ITI43, message, action)

    def exchange_request(
        self,
        bootstrap: etree._Element,
        audience: str = "https://fsk",
        claims: Mapping[str, str] = {},
        credential: Credential | None = None,
    ) -> bytes:
        return build_exchange(
            bootstrap,
            audience=audience,
            credential=credential or self.holder,
            message_id=MESSAGE_ID,
            created=self.now,
            claims=tuple(claims.items()),
            context="urn:uuid:631853da-5d50-44da-8395-12c955c5801a",
        )


def header(reply: Reply, name: str) -> str:
    """The text of a WS-Addressing header of the answer."""
    found = parse(reply.body).find(f"soap:Header/{IdwsNamespace.WSA.tag(name)}", PREFIXES)
    assert found is not None, name
    return found.text or ""


def issued_token(reply: Reply) -> etree._Element:
    """The token in the answer of the STS."""
    (found,) = parse(reply.body).iter(Namespace.SAML.tag("Assertion"))
    return found
