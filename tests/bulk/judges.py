"""Judges for tests: quick, or of the kind that goes wrong. Worker processes import them."""

import os
import signal

from conformance.findings import Finding, Severity
from conformance.validate import DocumentReport, Kind, Options

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""On Windows every signal but an interrupt ends a process at once."""


def quick(data: bytes, source: str, options: Options) -> tuple[DocumentReport, ...]:
    """A document is as many fails as it has exclamation marks, and a warning for each question."""
    del options
    findings = [_finding("T-FAIL", Severity.FAIL)] * data.count(b"!")
    findings += [_finding("T-WARN", Severity.WARNING)] * data.count(b"?")
    return (DocumentReport(source=source, kind=Kind.PDC_DK, findings=tuple(findings)),)


def breaking(data: bytes, source: str, options: Options) -> tuple[DocumentReport, ...]:
    """Raises an error of its own for a document that says boom."""
    if b"boom" in data:
        raise KeyError("boom")
    return quick(data, source, options)


def dying(data: bytes, source: str, options: Options) -> tuple[DocumentReport, ...]:
    """Takes its process down with a document that says boom."""
    if b"boom" in data:
        os._exit(7)
    return quick(data, source, options)


def killed(data: bytes, source: str, options: Options) -> tuple[DocumentReport, ...]:
    """Kills the whole run, from within it, at a document that says boom."""
    if b"boom" in data:
        os.kill(int(os.environ["FSK_TEST_RUN"]), KILL)
    return quick(data, source, options)


def two(data: bytes, source: str, options: Options) -> tuple[DocumentReport, ...]:
    """A message that carries a document: two reports."""
    (report,) = quick(data, source, options)
    (inside,) = quick(data, f"{source}#document-1", options)
    return report, inside


def _finding(rule: str, severity: Severity) -> Finding:
    return Finding(rule=rule, severity=severity, expected="a", found="b", where="/")
