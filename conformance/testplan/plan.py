"""Plans a run without making it: each step, and why it applies or does not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from conformance.catalogue.step_numbers import order
from conformance.evidence.context import RunContext
from conformance.evidence.events import (
    PlannedStep,
    Polarity,
    RequirementSnapshot,
    ScenarioPlanned,
    StepKind,
)
from conformance.evidence.plan import StepNumbers, planned, rows, templates
from conformance.evidence.verdict import inapplicable, why_not_applicable
from conformance.vendor.profile import Profile
from conformance.vendor.ways import way_not_declared

UNNUMBERED: Final = "no number yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One test step. *reason_not* is empty when it applies; *data* are persons to be created."""

    scenario: ScenarioPlanned
    requirements: tuple[RequirementSnapshot, ...]
    data: tuple[str, ...]
    reason_not: str

    @property
    def number(self) -> str:
        """The public number."""
        return self.scenario.step or UNNUMBERED

    @property
    def applies(self) -> bool:
        """Whether a run under this profile would make it."""
        return not self.reason_not

    @property
    def negative(self) -> bool:
        """Whether it shows a breach seen."""
        return self.scenario.polarity is Polarity.NEGATIVE

    @property
    def action(self) -> tuple[PlannedStep, ...]:
        """What is done: Given and When."""
        return tuple(step for step in self.scenario.steps if step.kind is not StepKind.THEN)

    @property
    def expected(self) -> tuple[PlannedStep, ...]:
        """What is to be seen: Then."""
        return tuple(step for step in self.scenario.steps if step.kind is StepKind.THEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChapter:
    """A chapter of the plan; *left_out* are the rows that do not apply, by reason."""

    id: str
    title: str
    rows: tuple[PlanRow, ...]

    @property
    def applicable(self) -> tuple[PlanRow, ...]:
        """The steps that a run would make."""
        return tuple(row for row in self.rows if row.applies)

    @property
    def by_rule(self) -> tuple[tuple[str, tuple[PlanRow, ...]], ...]:
        """The steps that a run would make, in order, neighbours of one rule together."""
        grouped = groupby(self.applicable, key=lambda row: row.scenario.rule)
        return tuple((rule, tuple(found)) for rule, found in grouped)

    @property
    def left_out(self) -> tuple[tuple[str, tuple[PlanRow, ...]], ...]:
        """The steps that do not apply, under their reasons."""
        reasons: dict[str, list[PlanRow]] = {}
        for row in self.rows:
            if not row.applies:
                reasons.setdefault(row.reason_not, []).append(row)
        return tuple((reason, tuple(found)) for reason, found in reasons.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of a run: *untested* are requirements that the suite does not test, with why."""

    context: RunContext
    chapters: tuple[PlanChapter, ...]
    untested: tuple[tuple[RequirementSnapshot, str], ...]

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """All steps, in order."""
        return tuple(row for chapter in self.chapters for row in chapter.rows)


def make_plan(
    features: Path, context: RunContext, profile: Profile, cast: Mapping[str, str]
) -> Plan:
    """The plan for what *context* judges; *cast* says who is meant by the names in features.

    A scenario of a side that is not judged is no part of it. Raises StepNumbersUnusable.
    """
    numbers = StepNumbers()
    known = {requirement.id: requirement for requirement in context.requirements}
    scenarios = (
        planned(template, row, numbers)
        for template in templates(features)
        for row in rows(template)
    )
    found = [
        PlanRow(
            scenario=scenario,
            requirements=tuple(known[each] for each in scenario.requirements if each in known),
            data=tuple(_data(scenario, cast)),
            reason_not=_reason_not(scenario, context, profile),
        )
        for scenario in scenarios
        if scenario.side in (None, *context.sides)
    ]
    shown = {each for row in found for each in row.scenario.requirements}
    return Plan(
        context=context,
        chapters=tuple(_chapters(found, context.chapters)),
        untested=tuple(_untested(context, shown)),
    )


def _reason_not(scenario: ScenarioPlanned, context: RunContext, profile: Profile) -> str:
    if reason := inapplicable(context, scenario.requirements):
        return reason
    told = (
        way_not_declared(step.text, profile)
        for step in scenario.steps
        if step.kind is StepKind.GIVEN
    )
    return next((reason for reason in told if reason), "")


def _data(scenario: ScenarioPlanned, cast: Mapping[str, str]) -> Iterator[str]:
    """Who occurs in the scenario: test persons that must be there."""
    said = "\n".join(
        " ".join((step.text, step.docstring, *(cell for line in step.table for cell in line)))
        for step in scenario.steps
    )
    for word, person in cast.items():
        if re.search(rf"\b{re.escape(word)}\b", said):
            yield person if person.startswith(word) else f"{word}: {person}"


def _chapters(found: Iterable[PlanRow], titles: Mapping[str, str]) -> Iterator[PlanChapter]:
    by_chapter: dict[str, list[PlanRow]] = {}
    for row in found:
        by_chapter.setdefault(row.scenario.chapter, []).append(row)
    for name in sorted(by_chapter):
        steps = sorted(by_chapter[name], key=_place)
        yield PlanChapter(id=name, title=titles.get(name, name), rows=tuple(steps))


def _place(row: PlanRow) -> tuple[bool, tuple[int, int], str]:
    return not row.scenario.step, order(row.scenario.step), row.scenario.id


def _untested(context: RunContext, shown: set[str]) -> Iterator[tuple[RequirementSnapshot, str]]:
    for requirement in context.requirements:
        if requirement.side not in context.sides or requirement.id in shown:
            continue
        reason = why_not_applicable(requirement, context.sides)
        because = requirement.not_tested_because or "no scenario shows it"
        yield requirement, f"{because}; and it does not apply: {reason}" if reason else because
