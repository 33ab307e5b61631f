"""The test PKI: form of certificates, who vouches for whom, and key stores that open."""

import ssl
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from lxml import etree

from conformance.safe_xml import parse
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential, TestPki, certificate_hash
from conformance.security.signed_form import read_form
from tests.official import official


def sample_certificate(name: str) -> tuple[etree._Element, x509.Certificate]:
    root = parse(official(f"samples/dgws/{name}.min.xml").read_bytes())
    (assertion,) = root.iter(Namespace.SAML.tag("Assertion"))
    return assertion, read_form(assertion).certificate


def test_hash_is_that_of_the_official_sample() -> None:
    """The hash of the certificate that signed a real card is the one that stands in the card."""
    assertion, certificate = sample_certificate("seal-to-sts-organization-request")
    (value,) = assertion.xpath("//*[@Name='sosi:OCESCertHash']/*/text()")

    assert certificate_hash(certificate) == value


def test_subject_has_the_form_of_an_oces3_system_certificate(pki: TestPki) -> None:
    """Parts, order and prefixes are those of a real system certificate."""
    _, real = sample_certificate("seal-to-sts-organization-request")
    ours = pki.issue_system("Example EHR", "33257872", "Sundhedsdatastyrelsen").certificate

    assert [part.oid for part in ours.subject] == [part.oid for part in real.subject]
    assert ours.subject.rfc4514_string().startswith(
        "C=DK,2.5.4.97=NTRDK-33257872,O=Sundhedsdatastyrelsen,2.5.4.5=UI:DK-O:G:"
    )


def test_employee_certificate_names_the_employee(pki: TestPki) -> None:
    """An employee certificate bears the employee's name and the employer's CVR number."""
    subject = pki.issue_employee("Lars Larsen", "20921897", "Klinikken").certificate.subject

    assert "CN=Lars Larsen" in subject.rfc4514_string()
    assert "2.5.4.97=NTRDK-20921897" in subject.rfc4514_string()


def test_certificates_differ_though_they_share_a_key(pki: TestPki) -> None:
    """Two certificates for the same name have their own serial number and hash."""
    one, two = (pki.issue_system("Same", "33257872", "Same") for _ in range(2))

    assert one.private_key is two.private_key
    assert one.certificate.serial_number != two.certificate.serial_number
    assert one.cert_hash() != two.cert_hash()


@pytest.mark.parametrize("kind", ["issue_system", "issue_employee", "expired"])
def test_ca_vouches_for_what_it_issues(pki: TestPki, kind: str) -> None:
    """Every certificate of this PKI is signed by its CA, the expired one too."""
    credential: Credential = getattr(pki, kind)("Name", "33257872", "Organisation")

    credential.certificate.verify_directly_issued_by(pki.ca.certificate)


def test_ca_does_not_vouch_for_the_untrusted(pki: TestPki) -> None:
    """The untrusted certificate names our CA as its issuer, and another key signed it."""
    certificate = pki.untrusted("Name", "33257872", "Organisation").certificate

    assert certificate.issuer == pki.ca.certificate.subject
    with pytest.raises(InvalidSignature):
        certificate.verify_directly_issued_by(pki.ca.certificate)


def test_validity(pki: TestPki, now: datetime) -> None:
    """Ordinary certificates are valid now, the expired one has not been for a year."""
    ordinary = pki.issue_system("Name", "33257872", "Organisation").certificate
    expired = pki.expired("Name", "33257872", "Organisation").certificate

    assert ordinary.not_valid_before_utc < now < ordinary.not_valid_after_utc
    assert expired.not_valid_after_utc < now - timedelta(days=364)


def test_pkcs12_opens_with_its_password(client: Credential) -> None:
    """The key store holds the key and the certificate, and only the password opens it."""
    store = client.p12("Test1234")

    key, certificate, _ = pkcs12.load_key_and_certificates(store, b"Test1234")
    assert key is not None
    assert key.public_key() == client.private_key.public_key()
    assert certificate == client.certificate
    with pytest.raises(ValueError, match="password"):
        pkcs12.load_key_and_certificates(store, b"other")


def test_pem_serves_tls(client: Credential, tmp_path: Path) -> None:
    """The PEM is one that TLS takes, and holds both key and certificate."""
    pem = tmp_path / "client.pem"
    pem.write_bytes(client.pem())

    ssl.create_default_context().load_cert_chain(pem)
    assert x509.load_pem_x509_certificate(client.pem()) == client.certificate
    assert load_pem_private_key(client.pem(), None).public_key() == client.private_key.public_key()


def test_keys_stay_out_of_messages(pki: TestPki, client: Credential) -> None:
    """Neither a credential nor the PKI shows a private key when printed."""
    assert "private_key" not in repr(client)
    assert "client_key" not in repr(pki)
