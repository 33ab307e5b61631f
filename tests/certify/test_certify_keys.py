"""The folder of test keys: filled once, kept while it is whole and valid."""

from datetime import timedelta
from pathlib import Path

import pytest

from conformance.certify import keys
from conformance.certify.keys import KeysFolderTaken, simulation_with_keys
from conformance.clock import system_clock
from conformance.reference.keys import KeyRing
from conformance.simulator.state.personas import staff_members


def files(folder: Path) -> dict[str, bytes]:
    """Every file below *folder* with what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys as the suite makes it; tests take copies of it."""
    folder = tmp_path_factory.mktemp("made")
    simulation_with_keys(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder of keys to be spoilt."""
    for name, data in files(made).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_a_new_folder_receives_every_key(made: Path) -> None:
    """There is a key for the system and for each member of staff, as a system can read them."""
    ring = KeyRing(made)
    assert ring.system().organisation.cvr
    assert set(ring.staff()) == {member.cpr for member in staff_members()}
    assert {"sts-certificate.pem", "system.p12", "authority/ca.pem"} <= set(files(made))


def test_whole_keys_are_kept(folder: Path) -> None:
    """A second simulation trusts and uses the same keys, and writes nothing."""
    before = files(folder)
    one, other = simulation_with_keys(folder), simulation_with_keys(folder)
    assert files(folder) == before
    assert one.system.certificate == other.system.certificate
    assert one.pki.sts.certificate == other.pki.sts.certificate
    assert one.system.pem() == before["system.pem"]


@pytest.mark.parametrize(
    "name", ["authority/ca.pem", "authority/sts.pem", "system.pem", "employee-0501792275.pem"]
)
@pytest.mark.parametrize("spoilt", [None, b"no key", b""], ids=["missing", "nonsense", "empty"])
def test_keys_that_are_not_whole_are_made_anew(
    folder: Path, name: str, spoilt: bytes | None
) -> None:
    """One key that is gone or damaged makes all of them new, so that they fit together again."""
    before = files(folder)
    (folder / name).unlink()
    if spoilt is not None:
        (folder / name).write_bytes(spoilt)
    simulation_with_keys(folder)
    after = files(folder)
    assert set(after) == set(before)
    assert after["system.pem"] != before["system.pem"]
    simulation_with_keys(folder)
    assert files(folder) == after


def test_a_key_of_another_authority_is_not_kept(folder: Path, tmp_path: Path) -> None:
    """A certificate that the kept authority has not issued would be refused by the STS."""
    other = tmp_path / "other"
    simulation_with_keys(other)
    stranger = (other / "system.pem").read_bytes()
    (folder / "system.pem").write_bytes(stranger)
    simulation_with_keys(folder)
    assert (folder / "system.pem").read_bytes() != stranger


def test_keys_that_run_out_are_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that have run out are replaced: a run would fail on them for no fault of the system."""
    before = files(folder)
    monkeypatch.setattr(keys, "system_clock", lambda: system_clock() + timedelta(days=365 * 11))
    simulation_with_keys(folder)
    assert files(folder)["system.pem"] != before["system.pem"]


def test_keys_of_another_making_are_left_alone(tmp_path: Path) -> None:
    """Where somebody else's `system.pem` is, nothing is written."""
    (tmp_path / "system.pem").write_bytes(b"precious")
    with pytest.raises(KeysFolderTaken, match="is not overwritten"):
        simulation_with_keys(tmp_path)
    assert files(tmp_path) == {"system.pem": b"precious"}


def test_a_folder_of_an_earlier_version_gets_what_it_lacks(folder: Path) -> None:
    """The identity provider's key is added; a system keeps the certificates it was given."""
    simulation_with_keys(folder)
    before = (folder / "system.pem").read_bytes()
    (folder / "identity-provider.pem").unlink()
    simulation_with_keys(folder)
    assert (folder / "identity-provider.pem").is_file()
    assert (folder / "system.pem").read_bytes() == before
