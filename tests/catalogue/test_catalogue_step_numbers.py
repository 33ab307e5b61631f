"""Step numbers: given once, kept through renaming and moving, lost by a change of meaning."""

from pathlib import Path
from textwrap import dedent

import pytest

from conformance.catalogue.step_numbers import (
    LOCK_NAME,
    NumberedStep,
    StepNumbersUnusable,
    Steps,
    assign,
    flaws,
    numbers_by_meaning,
    numbers_by_requirement,
    order,
    parse_steps,
    read_steps,
    render_steps,
    spans,
)
from conformance.evidence.plan import StepNumbers, rows, templates, written_steps

FEATURES = Path(__file__).parents[2] / "features"
FEATURE = """\
    @vendor @chapter:05
    Feature: Show it
      What it is for.

      Background:
        Given a state

      Rule: AAA-01 It MUST be shown

        @req:AAA-01 @positive
        Scenario: It is shown
          When it is opened
          Then it is "shown"

        @req:AAA-01 @negative
        Scenario Outline: It is not <hue>
          When it is opened <hue>
          Then the table:
            | colour |
            | <hue>  |

          Examples: Ways
            | hue   |
            | red   |
            | grøn  |
    """

LINE = '[steps]\n"{}" = {{meaning = "{}", since = "e", requirements = [], title = ""}}'


def planted(folder: Path, text: str = FEATURE, name: str = "05_shown/one.feature") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    planted(tmp_path / "before")
    return tmp_path / "before"


@pytest.fixture
def locked(suite: Path) -> Steps:
    """The numbers of the planted feature."""
    return assign({}, written_steps(suite), "2030-01")


def after(folder: Path, old: str, new: str, name: str = "05_shown/one.feature") -> list[str]:
    """The flaws when the text is changed so, under the old numbers."""
    steps = assign({}, written_steps(folder), "2030-01")
    assert old in dedent(FEATURE)
    changed = folder.parent / "after"
    planted(changed, dedent(FEATURE).replace(old, new), name)
    return list(flaws(steps, written_steps(changed)))


# What ships


def test_every_scenario_has_a_number_of_its_own_and_its_old_meaning() -> None:
    """None without, none reused, none with another meaning. `fsk plan --assign` gives numbers."""
    assert list(flaws(read_steps(FEATURES), written_steps(FEATURES))) == []


def test_the_lock_is_as_the_command_writes_it() -> None:
    """Nobody has edited it by hand."""
    text = (FEATURES / LOCK_NAME).read_text(encoding="utf-8")
    assert render_steps(parse_steps(text)) == text


# Giving


def test_numbers_are_given_in_the_order_of_the_text(locked: Steps) -> None:
    """Chapter from the folder; every row of an outline has its own."""
    assert {number: step.title for number, step in locked.items()} == {
        "5.01": "It is shown",
        "5.02": "It is not red",
        "5.03": "It is not grøn",
    }
    assert locked["5.01"].requirements == ("AAA-01",)
    assert locked["5.01"].since == "2030-01"


def test_a_lock_is_read_as_it_was_written(locked: Steps) -> None:
    """Danish letters, quotation marks and all."""
    odd = NumberedStep(
        meaning="0" * 16, since="e", requirements=(), title='"æ" \\ ø', withdrawn="f"
    )
    steps = {**locked, "12.100": odd}
    assert parse_steps(render_steps(steps)) == steps
    assert list(parse_steps(render_steps(steps))) == sorted(steps, key=order)


def test_giving_again_changes_nothing(suite: Path, locked: Steps) -> None:
    """A number is given once."""
    assert assign(locked, written_steps(suite), "2030-06") == locked


def test_a_new_scenario_gets_the_next_number_and_the_old_keep_theirs(
    suite: Path, locked: Steps
) -> None:
    """Wherever it stands in the file."""
    text = dedent(FEATURE).replace(
        "    @req:AAA-01 @positive\n",
        "    @req:AAA-01 @positive\n    Scenario: First\n      When new\n      Then new\n\n"
        "    @req:AAA-01 @positive\n",
    )
    planted(suite.parent / "new", text)
    steps = assign(locked, written_steps(suite.parent / "new"), "2030-06")
    assert steps["5.04"].title == "First"
    assert steps["5.04"].since == "2030-06"
    assert {number: steps[number] for number in locked} == locked


def test_a_number_is_not_given_again(suite: Path, locked: Steps) -> None:
    """What is taken out is withdrawn and keeps its number; what comes back gets it back."""
    first = written_steps(suite)
    gone = assign(locked, first[:-1], "2030-06")
    assert gone["5.03"].withdrawn == "2030-06"
    assert "5.03" not in numbers_by_meaning(gone).values()
    (suite.parent / "other").mkdir()
    planted(suite.parent / "other", dedent(FEATURE).replace("grøn", "blå"))
    other = assign(gone, written_steps(suite.parent / "other"), "2030-09")
    assert other["5.04"].title == "It is not blå"
    assert other["5.03"].withdrawn == "2030-06"
    back = assign(other, first, "2031-01")
    assert back["5.03"].withdrawn == ""
    assert back["5.04"].withdrawn == "2031-01"


