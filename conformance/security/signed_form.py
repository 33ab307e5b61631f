"""The one form of signature that DGWS allows, checked before any cryptography is done."""

from base64 import b64decode
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree

from conformance.security.idcard import ID_CARD_ID
from conformance.security.namespaces import Namespace
from conformance.security.refusal import Refusal, Refused

ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
"""The transform that leaves the signature itself out."""

EXCLUSIVE_C14N: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
"""Exclusive canonicalization without comments."""


class SignatureAlgorithm(StrEnum):
    """The signature algorithms of id cards, both RSA with PKCS #1 v1.5 padding."""

    RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
    """What the STS signs with, still. Source: NSP protocol dossier 4.3."""

    RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    """What a client may sign with."""


class DigestMethod(StrEnum):
    """The digest algorithms of id cards."""

    SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
    """Goes with rsa-sha1."""

    SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
    """Goes with rsa-sha256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedForm:
    """What a well-formed signature declares about itself."""

    certificate: x509.Certificate
    algorithm: SignatureAlgorithm


def read_form(assertion: etree._Element) -> SignedForm:
    """Return what the signature of *assertion* declares; raise Refused if its form is not allowed.

    <ds:Signature id="OCESSignature"> as the last child: SignedInfo with one Reference to #IDCard
    and exactly the enveloped-signature and exclusive-c14n transforms, SignatureValue, and a
    KeyInfo with exactly one X509Certificate.
    """
    signature = _only_signature(assertion)
    _expect_children(signature, "SignedInfo", "SignatureValue", "KeyInfo")
    signed_info, signature_value, key_info = signature
    _expect_one_reference(signed_info)
    _expect_children(signed_info, "CanonicalizationMethod", "SignatureMethod", "Reference")
    c14n, method, reference = signed_info
    _expect_algorithm(c14n, EXCLUSIVE_C14N)
    algorithm = SignatureAlgorithm(_expect_algorithm(method, *SignatureAlgorithm))
    _check_reference(reference)
    _expect_text(signature_value)
    return SignedForm(certificate=_certificate(key_info), algorithm=algorithm)


def _only_signature(assertion: etree._Element) -> etree._Element:
    signatures = list(assertion.iter(Namespace.DS.tag("Signature")))
    if not signatures:
        raise Refused(Refusal.NOT_SIGNED, "expected a ds:Signature in the id card, found none")
    if len(signatures) > 1:
        raise _bad_form(f"expected one ds:Signature in the id card, found {len(signatures)}")
    if signatures[0] is not assertion[-1]:
        raise _bad_form("expected ds:Signature as the last child of the id card")
    return signatures[0]


def _expect_one_reference(signed_info: etree._Element) -> None:
    references = signed_info.findall(Namespace.DS.tag("Reference"))
    if len(references) != 1:
        raise _bad_form(f"expected one ds:Reference, found {len(references)}")


def _check_reference(reference: etree._Element) -> None:
    if reference.get("URI") != f"#{ID_CARD_ID}":
        raise _bad_form(f"Reference/@URI: expected #{ID_CARD_ID}, found {reference.get('URI')!r}")
    _expect_children(reference, "Transforms", "DigestMethod", "DigestValue")
    transforms, digest_method, digest_value = reference
    _expect_children(transforms, "Transform", "Transform")
    enveloped, c14n = transforms
    _expect_algorithm(enveloped, ENVELOPED)
    _expect_algorithm(c14n, EXCLUSIVE_C14N)
    _expect_algorithm(digest_method, *DigestMethod)
    _expect_text(digest_value)


def _expect_algorithm(element: etree._Element, *allowed: str) -> str:
    found = element.get("Algorithm", "")
    name = etree.QName(element).localname
    if found not in allowed:
        raise Refused(
            Refusal.ALGORITHM, f"{name}: expected {' or '.join(allowed)}, found {found!r}"
        )
    if len(element):
        raise _bad_form(f"{name}: expected no parameters, found {len(element)}")
    return found


def _expect_children(element: etree._Element, *names: str) -> None:
    if [child.tag for child in element] != [Namespace.DS.tag(name) for name in names]:
        raise _bad_form(
            f"{etree.QName(element).localname}: expected exactly {', '.join(names)}, "
            f"found {', '.join(_name(child) for child in element) or 'nothing'}"
        )


def _expect_text(element: etree._Element) -> None:
    if len(element) or not (element.text or "").strip():
        raise _bad_form(f"{etree.QName(element).localname}: expected base64 text, found none")


def _certificate(key_info: etree._Element) -> x509.Certificate:
    found = list(key_info.iter(Namespace.DS.tag("X509Certificate")))
    if len(found) != 1:
        raise _unreadable(f"expected one ds:X509Certificate, found {len(found)}")
    try:
        return _read(b64decode("".join((found[0].text or "").split()), validate=True))
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm) as error:
        raise _unreadable(f"expected a base64 X.509 certificate: {error}") from None


@lru_cache(maxsize=256)
def _read(der: bytes) -> x509.Certificate:
    """The certificate, read to its end: the same few come with every call.

    A damaged one fails here, as cryptography reads these parts only when asked.
    """
    certificate = x509.load_der_x509_certificate(der)
    certificate.public_key()
    certificate.subject.rfc4514_string()
    certificate.issuer.rfc4514_string()
    return certificate


def _name(child: etree._Element) -> str:
    return etree.QName(child).localname if isinstance(child.tag, str) else "no element"


def _bad_form(text: str) -> Refused:
    return Refused(Refusal.SIGNATURE_FORM, text)


def _unreadable(text: str) -> Refused:
    return Refused(Refusal.CERTIFICATE_UNREADABLE, text)
