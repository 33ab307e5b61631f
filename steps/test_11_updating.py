"""Steps for features/11_updating: the services."""

import pytest
from pytest_bdd import scenarios, then, when

from conformance.judgement import writing
from conformance.pdc.codes import EnteredBy
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from steps.caller import Caller
from steps.entries import (
    ENTRIES,
    FIRST_RELATIVE,
    relative_called,
    relative_under,
    relative_with,
)
from steps.vocabulary import sentence, user
from steps.writer import Hand, Writer

scenarios("11_updating/updating_service.feature")


@pytest.fixture
def hand(caller: Caller) -> Hand:
    """The doctor's."""
    return Hand(id_card=caller.user_card(user("the doctor")))


@when(sentence('the doctor enters a relative with "{text}" in the {place} for {citizen:Citizen}'))
def enters_relative_with(
    writer: Writer, hand: Hand, text: str, place: str, citizen: Persona
) -> None:
    writer.enter(hand, citizen, relative_with(text, place))


@when(
    sentence(
        'the doctor enters a relative with the telephone number "{number}" for {citizen:Citizen}'
    )
)
def enters_relative_called(writer: Writer, hand: Hand, number: str, citizen: Persona) -> None:
    writer.enter(hand, citizen, relative_called(number))


@when(sentence('the doctor enters a relative with the id "{uuid}" for {citizen:Citizen}'))
def enters_relative_under(writer: Writer, hand: Hand, uuid: str, citizen: Persona) -> None:
    writer.enter(hand, citizen, relative_under(uuid))


@when(sentence("a system enters a relative for {citizen:Citizen} by itself"))
def system_enters(writer: Writer, caller: Caller, citizen: Persona) -> None:
    writer.enter(Hand(id_card=caller.system_card()), citizen, ENTRIES["a relative"])


@then("the card holds both")
def card_holds_both(writer: Writer, caller: Caller) -> None:
    writing.require_accepted(writer.refusals)
    writing.require_held(caller.card, *writer.entries[-2:])


@then("nothing of what was there before")
def nothing_of_before(writer: Writer, caller: Caller) -> None:
    writing.require_replaced(caller.card, writer.entries[-2])


@then("the card holds one of the two, the second if it was taken and else the first")
def card_holds_one(writer: Writer, caller: Caller) -> None:
    first, second = writer.entries[-2:]
    writing.require_one_of_two(caller.card, first, second, taken=not writer.refusals)


@then("the card holds it under the UUID that it was given")
def card_holds_it_under(writer: Writer, caller: Caller) -> None:
    writing.require_accepted(writer.refusals)
    writing.require_id(caller.card, writer.entry)


@then("the card does not name the relative")
def card_does_not_name(caller: Caller) -> None:
    writing.require_unnamed(caller.card, FIRST_RELATIVE.full)


@then(sentence("the card says that {member:User} entered it just now"))
def card_says_user(writer: Writer, caller: Caller, member: StaffMember) -> None:
    known, _ = caller.callers.employee(member.cpr)
    writing.require_accepted(writer.refusals)
    writing.require_entered(
        caller.card,
        writer.entry,
        role=EnteredBy.PROFESSIONAL,
        name=f"{known.given_name} {known.surname}",
        now=caller.client.now,
    )


@then(sentence("the card says that {_citizen:Citizen} entered it just now"))
def card_says_citizen(writer: Writer, caller: Caller) -> None:
    writing.require_accepted(writer.refusals)
    name = caller.card.patient.name
    writing.require_entered(
        caller.card,
        writer.entry,
        role=EnteredBy.CITIZEN,
        name=name.full if name else None,
        now=caller.client.now,
    )
