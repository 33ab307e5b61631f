"""Judges the texts of a screen, wherever on it they stand."""

from collections.abc import Iterator
from typing import Final

import msgspec

from conformance.findings import Shortfall
from conformance.judgement.expected_view.comparison import (
    Comparison,
    Line,
    Mark,
    require_agreement,
)
from conformance.judgement.expected_view.likeness import holds, words
from conformance.judgement.expected_view.persons import note_line
from conformance.judgement.views import require_shown
from conformance.vendor.protocol import View

_SCREEN: Final = "the screen after opening the card"


def secret_lines(view: View, secrets: tuple[str, ...]) -> Iterator[Line]:
    """A line for each text of the screen that gives away what is protected."""
    for place, text in _texts(msgspec.to_builtins(view), ""):
        for secret in secrets:
            if holds(text, secret):
                yield Line(
                    field=place,
                    expected=f"nothing of '{secret}'",
                    found=repr(text),
                    mark=Mark.FORBIDDEN,
                    why="that person has name and address protection",
                    fix="show what the newest card says, and nothing remembered from before it",
                )


def require_no_word(view: View, word: str) -> None:
    """No text of the screen may hold this word."""
    for place, text in _texts(msgspec.to_builtins(view), ""):
        if word in words(text):
            raise Shortfall(
                expected=f"no '{word}' on the screen",
                found=repr(text),
                where=f"{_SCREEN}, {place}",
                fix="leave out a telephone value without digits, and a street that says null",
            )


def require_note(view: View, note: str) -> None:
    """A relative's note must be on the screen, sign by sign."""
    shown = [relative.note or "" for relative in require_shown(view).relatives or ()]
    lines = [note_line("note", note, each) for each in shown or [""]]
    if not any(line.agrees for line in lines):
        require_agreement(Comparison(lines=(lines[-1],)))


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{place}, {name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, 1):
            yield from _texts(inner, f"{place} {number}")
    elif isinstance(value, str):
        yield place, value
