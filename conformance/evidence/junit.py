"""JUnit XML of a run, for build servers; a view of the record like the others."""

from typing import Final

from lxml import etree

from conformance.evidence.events import Outcome
from conformance.evidence.record import Record
from conformance.evidence.results import ScenarioResult
from conformance.evidence.verdict import RunVerdict

_CHILD: Final = {
    Outcome.FAILED: "failure",
    Outcome.INCONCLUSIVE: "error",
    Outcome.NOT_APPLICABLE: "skipped",
}
"""JUnit knows no more; a scenario without an outcome is an error too, so that none is lost."""


def junit(record: Record, verdict: RunVerdict) -> bytes:
    """Return the scenarios of *record* as one JUnit test suite, UTF-8."""
    results = [r for r in verdict.scenarios if r.planned.selected or r.outcome]
    children = [_child(result) for result in results]
    suite = etree.Element(
        "testsuite",
        name="fsk-conformance",
        tests=str(len(results)),
        failures=str(children.count("failure")),
        errors=str(children.count("error")),
        skipped=str(children.count("skipped")),
        time=f"{sum(_seconds(result) for result in results):.3f}",
    )
    if record.started:
        suite.set("timestamp", record.started.at.isoformat())
        properties = etree.SubElement(suite, "properties")
        etree.SubElement(properties, "property", name="verdict", value=verdict.verdict)
        etree.SubElement(properties, "property", name="run", value=record.started.run_id)
    for result, child in zip(results, children, strict=True):
        _case(suite, result, child)
    return etree.tostring(suite, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _case(suite: etree._Element, result: ScenarioResult, child: str | None) -> None:
    case = etree.SubElement(
        suite,
        "testcase",
        classname=result.planned.chapter or "scenarios",
        name=f"{result.planned.step} {result.planned.title}".strip(),
        time=f"{_seconds(result):.3f}",
    )
    if child is None:
        return
    node = etree.SubElement(case, child, message=result.reason)
    finished = result.finished
    if finished and finished.expected:
        node.text = (
            f"expected: {finished.expected}\nfound: {finished.found}\n"
            f"where: {finished.where}\nto mend it: {finished.fix}"
        )


def _child(result: ScenarioResult) -> str | None:
    return "error" if result.outcome is None else _CHILD.get(result.outcome)


def _seconds(result: ScenarioResult) -> float:
    return sum(step.duration_ms for step in result.steps) / 1000
