"""Steps for features/06_display."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest
from pytest_bdd import given, scenarios, then

from conformance.judgement import expected_view, views
from conformance.judgement.expected_view import texts, wording
from conformance.pdc.codes import EnteredBy, RelationCode, Use
from conformance.pdc.datatypes import PersonName, Telecom
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import ORGANISATION, Persona
from conformance.simulator.state.registers import Kin, SpokenLanguage, TypedIn
from conformance.simulator.state.world import World
from conformance.vendor.protocol import CardPart, DisplayScope
from steps.desk import Desk
from steps.vocabulary import CITIZENS, sentence, user

scenarios("06_display")

WILLS = (CardPart.TREATMENT_WILL, CardPart.LIVING_WILL, CardPart.ORGAN_DONOR)


def require_as_served(
    desk: Desk,
    citizen: Persona,
    parts: Collection[str] = expected_view.CONTENT,
    display: DisplayScope = DisplayScope.FULL,
) -> None:
    """The screen must show these parts of the citizen's card as it was served last."""

    def keep(comparison: expected_view.Comparison) -> None:
        desk.evidence.observation(
            seen_by="machine",
            title=f"The screen beside the card of {citizen}",
            content=comparison.side_by_side(),
        )

    views.require_shown(desk.view)
    expected = expected_view.expected_view(
        expected_view.served_card(desk.world.journal, citizen),
        display,
        now=desk.world.now,
        secrets=expected_view.secrets_of(desk.world.citizens.values()),
    )
    expected_view.require_view(desk.view, expected, parts=parts, keep=keep)


def name_relative(world: World, citizen: Persona, note: str | None, *numbers: Telecom) -> None:
    """The citizen names a relative, with a note or with numbers."""
    before = world.citizen(citizen)
    kin = Kin(
        id=str(uuid5(NAMESPACE_OID, f"named in a feature: {citizen}")),
        name=PersonName.of("Nævnt", family="Pårørende"),
        relation=RelationCode.NEIGHBOUR,
        numbers=numbers,
        note=note,
        typed_in=TypedIn(at=world.now, by=before.name),
    )
    world.admit(replace(before, relatives=(*before.relatives, kin)))


# What is served


@given(sentence("the card that is served has {dirt:Dirt}"))
def served_with(world: World, dirt: Fault) -> None:
    world.inject(dirt)


@given(sentence('{citizen:Citizen} has named a relative with the note "{note}"'))
def named_with_note(world: World, citizen: Persona, note: str) -> None:
    name_relative(world, citizen, note)


@given(sentence("{citizen:Citizen} has named a relative who can be reached at work, and at null"))
def named_with_null(world: World, citizen: Persona) -> None:
    numbers = (Telecom.tel("75112233", Use.WORK), Telecom.tel("null", Use.MOBILE))
    name_relative(world, citizen, None, *numbers)


@given(sentence("a health professional has entered {citizen:Citizen}'s language"))
def entered_by_professional(world: World, citizen: Persona) -> None:
    doctor = user("the doctor")
    entered = TypedIn(
        at=world.now - timedelta(days=40),
        by=PersonName.of(doctor.given_name, family=doctor.surname),
        organization=ORGANISATION,
        role=EnteredBy.PROFESSIONAL,
    )
    number = str(uuid5(NAMESPACE_OID, f"language entered for {citizen}"))
    spoken = SpokenLanguage(id=number, code="so", display_name="Somali", typed_in=entered)
    world.admit(replace(world.citizen(citizen), language=spoken))


@given(sentence("{citizen:Citizen}'s name and address protection has ended"))
def protection_ended(world: World, citizen: Persona) -> None:
    world.lift_protection(citizen)


@given(sentence("{citizen:Citizen} has a living will"))
def has_living_will(world: World, citizen: Persona) -> None:
    world.register_living_will(citizen)


# What is on the screen


@then(sentence("every field of {citizen:Citizen}'s card is shown as the card has it"))
def every_field(desk: Desk, citizen: Persona) -> None:
    require_as_served(desk, citizen)


@then(sentence("the screen shows {citizen:Citizen}'s {part:Part} as the card has it"))
def one_part(desk: Desk, citizen: Persona, part: str) -> None:
    require_as_served(desk, citizen, (part,))


@then(sentence("the screen tells who entered each part of {citizen:Citizen}'s card, and when"))
def who_entered(desk: Desk, citizen: Persona) -> None:
    require_as_served(desk, citizen, (expected_view.PROVENANCE,))


@then(sentence("the screen tells of protection as {citizen:Citizen}'s card does"))
def protection(desk: Desk, citizen: Persona) -> None:
    require_as_served(desk, citizen, (expected_view.PROTECTION,))


@then(sentence("nothing but {citizen:Citizen}'s no-resuscitation information is shown"))
def nothing_else(desk: Desk, citizen: Persona) -> None:
    require_as_served(desk, citizen, display=DisplayScope.RESTRICTED)


@then(sentence("nothing of {citizen:Citizen}'s name and address is on the screen"))
def nothing_protected(desk: Desk, world: World, citizen: Persona) -> None:
    secrets = expected_view.secrets_of([world.citizen(citizen)])
    expected_view.require_agreement(
        expected_view.Comparison(lines=tuple(texts.secret_lines(desk.view, secrets)))
    )


@then("no language but Danish is shown")
def no_other_language(desk: Desk) -> None:
    views.require_language(desk.view, "da")


@then(sentence('the note "{note}" is shown as it was written'))
def note_as_written(desk: Desk, note: str) -> None:
    texts.require_note(desk.view, note)


@then("nothing on the screen says null")
def nothing_says_null(desk: Desk) -> None:
    texts.require_no_word(desk.view, "null")


# What the words say


@then("wills and organ donation read as they did in the card before")
def read_alike(desk: Desk) -> None:
    before, now = desk.opened[-2:]
    wording.require_same_words(before, now, WILLS)


@then("the words stand for no other status")
def own_words(desk: Desk, world: World) -> None:
    shown = desk.view
    none = desk.open_card(user("the doctor"), CITIZENS["Sofie"])
    world.inject(Fault.LEGACY_NAV)
    unknown = desk.open_card(user("the doctor"), CITIZENS["Jens"])
    wording.require_own_words(shown, (none, unknown))


@then("the words say only that no opt-out is in force")
def no_wish(desk: Desk) -> None:
    wording.require_no_wish(desk.view)


@then("the no-resuscitation information cannot be edited there")
def not_editable(desk: Desk) -> None:
    if desk.view.editable is None:
        pytest.skip('the test build does not say what can be edited ("editable" in the view)')
    views.require_not_editable(desk.view, CardPart.NO_RESUSCITATION)
