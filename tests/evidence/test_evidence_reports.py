"""The reports: the same verdict in every view, in MedCom's form, and safe to open."""

import io
import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from evidence_values import (
    FINISHED,
    NOW,
    SYSTEM,
    requirement,
    scenario,
    started,
    waiver,
    write_record,
)
from lxml import etree, html
from rich.console import Console
from small_suite import Session

from conformance.evidence.events import (
    AnyEvent,
    ObservationMade,
    Outcome,
    PlannedStep,
    SeenBy,
    StepKind,
)
from conformance.evidence.junit import junit
from conformance.evidence.kill_page import KILL_PAGE_NAME
from conformance.evidence.protocol import render
from conformance.evidence.publish import point_latest, write_reports
from conformance.evidence.record import FolderRecorder, Record, read_record
from conformance.evidence.summary import print_summary, to_json
from conformance.evidence.verdict import judge

EVIL = "<script>alert(1)</script>"


def page_of(found: Record) -> etree._Element:
    """The report of a record, parsed."""
    return html.fromstring(render(found, judge(found)))


@pytest.fixture(scope="module")
def whole(session: Session) -> tuple[Record, etree._Element]:
    """The record of the small suite and its page."""
    return session.record, page_of(session.record)


def text_of(node: etree._Element) -> str:
    """The text with single blanks."""
    return " ".join(node.text_content().split())


def test_the_page_says_that_it_is_no_certificate(whole: tuple[Record, etree._Element]) -> None:
    """It calls itself a conformance report, and says who certifies."""
    page = whole[1]
    assert page.findtext(".//h1") == "Conformance report"
    assert "This is not a MedCom certificate." in text_of(page)


def test_the_page_needs_neither_script_nor_network(whole: tuple[Record, etree._Element]) -> None:
    """No script; every link leads into the page or to a file beside it."""
    page = whole[1]
    assert not page.xpath("//script | //link | //iframe")
    targets = page.xpath("//@href | //@src")
    assert targets
    beside = ("#", "attachments/", "data:image/", KILL_PAGE_NAME)
    assert all(target.startswith(beside) for target in targets)
    assert "url(" not in page.findtext(".//style")


def test_the_step_table_has_the_columns_of_a_medcom_protocol(
    whole: tuple[Record, etree._Element],
) -> None:
    """Form of the test protocol for receiving HomeCareObservation, 2025-12-19."""
    heads = whole[1].xpath("//table[contains(@class,'steps')]/thead")[0]
    assert [text_of(cell) for cell in heads.iter("th")] == [
        "Test step #",
        "Action",
        "Test data",
        "Expected result",
        "Actual result",
        "MedCom assessment",
    ]


def test_a_row_tells_action_data_expectation_and_what_was_found(
    whole: tuple[Record, etree._Element],
) -> None:
    """Given and When, the table, Then and the rule, the shortfall; the assessment is open."""
    row = whole[1].get_element_by_id("s-search--it-falls-short")
    step, action, data, expected, actual, assessment = (text_of(cell) for cell in row)
    assert step.startswith("3.02")
    assert "When it asks" in action
    assert "FSK_3.02_A.xml" in data
    assert "Then it falls short" in expected
    assert "A consumer MUST ask" in expected
    assert "✗ failed Expectedone cardFoundno card" in actual
    assert assessment.split("☐ ") == ["", "F1 ", "F2 ", "F3 ", "F4 ", "OK ", "Not relevant"]


def test_every_scenario_is_in_the_protocol_or_among_the_not_relevant(
    whole: tuple[Record, etree._Element],
) -> None:
    """None is lost, and links to each lead somewhere."""
    found, page = whole
    ids = set(page.xpath("//@id"))
    assert {f"s-{r.planned.id}" for r in judge(found).scenarios} <= ids
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= ids
    assert len(page.xpath("//@id")) == len(ids)


