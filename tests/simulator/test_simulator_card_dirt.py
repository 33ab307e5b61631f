"""What can be wrong inside a card: for the citizen it was ordered for, valid, and read back."""

from collections.abc import Callable
from uuid import UUID

import pytest
from lxml import etree

from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.entries import (
    CitizenNameAddress,
    ContactNumbers,
    LivingWill,
    NoResuscitation,
    Relative,
    TreatmentWill,
    UnknownEntry,
)
from conformance.pdc.narrative import NO_RESUSCITATION_CAPTION, Narrative, narrative_of
from conformance.pdc.read import read
from conformance.pdc.rules import check
from conformance.pdc.values import Card
from conformance.safe_xml import parse
from conformance.simulator.cards.dirt import FAULTS, OTHER_NAME
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from tests.official import official

BENTE, MAX = Persona.BENTE, Persona.MAX


@pytest.fixture
def dirty(world: World) -> Callable[[Fault], Card]:
    """Bente's card with one fault in it."""

    def made(fault: Fault, cpr: str = BENTE) -> Card:
        world.mend_all()
        world.inject(fault, cpr)
        return maker().make(world, cpr)

    return made


def maker() -> CardMaker:
    return CardMaker(new_uuid=lambda: UUID(int=1))


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("version", DocumentVersion)
@pytest.mark.parametrize("persona", Persona)
def test_a_dirty_card_is_valid_and_is_read_back(
    fault: Fault, version: DocumentVersion, persona: Persona, world: World
) -> None:
    """Dirt is a fault of content: CDA's own schema accepts it, and so does our reader."""
    world.inject(fault)
    card = maker().make(world, persona, version)
    assert read(build(card)) == card
    schema = etree.XMLSchema(etree.parse(official("schemas/cda/infrastructure/cda/CDA_SDTC.xsd")))
    schema.assertValid(parse(build(card)))


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_dirt_is_in_the_card_of_the_citizen_it_was_ordered_for(fault: Fault, world: World) -> None:
    """And in nobody else's."""
    clean = {cpr: maker().make(world, cpr) for cpr in (BENTE, MAX)}
    world.inject(Fault.LEGACY_NULL_FLAVOR, MAX)
    world.inject(fault, BENTE)
    assert maker().make(world, BENTE) != clean[BENTE]
    world.mend(Fault.LEGACY_NULL_FLAVOR)
    if fault is not Fault.LEGACY_NULL_FLAVOR:
        assert maker().make(world, MAX) == clean[MAX]


def test_telephone_numbers_are_null(dirty: Callable[[Fault], Card]) -> None:
    """Private and mobile ones, in the entry and in the text."""
    card = dirty(Fault.TELEPHONE_NULL)
    numbers = [
        telecom
        for entry in card.entries
        if isinstance(entry, ContactNumbers | Relative)
        for telecom in entry.telecoms
    ]
    assert "tel:null" in {telecom.value for telecom in numbers}
    assert {t.value for t in numbers if t.use != "WP"} == {"tel:null"}
    assert card.narrative == narrative_of(card.entries)


def test_the_street_is_the_word_null(dirty: Callable[[Fault], Card], world: World) -> None:
    """In header and entry; a protected address has no street."""
    card = dirty(Fault.STREET_NULL)
    (entry,) = (e for e in card.entries if isinstance(e, CitizenNameAddress))
    assert card.patient.address is not None
    assert card.patient.address.lines == entry.address.lines == ("null",)
    world.protect(BENTE)
    assert b"null<" not in build(dirty(Fault.STREET_NULL))


def test_both_wills_are_true(dirty: Callable[[Fault], Card]) -> None:
    """Treatment will and living will at once, which our rules tell."""
    card = dirty(Fault.BOTH_WILLS)
    wills = [e.registered for e in card.entries if isinstance(e, TreatmentWill | LivingWill)]
    assert wills == [True, True]


def test_a_version_3_document_calls_itself_version_2(dirty: Callable[[Fault], Card]) -> None:
    """The template is that of 3.0, the mark is not; which our rules tell."""
    card = dirty(Fault.VERSION_2_MARKER)
    assert card.templates[0].extension == "3.0"
    ids = [event.id.extension for event in card.documentation_of if event.id]
    assert ids == ["pdc-v2.0"]
    assert list(check(build(card)))


def test_the_text_contradicts_the_entries(dirty: Callable[[Fault], Card]) -> None:
    """Another name and the opposite registrations in the text; the entries are as they were."""
    card = dirty(Fault.CONTRADICTING_NARRATIVE)
    assert isinstance(card.narrative, Narrative)
    rows = {row.caption: row.items for row in card.narrative.rows}
    true_rows = {row.caption: row.items for row in narrative_of(card.entries).rows}
    assert OTHER_NAME.full in {item for items in rows.values() for item in items}
    assert rows[NO_RESUSCITATION_CAPTION] != true_rows[NO_RESUSCITATION_CAPTION]
    assert len(card.narrative.rows) == len(narrative_of(card.entries).rows)


def test_one_entry_is_of_an_unknown_kind(dirty: Callable[[Fault], Card]) -> None:
    """The last one, beside all that belong in the card."""
    *known, last = dirty(Fault.UNKNOWN_ENTRY).entries
    assert isinstance(last, UnknownEntry)
    assert not any(isinstance(entry, UnknownEntry) for entry in known)
    assert any(isinstance(entry, NoResuscitation) for entry in known)


def test_the_null_flavor_of_2024_has_no_row(dirty: Callable[[Fault], Card]) -> None:
    """The entry is there, the text does not tell of it."""
    card = dirty(Fault.LEGACY_NULL_FLAVOR)
    assert isinstance(card.narrative, Narrative)
    assert NO_RESUSCITATION_CAPTION not in {row.caption for row in card.narrative.rows}
    (entry,) = (e for e in card.entries if isinstance(e, NoResuscitation))
    assert entry.registered is None
