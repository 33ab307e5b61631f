"""A client of STS and SFSK, with which the suite judges the service side."""

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final, Protocol, TypedDict
from uuid import uuid4

import requests
from lxml import etree

from conformance.clock import Clock
from conformance.safe_xml import parse
from conformance.security import dgws, hsuid, idcard, sts
from conformance.security.idcard import IdCard, SystemLog, UserLog
from conformance.security.pki import Credential
from conformance.security.signature import sign
from conformance.xds import entries, query, retrieve
from conformance.xds.entries import QueryResponse
from conformance.xds.retrieve import RetrieveResponse
from conformance.xds.vocabulary import Action, FormatCode

CLIENT_NAME: Final = "FskConformance"


class ServiceUnavailable(Exception):
    """The service could not be reached or broke off: the verdict is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Addresses of the services that the client calls."""

    sts: str
    registry: str
    repository: str

    @classmethod
    def below(cls, base: str) -> "Endpoints":
        """The real paths below *base*."""
        return cls(
            sts=f"{base}/sts/services/NewSecurityTokenService",
            registry=f"{base}/sfsk/iti18",
            repository=f"{base}/sfsk/iti43",
        )


class CallMade(TypedDict):
    """One call and its answer, as those who keep evidence want it told."""

    at: datetime
    service: str
    operation: str
    caller: str
    outcome: str
    request: bytes
    response: bytes


class Seen(Protocol):
    """Is told of each call when it has been answered."""

    def __call__(self, call: CallMade) -> object: ...


def _unseen(call: CallMade) -> None:
    """Nobody watches."""
    del call


class ServiceClient:
    """Calls the services with an id card. *clock* stamps the messages; *timeout* is in seconds.

    *authority* is a PEM file of the authority behind the services' TLS certificates, where it is
    not a public one; *seen* is told of each call.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        *,
        clock: Clock,
        timeout: float = 10.0,
        authority: Path | None = None,
        seen: Seen = _unseen,
    ) -> None:
        self._endpoints = endpoints
        self._clock = clock
        self._timeout = timeout
        self._seen = seen
        self._http = requests.Session()
        self._http.trust_env = False
        if authority is not None:
            self._http.verify = str(authority)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def id_card(
        self, system: SystemLog, credential: Credential, user: UserLog | None = None
    ) -> etree._Element:
        """A card signed by the STS: a system card (level 3), or a user card (level 4).

        Raises dgws.ReceivedFault when the STS refuses.
        """
        return self.issued(self.requested_card(system, credential, user), credential)

    def issued(self, requested: IdCard, credential: Credential) -> etree._Element:
        """The STS's card for this one, which *credential* signs. Raises dgws.ReceivedFault."""
        signed = sign(idcard.build(requested), credential)
        message = sts.build_request(signed, issuer_name=CLIENT_NAME, created=self._clock())
        return sts.read_response(self._post(self._endpoints.sts, sts.ACTION, message))

    def requested_card(
        self, system: SystemLog, credential: Credential, user: UserLog | None = None
    ) -> IdCard:
        """The card as the client asks for it, unsigned."""
        card = idcard.system_card(
            card_id=str(uuid4()),
            issuer=CLIENT_NAME,
            cert_hash=credential.cert_hash(),
            system=system,
            now=self._clock(),
        )
        return card if user is None else idcard.user_card(card, user)

    def search(
        self,
        id_card: etree._Element | None,
        cpr: str,
        *,
        format_codes: tuple[FormatCode, ...] = (FormatCode.PDC_V3,),
        citizen: str | None = None,
    ) -> QueryResponse:
        """ITI-18 for a citizen's cards. With *citizen* the call is that citizen's own (HSUID).

        Raises dgws.ReceivedFault when the service refuses.
        """
        body = query.build_request(query.find_documents(cpr, format_codes=format_codes))
        answer = self._call(
            self._endpoints.registry, Action.REGISTRY_STORED_QUERY, id_card, body, citizen
        )
        return entries.read_response(answer)

    def retrieve(
        self,
        id_card: etree._Element | None,
        wanted: tuple[retrieve.DocumentRequest, ...],
        *,
        citizen: str | None = None,
    ) -> RetrieveResponse:
        """ITI-43 for documents. Raises dgws.ReceivedFault when the service refuses."""
        answer = self._call(
            self._endpoints.repository,
            Action.RETRIEVE_DOCUMENT_SET,
            id_card,
            retrieve.build_request(wanted),
            citizen,
        )
        return retrieve.read_response(answer)

    def _call(
        self,
        url: str,
        action: Action,
        id_card: etree._Element | None,
        body: etree._Element,
        citizen: str | None,
    ) -> etree._Element:
        message = dgws.build_request(
            id_card,
            body,
            security_level=3,
            message_id=str(uuid4()),
            flow_id=str(uuid4()),
            created=self._clock(),
            hsuid=None if citizen is None else self._hsuid(citizen),
        )
        return dgws.read_response(self._post(url, action, message))

    def _hsuid(self, citizen: str) -> etree._Element:
        attributes: dict[str, str] = {
            hsuid.HsuidAttribute.USER_TYPE: hsuid.HsuidUserType.CITIZEN,
            hsuid.HsuidAttribute.ACTING_CPR: citizen,
            hsuid.HsuidAttribute.SYSTEM_OWNER: CLIENT_NAME,
            hsuid.HsuidAttribute.SYSTEM_NAME: CLIENT_NAME,
        }
        return hsuid.build(attributes, issuer=CLIENT_NAME, at=self._clock())

    def _post(self, url: str, action: str, message: bytes) -> bytes:
        headers = {"Content-Type": "text/xml;charset=utf-8", "SOAPAction": f'"{action}"'}
        try:
            response = self._http.post(
                url, data=message, headers=headers, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            self._tell(url, action, message, type(error).__name__, b"")
            raise ServiceUnavailable(f"{url}: {type(error).__name__}") from error
        answered = f"HTTP {response.status_code}"
        self._tell(url, action, message, answered, response.content)
        if response.status_code not in (HTTPStatus.OK, HTTPStatus.INTERNAL_SERVER_ERROR):
            raise ServiceUnavailable(f"{url}: expected HTTP 200, found {response.status_code}")
        return response.content

    def _tell(self, url: str, action: str, request: bytes, outcome: str, response: bytes) -> None:
        services = {
            self._endpoints.sts: "STS",
            self._endpoints.registry: "SFSK ITI-18",
            self._endpoints.repository: "SFSK ITI-43",
        }
        self._seen(
            CallMade(
                at=self._clock(),
                service=services[url],
                operation=action,
                caller=f"the suite ({CLIENT_NAME})",
                outcome=outcome,
                request=request,
                response=response,
            )
        )


def altered(id_card: etree._Element) -> etree._Element:
    """A copy of a signed card with one character of one attribute changed."""
    copy = parse(etree.tostring(id_card))
    value = next(copy.iter("{urn:oasis:names:tc:SAML:2.0:assertion}AttributeValue"))
    text = value.text or "x"
    value.text = ("b" if text[0] == "a" else "a") + text[1:]
    return copy


def at_level(card: IdCard, level: idcard.AuthenticationLevel) -> IdCard:
    """The card with another authentication level."""
    return replace(card, level=level)
