"""What a comparison of a screen with a card says, line by line, and how it becomes a shortfall."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from conformance.findings import Shortfall

NOTHING: Final = "nothing"
"""What is said where nothing is expected, or nothing is shown."""

_MOST_TOLD: Final = 6


class Mark(StrEnum):
    """How what is shown compares with what the card says."""

    AGREES = "agrees"
    """The same fact."""

    MISSING = "missing"
    """The card says it, the screen does not."""

    WRONG = "wrong"
    """The screen says something else than the card."""

    EXTRA = "extra"
    """The screen says it, the card does not."""

    FORBIDDEN = "forbidden"
    """The screen may not say it at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact on both sides. *why* and *fix* are told of a difference."""

    field: str
    expected: str
    found: str
    mark: Mark
    why: str = ""
    fix: str = ""

    @property
    def agrees(self) -> bool:
        """Whether both sides say the same."""
        return self.mark is Mark.AGREES


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All lines of one comparison, in the order of the screen's fields."""

    lines: tuple[Line, ...]

    @property
    def differences(self) -> tuple[Line, ...]:
        """The lines that do not agree."""
        return tuple(line for line in self.lines if not line.agrees)

    def side_by_side(self) -> dict[str, object]:
        """The comparison as evidence: one row a line, which the report shows as a table."""
        return {
            "comparison": [
                {
                    "field": line.field,
                    "expected": line.expected,
                    "found": line.found,
                    "mark": line.mark.value,
                    "why": line.why,
                    "fix": line.fix,
                }
                for line in self.lines
            ]
        }


def require_agreement(comparison: Comparison) -> None:
    """No line may differ: raises Shortfall with field, expected, found, why and fix of each."""
    told = comparison.differences
    if not told:
        return
    raise Shortfall(
        expected=_joined(f"{line.field}: {line.expected}" for line in told),
        found=_joined(f"{line.field}: {line.found} ({line.mark})" for line in told),
        where="the screen after opening the card, beside the card that was served",
        fix=_joined(f"{line.field}: {_advice(line)}" for line in told),
    )


def _advice(line: Line) -> str:
    return "; ".join(part for part in (line.why, line.fix) if part) or "show what the card says"


def _joined(parts: Iterable[str]) -> str:
    every = list(parts)
    more = [f"and {len(every) - _MOST_TOLD} more"] if len(every) > _MOST_TOLD else []
    return "; ".join(every[:_MOST_TOLD] + more)
