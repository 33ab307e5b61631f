"""The journal: every request that the simulated services got, and what they answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypedDict

from conformance.security.idcard import IdCard
from conformance.xds.query import StoredQueryRequest


class System(StrEnum):
    """A national system, by the name that people have for it; it may offer several services."""

    STS = "STS"
    """Security token service."""

    SFSK = "SFSK"
    """Synchronisation service of Fælles Stamkort."""

    MINLOG = "MinLog"
    """The citizen's log."""

    SKR = "SKR"
    """Stamkortregister."""

    NAS = "NAS"
    """National notification service."""


class Service(StrEnum):
    """A simulated service."""

    STS = "STS"
    """Security token service."""

    STS_EXCHANGE = "STS Bst2Idws"
    """Exchange of bootstrap tokens at the security token service."""

    SFSK_REGISTRY = "SFSK ITI-18"
    """Search."""

    SFSK_REPOSITORY = "SFSK ITI-43"
    """Retrieval."""

    MINLOG = "MinLog2"
    """Registration of accesses."""

    MINLOG_LOOKUP = "MinLog2 look-up"
    """The citizen's view of who has had access."""

    SKR = "SKR"
    """Stamkortregister: what citizens and professionals type in."""

    NAS = "NAS2"
    """National notification service."""

    NONE = "no service"
    """A call at an address where no service answers."""

    @property
    def system(self) -> System:
        """The national system that offers it. KeyError for NONE, which nobody does."""
        return _SYSTEMS[self]


NO_SOAP_ACTION: Final = "no SOAPAction"
"""What stands for the operation of a call that does not name it."""

_SYSTEMS: Final = {
    Service.STS: System.STS,
    Service.STS_EXCHANGE: System.STS,
    Service.SFSK_REGISTRY: System.SFSK,
    Service.SFSK_REPOSITORY: System.SFSK,
    Service.MINLOG: System.MINLOG,
    Service.MINLOG_LOOKUP: System.MINLOG,
    Service.SKR: System.SKR,
    Service.NAS: System.NAS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer. *caller* is the id card as far as it could be read.

    *principal* names who called where there is no id card.
    *outcome* is a word for people: `Success`, an XDS error code, a DGWS fault code, or `HTTP 503`.
    """

    at: datetime
    service: Service
    operation: str
    outcome: str
    request: bytes
    response: bytes
    caller: IdCard | None = None
    principal: str | None = None
    citizens: tuple[str, ...] = ()
    query: StoredQueryRequest | None = None

    @property
    def caller_name(self) -> str:
        """Who called, as a person would say it."""
        if self.caller is None:
            return self.principal or "unknown caller"
        if self.caller.user is None:
            return f"system {self.caller.system.it_system_name}"
        return f"{self.caller.user.given_name} {self.caller.user.surname}"


class SeenExchange(TypedDict):
    """An exchange as those who keep evidence want it told."""

    at: datetime
    service: str
    operation: str
    caller: str
    outcome: str
    request: bytes
    response: bytes


def _told(exchange: Exchange) -> SeenExchange:
    return SeenExchange(
        at=exchange.at,
        service=exchange.service.value,
        operation=exchange.operation,
        caller=exchange.caller_name,
        outcome=exchange.outcome,
        request=exchange.request,
        response=exchange.response,
    )


class Journal:
    """Append-only list of exchanges; *limit* bounds it by dropping the oldest, and counts them."""

    def __init__(self, *, limit: int = 10_000) -> None:
        self._entries: list[Exchange] = []
        self._limit = limit
        self._dropped = 0
        self._listeners: list[Callable[[Exchange], None]] = []

    def append(self, exchange: Exchange) -> None:
        self._entries.append(exchange)
        if len(self._entries) > 2 * self._limit:
            self._dropped += len(self._entries) - self._limit
            del self._entries[: -self._limit]
        for listener in self._listeners:
            listener(exchange)

    def listen(self, listener: Callable[[Exchange], None]) -> None:
        """Tell *listener* of each exchange to come."""
        self._listeners.append(listener)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return self._dropped + len(self._entries)

    def since(self, count: int) -> tuple[Exchange, ...]:
        """The exchanges after the first *count* ever appended, as far as they are still kept."""
        return tuple(self._entries[max(0, count - self._dropped) :])

    def numbered(self, count: int) -> tuple[tuple[int, Exchange], ...]:
        """The same, each with its number among all that were ever appended, counted from 1."""
        start = max(count, self._dropped)
        return tuple(enumerate(self._entries[start - self._dropped :], start=start + 1))

    def reader(self) -> Callable[[], Iterator[SeenExchange]]:
        """A function that returns, at each call, the exchanges that are new since the last one."""
        seen = len(self)

        def read() -> Iterator[SeenExchange]:
            nonlocal seen
            start = max(seen, self._dropped)
            fresh = self.since(start)
            seen = start + len(fresh)
            return (_told(exchange) for exchange in fresh)

        return read

    def of(self, *services: Service) -> tuple[Exchange, ...]:
        """The exchanges of these services, oldest first."""
        return tuple(exchange for exchange in self if exchange.service in services)
