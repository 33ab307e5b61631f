"""A system that is away, answers nonsense or is another one: inconclusive, never green."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from vendor_systems import ABOUT, Answers, odd_system, profile, system_started_by_hand

from conformance.certify.keys import simulation_with_keys
from conformance.evidence.events import Outcome, ScenarioFinished
from conformance.evidence.record import read_record
from conformance.evidence.verdict import Verdict, judge
from tests.fsk_command import Ended, free_port, fsk, only_run, wait_until


def certified(folder: Path, vendor: Path) -> tuple[Ended, str]:
    """A run, which must be inconclusive and keep nothing from its record; and its main reason."""
    run = fsk("certify", "--vendor", vendor, "--out", "out", folder=folder).require(3)
    record = read_record(only_run(folder / "out"))
    verdict = judge(record)
    assert verdict.verdict is Verdict.INCONCLUSIVE
    assert record.damage is None
    ended = [each for each in record.events if isinstance(each, ScenarioFinished)]
    assert not [each for each in ended if each.outcome is Outcome.PASSED]
    assert [each.outcome for each in ended].count(Outcome.INCONCLUSIVE) == 1
    page = (only_run(folder / "out") / "report.html").read_text(encoding="utf-8")
    assert "inconclusive" in page
    return run, verdict.reasons[0]


def test_nobody_answers(tmp_path: Path) -> None:
    """Where nothing listens, the run ends at the first scenario and says what to look at."""
    vendor = profile(tmp_path, system=free_port())
    _, reason = certified(tmp_path, vendor)
    assert "the system under test cannot be reached: GET http://127.0.0.1" in reason
    assert "Is it started, and is [driver] url right in the profile?" in reason


def test_silence_costs_one_timeout_and_not_one_for_each_scenario(tmp_path: Path) -> None:
    """A port that accepts and never answers holds the run up once."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        vendor = profile(tmp_path, system=silent.getsockname()[1], timeout=1.5)
        began = monotonic()
        _, reason = certified(tmp_path, vendor)
    assert "it did not answer within" in reason
    assert monotonic() - began < 30


def test_a_system_that_goes_away_at_once_ends_the_run(tmp_path: Path) -> None:
    """When a system stops answering at the first look-up, the run stops and says so."""
    answers = Answers(goes_after_about=True)
    with odd_system(answers) as port:
        vendor = profile(tmp_path, system=port, timeout=1.5)
        _, reason = certified(tmp_path, vendor)
    assert "the system under test cannot be reached" in reason
    assert [asked.split()[0] for asked in answers.asked] == ["GET", "PUT"]


def test_a_system_that_goes_away_on_the_way_ends_the_run(tmp_path: Path) -> None:
    """When a system stops answering between scenarios, the others do not wait for it in vain."""
    services, system = free_port(), free_port()
    vendor = profile(tmp_path, system=system, services=services, timeout=1.5)
    simulation_with_keys(tmp_path / "test-keys")
    out = tmp_path / "out"
    with ThreadPoolExecutor(1) as pool:
        with system_started_by_hand(services=services, keys=tmp_path / "test-keys", port=system):
            line = ("certify", "--vendor", vendor, "--out", out)
            run = pool.submit(fsk, *line, folder=tmp_path)
            wait_until(lambda: _passed(out) >= 5 or run.done())
        run.result().require(3)
    record = read_record(only_run(out))
    ended = [each for each in record.events if isinstance(each, ScenarioFinished)]
    assert 1 <= [each.outcome for each in ended].count(Outcome.INCONCLUSIVE) <= 2
    assert Outcome.FAILED not in {each.outcome for each in ended}
    assert "cannot be reached" in judge(record).reasons[0]


def test_a_system_that_calls_another_address_is_not_judged(tmp_path: Path) -> None:
    """Nothing is known of a system that never came to the simulated services."""
    services, elsewhere, system = free_port(), free_port(), free_port()
    vendor = profile(tmp_path, system=system, services=services)
    simulation_with_keys(tmp_path / "test-keys")
    keys = tmp_path / "test-keys"
    with system_started_by_hand(services=elsewhere, keys=keys, port=system):
        _, reason = certified(tmp_path, vendor)
    assert "called none of the simulated services" in reason
    assert f"http://127.0.0.1:{services}" in reason


def test_a_system_with_a_certificate_that_is_not_trusted_is_not_judged(tmp_path: Path) -> None:
    """The sentence tells what the STS answered."""
    services, system = free_port(), free_port()
    vendor = profile(tmp_path, system=system, services=services)
    simulation_with_keys(tmp_path / "test-keys")
    simulation_with_keys(tmp_path / "others-keys")
    with system_started_by_hand(services=services, keys=tmp_path / "others-keys", port=system):
        _, reason = certified(tmp_path, vendor)
    assert "STS: wst:FailedAuthentication" in reason
    assert "certificates" in reason


def _passed(out: Path) -> int:
    lines = b"".join(path.read_bytes() for path in out.glob("*/record.jsonl"))
    return lines.count(b'"outcome":"passed"')


@pytest.mark.parametrize(
    ("answers", "expected", "found"),
    [
        (Answers(body=b"<html>It works!</html>"), "expected About as JSON", "<html>It works!"),
        (Answers(status=500, body=b"null pointer"), "expected HTTP 200, found 500", "null pointer"),
        (
            Answers(body=json.dumps(ABOUT | {"vresion": "1.0"}).encode()),
            "expected About as JSON",
            "unknown field `vresion`",
        ),
        (
            Answers(body=json.dumps(ABOUT | {"version": "0.9"}).encode()),
            "expected that FSK reference system, version 1.0 answers",
            "found FSK reference system, version 0.9",
        ),
        (
            Answers(body=json.dumps(ABOUT | {"name": "Another system"}).encode()),
            "expected that FSK reference system, version 1.0 answers",
            "found Another system, version 1.0",
        ),
    ],
    ids=["html", "http-500", "unknown-field", "other-version", "other-name"],
)
def test_a_system_that_cannot_be_understood_is_not_judged(
    tmp_path: Path, answers: Answers, expected: str, found: str
) -> None:
    """An odd answer ends the run with a sentence that says what was expected and what was found."""
    with odd_system(answers) as port:
        run, reason = certified(tmp_path, profile(tmp_path, system=port))
    assert expected in reason
    assert found in reason
    assert expected in run.out
    assert answers.asked == ["GET /fsk-driver/v1/about"]
