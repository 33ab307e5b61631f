"""The lines of NDJSON that a run writes: one for each document, and one that ends a shard."""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from conformance.findings import Finding, Severity
from conformance.validate import DocumentReport, Kind
from conformance.validate.formats import as_data

_ENCODER: Final = msgspec.json.Encoder()
_NUMBER: Final = re.compile(rb'\{"number":(\d+),')


class _Finding(msgspec.Struct, frozen=True):
    rule: str
    severity: Severity
    path: str
    expected: str
    found: str
    requirement: str | None = None
    line: int | None = None
    fix: str | None = None


class _Report(msgspec.Struct, frozen=True):
    source: str
    kind: Kind
    findings: tuple[_Finding, ...]
    unreadable: str | None = None


class ShardEnd(msgspec.Struct, frozen=True):
    """The last line of a shard's output: which shard it is, and how many lines stand above."""

    shard: int
    shards: int
    lines: int


def line_of(report: DocumentReport, number: int | None = None) -> bytes:
    """One line; with *number*, a shard's line tells where in the order of input it belongs."""
    told = as_data(report) if number is None else {"number": number, **as_data(report)}
    return _ENCODER.encode(told) + b"\n"


def report_of(line: bytes) -> DocumentReport:
    """The report that a line was made from. ValueError when it is no such line."""
    try:
        told = msgspec.json.decode(line, type=_Report)
    except msgspec.DecodeError as error:
        raise ValueError(f"expected a line as a run writes it: {error}") from None
    return DocumentReport(
        source=told.source,
        kind=told.kind,
        findings=tuple(_finding(each) for each in told.findings),
        unreadable=told.unreadable,
    )


def each_report(write: Callable[[DocumentReport], None]) -> Callable[[bytes], None]:
    """For FunctionOutput: hands each line on as a report, to the writer of any format."""

    def take(lines: bytes) -> None:
        for line in lines.splitlines():
            write(report_of(line))

    return take


def unnumbered(line: bytes) -> tuple[int, bytes]:
    """The number that a shard's line begins with, and the line without it. ValueError if none."""
    match = _NUMBER.match(line)
    if match is None:
        raise ValueError('expected a line that begins with {"number": …')
    return int(match.group(1)), b"{" + line[match.end() :]


def _finding(told: _Finding) -> Finding:
    return Finding(
        rule=told.rule,
        severity=told.severity,
        expected=told.expected,
        found=told.found,
        where=told.path,
        line=told.line,
        requirement=told.requirement,
        fix=told.fix,
    )
