"""A run that several processes share: one record, the same verdicts, nothing lost."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from vendor_systems import profile

from conformance.evidence.events import Ending, Outcome, ScenarioFinished, ScenarioPlanned
from conformance.evidence.record import Record, read_record
from tests.fsk_command import PATIENCE, command, environment, fsk, only_run, wait_until

CHAPTER = "chapter(id='02')"


def outcomes(record: Record) -> dict[str, Outcome]:
    return {e.id: e.outcome for e in record.events if isinstance(e, ScenarioFinished)}


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    """Each scenario is planned once, run once, and ends as it does in one process."""
    records = {}
    for jobs in (1, 2):
        out = f"out-{jobs}"
        fsk(
            *("certify", "--out", out, "--select", CHAPTER, "--jobs", jobs), folder=tmp_path
        ).require(3)
        folder = only_run(tmp_path / out)
        assert not list(folder.glob("record-*.jsonl"))
        assert (folder / "report.html").is_file()
        records[jobs] = read_record(folder)
    one, two = records[1], records[2]
    assert outcomes(one) == outcomes(two)
    assert len(outcomes(two)) > 10
    for record in (one, two):
        planned = [e.id for e in record.events if isinstance(e, ScenarioPlanned)]
        finished = [e.id for e in record.events if isinstance(e, ScenarioFinished)]
        assert len(planned) == len(set(planned)) > len(finished) == len(set(finished))
        assert record.finished
        assert record.finished.how is Ending.COMPLETE
        assert isinstance(record.events[-1], type(record.finished))


def test_a_system_that_is_running_already_is_judged_by_one_process(tmp_path: Path) -> None:
    """It has one state; two worlds would change it under each other's hands."""
    path = profile(tmp_path, system=1)
    run = fsk("certify", "--vendor", path, "--jobs", 2, "--out", "out", folder=tmp_path).require(2)
    assert "--jobs" in run.err
    assert "one state" in run.err
    assert not (tmp_path / "out").exists()


def finished_so_far(out: Path) -> int:
    parts = [path.read_bytes() for path in out.glob("*/record*.jsonl") if path.is_file()]
    return sum(part.count(b'"event":"scenario-finished"') for part in parts)


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")
@pytest.mark.parametrize("how", ["told to stop", "session killed"])
def test_a_shared_run_that_is_broken_off_keeps_what_was_recorded(tmp_path: Path, how: str) -> None:
    """What each process had written is in the record, and the report is made from it."""
    process = subprocess.Popen(
        command("certify", "--out", "out", "--format", "json", "--jobs", "2"),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    out = tmp_path / "out"
    wait_until(lambda: finished_so_far(out) >= 10 or process.poll() is not None)
    before = finished_so_far(out)
    if how == "told to stop":
        process.send_signal(signal.SIGINT)
    else:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("needs /proc to find the session")
        os.kill(int(children.read_text(encoding="ascii")), signal.SIGKILL)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert json.loads(said)["verdict"] == "inconclusive"
    folder = only_run(out)
    record = read_record(folder)
    assert len(outcomes(record)) >= before >= 10
    assert not list(folder.glob("record-*.jsonl"))
    assert (record.finished is None) == (how == "session killed")
    assert (folder / "report.html").is_file()
