"""Printing: byte for byte what building gives, whatever was printed before."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.datatypes import PersonName, TimeStamp
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.cards.printing import print_card
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World


@pytest.mark.parametrize("fault", [None, *Fault])
def test_a_printed_card_is_the_card_as_it_is_built(fault: Fault | None, world: World) -> None:
    """Of every persona, in either version, the first time and again at another time."""
    if fault is not None:
        world.inject(fault)
    maker = CardMaker(new_uuid=uuid4)
    for month in (3, 8):
        world.clock.set(datetime(2026, month, 1, 12, 0, tzinfo=UTC))
        for persona in Persona:
            for version in DocumentVersion:
                card = maker.make(world, persona, version)
                assert print_card(card) == build(card)


@pytest.mark.parametrize("word", ["the-id-goes-here", "the-time-goes-here", "a<b&c"])
def test_a_text_that_looks_like_a_gap_is_no_gap(word: str, world: World) -> None:
    """Whoever writes the marks of a gap into a name gets them printed."""
    citizen = world.citizen(Persona.BENTE)
    world.admit(replace(citizen, name=PersonName.of(word, family="X")))
    card = CardMaker(new_uuid=uuid4).make(world, Persona.BENTE)
    for _ in range(2):
        assert print_card(card) == build(card)


@pytest.mark.parametrize("odd", ["", "a&b", "<", "the-id-goes-here"])
def test_an_odd_id_or_time_is_printed_too(odd: str, world: World) -> None:
    """As building writes it, with what XML asks for."""
    card = CardMaker(new_uuid=uuid4).make(world, Persona.BENTE)
    for changed in (
        replace(card, id=replace(card.id, extension=odd)),
        replace(card, effective_time=TimeStamp(text=odd)),
        replace(card, id=replace(card.id, extension=None)),
    ):
        assert print_card(changed) == build(changed)


def test_a_text_that_xml_cannot_carry_is_refused(world: World) -> None:
    """As building refuses it."""
    card = replace(CardMaker(new_uuid=uuid4).make(world, Persona.BENTE), title="a\x01b")
    with pytest.raises(ValueError, match="XML"):
        print_card(card)
