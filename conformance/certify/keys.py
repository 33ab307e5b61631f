"""Keeps the test keys of a vendor in a folder, so that a system is given its certificates once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from conformance.clock import system_clock
from conformance.security.pki import Credential, TestPki
from conformance.security.signed_form import SignatureAlgorithm
from conformance.simulator.parts import Parts
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import staff_members
from conformance.simulator.sts.token_service import TokenService

AUTHORITY: Final = "authority"
"""Subfolder with the keys of the test CA and the simulated STS: the suite's own."""

_CA: Final = "ca.pem"
_STS: Final = "sts.pem"
_SYSTEM: Final = "system.pem"
_IDENTITY_PROVIDER: Final = "identity-provider.pem"
"""Folders of earlier versions have none."""

_MARGIN: Final = timedelta(days=1)
"""Keys that run out sooner are made anew: no run shall outlive its certificates."""


class KeysFolderTaken(FileExistsError):
    """The folder holds keys that the suite has not written; they are left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    pki: TestPki
    system: Credential
    employees: dict[str, Credential]


def simulation_with_keys(
    folder: Path,
    *,
    trusted: Iterable[x509.Certificate] = (),
    algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA1,
    settings: SimulatorSettings | None = None,
) -> Simulation:
    """A simulation that trusts the keys in *folder*, which is filled when it has no valid ones.

    *trusted* are client certificates that the STS accepts besides; *settings* turn what is
    assumed. Raises KeysFolderTaken, and
    OSError when the folder can be neither read nor written.
    """
    settings = settings or SimulatorSettings()
    kept = _read(folder, system_clock())
    if kept is None:
        return _new(folder, trusted, algorithm, settings)
    simulation = Simulation.assemble(
        kept.pki,
        system=kept.system,
        employees=kept.employees,
        tokens=TokenService(kept.pki, trusted=trusted, algorithm=algorithm, settings=settings.sts),
        parts=Parts().under(settings),
    )
    if not (folder / _IDENTITY_PROVIDER).is_file():
        simulation.write_keys(folder)
    return simulation


def _new(
    folder: Path,
    trusted: Iterable[x509.Certificate],
    algorithm: SignatureAlgorithm,
    settings: SimulatorSettings,
) -> Simulation:
    authority = folder / AUTHORITY
    if (folder / _SYSTEM).exists() and not authority.is_dir():
        raise KeysFolderTaken(
            f"{folder}: expected an empty folder or test keys of this suite, found another "
            f"{_SYSTEM}, which is not overwritten: name a folder of its own for the test keys"
        )
    simulation = Simulation.create(trusted=trusted, algorithm=algorithm, settings=settings)
    authority.mkdir(parents=True, exist_ok=True)
    simulation.write_keys(folder)
    (authority / _CA).write_bytes(simulation.pki.ca.pem())
    (authority / _STS).write_bytes(simulation.pki.sts.pem())
    return simulation


def _read(folder: Path, now: datetime) -> _Kept | None:
    """The keys in *folder*; None unless all of them are there, fit together and are valid."""
    ca = _credential(folder / AUTHORITY / _CA, now)
    sts = _credential(folder / AUTHORITY / _STS, now, issuer=ca)
    system = _credential(folder / _SYSTEM, now, issuer=ca)
    employees = {
        member.cpr: _credential(folder / f"employee-{member.cpr}.pem", now, issuer=ca)
        for member in staff_members()
    }
    known = {cpr: credential for cpr, credential in employees.items() if credential}
    if ca is None or sts is None or system is None or len(known) != len(employees):
        return None
    pki = TestPki(ca=ca, sts=sts, client_key=system.private_key, now=now)
    return _Kept(pki=pki, system=system, employees=known)


def _credential(path: Path, now: datetime, issuer: Credential | None = None) -> Credential | None:
    """The key pair in a PEM file; None without one that is valid and vouched for."""
    try:
        data = path.read_bytes()
        key = load_pem_private_key(data, None)
        certificate = x509.load_pem_x509_certificate(data)
        if issuer:
            certificate.verify_directly_issued_by(issuer.certificate)
    except (FileNotFoundError, ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return None
    lasts = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc - _MARGIN
    if not isinstance(key, rsa.RSAPrivateKey) or certificate.public_key() != key.public_key():
        return None
    return Credential(private_key=key, certificate=certificate) if lasts else None
