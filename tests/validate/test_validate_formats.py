"""The formats: each document once, in a form that its readers accept, and of bounded size."""

import io
import json

import pytest
from lxml import etree
from rich.console import Console

from conformance.findings import Finding, Severity
from conformance.validate import DocumentReport, Kind
from conformance.validate.formats import Format, writer
from conformance.validate.formats.table import TableWriter
from conformance.validate.summary import Tally

HOSTILE = "<script>alert(1)</script>\x00\x1b]]>&"


def finding(rule: str = "XDS18-05", severity: Severity = Severity.FAIL) -> Finding:
    """A finding with hostile text in it."""
    return Finding(
        rule=rule,
        severity=severity,
        expected="on-demand",
        found=HOSTILE,
        where="/AdhocQueryRequest/AdhocQuery[1]",
        line=7,
        requirement="XDS-03",
        fix="Ask for on-demand.",
    )


CLEAN = DocumentReport(source="a.xml", kind=Kind.PDC_DK)
ADVISED = DocumentReport(
    source="b.xml", kind=Kind.PDC_DK, findings=(finding("HSUID-10", Severity.WARNING),)
)
FAILED = DocumentReport(
    source="c d.xml#document-1", kind=Kind.ITI_18_REQUEST, findings=(finding(), finding("X-99"))
)
NOTED = DocumentReport(
    source="n.xml", kind=Kind.PDC_DK, findings=(finding("PDC-H05", Severity.NOTICE),)
)
UNREADABLE = DocumentReport(source="e.xml", kind=Kind.UNKNOWN, unreadable="cannot be read: gone")
REPORTS = (CLEAN, ADVISED, FAILED, UNREADABLE)


def written(form: Format, *reports: DocumentReport) -> str:
    """What a writer makes of the reports."""
    stream = io.StringIO()
    out = writer(form, stream)
    for report in reports:
        out.write(report)
    out.close()
    return stream.getvalue()


def test_ndjson_is_one_object_a_line() -> None:
    """Each line is a document with its source, kind, validity and findings."""
    lines = [json.loads(line) for line in written(Format.NDJSON, *REPORTS).splitlines()]
    assert [line["source"] for line in lines] == ["a.xml", "b.xml", "c d.xml#document-1", "e.xml"]
    assert [line["valid"] for line in lines] == [True, True, False, False]
    assert [line["kind"] for line in lines] == ["pdc-dk", "pdc-dk", "iti-18-request", "unknown"]
    assert lines[3]["unreadable"] == "cannot be read: gone"
    assert lines[2]["findings"][0] == {
        "rule": "XDS18-05",
        "severity": "fail",
        "requirement": "XDS-03",
        "line": 7,
        "path": "/AdhocQueryRequest/AdhocQuery[1]",
        "expected": "on-demand",
        "found": HOSTILE,
        "fix": "Ask for on-demand.",
    }


@pytest.mark.parametrize("reports", [(), (CLEAN,), REPORTS], ids=["none", "one", "more"])
def test_json_is_the_list_of_the_lines(reports: tuple[DocumentReport, ...]) -> None:
    """JSON holds what NDJSON holds, also for no documents."""
    lines = written(Format.NDJSON, *reports).splitlines()
    assert json.loads(written(Format.JSON, *reports)) == [json.loads(line) for line in lines]


