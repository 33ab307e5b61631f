"""The services that answer politely and do nothing: what must be there is not."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from conformance.minlog.lookup import LogStatement, LookupRequest
from conformance.nas.notifications import NotificationMessage
from conformance.security.hsuid import Hsuid
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.minlog.service import MinLog
from conformance.simulator.mutants.mutant import named
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.callers import Caller
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.skr.rules import WriteRules
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.blurring import Blurring
from conformance.simulator.state.broker import Notifications
from conformance.simulator.state.world import World
from conformance.skr.values import Request
from conformance.xds.entries import QueryResponse
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import ResponseStatus


class _Empty(Parts):
    def sfsk(self, cards: CardMaker) -> Sfsk:
        return _FindsNothing(cards, self.settings.sfsk)

    def stamkort_register(self) -> StamkortRegister:
        return _WritesNothing(WriteRules(), self.settings.skr)

    def broker(self) -> Notifications:
        return _TellsNothing(settings=self.settings.nas)

    def minlog(self, blurring: Blurring) -> MinLog:
        return _ShowsNothing(blurring, self.settings.minlog)


class _FindsNothing(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        return replace(super().search(world, caller, request), entries=())

    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        del world, caller, requests
        return RetrieveResponse(status=ResponseStatus.SUCCESS)


class _WritesNothing(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        """Say that it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _TellsNothing(Notifications):
    def deliver(self, pull_point_id: str, message: NotificationMessage, *, now: datetime) -> Self:
        del pull_point_id, message, now
        return self


class _ShowsNothing(MinLog):
    def look_up(
        self, world: World, request: LookupRequest, hsuid: Hsuid | None
    ) -> tuple[LogStatement, ...]:
        del world, request, hsuid
        return ()


MUTANTS: Final = named(
    (
        "service-empty",
        "Every call is answered politely, and nothing is found, written, notified or shown.",
        _Empty(),
    ),
)
"""Deviations by name."""
