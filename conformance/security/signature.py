"""Signs id cards, and verifies signed ones against forgery and signature wrapping."""

from base64 import b64encode
from collections import OrderedDict
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Final

from cryptography import x509
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from conformance.safe_xml import parse
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import ID_CARD_ID, SIGNATURE_ID, IdCard, MalformedIdCard, read
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.security.refusal import Refusal, Refused
from conformance.security.signed_form import DigestMethod, SignatureAlgorithm, read_form
from conformance.security.trust import Trust, TrustList, check_certificate

__all__ = [
    "IdCardVerifier",
    "Refusal",
    "Refused",
    "SignatureAlgorithm",
    "Trust",
    "TrustList",
    "VerifiedIdCard",
    "sign",
    "verify",
]

_DIGESTS: Final = {
    SignatureAlgorithm.RSA_SHA1: DigestMethod.SHA1,
    SignatureAlgorithm.RSA_SHA256: DigestMethod.SHA256,
}
_ASSERTION: Final = Namespace.SAML.tag("Assertion")

# However the attribute is spelt: another reader may take ID, Id or wsu:Id for the target.
_BEARERS_OF_THE_ID: Final = etree.XPath(
    f"//@*[. = '{ID_CARD_ID}'][translate(local-name(), 'ID', 'id') = 'id']/.."
)


_MOST_ELEMENTS: Final = 1_000
"""An id card has some sixty elements."""

_LONGEST_NAMESPACE: Final = 200
"""The longest that an id card uses has 81 characters."""

