"""The services over HTTPS: a certificate of the test CA, and client certificates on demand."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)

from conformance.security.pki import Credential, TestPki

CA_FILE: Final = "ca-certificate.pem"
"""What a tester puts in the trust store of the system under test."""

TRUST_STORE: Final = "ca-truststore.p12"
"""The same as a trust store that Java takes as it is."""

_ALIAS: Final = b"fsk-test-ca"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What the server shows, and whom it asks for a certificate: nobody when *clients* is empty.

    *clients* are the certificates that vouch for clients: of authorities, or the clients' own.
    """

    server: Credential
    clients: tuple[x509.Certificate, ...] = ()

    def context(self) -> ssl.SSLContext:
        """TLS 1.2 or later. The private key is on disk for as long as it takes to read it."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        with TemporaryDirectory() as folder:
            file = Path(folder) / "server.pem"
            file.write_bytes(self.server.pem())
            context.load_cert_chain(file)
        if self.clients:
            context.verify_mode = ssl.CERT_REQUIRED
            context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
            context.load_verify_locations(cadata="".join(_pem(each) for each in self.clients))
        return context


def write_trust(pki: TestPki, folder: Path, password: str) -> Path:
    """Write what a client needs to trust the server: the CA's certificate as PEM and PKCS #12.

    Returns the path of the PEM file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entry = pkcs12.PKCS12Certificate(pki.ca.certificate, _ALIAS)
    store = pkcs12.serialize_java_truststore([entry], BestAvailableEncryption(password.encode()))
    (folder / TRUST_STORE).write_bytes(store)
    file = folder / CA_FILE
    file.write_bytes(pki.ca.certificate.public_bytes(Encoding.PEM))
    return file


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