def test_junit_counts_and_tells() -> None:
    """Each document is a test case; a warning does not fail it, what is unreadable is an error."""
    suite = etree.fromstring(written(Format.JUNIT, *REPORTS).encode())
    assert dict(suite.attrib) == {
        "name": "fsk validate",
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    cases = suite.findall("testcase")
    assert [[child.tag for child in case] for case in cases] == [
        [],
        ["system-out"],
        ["failure"],
        ["error"],
    ]
    failure = cases[2].find("failure")
    assert failure is not None
    assert failure.get("message") == "XDS18-05, X-99"
    assert "<script>alert(1)</script>" in (failure.text or "")


def test_sarif_has_the_structure_of_the_standard() -> None:
    """Results refer to rules by index; rules carry help; levels and locations are SARIF's."""
    log = json.loads(written(Format.SARIF, *REPORTS))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    rules = driver["rules"]
    assert driver["name"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert " " not in uri
        assert location["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1
    known = next(rule for rule in rules if rule["id"] == "XDS18-05")
    assert "34268e47" in known["help"]["text"]
    assert known["help"]["markdown"]
    assert known["shortDescription"]["text"]
    assert known["defaultConfiguration"] == {"level": "error"}
    assert run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "c%20d.xml#document-1"
    }
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_sarif_of_nothing_is_whole() -> None:
    """A run without documents or findings is sound SARIF too."""
    for reports in ((), (CLEAN,)):
        (run,) = json.loads(written(Format.SARIF, *reports))["runs"]
        assert run["results"] == []
        assert run["tool"]["driver"]["rules"] == []
        assert run["invocations"] == [{"executionSuccessful": True}]


def test_html_is_one_page_and_escapes() -> None:
    """The page holds chart and findings; what a document holds is text, never markup."""
    page = written(Format.HTML, *REPORTS)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<svg" in page
    assert page.count("<rect") == 3
    assert "c d.xml#document-1" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert "<link" not in page
    assert "src=" not in page


def test_html_of_nothing_is_a_page() -> None:
    """A run without findings says so."""
    assert "No findings." in written(Format.HTML, CLEAN)
    assert "No findings." in written(Format.HTML)


def test_html_is_bounded_for_bulk() -> None:
    """Of many documents some hundred are shown; all are counted."""
    small = len(written(Format.HTML, *[FAILED] * 300))
    page = written(Format.HTML, *[FAILED] * 3000)
    assert len(page) < small * 1.1
    assert "2,700 more" in page
    assert "3,000" in page


def test_a_table_shows_and_sums_up() -> None:
    """A person sees each finding with its remedy, and a summary at the end."""
    stream = io.StringIO()
    out = TableWriter(Console(file=stream, width=100, markup=False, emoji=False, highlight=False))
    for report in REPORTS:
        out.write(report)
    out.close()
    text = stream.getvalue()
    assert "a.xml: no findings (pdc-dk)" in text
    assert "XDS18-05" in text
    assert "Ask for on-demand." in text
    assert "/AdhocQueryRequest/AdhocQuery[1], line 7" in text
    assert "e.xml: cannot be read: gone" in text
    assert "4 documents: 2 valid, 2 not; 2 fail, 1 warning, 0 notice" in text
    assert "\x1b" not in text


def test_a_narrow_table_cuts_no_path() -> None:
    """A path that is wider than the console goes on in the next line, whole."""
    path = "/ClinicalDocument/component[1]/structuredBody[1]/component[1]/section[1]/entry[12]"
    long = Finding(
        rule="PDC-V31", severity=Severity.FAIL, expected="a", found="b", where=path, line=3
    )
    text = written(Format.TABLE, DocumentReport(source="l.xml", kind=Kind.PDC_DK, findings=(long,)))
    assert path in "".join(text.split()).replace("│", "")


def test_a_table_is_short_where_nothing_is_to_mend() -> None:
    """A document with notices only takes a line that names them."""
    text = written(Format.TABLE, NOTED)
    assert text == "n.xml: nothing to mend (pdc-dk); noted: PDC-H05\n"


def test_a_table_of_many_documents_is_bounded() -> None:
    """After some hundred documents only the counts go on."""
    text = written(Format.TABLE, *[CLEAN] * 5000)
    assert len(text.splitlines()) < 250
    assert "5000 documents: 5000 valid" in text


def test_a_tally_is_flat_and_keeps_the_worst() -> None:
    """Only the worst documents are remembered by name, the worst first."""
    tally = Tally()
    for number in range(1000):
        fails = tuple(finding() for _ in range(number % 7))
        report = DocumentReport(source=f"{number}.xml", kind=Kind.PDC_DK, findings=fails)
        tally.add(report, number)
    summary = tally.summary
    assert len(summary.worst) == 20
    assert (summary.worst[0].source, summary.worst[0].fails) == ("6.xml", 6)
    assert {document.fails for document in summary.worst} == {6}
    assert summary.documents == 1000
    assert summary.by_severity[Severity.FAIL] == summary.by_rule["XDS18-05"]


def test_a_rule_is_as_severe_as_its_gravest_finding() -> None:
    """Whether it is counted in one run or in two that are joined."""
    halves = []
    for severity in (Severity.NOTICE, Severity.FAIL, Severity.WARNING):
        tally = Tally()
        found = (finding(severity=Severity.WARNING), finding(severity=severity))
        tally.add(DocumentReport(source="a.xml", kind=Kind.PDC_DK, findings=found), 0)
        halves.append(tally.summary)
    assert halves[0].severity_of_rule == {"XDS18-05": Severity.WARNING}
    assert halves[0].joined(halves[1]).severity_of_rule == {"XDS18-05": Severity.FAIL}
    assert halves[1].joined(halves[2]).severity_of_rule == {"XDS18-05": Severity.FAIL}
