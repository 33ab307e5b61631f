"""Documents, searches and retrievals: each judgement passes what holds and words what does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from conformance.findings import Shortfall
from conformance.judgement import contents, documents, retrievals, searches
from conformance.pdc.build import build
from conformance.pdc.rules import explanations
from conformance.pdc.values import NI, Card, LivingWill, OrganDonor
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.mutants.content import MUTANTS as CONTENT
from conformance.simulator.mutants.header import MUTANTS as HEADER
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import World
from conformance.xds.document_entry import DocumentEntry, QueryResponse
from conformance.xds.errors import RegistryError
from conformance.xds.references import ReferenceResponse
from conformance.xds.retrieve import RetrievedDocument, RetrieveResponse
from conformance.xds.vocabulary import EntryType, ErrorCode, FormatCode, ResponseStatus

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def new_world() -> World:
    world = World()
    world.clock.set(NOW)
    populate(world)
    return world


WORLD = new_world()
BENTE = WORLD.citizen(Persona.BENTE)


def card_of(cpr: str = Persona.BENTE, *, world: World = WORLD, mutant: str = "") -> Card:
    made = {**CONTENT, **HEADER}[mutant].parts.cards() if mutant else CardMaker(new_uuid=uuid4)
    return made.make(world, cpr)


def answer(*cards: Card, status: str = ResponseStatus.SUCCESS, errors: int = 0) -> RetrieveResponse:
    return RetrieveResponse(
        status=status,
        documents=tuple(
            RetrievedDocument(repository_id="1", unique_id="1^1", content=build(card))
            for card in cards
        ),
        errors=(RegistryError(code=ErrorCode.DOCUMENT_UNIQUE_ID, context="x"),) * errors,
    )


def protected(cpr: str) -> World:
    world = new_world()
    world.protect(cpr)
    return world


HIDDEN = protected(Persona.BENTE)


def shortfall(judge: Callable[[], None]) -> str:
    with pytest.raises(Shortfall) as raised:
        judge()
    return f"expected {raised.value.expected}, found {raised.value.found}"


@pytest.mark.parametrize("cpr", Persona, ids=lambda p: p.name)
@pytest.mark.parametrize(
    "requirement",
    sorted({"DOC-16", *(told.requirement for told in explanations() if told.requirement)}),
)
def test_a_sound_card_keeps_the_rules_of_every_requirement(cpr: Persona, requirement: str) -> None:
    """Whoever it is about, and without a doubt."""
    documents.require_rules(answer(card_of(cpr)), requirement)
    documents.require_no_doubt(answer(card_of(cpr)), requirement)


def test_a_finding_of_another_requirement_is_none() -> None:
    """A bad number is a breach of DOC-07, and of nothing else."""
    bad = answer(card_of(mutant="service-blank-in-number"))
    documents.require_rules(bad, "DOC-14")
    assert "found 'tel:+45 12345678'" in shortfall(lambda: documents.require_rules(bad, "DOC-07"))


def test_a_doubt_is_no_breach() -> None:
    """A person's name beside the clinic is a warning."""
    doubtful = answer(card_of(mutant="service-dentist-in-person"))
    documents.require_rules(doubtful, "DOC-13")
    assert "found a person's name" in shortfall(
        lambda: documents.require_no_doubt(doubtful, "DOC-13")
    )


def test_a_breach_is_told_with_place_rule_and_remedy() -> None:
    """The path leads into the document."""
    with pytest.raises(Shortfall) as raised:
        documents.require_rules(answer(card_of(mutant="service-numbers-entries")), "DOC-19")
    told = raised.value
    assert "/ClinicalDocument/" in told.where
    assert "PDC-E08 under DOC-19" in told.where
    assert told.fix


def test_a_requirement_without_rules_is_a_mistake_of_the_features() -> None:
    """It must not pass because nothing was looked at."""
    with pytest.raises(ValueError, match="found DOC-99"):
        documents.require_rules(answer(card_of()), "DOC-99")


def test_two_documents_are_not_one() -> None:
    """Nor is none."""
    none, two = answer(), answer(card_of(), card_of())
    assert "found 0" in shortfall(lambda: documents.require_rules(none, "DOC-02"))
    assert "found 2" in shortfall(lambda: documents.require_rules(two, "DOC-02"))


def test_a_name_is_found_wherever_it_stands() -> None:
    """As an attribute's value too; a card without it passes."""
    documents.require_nowhere(answer(card_of(world=HIDDEN)), BENTE)
    titled = replace(card_of(world=HIDDEN), title="Bente")
    assert "found Bente" in shortfall(lambda: documents.require_nowhere(answer(titled), BENTE))
    streets = shortfall(lambda: documents.require_nowhere(answer(card_of()), BENTE))
    assert "Prøvevej 96" in streets


