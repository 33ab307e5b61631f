"""Shards share the documents out, and merged they are one run."""

import json
from pathlib import Path

import pytest

from conformance.bulk import CannotMerge, FileOutput, FunctionOutput, Summary, merge, run
from tests.bulk import judges
from tests.bulk.bulk_inputs import OPTIONS, ran, texts, zip_of

COUNT = 450


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return zip_of(tmp_path / "a.zip", texts(COUNT))


def outputs(folder: Path, source: Path, shards: int, judge: object = judges.quick) -> list[Path]:
    """The output of each shard."""
    assert callable(judge)
    files = []
    for index in range(shards):
        path = folder / f"shard-{index}.ndjson"
        with FileOutput(path) as file:
            run([source], OPTIONS, output=file, shard=(index, shards), judge=judge)
        files.append(path)
    return files


def merged(files: list[Path]) -> tuple[bytes, Summary]:
    written: list[bytes] = []
    summary = merge(files, output=FunctionOutput(written.append))
    return b"".join(written), summary


def whole(source: Path, judge: object = judges.quick) -> tuple[bytes, Summary]:
    assert callable(judge)
    written: list[bytes] = []
    summary = run([source], OPTIONS, output=FunctionOutput(written.append), judge=judge)
    return b"".join(written), summary


def test_shards_are_a_partition(source: Path) -> None:
    """Document k is in shard k modulo N and in no other."""
    for index in range(4):
        records, summary = ran(source, shard=(index, 4))
        *lines, end = records
        assert [line["number"] for line in lines] == list(range(index, COUNT, 4))
        assert end == {"shard": index, "shards": 4, "lines": summary.documents}


@pytest.mark.parametrize("shards", [1, 2, 3, 7])
def test_merged_shards_are_the_whole(tmp_path: Path, source: Path, shards: int) -> None:
    """Line for line, and count for count, in whichever order the files come."""
    files = outputs(tmp_path, source, shards)

    lines, summary = merged(files[::-1])

    expected, uncut = whole(source)
    assert lines == expected
    assert summary == uncut.lasting(0)


def test_documents_inside_documents_stay_together(tmp_path: Path, source: Path) -> None:
    """Several lines of one number come out in their order."""
    lines, _ = merged(outputs(tmp_path, source, 3, judges.two))

    assert lines == whole(source, judges.two)[0]


def test_more_shards_than_documents_merge(tmp_path: Path) -> None:
    """A shard may be empty."""
    source = zip_of(tmp_path / "a.zip", texts(2))

    assert merged(outputs(tmp_path, source, 5))[0] == whole(source)[0]


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_a_missing_shard_is_told(tmp_path: Path, source: Path, left_out: int) -> None:
    """Whichever it is, the whole is not claimed."""
    files = outputs(tmp_path, source, 3)
    del files[left_out]

    with pytest.raises(CannotMerge, match=r"left out|each shard of one run once"):
        merged(files)


def test_a_shard_given_twice_is_told(tmp_path: Path, source: Path) -> None:
    """It would count its documents twice."""
    files = outputs(tmp_path, source, 2)

    with pytest.raises(CannotMerge, match="once"):
        merged([*files, files[0]])


def test_a_shard_that_is_cut_off_is_told(tmp_path: Path, source: Path) -> None:
    """Even where only its very last line is missing."""
    files = outputs(tmp_path, source, 2)
    lines = files[1].read_bytes().splitlines(keepends=True)
    files[1].write_bytes(b"".join(lines[:-1]))
    with pytest.raises(CannotMerge, match="cut off"):
        merged(files)

    files[1].write_bytes(b"".join([*lines[:-2], lines[-1]]))
    with pytest.raises(CannotMerge, match="expected 225 lines, found 224"):
        merged(files)


@pytest.mark.parametrize("content", [b"", b'{"source":"a"}\n', b"<a/>\n", b'{"number":0,"x":1}\n'])
def test_what_is_no_shard_is_told(tmp_path: Path, content: bytes) -> None:
    """The output of an ordinary run among them: it has no numbers."""
    path = tmp_path / "x.ndjson"
    path.write_bytes(content)

    with pytest.raises(CannotMerge, match=r"x\.ndjson|document 0"):
        merged([path])


def test_lines_without_numbers_are_those_of_a_run(tmp_path: Path, source: Path) -> None:
    """What merging takes away is all that a shard adds."""
    lines, _ = merged(outputs(tmp_path, source, 2))

    assert all("number" not in json.loads(line) for line in lines.splitlines())
