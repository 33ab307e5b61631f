"""`fsk plan`: what a run would do, in every form, for every example profile."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html

from conformance.catalogue.step_numbers import LOCK_NAME, parse_steps
from conformance.cli import main
from conformance.evidence.events import Outcome
from conformance.evidence.record import read_record
from conformance.evidence.results import scenario_results
from conformance.testplan.forms import COLUMNS
from conformance.vendor.examples import EXAMPLES, example_profile
from conformance.vendor.profile import ProfileError, SystemType
from tests.fsk_command import fsk, only_run

FEATURES = Path(__file__).parents[2] / "features"
A_RUN = "requirement(id='FGV-06') or requirement(id='FGV-10') or requirement(id='LOG-09')"
"""A part that shows every way in which a step may not apply, and ends soon."""


def plan(*arguments: str, code: int = 0) -> Result:
    """Run `fsk plan` in this process."""
    done = CliRunner().invoke(main, ["plan", *arguments])
    assert done.exit_code == code, done.output
    return done


def as_json(*arguments: str) -> dict[str, object]:
    return json.loads(plan(*arguments, "--format", "json").stdout)


# The example profiles


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_profile_is_planned_for(name: str) -> None:
    """Some steps apply, and whatever does not has a reason that speaks of the profile."""
    told = as_json("--profile", name)
    assert told["profile"]["Type of system"] == name
    assert any(step["applies"] for step in told["steps"])
    for step in told["steps"]:
        assert step["applies"] is (step["reason_not"] == "")
        assert step["applies"] or "profile" in step["reason_not"]
        assert step["side"] == "vendor"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_reference_system_passes_under_an_example_profile(name: str, tmp_path: Path) -> None:
    """What the plan says beforehand is what the run does; nothing that applies falls short.

    A part of the scenarios alone: `python -m tasks profiles` runs them all.
    """
    steps = as_json("--profile", name)["steps"]
    planned = {step["scenario"]: step["reason_not"] for step in steps}
    by_number = f"step(id='{next(step['step'] for step in steps if step['applies'])}')"
    fsk(
        *("certify", "--profile", name, "--select", f"{A_RUN} or {by_number}", "--out", "out"),
        folder=tmp_path,
    ).require(3)
    ran = [r for r in scenario_results(read_record(only_run(tmp_path / "out"))) if r.outcome]
    assert any(f"step(id='{result.planned.step}')" == by_number for result in ran)
    for result in ran:
        applies = planned[result.planned.id] == ""
        assert result.outcome is (Outcome.PASSED if applies else Outcome.NOT_APPLICABLE)
        assert result.reason == planned[result.planned.id]


def test_the_example_profiles_are_of_their_types() -> None:
    """A name that is none is refused with those that are."""
    assert {example_profile(name).system.type for name in EXAMPLES} == set(SystemType) - {
        SystemType.OTHER
    }
    with pytest.raises(ProfileError, match=r"expected one of the profiles hospital, .* found spa"):
        example_profile("spa")


def test_an_example_profile_and_a_vendor_exclude_each_other(tmp_path: Path) -> None:
    """The example is the reference system's."""
    vendor = tmp_path / "vendor.toml"
    told = plan("--vendor", str(vendor), "--profile", "gp", code=2)
    assert "leave --vendor and --service out" in " ".join(told.output.split())


# Whose plan


def test_without_a_profile_both_sides_are_planned_for() -> None:
    """All of the reference system and the simulator; one side on demand."""
    everything = as_json()
    assert {step["side"] for step in everything["steps"]} == {"vendor", "service"}
    assert all(step["applies"] for step in everything["steps"])
    service = as_json("--side", "service")
    assert {step["side"] for step in service["steps"]} == {"service"}


def test_a_vendor_is_planned_for_by_its_profile(tmp_path: Path) -> None:
    """Its name, its declarations; a profile that cannot be used is a usage error."""
    example = Path(__file__).parents[2] / "docs" / "vendor.example.toml"
    told = as_json("--vendor", str(example))
    assert told["system"]["name"] == "Eksempel Journal"
    assert told["profile"]["Type of system"] == "hospital"
    assert "cannot be read" in plan("--vendor", str(tmp_path / "none.toml"), code=2).output


# The forms


def test_the_numbers_are_those_of_the_lock() -> None:
    """Each step by its public number, in order within its chapter."""
    numbers = parse_steps((FEATURES / LOCK_NAME).read_text(encoding="utf-8"))
    steps = [step for step in as_json()["steps"] if step["step"]]
    assert steps
    for step in steps:
        assert numbers[step["step"]].title == step["title"]
        assert set(numbers[step["step"]].requirements) == {r["id"] for r in step["requirements"]}


