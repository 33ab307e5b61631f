"""Sentences that several chapters share."""

from datetime import datetime, timedelta

import pytest
from pytest_bdd import given, then, when

from conformance.clock import COPENHAGEN
from conformance.evidence.collect import NotApplicable
from conformance.evidence.scenario import ScenarioEvidence
from conformance.judgement import cards, contents, views
from conformance.pdc.codes import RelationCode, Use
from conformance.pdc.datatypes import Address, PersonName
from conformance.service.callers import Callers
from conformance.service.client import ServiceClient
from conformance.service.purse import Purse
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import (
    Ability,
    DisplayScope,
    IntegrationMethod,
    Scenario,
    ShownStatus,
    VendorSystem,
)
from conformance.vendor.ways import not_declared
from conformance.xds.vocabulary import FormatCode
from steps.caller import Caller
from steps.desk import Desk
from steps.vocabulary import sentence

STAY = Address(
    lines=("Hos Søster", "Strandvejen 12"),
    postal_code="3000",
    city="Helsingør",
    country="DK",
    use=Use.HOME,
)


@pytest.fixture
def desk(vendor: HttpDriver, world: World, evidence: ScenarioEvidence) -> Desk:
    return Desk(vendor=vendor, world=world, evidence=evidence)


@pytest.fixture
def caller(client: ServiceClient, callers: Callers, purse: Purse) -> Caller:
    return Caller(client=client, callers=callers, purse=purse)


@pytest.fixture(scope="session")
def purse() -> Purse:
    return Purse()


# How the system under test works


@given(sentence("a system that reads the card {method:Method}"))
def reads_by(desk: Desk, profile: Profile, method: IntegrationMethod) -> None:
    begin(desk, profile, method, profile.display.scopes[0])


@given(sentence("a system with {display:Display} display that reads the card {method:Method}"))
def shows_and_reads(
    desk: Desk, profile: Profile, display: DisplayScope, method: IntegrationMethod
) -> None:
    begin(desk, profile, method, display)


@given(sentence("a system with {display:Display} display"))
def shows(desk: Desk, profile: Profile, display: DisplayScope) -> None:
    begin(desk, profile, profile.integration.methods[0], display)


@given("a system that reads the card in its usual way")
def reads(desk: Desk, profile: Profile) -> None:
    begin(desk, profile, profile.integration.methods[0], profile.display.scopes[0])


def begin(desk: Desk, profile: Profile, method: IntegrationMethod, display: DisplayScope) -> None:
    """Let the system under test work in this way, if its profile declares that it does."""
    if reason := not_declared(method, display, profile):
        raise NotApplicable(reason)
    desk.vendor.begin(Scenario(integration_method=method, display=display))


def require_settable_clock(vendor: VendorSystem) -> None:
    """Give up on what can only be seen when the system's clock is set, where it cannot be."""
    if Ability.CLOCK not in vendor.about().can:
        pytest.skip('the test build\'s clock cannot be set ("clock" is not in about.can)')


def require_ability(vendor: HttpDriver, ability: Ability) -> None:
    """Give up on what can only be seen of a test build that has this ability."""
    if ability not in vendor.about().can:
        pytest.skip(f'the test build cannot be asked for it ("{ability}" is not in about.can)')


# What the registers know, and how the services fare


@given(sentence("{citizen:Citizen} opted out of resuscitation {ago:Duration} ago"))
def opted_out(world: World, citizen: Persona, ago: timedelta) -> None:
    world.register_opt_out(citizen, at=world.now - ago)


@given(sentence("{citizen:Citizen} has withdrawn the opt-out"))
def withdrew(world: World, citizen: Persona) -> None:
    world.withdraw_opt_out(citizen)


@given(sentence("the register is out of reach, which the service tells {where:Where}"))
def out_of_reach(world: World, where: Fault) -> None:
    world.inject(where)


@given("the register is back")
def back(world: World) -> None:
    world.mend_all()


@given(sentence("the service answers with {answer:Answer}"))
def answers_with(world: World, answer: Fault) -> None:
    world.inject(answer)


@given(sentence("it is {now:Instant}"))
def time_is(world: World, now: datetime) -> None:
    world.clock.set(now)


@given(sentence("the service does not know {citizen:Citizen}"))
def unknown_citizen(world: World, citizen: Persona) -> None:
    world.forget(citizen)


@given(sentence("{citizen:Citizen} has been granted name and address protection"))
def protected(world: World, citizen: Persona) -> None:
    world.protect(citizen)


@given(sentence("{adult:Citizen} is a parent of {child:Citizen} with custody"))
def parent_with_custody(world: World, adult: Persona, child: Persona) -> None:
    world.record_parent(adult, child)
    world.give_custody(adult, child)


@given(sentence("{adult:Citizen} is a parent of {child:Citizen} without custody"))
def parent_without_custody(world: World, adult: Persona, child: Persona) -> None:
    world.record_parent(adult, child)
    world.remove_custody(adult, child)


