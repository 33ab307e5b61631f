"""`fsk certify --vendor`: a system that the suite has not started is judged, and it alone."""

from pathlib import Path

import pytest
from vendor_systems import profile, system_started_by_hand

from conformance.catalogue import load_catalogue
from conformance.certify.keys import simulation_with_keys
from conformance.evidence.record import read_record
from tests.fsk_command import Ended, free_port, fsk, only_run


def requirements(run: Ended) -> dict[str, dict[str, str]]:
    """The requirements of a run that was printed as JSON, by id; without what is not tested."""
    untested = {each.id for each in load_catalogue().requirement if each.not_tested_because}
    return {each["id"]: each for each in run.json["requirements"] if each["id"] not in untested}


def test_a_vendor_configures_its_certificates_once(tmp_path: Path) -> None:
    """The first run leaves the keys, also when nobody answers; later ones take them as they are."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    services, system = free_port(), free_port()
    vendor = profile(tmp_path, system=system, services=services)
    first = fsk("certify", "--vendor", vendor, "--out", tmp_path / "first", folder=elsewhere)
    assert str(tmp_path / "test-keys") in first.require(3).out.replace("\n", "")
    assert list(elsewhere.iterdir()) == []
    keys = {p: p.read_bytes() for p in (tmp_path / "test-keys").rglob("*") if p.is_file()}

    with system_started_by_hand(services=services, keys=tmp_path / "test-keys", port=system):
        out = tmp_path / "second"
        second = fsk(
            "certify", "--vendor", vendor, "--out", out, "--format", "json", folder=elsewhere
        ).require(0)

    assert {p: p.read_bytes() for p in keys} == keys
    judged = requirements(second)
    on_service_side = [each for each in judged.values() if each["side"] == "service"]
    assert {each["verdict"] for each in on_service_side} == {"not applicable"}
    assert {each["reason"] for each in on_service_side} == {
        "the service side is not judged in this run"
    }
    rest = {each["verdict"] for each in judged.values() if each["side"] == "vendor"}
    assert rest == {"passed"}
    started = read_record(only_run(out)).started
    assert started
    assert started.system_under_test.supplier == "Eksempel A/S"
    assert started.profile["Restricted display: system type"] == "Ambulance record"
    page = (only_run(out) / "report.html").read_text(encoding="utf-8")
    for declared in (
        "Eksempel A/S",
        "Ida Eksempel",
        "Ambulance record",
        "local-copy, system, user",
    ):
        assert declared in page


@pytest.mark.parametrize(
    ("methods", "scopes", "left_out"),
    [
        (
            ("system",),
            ("full",),
            {
                "FGV-06": "the profile does not declare restricted display",
                "ROL-03": "the profile does not declare integration method user",
                "SYN-07": "the profile does not declare integration method local-copy",
            },
        ),
        (
            ("user",),
            ("restricted",),
            {
                "FGV-10": "the profile does not declare full display",
                "LOG-01": "the profile does not declare integration method local-copy or system",
            },
        ),
    ],
    ids=["system-full", "user-restricted"],
)
def test_what_a_profile_does_not_declare_is_not_applicable(
    tmp_path: Path, methods: tuple[str, ...], scopes: tuple[str, ...], left_out: dict[str, str]
) -> None:
    """A system that declares little passes on that; the rest is told as not applicable, and why."""
    services, system = free_port(), free_port()
    vendor = profile(tmp_path, system=system, services=services, methods=methods, scopes=scopes)
    simulation_with_keys(tmp_path / "test-keys")
    with system_started_by_hand(services=services, keys=tmp_path / "test-keys", port=system):
        run = fsk("certify", "--vendor", vendor, "--format", "json", folder=tmp_path).require(0)
    judged = requirements(run)
    assert {name: judged[name]["reason"] for name in left_out} == left_out
    assert all(judged[name]["verdict"] == "not applicable" for name in left_out)
    assert {each["verdict"] for each in judged.values()} == {"passed", "not applicable"}
    assert judged["FGV-01"]["verdict"] == "passed"
    assert all(each["reason"] for each in judged.values())
