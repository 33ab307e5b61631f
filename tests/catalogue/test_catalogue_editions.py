"""Editions: the released are frozen, and a later one says what must be run again, and why."""

import json
import re
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.catalogue import load_catalogue
from conformance.catalogue.changes import ChangeKind, changes_since, without_reason
from conformance.catalogue.edition import (
    EDITION,
    EDITIONS,
    UnknownEdition,
    edition_names,
    read_edition,
)
from conformance.catalogue.freeze import (
    LOCK_FILE,
    CannotRelease,
    Status,
    breaches,
    lock_entry,
    released_editions,
    status,
)
from conformance.catalogue.step_numbers import NumberedStep, read_steps
from conformance.cli import main
from conformance.commands import editions as editions_command

FEATURES = Path(__file__).parents[2] / "features"
HEAD = """edition = "{name}"
standard = "A standard"

[chapters]
"01" = "A chapter"
"""
STEPS = {
    "1.01": NumberedStep(meaning="a" * 16, since="2030-01", requirements=("AAA-01",), title="One"),
    "1.02": NumberedStep(meaning="b" * 16, since="2030-06", requirements=("AAA-01",), title="Two"),
}


def requirement(name: str, **changes: str) -> str:
    fields = {
        "id": f'"{name}"',
        "chapter": '"01"',
        "title": '"A title"',
        "title_da": '"En titel"',
        "statement": '"It is so."',
        "obliged": '"vendor"',
        "level": '"must"',
        "basis": '"stated"',
        "verification": '"machine"',
        "sources": '[{document = "Guide", place = "1"}]',
        **changes,
    }
    lines = "\n".join(f"{key} = {value}" for key, value in fields.items())
    return f"\n[[requirement]]\n{lines}\n"


def reason(table: str, name: str, because: str) -> str:
    return f'\n[[{table}]]\nrequirement = "{name}"\nbecause = "{because}"\n'


EARLIER = "".join(requirement(f"AAA-0{number}") for number in range(1, 7))
LATER = "".join(
    (
        requirement("AAA-01"),
        requirement("AAA-02", statement='"It is otherwise."'),
        requirement("AAA-03", level='"should"'),
        requirement("AAA-04", title='"Another title"', grade='"F2"'),
        requirement("AAA-06", when='{methods = ["user"]}', basis='"derived"'),
        requirement("AAA-07"),
        reason("change", "AAA-02", "The guide was made precise."),
        reason("change", "AAA-03", "MedCom has ruled."),
        reason("change", "AAA-06", "Method 3 alone is meant, says the guide."),
        reason("change", "AAA-07", "A new rule."),
        reason("withdrawn", "AAA-05", "The register was closed."),
    )
)


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """A folder with two made-up editions, neither released."""
    for name, text in (("2030-01", EARLIER), ("2030-06", LATER)):
        path = tmp_path / f"edition-{name}.toml"
        path.write_text(HEAD.format(name=name) + text, encoding="utf-8")
    (tmp_path / LOCK_FILE).write_text("", encoding="utf-8")
    return tmp_path


def release(folder: Path, name: str) -> None:
    entry = lock_entry(name, date(2030, 1, 31), STEPS, folder)
    lock = folder / LOCK_FILE
    lock.write_text(lock.read_text(encoding="utf-8") + entry, encoding="utf-8")


# What ships


def test_no_released_edition_has_changed() -> None:
    """Its file and the step numbers given up to it are those that were released."""
    assert list(breaches(read_steps(FEATURES))) == []


def test_the_present_edition_ships_and_is_named_for_itself() -> None:
    """It is the newest, and its lock says whether it may still change."""
    assert edition_names()[-1] == EDITION == load_catalogue().edition
    released = {each.edition for each in released_editions()}
    assert status(EDITION) is (Status.RELEASED if EDITION in released else Status.DRAFT)


def test_every_edition_explains_what_it_changed() -> None:
    """Each difference from the edition before has its reason."""
    for earlier, later in pairwise(edition_names()):
        assert list(without_reason(read_edition(earlier), read_edition(later))) == []


# Freezing


