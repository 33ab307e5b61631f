"""Steps for features/12_logging."""

from dataclasses import replace
from datetime import datetime, timedelta

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import log, log_view, own_log, refusals
from conformance.minlog.registration import LogEntry
from conformance.simulator.sfsk.service import LOG_SYSTEM_NAME
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.profile import Profile
from conformance.vendor.ways import as_a_system
from steps.caller import Caller
from steps.desk import Desk
from steps.registrar import TOO_EARLY, Registrar, of_length
from steps.shared import begin, require_settable_clock
from steps.vocabulary import sentence

scenarios("12_logging")


def registered_by_system(world: World, vendor: HttpDriver, citizen: Persona) -> list[LogEntry]:
    """What the system under test has registered of a citizen, once it has sent what waits."""
    vendor.flush_log()
    return [entry for entry in world.log_of(citizen) if entry.written_by != LOG_SYSTEM_NAME]


@given("a system that looks up as a system")
def looks_up_as_system(desk: Desk, profile: Profile) -> None:
    begin(desk, profile, as_a_system(profile), profile.display.scopes[0])


@given("its clock can be set")
def clock_can_be_set(vendor: HttpDriver, world: World) -> None:
    require_settable_clock(vendor)
    world.clock.set(world.now.replace(microsecond=0))
    vendor.set_clock(world.now)


@given(sentence("MinLog {trouble:MinLogTrouble}"))
def minlog_trouble(world: World, trouble: Fault) -> None:
    world.inject(trouble)


@given("MinLog rejects each registration")
def minlog_rejects(world: World) -> None:
    world.inject(Fault.MINLOG_REJECTS)


@given(sentence("MinLog rejects each registration and {trouble:MinLogTrouble}"))
def minlog_rejects_in_trouble(world: World, trouble: Fault) -> None:
    world.inject(Fault.MINLOG_REJECTS)
    world.inject(trouble)


@given("the system has tried to send its registrations")
def has_tried(vendor: HttpDriver) -> None:
    vendor.flush_log()


@when("the system has tried to send its registrations twice")
def tried_twice(vendor: HttpDriver) -> None:
    vendor.flush_log()
    vendor.flush_log()


@given("MinLog works again")
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


@when(sentence("{user:User} opens {citizen:Citizen}'s card {times:Count} times"))
def opens_often(desk: Desk, user: StaffMember, citizen: Persona, times: int) -> None:
    for _ in range(times):
        desk.open_card(user, citizen)


@then("every registration names an organisation by its number")
def names_organisation(world: World, vendor: HttpDriver) -> None:
    log.require_organisation(registered_by_system(world, vendor, Persona.BENTE))


@then("MinLog has got no more requests than it asks for")
def volume(world: World) -> None:
    log.require_volume(tuple(world.journal))


@then(sentence("the system's own log holds one access by {user:User} to {citizen:Citizen}'s card"))
def own_log_holds(world: World, vendor: HttpDriver, user: StaffMember, citizen: Persona) -> None:
    own_log.require_access(vendor.local_log(citizen), user, citizen, world.now)


@then(sentence("the system's own log holds no access to {citizen:Citizen}'s card"))
def own_log_holds_not(vendor: HttpDriver, citizen: Persona) -> None:
    own_log.require_no_access(vendor.local_log(citizen))


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


# Registrations by the suite, and the citizen's view


@when(
    sentence(
        "a system registers three accesses to {citizen:Citizen}'s card, the second for a time "
        "before 2015"
    )
)
def registers_three_one_wrong(registrar: Registrar, citizen: Persona) -> None:
    first, second, third = (registrar.access(citizen, number) for number in (1, 2, 3))
    registrar.register(first, replace(second, at=TOO_EARLY), third)


@when(sentence("a system registers three accesses to {citizen:Citizen}'s card"))
def registers_three(registrar: Registrar, citizen: Persona) -> None:
    registrar.register(*(registrar.access(citizen, number) for number in (1, 2, 3)))


@when(sentence("a system registers an access with a {field:LogField} of {length:d} characters"))
def registers_of_length(registrar: Registrar, field: str, length: int) -> None:
    access = registrar.whole_access(Persona.BENTE)
    registrar.register(replace(access, **of_length(field, length)))


