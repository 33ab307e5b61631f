"""The simulator with one thing wrong in what becomes of an entry that has been taken."""

from typing import Final

from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithRegister
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World
from conformance.skr.values import Create, Relative, Update


class _KeepsRelativesAlone(StamkortRegister):
    def _created(self, world: World, citizen: Citizen, request: Create, writer: Writer) -> Citizen:
        changed = super()._created(world, citizen, request, writer)
        return changed if isinstance(request.entry, Relative) else citizen


class _UpdatesNothing(StamkortRegister):
    def _updated(self, world: World, citizen: Citizen, request: Update, writer: Writer) -> Citizen:
        super()._updated(world, citizen, request, writer)
        return citizen


MUTANTS: Final = named(
    (
        "service-keeps-relatives-alone",
        "Of what is entered relatives are kept, and nothing else.",
        WithRegister(_KeepsRelativesAlone),
    ),
    ("service-updates-nothing", "An update does nothing.", WithRegister(_UpdatesNothing)),
)
"""Deviations by name."""
