"""`[simulator.settings]`: no assumption fails a sound system when it is turned the other way."""

from pathlib import Path

import pytest
from vendor_systems import profile, system_started_by_hand

from conformance.catalogue import Basis, load_catalogue
from conformance.certify.keys import simulation_with_keys
from conformance.evidence.record import read_record
from tests.fsk_command import free_port, fsk, only_run
from tests.simulator.turned_settings import turned_toml

AS_SET_UP = frozenset(
    {"nas.skr-topic", "nas.btr-topic", "access.custody-relation", "access.proxy-relation"}
)
"""A system is told these when it is set up, and the reference system knows no others.

A relation by a code that the services do not take leaves the verdict open, and fails nobody.
"""


def turned(path: Path, text: str) -> Path:
    path.write_text(f"{path.read_text('utf-8')}\n{text}", encoding="utf-8")
    return path


@pytest.mark.parametrize("turn", [0, 1])
def test_no_assumption_fails_a_sound_system(turn: int, tmp_path: Path) -> None:
    """The reference system passes all that applies with every setting turned; the evidence says so.

    Two turns, so that a setting with three values has had them all.
    """
    services, system = free_port(), free_port()
    text = turned_toml(
        turn,
        left_alone=AS_SET_UP,
        below="simulator.settings.",
        nas_public_address=f"http://localhost:{services}",
    )
    vendor = turned(profile(tmp_path, system=system, services=services), text)
    simulation_with_keys(tmp_path / "test-keys")
    with system_started_by_hand(services=services, keys=tmp_path / "test-keys", port=system):
        run = fsk(
            "certify", "--vendor", vendor, "--out", tmp_path / "out", "--format", "json",
            folder=tmp_path,
        )  # fmt: skip
    failed = {e["id"]: e for e in run.json["requirements"] if e["verdict"] == "failed"}
    assert failed == {}
    run.require(0)
    verdicts = {each["verdict"] for each in run.json["requirements"]}
    assert not verdicts & {"inconclusive", "not run"}
    started = read_record(only_run(tmp_path / "out")).started
    assert started
    told = {name: value for name, value in started.environment.items() if "Setting" in name}
    assert len(told) == text.count(" = ") - text.count("{") * 3
    assert told["Setting sfsk.unknown-citizen"].endswith('by default "empty success"')
    page = (only_run(tmp_path / "out") / "report.html").read_text(encoding="utf-8")
    assert "Setting sfsk.unknown-citizen" in page


def test_what_judges_an_assumption_is_advice(tmp_path: Path) -> None:
    """On the services' side a turned setting fails derived requirements, which fail nobody."""
    services = free_port()
    text = turned_toml(
        0,
        left_alone=AS_SET_UP,
        below="simulator.settings.",
        nas_public_address=f"http://localhost:{services}",
    )
    vendor = turned(profile(tmp_path, system=1, services=services), text)
    run = fsk(
        "certify", "--vendor", vendor, "--side", "service", "--out", tmp_path / "out",
        "--format", "json", folder=tmp_path,
    )  # fmt: skip
    failed = {each["id"] for each in run.json["requirements"] if each["verdict"] == "failed"}
    certain = {each.id for each in load_catalogue().requirement if each.basis is not Basis.DERIVED}
    assert failed
    assert failed & certain == set()
    run.require(0)


def test_a_misspelt_setting_is_refused_before_anything_runs(tmp_path: Path) -> None:
    """With the profile, the section and the nearest name; exit code 2, and no folder."""
    vendor = turned(
        profile(tmp_path, system=1), '[simulator.settings.sfsk]\nentry-idd = "urn:uuid"'
    )
    run = fsk("certify", "--vendor", vendor, "--out", tmp_path / "out", folder=tmp_path).require(2)
    said = " ".join(run.told.split())
    assert f"{vendor}: simulator.settings: [sfsk]" in said.replace("\n", "")
    assert "did you mean entry-id?" in said
    assert not (tmp_path / "out").exists()
