"""A client that calls by OIO-IDWS: SFSK with a token, and the STS for one; signed by its holder."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from conformance.security import dgws, sts
from conformance.security.idws import FSK_AUDIENCE, build_request, exchange
from conformance.security.pki import Credential
from conformance.service.callers import named
from conformance.service.client import ServiceClient
from conformance.xds import entries, query
from conformance.xds.entries import QueryResponse
from conformance.xds.vocabulary import Action, FormatCode

_SEARCH: Final = "SFSK ITI-18"
_EXCHANGE: Final = "STS Bst2Idws"


class IdwsClient:
    """Searches with tokens. The messages are signed with a holder's key."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def search(self, token: etree._Element, cpr: str, *, signer: Credential) -> QueryResponse:
        """ITI-18 for a citizen's card. Raises dgws.ReceivedFault when the service refuses."""
        return self.send(self.message(token, cpr, signer=signer, made=self._client.now))

    def message(
        self, token: etree._Element, cpr: str, *, signer: Credential, made: datetime
    ) -> bytes:
        """A search for a citizen's card with *token*, signed by *signer* at the instant *made*."""
        return build_request(
            token,
            query.build_request(query.find_documents(cpr, format_codes=(FormatCode.PDC_V3,))),
            credential=signer,
            action=Action.REGISTRY_STORED_QUERY,
            message_id=f"urn:uuid:{uuid4()}",
            created=made,
        )

    def send(self, message: bytes) -> QueryResponse:
        """The answer to a message as it stands. Raises dgws.ReceivedFault."""
        url, action = self._client.endpoints.registry, Action.REGISTRY_STORED_QUERY
        answer = self._client.post(_SEARCH, url, action, message)
        return entries.read_response(dgws.read_response(answer))


class ExchangeClient:
    """Has bootstrap tokens exchanged for tokens to Fælles Stamkort (Bst2Idws)."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def exchange(
        self,
        bootstrap: etree._Element,
        *,
        signer: Credential,
        claims: tuple[tuple[str, str], ...] = (),
    ) -> etree._Element:
        """The token for *bootstrap*, in a request that *signer* signs.

        Raises dgws.ReceivedFault when the STS refuses.
        """
        message = exchange.build_request(
            bootstrap,
            audience=FSK_AUDIENCE,
            credential=signer,
            message_id=f"urn:uuid:{uuid4()}",
            created=self._client.now,
            claims=claims,
        )
        url = named(self._client.endpoints.exchange, "exchange")
        answer = self._client.post(_EXCHANGE, url, sts.ACTION, message)
        return exchange.read_response(answer)


def stranger(credential: Credential) -> Credential:
    """Another key under the certificate of *credential*: that of somebody who has found a token."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return replace(credential, private_key=key)
