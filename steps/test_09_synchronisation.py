"""Steps for features/09_synchronisation."""

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import synchronisation
from conformance.pdc.values import Card
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.protocol import Ability, LocalNote, Refreshed
from steps.desk import Desk
from steps.entries import FIRST_RELATIVE, relative_called
from steps.shared import require_ability
from steps.typist import Typist
from steps.vocabulary import sentence

scenarios("09_synchronisation")


# What is typed in


@given(sentence("the service cannot find the document of {citizen:Citizen}'s card"))
def cannot_find(world: World, citizen: Persona) -> None:
    world.inject(Fault.DOCUMENT_EXPIRED, citizen)


# The local copy


@when(
    sentence("the copies of {citizens:Citizens} are refreshed together"),
    target_fixture="refreshed",
)
def refresh_together(vendor: HttpDriver, citizens: tuple[Persona, ...]) -> Refreshed:
    return vendor.refresh(citizens)


@when(
    "the service falls back on what it knew before, and the copy is refreshed",
    target_fixture="newer",
)
def falls_back(typist: Typist, vendor: HttpDriver) -> Card:
    newer = typist.card()
    typist.take_back()
    vendor.refresh((typist.cpr,))
    return newer


@then(sentence("the refresh tells that it succeeded for {citizens:Citizens}"))
def succeeded(refreshed: Refreshed, citizens: tuple[Persona, ...]) -> None:
    synchronisation.require_refreshed(refreshed, citizens)


@then(sentence("the refresh tells that it succeeded for {done:Citizens}, not for {left:Citizens}"))
def succeeded_and_failed(
    refreshed: Refreshed, done: tuple[Persona, ...], left: tuple[Persona, ...]
) -> None:
    synchronisation.require_refreshed(refreshed, done, left)


@then("the copy still shows what was newer")
def still_newer(typist: Typist, vendor: HttpDriver, newer: Card) -> None:
    synchronisation.require_in_step(vendor.local_copy(typist.cpr), newer, typist.cards)


@then(sentence("{citizen:Citizen}'s card has been fetched {times:Count} times"))
def fetched_times(world: World, citizen: Persona, times: int) -> None:
    synchronisation.require_fetched_times(tuple(world.journal), citizen, times)


@then("the deleted number is not on the screen")
def number_is_gone(typist: Typist, desk: Desk) -> None:
    synchronisation.require_in_step(desk.view.card, typist.card(), typist.cards)


# Notes


@given(sentence('a user has noted "{text}" beside the relative'))
def has_noted(typist: Typist, vendor: HttpDriver, text: str) -> None:
    require_ability(vendor, Ability.NOTES)
    vendor.note_locally(typist.cpr, LocalNote(relative=FIRST_RELATIVE.full, text=text))


@when(sentence("{citizen:Citizen} deletes the relative, and the copy is refreshed"))
def deletes_relative(typist: Typist, vendor: HttpDriver) -> None:
    typist.delete()
    vendor.refresh((typist.cpr,))


@when(sentence("{citizen:Citizen} changes the relative, and the copy is refreshed"))
def changes_relative(typist: Typist, vendor: HttpDriver) -> None:
    typist.change(relative_called("tel:44556677"))
    vendor.refresh((typist.cpr,))


@then(sentence("no note is kept for {citizen:Citizen}"))
def no_note(vendor: HttpDriver, citizen: Persona) -> None:
    synchronisation.require_notes(vendor.local_notes(citizen), ())


@then(sentence('the note "{text}" is kept for {citizen:Citizen}'))
def note_kept(vendor: HttpDriver, citizen: Persona, text: str) -> None:
    synchronisation.require_notes(vendor.local_notes(citizen), (text,))
