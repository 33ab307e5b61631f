"""Whose certificates are trusted: listed ones, and those of listed issuers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from conformance.security.refusal import Refusal, Refused


class Trust(Protocol):
    """Says whether somebody vouches for a certificate. Its validity is checked elsewhere."""

    def covers(self, certificate: x509.Certificate, now: datetime) -> bool:
        """Whether *certificate* is to be trusted at *now*."""
        ...


class TrustList:
    """Trusts the certificates listed, and those that a listed issuer has signed itself.

    A service should list the certificate of its STS. To list the CA that also issues the
    clients' certificates would allow every client to sign its own card.
    """

    def __init__(
        self,
        *,
        certificates: Iterable[x509.Certificate] = (),
        issuers: Iterable[x509.Certificate] = (),
    ) -> None:
        self._certificates = frozenset(certificates)
        self._issuers = tuple(issuers)

    def covers(self, certificate: x509.Certificate, now: datetime) -> bool:
        """Whether *certificate* is listed, or signed by a listed issuer that is valid at *now*."""
        return certificate in self._certificates or any(
            _is_valid(issuer, now) and _has_signed(issuer, certificate) for issuer in self._issuers
        )


def check_certificate(certificate: x509.Certificate, trust: Trust, now: datetime) -> None:
    """Raise Refused unless *certificate* is valid at *now* and *trust* covers it."""
    check_validity(certificate, now)
    if not trust.covers(certificate, now):
        raise Refused(
            Refusal.CERTIFICATE_UNTRUSTED,
            f"expected a certificate from a trusted issuer, found {_described(certificate)}",
        )


def check_validity(certificate: x509.Certificate, now: datetime) -> None:
    """Raise Refused unless *certificate* is valid at *now*."""
    if not _is_valid(certificate, now):
        raise Refused(
            Refusal.CERTIFICATE_EXPIRED,
            f"expected a certificate valid at {now.isoformat()}, found {_described(certificate)}, "
            f"valid from {certificate.not_valid_before_utc.isoformat()} "
            f"to {certificate.not_valid_after_utc.isoformat()}",
        )


def _is_valid(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _has_signed(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _described(certificate: x509.Certificate) -> str:
    return f"{certificate.subject.rfc4514_string()} issued by {certificate.issuer.rfc4514_string()}"
