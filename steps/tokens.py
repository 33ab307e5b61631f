"""Calls by token, sound ones and those with one flaw, by the words that the features use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from lxml import etree

from conformance.safe_xml import parse
from conformance.security.dgws import ReceivedFault
from conformance.security.idws import FSK_AUDIENCE
from conformance.security.idws.token_building import sign
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.service.client import altered
from conformance.service.idws import IdwsClient, stranger
from steps.caller import Caller

_ELSEWHERE: Final = "https://another-service.example"
_STRANGER: Final = "0000000000"
"""Stands in the message while it is signed."""


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """A caller with a key of its own, to which tokens are issued."""

    caller: Caller

    @property
    def key(self) -> Credential:
        return self.caller.callers.system_credential

    def citizen(
        self,
        cpr: str,
        *,
        audience: str = FSK_AUDIENCE,
        ago: timedelta = timedelta(),
    ) -> etree._Element:
        """A token of the citizen, issued *ago*."""
        return self.caller.callers.token_source().citizen(
            self.caller.callers.cpr(cpr),
            holder=self.key.certificate,
            now=self.caller.client.now - ago,
            audience=audience,
        )

    def employee(self, cpr: str) -> etree._Element:
        """A token of the member of staff."""
        return self.caller.callers.token_source().employee(
            cpr, holder=self.key.certificate, now=self.caller.client.now, audience=FSK_AUDIENCE
        )

    def search(self, token: etree._Element, cpr: str) -> None:
        """Search with *token*; a refusal is kept for the judgement."""
        self.send(self.message(token, self.caller.callers.cpr(cpr)))

    def message(self, token: etree._Element, cpr: str, *, ago: timedelta = timedelta()) -> bytes:
        """A search, signed *ago*."""
        made = self.caller.client.now - ago
        return IdwsClient(self.caller.client).message(token, cpr, signer=self.key, made=made)

    def send(self, message: bytes) -> None:
        """Send a message as it stands; a refusal is kept for the judgement."""
        try:
            answer = IdwsClient(self.caller.client).send(message)
        except ReceivedFault as fault:
            self.caller.faults.append(fault)
            return
        self.caller.answers.append(answer)
        self.caller.found = answer.entries


def signed_by_the_caller(bearer: Bearer, token: etree._Element) -> etree._Element:
    """The token with the caller's own signature in place of that of its issuer."""
    unsigned = parse(etree.tostring(token))
    for signature in unsigned.findall(Namespace.DS.tag("Signature")):
        unsigned.remove(signature)
    return sign(unsigned, bearer.key)


def _altered_message(bearer: Bearer, acting: str, whose: str) -> None:
    message = bearer.message(bearer.citizen(acting), _STRANGER)
    bearer.send(message.replace(_STRANGER.encode(), bearer.caller.callers.cpr(whose).encode()))


def _old_message(bearer: Bearer, acting: str, whose: str) -> None:
    cpr = bearer.caller.callers.cpr(whose)
    bearer.send(bearer.message(bearer.citizen(acting), cpr, ago=timedelta(hours=1)))


def _message_of_another(bearer: Bearer, acting: str, whose: str) -> None:
    cpr, now = bearer.caller.callers.cpr(whose), bearer.caller.client.now
    client, key = IdwsClient(bearer.caller.client), stranger(bearer.key)
    bearer.send(client.message(bearer.citizen(acting), cpr, signer=key, made=now))


TOKEN_CALLS: Final[Mapping[str, Callable[[Bearer, str, str], None]]] = {
    "by token": lambda bearer, acting, whose: bearer.search(bearer.citizen(acting), whose),
    "by a token for another service": lambda bearer, acting, whose: bearer.search(
        bearer.citizen(acting, audience=_ELSEWHERE), whose
    ),
    "by a token that has run out": lambda bearer, acting, whose: bearer.search(
        bearer.citizen(acting, ago=timedelta(hours=25)), whose
    ),
    "by a token that nobody trusted has signed": lambda bearer, acting, whose: bearer.search(
        signed_by_the_caller(bearer, bearer.citizen(acting)), whose
    ),
    "by a token that was altered": lambda bearer, acting, whose: bearer.search(
        altered(bearer.citizen(acting)), whose
    ),
    "by token, in a message that somebody else signed": _message_of_another,
    "by token, in a message that was altered": _altered_message,
    "by token, in a message of an hour ago": _old_message,
}
"""Each calls as the first citizen for the card of the second."""
