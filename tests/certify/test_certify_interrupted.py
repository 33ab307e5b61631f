"""A run that is broken off: what was recorded stays, and the report says how far it came."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.evidence.events import Ending, ScenarioFinished, ScenarioPlanned, ScenarioStarted
from conformance.evidence.record import Record, read_record
from tests.fsk_command import PATIENCE, Ended, command, environment, only_run, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")

_FINISHED = b'"event":"scenario-finished"'


def recorded(out: Path) -> bytes:
    """The record of the one run below *out*, as it stands."""
    return b"".join(path.read_bytes() for path in out.glob("*/record.jsonl") if path.is_file())


def under_way(folder: Path) -> subprocess.Popen[str]:
    """`fsk certify` in a process group of its own, with some scenarios behind it."""
    process = subprocess.Popen(
        command("certify", "--out", "out", "--format", "json"),
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    wait_until(lambda: recorded(folder / "out").count(_FINISHED) >= 5 or process.poll() is not None)
    return process


def ended(process: subprocess.Popen[str], folder: Path, before: bytes) -> tuple[Ended, Record]:
    """How the command ended; what was recorded *before* must still be there."""
    out, err = process.communicate(timeout=PATIENCE)
    run = Ended(code=process.returncode, out=out, err=err).require(3)
    whole = before[: before.rfind(b"\n") + 1]
    assert recorded(folder / "out").startswith(whole)
    record = read_record(only_run(folder / "out"))
    finished = [each for each in record.events if isinstance(each, ScenarioFinished)]
    assert len(finished) >= whole.count(_FINISHED) >= 5
    assert json.loads(run.out)["verdict"] == "inconclusive"
    return run, record


def report(folder: Path) -> str:
    return (only_run(folder / "out") / "report.html").read_text(encoding="utf-8")


def session_of(process: subprocess.Popen[str]) -> int:
    """The process id of the pytest session that `fsk` has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("needs /proc to find the session")
    (child,) = children.read_text(encoding="ascii").split()
    return int(child)


@pytest.mark.parametrize("to_group", [True, False], ids=["terminal", "one-process"])
def test_an_interrupted_run_is_closed_and_reported(tmp_path: Path, *, to_group: bool) -> None:
    """Ctrl-C, sent to all at the terminal or to `fsk` alone, ends in a record with an end."""
    process = under_way(tmp_path)
    before = recorded(tmp_path / "out")
    if to_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, record = ended(process, tmp_path, before)
    assert record.damage is None
    assert record.finished
    assert record.finished.how is Ending.INTERRUPTED
    assert "the run was interrupted: stopped by Ctrl-C" in report(tmp_path)
    begun = {each.id for each in record.events if isinstance(each, ScenarioStarted)}
    done = {each.id for each in record.events if isinstance(each, ScenarioFinished)}
    assert begun == done
    planned = [each for each in record.events if isinstance(each, ScenarioPlanned)]
    assert len(done) < len(planned)


def test_a_killed_session_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    """When the session is killed outright, `fsk` still judges and reports what there is."""
    process = under_way(tmp_path)
    before = recorded(tmp_path / "out")
    os.kill(session_of(process), signal.SIGKILL)
    _, record = ended(process, tmp_path, before)
    assert record.finished is None
    assert "the run did not end: it was killed" in report(tmp_path)


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    """The reference system ends with the session that started it, also when that is killed."""
    process = under_way(tmp_path)
    children = Path(f"/proc/{session_of(process)}/task/{session_of(process)}/children")
    # The first scenarios may judge the services alone: the system is started when it is needed.
    wait_until(lambda: bool(children.read_text(encoding="ascii").split()))
    systems = [int(child) for child in children.read_text(encoding="ascii").split()]
    os.kill(session_of(process), signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    wait_until(lambda: not any(_runs(each) for each in systems))


def _runs(process: int) -> bool:
    """Whether a process is alive; one that only waits to be reaped is not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
