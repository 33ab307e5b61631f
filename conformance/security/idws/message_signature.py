"""The signature over the parts of a message: made, and verified part by part.

signxml verifies tokens, but knows no STR-Transform and finds the signed parts itself. Here the
verifier is told which element each id must stand for, so that only what is used can be signed.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha1, sha256
from hmac import compare_digest
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from conformance.security.idws.canonical import ApexForm, canonical, referenced_token
from conformance.security.idws.namespaces import WSU_ID
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.idws.signature_form import (
    Algorithms,
    Reference,
    SignedInfo,
    Transform,
    bad_form,
    base64_of,
    read_signed_info,
)
from conformance.security.namespaces import Namespace
from conformance.security.signed_form import DigestMethod, SignatureAlgorithm

_HASHES: Final[Mapping[SignatureAlgorithm, hashes.HashAlgorithm]] = {
    SignatureAlgorithm.RSA_SHA1: hashes.SHA1(),  # noqa: S303 - the STS's clients still sign with it
    SignatureAlgorithm.RSA_SHA256: hashes.SHA256(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenReference:
    """A SecurityTokenReference, and the token that it has been found to point to."""

    element: etree._Element
    token: etree._Element


def sign_parts(  # noqa: PLR0913 - what is signed, with what, and how
    security: etree._Element,
    parts: Iterable[etree._Element],
    key: rsa.RSAPrivateKey,
    *,
    key_info: etree._Element,
    token: TokenReference | None = None,
    form: ApexForm = ApexForm.DECLARED,
) -> etree._Element:
    """Append a signature over *parts* to *security*, each by its `wsu:Id`, and return it.

    With *token*, the token is signed through its reference. Algorithms: rsa-sha256 and sha256.
    """
    signature = _ds(security, "Signature")
    info = _ds(signature, "SignedInfo")
    _ds(info, "CanonicalizationMethod").set("Algorithm", Transform.EXCLUSIVE)
    _ds(info, "SignatureMethod").set("Algorithm", SignatureAlgorithm.RSA_SHA256)
    for part in parts:
        transforms = _add_reference(info, part, canonical(part))
        _ds(transforms, "Transform").set("Algorithm", Transform.EXCLUSIVE)
    if token is not None:
        octets = referenced_token(token.token, form)
        transform = _ds(_add_reference(info, token.element, octets), "Transform")
        transform.set("Algorithm", Transform.REFERENCED_TOKEN)
        parameters = etree.SubElement(transform, Namespace.WSSE.tag("TransformationParameters"))
        _ds(parameters, "CanonicalizationMethod").set("Algorithm", Transform.EXCLUSIVE)
    value = key.sign(canonical(info), padding.PKCS1v15(), hashes.SHA256())
    _ds(signature, "SignatureValue").text = b64encode(value).decode("ascii")
    signature.append(key_info)
    return signature


def verify_parts(
    signature: etree._Element,
    required: Mapping[str, etree._Element],
    key: rsa.RSAPublicKey,
    allowed: Algorithms,
    *,
    token: TokenReference | None = None,
) -> None:
    """Return if *key* has signed every element of *required* (by name), and all signed parts hold.

    *token*, if given, must be signed through its reference. Each id that is signed must be borne
    by exactly one element of the document, however the attribute is spelt. Raises IdwsRefused.
    """
    info = read_signed_info(signature, allowed)
    _check_value(info, base64_of(signature[1]), key)
    signed = _signed_elements(signature, info)
    for reference, element in signed:
        _check_digest(reference, element, token)
    plain = [element for reference, element in signed if not _through_token(reference)]
    missing = [name for name, part in required.items() if not _is_among(part, plain)]
    through = [element for reference, element in signed if _through_token(reference)]
    if token is not None and not _is_among(token.element, through):
        missing.append("the token, by STR-Transform of its SecurityTokenReference")
    if missing:
        raise IdwsRefused(
            IdwsRefusal.UNSIGNED_PART,
            f"expected the message signature to cover {', '.join(missing)}, found it elsewhere "
            "or not at all",
        )


def _check_value(info: SignedInfo, value: bytes, key: rsa.RSAPublicKey) -> None:
    try:
        key.verify(value, info.octets, padding.PKCS1v15(), _HASHES[info.algorithm])
    except InvalidSignature:
        raise IdwsRefused(
            IdwsRefusal.WRONG_HOLDER,
            "expected the message signature to be made with the key of the holder-of-key "
            "certificate, found another key or a changed SignedInfo",
        ) from None


def _signed_elements(
    signature: etree._Element, info: SignedInfo
) -> list[tuple[Reference, etree._Element]]:
    """Each reference with the one element that bears its id.

    Every spelling of the attribute counts, since another reader may take another one.
    """
    bearers: dict[str, list[etree._Element]] = {}
    for element in signature.getroottree().getroot().iter("*"):
        for value in {str(value) for name, value in element.items() if _is_id(str(name))}:
            bearers.setdefault(value, []).append(element)
    targets = [reference.target for reference in info.references]
    for target in targets:
        found = len(bearers.get(target, ()))
        if found != 1 or targets.count(target) != 1:
            raise IdwsRefused(
                IdwsRefusal.AMBIGUOUS_ID,
                f"expected one element with the id {target!r}, signed once, found {found}, "
                f"signed {targets.count(target)} times",
            )
    return [(reference, bearers[reference.target][0]) for reference in info.references]


def _is_id(name: str) -> bool:
    return etree.QName(name).localname.lower() == "id"


def _is_among(part: etree._Element, elements: list[etree._Element]) -> bool:
    """Whether *part* itself, not merely its equal, is one of *elements*."""
    return any(element is part for element in elements)


def _check_digest(
    reference: Reference, element: etree._Element, token: TokenReference | None
) -> None:
    if reference.transforms == (Transform.EXCLUSIVE,):
        found = [canonical(element, reference.prefixes)]
    elif _through_token(reference) and token is not None and element is token.element:
        found = [referenced_token(token.token, form, reference.prefixes) for form in ApexForm]
    else:
        raise bad_form(
            f"Reference to {reference.target!r}: expected exclusive canonicalization alone, or "
            f"STR-Transform of the token's reference, found {', '.join(reference.transforms)}"
        )
    if not any(compare_digest(_digest(each, reference), reference.digest) for each in found):
        raise IdwsRefused(
            IdwsRefusal.ALTERED_PART,
            f"the part with the id {reference.target!r} is not what was signed",
        )


def _through_token(reference: Reference) -> bool:
    return reference.transforms == (Transform.REFERENCED_TOKEN,)


def _digest(octets: bytes, reference: Reference) -> bytes:
    if reference.digest_method is DigestMethod.SHA1:
        return sha1(octets).digest()  # noqa: S324 - only where the verifier allows it
    return sha256(octets).digest()


def _add_reference(info: etree._Element, part: etree._Element, octets: bytes) -> etree._Element:
    """Add the reference to *part* and return its Transforms, for the caller to fill."""
    reference = _ds(info, "Reference")
    reference.set("URI", f"#{part.get(WSU_ID)}")
    transforms = _ds(reference, "Transforms")
    _ds(reference, "DigestMethod").set("Algorithm", DigestMethod.SHA256)
    _ds(reference, "DigestValue").text = b64encode(sha256(octets).digest()).decode("ascii")
    return transforms


def _ds(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, Namespace.DS.tag(name))