def test_ids_are_kept_and_added() -> None:
    """A lost id and an id too few are told."""
    whole, fewer = card_of(), replace(card_of(), entries=card_of().entries[:-1])
    documents.require_ids_kept(fewer, whole)
    documents.require_one_more(fewer, whole)
    assert "1 gone, the first of Relative" in shortfall(
        lambda: documents.require_ids_kept(whole, fewer)
    )
    assert "found 0 more" in shortfall(lambda: documents.require_one_more(whole, whole))


OTHER = card_of(Persona.SOFIE)
CONTENTS: dict[str, tuple[Callable[[Card], None], Card, str]] = {
    "patient": (
        lambda c: contents.require_patient(c, Persona.BENTE),
        OTHER,
        "expected the citizen 2512489996, found 0410009234",
    ),
    "practitioner": (
        lambda c: contents.require_practitioner(c, BENTE.practitioner),
        card_of(mutant="service-drops-practitioner"),
        "expected the practitioner 123123, Lægerne Æblehaven, found none",
    ),
    "relatives": (
        lambda c: contents.require_relatives(c, BENTE.relatives),
        OTHER,
        "found no relatives",
    ),
    "relative's name": (
        lambda c: contents.require_relative_named(c, "Naja Nabo"),
        OTHER,
        "expected the relative Naja Nabo, found nobody",
    ),
    "numbers": (
        lambda c: contents.require_numbers(c, BENTE.contact),
        card_of(mutant="service-entry-for-each-number"),
        "found 2 with tel:+4512345678 (MC) and tel:87654321 (H)",
    ),
    "dentist": (
        lambda c: contents.require_dentist(c, "321321"),
        OTHER,
        "expected the dentist 321321, found none",
    ),
    "clinic": (
        contents.require_clinic_alone,
        card_of(mutant="service-dentist-in-person"),
        "found the person Tanja Tandlæge",
    ),
    "language": (
        lambda c: contents.require_language(c, "de"),
        OTHER,
        "expected the language de, found none",
    ),
    "registers": (
        contents.require_register_entries,
        card_of(mutant="service-drops-coverage-group"),
        "found 0 of CoverageGroup",
    ),
    "organ donation": (
        lambda c: contents.require_registration(c, OrganDonor, "true"),
        OTHER,
        "expected the value true, found false",
    ),
    "living will": (
        lambda c: contents.require_registration(c, LivingWill, "false"),
        card_of(mutant="service-both-wills"),
        "expected the value false, found true",
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_value_is_judged(name: str) -> None:
    """Bente's sound card passes; the other card does not."""
    judge, wrong, words = CONTENTS[name]
    judge(card_of())
    assert words in shortfall(lambda: judge(wrong))


ABSENT: dict[str, tuple[Callable[[Card], None], str]] = {
    "practitioner": (
        lambda c: contents.require_practitioner(c, None),
        "expected no practitioner, found 123123",
    ),
    "dentist": (lambda c: contents.require_dentist(c, None), "expected no dentist, found 321321"),
    "language": (lambda c: contents.require_language(c, None), "expected no language, found de"),
    "numbers": (lambda c: contents.require_numbers(c, None), "expected no numbers, found 1 with"),
    "typed in": (contents.require_nothing_typed_in, "found Language, TemporaryAddress, Dentist"),
}


@pytest.mark.parametrize("name", ABSENT)
def test_what_must_not_be_there_is_judged(name: str) -> None:
    """Bente has it all."""
    judge, words = ABSENT[name]
    without = replace(OTHER, patient=replace(OTHER.patient, provider=None))
    judge(without)
    assert words in shortfall(lambda: judge(card_of()))


def test_protection_is_judged_by_the_mark_and_by_every_part() -> None:
    """A protected card passes; one without the mark, or with a town, does not."""
    contents.require_protected(card_of(world=HIDDEN))
    contents.require_protected(card_of(Persona.BRUNO))
    assert "expected the mark ConfAddr" in shortfall(lambda: contents.require_protected(card_of()))
    leaking = card_of(Persona.BRUNO, mutant="service-town-of-the-protected")
    assert "found 7000, Fredericia" in shortfall(lambda: contents.require_protected(leaking))


# Searches

HIT = DocumentEntry(
    unique_id="1.2.3^a",
    repository_id="1.2.3",
    home_community_id="urn:oid:1.2",
    cpr=Persona.BENTE,
    format_code=FormatCode.PDC_V3,
    title=f"Personal Data Card for {Persona.BENTE}",
)


def hits(*entries: DocumentEntry, code: str = "") -> QueryResponse:
    errors = (RegistryError(code=code, context="x"),) if code else ()
    return QueryResponse(entries=entries, errors=errors)


SEARCHES: dict[str, tuple[Callable[[], None], Callable[[], None], str]] = {
    "kind": (
        lambda: searches.require_on_demand(hits(HIT)),
        lambda: searches.require_on_demand(hits(replace(HIT, entry_type=EntryType.STABLE))),
        f"found {EntryType.STABLE}",
    ),
    "nothing": (
        lambda: searches.require_no_card(()),
        lambda: searches.require_no_card((HIT,)),
        "expected no card, found 1, the first of 2512489996",
    ),
    "error": (
        lambda: searches.require_failure(
            hits(code="XDSUnknownStoredQuery"), "XDSUnknownStoredQuery"
        ),
        lambda: searches.require_failure(hits(HIT), "XDSUnknownStoredQuery"),
        "expected the XDS error XDSUnknownStoredQuery, found no error, 1 hits",
    ),
    "home": (
        lambda: searches.require_address(HIT),
        lambda: searches.require_address(replace(HIT, home_community_id="1.2")),
        "expected a home community urn:oid:…, found 1.2",
    ),
    "repository": (
        lambda: searches.require_address(HIT),
        lambda: searches.require_address(replace(HIT, repository_id="x")),
        "expected an OID, found x",
    ),
    "document id": (
        lambda: searches.require_address(HIT),
        lambda: searches.require_address(replace(HIT, unique_id="1.2.4^a")),
        "expected a document id 1.2.3^…, found 1.2.4^a",
    ),
    "label": (
        lambda: searches.require_label(HIT, Persona.BENTE),
        lambda: searches.require_label(replace(HIT, type_code=None), Persona.BENTE),
        "expected the typeCode PDC^^1.2.208.184.100.1, found none",
    ),
    "name": (
        lambda: searches.require_hidden(HIT, BENTE),
        lambda: searches.require_hidden(replace(HIT, patient_info=("PID-5|Knudsen^B",)), BENTE),
        "found Knudsen",
    ),
    "same id": (
        lambda: searches.require_same_id(hits(HIT), hits(HIT)),
        lambda: searches.require_same_id(hits(HIT), hits(replace(HIT, unique_id="1.2.3^b"))),
        "expected the id 1.2.3^a, found 1.2.3^b",
    ),
    "another id": (
        lambda: searches.require_another_id(hits(HIT), hits(replace(HIT, unique_id="1.2.3^b"))),
        lambda: searches.require_another_id(hits(HIT), hits(HIT)),
        "expected an id other than 1.2.3^a, found the same",
    ),
    "reference": (
        lambda: searches.require_reference(
            ReferenceResponse(status="", ids=("1.2.3^a",)), hits(HIT)
        ),
        lambda: searches.require_reference(ReferenceResponse(status="", ids=("b",)), hits(HIT)),
        "expected the id 1.2.3^a, found b",
    ),
    "id alone": (
        lambda: searches.require_id_alone(ReferenceResponse(status="", ids=("a",))),
        lambda: searches.require_id_alone(ReferenceResponse(status="", ids=("a",), entries=(HIT,))),
        "found 1 ids and 1 entries",
    ),
    "one hit": (
        lambda: searches.require_on_demand(hits(HIT)),
        lambda: searches.require_on_demand(hits(HIT, HIT)),
        "expected one card, found 2 (no error)",
    ),
}


@pytest.mark.parametrize("name", SEARCHES)
def test_an_answer_to_a_search_is_judged(name: str) -> None:
    """The first passes, the second does not."""
    sound, wrong, words = SEARCHES[name]
    sound()
    assert words in shortfall(wrong)


# Retrievals


def test_errors_parts_and_wholes_are_judged() -> None:
    """By their numbers and by the status."""
    part = answer(card_of(), status=ResponseStatus.PARTIAL_SUCCESS, errors=1)
    retrievals.require_error_code(part, ErrorCode.DOCUMENT_UNIQUE_ID)
    retrievals.require_one_and_an_error(part)
    retrievals.require_part(part)
    retrievals.require_whole(answer(card_of(), card_of()), documents=2)
    whole = answer(card_of())
    assert "found no error" in shortfall(lambda: retrievals.require_error_code(whole, "X"))
    assert "found 1 documents and 0 errors" in shortfall(
        lambda: retrievals.require_one_and_an_error(whole)
    )
    assert "expected PartialSuccess, found Success" in shortfall(
        lambda: retrievals.require_part(whole)
    )
    assert "expected 2 documents" in shortfall(lambda: retrievals.require_whole(part, documents=2))


def test_a_document_is_new_and_made_now() -> None:
    """Five minutes are allowed between the clocks."""
    card = card_of()
    retrievals.require_new_document(card, card_of())
    retrievals.require_made_at(card, NOW + retrievals.NEAR)
    assert "found the same" in shortfall(lambda: retrievals.require_new_document(card, card))
    late = NOW + retrievals.NEAR + timedelta(seconds=1)
    assert "found 2026-11-21T13:00:00+01:00" in shortfall(
        lambda: retrievals.require_made_at(card, late)
    )
    untimed = replace(card, effective_time=NI)
    assert "found Null" in shortfall(lambda: retrievals.require_made_at(untimed, NOW))
