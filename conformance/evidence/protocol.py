"""The conformance report: one self-contained page in the form of a MedCom test protocol."""

from datetime import datetime
from typing import Final

from jinja2 import Environment

from conformance.clock import COPENHAGEN
from conformance.evidence.events import RequirementSnapshot
from conformance.evidence.kill_page import KILL_PAGE_NAME
from conformance.evidence.pages import templates
from conformance.evidence.record import Record
from conformance.evidence.rows import chapters
from conformance.evidence.tally import ORDER, SIGNS, counts, harmless
from conformance.evidence.verdict import RequirementVerdict, RunVerdict, Verdict, is_binding

GRADES: Final = (
    ("F1", "critical"),
    ("F2", "serious"),
    ("F3", "significant"),
    ("F4", "less significant"),
    ("OK", "approved"),
    ("Not relevant", "with a reason"),
)
"""MedCom's grades; F1 to F3 must be mended before approval."""

CONCLUSIONS: Final = {
    Verdict.PASSED: "Every applicable requirement that binds and that this edition tests was shown "
    "to be kept. What no test can show is listed in section 6, and left to the reviewer.",
    Verdict.FAILED: "At least one requirement that binds is not kept.",
    Verdict.INCONCLUSIVE: "The run does not allow a conclusion.",
    Verdict.NOT_RUN: "Part of what is required was not run: nothing is concluded of it.",
    Verdict.AWAITING_ASSESSMENT: "A person must still see part of what is required.",
}


def render(record: Record, verdict: RunVerdict) -> str:
    """Return the report of *record*, judged as *verdict*, as one HTML page.

    Source of the form: MedCom's test protocol for receiving HomeCareObservation, 2025-12-19.
    """
    started = record.started
    parts = chapters(verdict, started.chapters if started else {}, record.folder)
    rows = [row for part in parts for row in part.rows]
    mild = harmless(verdict)
    failed = [row for row in rows if row.verdict is Verdict.FAILED]
    template = _environment().get_template("report.html.j2")
    return template.render(
        run=started,
        finished=record.finished,
        verdict=verdict,
        conclusion=CONCLUSIONS[verdict.verdict],
        chapters=parts,
        requirements=sorted(verdict.requirements, key=_failures_first),
        requirement_counts=counts(r.verdict for r in verdict.requirements),
        scenario_counts=counts(row.verdict for row in rows),
        shortfalls=sorted(failed, key=lambda row: row.result.planned.id in mild),
        irrelevant=[row for row in rows if not row.relevant],
        inspected=_inspected(verdict),
        files=[file for row in rows for file in row.files],
        harmless=mild,
        grades=GRADES,
        kill_page=KILL_PAGE_NAME,
    )


def _inspected(verdict: RunVerdict) -> list[RequirementSnapshot]:
    """What applies and no scenario can show: the reviewer asks to see it."""
    return [
        judged.requirement
        for judged in verdict.requirements
        if judged.requirement.inspect and judged.verdict is not Verdict.NOT_APPLICABLE
    ]


def _failures_first(judged: RequirementVerdict) -> tuple[int, bool, str]:
    return ORDER.index(judged.verdict), not is_binding(judged.requirement), judged.requirement.id


def _environment() -> Environment:
    environment = templates()
    environment.filters["local"] = _local
    environment.filters["slug"] = lambda verdict: str(verdict).replace(" ", "-")
    environment.filters["binding"] = is_binding
    environment.globals["signs"] = SIGNS
    return environment


def _local(instant: datetime) -> str:
    """The time in Denmark, as people write it."""
    return instant.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M:%S %Z")
