"""Steps for the vendor's half of features/11_updating."""

import pytest
from pytest_bdd import given, scenarios, then, when

from conformance.judgement import edits, writing
from conformance.service.callers import Callers
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import (
    Ability,
    CardPart,
    Change,
    ChangeAction,
    ChangeOutcome,
    DisplayScope,
)
from steps.desk import Desk
from steps.editor import Editor
from steps.entries import NewEntry, relative_called, relative_with
from steps.shared import begin, require_ability
from steps.typist import Typist
from steps.vocabulary import sentence

scenarios("11_updating/updating_vendor.feature")


@pytest.fixture
def editor(desk: Desk, callers: Callers) -> Editor:
    return Editor(desk=desk, callers=callers)


@given("a system with full display that lets its users edit")
def lets_edit(desk: Desk, vendor: HttpDriver, profile: Profile) -> None:
    begin(desk, profile, profile.integration.methods[0], DisplayScope.FULL)
    require_ability(vendor, Ability.EDITING)


@given("SKR refuses every change")
def refuses(world: World) -> None:
    world.inject(Fault.SKR_REFUSES)


@given(sentence("SKR {trouble:SkrTrouble}"))
def has_trouble(world: World, trouble: Fault) -> None:
    world.inject(trouble)


# Editing


@given(sentence("{user:User} has entered {entry:NewEntry} on {citizen:Citizen}'s card"))
@when(sentence("{user:User} enters {entry:NewEntry} on {citizen:Citizen}'s card"))
def enters(editor: Editor, user: StaffMember, entry: NewEntry, citizen: Persona) -> None:
    editor.enter(user, citizen, entry)


@when(
    sentence(
        '{user:User} enters a relative with "{text}" in the {place} on {citizen:Citizen}\'s card'
    )
)
def enters_with_text(
    editor: Editor, user: StaffMember, text: str, place: str, citizen: Persona
) -> None:
    editor.enter(user, citizen, relative_with(text, place))


@when(
    sentence(
        '{user:User} enters a relative with the number "{number}" on {citizen:Citizen}\'s card'
    )
)
def enters_number(editor: Editor, user: StaffMember, number: str, citizen: Persona) -> None:
    editor.enter(user, citizen, relative_called(f"tel:{number}"))


@when(sentence("{user:User} changes it to {entry:NewEntry} on {citizen:Citizen}'s card"))
def changes(editor: Editor, user: StaffMember, entry: NewEntry, citizen: Persona) -> None:
    editor.update(user, citizen, entry)


@when(sentence("{user:User} deletes it from {citizen:Citizen}'s card"))
def deletes(editor: Editor, user: StaffMember, citizen: Persona) -> None:
    editor.delete(user, citizen)


@when(sentence('{user:User} types "{text}" as {part} on {citizen:Citizen}\'s card'))
def types(editor: Editor, user: StaffMember, text: str, part: str, citizen: Persona) -> None:
    where = CardPart(part.replace(" ", "_"))
    change = Change(part=where, action=ChangeAction.CREATE, text=text)
    if where is CardPart.DENTIST:
        change = Change(part=where, action=ChangeAction.CREATE, dentist=text)
    editor.send(user, citizen, change)


# What the user is told


@then("the user is told that the change is accepted")
def told_accepted(editor: Editor) -> None:
    edits.require_accepted(editor.changed)


@then("the user is told that the change is refused")
def told_refused(editor: Editor) -> None:
    edits.require_told(editor.changed, ChangeOutcome.REFUSED)


@then("the user is told that it could not be saved")
def told_unavailable(editor: Editor) -> None:
    edits.require_told(editor.changed, ChangeOutcome.UNAVAILABLE)


@then("the user is told that it was not saved")
def told_not_saved(editor: Editor) -> None:
    edits.require_told_not_saved(editor.changed)


@then("the screen does not take it")
def not_taken(editor: Editor) -> None:
    edits.require_not_taken(editor.changed)


# What SKR was asked, and what the card holds


@then(sentence("{citizen:Citizen}'s card holds what was entered"))
def holds(editor: Editor, typist: Typist, citizen: Persona) -> None:
    writing.require_held(typist.card_of(citizen), editor.entries[-1])


@then(
    sentence("{citizen:Citizen}'s card holds what was entered, and no more what was there before")
)
def holds_instead(editor: Editor, typist: Typist, citizen: Persona) -> None:
    card = typist.card_of(citizen)
    writing.require_held(card, editor.entries[-1])
    writing.require_replaced(card, editor.entries[0])


@then(sentence("{citizen:Citizen}'s card does not hold what was entered"))
def does_not_hold(editor: Editor, typist: Typist, citizen: Persona) -> None:
    writing.require_not_held(typist.card_of(citizen), editor.entries[-1])


@then(sentence('no call to SKR holds "{text}"'))
def nothing_written(world: World, text: str) -> None:
    edits.require_nothing_written(tuple(world.journal), text)


@then("SKR has not been called")
def not_called(world: World) -> None:
    edits.require_not_called(tuple(world.journal))


@then("every call to SKR carried a user id card of level 4")
def written_as_user(world: World) -> None:
    edits.require_written_as_user(tuple(world.journal))


@then("every call to SKR was one that writes")
def write_operations(world: World) -> None:
    edits.require_write_operations(tuple(world.journal))


@then("no call went to another address of the register")
def no_other_address(world: World) -> None:
    edits.require_no_closed_address(tuple(world.journal))
