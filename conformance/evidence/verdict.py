"""The verdict of a run, computed from its record: one function for exit code and reports."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from conformance.catalogue import Level, Side, Verification
from conformance.catalogue.step_numbers import spans
from conformance.clock import COPENHAGEN
from conformance.evidence.context import RunContext
from conformance.evidence.events import (
    Ending,
    Outcome,
    RequirementSnapshot,
    RunStarted,
    Waiver,
)
from conformance.evidence.record import Record
from conformance.evidence.results import ScenarioResult, scenario_results


class Verdict(StrEnum):
    """What is concluded of a scenario, a requirement or a run."""

    PASSED = "passed"
    """Applies, was shown by at least one scenario, all ran, none fell short."""

    FAILED = "failed"
    """The system under test fell short."""

    INCONCLUSIVE = "inconclusive"
    """The tool, the configuration or the environment broke; nothing is known of the system."""

    NOT_APPLICABLE = "not applicable"
    """The profile says why."""

    NOT_RUN = "not run"
    """No scenario, a scenario that was left out, or one that did not end."""

    WAIVED = "waived"
    """Not passed, and somebody has approved that until a date not yet past."""

    AWAITING_ASSESSMENT = "awaiting assessment"
    """A person must see it, and no person has."""


_MOST_TOLD: Final = 3
"""Scenarios of a requirement of which its reason tells; the others it names."""

_BY_OUTCOME = {
    Outcome.PASSED: Verdict.PASSED,
    Outcome.FAILED: Verdict.FAILED,
    Outcome.INCONCLUSIVE: Verdict.INCONCLUSIVE,
    Outcome.NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
}

_SEVERITY = (
    Verdict.FAILED,
    Verdict.INCONCLUSIVE,
    Verdict.NOT_RUN,
    Verdict.AWAITING_ASSESSMENT,
)
"""Worst first: the verdict of a whole is the first of these that any part has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementVerdict:
    """What is concluded of one requirement, and why."""

    requirement: RequirementSnapshot
    verdict: Verdict
    reason: str
    scenarios: tuple[ScenarioResult, ...] = ()
    waiver: Waiver | None = None
    beneath: Verdict | None = None
    """What the verdict would be without the waiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVerdict:
    """What is concluded of a run: the only source of exit code and reports."""

    verdict: Verdict
    reasons: tuple[str, ...]
    requirements: tuple[RequirementVerdict, ...]
    scenarios: tuple[ScenarioResult, ...]

    @property
    def exit_code(self) -> int:
        """0 passed; 1 a binding requirement failed; 3 nothing firm can be said."""
        return {Verdict.PASSED: 0, Verdict.FAILED: 1}.get(self.verdict, 3)


def judge(record: Record) -> RunVerdict:
    """Return the verdict of *record*; pure, and total: every record has one."""
    results = scenario_results(record)
    requirements = tuple(_requirements(record.started, results))
    stray = tuple(_stray(record.started, results))
    problems = tuple(_problems(record, results, stray))
    verdict, reasons = _overall(requirements, stray, problems)
    return RunVerdict(
        verdict=verdict, reasons=reasons, requirements=requirements, scenarios=results
    )


def scenario_verdict(result: ScenarioResult) -> Verdict:
    """The verdict of one scenario on its own; without an outcome it is not run."""
    return _BY_OUTCOME[result.outcome] if result.outcome else Verdict.NOT_RUN


def is_binding(requirement: RequirementSnapshot) -> bool:
    """Whether a shortfall fails the run: a must, or declared, on a certain basis, and tested."""
    certain = requirement.certain and not requirement.rests_on
    firm = certain and requirement.level in {Level.MUST, Level.DECLARED}
    return firm and not requirement.not_tested_because


def why_not_applicable(requirement: RequirementSnapshot, sides: Collection[Side]) -> str | None:
    """Why *requirement* does not count in a run that judges *sides*; None when it counts."""
    if not requirement.applies:
        return requirement.reason_not or "the profile gives no reason"
    if sides and requirement.side not in sides:
        return f"the {requirement.side} side is not judged in this run"
    return None


def waiver_in_force(waivers: Iterable[Waiver], requirement: str, day: date) -> Waiver | None:
    """The waiver of *requirement* that holds on *day*; its last day is included."""
    return next((w for w in waivers if w.requirement == requirement and day <= w.expires), None)


def run_day(started: RunStarted) -> date:
    """The day of the run in Denmark."""
    return started.at.astimezone(COPENHAGEN).date()


def inapplicable(context: RunContext, requirements: Iterable[str]) -> str | None:
    """Why none of *requirements* counts in the run; None when one counts or is unknown."""
    found = [context.requirement(identifier) for identifier in requirements]
    reasons = [why_not_applicable(r, context.sides) if r else None for r in found]
    return _joined(r for r in reasons if r) if reasons and all(reasons) else None


def excuse(context: RunContext, requirements: Iterable[str], step: str = "") -> str | None:
    """Why a shortfall in *requirements* fails no run: all advisory or waived; else None.

    *step* is the number of the test step that fell short.
    """
    day = context.clock().astimezone(COPENHAGEN).date()
    excuses = []
    for identifier in requirements:
        requirement = context.requirement(identifier)
        covering = (w for w in context.waivers if not w.steps or step in w.steps)
        waiver = waiver_in_force(covering, identifier, day)
        if requirement is None or (is_binding(requirement) and not waiver):
            return None
        excuses.append(
            f"waived: {waiver.reason}" if waiver else f"advisory: {_why_advisory(requirement)}"
        )
    return "; ".join(dict.fromkeys(excuses)) or None


def _why_advisory(requirement: RequirementSnapshot) -> str:
    if not requirement.certain:
        return f"the basis of {requirement.id} is not certain"
    if requirement.rests_on:
        assumed = ", ".join(requirement.rests_on)
        return f"{requirement.id} is seen by what is assumed of the services ({assumed})"
    return f"{requirement.id} is a {requirement.level}"


def _requirements(
    started: RunStarted | None, results: tuple[ScenarioResult, ...]
) -> Iterable[RequirementVerdict]:
    if started is None:
        return
    for requirement in started.requirements:
        shown_by = tuple(r for r in results if requirement.id in r.planned.requirements)
        verdict, reason = _requirement(started, requirement, shown_by)
        yield _with_waiver(
            started,
            RequirementVerdict(
                requirement=requirement, verdict=verdict, reason=reason, scenarios=shown_by
            ),
        )


def _requirement(
    started: RunStarted, requirement: RequirementSnapshot, results: tuple[ScenarioResult, ...]
) -> tuple[Verdict, str]:
    if inapplicable := why_not_applicable(requirement, started.sides):
        return Verdict.NOT_APPLICABLE, inapplicable
    if not results:
        return _without_scenario(requirement)
    counted = tuple(r for r in results if r.outcome is not Outcome.NOT_APPLICABLE)
    if not counted:
        return Verdict.NOT_APPLICABLE, _joined(r.reason for r in results)
    worst = _worst(scenario_verdict(r) for r in counted)
    if worst is not Verdict.PASSED:
        return worst, _told([r for r in counted if scenario_verdict(r) is worst])
    if requirement.verification is not Verification.MACHINE and not _seen_by_person(counted):
        return Verdict.AWAITING_ASSESSMENT, "a person must see it, and no observation is recorded"
    return Verdict.PASSED, f"{len(counted)} of {len(counted)} scenarios passed"


def _without_scenario(requirement: RequirementSnapshot) -> tuple[Verdict, str]:
    if requirement.inspect:
        return Verdict.AWAITING_ASSESSMENT, f"for the reviewer to see: {requirement.inspect}"
    if requirement.not_tested_because:
        return Verdict.NOT_RUN, f"not tested: {requirement.not_tested_because}"
    if requirement.verification is Verification.PERSON:
        return Verdict.AWAITING_ASSESSMENT, "a person must assess it; no scenario shows it"
    return Verdict.NOT_RUN, "no scenario shows it in this run"


def _with_waiver(started: RunStarted, judged: RequirementVerdict) -> RequirementVerdict:
    waivers = [w for w in started.waivers if w.requirement == judged.requirement.id]
    if not waivers or judged.verdict in {Verdict.PASSED, Verdict.NOT_APPLICABLE}:
        return judged
    covering = [waiver for waiver in waivers if _covers(waiver, judged.scenarios)]
    waiver = waiver_in_force(covering, judged.requirement.id, run_day(started))
    if waiver is None:
        return RequirementVerdict(
            requirement=judged.requirement,
            verdict=judged.verdict,
            reason=f"{judged.reason} ({_why_no_waiver(waivers, covering)})",
            scenarios=judged.scenarios,
        )
    return RequirementVerdict(
        requirement=judged.requirement,
        verdict=Verdict.WAIVED,
        reason=f"{waiver.reason} (approved by {waiver.approved_by}, until {waiver.expires})",
        scenarios=judged.scenarios,
        waiver=waiver,
        beneath=judged.verdict,
    )


def _covers(waiver: Waiver, results: tuple[ScenarioResult, ...]) -> bool:
    """Whether all that is not passed lies in the test steps that the waiver names."""
    fine = {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    rest = [result for result in results if result.outcome not in fine]
    named = all(result.planned.step in waiver.steps for result in rest)
    return not waiver.steps or (bool(rest) and named)


def _why_no_waiver(waivers: list[Waiver], covering: list[Waiver]) -> str:
    if not covering:
        steps = ", ".join(step for waiver in waivers for step in waiver.steps)
        return f"the waiver holds for test step {steps} only"
    latest = max(waiver.expires for waiver in covering)
    return f"the waiver expired on {latest.isoformat()}"


def _stray(
    started: RunStarted | None, results: tuple[ScenarioResult, ...]
) -> Iterable[ScenarioResult]:
    """Scenarios to run that show a requirement unknown to it, or none: they bind, none is lost."""
    known = {r.id for r in started.requirements} if started else set()
    live = (r for r in results if r.planned.selected or r.outcome)
    return (r for r in live if not known.issuperset(r.planned.requirements or ("",)))


def _problems(
    record: Record, results: tuple[ScenarioResult, ...], stray: tuple[ScenarioResult, ...]
) -> Iterable[str]:
    """What keeps the run from a firm conclusion, whatever its scenarios say."""
    if record.damage:
        yield f"the record is not whole: {record.damage}"
    if record.started is None:
        yield "the record does not say what was judged"
    if record.finished is None:
        yield "the run did not end: it was killed, or it still goes on"
    elif record.finished.how is Ending.INTERRUPTED:
        yield f"the run was interrupted: {record.finished.reason or 'no reason given'}"
    if not any(r.outcome for r in results):
        yield "no scenario ran"
    systems = {
        (e.system_under_test.name, e.system_under_test.version)
        for e in record.events
        if isinstance(e, RunStarted)
    }
    if len(systems) > 1:
        yield "the system under test changed between the parts of the run"
    for result in stray:
        yield f"scenario {result.planned.id} shows no requirement that the run knows"


def _overall(
    requirements: tuple[RequirementVerdict, ...],
    stray: tuple[ScenarioResult, ...],
    problems: tuple[str, ...],
) -> tuple[Verdict, tuple[str, ...]]:
    binding = [r for r in requirements if is_binding(r.requirement)]
    applicable = [r for r in binding if r.verdict is not Verdict.NOT_APPLICABLE]
    short = tuple(f"{r.requirement.id}: {r.verdict}" for r in applicable if r.verdict in _SEVERITY)
    worst = _worst([*(r.verdict for r in applicable), *(scenario_verdict(r) for r in stray)])
    if worst is Verdict.FAILED:
        return worst, short + problems
    if problems:
        return Verdict.INCONCLUSIVE, problems + short
    if worst is Verdict.PASSED and all(r.verdict is not Verdict.PASSED for r in applicable):
        return Verdict.NOT_RUN, ("no binding requirement was shown to be kept",)
    return worst, short


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    present = set(verdicts)
    return next((v for v in _SEVERITY if v in present), Verdict.PASSED)


def _seen_by_person(results: tuple[ScenarioResult, ...]) -> bool:
    return any(r.seen_by_person for r in results)


def _told(results: Sequence[ScenarioResult]) -> str:
    """Why the first few ended so, and which others did: the report tells of each further down."""
    words = _joined(_why(result) for result in results[:_MOST_TOLD])
    others = results[_MOST_TOLD:]
    numbers = spans(result.planned.step for result in others if result.planned.step)
    return f"{words}; and {len(others)} more ({numbers or 'without a number'})" if others else words


def _why(result: ScenarioResult) -> str:
    return f"{result.planned.step} {result.planned.title}: {result.reason}".rstrip(": ")


def _joined(reasons: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "no reason given"
