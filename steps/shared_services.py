"""Sentences that several chapters share about writing, and about acting for another."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from pytest_bdd import given, then, when

from conformance.certify.options import RunOptions
from conformance.judgement import cards, refusals, searches, writing
from conformance.pdc.values import Card
from conformance.service.callers import CannotArrange
from conformance.service.client import ServiceClient
from conformance.service.minlog import MinLogClient
from conformance.service.nas import NasClient
from conformance.service.skr import SkrClient
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from steps import portal
from steps.caller import Caller
from steps.entries import NewEntry
from steps.registrar import Registrar
from steps.subscriber import Subscriber
from steps.tokens import Bearer
from steps.vocabulary import CITIZENS, sentence
from steps.writer import Hand, Writer


@pytest.fixture
def writer(client: ServiceClient, caller: Caller, options: RunOptions) -> Iterator[Writer]:
    """One who writes. A real environment is left as it was found."""
    writer = Writer(caller=caller, skr=SkrClient(client, caller.callers))
    yield writer
    if options.environment is not None:
        writer.tidy()


@pytest.fixture
def subscriber(client: ServiceClient, caller: Caller, options: RunOptions) -> Iterator[Subscriber]:
    """One who subscribes. A real environment is left as it was found."""
    subscriber = Subscriber(caller=caller, nas=NasClient(client, caller.callers))
    yield subscriber
    if options.environment is not None:
        subscriber.tidy()


@pytest.fixture
def registrar(client: ServiceClient, caller: Caller) -> Registrar:
    return Registrar(caller=caller, minlog=MinLogClient(client, caller.callers))


def hand_of(caller: Caller, citizen: Persona, acting: str, whose: Persona) -> Hand:
    """The hand of a citizen at a portal."""
    header = portal.header(acting, caller.callers, acting=citizen, whose=whose, cprs=dict(CITIZENS))
    return Hand(id_card=caller.system_card(), hsuid=header)


# Time


@given(sentence("{passed:Duration} have passed"))
def have_passed(world: World, passed: timedelta) -> None:
    world.clock.advance(passed)


# Acting for oneself or another


@when(sentence("{citizen:Citizen} searches for {whose:Citizen}'s card {acting:Acting}"))
def citizen_searches(caller: Caller, citizen: Persona, whose: Persona, acting: str) -> None:
    hand = hand_of(caller, citizen, acting, whose)
    portal.search(caller, hand.id_card, whose, hand.hsuid or {})


@when(sentence("{citizen:Citizen} searches for {whose:Citizen}'s card {call:TokenCall}"))
def citizen_searches_by_token(
    caller: Caller, citizen: Persona, whose: Persona, call: Callable[[Bearer, str, str], None]
) -> None:
    call(Bearer(caller=caller), citizen, whose)


@when(sentence("{user:User} searches for {citizen:Citizen}'s card on behalf of {other:User}"))
def user_searches_on_behalf(
    caller: Caller, user: StaffMember, citizen: Persona, other: StaffMember
) -> None:
    responsible, _ = caller.callers.employee(other.cpr)
    portal.search_on_behalf(caller, user, citizen, responsible.authorisation_code or "")


@then("the call is refused")
def call_is_refused(caller: Caller) -> None:
    refusals.require_refused(caller.faults, "the call", by="SFSK")


@then("the search brings no card")
def brings_no_card(caller: Caller) -> None:
    searches.require_no_card(caller.found)


@then("the card says that no opt-out is in force")
def no_opt_out_in_force(caller: Caller) -> None:
    cards.require_opt_out(caller.card, in_force=False)


# Writing


@given(sentence("{citizen:Citizen} has typed in nothing"))
def typed_in_nothing(caller: Caller, options: RunOptions, citizen: Persona) -> None:
    """So it is of the personas. In a real environment another may not stand for the citizen."""
    if options.environment is not None:
        caller.fetch(citizen)
        require_nothing_typed_in(caller.card, citizen)


def require_nothing_typed_in(card: Card, citizen: Persona) -> None:
    """Raises CannotArrange."""
    if writing.has_typed_in(card):
        raise CannotArrange(
            f"expected that who stands for {citizen.name} in the real environment has typed in "
            "nothing, found an entry"
        )


@given(sentence("{user:User} has entered {entry:NewEntry} for {citizen:Citizen}"))
def has_entered(
    writer: Writer, caller: Caller, user: StaffMember, entry: NewEntry, citizen: Persona
) -> None:
    writer.enter(Hand(id_card=caller.user_card(user)), citizen, entry)
    writing.require_accepted(writer.refusals)


@when(sentence("{user:User} enters {entry:NewEntry} for {citizen:Citizen}"))
def enters(
    writer: Writer, caller: Caller, user: StaffMember, entry: NewEntry, citizen: Persona
) -> None:
    writer.enter(Hand(id_card=caller.user_card(user)), citizen, entry)


@given(
    sentence("{citizen:Citizen} has entered {entry:NewEntry} for {whose:Citizen} {acting:Acting}")
)
def citizen_has_entered(
    writer: Writer,
    citizen: Persona,
    entry: NewEntry,
    whose: Persona,
    acting: str,
) -> None:
    writer.enter(hand_of(writer.caller, citizen, acting, whose), whose, entry)
    writing.require_accepted(writer.refusals)


@when(sentence("{citizen:Citizen} enters {entry:NewEntry} for {whose:Citizen} {acting:Acting}"))
def citizen_enters(
    writer: Writer,
    citizen: Persona,
    entry: NewEntry,
    whose: Persona,
    acting: str,
) -> None:
    writer.enter(hand_of(writer.caller, citizen, acting, whose), whose, entry)


@when(sentence("{user:User} updates it to {entry:NewEntry}"))
def updates(writer: Writer, caller: Caller, user: StaffMember, entry: NewEntry) -> None:
    writer.update(Hand(id_card=caller.user_card(user)), entry)


@when(sentence("{user:User} deletes it"))
def deletes(writer: Writer, caller: Caller, user: StaffMember) -> None:
    writer.delete(Hand(id_card=caller.user_card(user)))


@then("the entry is refused")
def entry_is_refused(writer: Writer) -> None:
    refusals.require_refused(writer.refusals, "the entry", by="SKR")


@then("the card holds what was entered")
def card_holds_it(writer: Writer, caller: Caller) -> None:
    writing.require_accepted(writer.refusals)
    writing.require_held(caller.card, writer.entry)


@then("the card does not hold it")
def card_does_not_hold_it(writer: Writer, caller: Caller) -> None:
    writing.require_not_held(caller.card, writer.entry)
