"""Persons, keys and instants that the tests of the reference system share."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from card_documents import CITIZEN
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from conformance.reference.ehr import Ehr
from conformance.reference.shown import User, View

Start = Callable[..., Ehr]
"""Starts a system in this process: method, display, behaviour."""


NOW = datetime(2025, 6, 1, 10, 0, tzinfo=UTC)
DOCTOR = "0501792275"
ASSISTANT = "1802602810"
WITH_TWO_ROLES = "1111111118"


def make_pem(name: str) -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Testorganisation"),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, "NTRDK-20921897"),
        ]
    )
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + private


def user(
    cpr: str = DOCTOR, *, code: str = "J0184", education: str = "7170", roles: Sequence[str] = ()
) -> User:
    return User(
        cpr=cpr,
        given_name="Lars",
        surname="Larsen",
        authorisation_code=code,
        education_code=education,
        national_roles=tuple(roles),
    )


def opened(ehr: Ehr, who: User | None = None, cpr: str = CITIZEN) -> View:
    """Log somebody in, open a card, and return what is seen."""
    return ehr.open_card(ehr.sessions.log_in(who or user()), cpr)
