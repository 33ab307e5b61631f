"""Steps for the services' half of features/03_search_and_retrieval."""

from datetime import timedelta

from pytest_bdd import given, scenarios, then, when

from conformance.judgement import retrievals, searches
from conformance.service import document_requests, queries
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds.references import ReferenceResponse
from steps.caller import Caller
from steps.vocabulary import sentence

scenarios(
    "03_search_and_retrieval/hit_service.feature",
    "03_search_and_retrieval/retrieval_service.feature",
    "03_search_and_retrieval/search_service.feature",
)


@given("a year has passed")
def year_passed(world: World) -> None:
    world.clock.advance(timedelta(days=365))


# Searches


@when(sentence("a system searches for {citizen:Citizen}'s card among {kind}"))
def searches_among(caller: Caller, citizen: Persona, kind: str) -> None:
    caller.ask(queries.of_kind(caller.query_for(citizen), f"among {kind}"))


@when(sentence("a system searches for {citizen:Citizen}'s card without a kind of document"))
def searches_without_kind(caller: Caller, citizen: Persona) -> None:
    caller.ask(queries.of_kind(caller.query_for(citizen), "without a kind of document"))


@when(sentence("a system searches for {citizen:Citizen}'s card by {criterion}"))
def searches_by(caller: Caller, citizen: Persona, criterion: str) -> None:
    caller.ask(queries.by(caller.query_for(citizen), criterion))


@when(
    sentence("a system searches for the id alone of {citizen:Citizen}'s card"),
    target_fixture="references",
)
def searches_for_id(caller: Caller, citizen: Persona) -> ReferenceResponse:
    return caller.ask_for_ids(caller.query_for(citizen))


@when(sentence("a system makes a search {flaw}"))
def searches_flawed(caller: Caller, flaw: str) -> None:
    caller.ask(queries.flawed(caller.query_for(Persona.JENS), flaw))


@when("a system searches for a citizen with a number that nobody can have")
def searches_for_nobody(caller: Caller) -> None:
    caller.ask(queries.for_nobody(caller.query_for(Persona.JENS)))


@then("it is offered as a document made on demand")
def offered_on_demand(caller: Caller) -> None:
    searches.require_on_demand(caller.hits)


@then("the id of the card that was found is answered")
def id_answered(caller: Caller, references: ReferenceResponse) -> None:
    searches.require_reference(references, caller.hits)


@then("the answer holds one id and nothing else of the card")
def id_alone(references: ReferenceResponse) -> None:
    searches.require_id_alone(references)


@then(sentence('the search is answered with the XDS error "{code}"'))
def search_fails(caller: Caller, code: str) -> None:
    searches.require_failure(caller.hits, code)


@then("the card is found under the id that it had")
def same_id(caller: Caller) -> None:
    searches.require_same_id(*caller.searches)


@then("the card is not found under the id of the other")
def other_id(caller: Caller) -> None:
    searches.require_another_id(*caller.searches)


# Hits


@then("the hit tells home community, repository and document id")
def hit_tells_address(caller: Caller) -> None:
    searches.require_address(searches.only_hit(caller.hits))


@then(sentence("the hit says that it is an approved card of {citizen:Citizen} in version 3"))
def hit_says_card(caller: Caller, citizen: Persona) -> None:
    searches.require_label(searches.only_hit(caller.hits), caller.callers.cpr(citizen))


@then(sentence("neither {citizen:Citizen}'s name nor address stands in the hit"))
def hit_hides(caller: Caller, world: World, citizen: Persona) -> None:
    searches.require_hidden(searches.only_hit(caller.hits), world.citizen(citizen))


# Retrievals


@when(sentence("the system fetches the card by {part}"))
def fetches_by_part(caller: Caller, part: str) -> None:
    caller.request(document_requests.by_part(caller.wanted, part))


@when("the system fetches a document that does not exist")
def fetches_missing(caller: Caller) -> None:
    caller.request(document_requests.for_nothing(caller.wanted))


@when("the system fetches the card from another repository")
def fetches_elsewhere(caller: Caller) -> None:
    caller.request(document_requests.elsewhere(caller.wanted))


@when("the system fetches the card and a document that does not exist")
def fetches_both(caller: Caller) -> None:
    wanted = caller.wanted
    caller.request(wanted, document_requests.for_nothing(wanted))


@when(sentence("a system fetches the cards of {one:Citizen} and {other:Citizen} together"))
def fetches_two(caller: Caller, one: Persona, other: Persona) -> None:
    caller.ask(caller.query_for(one))
    first = caller.wanted
    caller.ask(caller.query_for(other))
    caller.request(first, caller.wanted)


@when("the system fetches the card without a home community")
def fetches_without_home(caller: Caller) -> None:
    caller.request(document_requests.without_home(caller.wanted))


@then(sentence('the retrieval is answered with the XDS error "{code}"'))
def retrieval_fails(caller: Caller, code: str) -> None:
    retrievals.require_error_code(caller.retrieved, code)


@then("the card is answered, with an error for the other document")
def one_and_an_error(caller: Caller) -> None:
    retrievals.require_one_and_an_error(caller.retrieved)


@then("the answer says that it is a part only")
def part_only(caller: Caller) -> None:
    retrievals.require_part(caller.retrieved)


@then("both cards are answered, without an error")
def both_answered(caller: Caller) -> None:
    retrievals.require_whole(caller.retrieved, documents=2)


@then("the document has another id than before")
def another_document(caller: Caller) -> None:
    retrievals.require_new_document(*caller.fetched)


@then("the document was made when it was fetched")
def made_now(caller: Caller, world: World) -> None:
    retrievals.require_made_at(caller.card, world.now)
