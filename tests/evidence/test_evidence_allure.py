"""Allure: Gherkin in the results, and a page that reports to nobody."""

import json
import shutil
from errno import EXDEV
from pathlib import Path

import pytest
from evidence_values import record, requirement, started
from small_suite import Session

from conformance.evidence import allure_bridge, allure_report
from conformance.evidence.allure_report import (
    ALLURE_VERSION,
    CATEGORIES,
    NO_NODE,
    generate,
    install,
    prepare_results,
    without_analytics,
)


@pytest.fixture(scope="module")
def results(session: Session) -> dict[str, dict[str, object]]:
    """The Allure result of each scenario by its title without the number."""
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (session.folder / "allure").glob("*-result.json")
    ]
    return {result["name"].partition(" ")[2]: result for result in found}


def labels(result: dict, name: str) -> list[str]:
    """The values of one label."""
    return [label["value"] for label in result["labels"] if label["name"] == name]


def test_nothing_is_written_of_fixtures(session: Session, results: dict) -> None:
    """How the suite sets itself up is no evidence, and a file for each takes time."""
    kinds = {path.stem.rpartition("-")[2] for path in (session.folder / "allure").iterdir()}
    assert results
    assert kinds == {"result", "attachment"}


def test_evidence_is_not_written_twice(session: Session) -> None:
    """What the record keeps in a file has a second name among the results, and no second copy."""
    kept = {path.stat().st_ino for path in (session.folder / "out" / "attachments").iterdir()}
    shown = {path.stat().st_ino for path in (session.folder / "allure").glob("*-attachment.*")}
    assert kept
    assert kept <= shown


def test_evidence_is_copied_where_a_file_cannot_have_two_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems know no links, and results may lie on another one than the record."""

    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(EXDEV, "Invalid cross-device link")

    source = tmp_path / "kept.xml"
    source.write_bytes(b"<a/>")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    allure_bridge.linking(tmp_path)(source, "shown.xml")
    assert (tmp_path / "shown.xml").read_bytes() == b"<a/>"


STATUS = {
    "It passes": "passed",
    "It falls short": "failed",
    "The tool breaks": "broken",
    "It is skipped": "skipped",
    "It does not apply": "skipped",
    "A step is not written": "broken",
    "It is advisory": "skipped",
    "It is not for this profile": "skipped",
    "It is expected to fail": "skipped",
    "It passes against expectation": "failed",
}


@pytest.mark.parametrize("title", STATUS)
def test_a_scenario_has_its_status_title_feature_rule_and_requirement(
    results: dict, title: str
) -> None:
    """However it ended, and even if it never began."""
    result = results[title]
    assert result["status"] == STATUS[title]
    assert labels(result, "feature") == ["Search for a card"]
    assert labels(result, "story") == ["A consumer MUST ask for approved cards only"]
    assert len(labels(result, "requirement")) == 1
    assert result["description"] == "A consumer finds the card."


def test_steps_carry_their_status_whether_reached_or_not(results: dict) -> None:
    """The failed step is red, those after it are skipped."""
    steps = results["It falls short"]["steps"]
    assert [(step["name"], step["status"]) for step in steps] == [
        ("Given a citizen", "passed"),
        ("When it asks", "passed"),
        ("Then it falls short", "failed"),
        ("And all is well", "skipped"),
    ]


def test_evidence_hangs_under_its_step(results: dict) -> None:
    """Table, exchange and observation are where they came."""
    steps = results["It passes"]["steps"]
    assert [a["name"] for a in steps[1]["attachments"]] == [
        "Table",
        "ITI-43 request",
        "ITI-43 response",
        "ITI-43 document 1",
    ]
    shown = results["A person looks"]["steps"][1]["attachments"]
    assert [a["name"] for a in shown] == ["Seen", "Screen"]


def test_a_step_that_skips_is_closed_as_skipped(results: dict) -> None:
    """A skip passes pytest-bdd's error hook by; the step is not left open."""
    statuses = [step["status"] for step in results["It is skipped"]["steps"]]
    assert statuses == ["passed", "skipped", "skipped"]


