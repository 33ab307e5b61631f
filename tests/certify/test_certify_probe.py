"""The first look-up before anything is judged: by id card or by token, and never on trust."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import etree
from vendor_systems import profile as write_profile

from conformance.certify.embedded import bootstrap_token
from conformance.certify.probe import require_services_reached
from conformance.safe_xml import parse
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import Staff
from conformance.vendor.profile import Credential, Profile, SystemType, load_profile
from conformance.vendor.protocol import (
    Ability,
    About,
    Citizen,
    LoginRefused,
    Scenario,
    User,
    VendorUnavailable,
)
from tests.simulator.direct_calls import DirectCaller
from tests.simulator.idws_calls import BST2IDWS, IdwsCaller, issued_token


@dataclass
class System:
    """As much of a system under test as the first look-up needs."""

    looks_up: Callable[["System", str], None]
    can: tuple[Ability, ...] = ()
    user: User | None = None
    citizen: Citizen | None = None
    began: list[Scenario] = field(default_factory=list)

    def about(self) -> About:
        return About(name="n", version="v", organisation="o", can=self.can)

    def begin(self, scenario: Scenario) -> None:
        self.began.append(scenario)

    def open_session(self, user: User) -> str:
        self.user = user
        return "user"

    def open_citizen_session(self, citizen: Citizen) -> str:
        self.citizen = citizen
        return "citizen"

    def open_card(self, _session: str, cpr: str) -> None:
        self.looks_up(self, cpr)


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    return Simulation.create()


@pytest.fixture
def declared(tmp_path: Path) -> Profile:
    """A profile that declares tokens and nothing else."""
    vendor = write_profile(tmp_path, system=1)
    text = vendor.read_text("utf-8").replace('["id-card", "idws"]', '["idws"]')
    vendor.write_text(text, encoding="utf-8")
    return load_profile(vendor)


def probe(simulation: Simulation, system: System, declared: Profile) -> None:
    world = simulation.new_world()
    token = bootstrap_token(simulation, world.staff[Staff.DOCTOR])
    require_services_reached(
        system,  # type: ignore[arg-type]  # as much of one as is called
        declared,
        world,
        "http://x",
        bootstrap_token=token,
    )


def by_token(simulation: Simulation) -> Callable[[System, str], None]:
    """Exchanges the user's bootstrap token, and searches by the token that it gets."""
    caller = IdwsCaller(simulation=simulation)

    def look_up(system: System, cpr: str) -> None:
        assert system.user is not None
        assert system.user.bootstrap_token is not None
        bootstrap = parse(b64decode(system.user.bootstrap_token))
        answer = caller.call(BST2IDWS, caller.exchange_request(bootstrap), "Issue")
        caller.search(issued_token(answer), cpr)

    return look_up


def test_a_system_that_calls_by_token_alone_is_let_through(
    simulation: Simulation, declared: Profile
) -> None:
    """The doctor comes with a bootstrap token, and the search with what it is exchanged for."""
    assert declared.integration.credentials == (Credential.IDWS,)
    system = System(by_token(simulation), can=(Ability.TOKENS,))
    probe(simulation, system, declared)
    assert len(system.began) == 1


def test_a_bootstrap_token_is_sent_to_those_alone_who_take_one(
    simulation: Simulation, declared: Profile
) -> None:
    """Not to a system that has its tokens from elsewhere, nor to one that shows id cards."""
    caller = IdwsCaller(simulation=simulation)
    system = System(lambda _system, cpr: void(caller.search(caller.employee(Staff.DOCTOR), cpr)))
    probe(simulation, system, declared)
    assert system.user is not None
    assert system.user.bootstrap_token is None


def test_a_system_that_calls_by_id_card_is_let_through(
    simulation: Simulation, tmp_path: Path
) -> None:
    """As before."""
    caller = DirectCaller(simulation=simulation)
    system = System(
        lambda _system, cpr: void(caller.search(caller.system_card(), cpr)), can=(Ability.TOKENS,)
    )
    probe(simulation, system, load_profile(write_profile(tmp_path, system=1)))
    assert system.user is not None
    assert system.user.bootstrap_token is None


def test_a_portal_lets_a_citizen_in(simulation: Simulation, tmp_path: Path) -> None:
    """Its users are citizens: no doctor needs to be let in."""
    caller = IdwsCaller(simulation=simulation)
    system = System(
        lambda _system, cpr: void(caller.search(caller.citizen(cpr), cpr)), can=(Ability.CITIZENS,)
    )
    vendor = write_profile(tmp_path, system=1)
    text = vendor.read_text("utf-8").replace("portal = true", 'type = "portal"\nportal = true')
    vendor.write_text(text, encoding="utf-8")
    declared = load_profile(vendor)
    assert declared.system.type is SystemType.PORTAL
    probe(simulation, system, declared)
    assert system.user is None
    assert system.citizen is not None


def unsigned(simulation: Simulation) -> Callable[[System, str], None]:
    """A token that was altered after it was signed."""
    caller = IdwsCaller(simulation=simulation)

    def look_up(_system: System, cpr: str) -> None:
        token = caller.employee(Staff.DOCTOR)
        for name in token.iter("{*}NameID"):
            name.text = "urn:uuid:00000000-0000-0000-0000-000000000000"
        caller.search(token, cpr)

    return look_up


def test_a_token_that_is_not_accepted_is_no_token(
    simulation: Simulation, declared: Profile
) -> None:
    """What was answered is told, and what to look at."""
    with pytest.raises(VendorUnavailable, match="no search came through to SFSK") as said:
        probe(simulation, System(unsigned(simulation)), declared)
    assert "SFSK ITI-18: invalid" in str(said.value)
    assert "id card or token" in str(said.value)


def test_a_user_without_right_is_no_way_in(simulation: Simulation, declared: Profile) -> None:
    """A genuine token of somebody who may not read does not do."""
    caller = IdwsCaller(simulation=simulation)
    system = System(
        lambda _system, cpr: void(caller.search(caller.employee(Staff.ASSISTANT_NONE), cpr))
    )
    with pytest.raises(VendorUnavailable, match="not_authorized"):
        probe(simulation, system, declared)


def test_a_system_that_calls_nobody_is_told_where(
    simulation: Simulation, declared: Profile
) -> None:
    """And one that lets nobody in, whom to create."""
    with pytest.raises(VendorUnavailable, match="called none of the simulated services"):
        probe(simulation, System(lambda _system, _cpr: None), declared)

    def refuse(_system: System, _cpr: str) -> None:
        raise LoginRefused("no such user")

    with pytest.raises(VendorUnavailable, match="does not let its first user in"):
        probe(simulation, System(refuse), declared)


def void(_answer: object) -> None:
    """Nothing is done with the answer."""


def test_the_bootstrap_token_is_an_assertion(simulation: Simulation) -> None:
    """In base64, without blanks."""
    member = simulation.new_world().staff[Staff.DOCTOR]
    token = bootstrap_token(simulation, member)
    assert etree.QName(parse(b64decode(token, validate=True))).localname == "Assertion"
