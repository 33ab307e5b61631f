"""Steps for features/14_robustness."""

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import log, views
from conformance.simulator.sfsk.service import LOG_SYSTEM_NAME
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from steps.desk import Desk
from steps.vocabulary import sentence

scenarios("14_robustness")


@given("SFSK works again")
@given("the STS works again")
def works_again(world: World) -> None:
    world.mend_all()


@given(sentence("SFSK {trouble:Trouble}"))
def has_trouble(world: World, trouble: Fault) -> None:
    world.inject(trouble)


@given(sentence("the STS {trouble:StsTrouble}"))
def sts_has_trouble(world: World, trouble: Fault) -> None:
    world.inject(trouble)


@given("MinLog rejects every other registration")
def minlog_rejects_some(world: World) -> None:
    world.inject(Fault.MINLOG_REJECTS_SOME)


@given(sentence("{user:User} has opened the cards of {citizens:Citizens}"))
def has_opened_cards(desk: Desk, user: StaffMember, citizens: tuple[Persona, ...]) -> None:
    for citizen in citizens:
        desk.open_card(user, citizen)


@when("the registrations are sent, and sent again once MinLog takes them")
def sent_again(vendor: HttpDriver, world: World) -> None:
    vendor.flush_log()
    world.mend_all()
    vendor.flush_log()


@then("the user is told that the card could not be fetched")
def told_of_outage(desk: Desk) -> None:
    views.require_told_of_outage(desk.view)


@then("there is a word to the user beside the card, if it is shown")
def told_beside_card(desk: Desk) -> None:
    views.require_message(desk.view)


@then(sentence("one access is registered for each of {citizens:Citizens}"))
def one_access_each(world: World, citizens: tuple[Persona, ...]) -> None:
    for citizen in citizens:
        entries = [e for e in world.log_of(citizen) if e.written_by != LOG_SYSTEM_NAME]
        log.require_count(entries, 1)
