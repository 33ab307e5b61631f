"""Steps for features/01_document_content."""

from dataclasses import replace
from typing import Final

from pytest_bdd import given, scenarios, then

from conformance.judgement import contents, documents
from conformance.pdc.codes import RelationCode, Use
from conformance.pdc.datatypes import PersonName, Telecom
from conformance.pdc.values import LivingWill, OrganDonor, TreatmentWill
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import ContactSet, TypedIn
from conformance.simulator.state.world import World
from steps.caller import Caller
from steps.vocabulary import sentence

scenarios("01_document_content")

_REGISTRATIONS: Final = {
    "organ donation": OrganDonor,
    "treatment will": TreatmentWill,
    "living will": LivingWill,
}
_NUMBERS: Final = (
    Telecom.tel("86112233", Use.HOME),
    Telecom.tel("+45-20112233", Use.MOBILE),
    Telecom.tel("(45)86.11.22.34", Use.WORK),
)


@given(sentence("{citizen:Citizen} has no own practitioner"))
def no_own_practitioner(world: World, citizen: Persona) -> None:
    world.leave_practitioner(citizen)


@given(sentence("{citizen:Citizen} has registered a living will"))
def living_will(world: World, citizen: Persona) -> None:
    world.register_living_will(citizen)


@given(sentence("{citizen:Citizen} has typed in a number for home, for mobile and for work"))
def three_numbers(world: World, citizen: Persona) -> None:
    known = world.citizen(citizen)
    numbers = ContactSet(
        id="0b9f2c0e-6a0e-4a0c-9a52-3a1a0f6f2d11",
        numbers=_NUMBERS,
        typed_in=TypedIn(at=world.now, by=known.name),
    )
    world.admit(replace(known, contact=numbers))


@given(sentence('{citizen:Citizen} has named the relative "{name}"'))
def has_named(world: World, citizen: Persona, name: str) -> None:
    world.name_relative(
        citizen, PersonName(given=tuple(name.split())), RelationCode.UNSPECIFIED, "12121212"
    )


@then(sentence("the card keeps every rule of {requirement}"))
def keeps_rules(caller: Caller, requirement: str) -> None:
    documents.require_rules(caller.retrieved, requirement)


@then(sentence("nothing in the card speaks against {requirement}"))
def nothing_against(caller: Caller, requirement: str) -> None:
    documents.require_no_doubt(caller.retrieved, requirement)


@then(sentence("the card names {citizen:Citizen}'s own practitioner"))
def names_practitioner(caller: Caller, world: World, citizen: Persona) -> None:
    contents.require_practitioner(caller.card, world.citizen(citizen).practitioner)


@then("the card names no practitioner")
def names_no_practitioner(caller: Caller) -> None:
    contents.require_practitioner(caller.card, None)


@then("the card says that name and address are protected")
def says_protected(caller: Caller) -> None:
    contents.require_protected(caller.card)


@then(sentence("neither {citizen:Citizen}'s name nor address stands anywhere in the document"))
def stands_nowhere(caller: Caller, world: World, citizen: Persona) -> None:
    documents.require_nowhere(caller.retrieved, world.citizen(citizen))


@then(
    sentence("the card lists {citizen:Citizen}'s relatives with name, relation, numbers and note")
)
def lists_relatives(caller: Caller, world: World, citizen: Persona) -> None:
    contents.require_relatives(caller.card, world.citizen(citizen).relatives)


@then(sentence('the card lists the relative "{name}"'))
def lists_relative(caller: Caller, name: str) -> None:
    contents.require_relative_named(caller.card, name)


@then(sentence("the card holds exactly {citizen:Citizen}'s own numbers"))
def holds_numbers(caller: Caller, world: World, citizen: Persona) -> None:
    contents.require_numbers(caller.card, world.citizen(citizen).contact)


@then(sentence("the card names the dentist that {citizen:Citizen} has chosen"))
def names_dentist(caller: Caller, world: World, citizen: Persona) -> None:
    dentist = world.citizen(citizen).dentist
    contents.require_dentist(caller.card, dentist.yder if dentist else None)


@then("the card names no dentist")
def names_no_dentist(caller: Caller) -> None:
    contents.require_dentist(caller.card, None)


@then("the card names the dentist by the clinic alone")
def names_clinic(caller: Caller) -> None:
    contents.require_clinic_alone(caller.card)


@then(sentence('the card says that {_citizen:Citizen} speaks "{code}"'))
def says_language(caller: Caller, code: str) -> None:
    contents.require_language(caller.card, code)


@then("the card tells no language")
def tells_no_language(caller: Caller) -> None:
    contents.require_language(caller.card, None)


@then("the card holds each entry of the registers once")
def holds_register_entries(caller: Caller) -> None:
    contents.require_register_entries(caller.card)


@then("the card holds nothing that was typed in")
def holds_nothing_typed_in(caller: Caller) -> None:
    contents.require_nothing_typed_in(caller.card)


@then(sentence('the card says "{answer}" of the {registration}'))
def says_of_registration(caller: Caller, answer: str, registration: str) -> None:
    contents.require_registration(caller.card, _REGISTRATIONS[registration], answer)


@then("the same entries have the same ids as before")
def same_ids(caller: Caller) -> None:
    documents.require_ids_kept(*caller.fetched)


@then("the card holds one entry more than before")
def one_more(caller: Caller) -> None:
    documents.require_one_more(*caller.fetched)
