"""How far a service's clock is off: a fault that shows in messages and in cards."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from conformance.simulator.state.faults import Fault
from conformance.simulator.state.world import World

CLOCK_ERROR: Final = timedelta(minutes=10)
"""Beyond the five minutes that clients usually tolerate. Source: NSP protocol dossier 4.7."""

_ERRORS: Final = {Fault.CLOCK_AHEAD: CLOCK_ERROR, Fault.CLOCK_BEHIND: -CLOCK_ERROR}


def clock_error(world: World, citizens: Collection[str]) -> timedelta:
    """How far the service's clock is ahead of the time, in answers about *citizens*."""
    at_work = world.faults_at_work(_ERRORS, citizens)
    return sum((_ERRORS[fault] for fault in at_work), timedelta())