@given(sentence("{adult:Citizen} is the guardian of {child:Citizen} without custody"))
def guardian_without_custody(world: World, adult: Persona, child: Persona) -> None:
    world.appoint_guardian(adult, child)
    world.remove_custody(adult, child)


@given(sentence("{adult:Citizen} has lost custody of {child:Citizen}"))
def lost_custody(world: World, adult: Persona, child: Persona) -> None:
    world.remove_custody(adult, child)


@given(sentence('{citizen:Citizen} has named a relative who is "{relation:Relation}"'))
def named_relative(world: World, citizen: Persona, relation: RelationCode) -> None:
    name = PersonName.of("Nævnt", family="Pårørende")
    world.name_relative(citizen, name, relation, "12121212")


@given(sentence("{citizen:Citizen} stays at a temporary address with no end"))
def stays(world: World, citizen: Persona) -> None:
    stay(world, citizen, None)


@given(sentence("{citizen:Citizen} stays at a temporary address until tomorrow"))
def stays_until_tomorrow(world: World, citizen: Persona) -> None:
    stay(world, citizen, world.now + timedelta(days=1))


@given(sentence("{citizen:Citizen} stayed at a temporary address until yesterday"))
def stayed_until_yesterday(world: World, citizen: Persona) -> None:
    stay(world, citizen, world.now - timedelta(days=1))


@given(sentence("{citizen:Citizen} stays at a temporary address until {end:Instant}"))
@given(sentence("{citizen:Citizen} stayed at a temporary address until {end:Instant}"))
def stays_until(world: World, citizen: Persona, end: datetime) -> None:
    stay(world, citizen, end)


def stay(world: World, citizen: Persona, end: datetime | None) -> None:
    """Register the temporary address of the features, begun thirty days before it matters."""
    start = min(end or world.now, world.now) - timedelta(days=30)
    world.stay_at(citizen, STAY, start=start.astimezone(COPENHAGEN), end=end)


# Opening a card, and what is seen


@given(sentence("{user:User} has opened {citizen:Citizen}'s card"))
@when(sentence("{user:User} opens {citizen:Citizen}'s card"))
def opens_card(desk: Desk, user: StaffMember, citizen: Persona) -> None:
    desk.open_card(user, citizen)


@then("the card is shown")
def card_is_shown(desk: Desk) -> None:
    views.require_shown(desk.view)


@then("no card is shown")
def no_card_is_shown(desk: Desk) -> None:
    views.require_not_shown(desk.view)


@then(sentence("the screen says that {citizen:Citizen} has an active opt-out"))
def screen_says_opt_out(desk: Desk) -> None:
    views.require_status(desk.view, ShownStatus.YES)


@then(sentence("the screen says that {citizen:Citizen} has no active opt-out"))
def screen_says_no_opt_out(desk: Desk) -> None:
    views.require_status(desk.view, ShownStatus.NO)


@then(sentence("the screen does not say that {citizen:Citizen} has no active opt-out"))
def screen_does_not_say_no(desk: Desk) -> None:
    views.require_status_other_than(desk.view, ShownStatus.NO)


@then(sentence("the screen says that it is not known whether {citizen:Citizen} has opted out"))
def screen_says_unknown(desk: Desk) -> None:
    views.require_status(desk.view, ShownStatus.UNAVAILABLE)


# The suite as a caller of the services


@given(sentence("a system has fetched {citizen:Citizen}'s card"))
@when(sentence("a system fetches {citizen:Citizen}'s card"))
def system_fetches(caller: Caller, citizen: Persona) -> None:
    caller.fetch(citizen)


@then(sentence("{number:Count} card is found"))
@then(sentence("{number:Count} cards are found"))
def cards_are_found(caller: Caller, number: int) -> None:
    cards.require_hits(caller.hits, number)


@given(sentence("a system has found {citizen:Citizen}'s card in {formats:Formats}"))
@when(sentence("a system searches for {citizen:Citizen}'s card in {formats:Formats}"))
def system_searches(caller: Caller, citizen: Persona, formats: tuple[FormatCode, ...]) -> None:
    caller.search(citizen, caller.system_card(), formats)


@when(sentence("{user:User} searches for {citizen:Citizen}'s card"))
def user_searches(caller: Caller, user: StaffMember, citizen: Persona) -> None:
    caller.search(citizen, caller.user_card(user))


@when("the system fetches the card that it found")
def system_fetches_found(caller: Caller) -> None:
    caller.fetch_found()


@then("an XDS error is answered")
def xds_error(caller: Caller) -> None:
    cards.require_error(caller.retrieved)


@then("no document is answered")
def no_document(caller: Caller) -> None:
    cards.require_no_document(caller.retrieved)


@then(sentence("the card is about {citizen:Citizen} and nobody else"))
def card_is_about(caller: Caller, citizen: Persona) -> None:
    contents.require_patient(caller.card, caller.callers.cpr(citizen))


@then("the card says that an opt-out is in force")
def opt_out_in_force(caller: Caller) -> None:
    cards.require_opt_out(caller.card, in_force=True)
