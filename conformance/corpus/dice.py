"""Draws that are the same for the same seed on every platform and every version of Python."""

import random
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Dice:
    """A stream of draws, told from any other by the parts of its seed.

    Built on `random.Random.random` alone, the one draw that Python promises to keep as it is; a
    text as seed is hashed with SHA-512, whatever PYTHONHASHSEED says.
    """

    def __init__(self, *seed: object) -> None:
        self._draw = random.Random("/".join(map(str, seed))).random  # noqa: S311 - no secret

    def below(self, end: int) -> int:
        """A number from 0 up to, but not including, *end*."""
        return int(self._draw() * end)

    def between(self, low: int, high: int) -> int:
        """A number from *low* to *high*, both included."""
        return low + self.below(high - low + 1)

    def chance(self, rate: float) -> bool:
        """True in *rate* of all draws (0 to 1)."""
        return self._draw() < rate

    def one(self, options: Sequence[T]) -> T:
        """One of *options*."""
        return options[self.below(len(options))]

    def some(self, options: Sequence[T], count: int) -> tuple[T, ...]:
        """*count* different ones of *options*, or all when there are fewer, in their order."""
        left = list(range(len(options)))
        taken = sorted(left.pop(self.below(len(left))) for _ in range(min(count, len(options))))
        return tuple(options[index] for index in taken)

    def digits(self, count: int) -> str:
        """That many digits."""
        return "".join(str(self.below(10)) for _ in range(count))

    def uuid(self) -> str:
        """A UUID of version 4, in small letters."""
        number = 0
        for _ in range(4):
            number = number << 32 | self.below(1 << 32)
        return str(UUID(int=number, version=4))
