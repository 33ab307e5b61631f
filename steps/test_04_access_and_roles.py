"""Steps for features/04_access_and_roles."""

from datetime import timedelta
from typing import Final

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import calls, refusals, views
from conformance.security import idcard
from conformance.security.roles import NationalRole
from conformance.service.client import altered
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from steps import portal
from steps.caller import Caller
from steps.desk import Desk
from steps.exchanges import EXCHANGES, Exchanger
from steps.tokens import Bearer
from steps.vocabulary import sentence

scenarios("04_access_and_roles")

_OTHER_CVR: Final = "33257872"
"""CVR number of another documented test organisation."""

_ROLES: Final = {
    "SundAssistR1": NationalRole.SUND_ASSIST_R1,
    "SundAssistR2": NationalRole.SUND_ASSIST_R2,
}


# The system under test


@then(sentence('every look-up carried exactly the role "{notation}"'))
def look_ups_carried_role(world: World, notation: str) -> None:
    calls.require_role(tuple(world.journal), notation)


@then("no id card held more than one national role")
def single_role(world: World) -> None:
    calls.require_single_role(tuple(world.journal))


@then("the user is refused")
def user_is_refused(desk: Desk) -> None:
    views.require_refused(desk.view)


# The services


@given("a system whose id card is missing")
def card_missing(caller: Caller) -> None:
    caller.id_card = None


@given("a system whose id card is altered after it was signed")
def card_altered(caller: Caller) -> None:
    caller.id_card = altered(caller.new_system_card())


@given("a system whose id card is signed by the system itself")
def card_self_signed(caller: Caller) -> None:
    caller.id_card = caller.self_signed_card()


@given("a system whose id card is expired")
def card_expired(caller: Caller, world: World) -> None:
    caller.id_card = caller.new_system_card()
    world.clock.advance(timedelta(hours=25))


@given("a system whose id card is not valid yet")
def card_not_valid_yet(caller: Caller, world: World) -> None:
    caller.id_card = caller.new_system_card()
    world.clock.advance(-timedelta(hours=1))


@given("a system whose id card is of level 2")
def card_of_level_2(caller: Caller) -> None:
    caller.id_card = caller.card_of_level(idcard.AuthenticationLevel.PASSWORD)


@when(sentence("the system searches for {citizen:Citizen}'s card"))
def system_with_that_card_searches(caller: Caller, citizen: Persona) -> None:
    caller.search(citizen, caller.id_card)


@then(sentence('the call is refused with the fault code "{code}"'))
def call_is_refused(caller: Caller, code: str) -> None:
    caller.require_refusal(code)


@then(sentence("the service saw the role {role} and no other"))
def service_saw_role(world: World, role: str) -> None:
    calls.require_role(world.journal.of(Service.SFSK_REGISTRY), _ROLES[role])


@given("access has been granted to another organisation alone")
def granted_to_another(world: World) -> None:
    world.admit_organisations(_OTHER_CVR)


@given("access has been granted to the calling organisation alone")
def granted_to_caller(world: World, caller: Caller) -> None:
    world.admit_organisations(caller.callers.system.care_provider_id)


@when(
    sentence(
        "{user:User} searches for {citizen:Citizen}'s card on behalf of somebody with the code "
        '"{code}"'
    )
)
def user_searches_by_code(caller: Caller, user: StaffMember, citizen: Persona, code: str) -> None:
    portal.search_on_behalf(caller, user, citizen, code)


@when(
    sentence(
        "{citizen:Citizen} exchanges a bootstrap token, and searches for {whose:Citizen}'s card"
    )
)
def citizen_exchanges(caller: Caller, citizen: Persona, whose: Persona) -> None:
    exchanger = Exchanger(caller=caller)
    exchanger.search(exchanger.citizen(citizen), whose)


@when(
    sentence("{user:User} exchanges a bootstrap token, and searches for {citizen:Citizen}'s card")
)
def user_exchanges(caller: Caller, user: StaffMember, citizen: Persona) -> None:
    exchanger = Exchanger(caller=caller)
    exchanger.search(exchanger.employee(user.cpr), citizen)


@when(
    sentence(
        "{citizen:Citizen} exchanges a bootstrap token {flaw}, and searches for "
        "{whose:Citizen}'s card"
    )
)
def citizen_exchanges_flawed(caller: Caller, citizen: Persona, flaw: str, whose: Persona) -> None:
    EXCHANGES[flaw](Exchanger(caller=caller), citizen, whose)


@then("the exchange is refused")
def exchange_is_refused(caller: Caller) -> None:
    refusals.require_refused(caller.faults, "the exchange", by="the STS")


@when(sentence("{user:User} searches for {citizen:Citizen}'s card by token"))
def user_searches_by_token(caller: Caller, user: StaffMember, citizen: Persona) -> None:
    bearer = Bearer(caller=caller)
    bearer.search(bearer.employee(user.cpr), citizen)