def test_a_step_has_the_columns_of_a_protocol() -> None:
    """Action, test data, expected result, requirement and source."""
    [step] = [s for s in as_json()["steps"] if s["title"] == "A withdrawn opt-out counts no longer"]
    assert step["action"][0] == "Given Bente opted out of resuscitation 30 days ago"
    assert step["expected"] == ["Then the card says that no opt-out is in force"]
    assert step["test_data"] == ["Bente Kirkegård Knudsen, 2512489996"]
    assert step["negative"] is True
    [requirement] = step["requirements"]
    assert (requirement["id"], requirement["level"]) == ("FGV-08", "must")
    assert "Bill L 47" in requirement["source"]


def test_the_page_stands_alone_and_holds_every_step(tmp_path: Path) -> None:
    """Nothing is fetched; Danish letters; applicable steps as rows, the others with reasons."""
    file = tmp_path / "plan.html"
    plan("--profile", "prehospital", "--format", "html", "--out", str(file))
    page = html.fromstring(file.read_text(encoding="utf-8"))
    assert not page.xpath("//link | //script | //img | //@src")
    assert all(target.startswith("#") for target in page.xpath("//a/@href"))
    assert "Østen" in page.text_content()
    told = as_json("--profile", "prehospital")["steps"]
    rows = {row.get("id") for row in page.xpath("//table[@class='steps']/tbody/tr[@id]")}
    assert rows == {f"s-{step['scenario']}" for step in told if step["applies"]}
    text = " ".join(page.text_content().split())
    for step in told:
        assert " ".join(step["title"].split()) in text
        assert step["reason_not"] in text
    assert "the profile does not declare full display" in text
    assert "Nothing has been tested yet" in text


def test_the_csv_opens_in_a_danish_spreadsheet(tmp_path: Path) -> None:
    """Byte order mark, semicolons, one line a step."""
    file = tmp_path / "plan.csv"
    plan("--profile", "gp", "--format", "csv", "--out", str(file))
    data = file.read_bytes()
    assert data.startswith("\ufeff".encode())
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert tuple(head) == COLUMNS
    told = as_json("--profile", "gp")
    assert len(rows) == len(told["steps"]) + len(told["not_tested"])
    by_scenario = {(row[0], row[2]): row for row in rows}
    for step in told["steps"]:
        row = by_scenario[step["step"] or "no number yet", step["title"]]
        assert row[10:] == ["yes" if step["applies"] else "no", step["reason_not"]]


def test_the_table_tells_each_step_in_a_line(tmp_path: Path) -> None:
    """On the screen, and in a file."""
    shown = plan("--profile", "prehospital").output
    assert "Test plan for FSK reference system" in shown
    file = tmp_path / "plan.txt"
    plan("--profile", "prehospital", "--out", str(file))
    assert "restricted" in file.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A usage error."""
    told = plan("--out", str(tmp_path / "no" / "plan.html"), "--format", "html", code=2)
    assert "cannot be written" in " ".join(told.output.split())


def test_what_is_not_tested_is_told_with_its_reason() -> None:
    """In every form; it is no step."""
    told = as_json()
    shown = {each["id"] for step in told["steps"] for each in step["requirements"]}
    for each in told["not_tested"]:
        assert each["requirement"] not in shown
        assert each["because"]


# Numbers for contributors


def test_numbers_are_given_on_demand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`fsk plan --assign` writes the lock beside the features, and says what it did."""
    feature = tmp_path / "features" / "05_shown" / "one.feature"
    feature.parent.mkdir(parents=True)
    feature.write_text(
        "Feature: F\n  @req:AAA-01\n  Scenario: S\n    When so\n    Then so\n", encoding="utf-8"
    )
    monkeypatch.setattr("conformance.commands.plan.suite_root", lambda: tmp_path)
    assert "1 numbers given, 0 withdrawn" in plan("--assign").output
    lock = tmp_path / "features" / LOCK_NAME
    assert [*parse_steps(lock.read_text(encoding="utf-8"))] == ["5.01"]
    feature.unlink()
    assert "0 numbers given, 1 withdrawn" in plan("--assign").output
    lock.write_text("[steps", encoding="utf-8")
    assert LOCK_NAME in plan("--assign", code=3).output
