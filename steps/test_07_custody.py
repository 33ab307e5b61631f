"""Steps for features/07_custody."""

from collections.abc import Iterable

from pytest_bdd import scenarios, then

from conformance.judgement import cards, views
from conformance.pdc.codes import RelationCode
from conformance.pdc.values import CHILD_CUSTODY, CUSTODY_BY
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from steps.caller import Caller
from steps.desk import Desk
from steps.vocabulary import sentence

scenarios("07_custody")


def names(world: World, citizens: Iterable[Persona]) -> list[str]:
    """Full names as the registers have them."""
    return [world.citizen(cpr).name.full for cpr in citizens]


@then(sentence("the card lists exactly these children: {children:Citizens}"))
def card_lists_children(caller: Caller, world: World, children: tuple[Persona, ...]) -> None:
    cards.require_custody(caller.card, CHILD_CUSTODY, names(world, children))


@then("the card lists no children")
def card_lists_no_children(caller: Caller) -> None:
    cards.require_custody(caller.card, CHILD_CUSTODY, ())


@then(sentence("the card lists exactly these holders of custody: {holders:Citizens}"))
def card_lists_holders(caller: Caller, world: World, holders: tuple[Persona, ...]) -> None:
    cards.require_custody(caller.card, CUSTODY_BY, names(world, holders))


@then("the card lists no holders of custody")
def card_lists_no_holders(caller: Caller) -> None:
    cards.require_custody(caller.card, CUSTODY_BY, ())


@then(sentence('the card says that {_citizen:Citizen} is "{role:Relation}" to {other:Citizen}'))
def card_says_relation(caller: Caller, world: World, role: RelationCode, other: Persona) -> None:
    cards.require_relation(caller.card, world.citizen(other).name.full, role)


@then(sentence("the screen shows exactly these children: {children:Citizens}"))
def screen_shows_children(desk: Desk, world: World, children: tuple[Persona, ...]) -> None:
    shown = views.require_shown(desk.view).children_in_custody
    views.require_persons(shown, names(world, children), what="children in custody")


@then("the screen shows no children")
def screen_shows_no_children(desk: Desk) -> None:
    shown = views.require_shown(desk.view).children_in_custody
    views.require_persons(shown, (), what="children in custody")


@then(sentence("the screen shows exactly these holders of custody: {holders:Citizens}"))
def screen_shows_holders(desk: Desk, world: World, holders: tuple[Persona, ...]) -> None:
    shown = views.require_shown(desk.view).custody_holders
    views.require_persons(shown, names(world, holders), what="holders of custody")


@then("the screen shows no holders of custody")
def screen_shows_no_holders(desk: Desk) -> None:
    shown = views.require_shown(desk.view).custody_holders
    views.require_persons(shown, (), what="holders of custody")


@then(sentence('the screen says that {citizen:Citizen} is "{role:Relation}" to {other:Citizen}'))
def screen_says_relation(
    desk: Desk, world: World, citizen: Persona, role: RelationCode, other: Persona
) -> None:
    card = views.require_shown(desk.view)
    shown = (*(card.children_in_custody or ()), *(card.custody_holders or ()))
    me, them = names(world, (citizen, other))
    views.require_role(shown, name=them, role=role, citizen=me)
