"""The guard of the feature files: it finds every planted flaw, and the real features have none."""

from pathlib import Path
from textwrap import dedent

import pytest

from conformance import suite
from conformance.catalogue import load_catalogue
from conformance.features import Flaw, check_features, read_features

ROOT = Path(__file__).parents[2]
KNOWN = ("XXX-01",)

GOOD = """\
    Feature: A capability
      What it is for.

      Rule: XXX-01 Something MUST be so

        @req:XXX-01 @positive
        Scenario: It is so
          Given a state
          When something happens
          Then it is so

        @req:XXX-01 @negative
        Scenario Outline: It is not <how>
          Given a state
          Then it is not <how>

          Examples: Ways
            | how   |
            | red   |
            | green |
    """
GOOD_DANISH = """\
    # language: da
    Egenskab: En evne
      Givende er den.

      Regel: XXX-01 Noget SKAL være sådan

        @req:XXX-01 @positive
        Scenarie: Sådan er det
          Givet en tilstand
          Når noget sker
          Så er det sådan
          Og sådan bliver det
    """


def planted(folder: Path, text: str, name: str = "planted.feature") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return folder


def flaws_of(folder: Path) -> list[Flaw]:
    return check_features(folder, KNOWN)


def test_the_real_features_have_no_flaw() -> None:
    """Against the requirements of the catalogue that ships and are tested."""
    tested = (each for each in load_catalogue().requirement if not each.not_tested_because)
    known = [requirement.id for requirement in tested]
    assert [str(flaw) for flaw in check_features(ROOT / "features", known)] == []


def test_the_real_features_are_read() -> None:
    """All files, and a scenario for each side."""
    scenarios, _ = read_features(ROOT / "features")
    files = {
        path.relative_to(ROOT / "features").as_posix()
        for path in ROOT.glob("features/**/*.feature")
    }
    assert {scenario.file for scenario in scenarios} == files
    assert {"@vendor", "@service"} <= {tag for scenario in scenarios for tag in scenario.tags}


def test_two_good_files_have_no_flaw(tmp_path: Path) -> None:
    """In English and in Danish; the same name in two files is no flaw."""
    planted(tmp_path, GOOD, "en/one.feature")
    planted(tmp_path, GOOD, "en/two.feature")
    planted(tmp_path, GOOD_DANISH, "da/en.feature")
    assert flaws_of(tmp_path) == []
    scenarios, _ = read_features(tmp_path)
    assert [s.rows for s in scenarios] == [1, 1, 2, 1, 2]
    danish = scenarios[0]
    assert (danish.file, danish.line, danish.rule) == (
        "da/en.feature",
        8,
        "XXX-01 Noget SKAL være sådan",
    )
    assert [kind for kind, _ in danish.steps] == ["Context", "Action", "Outcome", "Outcome"]
    assert danish.requirements == KNOWN


HEAD = """\
    Feature: A capability

      @req:XXX-01 @positive
      Scenario: It is so
        Given a state
        Then it is so
    """
