"""JUnit XML for build servers: each document is a test case that passes, fails or errs."""

from tempfile import SpooledTemporaryFile
from typing import Final, TextIO

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.validate.report import DocumentReport
from conformance.validate.summary import Tally

_IN_MEMORY: Final = 1_000_000
_CHUNK: Final = 65_536
_CONTROL: Final = dict.fromkeys(
    (n for n in (*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if n not in {9, 10, 13}),
    "\N{REPLACEMENT CHARACTER}",
)
"""What XML cannot hold: a document's own text may."""


class JunitWriter:
    """The counts stand in the head of the file, so the cases wait in a temporary file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._tally = Tally()
        self._cases = SpooledTemporaryFile(  # noqa: SIM115 - closed by close()
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8", newline="\n"
        )

    def write(self, report: DocumentReport) -> None:
        """Keep the document's test case."""
        self._tally.add(report, self._tally.documents)
        case = etree.tostring(_case(report), encoding="unicode", pretty_print=True)
        self._cases.write(case)

    def close(self) -> None:
        """Write the suite with its counts, then the cases."""
        counts = self._tally.summary
        failures = counts.documents - counts.valid - counts.unreadable
        self._stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<testsuite name="fsk validate" tests="{counts.documents}" failures="{failures}" '
            f'errors="{counts.unreadable}" skipped="0">\n'
        )
        self._cases.seek(0)
        while chunk := self._cases.read(_CHUNK):
            self._stream.write(chunk)
        self._cases.close()
        self._stream.write("</testsuite>\n")


def _case(report: DocumentReport) -> etree._Element:
    """`<testcase>` with a failure that lists what fails, and the advice as output."""
    case = etree.Element("testcase", classname=report.kind.value, name=_clean(report.source))
    fails = [each for each in report.findings if each.severity is Severity.FAIL]
    advice = [each for each in report.findings if each.severity is not Severity.FAIL]
    if report.unreadable is not None:
        etree.SubElement(case, "error", message=_clean(report.unreadable))
    elif fails:
        rules = ", ".join(dict.fromkeys(finding.rule for finding in fails))
        failure = etree.SubElement(case, "failure", type=fails[0].rule, message=rules)
        failure.text = _listed(fails)
    if advice:
        etree.SubElement(case, "system-out").text = _listed(advice)
    return case


def _listed(findings: list[Finding]) -> str:
    return _clean("\n".join(f"{finding.severity}: {finding}" for finding in findings))


def _clean(text: str) -> str:
    return text.translate(_CONTROL)
