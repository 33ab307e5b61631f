"""`--format json`: standard output is one JSON text that holds what is documented."""

import json
from pathlib import Path

from conformance.catalogue import load_catalogue
from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import System
from tests.fsk_command import fsk, only_run

ASCII = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


def test_certify_prints_the_verdict_that_it_keeps(tmp_path: Path) -> None:
    """`fsk certify` prints verdict, requirements and scenarios, the same as in `verdict.json`."""
    run = fsk(
        *("certify", "--side", "service", "--select", "requirement(id='VER-02')"),
        *("--out", "out", "--format", "json"),
        folder=tmp_path,
    ).require(3)
    told = run.json
    assert told == json.loads((only_run(tmp_path / "out") / "verdict.json").read_bytes())
    assert told["verdict"] == "not run"
    assert told["exit_code"] == 3
    assert told["system_under_test"]["name"] == "FSK reference system"
    requirements = {each["id"]: each for each in told["requirements"]}
    assert set(requirements) == {each.id for each in load_catalogue().requirement}
    assert requirements["VER-02"]["verdict"] == "passed"
    assert requirements["VER-01"]["verdict"] == "not run"
    assert requirements["FGV-01"]["reason"] == "the vendor side is not judged in this run"
    shown = {each["id"]: each for each in told["scenarios"]}
    assert {shown[name]["verdict"] for name in requirements["VER-02"]["scenarios"]} == {"passed"}
    assert {"step", "title", "chapter", "expected", "found", "where", "fix"} <= set(
        told["scenarios"][0]
    )


def test_certify_leaves_every_kind_of_evidence(tmp_path: Path) -> None:
    """A run folder holds record, reports and Allure results, and `latest` leads there."""
    fsk("certify", "--select", "requirement(id='FGV-06')", "--out", "out", folder=tmp_path).require(
        3
    )
    folder = only_run(tmp_path / "out")
    for name in ("record.jsonl", "report.html", "junit.xml", "verdict.json", "pytest.log"):
        assert (folder / name).stat().st_size
    results = {path.name for path in (folder / "allure-results").iterdir()}
    assert {"environment.properties", "categories.json"} <= results
    assert any(name.endswith("-result.json") for name in results)
    assert (tmp_path / "out" / "latest").resolve() == folder.resolve()


def test_requirements_are_listed_with_what_shows_them(tmp_path: Path) -> None:
    """`fsk requirements` gives each requirement with level, sources, scenarios and mutants."""
    rows = fsk("requirements", "--format", "json", folder=tmp_path).require(0).json
    assert [row["id"] for row in rows] == [each.id for each in load_catalogue().requirement]
    for row in rows:
        assert {"title", "title_da", "statement", "level", "basis", "verification"} <= set(row)
        assert {"chapter", "applies", "suggested_grade", "guide", "steps"} <= set(row)
        assert row["sources"]
        assert bool(row["scenarios"]) is not bool(row["not_tested_because"])
        assert bool(row["steps"]) is bool(row["scenarios"])
    chosen = fsk(
        *("requirements", "--chapter", "07", "--side", "vendor", "--format", "json"),
        folder=tmp_path,
    ).require(0)
    assert [row["id"] for row in chosen.json] == ["CUS-03", "CUS-04", "CUS-05"]
    by_level = fsk(
        *("requirements", "--level", "may", "--id", "VER-02", "--id", "FGV-06", "--format", "json"),
        folder=tmp_path,
    ).require(0)
    assert [row["id"] for row in by_level.json] == ["VER-02"]


def test_requirements_are_told_by_version_of_the_guide(tmp_path: Path) -> None:
    """`--guide`: what was asked of systems then; a word that is no version is a usage error."""

    def ids(version: str) -> set[str]:
        asked = ("requirements", "--chapter", "02", "--guide", version, "--format", "json")
        return {row["id"] for row in fsk(*asked, folder=tmp_path).require(0).json}

    assert "VER-02" in ids("2.0.2")
    assert "VER-01" not in ids("2.0.2")
    assert "VER-02" not in ids("3.0")
    assert "VER-01" in ids("3.0")
    run = fsk("requirements", "--guide", "newest", folder=tmp_path).require(2)
    assert "--guide: expected a version such as 2.0.3, found newest" in run.told


