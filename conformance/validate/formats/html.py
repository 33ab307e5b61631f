"""One self-contained HTML page: summary, findings by rule, worst files, and documents in detail."""

from dataclasses import dataclass
from itertools import islice
from typing import Final, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance import __version__
from conformance.findings import Severity
from conformance.validate.explain import help_for
from conformance.validate.report import DocumentReport
from conformance.validate.summary import Summary, Tally

_MOST_DOCUMENTS: Final = 300
"""How many documents with findings are shown in detail; all are counted."""

_MOST_FINDINGS: Final = 100
"""How many findings of one document are shown."""

_MOST_BARS: Final = 30
_WIDEST: Final = 480
_PITCH: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rule in the chart; lengths in the units of the drawing."""

    rule: str
    title: str
    severity: Severity
    count: int
    y: int
    length: float


class HtmlWriter:
    """Keeps counts and the first documents with findings, and writes the page at the close."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._tally = Tally()
        self._shown: list[DocumentReport] = []
        self._left_out = 0

    def write(self, report: DocumentReport) -> None:
        """Count the document, and keep it when it is among the first with findings."""
        self._tally.add(report, self._tally.documents)
        if not report.findings and report.unreadable is None:
            return
        if len(self._shown) < _MOST_DOCUMENTS:
            self._shown.append(report)
        else:
            self._left_out += 1

    def close(self) -> None:
        """Write the page."""
        summary = self._tally.summary
        bars = _bars(summary)
        page = _environment().get_template("findings.html.j2")
        rendered = page.generate(
            summary=summary,
            severities=tuple(Severity),
            bars=bars,
            chart_height=_PITCH * len(bars),
            chart_width=_WIDEST,
            other_rules=len(summary.by_rule) - len(bars),
            documents=self._shown,
            left_out=self._left_out,
            most_findings=_MOST_FINDINGS,
            title_of=_title_of,
            version=__version__,
        )
        self._stream.writelines(rendered)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("conformance.validate.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _bars(summary: Summary) -> list[Bar]:
    """The commonest rules; the longest bar fills the width."""
    common = list(islice(summary.by_rule.items(), _MOST_BARS))
    highest = common[0][1] if common else 1
    return [
        Bar(
            rule=rule,
            title=_title_of(rule),
            severity=summary.severity_of_rule[rule],
            count=count,
            y=_PITCH * place,
            length=max(2.0, round(_WIDEST * count / highest, 1)),
        )
        for place, (rule, count) in enumerate(common)
    ]


def _title_of(rule: str) -> str:
    known = help_for(rule)
    return known.title if known else ""
