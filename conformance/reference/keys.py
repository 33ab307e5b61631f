"""The system's keys: one PEM file with private key and certificate for each identity."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import NameOID

_PRIVATE: Final = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL
)
_CVR: Final = re.compile(r"(?:NTRDK-|CVR:)(\d{8})")


class KeyMissing(LookupError):
    """There is no usable key file for an identity; the message says what was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The organisation that a certificate was issued to."""

    cvr: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A private key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def oces_cert_hash(self) -> str:
        """The value of sosi:OCESCertHash: base64 of SHA-1 of the certificate (DGWS 1.0.1)."""
        digest = hashlib.sha1(self.der, usedforsecurity=False).digest()
        return base64.b64encode(digest).decode()

    @property
    def organisation(self) -> Organisation:
        """Owner by the certificate: OCES3 has NTRDK-<cvr> in organizationIdentifier (2.5.4.97)."""
        subject = self.certificate.subject
        cvr = _CVR.search(subject.rfc4514_string() + " " + _values(subject))
        names = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        if cvr is None or not names:
            raise KeyMissing(
                "expected a certificate with an organisation name and NTRDK-<cvr> in "
                f"organizationIdentifier, found subject {subject.rfc4514_string()}"
            )
        return Organisation(cvr=cvr.group(1), name=str(names[0].value))


class KeyRing:
    """The key files of a folder: system.pem, and employee-<cpr>.pem for each member of staff."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, KeyPair] = {}

    def system(self) -> KeyPair:
        return self._pair("system.pem")

    def employee(self, cpr: str) -> KeyPair:
        """Return the key of a member of staff; KeyMissing when the folder has none."""
        if not re.fullmatch(r"[0-9]{10}", cpr):
            raise KeyMissing(f"expected a CPR number of ten digits, found {cpr!r}")
        return self._pair(f"employee-{cpr}.pem")

    def staff(self) -> tuple[str, ...]:
        """Return the CPR numbers of the staff that have a key, in order."""
        found = (
            path.stem.removeprefix("employee-") for path in self._folder.glob("employee-*.pem")
        )
        return tuple(sorted(cpr for cpr in found if re.fullmatch(r"[0-9]{10}", cpr)))

    def _pair(self, name: str) -> KeyPair:
        if name not in self._read:
            self._read[name] = _read(self._folder / name)
        return self._read[name]


def _read(path: Path) -> KeyPair:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KeyMissing(f"expected a key file {path.name}, found none: {error.strerror}") from None
    private = _PRIVATE.search(data)
    if private is None:
        raise KeyMissing(f"{path.name}: expected a PEM private key, found none")
    try:
        # it is the owner's own key: whether its primes are prime takes longer than all else here
        key = load_pem_private_key(private.group(), None, unsafe_skip_rsa_key_validation=True)
        certificates = x509.load_pem_x509_certificates(data)
    except (ValueError, TypeError) as error:
        raise KeyMissing(
            f"{path.name}: expected an open PEM key and certificate: {error}"
        ) from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyMissing(f"{path.name}: expected an RSA key, as OCES issues, found another kind")
    for certificate in certificates:
        # the file may hold the chain too; the owner's certificate is the one with the same key
        if certificate.public_key() == key.public_key():
            return KeyPair(key=key, certificate=certificate)
    raise KeyMissing(f"{path.name}: expected the key's own certificate, found none that fits")


def _values(subject: x509.Name) -> str:
    return " ".join(str(attribute.value) for attribute in subject)
