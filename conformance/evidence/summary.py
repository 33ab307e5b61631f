"""The end of a run on the console and as JSON: what falls short first, then the totals."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console
from rich.text import Text

from conformance.evidence.record import Record
from conformance.evidence.results import ScenarioResult
from conformance.evidence.tally import SIGNS, counts, harmless
from conformance.evidence.verdict import (
    RequirementVerdict,
    RunVerdict,
    Verdict,
    is_binding,
    scenario_verdict,
)

STYLES: Final = {
    Verdict.PASSED: "bold green",
    Verdict.FAILED: "bold red",
    Verdict.INCONCLUSIVE: "bold yellow",
    Verdict.NOT_RUN: "bold yellow",
    Verdict.AWAITING_ASSESSMENT: "bold magenta",
    Verdict.WAIVED: "bold cyan",
    Verdict.NOT_APPLICABLE: "dim",
}

MAX_LISTED: Final = 10
"""How many scenarios that are inconclusive are told one by one."""


def print_summary(
    record: Record, verdict: RunVerdict, *, console: Console, report: Path | None = None
) -> None:
    """Print the shortfalls, the open ends, the counts and the verdict; then where to read on."""
    mild = harmless(verdict)
    for result in _having(verdict, Verdict.FAILED):
        note = "  (fails no run: advisory or waived)" if result.planned.id in mild else ""
        _say(console, *_heading(result, note))
        for name, value in _mending(result):
            _say(console, (f"    {name:<13}", "dim"), value)
    inconclusive = _having(verdict, Verdict.INCONCLUSIVE)
    for result in inconclusive[:MAX_LISTED]:
        _say(console, *_heading(result, ""))
        _say(console, "    ", result.reason)
    if len(inconclusive) > MAX_LISTED:
        _say(console, f"    and {len(inconclusive) - MAX_LISTED} more that are inconclusive")
    _print_totals(console, record, verdict)
    if report:
        _say(console, ("Report        ", "bold"), str(report))


def to_json(record: Record, verdict: RunVerdict) -> bytes:
    """Return the verdict of *record* for other programs, as indented JSON, UTF-8."""
    started, finished = record.started, record.finished
    facts = {
        "verdict": verdict.verdict,
        "exit_code": verdict.exit_code,
        "reasons": verdict.reasons,
        "run_id": started.run_id if started else None,
        "started": started.at if started else None,
        "ended": finished.at if finished else None,
        "tool_version": started.tool_version if started else None,
        "edition": started.edition if started else None,
        "system_under_test": started.system_under_test if started else None,
        "damage": record.damage,
        "requirements": [_requirement(judged) for judged in verdict.requirements],
        "scenarios": [_scenario(result) for result in verdict.scenarios],
    }
    return msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n"


def _requirement(judged: RequirementVerdict) -> dict[str, object]:
    return {
        "id": judged.requirement.id,
        "title": judged.requirement.title,
        "level": judged.requirement.level,
        "certain": judged.requirement.certain,
        "rests_on": judged.requirement.rests_on,
        "binding": is_binding(judged.requirement),
        "side": judged.requirement.side,
        "source": judged.requirement.source,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "without_waiver": judged.beneath,
        "scenarios": [result.planned.id for result in judged.scenarios],
    }


def _scenario(result: ScenarioResult) -> dict[str, object]:
    finished = result.finished
    return {
        "id": result.planned.id,
        "step": result.planned.step,
        "title": result.planned.title,
        "chapter": result.planned.chapter,
        "requirements": result.planned.requirements,
        "verdict": scenario_verdict(result),
        "reason": result.reason,
        "expected": finished.expected if finished else "",
        "found": finished.found if finished else "",
        "where": finished.where if finished else "",
        "fix": finished.fix if finished else "",
    }


def _print_totals(console: Console, record: Record, verdict: RunVerdict) -> None:
    _say(console, "")
    scenarios = (scenario_verdict(result) for result in verdict.scenarios)
    _say(console, ("Scenarios     ", "bold"), *_counted(scenarios))
    requirements = (judged.verdict for judged in verdict.requirements)
    _say(console, ("Requirements  ", "bold"), *_counted(requirements))
    _say(console, ("Verdict       ", "bold"), _verdict(verdict.verdict))
    for reason in verdict.reasons:
        _say(console, "              ", reason)
    if record.damage and record.damage not in " ".join(verdict.reasons):
        _say(console, ("Record        ", "bold"), record.damage)


def _heading(result: ScenarioResult, note: str) -> tuple[tuple[str, str], str, tuple[str, str]]:
    sign, style = _verdict(scenario_verdict(result))
    return (f"{sign[0]} ", style), f"{result.planned.step} {result.planned.title}", (note, "dim")


def _mending(result: ScenarioResult) -> Iterable[tuple[str, str]]:
    finished = result.finished
    if finished is None:
        return
    told = (
        ("expected", finished.expected),
        ("found", finished.found or finished.reason),
        ("where", finished.where),
        ("to mend it", finished.fix),
        ("requirement", ", ".join(result.planned.requirements)),
    )
    yield from ((name, value.replace("\n", "\n" + " " * 17)) for name, value in told if value)


def _having(verdict: RunVerdict, wanted: Verdict) -> list[ScenarioResult]:
    return [result for result in verdict.scenarios if scenario_verdict(result) is wanted]


def _counted(verdicts: Iterable[Verdict]) -> Iterable[str | tuple[str, str]]:
    found = counts(verdicts)
    if not found:
        yield "none"
    for number, (verdict, count) in enumerate(found):
        yield ", " if number else ""
        yield f"{count} {verdict}", STYLES[verdict]


def _verdict(verdict: Verdict) -> tuple[str, str]:
    return f"{SIGNS[verdict]} {verdict}", STYLES[verdict]


def _say(console: Console, *parts: str | tuple[str, str]) -> None:
    """Print *parts* as they are: brackets in them are no markup."""
    console.print(Text.assemble(*parts), soft_wrap=True, highlight=False)
