"""What a simulated service is to the front door: where it answers, and how it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from conformance.security.hsuid import Hsuid
from conformance.security.idcard import IdCard
from conformance.security.idws import IdwsToken
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.world import World
from conformance.xds.query import StoredQueryRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address of a service: the real path, and the SOAPActions that may be asked for there.

    A *path* that ends with a stroke stands for all paths below it. *needs_action*: the address is
    shared, and the SOAPAction alone says where a call belongs. *down* is the fault that lets the
    address answer HTTP 503.
    """

    path: str
    service: Service
    actions: frozenset[str]
    needs_action: bool = False
    down: Fault | None = None


@dataclass(kw_only=True)
class Note:
    """The world that a call came to, and what is learnt of the call on the way, for the journal.

    *principal* names who calls where there is no id card.
    """

    world: World
    caller: IdCard | None = None
    principal: str | None = None
    citizens: tuple[str, ...] = ()
    query: StoredQueryRequest | None = None
    outcome: str = ""


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
    """The payload to send back, after *delay* seconds."""

    body: etree._Element
    delay: float = 0.0


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
