"""`fsk simulate`: announces itself, answers with the keys it wrote, and ends when told."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from conformance.clock import system_clock
from conformance.reference.behaviour import Behaviour
from conformance.reference.ehr import Ehr, Settings
from conformance.reference.shown import Scenario, User
from conformance.simulator.state.personas import Persona, staff_members
from tests.fsk_command import PATIENCE, command, environment, fsk, wait_until


def started(folder: Path, *arguments: str) -> tuple[subprocess.Popen[str], dict[str, object]]:
    """`fsk simulate` on a free port, and what it announced."""
    process = subprocess.Popen(
        command("simulate", "--port", "0", "--format", "json", "--keys", "keys", *arguments),
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, object]]:
    """The announcement of simulated services that run as long as the test."""
    process, announced = started(tmp_path)
    yield announced
    process.terminate()
    out, err = process.communicate(timeout=PATIENCE)
    assert (out, err) == ("", "")


def base(announced: dict[str, object]) -> str:
    """The address below which all services are."""
    return str(announced["control"]).removesuffix("/control")


def test_a_system_can_use_what_is_announced(running: dict[str, object], tmp_path: Path) -> None:
    """With the addresses and keys as announced a system finds a card, by signed calls."""
    keys = tmp_path / str(running["keys"])
    assert {"system.pem", "system.p12", "sts-certificate.pem"} <= {p.name for p in keys.iterdir()}
    settings = Settings(services=base(running), keys=keys, state=tmp_path / "state", timeout=10)
    ehr = Ehr(settings, Behaviour())
    try:
        ehr.begin(Scenario(integration_method="system", display="full"))
        member = staff_members()[0]
        session = ehr.sessions.log_in(
            User(
                cpr=member.cpr,
                given_name=member.given_name,
                surname=member.surname,
                education_code=member.education_code,
                national_roles=member.national_roles,
                authorisation_code=member.authorisation_code,
            )
        )
        view = ehr.open_card(session, Persona.BENTE.value)
    finally:
        ehr.close()
    assert view.outcome == "shown"
    state = requests.get(f"{running['control']}/state", timeout=10).json()
    assert state["exchanges"] >= 3
    assert {citizen["cpr"] for citizen in state["citizens"]} == set(running["citizens"].values())


def test_settings_turn_what_is_answered(tmp_path: Path) -> None:
    """By the file that `--settings-example` prints, changed; announced, and told by the API."""
    example = fsk("simulate", "--settings-example", folder=tmp_path).require(0).out
    turned = example.replace('repeated-list = "replaces"', 'repeated-list = "adds"')
    assert turned != example
    (tmp_path / "turned.toml").write_text(turned, encoding="utf-8")
    process, announced = started(tmp_path, "--settings", "turned.toml")
    try:
        assert announced["settings"] == {"nas.repeated-list": '"adds"'}
        state = requests.get(f"{announced['control']}/state", timeout=10).json()
        assert state["settings"] == announced["settings"]
        told = requests.get(f"{announced['control']}/settings", timeout=10).json()
        (one,) = [each for each in told if each["turned"]]
        assert (one["name"], one["default"]) == ("nas.repeated-list", '"replaces"')
        assert [each["name"] for each in one["assumptions"]] == ["nas-list-replaced"]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_settings_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    """Before a port is taken or a key made, with exit code 2."""
    (tmp_path / "turned.toml").write_text("[nas]\nrepeated = 1", encoding="utf-8")
    run = fsk("simulate", "--settings", "turned.toml", folder=tmp_path).require(2)
    assert "did you mean repeated-list?" in " ".join(run.told.split())
    assert {path.name for path in tmp_path.iterdir()} == {"turned.toml"}


def test_every_announced_address_answers(running: dict[str, object]) -> None:
    """Each service answers at its address, on loopback: a body that is no SOAP gets a fault."""
    assert running["services"]
    for path, address in running["services"].items():
        assert address == f"{base(running)}{path}"
        assert address.startswith("http://127.0.0.1:")
        answer = requests.post(address, data=b"no SOAP", timeout=10)
        assert answer.status_code == 500
        assert b"Fault" in answer.content


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=["terminated", "ctrl-c"])
def test_it_ends_when_told(tmp_path: Path, told: signal.Signals) -> None:
    """It ends within seconds, quietly, and gives the port back; Ctrl-C is the orderly way."""
    process, announced = started(tmp_path)
    port = int(base(announced).rpartition(":")[2])
    process.send_signal(told)
    out, err = process.communicate(timeout=20)
    assert out == ""
    assert "Traceback" not in err
    assert process.returncode == (0 if told is signal.SIGINT else -told)
    wait_until(lambda: _is_free(port))


def test_a_second_start_keeps_the_keys(tmp_path: Path) -> None:
    """A vendor that has configured the keys finds the same ones the next day."""
    kept = []
    for _ in range(2):
        process, _ = started(tmp_path)
        process.terminate()
        process.communicate(timeout=PATIENCE)
        kept.append((tmp_path / "keys" / "system.pem").read_bytes())
    assert kept[0] == kept[1]


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """A taken port is a usage error that names the option, and no keys are written."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = fsk("simulate", "--port", port, "--keys", "keys", folder=tmp_path).require(2)
    assert f"port {port} on 127.0.0.1 cannot be used" in run.told
    assert "--port" in run.told
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_told(tmp_path: Path, port: str) -> None:
    """A port outside the range is a usage error."""
    assert "'--port'" in fsk("simulate", "--port", port, folder=tmp_path).require(2).told


def test_keys_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    """A folder that cannot be made is a usage error that names the option."""
    (tmp_path / "file").write_text(str(system_clock()), encoding="utf-8")
    run = fsk("simulate", "--port", "0", "--keys", "file/keys", folder=tmp_path).require(2)
    assert "--keys: file" in run.told


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_kept_state_survives_being_killed(tmp_path: Path) -> None:
    """What the control API said it did is there after kill -9, and the journal with it."""
    process, announced = started(tmp_path, "--state", "state.db")
    told = requests.post(
        f"{base(announced)}/control/opt-outs/register",
        json={"citizen": Persona.SCHWENDLUND, "at": "2026-01-01T12:00:00+01:00"},
        timeout=PATIENCE,
    )
    assert told.ok, told.text
    requests.post(f"{base(announced)}/sfsk/iti18", data=b"<a/>", timeout=PATIENCE)
    process.kill()
    process.communicate(timeout=PATIENCE)
    again, announced = started(tmp_path, "--state", "state.db")
    state = requests.get(f"{base(announced)}/control/state", timeout=PATIENCE).json()
    again.terminate()
    again.communicate(timeout=PATIENCE)
    (found,) = (each for each in state["citizens"] if each["cpr"] == Persona.SCHWENDLUND)
    assert found["opted_out_at"].startswith("2026-01-01T")
    assert state["exchanges"] == 1


def test_a_state_file_that_is_none_is_told(tmp_path: Path) -> None:
    """A text file in its place is named and left alone."""
    (tmp_path / "state.db").write_text("a letter to somebody, and no database\n" * 50)
    ended = fsk("simulate", "--port", "0", "--state", "state.db", folder=tmp_path).require(2)
    assert "--state: state.db cannot be used as a state file" in ended.told
    assert (tmp_path / "state.db").read_text().startswith("a letter")