@when(sentence("a system registers an access to {citizen:Citizen}'s card with every field"))
def registers_whole(registrar: Registrar, citizen: Persona) -> None:
    registrar.register(registrar.whole_access(citizen))


@when(sentence('a system registers an access to {citizen:Citizen}\'s card that is marked "{word}"'))
def registers_marked(registrar: Registrar, citizen: Persona, word: str) -> None:
    registrar.register(replace(registrar.whole_access(citizen), filters=(word,)))


@when(sentence("{citizen:Citizen} looks into {whose:Citizen}'s log"))
def looks_into(registrar: Registrar, citizen: Persona, whose: Persona) -> None:
    registrar.look(citizen, whose)


@then(sentence("the answer says that {added:d} were added and {failed:d} failed"))
def answer_counts(registrar: Registrar, added: int, failed: int) -> None:
    log_view.require_counts(registrar.receipts[-1], added=added, failed=failed)


@then("the answer names the second by its sequence number, and no other")
def answer_names_second(registrar: Registrar) -> None:
    log_view.require_failures(registrar.receipts[-1], [registrar.entries[1].sequence_number])


@then("the answer names none")
def answer_names_none(registrar: Registrar) -> None:
    log_view.require_failures(registrar.receipts[-1], ())


@then("the log shows the first and the third of them, and not the second")
def log_shows_first_and_third(registrar: Registrar) -> None:
    first, second, third = registrar.entries
    log_view.require_shown(registrar.view, first)
    log_view.require_shown(registrar.view, third)
    log_view.require_not_shown(registrar.view, second)


@then("the log shows that access with every field")
def log_shows_whole(registrar: Registrar) -> None:
    log_view.require_shown(registrar.view, registrar.entries[0])


@then("the log does not show that access")
def log_does_not_show(registrar: Registrar) -> None:
    refusals.require_admitted(registrar.refusals, by="MinLog2")
    log_view.require_not_shown(registrar.view, registrar.entries[0])


@then("the look is refused")
def look_is_refused(registrar: Registrar) -> None:
    refusals.require_refused(registrar.refusals, "the look into the log", by="MinLog2")


# Professionals who act for another


@then(sentence("{citizen:Citizen}'s log names {user:User} as the one on whose behalf it was"))
def log_names_principal(world: World, citizen: Persona, user: StaffMember) -> None:
    log.require_principal(world.log_of(citizen), user)


@then(sentence("{citizen:Citizen}'s log names nobody on whose behalf it was"))
def log_names_no_principal(world: World, citizen: Persona) -> None:
    log.require_principal(world.log_of(citizen), None)


# Pseudonyms


@given(sentence("{user:User} has looked up {citizen:Citizen}'s card"))
def has_looked_up(registrar: Registrar, user: StaffMember, citizen: Persona) -> None:
    registrar.register(registrar.access_by(user, citizen))


@given(sentence("the hospital hides its staff from {citizen:Citizen}"))
def hides_staff(world: World, caller: Caller, citizen: Persona) -> None:
    world.blur_organisation(caller.callers.system.care_provider_id, citizen)


@given(sentence("the hospital extends the decision about {citizen:Citizen}"))
def extends_decision(world: World, caller: Caller, citizen: Persona) -> None:
    world.extend_blurring(caller.callers.system.care_provider_id, citizen)


@given(sentence("the hospital has named {user:User} to {citizen:Citizen}"))
def has_named(world: World, user: StaffMember, citizen: Persona) -> None:
    world.disclose(citizen, user.cpr)


@then(sentence("the log shows {user:User} by the pseudonym of the day"))
def log_shows_pseudonym(registrar: Registrar, world: World, user: StaffMember) -> None:
    log_view.require_pseudonym(
        registrar.view, user, citizen=registrar.viewed, salt=world.blurring.salt(world.now)
    )


@then(sentence("the log does not tell who {user:User} is"))
def log_does_not_tell(registrar: Registrar, user: StaffMember) -> None:
    log_view.require_hidden(registrar.view, user)


@then(sentence("the log shows {user:User} by name"))
def log_shows_name(registrar: Registrar, user: StaffMember) -> None:
    log_view.require_name(registrar.view, user)
