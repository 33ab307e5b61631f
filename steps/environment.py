"""What a run works with: simulated services, system under test, a world for each scenario.

PYTEST_DONT_REWRITE: conftest imports from here before pytest loads it as a plugin.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Final

import pytest

from conformance.certify.embedded import bootstrap_token, callers_of
from conformance.certify.foreign import ForeignWorld
from conformance.certify.interrupt import first_interrupt_calls
from conformance.certify.keys import KeysFolderTaken, simulation_with_keys
from conformance.certify.options import RunOptions
from conformance.certify.probe import require_services_reached
from conformance.clock import system_clock
from conformance.evidence.scenario import ScenarioEvidence
from conformance.security.pki import TestPki
from conformance.service.callers import Callers
from conformance.service.client import Endpoints, ServiceClient, ServiceUnavailable
from conformance.service.environment import EnvironmentUnusable
from conformance.simulator.http import PortInUse, serve
from conformance.simulator.mutants.every import MUTANTS
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import Staff
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.launch import reference_system
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import VendorUnavailable
from steps.vocabulary import CITIZENS, STAFF

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
    """The services, with new keys for the reference system and kept ones for a vendor's."""
    trusted = options.trusted_certificates()
    if not options.embedded:
        try:
            return simulation_with_keys(options.keys, trusted=trusted, settings=options.settings)
        except KeysFolderTaken as error:
            pytest.exit(f"[simulator] keys: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
    mutant = MUTANTS.get(options.mutant or "")
    return Simulation.create(
        trusted=trusted,
        parts=mutant.parts if mutant else None,
        settings=options.settings,
        pki=_pki_of_process(),
    )


@cache
def _pki_of_process() -> TestPki:
    """New keys, made once: many runs in one process, as of the self-check, share them."""
    return TestPki.create(system_clock())


@pytest.fixture(scope="session")
def services_url(simulation: Simulation, profile: Profile) -> Iterator[str]:
    with ExitStack() as running:
        try:
            url = running.enter_context(serve(simulation.services, port=profile.simulator.port))
        except PortInUse as error:
            pytest.exit(f"[simulator] port: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
        yield url


@pytest.fixture(scope="session")
def vendor(
    request: pytest.FixtureRequest,
    options: RunOptions,
    simulation: Simulation,
    services_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[HttpDriver]:
    """The system under test, driven over its HTTP interface; it has said who it is."""
    with ExitStack() as running:
        url = options.profile.driver.url
        if options.embedded:
            keys = tmp_path_factory.mktemp("keys")
            simulation.write_pem(keys)
            mutant = None if options.mutant in MUTANTS else options.mutant
            url = running.enter_context(reference_system(services_url, keys, mutant=mutant))
        driver = HttpDriver(url, timeout=options.profile.driver.timeout_seconds)
        running.callback(driver.close)
        try:
            require_declared_system(driver, options)
            if not options.embedded:
                world = simulation.new_world()
                require_services_reached(
                    driver,
                    options.profile,
                    world,
                    services_url,
                    bootstrap_token=bootstrap_token(simulation, world.staff[Staff.DOCTOR]),
                )
        except VendorUnavailable as error:
            request.session.shouldfail = str(error)
            raise
        yield driver


def require_declared_system(driver: HttpDriver, options: RunOptions) -> None:
    """The system that answers must be the one the profile declares, as the report will say.

    Raises VendorUnavailable.
    """
    try:
        about = driver.about()
    except VendorUnavailable as error:
        keys = "" if options.embedded else f" The test certificates for it are in {options.keys}"
        raise VendorUnavailable(f"{error}{keys}") from error
    declared = options.profile.system
    if (about.name, about.version) != (declared.name, declared.version):
        raise VendorUnavailable(
            f"expected that {declared.name}, version {declared.version} answers, as the profile "
            f"declares in [system], found {about.name}, version {about.version}. Start the "
            "declared system, or correct name and version in the profile"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """On Ctrl-C let a run that is recorded end its scenario, then stop."""
    scenarios_elsewhere = session.config.getoption("numprocesses", None)
    if session.config.getoption("fsk_out") is None or scenarios_elsewhere:
        return (yield)

    def stop() -> None:
        session.shouldfail = "stopped by Ctrl-C"

    with first_interrupt_calls(stop):
        return (yield)


def pytest_bdd_step_error(request: pytest.FixtureRequest, exception: BaseException) -> None:
    """Stop the run when the system has gone: the other scenarios shall not wait for it in vain."""
    if isinstance(exception, ServiceUnavailable):
        request.session.shouldfail = f"a service went away: {exception}"
    if not isinstance(exception, VendorUnavailable):
        return
    driver: HttpDriver = request.getfixturevalue("vendor")
    try:
        driver.about()
    except VendorUnavailable as gone:
        request.session.shouldfail = str(gone)


@pytest.fixture
def world(request: pytest.FixtureRequest, options: RunOptions, evidence: ScenarioEvidence) -> World:
    """A fresh national state, whose exchanges go into the evidence as they come.

    In a real environment the state is what it is.
    """
    if options.environment is not None:
        return ForeignWorld()
    simulation: Simulation = request.getfixturevalue("simulation")
    world = simulation.new_world(slow_seconds=options.profile.simulator.slow_seconds)
    evidence.follow(world.journal.reader())
    return world


@pytest.fixture(scope="session")
def callers(request: pytest.FixtureRequest, options: RunOptions) -> Callers:
    """Who the suite calls the services as."""
    if options.environment is None:
        return callers_of(request.getfixturevalue("simulation"))
    try:
        return Callers.of(options.environment, options.folder, citizens=CITIZENS, staff=STAFF)
    except EnvironmentUnusable as error:
        pytest.exit(f"--service: {error}", returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture
def client(
    request: pytest.FixtureRequest, options: RunOptions, world: World, evidence: ScenarioEvidence
) -> Iterator[ServiceClient]:
    """The suite as a caller of the services. A real service's exchanges are seen from here."""
    if options.environment is None:
        url = request.getfixturevalue("services_url")
        client = ServiceClient(Endpoints.below(url), clock=world.clock)
    else:
        client = ServiceClient(
            options.environment.endpoints,
            clock=world.clock,
            timeout=options.environment.addresses.timeout_seconds,
            authority=options.authority,
            seen=lambda exchange: evidence.exchange(**exchange),
        )
    yield client
    client.close()
