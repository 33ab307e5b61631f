"""Steps for features/13_power_of_attorney: the portal of the system under test."""

from datetime import timedelta

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import calls, edits, portal, views, writing
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.protocol import CardPart
from steps.desk import Desk
from steps.entries import NewEntry
from steps.shared import require_settable_clock
from steps.typist import Typist
from steps.visitors import Visitors
from steps.vocabulary import sentence

scenarios("13_power_of_attorney/power_of_attorney_vendor.feature")


@when(sentence("{citizen:Citizen} opens {whose:Citizen}'s card again {time:Duration} later"))
def opens_later(visitors: Visitors, citizen: Persona, whose: Persona, time: timedelta) -> None:
    vendor, clock = visitors.desk.vendor, visitors.desk.world.clock
    require_settable_clock(vendor)
    clock.advance(time)
    vendor.set_clock(clock())
    visitors.open_again(citizen, whose)


# What is shown


@then(sentence("the portal says that it is {citizen:Citizen}'s card"))
def says_whose(desk: Desk, world: World, citizen: Persona) -> None:
    portal.require_whose_card(desk.view, citizen, world.citizen(citizen).name.full)


@then("the portal shows the same card as before")
def shows_the_same(desk: Desk) -> None:
    before, now = desk.opened[-2:]
    portal.require_same_card(now, before)


@then("nothing has been looked up")
def nothing_looked_up(world: World) -> None:
    calls.require_nothing_fetched(tuple(world.journal))


# What is changed


@given(
    sentence(
        "{citizen:Citizen} has entered {entry:NewEntry} on {whose:Citizen}'s card at the portal"
    )
)
@when(sentence("{citizen:Citizen} enters {entry:NewEntry} on {whose:Citizen}'s card at the portal"))
def enters(visitors: Visitors, citizen: Persona, entry: NewEntry, whose: Persona) -> None:
    visitors.enter(citizen, whose, entry)


@when(sentence("{citizen:Citizen} deletes it from {whose:Citizen}'s card at the portal"))
def deletes(visitors: Visitors, citizen: Persona, whose: Persona) -> None:
    visitors.delete(citizen, whose)


@when(
    sentence(
        '{citizen:Citizen} types "{text}" as no resuscitation on {whose:Citizen}\'s card at the '
        "portal"
    )
)
def types(visitors: Visitors, citizen: Persona, text: str, whose: Persona) -> None:
    visitors.type(citizen, whose, CardPart.NO_RESUSCITATION, text)


@then("the citizen is told that the change is accepted")
def told_accepted(visitors: Visitors) -> None:
    edits.require_accepted(visitors.changed)


@then("the portal does not take it")
def not_taken(visitors: Visitors) -> None:
    edits.require_not_taken(visitors.changed)


@then("the portal offers no field for no resuscitation")
def no_field(desk: Desk) -> None:
    views.require_not_editable(desk.view, CardPart.NO_RESUSCITATION)


@then("SKR has not been called from the portal")
def not_called(world: World) -> None:
    edits.require_not_called(tuple(world.journal))


@then(sentence("{citizen:Citizen}'s card holds what was entered at the portal"))
def holds(visitors: Visitors, typist: Typist, citizen: Persona) -> None:
    writing.require_held(typist.card_of(citizen), visitors.entries[-1])


@then(sentence("{citizen:Citizen}'s card does not hold what was entered at the portal"))
def does_not_hold(visitors: Visitors, typist: Typist, citizen: Persona) -> None:
    writing.require_not_held(typist.card_of(citizen), visitors.entries[-1])
