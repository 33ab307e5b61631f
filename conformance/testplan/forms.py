"""The forms of a test plan: a page to print, CSV for a spreadsheet, JSON for programs."""

import csv
import io
from typing import Final

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.catalogue.step_numbers import spans
from conformance.evidence.events import PlannedStep
from conformance.evidence.protocol import GRADES
from conformance.testplan.plan import Plan, PlanRow

COLUMNS: Final = (
    "Test step #",
    "Chapter",
    "Title",
    "Action",
    "Test data",
    "Expected result",
    "Requirement",
    "Level",
    "Suggested grade",
    "Source",
    "Applies",
    "Why not",
)
"""The columns of the CSV form: MedCom's, then what the catalogue and the profile add."""


def to_html(plan: Plan, *, status: str) -> str:
    """One self-contained page, made for A4 across; *status* is that of the edition.

    Source of the form: MedCom's test protocol for receiving HomeCareObservation, 2025-12-19.
    """
    environment = Environment(
        loader=PackageLoader("conformance.testplan"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["spans"] = lambda found: spans(row.number for row in found)
    return environment.get_template("plan.html.j2").render(
        plan=plan, run=plan.context, status=status, grades=GRADES
    )


def to_csv(plan: Plan) -> str:
    """One line a step, with semicolons and a byte order mark: so Danish spreadsheets open it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    for row in plan.rows:
        told = row_facts(row)
        writer.writerow([_cell(told[name]) for name in COLUMNS])
    for requirement, because in plan.untested:
        told = dict.fromkeys(COLUMNS, "")
        told |= {
            "Test step #": "not tested",
            "Chapter": "",
            "Title": requirement.title,
            "Expected result": requirement.inspect,
            "Requirement": requirement.id,
            "Level": requirement.level,
            "Suggested grade": requirement.grade,
            "Source": requirement.source,
            "Applies": "yes" if requirement.applies else "no",
            "Why not": because,
        }
        writer.writerow(told.values())
    return f"\ufeff{text.getvalue()}"


def row_facts(row: PlanRow) -> dict[str, object]:
    """What a row says, by column; several values are a list."""
    return {
        "Test step #": row.number,
        "Chapter": row.scenario.chapter,
        "Title": row.scenario.title,
        "Action": [_sentence(step) for step in row.action],
        "Test data": list(row.data),
        "Expected result": [_sentence(step) for step in row.expected],
        "Requirement": [each.id for each in row.requirements],
        "Level": sorted({each.level.value for each in row.requirements}),
        "Suggested grade": sorted({each.grade for each in row.requirements if each.grade}),
        "Source": [each.source for each in row.requirements],
        "Applies": "yes" if row.applies else "no",
        "Why not": row.reason_not,
    }


def to_json(plan: Plan, *, status: str) -> bytes:
    """The same for programs, with what the profile declares."""
    context = plan.context
    return msgspec.json.encode(
        {
            "edition": context.edition,
            "edition_status": status,
            "tool_version": context.tool_version,
            "sides": context.sides,
            "system": context.system_under_test,
            "profile": dict(context.profile),
            "steps": [_as_json(row) for row in plan.rows],
            "not_tested": [
                {
                    "requirement": requirement.id,
                    "title": requirement.title,
                    "because": because,
                    "inspect": requirement.inspect,
                    "verification": requirement.verification,
                }
                for requirement, because in plan.untested
            ],
        }
    )


def _as_json(row: PlanRow) -> dict[str, object]:
    return {
        "step": row.scenario.step,
        "scenario": row.scenario.id,
        "title": row.scenario.title,
        "chapter": row.scenario.chapter,
        "rule": row.scenario.rule,
        "side": row.scenario.side,
        "negative": row.negative,
        "action": [_sentence(step) for step in row.action],
        "test_data": row.data,
        "expected": [_sentence(step) for step in row.expected],
        "requirements": [
            {
                "id": each.id,
                "level": each.level,
                "source": each.source,
                "suggested_grade": each.grade,
            }
            for each in row.requirements
        ],
        "applies": row.applies,
        "reason_not": row.reason_not,
    }


def _sentence(step: PlannedStep) -> str:
    table = ("; ".join(line) for line in step.table)
    return "\n".join(filter(None, (f"{step.keyword} {step.text}", *table, step.docstring)))


def _cell(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
