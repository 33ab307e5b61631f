"""What no scenario can show: it awaits the reviewer, fails nobody, and stands in the report."""

from evidence_values import FINISHED, record, requirement, scenario, started
from lxml import html

from conformance.catalogue import Verification
from conformance.evidence.events import Outcome, RequirementSnapshot
from conformance.evidence.protocol import render
from conformance.evidence.verdict import Verdict, judge


def agreement(**changes: object) -> RequirementSnapshot:
    told: dict[str, object] = {
        "verification": Verification.DOCUMENT,
        "not_tested_because": "an act of people",
        "inspect": "the signed agreement",
        **changes,
    }
    return requirement("R-2", **told)


def test_what_the_reviewer_must_see_is_awaited_and_fails_nobody() -> None:
    """Though it is a must on a firm basis: the verdict of the run does not wait for it."""
    found = judge(
        record(started(requirement(), agreement()), scenario("s", Outcome.PASSED), FINISHED)
    )
    judged = found.requirements[1]
    assert judged.verdict is Verdict.AWAITING_ASSESSMENT
    assert judged.reason == "for the reviewer to see: the signed agreement"
    assert (found.verdict, found.exit_code) == (Verdict.PASSED, 0)


def test_the_report_lists_what_the_reviewer_must_see() -> None:
    """With what is shown, why no scenario shows it, and a place for the assessment."""
    whole = record(started(requirement(), agreement()), scenario("s", Outcome.PASSED), FINISHED)
    page = html.fromstring(render(whole, judge(whole)))
    (section,) = page.xpath("//section[@aria-labelledby='h-inspect']")
    (row,) = section.xpath(".//tbody/tr")
    for told in ("R-2", "the signed agreement", "document", "an act of people", "F1", "OK"):
        assert told in row.text_content()


def test_what_does_not_apply_is_not_asked_for() -> None:
    """The reason stands in the table of requirements instead."""
    other = agreement(applies=False, reason_not="no portal for citizens")
    whole = record(started(requirement(), other), scenario("s", Outcome.PASSED), FINISHED)
    page = html.fromstring(render(whole, judge(whole)))
    (section,) = page.xpath("//section[@aria-labelledby='h-inspect']")
    assert "Every requirement that applies is shown by scenarios." in section.text_content()
