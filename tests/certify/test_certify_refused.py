"""What `fsk certify` is told wrongly: exit code 2, one sentence, no traceback and no run folder."""

import os
import socket
from pathlib import Path

import pytest
from vendor_systems import profile

from conformance.certify.options import run_options
from conformance.certify.session import Session
from conformance.certify.session import run as run_session
from conformance.vendor.profile import ProfileError
from tests.fsk_command import Ended, free_port, fsk


def refused(folder: Path, *arguments: object) -> Ended:
    """Run `fsk certify`, which must be refused without leaving a run behind."""
    run = fsk("certify", "--out", "out", *arguments, folder=folder).require(2)
    assert run.out == ""
    assert not (folder / "out").exists() or list((folder / "out").iterdir()) == []
    return run


def with_line(folder: Path, old: str, new: str) -> Path:
    """A good profile with one line exchanged."""
    path = profile(folder, system=1)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "1.0"', 'version = "1.0"\nvresion = "2"', "unknown field `vresion`"),
        ('company = "Eksempel A/S"', "", "missing required field `company`"),
        ("timeout_seconds = 10", 'timeout_seconds = "ten"', "Expected `float`, got `str`"),
        ("port = 0", "port = 70000", "Expected `int` <= 65535"),
        ('methods = ["local-copy", "system", "user"]', "methods = []", "at least one of"),
        ('"restricted"]', '"restrictive"]', "Invalid enum value 'restrictive'"),
        ("[display.restricted]", "[display.other]", "unknown field `other`"),
        ('"http://', '"', "url"),
        ('name = "FSK reference system"', 'name = ""', "length >= 1"),
        ("[supplier]", "[supplier", "not valid TOML"),
    ],
)
def test_a_profile_that_is_wrong_is_told_by_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Unknown, missing and mistyped keys each name the file and the key."""
    path = with_line(tmp_path, old, new)
    with pytest.raises(ProfileError) as error:
        run_options(path)
    assert said in str(error.value)
    assert str(path) in str(error.value)


def test_a_wrong_profile_ends_the_command(tmp_path: Path) -> None:
    """An unknown key is a usage error: one sentence that points to the commented example."""
    path = with_line(tmp_path, 'version = "1.0"', 'version = "1.0"\nvresion = "2"')
    run = refused(tmp_path, "--vendor", path)
    assert "unknown field `vresion` - at `$.system`" in run.told
    assert "docs/vendor.example.toml shows every key" in run.told
    assert run.told.count("fsk:") == 1


def test_a_missing_profile_is_told(tmp_path: Path) -> None:
    """A profile that is not there is a usage error."""
    assert "cannot be read" in refused(tmp_path, "--vendor", "nowhere.toml").told


def test_a_waiver_of_an_unknown_requirement_is_refused(tmp_path: Path) -> None:
    """A misspelt requirement in a waiver would waive nothing, in silence."""
    path = profile(tmp_path, system=1)
    waiver = (
        '[[waiver]]\nrequirement = "FGV-99"\nreason = "r"\napproved_by = "a"\nexpires = 2030-01-01'
    )
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{waiver}\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="expected requirements of this edition, found FGV-99"):
        run_options(path)


def test_a_trusted_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    """A client certificate of the profile is looked for beside it, and must be PEM."""
    path = with_line(tmp_path, "port = 0", 'port = 0\ntrusted_certificates = ["client.pem"]')
    (tmp_path / "client.pem").write_text("no certificate", encoding="utf-8")
    run = refused(tmp_path, "--vendor", path)
    assert "simulator.trusted_certificates: expected a certificate in PEM form" in run.told
    assert str(tmp_path / "client.pem") in run.err.replace("\n", "")


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """The port of the simulated services is looked at before anything is run."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = refused(tmp_path, "--vendor", profile(tmp_path, system=1, services=port))
    assert run.told.startswith(f"fsk: [simulator] port: port {port} on 127.0.0.1 cannot be used")
    assert "Stop the other program, or choose another port" in run.told


def test_a_port_that_is_taken_meanwhile_ends_the_session_too(tmp_path: Path) -> None:
    """Plain pytest, which has nobody look beforehand, ends as for a wrong command line."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        vendor = profile(tmp_path, system=1, services=taken.getsockname()[1])
        session = Session(out=tmp_path / "out", vendor=vendor)
        assert run_session(session) == pytest.ExitCode.USAGE_ERROR
    log = (tmp_path / "out" / "pytest.log").read_text(encoding="utf-8")
    assert "[simulator] port: port" in log


def test_keys_of_somebody_else_are_not_overwritten(tmp_path: Path) -> None:
    """A folder that holds a `system.pem` of another making is refused and left as it is."""
    (tmp_path / "test-keys").mkdir()
    theirs = tmp_path / "test-keys" / "system.pem"
    theirs.write_text("precious", encoding="utf-8")
    run = refused(tmp_path, "--vendor", profile(tmp_path, system=1))
    assert "[simulator] keys:" in run.told
    assert "is not overwritten" in run.told
    assert theirs.read_text(encoding="utf-8") == "precious"


def test_a_keys_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """Where the keys cannot be written, the profile is at fault."""
    (tmp_path / "test-keys").write_text("", encoding="utf-8")
    run = refused(tmp_path, "--vendor", profile(tmp_path, system=1))
    assert "[simulator] keys:" in run.told
    assert "cannot be used" in run.told


def test_a_report_folder_below_a_file_is_told(tmp_path: Path) -> None:
    """A folder that cannot be made is a usage error that names the option."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    run = fsk("certify", "--out", "file/reports", folder=tmp_path).require(2)
    assert "--out: file" in run.told
    assert "cannot be written" in run.told


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_report_folder_without_permission_is_told(tmp_path: Path) -> None:
    """A folder that may not be written is a usage error that names the option."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    run = fsk("certify", "--out", locked, folder=tmp_path).require(2)
    assert "--out:" in run.told
    assert "Permission denied" in run.told


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ("requirement(id=", "Wrong expression passed to --select: requirement(id="),
        ("nonsense", "Unknown marker(s) in --select expression: nonsense"),
        ("requirement(id='FGV-99')", "which selects none"),
    ],
)
def test_a_selection_that_selects_nothing_is_told(
    tmp_path: Path, selection: str, said: str
) -> None:
    """A misspelt selection is a usage error, never an empty run."""
    assert said in refused(tmp_path, "--select", selection).told


def test_a_side_goes_by_the_word_that_reports_use(tmp_path: Path) -> None:
    """`--side vendor` is understood, another word is refused with the two that are known."""
    assert "'vendor', 'service'" in refused(tmp_path, "--side", "both").told
    port = free_port()
    run = fsk(
        *("certify", "--vendor", profile(tmp_path, system=port), "--side", "service"),
        *("--select", "requirement(id='VER-02')", "--format", "json"),
        folder=tmp_path,
    ).require(3)
    judged = run.json["requirements"]
    assert {r["verdict"] for r in judged if r["side"] == "vendor"} == {"not applicable"}
    assert {r["id"] for r in judged if r["verdict"] == "passed"} == {"VER-02"}