def test_tables_can_be_read_by_a_screen_reader(whole: tuple[Record, etree._Element]) -> None:
    """Every header cell says what it heads; headings do not skip a level; pictures have words."""
    page = whole[1]
    assert not page.xpath("//th[not(@scope)] | //img[not(@alt)]")
    levels = [int(node.tag[1]) for node in page.xpath("//h1 | //h2 | //h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Whatever a system under test puts into a message, the page does not run it."""
    step = PlannedStep(keyword="Given", kind=StepKind.GIVEN, text=EVIL, table=((EVIL,), (EVIL,)))
    events = [
        started(
            requirement(title=EVIL, source=EVIL),
            system_under_test=SYSTEM.__class__(name=EVIL, version=EVIL),
            profile={EVIL: EVIL},
        ),
        *scenario("a", Outcome.FAILED, title=EVIL, rule=EVIL, steps=(step,)),
    ]
    with FolderRecorder(tmp_path) as recorder:
        content = recorder.attach(name=EVIL, media_type="text/plain", data=EVIL.encode())
        seen = ObservationMade(
            scenario="a", at=NOW, seen_by=SeenBy.PERSON, title=EVIL, content=content
        )
        for event in [*events, seen, FINISHED]:
            recorder.record(event)
    text = render(read_record(tmp_path), judge(read_record(tmp_path)))
    assert EVIL not in text
    assert text.count("&lt;script&gt;") > 8


def test_a_file_that_was_changed_is_named(tmp_path: Path) -> None:
    """The hash is checked when the report is made."""
    with FolderRecorder(tmp_path) as recorder:
        kept = recorder.attach(name="kept", media_type="text/plain", data=b"kept")
        lost = recorder.attach(name="lost", media_type="text/plain", data=b"lost")
        picture = recorder.attach(name="screen", media_type="image/png", data=b"\x89PNG")
        events: list[AnyEvent] = [started(requirement()), *scenario("a", Outcome.PASSED)]
        events += [
            ObservationMade(scenario="a", at=NOW, seen_by=SeenBy.MACHINE, title="t", content=file)
            for file in (kept, lost, picture)
        ]
        for event in [*events, FINISHED]:
            recorder.record(event)
    (tmp_path / kept.file).write_bytes(b"other")
    (tmp_path / lost.file).unlink()
    page = page_of(read_record(tmp_path))
    assert "the file is not what was recorded: its hash differs" in text_of(page)
    assert "the file is missing" in text_of(page)
    assert page.xpath("//img/@src") == ["data:image/png;base64,iVBORw=="]
    assert [link.get("download") for link in page.xpath("//td//li/a")] == [
        "FSK_1.01_A.txt",
        "FSK_1.01_B.txt",
        "FSK_1.01_C.png",
    ]


def test_an_empty_record_gives_an_honest_page() -> None:
    """Nothing is known, and the page says so."""
    text = text_of(page_of(Record(damage="the record is empty")))
    assert "Inconclusive" in text
    assert "the record is empty" in text


def test_waiver_and_advisory_are_told_apart_from_what_fails() -> None:
    """The reader sees what counts."""
    found = Record(
        events=(
            started(
                requirement("R-1"),
                requirement("R-2", certain=False),
                requirement("R-3"),
                waivers=(waiver("R-3", date(2026, 12, 31)),),
            ),
            *scenario("a", Outcome.PASSED, "R-1"),
            *scenario("b", Outcome.FAILED, "R-2", step="1.02"),
            *scenario("c", Outcome.FAILED, "R-3", step="1.03"),
            FINISHED,
        )
    )
    text = text_of(page_of(found))
    assert "Verdict ✓ Passed" in text
    assert text.count("fails no run: advisory or waived") == 2
    assert "known fault (approved by MedCom, until 2026-12-31)" in text
    console = Console(file=io.StringIO(), width=200)
    print_summary(found, judge(found), console=console)
    assert console.file.getvalue().count("(fails no run: advisory or waived)") == 2


def test_junit_tells_the_same(session: Session) -> None:
    """Failures, errors and skips as the record has them; no scenario is lost."""
    found = session.record
    suite = etree.fromstring(junit(found, judge(found)))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("17", "5", "4")
    assert suite.get("skipped") == "2"
    assert len(suite.findall("testcase")) == 17
    [short] = [c for c in suite.iter("testcase") if c.get("name") == "3.02 It falls short"]
    assert "to mend it: Ask so." in short.findtext("failure", "")


def test_a_scenario_not_reached_is_an_error_in_junit() -> None:
    """JUnit has no word for it, and skipped would look harmless."""
    found = Record(events=(started(requirement()), *scenario("a", None), FINISHED))
    suite = etree.fromstring(junit(found, judge(found)))
    assert suite.find("testcase/error").get("message") == "not reached"


def test_json_tells_the_same(session: Session) -> None:
    """Verdict, exit code and every requirement for other programs."""
    found = session.record
    told = json.loads(to_json(found, judge(found)))
    assert (told["verdict"], told["exit_code"]) == ("failed", 1)
    assert [r["verdict"] for r in told["requirements"]] == ["failed", "failed", "not applicable"]
    assert len(told["scenarios"]) == 17


def test_the_console_tells_failures_first_and_the_report_last(session: Session) -> None:
    """Expected, found, where and fix; then totals; then where to read on."""
    found = session.record
    console = Console(file=io.StringIO(), width=120)
    print_summary(found, judge(found), console=console, report=Path("report.html"))
    lines = console.file.getvalue().splitlines()
    assert lines[0] == "✗ 3.02 It falls short"
    assert lines[1].split() == ["expected", "one", "card"]
    assert "    to mend it   Ask so." in lines
    assert any(line.startswith("Requirements  2 failed") for line in lines)
    assert lines[-1] == "Report        report.html"


def test_brackets_in_a_message_are_no_markup() -> None:
    """Rich would swallow them."""
    events = (started(requirement()), *scenario("[bold]", Outcome.FAILED, title="[red]a[/red]"))
    console = Console(file=io.StringIO(), width=120)
    print_summary(Record(events=events), judge(Record(events=events)), console=console)
    assert "[red]a[/red]" in console.file.getvalue()


def test_all_reports_are_written_beside_the_record(tmp_path: Path) -> None:
    """And `latest` leads to them."""
    run = tmp_path / "run-1"
    write_record(run, [started(requirement()), *scenario("a", Outcome.PASSED), FINISHED])
    verdict = write_reports(run)
    assert verdict.exit_code == 0
    names = {path.name for path in run.iterdir()}
    reports = {"report.html", "kill-matrix.html", "junit.xml", "verdict.json"}
    assert names == {"record.jsonl", "attachments", *reports}
    assert (tmp_path / "latest").resolve() == run.resolve()


def test_latest_follows_the_newest_run(tmp_path: Path) -> None:
    """A second run takes the place of the first."""
    for name in ("run-1", "run-2"):
        (tmp_path / name).mkdir()
        point_latest(tmp_path / name)
    assert (tmp_path / "latest").resolve().name == "run-2"


def test_where_links_may_not_be_made_a_file_names_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows without developer mode."""

    def refuse(*_args: object, **_options: object) -> None:
        raise OSError("a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    (tmp_path / "run-1").mkdir()
    point_latest(tmp_path / "run-1")
    assert (tmp_path / "latest.txt").read_text(encoding="utf-8") == "run-1\n"
    assert not (tmp_path / "latest").exists()
