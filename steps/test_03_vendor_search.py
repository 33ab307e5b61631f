"""Steps for the vendor's half of features/03_search_and_retrieval."""

from datetime import timedelta

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import calls, fetches, requests, tokens
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.simulator.sts.issuer import IdentityProvider
from conformance.vendor.http import HttpDriver
from conformance.vendor.profile import Profile
from conformance.vendor.protocol import Ability, IntegrationMethod
from steps.desk import Desk
from steps.shared import begin, require_ability, require_settable_clock
from steps.vocabulary import sentence

scenarios(
    "03_search_and_retrieval/calls_vendor.feature",
    "03_search_and_retrieval/citizen_vendor.feature",
    "03_search_and_retrieval/fetch_vendor.feature",
    "03_search_and_retrieval/search_vendor.feature",
    "03_search_and_retrieval/token_vendor.feature",
)


@given(sentence("{citizen:Citizen}'s card is kept in another repository"))
def kept_elsewhere(world: World, citizen: Persona) -> None:
    world.inject(Fault.ODD_REPOSITORY, citizen)


@given("the service no longer has the document that it finds")
def no_longer_there(world: World) -> None:
    world.inject(Fault.DOCUMENT_EXPIRED)


@given(sentence("{time:Duration} have passed at the vendor's system"))
def time_has_passed(vendor: HttpDriver, world: World, time: timedelta) -> None:
    require_settable_clock(vendor)
    world.clock.advance(time)
    vendor.set_clock(world.now)


# Searches


@then("every search was FindDocuments for whole entries")
def find_documents(world: World) -> None:
    requests.require_find_documents(tuple(world.journal))


@then(sentence("every search named {citizen:Citizen} in the form and the quotes of IHE"))
def named_citizen(world: World, citizen: Persona) -> None:
    requests.require_patient_id(tuple(world.journal), citizen)


@then("every search asked for documents made on demand")
def asked_on_demand(world: World) -> None:
    requests.require_on_demand(tuple(world.journal))


@then("every search asked for approved documents")
def asked_approved(world: World) -> None:
    requests.require_approved(tuple(world.journal))


@then("every format asked for was given with its code system")
def whole_format_codes(world: World) -> None:
    requests.require_whole_format_codes(tuple(world.journal))


@then("no search asked for another kind of document")
def cards_only(world: World) -> None:
    requests.require_cards_only(tuple(world.journal))


# Retrievals


@then("every retrieval went to the repository that the search had named")
def place_of_hit(world: World) -> None:
    fetches.require_place_of_hit(tuple(world.journal))


@then("every retrieval asked for a document that was found, by its whole id")
def found_documents(world: World) -> None:
    fetches.require_found_documents(tuple(world.journal))


# Both


@then("every look-up was SOAP 1.1 with the SOAPAction of its operation")
def soap_calls(world: World) -> None:
    calls.require_soap_calls(tuple(world.journal))


@then("every look-up carried a valid id card of the STS")
def valid_id_cards(world: World) -> None:
    calls.require_valid_id_cards(tuple(world.journal))


# By token


@given("a system that calls by token and reads the card as the user")
def calls_by_token(desk: Desk, vendor: HttpDriver, profile: Profile) -> None:
    begin(desk, profile, IntegrationMethod.USER, profile.display.scopes[0])
    require_ability(vendor, Ability.TOKENS)


@when(sentence("{user:User} opens {citizen:Citizen}'s card by token"))
def opens_by_token(desk: Desk, simulation: Simulation, user: StaffMember, citizen: Persona) -> None:
    provider = IdentityProvider(simulation.identity_provider)
    holder = simulation.system.certificate
    desk.open_card(user, citizen, provider.employee(user, holder=holder, now=desk.world.now))


@then("every look-up carried a token for Fælles Stamkort")
def tokens_for_fsk(world: World) -> None:
    tokens.require_tokens_for_fsk(tuple(world.journal))


@then("no look-up carried an HSUID header")
def no_hsuid(world: World) -> None:
    tokens.require_no_hsuid(tuple(world.journal))
