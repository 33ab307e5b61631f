"""Screens that show what is expected of a persona's card, but for what a test changes."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from conformance.clock import SettableClock
from conformance.judgement.expected_view import (
    CONTENT,
    PROTECTION,
    PROVENANCE,
    ExpectedView,
    Mark,
    compare_view,
    expected_view,
    secrets_of,
)
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.personas import populate
from conformance.simulator.state.world import World
from conformance.vendor.protocol import DisplayScope, Status, View, ViewOutcome

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PARTS = (*CONTENT, PROTECTION, PROVENANCE)
altered = msgspec.structs.replace


def populated() -> World:
    """A world with the personas at NOW."""
    found = World(clock=SettableClock())
    found.clock.set(NOW)
    populate(found)
    return found


def expected_of(world: World, cpr: str, display: DisplayScope = DisplayScope.FULL) -> ExpectedView:
    maker = CardMaker(new_uuid=lambda: UUID(int=1))
    secrets = secrets_of(world.citizens.values())
    return expected_view(maker.make(world, cpr), display, now=NOW, secrets=secrets)


def with_words(status: Status | None) -> Status | None:
    return None if status is None else altered(status, text=f"Status: {status.status}")


def screen(expected: ExpectedView, **changes: object) -> View:
    """A screen that shows what is expected, but for *changes*."""
    card = expected.card
    statuses = ("no_resuscitation", "treatment_will", "living_will", "organ_donor")
    worded = {field: with_words(getattr(card, field)) for field in statuses}
    hidden = {"name": "BESKYTTET NAVN/ADRESSE", "address": None} if expected.protected else {}
    shown = altered(card, **(worded | hidden | changes))
    return View(outcome=ViewOutcome.SHOWN, card=shown)


def marks(view: View, expected: ExpectedView) -> dict[str, Mark]:
    """The differences by field."""
    found = compare_view(view, expected, PARTS).differences
    return {line.field: line.mark for line in found}
