"""Sentences that several chapters share about a system that keeps up with the service."""

import pytest
from pytest_bdd import given, then, when

from conformance.judgement import calls, subscribed, synchronisation, views
from conformance.service.callers import Callers
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.protocol import Ability, Refreshed
from steps.desk import Desk
from steps.entries import NewEntry
from steps.shared import require_ability
from steps.typist import Typist
from steps.vocabulary import sentence


@pytest.fixture
def typist(world: World, callers: Callers) -> Typist:
    return Typist(world=world, callers=callers)


# What is typed in


@given(sentence("{citizen:Citizen} has typed in {entry:NewEntry}"))
def has_typed_in(typist: Typist, citizen: Persona, entry: NewEntry) -> None:
    typist.enter(citizen, entry)


@given(sentence("{citizen:Citizen} has changed it to {entry:NewEntry}"))
def has_changed(typist: Typist, entry: NewEntry) -> None:
    typist.change(entry)


@given(sentence("{citizen:Citizen} has deleted it"))
def has_deleted(typist: Typist) -> None:
    typist.delete()


# Keeping up with it


@given(sentence("it has {citizens:Citizens} in its care"))
@when(sentence("the system has only {citizens:Citizens} in its care any more"))
def in_care(vendor: HttpDriver, citizens: tuple[Persona, ...]) -> None:
    require_ability(vendor, Ability.NOTIFICATIONS)
    vendor.subscribe(citizens)


@given(
    sentence("the copy of {citizen:Citizen}'s card has been refreshed"),
    target_fixture="refreshed",
)
@when(
    sentence("the copy of {citizen:Citizen}'s card is refreshed"),
    target_fixture="refreshed",
)
def refresh(vendor: HttpDriver, citizen: Persona) -> Refreshed:
    return vendor.refresh((citizen,))


@then(sentence("the copy of {citizen:Citizen}'s card is in step with the service"))
def in_step(typist: Typist, vendor: HttpDriver, citizen: Persona) -> None:
    copy = vendor.local_copy(citizen)
    synchronisation.require_in_step(copy, typist.card_of(citizen), typist.cards)


# With what it calls


@then(sentence("every look-up carried a {kind} id card of level {level:d}"))
def look_ups_carried(world: World, kind: str, level: int) -> None:
    calls.require_cards_of(tuple(world.journal), kind, level)


@then("nothing of the card is shown")
def nothing_is_shown(desk: Desk) -> None:
    views.require_nothing_of_card(desk.view)


@then(sentence("nobody but {citizens:Citizens} has been looked up"))
def looked_up_only(world: World, citizens: tuple[Persona, ...]) -> None:
    subscribed.require_looked_up_only(tuple(world.journal), citizens)