def test_a_released_edition_that_is_touched_is_found(editions: Path) -> None:
    """Even a comment; a draft may grow."""
    release(editions, "2030-01")
    assert list(breaches(STEPS, editions)) == []
    for name in ("2030-06", "2030-01"):
        path = editions / f"edition-{name}.toml"
        path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
        found = list(breaches(STEPS, editions))
        assert len(found) == (name == "2030-01")
    assert "no longer what was released: put it back" in found[0]


def test_line_ends_of_windows_change_nothing(editions: Path) -> None:
    """The digest is the same on every platform."""
    release(editions, "2030-01")
    path = editions / "edition-2030-01.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(breaches(STEPS, editions)) == []


def test_a_released_number_with_another_meaning_is_found(editions: Path) -> None:
    """Also when it is taken out; a later number, or a withdrawal, is no breach."""
    release(editions, "2030-01")
    one, two = STEPS["1.01"], STEPS["1.02"]
    withdrawn = NumberedStep(
        meaning=one.meaning, since=one.since, requirements=(), title="", withdrawn="2030-06"
    )
    assert list(breaches({"1.01": withdrawn}, editions)) == []
    for tampered in ({"1.02": two}, {"1.01": NumberedStep(**fields_of(one, meaning="c" * 16))}):
        [found] = breaches(tampered, editions)
        assert "the step numbers given up to edition 2030-01 are no longer" in found


def fields_of(step: NumberedStep, **changes: str) -> dict[str, object]:
    return {name: getattr(step, name) for name in step.__struct_fields__} | changes


def test_a_released_edition_that_is_gone_is_found(editions: Path) -> None:
    """Vendors were judged by it."""
    release(editions, "2030-01")
    (editions / "edition-2030-01.toml").unlink()
    assert any("its file is gone" in found for found in breaches(STEPS, editions))


def test_two_drafts_are_one_too_many(editions: Path) -> None:
    """And so is a draft that is older than what is released."""
    assert "expected one draft" in next(breaches(STEPS, editions))
    release(editions, "2030-06")
    assert "expected one draft" in next(breaches(STEPS, editions))


def test_an_edition_is_released_once(editions: Path) -> None:
    """And only if it is there."""
    release(editions, "2030-01")
    assert status("2030-01", editions) is Status.RELEASED
    assert status("2030-06", editions) is Status.DRAFT
    with pytest.raises(CannotRelease, match="released already"):
        lock_entry("2030-01", date(2030, 2, 1), STEPS, editions)
    with pytest.raises(UnknownEdition, match="2030-01, 2030-06, found 1999-01"):
        lock_entry("1999-01", date(2030, 2, 1), STEPS, editions)


# What must be run again


def test_a_later_edition_says_what_to_run_again(editions: Path) -> None:
    """New, changed in meaning or level, shown by new steps, withdrawn; a new title is nothing."""
    found = changes_since("2030-01", {"AAA-01": ("1.02",)}, edition="2030-06", folder=editions)
    assert {each.requirement: each.kinds for each in found} == {
        "AAA-01": (ChangeKind.STEPS,),
        "AAA-02": (ChangeKind.MEANING,),
        "AAA-03": (ChangeKind.LEVEL,),
        "AAA-06": (ChangeKind.MEANING, ChangeKind.LEVEL),
        "AAA-07": (ChangeKind.NEW,),
        "AAA-05": (ChangeKind.WITHDRAWN,),
    }
    assert [each.requirement for each in found if not each.run_again] == ["AAA-05"]
    by_id = {each.requirement: each for each in found}
    assert by_id["AAA-02"].because == "The guide was made precise."
    assert by_id["AAA-02"].differences == ("statement: It is so. → It is otherwise.",)
    assert by_id["AAA-03"].differences == ("level: must → should",)
    assert "applies: nothing → integration method user" in by_id["AAA-06"].differences
    assert by_id["AAA-05"].because == "The register was closed."


def test_a_change_without_a_reason_is_found(editions: Path) -> None:
    """The edition is not to be released before it gives one."""
    path = editions / "edition-2030-06.toml"
    text = path.read_text(encoding="utf-8").replace(
        reason("change", "AAA-03", "MedCom has ruled."), ""
    )
    text = text.replace(reason("withdrawn", "AAA-05", "The register was closed."), "")
    path.write_text(text, encoding="utf-8")
    told = list(
        without_reason(read_edition("2030-01", editions), read_edition("2030-06", editions))
    )
    assert [each.split()[0] for each in told] == ["AAA-03", "AAA-05"]


