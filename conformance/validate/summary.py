"""What a run over many documents comes to: counts, and the documents with most findings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import Final

import msgspec

from conformance.findings import Severity
from conformance.validate.report import DocumentReport

MOST_WORST: Final = 20
"""Documents that a summary names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """A document with many findings, and its number in the order of input."""

    source: str
    number: int
    fails: int
    warnings: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """The worst first, then the earliest."""
        return -self.fails, -self.warnings, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts over all documents of a run.

    *documents* counts reports: one for each input, and one for each document inside a message.
    *unreadable* are those that could not be had at all; they are not valid. *by_rule* counts
    findings, *documents_by_rule* the documents that have at least one; *severity_of_rule* is the
    gravest of a rule's findings. *seconds* is the time that the run took, 0 when it is not known.
    """

    documents: int = 0
    valid: int = 0
    unreadable: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_severity: Mapping[str, int] = field(default_factory=dict)
    by_rule: Mapping[str, int] = field(default_factory=dict)
    documents_by_rule: Mapping[str, int] = field(default_factory=dict)
    severity_of_rule: Mapping[str, Severity] = field(default_factory=dict)
    worst: tuple[Worst, ...] = ()
    seconds: float = 0.0

    @property
    def documents_per_second(self) -> float:
        """0 when the time is not known."""
        return self.documents / self.seconds if self.seconds else 0.0

    def joined(self, other: "Summary") -> "Summary":
        """The two together, as if they were one run; the seconds are added."""
        return Summary(
            documents=self.documents + other.documents,
            valid=self.valid + other.valid,
            unreadable=self.unreadable + other.unreadable,
            by_kind=_added(self.by_kind, other.by_kind),
            by_severity=_added(self.by_severity, other.by_severity),
            by_rule=_added(self.by_rule, other.by_rule),
            documents_by_rule=_added(self.documents_by_rule, other.documents_by_rule),
            severity_of_rule=_gravest(self.severity_of_rule, other.severity_of_rule),
            worst=worst_of((*self.worst, *other.worst)),
            seconds=self.seconds + other.seconds,
        )

    def lasting(self, seconds: float) -> "Summary":
        """The same, with the time that it took."""
        return replace(self, seconds=seconds)

    def as_json(self) -> dict[str, object]:
        """The summary as JSON holds it, rules by how often they are broken."""
        told = msgspec.to_builtins(self)
        told["invalid"] = self.documents - self.valid
        told["documents_per_second"] = round(self.documents_per_second, 1)
        told["seconds"] = round(self.seconds, 3)
        return dict(told)


class Tally:
    """Counts as it goes; `summary` is what it has come to."""

    def __init__(self) -> None:
        self._documents = self._valid = self._unreadable = 0
        self._kinds: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()
        self._gravest: dict[str, Severity] = {}
        self._worst: list[Worst] = []

    @property
    def documents(self) -> int:
        """How many have been counted."""
        return self._documents

    def add(self, report: DocumentReport, number: int) -> None:
        """Count one document; *number* is its place in the order of input."""
        self._documents += 1
        self._valid += report.valid
        self._unreadable += report.unreadable is not None
        self._kinds[report.kind.value] += 1
        if not report.findings:
            return
        for finding in report.findings:
            known = self._gravest.get(finding.rule)
            if known is not finding.severity:
                self._gravest[finding.rule] = _graver(known or finding.severity, finding.severity)
        severities = [finding.severity.value for finding in report.findings]
        rules = [finding.rule for finding in report.findings]
        self._severities.update(severities)
        self._rules.update(rules)
        self._broken.update(set(rules))
        fails = severities.count(Severity.FAIL)
        warnings = severities.count(Severity.WARNING)
        if fails or warnings:
            self._worst.append(
                Worst(source=report.source, number=number, fails=fails, warnings=warnings)
            )
        if len(self._worst) > 2 * MOST_WORST:
            self._worst = list(worst_of(self._worst))

    @property
    def summary(self) -> Summary:
        """What has been counted."""
        return Summary(
            documents=self._documents,
            valid=self._valid,
            unreadable=self._unreadable,
            by_kind=_sorted(self._kinds),
            by_severity=_sorted(self._severities),
            by_rule=_sorted(self._rules),
            documents_by_rule=_sorted(self._broken),
            severity_of_rule=dict(sorted(self._gravest.items())),
            worst=worst_of(self._worst),
        )


def worst_of(documents: Iterable[Worst]) -> tuple[Worst, ...]:
    """The worst of them, as many as a summary names."""
    return tuple(nsmallest(MOST_WORST, documents, key=lambda each: each.rank))


def _graver(one: Severity, other: Severity) -> Severity:
    return min(one, other, key=tuple(Severity).index)


def _gravest(one: Mapping[str, Severity], other: Mapping[str, Severity]) -> dict[str, Severity]:
    joined = dict(one)
    for rule, severity in other.items():
        joined[rule] = _graver(severity, joined.get(rule, severity))
    return dict(sorted(joined.items()))


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return _sorted(Counter(one) + Counter(other))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent first, then by name: the same whoever counted what first."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
