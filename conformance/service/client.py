"""A client of STS and SFSK, with which the suite judges the services; all calls go through it."""

from collections.abc import Mapping
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
from conformance.xds import entries, query, references, retrieve
from conformance.xds.entries import QueryResponse
from conformance.xds.query import StoredQueryRequest
from conformance.xds.references import ReferenceResponse
from conformance.xds.retrieve import RetrieveResponse
from conformance.xds.vocabulary import Action, FormatCode, ReturnType

CLIENT_NAME: Final = "FskConformance"

_SEARCH: Final = "SFSK ITI-18"
_RETRIEVAL: Final = "SFSK ITI-43"


class ServiceUnavailable(Exception):
    """The service could not be reached or broke off: the verdict is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Addresses of the services that the client calls; None where a service is not offered.

    *nas* is the address below which the notification service has its four.
    """

    sts: str
    registry: str
    repository: str
    exchange: str | None = None
    minlog: str | None = None
    minlog_lookup: str | None = None
    skr: str | None = None
    nas: str | None = None

    @classmethod
    def below(cls, base: str) -> "Endpoints":
        """The real paths below *base*."""
        return cls(
            sts=f"{base}/sts/services/NewSecurityTokenService",
            registry=f"{base}/sfsk/iti18",
            repository=f"{base}/sfsk/iti43",
            exchange=f"{base}/sts/services/Bst2Idws",
            minlog=f"{base}/minlog2-registration/20250312/RegisterService",
            minlog_lookup=f"{base}/minlog2-lookupid/20250312/LookupidService",
            skr=f"{base}/skr/dgws20240101",
            nas=f"{base}/nas2",
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
        self.endpoints = endpoints
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
        return sts.read_response(self.post("STS", self.endpoints.sts, sts.ACTION, message))

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
        request = query.find_documents(cpr, format_codes=format_codes)
        return self.ask(id_card, request, citizen=citizen)

    def ask(
        self,
        id_card: etree._Element | None,
        request: StoredQueryRequest,
        *,
        citizen: str | None = None,
    ) -> QueryResponse:
        """ITI-18 with any query. Raises dgws.ReceivedFault when the service refuses."""
        return entries.read_response(self._query(id_card, request, citizen))

    def ask_for_ids(
        self, id_card: etree._Element | None, request: StoredQueryRequest
    ) -> ReferenceResponse:
        """ITI-18 for the ids of what *request* finds. Raises dgws.ReceivedFault."""
        wanted = replace(request, return_type=ReturnType.OBJECT_REF)
        return references.read_references(self._query(id_card, wanted, None))

    def retrieve(
        self,
        id_card: etree._Element | None,
        wanted: tuple[retrieve.DocumentRequest, ...],
        *,
        citizen: str | None = None,
    ) -> RetrieveResponse:
        """ITI-43 for documents. Raises dgws.ReceivedFault when the service refuses."""
        answer = self._call(
            self.endpoints.repository,
            Action.RETRIEVE_DOCUMENT_SET,
            id_card,
            retrieve.build_request(wanted),
            citizen,
        )
        return retrieve.read_response(answer)

    def _query(
        self, id_card: etree._Element | None, request: StoredQueryRequest, citizen: str | None
    ) -> etree._Element:
        return self._call(
            self.endpoints.registry,
            Action.REGISTRY_STORED_QUERY,
            id_card,
            query.build_request(request),
            citizen,
        )

    def search_as(
        self, id_card: etree._Element | None, cpr: str, attributes: Mapping[str, str]
    ) -> QueryResponse:
        """ITI-18 for a citizen's card, with a HSUID header of these *attributes*.

        Raises dgws.ReceivedFault when the service refuses.
        """
        body = query.build_request(query.find_documents(cpr, format_codes=(FormatCode.PDC_V3,)))
        url, action = self.endpoints.registry, Action.REGISTRY_STORED_QUERY
        return entries.read_response(
            self.call(_SEARCH, url, action, id_card, body, hsuid=attributes)
        )

    def call(  # noqa: PLR0913 - the parts of one call
        self,
        service: str,
        url: str,
        action: str,
        id_card: etree._Element | None,
        body: etree._Element,
        *,
        hsuid: Mapping[str, str] | None = None,
    ) -> etree._Element:
        """The answer to a call by id card, with a HSUID header of these attributes if there are.

        *service* is its name in the evidence. Raises dgws.ReceivedFault and ServiceUnavailable.
        """
        message = dgws.build_request(
            id_card,
            body,
            security_level=3,
            message_id=str(uuid4()),
            flow_id=str(uuid4()),
            created=self._clock(),
            hsuid=None if hsuid is None else self._header(hsuid),
        )
        return dgws.read_response(self.post(service, url, action, message))

    def post(self, service: str, url: str, action: str, message: bytes) -> bytes:
        """The answer to any message. Raises ServiceUnavailable."""
        headers = {"Content-Type": "text/xml;charset=utf-8", "SOAPAction": f'"{action}"'}
        try:
            response = self._http.post(
                url, data=message, headers=headers, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            self._tell(service, action, message, type(error).__name__, b"")
            raise ServiceUnavailable(f"{url}: {type(error).__name__}") from error
        answered = f"HTTP {response.status_code}"
        self._tell(service, action, message, answered, response.content)
        if response.status_code not in (HTTPStatus.OK, HTTPStatus.INTERNAL_SERVER_ERROR):
            raise ServiceUnavailable(f"{url}: expected HTTP 200, found {response.status_code}")
        return response.content

    @property
    def now(self) -> datetime:
        """The time by which messages are stamped."""
        return self._clock()

    def _call(
        self,
        url: str,
        action: Action,
        id_card: etree._Element | None,
        body: etree._Element,
        citizen: str | None,
    ) -> etree._Element:
        service = _SEARCH if action is Action.REGISTRY_STORED_QUERY else _RETRIEVAL
        attributes = None if citizen is None else own_call(citizen)
        return self.call(service, url, action, id_card, body, hsuid=attributes)

    def _header(self, attributes: Mapping[str, str]) -> etree._Element:
        return hsuid.build(attributes, issuer=CLIENT_NAME, at=self._clock())

    def _tell(
        self, service: str, action: str, request: bytes, outcome: str, response: bytes
    ) -> None:
        self._seen(
            CallMade(
                at=self._clock(),
                service=service,
                operation=action,
                caller=f"the suite ({CLIENT_NAME})",
                outcome=outcome,
                request=request,
                response=response,
            )
        )


def own_call(citizen: str) -> dict[str, str]:
    """The attributes of a HSUID header by which a citizen calls for himself or herself."""
    return {
        hsuid.HsuidAttribute.USER_TYPE: hsuid.HsuidUserType.CITIZEN,
        hsuid.HsuidAttribute.ACTING_CPR: citizen,
        hsuid.HsuidAttribute.SYSTEM_OWNER: CLIENT_NAME,
        hsuid.HsuidAttribute.SYSTEM_NAME: CLIENT_NAME,
    }


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
