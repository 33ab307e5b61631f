"""A comparison of screen and card: a table of both sides in the report, and safe to open."""

import json
from pathlib import Path

import pytest
from evidence_values import FINISHED, NOW, requirement, scenario, started
from lxml import etree, html

from conformance.evidence.events import Outcome
from conformance.evidence.protocol import render
from conformance.evidence.record import FolderRecorder, read_record
from conformance.evidence.scenario import ScenarioEvidence
from conformance.evidence.verdict import judge

EVIL = "<script>alert(1)</script>"
AGREES = {"field": "cpr", "expected": "2512489996", "found": "2512489996", "mark": "agrees"}
WRONG = {
    "field": "coverage_group",
    "expected": "1",
    "found": EVIL,
    "mark": "wrong",
    "why": "the screen says something else",
    "fix": "show the entry",
}


def page_with(folder: Path, content: dict[str, object]) -> etree._Element:
    """The report of a run with one scenario, in which *content* was observed."""
    planned, begun, finished = scenario("s", Outcome.PASSED)
    with FolderRecorder(folder) as recorder:
        for event in (started(requirement("R-1")), planned, begun):
            recorder.record(event)
        ScenarioEvidence("s", recorder).observation(
            seen_by="machine", title="The screen beside the card", content=content
        )
        for event in (finished, FINISHED):
            recorder.record(event)
    found = read_record(folder)
    return html.fromstring(render(found, judge(found)))


def test_both_sides_stand_beside_each_other_with_a_mark(tmp_path: Path) -> None:
    """Field, the card, the screen; a difference tells why, and how to mend it."""
    page = page_with(tmp_path, {"comparison": [AGREES, WRONG]})
    (table,) = page.xpath("//table[contains(@class,'compared')]")
    heads = [cell.text for cell in table.iterfind("thead/tr/th")]
    assert heads == ["Field", "The card that was served", "The screen"]
    first, second = table.iterfind("tbody/tr")
    assert (first.get("class"), second.get("class")) == ("m-agrees", "m-wrong")
    field, card, screen = (" ".join(cell.text_content().split()) for cell in second)
    assert (field, card) == ("coverage group", "1")
    assert screen.startswith(f"✗ wrong {EVIL}")
    assert "the screen says something else" in screen
    assert "To mend it: show the entry" in screen
    assert not page.xpath("//script")
    assert not page.xpath("//pre")


def test_the_file_of_a_comparison_is_kept_as_it_was(tmp_path: Path) -> None:
    """The table is a view; the record holds the rows."""
    page_with(tmp_path, {"comparison": [AGREES, WRONG]})
    (path,) = (tmp_path / "attachments").iterdir()
    assert json.loads(path.read_text(encoding="utf-8")) == {"comparison": [AGREES, WRONG]}


@pytest.mark.parametrize(
    "content",
    [
        {"outcome": "shown"},
        {"comparison": "none"},
        {"comparison": [{"field": "cpr"}]},
        {"comparison": []},
    ],
    ids=["another", "no list", "half a row", "no rows"],
)
def test_what_is_no_comparison_is_shown_as_it_is(
    tmp_path: Path, content: dict[str, object]
) -> None:
    """As text, as before."""
    page = page_with(tmp_path, content)
    assert not page.xpath("//table[contains(@class,'compared')]")
    assert page.xpath("//pre")


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED])
def test_the_messages_of_a_scenario_that_passed_are_left_in_their_files(
    tmp_path: Path, outcome: Outcome
) -> None:
    """They are named and linked either way; of one that fell short they stand in the page too."""
    planned, begun, finished = scenario("s", outcome)
    with FolderRecorder(tmp_path) as recorder:
        for event in (started(requirement("R-1")), planned, begun):
            recorder.record(event)
        ScenarioEvidence("s", recorder).exchange(
            at=NOW,
            service="SFSK",
            operation="search",
            caller="nobody",
            outcome="Success",
            request=b"<question/>",
            response=b"<answer/>",
        )
        for event in (finished, FINISHED):
            recorder.record(event)
    found = read_record(tmp_path)
    page = html.fromstring(render(found, judge(found)))
    links = page.xpath("//details//p[@class='file']/a/@href")
    assert len(links) == 2
    assert all((tmp_path / link).is_file() for link in links)
    shown = [pre.text_content().strip() for pre in page.xpath("//details//pre")]
    assert shown == ([] if outcome is Outcome.PASSED else ["<question/>", "<answer/>"])
