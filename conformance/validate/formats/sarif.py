"""SARIF 2.1.0 for code hosts and editors: results as they come, the rules they cite at the end."""

from pathlib import PurePath
from typing import Final, TextIO
from urllib.parse import quote

import msgspec

from conformance import __version__
from conformance.findings import Finding, Severity
from conformance.validate.explain import RuleHelp, help_for
from conformance.validate.report import DocumentReport

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.FAIL: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_UNREADABLE: Final = "UNREADABLE"


class SarifWriter:
    """One run; a rule gets its index when it is first cited."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rules: dict[str, int] = {}
        self._unreadable = 0
        self._before = ""
        stream.write(f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"results": [')

    def write(self, report: DocumentReport) -> None:
        """Write a result for each finding of the document."""
        if report.unreadable is not None:
            self._unreadable += 1
            self._add(_unreadable(report, self._index(_UNREADABLE)))
        for finding in report.findings:
            self._add(_result(report, finding, self._index(finding.rule)))

    def close(self) -> None:
        """Write the tool with the rules that were cited, and end the run."""
        driver = {
            "name": "fsk validate",
            "version": __version__,
            "rules": [_descriptor(rule) for rule in self._rules],
        }
        invocation = {"executionSuccessful": self._unreadable == 0}
        self._stream.write(
            f'\n], "tool": {{"driver": {_encoded(driver)}}}, '
            f'"invocations": [{_encoded(invocation)}], "columnKind": "unicodeCodePoints"}}]}}\n'
        )

    def _index(self, rule: str) -> int:
        return self._rules.setdefault(rule, len(self._rules))

    def _add(self, result: dict[str, object]) -> None:
        self._stream.write(f"{self._before}\n{_encoded(result)}")
        self._before = ","


def _result(report: DocumentReport, finding: Finding, index: int) -> dict[str, object]:
    """A result; its logical location is the readable path, its region the line."""
    mend = f" {finding.fix}" if finding.fix else ""
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(report.source)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    location = {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": finding.where, "kind": "element"}],
    }
    properties = {"source": report.source, "kind": report.kind.value}
    if finding.requirement:
        properties["requirement"] = finding.requirement
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"Expected {finding.expected}, found {finding.found}.{mend}"},
        "locations": [location],
        "properties": properties,
    }


def _unreadable(report: DocumentReport, index: int) -> dict[str, object]:
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(report.source)}}}
    return {
        "ruleId": _UNREADABLE,
        "ruleIndex": index,
        "level": "error",
        "message": {"text": report.unreadable},
        "locations": [location],
    }


def _descriptor(rule: str) -> dict[str, object]:
    """The rule as SARIF tells it; one that nothing is known of keeps its id alone."""
    known = help_for(rule)
    if known is None:
        return {"id": rule}
    return {
        "id": rule,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.text},
        "help": {"text": _plain(known), "markdown": _markdown(known)},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "properties": {"basis": known.basis, "source": known.source},
    }


def _plain(known: RuleHelp) -> str:
    return f"{known.text}\n\nGood:\n{known.good}\n\nBad:\n{known.bad}\n\nTo mend it: {known.fix}"


def _markdown(known: RuleHelp) -> str:
    return (
        f"{known.title}.\n\nKeeps the rule:\n\n```xml\n{known.good}\n```\n\n"
        f"Breaks the rule:\n\n```xml\n{known.bad}\n```\n\n"
        f"To mend it: {known.fix}\n\nSource: {known.source}"
    )


def _uri(source: str) -> str:
    """The file as a URI reference; a document inside it is its fragment."""
    file, mark, inside = source.partition("#document-")
    path = quote(PurePath(file).as_posix())
    return f"{path}#document-{quote(inside)}" if mark else path


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
