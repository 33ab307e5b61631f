"""`fsk generate` writes a corpus wherever it is told to, and says what is wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.bulk.content import load
from conformance.bulk.sources import documents
from conformance.commands.generate import command
from conformance.corpus import FAULTS, cards
from conformance.corpus.packing import packing


def generate(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments])


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.ndjson", "a", "a/b"])
def test_a_corpus_is_written_and_read_back(tmp_path: Path, name: str) -> None:
    """As the name tells, in order, byte for byte, and with nothing left beside it."""
    out = tmp_path / name

    result = generate("--count", 40, "--seed", 9, "--out", out)

    assert result.exit_code == 0, result.output
    found = [load(document) for document in documents([out])]
    assert [data for _, data in found] == [data for _, data in cards(40, 9)]
    assert all(
        label.replace("\\", "/").endswith(own)
        for (label, _), (own, _) in zip(found, cards(40, 9), strict=True)
    )
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.ndjson"])
def test_an_archive_is_the_same_whenever_it_is_written(tmp_path: Path, name: str) -> None:
    """No time of day gets into it."""
    for folder in ("one", "two"):
        generate("--count", 5, "--out", tmp_path / folder / name)

    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_faults_are_put_in(tmp_path: Path) -> None:
    """At the rate asked for; a rule alone means every card."""
    out = tmp_path / "a"

    faults = ("--fault", "PDC-V31", "--fault", "PDC-H04=0")
    result = generate("--count", 30, "--out", out, *faults, "--format", "json")

    assert json.loads(result.output)["faults"] == {"PDC-V31": 1.0, "PDC-H04": 0.0}
    assert all(b'extension="NAV"' in path.read_bytes() for path in out.rglob("*.xml"))


@pytest.mark.parametrize(
    "fault", ["PDC-V99=0.1", "PDC-V31=2", "PDC-V31=x", "PDC-V31=-1", "PDC-V31=nan"]
)
def test_a_fault_that_cannot_be_is_told(tmp_path: Path, fault: str) -> None:
    """With what is expected, and nothing is written."""
    result = generate("--out", tmp_path / "a", "--fault", fault)

    assert result.exit_code == 2
    assert "expected a share" in result.output or "--list-faults" in result.output
    assert not (tmp_path / "a").exists()


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Neither a file nor a folder with something in it."""
    folder, file = tmp_path / "in", tmp_path / "a.zip"
    folder.mkdir()
    (folder / "mine").write_text("mine", encoding="utf-8")
    file.write_text("mine", encoding="utf-8")

    for out in (folder, file):
        assert generate("--count", 1, "--out", out).exit_code == 2
    assert file.read_text(encoding="utf-8") == "mine"


def test_without_a_place_it_says_so() -> None:
    """A corpus is not written just anywhere."""
    result = generate("--count", 1)

    assert result.exit_code == 2
    assert "--out" in result.output


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where a folder would have to be."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    result = generate("--count", 1, "--out", tmp_path / "file" / "a.zip")

    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_faults_are_listed() -> None:
    """Every one, for a person and for a program."""
    listed = json.loads(generate("--list-faults", "--format", "json").output)

    assert {each["rule"] for each in listed} == set(FAULTS)
    assert "PDC-V31" in generate("--list-faults").output


def test_an_interrupted_archive_does_not_stand_under_its_name(tmp_path: Path) -> None:
    """What is half written has another name."""

    def interrupted() -> None:
        with packing(tmp_path / "a.zip") as put:
            put("a.xml", b"<a/>")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert not (tmp_path / "a.zip").exists()