SCENARIO = (
    HEAD
    + """
      @req:XXX-01 @negative
      Scenario: It is not so
    """
)
FLAWS: dict[str, tuple[str, int, str]] = {
    "name used twice": (
        HEAD + HEAD[HEAD.index("\n\n") + 1 :],
        9,
        "expected a name of its own, found 'It is so' again",
    ),
    "no steps": (SCENARIO, 9, "expected steps, found none"),
    "no Then": (
        SCENARIO + "    Given a state\n        When it happens\n        And more happens\n",
        9,
        "expected a Then, found none: the scenario cannot fail",
    ),
    "no requirement": (
        SCENARIO.replace("@req:XXX-01 @negative", "@negative") + "    Then it is so\n",
        9,
        "expected a tag @req:<requirement>, found none",
    ),
    "unknown requirement": (
        SCENARIO.replace("@req:XXX-01 @negative", "@req:XXX-1 @negative") + "    Then it is so\n",
        9,
        "expected a requirement of the catalogue, found XXX-1",
    ),
    "neither positive nor negative": (
        SCENARIO.replace(" @negative", "") + "    Then it is so\n",
        9,
        "expected @positive or @negative, found neither",
    ),
    "outline without rows": (
        SCENARIO.replace("Scenario: It is not", "Scenario Outline: It is not <how>")
        + "    Then it is <how>\n\n        Examples:\n          | how |\n",
        9,
        "expected rows below Examples, found none",
    ),
    "keyword in lower case": (
        SCENARIO + "    given a state\n        Then it is so\n",
        10,
        "found a keyword: 'given a state'",
    ),
    "keyword misspelt": (
        SCENARIO + "    Gvien a state\n        Then it is so\n",
        10,
        "expected steps or rows below 'It is not so', found neither: 'Gvien a state'",
    ),
    "keyword glued to the text": (
        SCENARIO + "    Thenit is not so\n        Then it is so\n",
        10,
        "found neither: 'Thenit is not so'",
    ),
    "keyword of another language": (
        SCENARIO + "    Givet en tilstand\n        Then it is so\n",
        10,
        "found a keyword: 'Givet en tilstand'",
    ),
    "scenario swallowed by the feature": (
        "    Feature: A capability\n\n      scenario: It is so\n        Then it is so\n"
        + HEAD[HEAD.index("\n\n") + 1 :],
        3,
        "found a keyword: 'scenario: It is so'",
    ),
    "step swallowed by the background": (
        "    Feature: A capability\n\n      Background:\n        Gven a state\n"
        "        Given a state\n" + HEAD[HEAD.index("\n\n") + 1 :],
        4,
        "found neither: 'Gven a state'",
    ),
    "row swallowed by the examples": (
        SCENARIO.replace("Scenario: It is not", "Scenario Outline: It is not <how>")
        + "    Then it is <how>\n\n        Examples:\n          how |\n"
        "          | how |\n          | so  |\n",
        13,
        "found neither: 'how |'",
    ),
    "danish keyword in lower case": (
        GOOD_DANISH.replace("Givet en", "givet en"),
        9,
        "found a keyword: 'givet en tilstand'",
    ),
    "danish keyword misspelt": (
        GOOD_DANISH.replace("Givet en", "Gievt en"),
        9,
        "found neither: 'Gievt en tilstand'",
    ),
    "english keyword in danish": (
        GOOD_DANISH.replace("Givet en", "Given en"),
        9,
        "found a keyword: 'Given en tilstand'",
    ),
    "english scenario in danish": (
        GOOD_DANISH.replace("    @req:XXX-01 @positive\n        Scenarie:", "    Scenario:"),
        7,
        "found a keyword: 'Scenario: Sådan er det'",
    ),
    "not parsable": (HEAD + "    Thn it is so\n", 7, "cannot be parsed: (7:"),
    "no feature": ("\n    # nothing\n", 1, "expected a feature, found none"),
    "unknown language": ("    # language: xx\n" + HEAD, 1, "Language not supported: xx"),
}


@pytest.mark.parametrize("name", FLAWS)
def test_a_planted_flaw_is_found_with_file_and_line(name: str, tmp_path: Path) -> None:
    """Beside a good file, whose requirement it does not take."""
    text, line, words = FLAWS[name]
    planted(tmp_path, GOOD, "good.feature")
    planted(tmp_path, text, "bad/planted.feature")
    flaws = flaws_of(tmp_path)
    found = [flaw for flaw in flaws if words in flaw.what]
    assert [(flaw.file, flaw.line) for flaw in found] == [("bad/planted.feature", line)], flaws
    assert str(found[0]).startswith(f"bad/planted.feature:{line}: ")
    assert {flaw.file for flaw in flaws} == {"bad/planted.feature"}


def test_a_requirement_without_scenario_is_found(tmp_path: Path) -> None:
    """It is the catalogue that is told."""
    planted(tmp_path, GOOD)
    flaws = check_features(tmp_path, ("XXX-01", "XXX-02"))
    assert list(map(str, flaws)) == ["catalogue:1: requirement XXX-02 has no scenario"]


def test_a_tag_of_the_rule_or_the_feature_counts_for_its_scenarios(tmp_path: Path) -> None:
    """A requirement may be named once for all."""
    text = GOOD.replace("@req:XXX-01 ", "").replace("Rule:", "@req:XXX-01\n      Rule:")
    assert flaws_of(planted(tmp_path, text)) == []


def test_a_file_that_is_not_utf_8_is_found(tmp_path: Path) -> None:
    """By name."""
    planted(tmp_path, GOOD)
    (tmp_path / "latin.feature").write_bytes("Feature: Æ\n".encode("latin-1"))
    (flaw,) = flaws_of(tmp_path)
    assert (flaw.file, flaw.line) == ("latin.feature", 1)
    assert "cannot be parsed" in flaw.what


def test_prose_below_a_feature_and_a_rule_is_no_flaw(tmp_path: Path) -> None:
    """Unless it begins like a keyword; "Andet" and "Given-name" are words."""
    text = GOOD.replace("What it is for.", "Andet og mere.\n      Thence it came.").replace(
        "Something MUST be so", "Something MUST be so\n        Because of that."
    )
    assert flaws_of(planted(tmp_path, text)) == []


def test_the_suite_is_found_in_a_checkout() -> None:
    """Features, steps and configuration stand in one folder."""
    assert (suite.suite_root() / "pytest.ini").is_file()
    assert (suite.suite_root() / "features").is_dir()


def test_a_missing_suite_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the folder that was searched, and what to do."""
    monkeypatch.setattr(suite, "_PACKAGE", tmp_path / "conformance")
    with pytest.raises(suite.SuiteNotFound, match="install fsk-conformance again"):
        suite.suite_root()
