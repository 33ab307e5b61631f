"""The simulator with one thing wrong in which changes are notified."""

from dataclasses import dataclass
from typing import Final

from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithRegister
from conformance.simulator.parts import Parts
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.broker import Notifications
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World
from conformance.skr.values import Create, Request, Update


class _AnyChangeParts(Parts):
    def broker(self) -> Notifications:
        return _TellsOfAnyChange(settings=self.settings.nas)


class _TellsNoEntries(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        before = world.notifications
        super().write(world, request, writer)
        if isinstance(request, Create):
            world.notifications = before


class _TellsNoUpdates(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        before = world.notifications
        super().write(world, request, writer)
        if isinstance(request, Update):
            world.notifications = before


@dataclass(frozen=True, slots=True, kw_only=True)
class _TellsOfAnyChange(Notifications):
    def is_change_of_card(self, before: Citizen, after: Citizen) -> bool:
        return before != after


MUTANTS: Final = named(
    (
        "service-tells-no-entries",
        "What is entered anew is not notified, but what is updated or deleted.",
        WithRegister(_TellsNoEntries),
    ),
    ("service-tells-no-updates", "An update is not notified.", WithRegister(_TellsNoUpdates)),
    (
        "service-tells-any-change",
        "Whatever changes in a card is notified as a change in the Stamkortregister.",
        _AnyChangeParts(),
    ),
)
"""Deviations by name."""
