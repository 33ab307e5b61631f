"""No scenario leans on another: a sample of them ends in the same way in either order."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("two_orders.py")
ROOT = SCRIPT.parents[2]


def test_a_sample_of_scenarios_ends_alike_forwards_and_backwards() -> None:
    """In two sessions of one process, so that nothing is left behind either."""
    ended = subprocess.run(
        [sys.executable, str(SCRIPT), "25"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    forwards, backwards = json.loads(ended.stdout.splitlines()[-1])
    assert len(forwards) >= 30
    assert list(backwards) == list(reversed(forwards))
    assert forwards == backwards
    assert set(forwards.values()) == {"passed"}, ended.stdout
