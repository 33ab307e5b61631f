"""Exchanges of bootstrap tokens, sound ones and those with one flaw, by the features' words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from lxml import etree

from conformance.security.dgws import ReceivedFault
from conformance.security.idws.values import TokenAttribute
from conformance.security.pki import Credential
from conformance.service.client import altered
from conformance.service.idws import ExchangeClient, stranger
from conformance.simulator.state.personas import Staff
from steps.caller import Caller
from steps.tokens import Bearer, signed_by_the_caller

_FOR_THE_STS: Final = "https://bootstrap.sts.nspop.dk/"
_ELSEWHERE: Final = "https://another-service.example"


@dataclass(frozen=True, kw_only=True)
class Exchanger:
    """A system with a key of its own, whose users come with bootstrap tokens."""

    caller: Caller

    @property
    def bearer(self) -> Bearer:
        return Bearer(caller=self.caller)

    def citizen(
        self,
        cpr: str,
        *,
        holder: Credential | None = None,
        audience: str = _FOR_THE_STS,
        ago: timedelta = timedelta(),
    ) -> etree._Element:
        """A bootstrap token of the citizen, issued *ago*, for the caller's key or another."""
        return self.caller.callers.bootstrap_source().citizen(
            self.caller.callers.cpr(cpr),
            holder=(holder or self.bearer.key).certificate,
            now=self.caller.client.now - ago,
            audience=audience,
        )

    def employee(self, cpr: str) -> etree._Element:
        """A bootstrap token of the member of staff."""
        return self.caller.callers.bootstrap_source().employee(
            cpr, holder=self.bearer.key.certificate, now=self.caller.client.now
        )

    def search(
        self,
        bootstrap: etree._Element,
        whose: str,
        *,
        signer: Credential | None = None,
        claims: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Have *bootstrap* exchanged, and search by the token; a refusal ends it, and is kept."""
        try:
            token = ExchangeClient(self.caller.client).exchange(
                bootstrap, signer=signer or self.bearer.key, claims=claims
            )
        except ReceivedFault as fault:
            self.caller.faults.append(fault)
            return
        self.bearer.search(token, whose)


def _for_another_key(exchanger: Exchanger, acting: str, whose: str) -> None:
    _, another = exchanger.caller.callers.employee(Staff.DOCTOR)
    exchanger.search(exchanger.citizen(acting, holder=another), whose)


def _by_another(exchanger: Exchanger, acting: str, whose: str) -> None:
    signer = stranger(exchanger.bearer.key)
    exchanger.search(exchanger.citizen(acting), whose, signer=signer)


def _signed_by_nobody(exchanger: Exchanger, acting: str, whose: str) -> None:
    bootstrap = signed_by_the_caller(exchanger.bearer, exchanger.citizen(acting))
    exchanger.search(bootstrap, whose)


def _claimed(exchanger: Exchanger, acting: str, whose: str) -> None:
    claim = (TokenAttribute.CPR_2.value, exchanger.caller.callers.cpr(whose))
    exchanger.search(exchanger.citizen(acting), whose, claims=(claim,))


EXCHANGES: Final[Mapping[str, Callable[[Exchanger, str, str], None]]] = {
    "that nobody trusted has signed": _signed_by_nobody,
    "that has run out": lambda exchanger, acting, whose: exchanger.search(
        exchanger.citizen(acting, ago=timedelta(hours=25)), whose
    ),
    "that was altered": lambda exchanger, acting, whose: exchanger.search(
        altered(exchanger.citizen(acting)), whose
    ),
    "that was made for another service": lambda exchanger, acting, whose: exchanger.search(
        exchanger.citizen(acting, audience=_ELSEWHERE), whose
    ),
    "that was given to another": _for_another_key,
    "in a request that somebody else signed": _by_another,
    "and claims to be somebody else": _claimed,
}
"""Each has the first citizen's bootstrap token exchanged to search for the card of the second."""