def test_an_unknown_requirement_is_told(tmp_path: Path) -> None:
    """`--id` of none is a usage error."""
    run = fsk("requirements", "--id", "XXX-99", folder=tmp_path).require(2)
    assert "--id: expected requirements of edition" in run.told
    assert "found XXX-99" in run.told


def test_an_unknown_chapter_is_told_with_the_known_ones(tmp_path: Path) -> None:
    """`--chapter 99` is a usage error."""
    run = fsk("requirements", "--chapter", "99", folder=tmp_path).require(2)
    known = ", ".join(load_catalogue().chapters)
    assert f"--chapter: expected one of {known}, found 99" in run.told
    assert run.out == ""


def test_faults_are_listed(tmp_path: Path) -> None:
    """`fsk simulate --faults` gives each fault with an explanation."""
    told = fsk("simulate", "--faults", "--format", "json", folder=tmp_path).require(0).json
    assert set(told) == {fault.value for fault in Fault}
    assert all(told.values())


def test_faults_are_listed_system_by_system(tmp_path: Path) -> None:
    """A table each, in the order of the systems."""
    out = fsk("simulate", "--faults", folder=tmp_path, extra={"COLUMNS": "200"}).require(0).out
    places = [out.index(f"Fault of {system}") for system in System]
    assert places == sorted(places)
    assert all(fault in out for fault in Fault)


def test_assumptions_are_listed(tmp_path: Path) -> None:
    """`fsk simulate --assumptions` gives each with its evidence, as JSON and as a table."""
    told = fsk("simulate", "--assumptions", "--format", "json", folder=tmp_path).require(0).json
    assert [each["name"] for each in told] == [each.name for each in ALL_ASSUMPTIONS]
    assert set(told[0]) == {"name", "service", "assumed", "evidence", "source", "settings"}
    turned_by = {each["name"]: each["settings"] for each in told}
    assert turned_by["sfsk-unknown-citizen"] == ["sfsk.unknown-citizen"]
    assert turned_by["sts-validity-starts-over"] == []
    table = fsk("simulate", "--assumptions", folder=tmp_path).require(0).out
    assert "Evidence" in table
    assert "unknown" in table
    assert "Turned by" in table
    assert "fixed" in table


def test_selfcheck_tells_who_caught_a_mutant_and_why(tmp_path: Path) -> None:
    """`fsk selfcheck` of one mutant gives the scenarios that caught it and their words."""
    told = ("--depth", "own", "--format", "json")
    run = fsk("selfcheck", "restricted-shows-name", *told, folder=tmp_path).require(0)
    (result,) = run.json
    assert result["mutant"] == "restricted-shows-name"
    assert result["side"] == "vendor"
    assert result["breaks"] == "FGV-06"
    assert result["caught"] is True
    assert result["trouble"] == ""
    assert result["catches"]
    for catch in result["catches"]:
        assert catch["requirements"] == ["FGV-06"]
    assert any("found also the fields name, address" in c["reason"] for c in result["catches"])


def test_an_unknown_mutant_is_told_with_those_of_like_name(tmp_path: Path) -> None:
    """`fsk selfcheck` with a misspelt name is a usage error."""
    run = fsk("selfcheck", "restricted-show-name", folder=tmp_path).require(2)
    assert "found restricted-show-name" in run.told
    assert "Near by: restricted-shows-name" in run.told
    assert "`fsk requirements` lists them all" in run.told


def test_a_console_without_the_signs_still_gets_the_verdict(tmp_path: Path) -> None:
    """On a console that knows ASCII alone nothing crashes over a tick or a Danish letter."""
    assert "MUST" in fsk("requirements", folder=tmp_path, extra=ASCII).require(0).out.upper()
    run = fsk(
        *("certify", "--side", "service", "--select", "requirement(id='VER-02')"),
        folder=tmp_path,
        extra=ASCII,
    ).require(3)
    assert "not run" in run.out
