"""Verbs for the scene: clock, faults, slowness, who is admitted, and a fresh start."""

from datetime import timedelta

from conformance.simulator.control.verbs import Body, Instant, Nothing, Text, verb
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.world import World


class ClockReading(Body, frozen=True):
    """Set the clock to *now*; null lets it run with the real time again."""

    now: Instant | None


class ClockStep(Body, frozen=True):
    """Move the clock forward *by* a duration (ISO 8601: `P8D`, `PT1H`); it stands still there."""

    by: timedelta


class FaultOrder(Body, frozen=True):
    """A fault, for one citizen (at the STS: one person) or (null) for all."""

    fault: Fault
    citizen: str | None = None


class Slowness(Body, frozen=True):
    """How many seconds late a service answers when it is slow."""

    seconds: float


class Whitelist(Body, frozen=True):
    """The organisations that may call, by CVR number; null admits every one."""

    organisations: tuple[Text, ...] | None


def _set_clock(world: World, reading: ClockReading) -> None:
    if reading.now is None:
        world.clock.release()
    else:
        world.clock.set(reading.now)


def _advance_clock(world: World, step: ClockStep) -> None:
    if step.by < timedelta():
        raise ValueError(f"expected a duration from 0 on, found {step.by}: set the clock instead")
    world.clock.advance(step.by)


def _mend(world: World, order: FaultOrder) -> None:
    if order.citizen is None:
        world.mend(order.fault)
    else:
        world.mend_for(order.fault, order.citizen)


def _admit(world: World, whitelist: Whitelist) -> None:
    if whitelist.organisations is None:
        world.admit_every_organisation()
    else:
        world.admit_organisations(*whitelist.organisations)


def _mend_all(world: World, _order: Nothing) -> None:
    world.mend_all()


VERBS = (
    verb("/clock", ClockReading, _set_clock),
    verb("/clock/advance", ClockStep, _advance_clock),
    verb("/faults/inject", FaultOrder, lambda w, o: w.inject(o.fault, o.citizen)),
    verb("/faults/mend", FaultOrder, _mend),
    verb("/faults/mend-all", Nothing, _mend_all),
    verb("/slowness", Slowness, lambda w, o: w.answer_late(o.seconds)),
    verb("/whitelist", Whitelist, _admit),
)
