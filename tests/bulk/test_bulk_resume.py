"""A run that was killed or interrupted goes on where it was, and writes the same in the end."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.bulk import CannotResume, FileOutput, FunctionOutput, Summary, run
from conformance.validate.report import Role
from tests.bulk import judges
from tests.bulk.bulk_inputs import OPTIONS, folder_of, lines_of, tar_of, texts, zip_of

ROOT = Path(__file__).parents[2]
COUNT = 1500

KILLED = """
import os, sys
from pathlib import Path
from conformance.bulk import FileOutput, run
from conformance.validate import Options
from tests.bulk import judges

if __name__ == "__main__":
    os.environ["FSK_TEST_RUN"] = str(os.getpid())
    source, output, state, jobs, shards = sys.argv[1:]
    with FileOutput(Path(output)) as file:
        run([source], Options(), output=file, jobs=int(jobs), resume=Path(state),
            shard=(1, 2) if shards == "2" else None, judge=judges.killed)
"""


def killed_run(tmp_path: Path, source: Path, jobs: int, shards: int) -> tuple[Path, Path]:
    """A run in a process of its own that is killed at a document in its middle."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    output, state = tmp_path / "out.ndjson", tmp_path / "state.json"
    arguments = [source, output, state, jobs, shards]
    done = subprocess.run(
        [sys.executable, script, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr, done.stderr
    return output, state


def resumed(source: Path, output: Path, state: Path, shard: tuple[int, int] | None) -> Summary:
    with FileOutput(output, keep=True) as file:
        return run([source], OPTIONS, output=file, resume=state, shard=shard, judge=judges.quick)


def source_of(kind: str, tmp_path: Path) -> Path:
    documents = texts(COUNT)
    documents[1101] = (documents[1101][0], b"boom!")
    match kind:
        case "zip":
            return zip_of(tmp_path / "a.zip", documents)
        case "tar.gz":
            return tar_of(tmp_path / "a.tar.gz", documents, "w:gz")
        case "ndjson":
            return lines_of(tmp_path / "a.ndjson", documents)
    return folder_of(tmp_path / "in", documents)


@pytest.mark.parametrize(
    ("kind", "jobs", "shards"),
    [("zip", 1, 1), ("zip", 2, 1), ("tar.gz", 1, 2), ("ndjson", 1, 1), ("folder", 2, 2)],
)
def test_a_killed_run_ends_as_if_it_had_not_been(
    tmp_path: Path, kind: str, jobs: int, shards: int
) -> None:
    """The output is that of an uninterrupted run byte for byte, and so is the summary."""
    source = source_of(kind, tmp_path)
    shard = (1, 2) if shards == 2 else None
    output, state = killed_run(tmp_path, source, jobs, shards)
    half = output.read_bytes()
    assert state.exists()
    assert 0 < half.count(b"\n") < COUNT / shards

    summary = resumed(source, output, state, shard)

    whole: list[bytes] = []
    uninterrupted = run(
        [source], OPTIONS, output=FunctionOutput(whole.append), shard=shard, judge=judges.quick
    )
    assert output.read_bytes() == b"".join(whole)
    assert summary.lasting(0) == uninterrupted.lasting(0)
    assert not state.exists()


def test_what_was_written_after_the_checkpoint_is_cut(tmp_path: Path) -> None:
    """Half a batch that reached the file before the kill does not stand there twice."""
    source = source_of("zip", tmp_path)
    output, state = killed_run(tmp_path, source, 1, 1)
    with output.open("ab") as file:
        file.write(b'{"source":"half of a li' + b"x" * 1_000_000)

    resumed(source, output, state, None)

    written = output.read_bytes()
    assert written.count(b"\n") == COUNT
    assert b"half of a li" not in written
    assert written.endswith(b"}\n")


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    """Ctrl-C leaves the state, the processes end, and the output is whole in the end."""
    source = source_of("zip", tmp_path)
    output, state = tmp_path / "out.ndjson", tmp_path / "state.json"

    def interrupt(summary: Summary) -> None:
        if summary.documents >= 400:
            raise KeyboardInterrupt

    with FileOutput(output) as file, pytest.raises(KeyboardInterrupt):
        run(
            [source],
            OPTIONS,
            output=file,
            jobs=2,
            resume=state,
            judge=judges.quick,
            progress=interrupt,
        )
    summary = resumed(source, output, state, None)

    assert output.read_bytes().count(b"\n") == summary.documents == COUNT


def test_documents_that_are_done_are_not_done_again(tmp_path: Path) -> None:
    """The killer is judged once: what comes before the checkpoint is passed over."""
    source = source_of("zip", tmp_path)
    output, state = killed_run(tmp_path, source, 1, 1)
    done = output.read_bytes().count(b"\n")
    seen: list[int] = []
    with FileOutput(output, keep=True) as file:
        run(
            [source],
            OPTIONS,
            output=file,
            resume=state,
            judge=judges.quick,
            progress=lambda summary: seen.append(summary.documents),
        )

    assert seen[0] == done + 200


def test_the_state_of_another_run_is_refused(tmp_path: Path) -> None:
    """Other files or other options would give an output that is neither."""
    source = source_of("zip", tmp_path)
    output, state = killed_run(tmp_path, source, 1, 1)
    other = zip_of(tmp_path / "b.zip", texts(3))

    with pytest.raises(CannotResume, match="other files, or with other options"):
        resumed(other, output, state, None)
    with (
        FileOutput(output, keep=True) as file,
        pytest.raises(CannotResume, match="other files, or with other options"),
    ):
        run([source], replace(OPTIONS, role=Role.MET), output=file, resume=state)


def test_a_state_without_its_output_is_refused(tmp_path: Path) -> None:
    """Lines that are counted as written must be there."""
    source = source_of("zip", tmp_path)
    output, state = killed_run(tmp_path, source, 1, 1)
    output.unlink()

    with pytest.raises(CannotResume, match="the output of the interrupted run is gone"):
        resumed(source, output, state, None)
    with pytest.raises(CannotResume, match="found no file"):
        run([source], OPTIONS, output=FunctionOutput(lambda _: None), resume=state)


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    """Rather than overwritten."""
    source = source_of("zip", tmp_path)
    state = tmp_path / "state.json"
    state.write_text("mine", encoding="utf-8")

    with pytest.raises(CannotResume, match="expected the state of a run"):
        resumed(source, tmp_path / "out.ndjson", state, None)
    assert state.read_text(encoding="utf-8") == "mine"
