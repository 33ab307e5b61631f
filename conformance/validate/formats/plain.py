"""A report as plain data, and the two formats that are nothing more: NDJSON and JSON."""

from typing import TextIO

import msgspec

from conformance.findings import Finding
from conformance.validate.report import DocumentReport


def as_data(report: DocumentReport) -> dict[str, object]:
    """The report as it stands in JSON: source, kind, valid, unreadable, findings."""
    return {
        "source": report.source,
        "kind": report.kind.value,
        "valid": report.valid,
        "unreadable": report.unreadable,
        "findings": [_finding(finding) for finding in report.findings],
    }


class NdjsonWriter:
    """One JSON object a line, one line a document."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, report: DocumentReport) -> None:
        """Write the document's line."""
        self._stream.write(_encoded(as_data(report)) + "\n")

    def close(self) -> None:
        """Nothing is left to write."""


class JsonWriter:
    """The list of what NDJSON writes, document by document."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._before = "[\n"

    def write(self, report: DocumentReport) -> None:
        """Write the document as the next of the list."""
        self._stream.write(self._before + _encoded(as_data(report)))
        self._before = ",\n"

    def close(self) -> None:
        """End the list."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "requirement": finding.requirement,
        "line": finding.line,
        "path": finding.where,
        "expected": finding.expected,
        "found": finding.found,
        "fix": finding.fix,
    }


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
