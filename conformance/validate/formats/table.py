"""Findings as Rich tables for a person at a terminal."""

from itertools import islice
from typing import Final

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from conformance.findings import Finding, Severity
from conformance.validate.report import DocumentReport
from conformance.validate.summary import Tally

_MOST_DOCUMENTS: Final = 200
"""How many documents are shown one by one; a person reads no more, a file format holds all."""

_MOST_RULES: Final = 10
_CONTROL: Final = dict.fromkeys(
    (code for code in (*range(32), *range(127, 160)) if code != ord("\n")),
    "\N{REPLACEMENT CHARACTER}",
)
"""What a terminal obeys instead of showing; file names and error texts may hold it."""

_STYLES: Final = {Severity.FAIL: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


class TableWriter:
    """Prints a table for each document with something to mend, and a summary of several."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._tally = Tally()

    def write(self, report: DocumentReport) -> None:
        """Print the document, unless so many have been printed already."""
        self._tally.add(report, self._tally.documents)
        if self._tally.documents > _MOST_DOCUMENTS:
            return
        if report.unreadable is not None:
            self._line(f"{report.source}: {report.unreadable}")
        elif not report.findings:
            self._line(f"{report.source}: no findings ({report.kind})")
        elif all(finding.severity is Severity.NOTICE for finding in report.findings):
            noted = ", ".join(dict.fromkeys(finding.rule for finding in report.findings))
            self._line(f"{report.source}: nothing to mend ({report.kind}); noted: {noted}")
        else:
            self._console.print(_table(report))

    def _line(self, text: str) -> None:
        self._console.print(_shown(text), soft_wrap=True)

    def close(self) -> None:
        """Print the summary of several documents."""
        counts = self._tally.summary
        if counts.documents <= 1:
            return
        left_out = counts.documents - _MOST_DOCUMENTS
        if left_out > 0:
            self._console.print(f"{left_out} more documents are not shown one by one.")
        self._console.print(
            f"{counts.documents} documents: {counts.valid} valid, "
            f"{counts.documents - counts.valid} not; "
            + ", ".join(f"{counts.by_severity.get(each, 0)} {each}" for each in Severity)
        )
        if counts.by_rule:
            common = islice(counts.by_rule.items(), _MOST_RULES)
            self._console.print(
                "Most often: " + ", ".join(f"{rule} ({number})" for rule, number in common)
            )


def _table(report: DocumentReport) -> Table:
    table = Table(
        Column("Rule", no_wrap=True),
        Column("Severity", no_wrap=True),
        Column("Finding", overflow="fold"),
        title=Text(_shown(f"{report.source} ({report.kind})")),
        title_justify="left",
        show_lines=True,
    )
    for finding in report.findings:
        severity = Text(finding.severity, style=_STYLES[finding.severity])
        table.add_row(finding.rule, severity, _told(finding))
    return table


def _told(finding: Finding) -> Text:
    place = f"{finding.where}, line {finding.line}" if finding.line else finding.where
    lines = [f"expected  {finding.expected}", f"found     {finding.found}", f"at        {place}"]
    if finding.requirement:
        lines.append(f"for       {finding.requirement}")
    if finding.fix:
        lines.append(f"mend      {finding.fix}")
    return Text(_shown("\n".join(lines)))


def _shown(text: str) -> str:
    return text.translate(_CONTROL)
