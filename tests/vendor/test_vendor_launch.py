"""The reference system as its own process: it starts, answers, and ends."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conformance.simulator.simulation import Simulation
from conformance.vendor.http import HttpDriver
from conformance.vendor.launch import reference_system
from conformance.vendor.protocol import VendorUnavailable


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    Simulation.create().write_keys(folder)
    return folder


def test_the_reference_system_starts_answers_and_ends(keys: Path) -> None:
    """It says who it is, and its port is closed afterwards."""
    with reference_system("http://127.0.0.1:9", keys) as url:
        driver = HttpDriver(url, timeout=10)
        assert driver.about().name == "FSK reference system"
        driver.close()
    place = urlsplit(url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((place.hostname, place.port), timeout=5)


def test_a_reference_system_that_does_not_start_is_told(
    keys: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An unknown mutant, for instance: the sentence here, the reason on standard error."""
    with (
        pytest.raises(VendorUnavailable, match="the reference system did not start: expected its"),
        reference_system("http://127.0.0.1:9", keys, mutant="no-such-mutant"),
    ):
        pytest.fail("expected VendorUnavailable, found a running system")
    assert "no-such-mutant" in capfd.readouterr().err
