"""Counts over many reports, in memory that does not grow with their number."""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from conformance.findings import Severity
from conformance.validate.report import DocumentReport

MOST_WORST: Final = 20
"""How many of the worst documents are remembered."""


@dataclass(slots=True)
class Tally:
    """What has been seen so far: documents, findings by severity and rule, and the worst files."""

    documents: int = 0
    valid: int = 0
    unreadable: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    severity_of: dict[str, Severity] = field(default_factory=dict)
    _worst: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, report: DocumentReport) -> None:
        """Count one document."""
        self.documents += 1
        self.valid += report.valid
        self.unreadable += report.unreadable is not None
        self.kinds[report.kind] += 1
        fails = 0
        for finding in report.findings:
            fails += finding.severity is Severity.FAIL
            self.severities[finding.severity] += 1
            self.rules[finding.rule] += 1
            self._weigh(finding.rule, finding.severity)
        if fails:
            self._remember(fails, report.source)

    @property
    def worst(self) -> list[tuple[str, int]]:
        """The documents with the most findings of severity fail, and how many; the worst first."""
        return [(source, fails) for fails, _, source in sorted(self._worst, reverse=True)]

    def _remember(self, fails: int, source: str) -> None:
        # Among equals the first seen stays: the second key falls as documents come.
        entry = (fails, -self.documents, source)
        if len(self._worst) < MOST_WORST:
            heapq.heappush(self._worst, entry)
        else:
            heapq.heappushpop(self._worst, entry)

    def _weigh(self, rule: str, severity: Severity) -> None:
        """A rule is as severe as the gravest of its findings."""
        order = list(Severity)
        known = self.severity_of.get(rule, severity)
        self.severity_of[rule] = min(known, severity, key=order.index)
