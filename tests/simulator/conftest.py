"""One simulation for the session, a fresh world for each test, and callers of its services."""

from collections.abc import Iterator

import pytest

from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller


@pytest.fixture(scope="session")
def simulation() -> Simulation:
    return Simulation.create()


@pytest.fixture
def world(simulation: Simulation) -> World:
    """A fresh world whose clock stands still at the time when the keys were made."""
    world = simulation.new_world(slow_seconds=0.2)
    world.clock.set(simulation.pki.now)
    return world


@pytest.fixture
def caller(simulation: Simulation, world: World) -> DirectCaller:  # noqa: ARG001 - a fresh world first
    return DirectCaller(simulation=simulation)


@pytest.fixture(scope="module")
def url(simulation: Simulation) -> Iterator[str]:
    with serve(simulation.services) as address:
        yield address
