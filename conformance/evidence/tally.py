"""Verdicts counted and signed, the same in every view."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from conformance.evidence.verdict import RunVerdict, Verdict, is_binding

SIGNS: Final = {
    Verdict.FAILED: "✗",
    Verdict.INCONCLUSIVE: "?",
    Verdict.NOT_RUN: "○",
    Verdict.AWAITING_ASSESSMENT: "◐",
    Verdict.WAIVED: "◇",
    Verdict.PASSED: "✓",
    Verdict.NOT_APPLICABLE: "-",
}
"""A sign beside each word, worst first, so that nothing is told by colour alone."""

ORDER: Final = tuple(SIGNS)
"""Worst first, as people read a report."""


def counts(verdicts: Iterable[Verdict]) -> list[tuple[Verdict, int]]:
    """How often each verdict occurs, worst first, those that occur."""
    found = Counter(verdicts)
    return [(verdict, found[verdict]) for verdict in ORDER if found[verdict]]


def harmless(verdict: RunVerdict) -> frozenset[str]:
    """Ids of the scenarios whose shortfall fails no run: all they show is advisory or waived."""
    weighing = {
        judged.requirement.id
        for judged in verdict.requirements
        if is_binding(judged.requirement) and judged.verdict is not Verdict.WAIVED
    }
    known = {judged.requirement.id for judged in verdict.requirements}
    return frozenset(
        result.planned.id
        for result in verdict.scenarios
        if (named := set(result.planned.requirements)) and named <= known - weighing
    )