def test_editions_in_between_give_their_reasons(editions: Path) -> None:
    """From the first to the last, what changed twice is told once, with both reasons."""
    text = LATER.replace("It is otherwise.", "It is otherwise again.").replace(
        "The guide was made precise.", "The guide was corrected."
    )
    text = text.replace(reason("withdrawn", "AAA-05", "The register was closed."), "")
    path = editions / "edition-2030-09.toml"
    path.write_text(HEAD.format(name="2030-09") + text, encoding="utf-8")
    found = {
        each.requirement: each
        for each in changes_since("2030-01", {}, edition="2030-09", folder=editions)
    }
    assert found["AAA-02"].because == "The guide was made precise.; The guide was corrected."
    assert found["AAA-02"].differences == ("statement: It is so. → It is otherwise again.",)
    assert found["AAA-05"].because == "The register was closed."


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (reason("change", "AAA-99", "x"), "expected changes of requirements of this edition"),
        (reason("withdrawn", "AAA-01", "x"), "held or withdrawn, found both: AAA-01"),
        (reason("change", "AAA-01", "x") * 2, "each change of a requirement once"),
    ],
)
def test_a_reason_that_fits_nothing_is_refused(table: str, words: str, editions: Path) -> None:
    """A misspelt id would explain nothing."""
    path = editions / "edition-2030-01.toml"
    path.write_text(path.read_text(encoding="utf-8") + table, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(words)):
        read_edition("2030-01", editions)


# The command


@pytest.fixture
def in_made_up_editions(editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(editions, "2030-01")

    def made_up(since: str, new_steps: dict[str, tuple[str, ...]]) -> object:
        return changes_since(since, new_steps, edition="2030-06", folder=editions)

    monkeypatch.setattr(editions_command, "changes_since", made_up)
    monkeypatch.setattr(editions_command, "status", lambda name: status(name, editions))
    monkeypatch.setattr(editions_command, "EDITION", "2030-06")


@pytest.mark.usefixtures("in_made_up_editions")
def test_the_command_tells_it_as_a_table_and_as_json() -> None:
    """`fsk requirements --since`: what, why, and whether to run it again."""
    table = CliRunner().invoke(main, ["requirements", "--since", "2030-01"])
    assert table.exit_code == 0
    for words in ("AAA-02", "AAA-05", "withdrawn"):
        assert words in table.output
    told = CliRunner().invoke(main, ["requirements", "--since", "2030-01", "--format", "json"])
    document = json.loads(told.output)
    assert (document["since"], document["since_status"]) == ("2030-01", "released")
    assert (document["edition"], document["edition_status"]) == ("2030-06", "draft")
    rows = {row["id"]: row for row in document["changes"]}
    assert rows["AAA-06"]["change"] == ["changed meaning", "changed level"]
    assert rows["AAA-05"]["run_again"] is False
    assert rows["AAA-03"]["because"] == "MedCom has ruled."


def test_an_edition_that_does_not_exist_is_told_with_those_that_do() -> None:
    """A usage error."""
    told = CliRunner().invoke(main, ["requirements", "--since", "1999-01"])
    assert told.exit_code == 2
    assert f"expected one of the editions {', '.join(edition_names())}" in " ".join(
        told.output.split()
    )


def test_a_draft_is_not_taken_for_unchanged() -> None:
    """Whoever ran an earlier state of a draft must run it again as a whole."""
    if status(EDITION) is Status.RELEASED:
        pytest.skip("the present edition is released")
    told = CliRunner().invoke(main, ["requirements", "--since", EDITION])
    assert "is a draft" in told.output


def test_the_lock_ships_beside_the_editions() -> None:
    """In the package, so that an installed tool knows what is released."""
    assert files("conformance.catalogue").joinpath(LOCK_FILE).is_file()
    assert EDITIONS.joinpath(LOCK_FILE).is_file()
