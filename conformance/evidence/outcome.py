"""Turns what a scenario raised into an outcome with expected, found, where and how to mend it."""

from dataclasses import dataclass
from typing import Final

from conformance.evidence.events import Outcome, StepFinished
from conformance.evidence.redact import redact_text
from conformance.findings import Shortfall

MAX_REASON: Final = 2_000
"""Characters kept of a message."""

_WORST_FIRST: Final = (
    Outcome.FAILED,
    Outcome.INCONCLUSIVE,
    Outcome.NOT_APPLICABLE,
    Outcome.PASSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """How a scenario, or one phase of it, ended."""

    outcome: Outcome
    reason: str = ""
    expected: str = ""
    found: str = ""
    where: str = ""
    fix: str = ""


def shortfall(error: BaseException, step: StepFinished | None) -> Conclusion:
    """The system fell short: *error* is a Shortfall, or an assertion that failed in *step*."""
    if isinstance(error, Shortfall):
        return Conclusion(
            outcome=Outcome.FAILED,
            reason=message(f"expected {error.expected}, found {error.found}"),
            expected=message(error.expected),
            found=message(error.found),
            where=message(error.where),
            fix=message(error.fix or ""),
        )
    return Conclusion(
        outcome=Outcome.FAILED,
        reason=message(str(error)) or "an assertion failed without a message",
        expected=f"{step.keyword} {step.text}" if step else "",
        found=message(str(error)),
        where=f"step {step.index + 1} of the scenario" if step else "",
    )


def broken(error: BaseException) -> Conclusion:
    """The tool, the configuration or the environment broke: nothing is known of the system."""
    return inconclusive(f"{type(error).__name__}: {error}")


def inconclusive(reason: str) -> Conclusion:
    """Nothing is known of the system, because of *reason*."""
    return Conclusion(outcome=Outcome.INCONCLUSIVE, reason=message(reason))


def not_applicable(reason: str) -> Conclusion:
    """The scenario does not concern the system, because of *reason*."""
    return Conclusion(outcome=Outcome.NOT_APPLICABLE, reason=message(reason))


def worse(one: Conclusion | None, other: Conclusion) -> Conclusion:
    """The worse of two; the first of two alike."""
    if one is None or _WORST_FIRST.index(other.outcome) < _WORST_FIRST.index(one.outcome):
        return other
    return one


def message(text: str) -> str:
    """*text* as it may be kept: without secrets and bounded."""
    safe = redact_text(text).strip()
    return safe if len(safe) <= MAX_REASON else f"{safe[:MAX_REASON]} [cut]"
