"""A test PKI: a certificate authority, an STS and OCES-like certificates, made in memory."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1
from ipaddress import IPv4Address
from typing import ClassVar, Final, Self
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

_YEAR: Final = timedelta(days=365)
_KEY_BITS: Final = 2048
_ORGANISATION: Final = "FSK Conformance"
_TEST_CVR: Final = "00000000"
_LOCALHOST: Final = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A certificate and the private key that belongs to it."""

    private_key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """The private key (unencrypted PKCS #8) followed by the certificate."""
        key = self.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + self.certificate.public_bytes(Encoding.PEM)

    def p12(self, password: str) -> bytes:
        """Both as a PKCS #12 key store that *password* opens."""
        encryption = BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(
            b"fsk", self.private_key, self.certificate, None, encryption
        )

    def der(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(Encoding.DER)

    def cert_hash(self) -> str:
        """The certificate's `sosi:OCESCertHash`."""
        return certificate_hash(self.certificate)


def certificate_hash(certificate: x509.Certificate) -> str:
    """Return base64(SHA-1(DER)), the value of `sosi:OCESCertHash`.

    Source: NSP protocol dossier 4.3, recomputed from the official samples.
    """
    der = certificate.public_bytes(Encoding.DER)
    # The wire format fixes SHA-1; nothing here rests on its strength.
    return b64encode(sha1(der, usedforsecurity=False).digest()).decode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When a certificate is valid."""

    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPki:
    """A certificate authority with an STS, which issues system and employee certificates.

    All clients share one key pair, since making one takes 45 ms. Their certificates differ in
    subject and serial number, and therefore in hash.
    """

    __test__: ClassVar[bool] = False
    """Keeps pytest from taking the class for a test."""

    ca: Credential
    sts: Credential
    client_key: rsa.RSAPrivateKey = field(repr=False)
    now: datetime
    new_uuid: Callable[[], UUID] = uuid4

    @classmethod
    def create(cls, now: datetime, *, new_uuid: Callable[[], UUID] = uuid4) -> Self:
        """Make three key pairs, and a CA and an STS certificate that are valid around *now*.

        *new_uuid* supplies the serial numbers of subjects and of certificates.
        """
        ca_key, sts_key, client_key = (_new_key() for _ in range(3))
        ca_name = _name(cn="FSK Test CA", organisation=_ORGANISATION)
        ca_period = Period(not_before=now - 10 * _YEAR, not_after=now + 10 * _YEAR)
        draft = _draft(ca_name, ca_key, ca_period, new_uuid()).issuer_name(ca_name)
        ca = Credential(private_key=ca_key, certificate=_sign(draft, ca_key, _AUTHORITY))
        sts_name = _name(
            cn="FSK Test STS",
            organisation=_ORGANISATION,
            serial_number=f"UI:DK-O:G:{new_uuid()}",
            cvr=_TEST_CVR,
        )
        draft = _draft(sts_name, sts_key, _around(now), new_uuid())
        certificate = _sign(draft.issuer_name(ca_name), ca_key, _SIGNER)
        sts = Credential(private_key=sts_key, certificate=certificate)
        return cls(ca=ca, sts=sts, client_key=client_key, now=now, new_uuid=new_uuid)

    def issue_system(self, name: str, cvr: str, organisation: str) -> Credential:
        """A certificate for the IT system *name*, in the form of an OCES3 system certificate.

        Source: subject of the official samples (NSP protocol dossier 4.3).
        """
        return self._issue(self._system_name(name, cvr, organisation), _around(self.now))

    def issue_employee(self, name: str, cvr: str, organisation: str) -> Credential:
        """A certificate for the employee *name*, in the form of an OCES3 employee certificate.

        The `UI:DK-E:G:` of the subject's serial number is by analogy with `UI:DK-O:G:` for
        systems; the sources at hand show no OCES3 employee certificate.
        """
        subject = _name(
            cn=name,
            organisation=organisation,
            serial_number=f"UI:DK-E:G:{self.new_uuid()}",
            cvr=cvr,
        )
        return self._issue(subject, _around(self.now))

    def issue_server(self) -> Credential:
        """A TLS server certificate for `localhost` and 127.0.0.1, with a key of its own.

        Valid for a year: longer ones are refused by some clients.
        """
        key = _new_key()
        period = Period(not_before=self.now - timedelta(days=1), not_after=self.now + _YEAR)
        subject = _name(cn=_LOCALHOST, organisation=_ORGANISATION)
        names = [x509.DNSName(_LOCALHOST), x509.IPAddress(IPv4Address("127.0.0.1"))]
        draft = (
            _draft(subject, key, period, self.new_uuid())
            .issuer_name(self.ca.certificate.subject)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        )
        certificate = _sign(draft, self.ca.private_key, _SIGNER)
        return Credential(private_key=key, certificate=certificate)

    def expired(self, name: str, cvr: str, organisation: str) -> Credential:
        """A system certificate of this CA that ran out a year ago."""
        period = Period(not_before=self.now - 4 * _YEAR, not_after=self.now - _YEAR)
        return self._issue(self._system_name(name, cvr, organisation), period)

    def untrusted(self, name: str, cvr: str, organisation: str) -> Credential:
        """A system certificate of another CA, which bears the name of this one.

        Same name, another key: whoever only compares names is taken in.
        """
        draft = self._draft(self._system_name(name, cvr, organisation), _around(self.now))
        certificate = _sign(draft, self.client_key, _SIGNER)
        return Credential(private_key=self.client_key, certificate=certificate)

    def _issue(self, subject: x509.Name, period: Period) -> Credential:
        certificate = _sign(self._draft(subject, period), self.ca.private_key, _SIGNER)
        return Credential(private_key=self.client_key, certificate=certificate)

    def _draft(self, subject: x509.Name, period: Period) -> x509.CertificateBuilder:
        draft = _draft(subject, self.client_key, period, self.new_uuid())
        return draft.issuer_name(self.ca.certificate.subject)

    def _system_name(self, name: str, cvr: str, organisation: str) -> x509.Name:
        return _name(
            cn=name,
            organisation=organisation,
            serial_number=f"UI:DK-O:G:{self.new_uuid()}",
            cvr=cvr,
        )


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _around(now: datetime) -> Period:
    """Wide enough for scenarios that set the clock back to the days of version 2."""
    return Period(not_before=now - 10 * _YEAR, not_after=now + 10 * _YEAR)


def _name(
    *, cn: str, organisation: str, serial_number: str | None = None, cvr: str | None = None
) -> x509.Name:
    """Build a distinguished name in the order of OCES3 certificates, common name first."""
    parts: list[tuple[ObjectIdentifier, str | None]] = [
        (NameOID.COMMON_NAME, cn),
        (NameOID.SERIAL_NUMBER, serial_number),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATION_IDENTIFIER, cvr and f"NTRDK-{cvr}"),
        (NameOID.COUNTRY_NAME, "DK"),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _draft(
    subject: x509.Name, key: rsa.RSAPrivateKey, period: Period, serial: UUID
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(serial.int)
        .not_valid_before(period.not_before)
        .not_valid_after(period.not_after)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*permitted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in permitted for name in _USAGES})


def _sign(
    draft: x509.CertificateBuilder, ca_key: rsa.RSAPrivateKey, usage: x509.KeyUsage
) -> x509.Certificate:
    constraints = x509.BasicConstraints(ca=usage.key_cert_sign, path_length=None)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    return (
        draft.add_extension(constraints, critical=True)
        .add_extension(usage, critical=True)
        .add_extension(authority, critical=False)
        .sign(ca_key, hashes.SHA256())
    )


_USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
_AUTHORITY: Final = _usage("key_cert_sign", "crl_sign")
_SIGNER: Final = _usage("digital_signature", "key_encipherment")
