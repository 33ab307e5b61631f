"""What a simulated service is to the front door: where it answers, and how it is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from conformance.security.hsuid import Hsuid
from conformance.security.idcard import IdCard
from conformance.security.idws import IdwsToken
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.faults import Fault, Kind, fault_of
from conformance.simulator.state.journal import Service
from conformance.simulator.state.world import World
from conformance.xds.query import StoredQueryRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address of a service: the real path, and the SOAPActions that may be asked for there.

    A *path* that ends with a stroke stands for all paths below it. *needs_action*: the address is
    shared, and the SOAPAction alone says where a call belongs.
    """

    path: str
    service: Service
    actions: frozenset[str]
    needs_action: bool = False


class ServiceDown(Exception):
    """The service is down for whom the call concerns: HTTP 503, and nothing has been done."""


@dataclass(kw_only=True)
class Note:
    """The world and service that a call came to, and what is learnt of the call on the way.

    *principal* names who calls where there is no id card. *citizens* are whom the call concerns;
    at the STS it is the person whose card or token is asked for.
    """

    world: World
    service: Service
    caller: IdCard | None = None
    principal: str | None = None
    citizens: tuple[str, ...] = ()
    query: StoredQueryRequest | None = None
    outcome: str = ""

    def concern(self, citizens: Iterable[str]) -> None:
        """Say whom the call concerns, before anything is done about it. Raises ServiceDown."""
        self.citizens = tuple(dict.fromkeys(citizens))
        if self.goes_wrong(Kind.DOWN):
            raise ServiceDown

    def suffers(self, fault: Fault) -> bool:
        """Whether the fault is on for all, or for one whom the call concerns."""
        return bool(self.world.faults_at_work((fault,), self.citizens))

    def goes_wrong(self, kind: Kind) -> bool:
        """Whether the service goes wrong in that way for whom the call concerns."""
        fault = fault_of(self.service.system, kind)
        return fault is not None and self.suffers(fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call whose sender is known: the payload, and the id card that has been verified.

    *message_id* and *flow_id* are the caller's own, which the answer repeats. *base_url* is where
    the caller has found the services.
    """

    path: str
    action: str
    body: etree._Element
    card: IdCard
    message_id: str
    flow_id: str | None = None
    hsuid: Hsuid | None = None
    base_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAsked:
    """A call by OIO-IDWS whose sender is known: the payload, and the token that goes with it."""

    path: str
    action: str
    body: etree._Element
    token: IdwsToken
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The payload to send back."""

    body: etree._Element


class Endpoint(Protocol):
    """A service at its addresses, with its own security: a Call in, a Reply out.

    Raises DgwsFault or TrustFault where the call is to be answered with one.
    """

    @property
    def routes(self) -> Sequence[Route]: ...

    def answer(self, call: Call, note: Note) -> Reply: ...


class DgwsService(Protocol):
    """What is behind the door of DGWS: it meets only callers whose id card holds."""

    @property
    def routes(self) -> Sequence[Route]: ...

    def serve(self, asked: Asked, note: Note) -> Answer: ...


class TokenService(Protocol):
    """What is behind the door of OIO-IDWS: it meets only callers whose token holds."""

    @property
    def routes(self) -> Sequence[Route]: ...

    def serve_token(self, asked: TokenAsked, note: Note) -> Answer: ...
