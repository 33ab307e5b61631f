"""Judges whether a local copy keeps up with the service."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from conformance.findings import Shortfall
from conformance.pdc.values import (
    Card,
    ContactNumbers,
    Dentist,
    Language,
    Relative,
    TemporaryAddress,
)
from conformance.simulator.state.journal import Exchange, Service
from conformance.vendor.protocol import LocalNote, Refreshed, ShownCard

_COPY: Final = "the local copy"
_CODE: Final = 2
"""Letters of a code of ISO 639-1."""

_PARTS: Final = (
    (Relative, "relatives"),
    (ContactNumbers, "contact_numbers"),
    (TemporaryAddress, "temporary_address"),
    (Language, "language"),
    (Dentist, "dentist"),
)
"""What is typed in, and the part of a copy that it stands in."""


def require_in_step(copy: ShownCard | None, card: Card, before: Sequence[Card] = ()) -> None:
    """What is typed in in *card* stands in the copy, and nothing else of that kind.

    Looked for are names, numbers, streets, codes and clinics, wherever in the copy: how they are to
    be shown is judged elsewhere. What only *before* had is gone, and where *card* has no entry of a
    kind the copy has none either.
    """
    if copy is None:
        raise Shortfall(
            expected="a local copy of the card",
            found="none",
            where=_COPY,
            fix="keep the card when it is fetched, and answer with it when the copy is asked for",
        )
    texts = tuple(_texts(msgspec.to_builtins(copy)))
    wanted = tuple(_marks(card))
    stale = [m for old in before for m in _marks(old) if m not in wanted and _holds(texts, m)]
    stale = stale or [p for kind, p in _PARTS if not card.of(kind) and getattr(copy, p)]
    missing = [mark for mark in wanted if not _holds(texts, mark)]
    if missing or stale:
        raise Shortfall(
            expected=f"in step with the service: {_listed(missing)} there, {_listed(stale)} gone",
            found=f"{_listed(stale)} there, {_listed(missing)} missing",
            where=_COPY,
            fix="let a newer entry of the service replace the local one, and remove what the "
            "service no longer has",
        )


def require_without(copy: ShownCard | None, text: str) -> None:
    """Nothing of the card on the screen says *text*."""
    texts = () if copy is None else tuple(_texts(msgspec.to_builtins(copy)))
    if _holds(texts, text):
        raise Shortfall(
            expected=f"nothing of {text}",
            found=text,
            where="the screen after opening the card",
            fix="show what the card says, and nothing else",
        )


def _marks(card: Card) -> Iterator[str]:
    """What the typed-in entries of a card can be told by."""
    for relative in card.of(Relative):
        yield relative.name.full
    for contact in card.of(ContactNumbers):
        yield from (telecom.number for telecom in contact.telecoms if telecom.number)
    for stay in card.of(TemporaryAddress):
        yield from stay.address.shown[:1]
    for language in card.of(Language):
        yield language.language.code or ""
    for dentist in card.of(Dentist):
        yield dentist.clinic or ""


def _holds(texts: Sequence[str], mark: str) -> bool:
    """Whether a text has the mark in it; a code must be the whole of it."""
    return any(text == mark or (len(mark) > _CODE and mark in text) for text in texts)


def _texts(value: object) -> Iterator[str]:
    """All texts in a value made of mappings, lists and texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


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


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