_OVERSIZED: Final = etree.XPath(
    f"count(descendant-or-self::*) > {_MOST_ELEMENTS} or boolean("
    f"descendant-or-self::*[string-length(namespace-uri()) > {_LONGEST_NAMESPACE}] | "
    f"descendant-or-self::*/@*[string-length(namespace-uri()) > {_LONGEST_NAMESPACE}])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedIdCard:
    """An id card read from the very bytes that were signed, and who signed them."""

    card: IdCard
    certificate: x509.Certificate
    algorithm: SignatureAlgorithm


class _Signer(XMLSigner):
    """signxml's signer, allowed to use SHA-1."""

    def check_deprecated_methods(self) -> None:
        """Let SHA-1 pass: the STS of the NSP still signs with it."""


def sign(
    assertion: etree._Element,
    credential: Credential,
    algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA1,
) -> etree._Element:
    """Return a signed copy of *assertion*, an unsigned id card, with its signature as last child.

    The layout is that of the official samples. Raises ValueError if there is a signature already.
    """
    if assertion.find(Namespace.DS.tag("Signature")) is not None:
        raise ValueError("expected an unsigned id card, found one with a ds:Signature")
    signer = _Signer(
        signature_algorithm=SignatureMethod(algorithm.value),
        digest_algorithm=DigestAlgorithm(_DIGESTS[algorithm].value),
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = signer.sign(
        _detached(assertion),
        key=credential.private_key,
        cert=[credential.certificate],
        reference_uri=f"#{ID_CARD_ID}",
        id_attribute="id",
    )
    signature = signed[-1]
    signature.set("id", SIGNATURE_ID)

    # Neither the id nor KeyInfo is signed; the samples hold the certificate in one line.
    for certificate in signature.iter(Namespace.DS.tag("X509Certificate")):
        certificate.text = b64encode(credential.der()).decode("ascii")
    return signed


def verify(element: etree._Element, trust: Trust, now: datetime) -> VerifiedIdCard:
    """Return the id card in the document of *element*, once everything about it holds at *now*.

    *element* is the document's root or the assertion itself; the whole document is searched for
    a second assertion or id. Raises Refused, whose `reason` and `code` tell the cases apart.
    """
    verified = _verified(_canonical(sole_assertion(element)))
    _check_at(verified, trust, now)
    return verified


class IdCardVerifier:
    """Verifies id cards and remembers the signatures found good.

    A card is sent with every call for 24 hours. What the signature proved is kept, by the SHA-256
    of the canonical assertion, signature included. The document's form, the trust and the times
    are checked anew at every call. Safe to share between threads.
    """

    def __init__(
        self,
        *,
        trusted_certificates: Iterable[x509.Certificate] = (),
        trusted_issuers: Iterable[x509.Certificate] = (),
        capacity: int = 1024,
    ) -> None:
        self._trust = TrustList(certificates=trusted_certificates, issuers=trusted_issuers)
        self._capacity = capacity
        self._remembered: OrderedDict[bytes, VerifiedIdCard] = OrderedDict()
        self._lock = Lock()

    def presented(self, element: etree._Element | None) -> etree._Element:
        """The id card of a call. Raises DgwsFault when there is none."""
        if element is None:
            raise DgwsFault(
                FaultCode.MISSING_REQUIRED_HEADER,
                "expected an id card in wsse:Security, found none",
            )
        return element

    def verify(self, element: etree._Element, now: datetime) -> IdCard:
        """Return the id card in the document of *element*; see `signature.verify`."""
        canonical = _canonical(sole_assertion(element))
        key = sha256(canonical).digest()
        verified = self._recall(key) or _verified(canonical)
        _check_at(verified, self._trust, now)
        self._remember(key, verified)
        return verified.card

    def _recall(self, key: bytes) -> VerifiedIdCard | None:
        with self._lock:
            return self._remembered.get(key)

    def _remember(self, key: bytes, verified: VerifiedIdCard) -> None:
        with self._lock:
            self._remembered[key] = verified
            self._remembered.move_to_end(key)
            if len(self._remembered) > self._capacity:
                self._remembered.popitem(last=False)


def sole_assertion(element: etree._Element) -> etree._Element:
    """Return the only `saml:Assertion` in the document of *element*.

    Raises Refused if there is none or several, or if anything but the assertion bears the id that
    its signature refers to.
    """
    root = element.getroottree().getroot()
    assertions = list(root.iter(_ASSERTION))
    if not assertions:
        raise Refused(Refusal.NO_ASSERTION, "expected a saml:Assertion, found none")
    if len(assertions) > 1:
        raise Refused(
            Refusal.SEVERAL_ASSERTIONS,
            f"expected one saml:Assertion in the document, found {len(assertions)}",
        )
    assertion = assertions[0]
    if _BEARERS_OF_THE_ID(root) != [assertion] or assertion.get("id") != ID_CARD_ID:
        raise Refused(
            Refusal.AMBIGUOUS_ID,
            f'expected id="{ID_CARD_ID}" on the saml:Assertion and on nothing else, '
            "found it elsewhere, spelt otherwise or not at all",
        )
    return assertion


def _canonical(assertion: etree._Element) -> bytes:
    # Canonicalization writes a namespace out wherever it is used: a few megabytes become gigabytes.
    if _OVERSIZED(assertion):
        raise Refused(
            Refusal.MALFORMED,
            f"expected an id card of at most {_MOST_ELEMENTS} elements, with namespaces of at most "
            f"{_LONGEST_NAMESPACE} characters, found more",
        )
    return etree.tostring(assertion, method="c14n", exclusive=True, with_comments=False)


def _verified(canonical: bytes) -> VerifiedIdCard:
    """Verify the assertion in *canonical* against the certificate it carries, trusted or not."""
    assertion = parse(canonical, source="id card")
    form = read_form(assertion)
    config = SignatureConfiguration(
        location="./",
        signature_methods=frozenset(SignatureMethod(a.value) for a in SignatureAlgorithm),
        digest_algorithms=frozenset(DigestAlgorithm(d.value) for d in DigestMethod),
        ignore_ambiguous_key_info=True,
        # Validity is checked at every call, against that call's time.
        verification_time=form.certificate.not_valid_before_utc,
    )
    try:
        result = XMLVerifier().verify(
            assertion,
            x509_cert=form.certificate,
            validate_schema=False,  # it knows Id, not the lower-case id of DGWS
            id_attribute="id",
            expect_config=config,
        )
    except (SignXMLException, ValueError) as error:
        raise Refused(Refusal.WRONG_SIGNATURE, f"the signature does not verify: {error}") from None
    if isinstance(result, list) or result.signed_xml is None:
        raise Refused(Refusal.SIGNATURE_FORM, "expected one signed XML element, found another")
    try:
        card = read(result.signed_xml)
    except MalformedIdCard as error:
        raise Refused(Refusal.MALFORMED, str(error)) from None
    return VerifiedIdCard(card=card, certificate=form.certificate, algorithm=form.algorithm)


def _check_at(verified: VerifiedIdCard, trust: Trust, now: datetime) -> None:
    check_certificate(verified.certificate, trust, now)
    card = verified.card
    if now < card.not_before:
        raise Refused(
            Refusal.CARD_NOT_YET_VALID,
            f"expected an id card valid at {now.isoformat()}, "
            f"found one valid from {card.not_before.isoformat()}",
        )
    if now >= card.not_on_or_after:
        raise Refused(
            Refusal.CARD_EXPIRED,
            f"expected an id card valid at {now.isoformat()}, "
            f"found one that ran out at {card.not_on_or_after.isoformat()}",
        )


def _detached(assertion: etree._Element) -> etree._Element:
    copy = deepcopy(assertion)
    copy.tail = None
    return copy
