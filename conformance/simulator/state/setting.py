"""What a setting is: a value that a tester may turn, its meaning, and what may stand there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which values of its type a setting may have: *words* for people, *holds* for machines."""

    words: str
    holds: Callable[[object], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a setting tells of itself.

    *meaning* is a sentence. Without *allowed* every value of its type may stand there. *example* is
    a value in place of a default that is nothing.
    """

    meaning: str
    allowed: Allowed | None = None
    example: object = None


ABOUT: Final = "about"
"""Where a field's metadata hold what is told of it."""


def about(
    meaning: str, *, allowed: Allowed | None = None, example: object = None
) -> dict[str, About]:
    """The metadata of a field that is a setting."""
    return {ABOUT: About(meaning=meaning, allowed=allowed, example=example)}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() == value != "" and value.isprintable()


TEXT: Final = Allowed(words="text that is not empty", holds=_is_text)
"""One line, without blanks around it."""

TEXTS: Final = Allowed(
    words="a list of texts that are not empty",
    holds=lambda value: isinstance(value, frozenset) and all(_is_text(each) for each in value),
)
"""Several of them."""


def longer_than_nothing(most: timedelta, words: str) -> Allowed:
    """A duration of at most *most*, which *words* name."""
    return Allowed(
        words=f'a duration such as "PT8H" or "P1D": more than none, at most {words}',
        holds=lambda value: isinstance(value, timedelta) and timedelta() < value <= most,
    )


def count_up_to(most: int) -> Allowed:
    """A whole number from 1 to *most*."""
    return Allowed(
        words=f"a whole number from 1 to {most}",
        holds=lambda value: isinstance(value, int) and 1 <= value <= most,
    )
