"""Judges whether a local copy keeps up with the service."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from conformance.findings import Shortfall
from conformance.judgement import expected_view
from conformance.pdc.values import Card
from conformance.simulator.journal import Exchange, Service
from conformance.vendor.protocol import (
    CardPart,
    DisplayScope,
    LocalNote,
    Refreshed,
    ShownCard,
    View,
    ViewOutcome,
)

TYPED_IN: Final = (
    CardPart.RELATIVES,
    CardPart.CONTACT_NUMBERS,
    CardPart.TEMPORARY_ADDRESS,
    CardPart.LANGUAGE,
    CardPart.DENTIST,
)
"""What citizens and staff type in: the entries with a time stamp. Source: guide 2025-06-26."""

_COPY: Final = "the local copy"


def require_in_step(copy: ShownCard | None, card: Card, now: datetime) -> None:
    """What is typed in must stand in the copy as it does in *card*, and nothing else."""
    if copy is None:
        raise Shortfall(
            expected="a local copy of the card",
            found="none",
            where=_COPY,
            fix="keep the card when it is fetched, and answer with it when the copy is asked for",
        )
    expected = expected_view.expected_view(card, DisplayScope.FULL, now=now)
    view = View(outcome=ViewOutcome.SHOWN, card=copy)
    apart = expected_view.compare_view(view, expected, TYPED_IN).differences
    if apart:
        raise Shortfall(
            expected=_told((line.field, line.expected) for line in apart),
            found=_told((line.field, line.found) for line in apart),
            where=_COPY,
            fix="let a newer entry of the service replace the local one, and remove what the "
            "service no longer has",
        )


def require_refreshed(
    result: Refreshed, refreshed: Sequence[str], failed: Sequence[str] = ()
) -> None:
    """Exactly these copies were brought up to date, and exactly these were not."""
    if sorted(result.refreshed) != sorted(refreshed) or sorted(result.failed) != sorted(failed):
        raise Shortfall(
            expected=f"refreshed {_listed(refreshed)}, failed {_listed(failed)}",
            found=f"refreshed {_listed(result.refreshed)}, failed {_listed(result.failed)}",
            where="the batch refresh",
            fix="go on with the others when one card cannot be fetched, and tell which failed",
        )


def require_fetched_times(journal: Sequence[Exchange], cpr: str, times: int) -> None:
    """The citizen's card was retrieved at least so many times."""
    made = [e for e in journal if e.service is Service.SFSK_REPOSITORY and cpr in e.citizens]
    if len(made) < times:
        raise Shortfall(
            expected=f"{times} retrievals of the card, one for each look-up",
            found=str(len(made)),
            where="the journal of the simulated services",
            fix="fetch the card each time that its data are looked up; only who is notified of "
            "changes may do with less",
        )


def require_notes(notes: Sequence[LocalNote], texts: Sequence[str]) -> None:
    """Exactly these notes are kept beside the citizen's relatives."""
    found = [note.text for note in notes]
    if sorted(found) != sorted(texts):
        raise Shortfall(
            expected=f"the notes {_listed(texts)}",
            found=_listed(found),
            where=f"{_COPY}, notes beside relatives",
            fix="tie what is noted to the id of the entry, and let it go when the entry goes",
        )


def _told(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{field}: {said}" for field, said in pairs)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
