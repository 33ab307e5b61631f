"""`fsk generate` and the bulk side of `fsk validate`: archives, shards, merging, terms."""

import json
from pathlib import Path

import pytest

from tests.fsk_command import fsk

CARDS = 12


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip of cards, of which every one breaks one rule or none."""
    folder = tmp_path_factory.mktemp("corpus")
    fsk(
        *("generate", "--count", CARDS, "--seed", 3, "--out", "cards.zip"),
        *("--fault", "PDC-V31=0.5"),
        folder=folder,
    ).require(0)
    return folder / "cards.zip"


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_archive_is_checked_document_by_document(corpus: Path, tmp_path: Path) -> None:
    """Each card has a line in the order of the archive; the broken ones say by which rule."""
    run = fsk("validate", corpus, "--format", "ndjson", folder=tmp_path).require(1)
    told = lines(run.out)
    assert len(told) == CARDS
    assert [line["source"] for line in told] == sorted(str(line["source"]) for line in told)
    broken = [line for line in told if not line["valid"]]
    assert 0 < len(broken) < CARDS
    for line in broken:
        failed = {f["rule"] for f in line["findings"] if f["severity"] == "fail"}
        assert failed == {"PDC-V31"}
    assert f"{CARDS} documents: {CARDS - len(broken)} valid" in run.err


def test_two_processes_and_merged_shards_write_what_one_run_writes(
    corpus: Path, tmp_path: Path
) -> None:
    """The outputs are the same to the byte."""
    line = ("validate", corpus, "--format", "ndjson")
    one = fsk(*line, folder=tmp_path).require(1).out
    two = fsk(*line, "--jobs", 2, "--output", "two.ndjson", folder=tmp_path).require(1)
    assert two.out == ""
    assert (tmp_path / "two.ndjson").read_text(encoding="utf-8") == one
    for shard in (1, 2, 3):
        name = f"shard-{shard}.ndjson"
        fsk(*line, "--shard", f"{shard}/3", "--output", name, folder=tmp_path)
    names = [f"shard-{shard}.ndjson" for shard in (3, 1, 2)]
    assert fsk("validate", "merge", *names, folder=tmp_path).require(1).out == one
    missing = fsk("validate", "merge", *names[:2], folder=tmp_path).require(2)
    assert "merge:" in missing.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--shard", "4/3", "--format", "ndjson"), "expected I/N with I from 1 to N"),
        (("--shard", "1/3"), "--shard: expected --format ndjson"),
        (("--resume", "state", "--format", "ndjson"), "--resume: expected --format ndjson and"),
    ],
    ids=["no-such-shard", "shard-as-table", "resume-to-a-console"],
)
def test_terms_that_do_not_go_together_are_refused(
    corpus: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    """One sentence, and nothing is run."""
    run = fsk("validate", corpus, *options, folder=tmp_path).require(2)
    assert words in " ".join(run.err.split())
    assert run.out == ""


def test_an_empty_folder_is_no_green(tmp_path: Path) -> None:
    """Nothing checked is not nothing wrong."""
    (tmp_path / "empty").mkdir()
    run = fsk("validate", "empty", folder=tmp_path).require(2)
    assert "empty" in run.err


def test_the_same_seed_gives_the_same_cards(corpus: Path, tmp_path: Path) -> None:
    """A folder holds what the archive holds."""
    fsk(
        *("generate", "--count", CARDS, "--seed", 3, "--out", "again.zip"),
        *("--fault", "PDC-V31=0.5"),
        folder=tmp_path,
    ).require(0)
    assert (tmp_path / "again.zip").read_bytes() == corpus.read_bytes()
    refused = fsk("generate", "--fault", "PDC-NO-SUCH=1", "--out", "x", folder=tmp_path).require(2)
    assert "PDC-NO-SUCH" in refused.err
