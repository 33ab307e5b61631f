"""Verifies the signature and the times of a token."""

from datetime import datetime
from typing import Final

from cryptography import x509
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from conformance.security.idws.canonical import canonical, parsed
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.idws.signature_form import (
    SHA256,
    Transform,
    bad_form,
    read_signed_info,
)
from conformance.security.idws.token_reading import certificate_in, read
from conformance.security.idws.values import IdwsToken, MalformedToken
from conformance.security.namespaces import Namespace
from conformance.security.trust import Trust, check_certificate, check_validity

_CONFIG_METHODS: Final = frozenset(SignatureMethod(each) for each in SHA256.signatures)
_CONFIG_DIGESTS: Final = frozenset(DigestAlgorithm(each) for each in SHA256.digests)


def verify_token(assertion: etree._Element, trust: Trust, now: datetime) -> IdwsToken:
    """Return the token in *assertion*, once everything about it but its audience holds at *now*.

    It is read from the octets that the signature covers. The signer's certificate must be covered
    by *trust*, and the holder's be valid. Raises IdwsRefused, or Refused for a certificate.
    """
    alone = parsed(canonical(assertion), source="token")
    certificate = _signer(alone)
    try:
        token = read(_signed_content(alone, certificate))
    except MalformedToken as error:
        raise IdwsRefused(IdwsRefusal.MALFORMED_TOKEN, str(error)) from None
    check_certificate(certificate, trust, now)
    check_validity(token.holder, now)
    check_times(token, now)
    return token


def check_times(token: IdwsToken, now: datetime) -> None:
    """Raise IdwsRefused unless *token* is valid at *now*."""
    if token.not_before is not None and now < token.not_before:
        raise IdwsRefused(
            IdwsRefusal.TOKEN_NOT_YET_VALID,
            f"expected a token valid at {now.isoformat()}, "
            f"found one valid from {token.not_before.isoformat()}",
        )
    if now >= token.not_on_or_after:
        raise IdwsRefused(
            IdwsRefusal.TOKEN_EXPIRED,
            f"expected a token valid at {now.isoformat()}, "
            f"found one that ran out at {token.not_on_or_after.isoformat()}",
        )


def _signer(assertion: etree._Element) -> x509.Certificate:
    """The certificate in the token's signature, once its form is that of the profile."""
    signatures = list(assertion.iter(Namespace.DS.tag("Signature")))
    if not signatures:
        raise IdwsRefused(IdwsRefusal.NOT_SIGNED, "expected a ds:Signature in the token")
    if len(signatures) > 1 or signatures[0].getparent() is not assertion:
        raise bad_form(f"expected one ds:Signature, a child of the token, found {len(signatures)}")
    info = read_signed_info(signatures[0], SHA256)
    found = [(reference.target, reference.transforms) for reference in info.references]
    if found != [(assertion.get("ID"), (Transform.ENVELOPED, Transform.EXCLUSIVE))]:
        raise bad_form(
            "expected one reference, to the token's own ID, with the enveloped-signature and "
            f"exclusive-c14n transforms, found {found}"
        )
    try:
        return certificate_in(signatures[0][2])
    except MalformedToken as error:
        raise bad_form(f"KeyInfo of the token: {error}") from None


def _signed_content(assertion: etree._Element, certificate: x509.Certificate) -> etree._Element:
    config = SignatureConfiguration(
        location="./",
        signature_methods=_CONFIG_METHODS,
        digest_algorithms=_CONFIG_DIGESTS,
        ignore_ambiguous_key_info=True,
        # Validity is checked besides, against the time of the call.
        verification_time=certificate.not_valid_before_utc,
    )
    try:
        result = XMLVerifier().verify(
            assertion,
            x509_cert=certificate,
            validate_schema=False,
            id_attribute="ID",
            expect_config=config,
        )
    except (SignXMLException, ValueError) as error:
        raise IdwsRefused(
            IdwsRefusal.WRONG_TOKEN_SIGNATURE, f"the token's signature does not verify: {error}"
        ) from None
    if isinstance(result, list) or result.signed_xml is None:
        raise bad_form("expected one signed XML element, found another")
    return result.signed_xml