def test_an_unexpected_pass_says_what_it_is(results: dict) -> None:
    """Allure alone shows a failure without a word."""
    details = results["It passes against expectation"]["statusDetails"]
    assert details["message"].startswith("XPASS: ")


def test_outline_values_are_parameters_of_their_own(results: dict) -> None:
    """Not the repr of one dict."""
    parameters = results["A card that arrives empty is refused"]["parameters"]
    assert parameters == [{"name": "how", "value": "empty"}]


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("It falls short", "Fell short"),
        ("The tool breaks", "Inconclusive"),
        ("It is skipped", "Inconclusive"),
        ("It does not apply", "Not applicable"),
        ("It is not for this profile", "Not applicable"),
        ("It is advisory", "Advisory"),
    ],
)
def test_a_scenario_falls_into_one_category(results: dict, title: str, category: str) -> None:
    """The messages that the plugin writes are those that the categories look for."""
    import re  # noqa: PLC0415 - only here

    result = results[title]
    message = result["statusDetails"]["message"]
    found = [
        rule["name"]
        for rule in CATEGORIES
        if result["status"] in rule["matchedStatuses"]
        and re.match(rule.get("messageRegex", ""), message)
    ]
    assert found == [category]


def test_results_are_made_readable(tmp_path: Path) -> None:
    """Facts and categories are written."""
    (tmp_path / "x-result.json").write_text("{}", encoding="utf-8")
    prepare_results(tmp_path, record(started(requirement(), environment={"a=b": "c:d\ne"})))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "categories.json",
        "environment.properties",
        "x-result.json",
    ]
    text = (tmp_path / "environment.properties").read_text(encoding="utf-8")
    assert "System=Example EHR\n" in text
    assert "a\\=b=c\\:d e\n" in text


PAGE = """<body><script src="app.js"></script>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag(){dataLayer.push(arguments);}
  gtag('js', new Date());
</script><script>window.allure = {};</script></body>"""


def test_the_scripts_that_report_to_google_are_cut_out() -> None:
    """Those two and no others."""
    clean = without_analytics(PAGE)
    assert "google" not in clean
    assert "gtag" not in clean
    assert clean.count("<script") == 2


def test_without_node_there_is_a_plain_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run goes on."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert install(tmp_path) == NO_NODE
    assert generate(tmp_path, tmp_path / "allure.html", tmp_path / "cache") == NO_NODE


def _pretend_installed(cache: Path) -> None:
    package = cache / "node_modules" / "allure"
    package.mkdir(parents=True)
    text = json.dumps({"version": ALLURE_VERSION})
    (package / "package.json").write_text(text, encoding="utf-8")


def test_a_generator_that_fails_gives_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last words are told; nothing is raised and nothing is written."""
    _pretend_installed(tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(allure_report, "_run", lambda *_: "out of memory")
    hint = generate(tmp_path, tmp_path / "allure.html", tmp_path / "cache")
    assert hint == "The Allure report was not made: out of memory."
    assert not (tmp_path / "allure.html").exists()


def test_a_page_with_traces_of_analytics_is_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the generator change, no page that reports to the network slips through."""

    def pretend(_command: list[str], folder: Path, _seconds: int) -> None:
        (folder / "report").mkdir()
        page = '<img src="https://www.googletagmanager.com/x.gif">'
        (folder / "report" / "index.html").write_text(page, encoding="utf-8")

    _pretend_installed(tmp_path / "cache")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(allure_report, "_run", pretend)
    hint = generate(tmp_path, tmp_path / "allure.html", tmp_path / "cache")
    assert hint is not None
    assert "googletagmanager" in hint
    assert not (tmp_path / "allure.html").exists()


def test_another_version_in_the_cache_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is checked, before and after npm."""
    _pretend_installed(tmp_path)
    stale = tmp_path / "node_modules" / "allure" / "package.json"
    stale.write_text('{"version": "2.0.0"}', encoding="utf-8")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(allure_report, "_run", lambda *_: None)
    hint = install(tmp_path)
    assert hint is not None
    assert "another version was installed" in hint
    assert (tmp_path / "package-lock.json").is_file()
