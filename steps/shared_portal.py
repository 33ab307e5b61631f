"""Sentences that several chapters share about citizens before a portal."""

from datetime import timedelta

import pytest
from pytest_bdd import given, then, when

from conformance.judgement import portal
from conformance.service.callers import Callers
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.http import HttpDriver
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import Ability, BondKind, DisplayScope
from steps.desk import Desk
from steps.shared import begin, require_ability
from steps.visitors import Visitors
from steps.vocabulary import sentence


@pytest.fixture
def visitors(desk: Desk, callers: Callers) -> Visitors:
    return Visitors(desk=desk, callers=callers)


@given("a portal with full display in which citizens open cards")
def begins_portal(desk: Desk, vendor: HttpDriver, profile: Profile) -> None:
    begin(desk, profile, profile.integration.methods[0], DisplayScope.FULL)
    require_ability(vendor, Ability.CITIZENS)


# For whom citizens act


@given(sentence("{whose:Citizen} has given {citizen:Citizen} a power of attorney"))
def power_of_attorney(visitors: Visitors, whose: Persona, citizen: Persona) -> None:
    visitors.empower(citizen, whose, BondKind.POWER_OF_ATTORNEY)


@given(
    sentence(
        "{whose:Citizen} has given {citizen:Citizen} a power of attorney that ends in "
        "{time:Duration}"
    )
)
def ending_power(
    world: World, visitors: Visitors, whose: Persona, citizen: Persona, time: timedelta
) -> None:
    visitors.empower(citizen, whose, BondKind.POWER_OF_ATTORNEY, ends=world.now + time)


@given(
    sentence(
        "{whose:Citizen} has given {citizen:Citizen} a power of attorney that ended "
        "{ago:Duration} ago"
    )
)
def ended_power(
    world: World, visitors: Visitors, whose: Persona, citizen: Persona, ago: timedelta
) -> None:
    visitors.empower(citizen, whose, BondKind.POWER_OF_ATTORNEY, ends=world.now - ago)


@given(sentence("the portal takes {citizen:Citizen} for a holder of custody of {child:Citizen}"))
def taken_for_parent(visitors: Visitors, citizen: Persona, child: Persona) -> None:
    visitors.empower(citizen, child, BondKind.CUSTODY)


# What they open


@given(sentence("{citizen:Citizen} has opened {whose:Citizen}'s card at the portal"))
@when(sentence("{citizen:Citizen} opens {whose:Citizen}'s card at the portal"))
def opens_at_portal(visitors: Visitors, citizen: Persona, whose: Persona) -> None:
    visitors.open_card(citizen, whose)


@then(sentence("every look-up named {citizen:Citizen} as acting for nobody else"))
def acting_for_nobody(world: World, citizen: Persona) -> None:
    portal.require_own_call(tuple(world.journal), citizen)


@then(sentence("every look-up named {citizen:Citizen} as acting for {whose:Citizen}"))
def acting_for(world: World, citizen: Persona, whose: Persona) -> None:
    portal.require_call_for(tuple(world.journal), citizen, whose)
