"""What a run works with: simulated services, system under test, a world for each scenario.

PYTEST_DONT_REWRITE: conftest imports from here before pytest loads it as a plugin.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from conformance.certify.options import RunOptions
from conformance.evidence.scenario import ScenarioEvidence
from conformance.service.client import Endpoints, ServiceClient
from conformance.simulator.http import serve
from conformance.simulator.mutants import MUTANTS
from conformance.simulator.simulation import Simulation
from conformance.simulator.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.launch import reference_system
from conformance.vendor.profile import Profile

RUN_OPTIONS: Final = pytest.StashKey[RunOptions]()
"""Where conftest puts what the run was asked for."""


@pytest.fixture(scope="session")
def options(pytestconfig: pytest.Config) -> RunOptions:
    return pytestconfig.stash[RUN_OPTIONS]


@pytest.fixture(scope="session")
def profile(options: RunOptions) -> Profile:
    return options.profile


@pytest.fixture(scope="session")
def simulation(options: RunOptions) -> Simulation:
    mutant = MUTANTS.get(options.mutant or "")
    return Simulation.create(
        trusted=options.trusted_certificates(), parts=mutant.parts if mutant else None
    )


@pytest.fixture(scope="session")
def services_url(simulation: Simulation, profile: Profile) -> Iterator[str]:
    with serve(simulation.services, port=profile.simulator.port) as url:
        yield url


@pytest.fixture(scope="session")
def vendor(
    options: RunOptions,
    profile: Profile,
    simulation: Simulation,
    services_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[HttpDriver]:
    """The system under test, driven over its HTTP interface."""
    with ExitStack() as running:
        url = profile.driver.url
        if options.embedded:
            keys = tmp_path_factory.mktemp("keys")
            simulation.write_keys(keys)
            mutant = None if options.mutant in MUTANTS else options.mutant
            url = running.enter_context(reference_system(services_url, keys, mutant=mutant))
        else:
            simulation.write_keys(Path(profile.simulator.keys))
        driver = HttpDriver(url, timeout=profile.driver.timeout_seconds)
        running.callback(driver.close)
        yield driver


@pytest.fixture
def world(simulation: Simulation, profile: Profile, evidence: ScenarioEvidence) -> World:
    """A fresh national state, whose exchanges go into the evidence as they come."""
    world = simulation.new_world(slow_seconds=profile.simulator.slow_seconds)
    evidence.follow(world.journal.reader())
    return world


@pytest.fixture
def client(services_url: str, world: World) -> Iterator[ServiceClient]:
    """The suite as a caller of the services."""
    client = ServiceClient(Endpoints.below(services_url), clock=world.clock)
    yield client
    client.close()
