"""The expected view of special cards: restricted, protected, empty, odd."""

from dataclasses import replace
from datetime import timedelta

import pytest
from expected_screens import NOW, altered, expected_of, marks, populated, screen

from conformance.findings import Shortfall
from conformance.judgement.expected_view import (
    PROTECTION,
    Mark,
    compare_view,
    require_view,
    served_card,
)
from conformance.pdc.codes import EnteredBy as EnteredByCode
from conformance.pdc.datatypes import PersonName
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Journal
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.registers import SpokenLanguage, TypedIn
from conformance.simulator.state.world import World
from conformance.vendor.protocol import (
    DisplayScope,
    EnteredBy,
    Provenance,
    Relative,
    ShownCard,
    ShownStatus,
    View,
    ViewOutcome,
)


@pytest.fixture
def world() -> World:
    return populated()


def test_restricted_display_forbids_everything_else(world: World) -> None:
    """Business rule 17: each other field is told by name."""
    expected = expected_of(world, Persona.JENS, DisplayScope.RESTRICTED)
    assert marks(screen(expected), expected) == {}
    assert marks(screen(expected, name="Jens Jensen", language="da"), expected) == {
        "name": Mark.FORBIDDEN,
        "language": Mark.FORBIDDEN,
    }


def test_a_protected_citizen_is_shown_by_words_of_protection_or_not_at_all(world: World) -> None:
    """Any other word in name or address gives something away, and silence tells nobody."""
    expected = expected_of(world, Persona.BRUNO)
    assert expected.protected
    assert marks(screen(expected), expected) == {}
    hidden = {"name": None, "address": None}
    assert marks(screen(expected, **hidden), expected) == {PROTECTION: Mark.MISSING}
    told = {**hidden, "protection": "Adressebeskyttelse"}
    assert marks(screen(expected, **told), expected) == {}
    found = marks(screen(expected, address=("Vejen 1",)), expected)
    assert found == {"address": Mark.FORBIDDEN}


def test_a_protected_name_is_found_wherever_it_stands(world: World) -> None:
    """In a message, a note, or another citizen's custody."""
    world.protect(Persona.MAX)
    expected = expected_of(world, Persona.CHILD)
    assert set(expected.secrets) >= {"Max", "Prøvevej 95"}
    view = screen(expected)
    assert marks(view, expected) == {}
    assert marks(altered(view, message="Far er Max Berggren"), expected) == {
        "message": Mark.FORBIDDEN
    }
    assert marks(screen(expected, relatives=(Relative(name="Max"),)), expected) == {
        "relatives, Max": Mark.EXTRA,
        "card, relatives 1, name": Mark.FORBIDDEN,
    }


def test_a_card_without_language_may_be_danish(world: World) -> None:
    """And nothing else."""
    expected = expected_of(world, Persona.SOFIE)
    assert marks(screen(expected, language="da"), expected) == {}
    assert marks(screen(expected, language="de"), expected) == {"language": Mark.EXTRA}


def test_what_a_professional_entered_may_be_shown_by_person_or_place(world: World) -> None:
    """Both stand in the card."""
    entered = TypedIn(
        at=NOW - timedelta(days=3),
        by=PersonName.of("Lars", family="Larsen"),
        organization="Testhospitalet",
        role=EnteredByCode.PROFESSIONAL,
    )
    spoken = SpokenLanguage(id="1", code="so", display_name="Somali", typed_in=entered)
    world.admit(replace(world.citizen(Persona.SOFIE), language=spoken))
    expected = expected_of(world, Persona.SOFIE)
    at = NOW - timedelta(days=3)
    for name, wanted in (("Testhospitalet", {}), ("Lars Larsen", {}), ("Jens", Mark.WRONG)):
        told = Provenance(entered_by=EnteredBy.HEALTH_PROFESSIONAL, name=name, at=at)
        found = marks(screen(expected, language_provenance=told), expected)
        assert found == ({"language_provenance": wanted} if wanted else {})


@pytest.mark.parametrize("dirt", [Fault.TELEPHONE_NULL, Fault.STREET_NULL])
def test_dirt_is_not_expected_on_the_screen(world: World, dirt: Fault) -> None:
    """Neither a number without a digit nor a street that says null."""
    world.inject(dirt)
    expected = expected_of(world, Persona.BENTE)
    assert marks(screen(expected), expected) == {}
    assert "null" not in str(expected.card)


@pytest.mark.parametrize("odd", [Fault.LEGACY_NAV, Fault.LEGACY_NULL_FLAVOR, Fault.ENTRY_MISSING])
def test_what_is_not_known_is_expected_as_not_known(world: World, odd: Fault) -> None:
    """In both old forms, and when there is no entry."""
    world.inject(odd)
    expected = expected_of(world, Persona.BENTE)
    assert expected.card.no_resuscitation is not None
    assert expected.card.no_resuscitation.status is ShownStatus.UNAVAILABLE


def test_the_text_for_the_reader_is_not_believed(world: World) -> None:
    """What is expected follows from the entries alone."""
    before = expected_of(world, Persona.BENTE)
    world.inject(Fault.CONTRADICTING_NARRATIVE)
    assert expected_of(world, Persona.BENTE) == before


def test_the_comparison_is_kept_with_every_line(world: World) -> None:
    """Those that agree too: the report shows both sides whole."""
    expected = expected_of(world, Persona.BENTE)
    kept = []
    with pytest.raises(Shortfall):
        require_view(screen(expected, name="Ingen"), expected, keep=kept.append)
    [comparison] = kept
    rows = comparison.side_by_side()["comparison"]
    assert {"field": "name", "expected": "Bente Kirkegård Knudsen", "found": "Ingen"}.items() <= (
        rows[1].items()
    )
    assert {row["mark"] for row in rows} == {"agrees", "wrong"}


def test_an_empty_screen_lacks_everything(world: World) -> None:
    """Polite silence is no display."""
    expected = expected_of(world, Persona.BENTE)
    view = View(outcome=ViewOutcome.SHOWN, card=ShownCard())
    with pytest.raises(Shortfall, match=r"and \d+ more"):
        require_view(view, expected)
    found = compare_view(view, expected)
    assert {line.mark for line in found.differences} == {Mark.MISSING}


def test_a_card_that_was_never_fetched_cannot_be_compared() -> None:
    """Nothing was served, so nothing can have been shown rightly."""
    with pytest.raises(Shortfall, match="a card of 2512489996 that was fetched"):
        served_card(Journal(), Persona.BENTE)
