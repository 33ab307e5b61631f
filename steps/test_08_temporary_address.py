"""Steps for features/08_temporary_address."""

from datetime import timedelta

from pytest_bdd import given, scenarios, then, when

from conformance.findings import Shortfall
from conformance.judgement import calls, cards, views
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from steps.caller import Caller
from steps.desk import Desk
from steps.shared import STAY, require_settable_clock
from steps.vocabulary import sentence

scenarios("08_temporary_address")

_LINES = tuple(line for line in STAY.lines if isinstance(line, str))
_LOCAL_COPY = "the local copy"


@given("the service still sends lapsed addresses")
def sends_lapsed(world: World) -> None:
    world.inject(Fault.LAPSED_ADDRESS)


@given(sentence("the local copy of {citizen:Citizen}'s card was refreshed"))
def was_refreshed(vendor: HttpDriver, citizen: Persona) -> None:
    result = vendor.refresh((citizen,))
    if result.refreshed != (citizen,):
        raise Shortfall(
            expected=f"a refreshed local copy of {citizen}", found=str(result), where=_LOCAL_COPY
        )


@when("two days pass at the vendor's system", target_fixture="calls_before")
def two_days_pass(vendor: HttpDriver, world: World) -> int:
    require_settable_clock(vendor)
    world.clock.advance(timedelta(days=2))
    vendor.set_clock(world.now)
    return len(world.journal)


@then(sentence("the local copy of {citizen:Citizen}'s card holds no temporary address"))
def local_copy_without_address(vendor: HttpDriver, citizen: Persona) -> None:
    views.require_no_temporary_address(vendor.local_copy(citizen), where=_LOCAL_COPY)


@then(sentence("the local copy of {citizen:Citizen}'s card holds the temporary address"))
def local_copy_with_address(vendor: HttpDriver, citizen: Persona) -> None:
    copy = vendor.local_copy(citizen)
    if copy is None:
        raise Shortfall(expected="a local copy", found="none", where=_LOCAL_COPY)
    views.require_temporary_address(copy, _LINES)


@then("nothing was fetched meanwhile")
def nothing_fetched(world: World, calls_before: int) -> None:
    calls.require_nothing_fetched(world.journal.since(calls_before))


@then("the temporary address is shown")
def address_is_shown(desk: Desk) -> None:
    views.require_temporary_address(views.require_shown(desk.view), _LINES)


@then("no temporary address is shown")
def address_is_not_shown(desk: Desk) -> None:
    views.require_no_temporary_address(views.require_shown(desk.view))


@then("the card holds the temporary address")
def card_holds_address(caller: Caller) -> None:
    cards.require_temporary_address(caller.card, _LINES)


@then("the card holds no temporary address")
def card_holds_no_address(caller: Caller) -> None:
    cards.require_no_temporary_address(caller.card)
