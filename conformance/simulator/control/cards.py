"""A citizen's card as Fælles Stamkort would make it now: as XML, and as a person reads it."""

from typing import Final
from uuid import uuid4

from conformance.pdc.build import build
from conformance.pdc.datatypes import TimeStamp
from conformance.pdc.narrative import Narrative
from conformance.pdc.values import Card
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.control.pretty import pretty
from conformance.simulator.state.world import UnknownCitizen, World

_CARDS: Final = CardMaker(new_uuid=uuid4)


def card_xml(world: World, cpr: str) -> bytes:
    """The document, indented. Raises UnknownCitizen, also a year after the citizen's death."""
    return pretty(build(_card(world, cpr))).encode("utf-8")


def readable_card(world: World, cpr: str) -> dict[str, object]:
    """The document's title, time and version, and the rows that a person reads.

    Raises UnknownCitizen, also a year after the citizen's death.
    """
    card = _card(world, cpr)
    rows = card.narrative.rows if isinstance(card.narrative, Narrative) else ()
    headings = card.narrative.headings if isinstance(card.narrative, Narrative) else ()
    return {
        "id": card.id.extension,
        "title": card.title,
        "version": card.version,
        "made_at": card.effective_time.text if isinstance(card.effective_time, TimeStamp) else None,
        "patient": _patient(card),
        "headings": headings,
        "rows": [
            {
                "caption": row.caption,
                "items": row.items,
                "source": row.source,
                "changed": row.changed,
            }
            for row in rows
        ],
    }


def _card(world: World, cpr: str) -> Card:
    if not _CARDS.holds(world, cpr):
        raise UnknownCitizen(cpr)
    return _CARDS.make(world, cpr)


def _patient(card: Card) -> dict[str, object]:
    """What the head of the document says of the citizen."""
    patient = card.patient
    provider = patient.provider
    return {
        "cpr": patient.cpr,
        "name": None if patient.name is None else patient.name.full,
        "address": () if patient.address is None else patient.address.shown,
        "practitioner": None if provider is None else provider.name,
    }
