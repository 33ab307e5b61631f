"""Steps for features/12_logging."""

from datetime import datetime, timedelta

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import log
from conformance.simulator.faults import Fault
from conformance.simulator.log_entries import LogEntry
from conformance.simulator.personas import Persona
from conformance.simulator.registers import StaffMember
from conformance.simulator.sfsk import LOG_SYSTEM_NAME
from conformance.simulator.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import IntegrationMethod
from steps.caller import Caller
from steps.desk import Desk
from steps.shared import begin, require_settable_clock
from steps.vocabulary import sentence

scenarios("12_logging")

_AS_A_SYSTEM = (IntegrationMethod.SYSTEM, IntegrationMethod.LOCAL_COPY)


def registered_by_system(world: World, vendor: HttpDriver, citizen: Persona) -> list[LogEntry]:
    """What the system under test has registered of a citizen, once it has sent what waits."""
    vendor.flush_log()
    return [entry for entry in world.log_of(citizen) if entry.written_by != LOG_SYSTEM_NAME]


@given("a system that looks up as a system")
def looks_up_as_system(desk: Desk, profile: Profile) -> None:
    declared = [method for method in _AS_A_SYSTEM if method in profile.integration.methods]
    begin(desk, profile, (*declared, *_AS_A_SYSTEM)[0], profile.display.scopes[0])


@given("its clock can be set")
def clock_can_be_set(vendor: HttpDriver, world: World) -> None:
    require_settable_clock(vendor)
    world.clock.set(world.now.replace(microsecond=0))
    vendor.set_clock(world.now)


@given("MinLog is down")
def minlog_down(world: World) -> None:
    world.inject(Fault.MINLOG_DOWN)


@given("MinLog rejects each registration")
def minlog_rejects(world: World) -> None:
    world.inject(Fault.MINLOG_REJECTS)


@given("the system has tried to send its registrations")
def has_tried(vendor: HttpDriver) -> None:
    vendor.flush_log()


@when("the system has tried to send its registrations twice")
def tried_twice(vendor: HttpDriver) -> None:
    vendor.flush_log()
    vendor.flush_log()


@when("MinLog works again")
def minlog_works(world: World) -> None:
    world.mend_all()


@when("the registration is sent an hour later", target_fixture="accessed")
def sent_later(vendor: HttpDriver, world: World) -> datetime:
    accessed = world.now
    world.clock.advance(timedelta(hours=1))
    vendor.set_clock(world.now)
    vendor.flush_log()
    return accessed


@when(sentence("{citizen:Citizen} looks up her own card"))
def citizen_looks_up(caller: Caller, citizen: Persona) -> None:
    caller.search(citizen, caller.system_card(), citizen=citizen)


@then(sentence("the system has registered {number:Count} access to {citizen:Citizen}'s card"))
@then(sentence("the system has registered {number:Count} accesses to {citizen:Citizen}'s card"))
def has_registered(world: World, vendor: HttpDriver, number: int, citizen: Persona) -> None:
    log.require_count(registered_by_system(world, vendor, citizen), number)


@then("MinLog has accepted every registration")
def accepted(world: World, vendor: HttpDriver) -> None:
    vendor.flush_log()
    log.require_accepted(tuple(world.journal))


@then(sentence("the registration names {user:User}"))
def names_user(world: World, vendor: HttpDriver, user: StaffMember) -> None:
    log.require_names(registered_by_system(world, vendor, Persona.BENTE), user)


@then("the registration tells the time of access")
def tells_time(world: World, vendor: HttpDriver, accessed: datetime) -> None:
    log.require_time(registered_by_system(world, vendor, Persona.BENTE), accessed)


@then(sentence("{citizen:Citizen}'s log names {user:User}"))
def log_names(world: World, citizen: Persona, user: StaffMember) -> None:
    log.require_names(world.log_of(citizen), user)


@then(sentence("{citizen:Citizen}'s log is empty"))
def log_is_empty(world: World, citizen: Persona) -> None:
    log.require_count(world.log_of(citizen), 0)