# Keeping and losing


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("It is shown", "It can be seen", "05_shown/one.feature"),
        ("Show it", "Another feature", "05_shown/one.feature"),
        ("", "", "05_shown/two.feature"),
        ("", "", "07_moved/one.feature"),
        ('Then it is "shown"', 'Then it  is   "shown"', "05_shown/one.feature"),
        ("Examples: Ways", "Examples: Other words", "05_shown/one.feature"),
        ("hue", "tone", "05_shown/one.feature"),
    ],
    ids=["title", "feature", "file", "chapter", "spacing", "examples", "column"],
)
def test_a_number_survives_what_changes_no_meaning(
    old: str, new: str, name: str, suite: Path
) -> None:
    """Renamed, moved, laid out anew."""
    assert after(suite, old, new, name) == []


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ('it is "shown"', 'it is "hidden"', 1),
        ("AAA-01 It MUST be shown", "AAA-01 It SHOULD be shown", 3),
        ("a state", "another state", 3),
        ("| <hue>  |", "| <hue>  | \n        | more   |", 2),
        ("| red   |", "| pink  |", 1),
        ("When it is opened\n", "Given it is opened\n", 1),
        ("@req:AAA-01 @positive", "@req:AAA-02 @positive", 1),
        ("@req:AAA-01 @positive", "@req:AAA-01 @req:AAA-02 @positive", 1),
    ],
    ids=["step", "rule", "background", "table", "row", "kind", "requirement", "second"],
)
def test_a_changed_meaning_needs_a_new_number(old: str, new: str, lost: int, suite: Path) -> None:
    """What was lost is told, and what has no number."""
    found = after(suite, old, new)
    assert sum("has no number" in each for each in found) == lost
    assert sum("is no longer written" in each for each in found) == lost
    assert all("fsk plan --assign" in each for each in found)


def test_what_says_the_same_twice_is_found(suite: Path) -> None:
    """Two scenarios under one meaning could not be told apart by number."""
    planted(suite, FEATURE.replace("It is shown", "It is shown again"), "07_more/two.feature")
    found = list(flaws({}, written_steps(suite)))
    assert sum("says the same as" in each for each in found) == 3


def test_a_reused_or_missing_number_is_found(suite: Path, locked: Steps) -> None:
    """However the lock was edited."""
    written = written_steps(suite)
    double = {**locked, "5.04": locked["5.01"]}
    assert any("found several" in each for each in flaws(double, written))
    hole = {number: step for number, step in locked.items() if number != "5.02"}
    assert "expected that no number is taken out, found none for 5.02" in list(flaws(hole, written))
    with pytest.raises(StepNumbersUnusable, match=r"(?i)5\.01|overwrite|key"):
        parse_steps(render_steps(locked) + render_steps(locked).splitlines()[-1] + "\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LINE.format("1", "0" * 16), "expected numbers such as 5.01, found 1"),
        (LINE.format("1.01", "?"), "meaning"),
        ("[steps", LOCK_NAME),
        ("[other]", "unknown field"),
    ],
)
def test_a_lock_that_cannot_be_used_is_refused(text: str, words: str) -> None:
    """By its name and what is wrong."""
    with pytest.raises(StepNumbersUnusable, match=LOCK_NAME) as refused:
        parse_steps(text)
    assert words in str(refused.value)


# Using


def test_evidence_takes_its_numbers_from_the_lock(suite: Path, locked: Steps) -> None:
    """Not from the order in which scenarios stand; without a number there is none."""
    [first, *_] = templates(suite)
    assert StepNumbers().of(first, rows(first)[0]) == ""
    renumbered = {f"5.{int(number[-2:]) + 40}": step for number, step in locked.items()}
    (suite / LOCK_NAME).write_text(render_steps(renumbered), encoding="utf-8")
    numbers = StepNumbers()
    found = [numbers.of(each, row) for each in templates(suite) for row in rows(each)]
    assert found == ["5.41", "5.42", "5.43"]


def test_numbers_are_told_by_requirement_and_since_an_edition(suite: Path, locked: Steps) -> None:
    """Those in force alone."""
    assert numbers_by_requirement(locked) == {"AAA-01": ("5.01", "5.02", "5.03")}
    assert numbers_by_requirement(locked, after="2030-01") == {}
    assert numbers_by_requirement(locked, after="2029-12") == numbers_by_requirement(locked)
    gone = assign(locked, written_steps(suite)[1:], "2030-06")
    assert numbers_by_requirement(gone) == {"AAA-01": ("5.02", "5.03")}


def test_numbers_are_written_as_people_write_them() -> None:
    """A run of them as its first and its last."""
    assert spans(["5.03", "5.01", "5.02", "5.09", "12.100"]) == "5.01 to 5.03, 5.09, 12.100"
    assert spans([]) == ""
