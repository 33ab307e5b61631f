"""Signatures over the parts of a message, as OIO-IDWS wants them."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from lxml import etree

from conformance.reference.keys import KeyPair
from conformance.reference.markup import DS, EXC_C14N, WSSE, WSU, add

WSU_ID: Final = f"{{{WSU}}}Id"
"""The attribute by which a part is referred to."""

_RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_STR_TRANSFORM: Final = (
    "http://docs.oasis-open.org/wss/2004/01/"
    "oasis-200401-wss-soap-message-security-1.0#STR-Transform"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPart:
    """A token, and the reference through which it is signed."""

    reference: etree._Element
    token: etree._Element


def sign_parts(
    security: etree._Element,
    parts: Iterable[etree._Element],
    pair: KeyPair,
    key_info: etree._Element,
    token: TokenPart | None = None,
) -> None:
    """Append ``<ds:Signature>`` to *security*: one reference for each part, RSA with SHA-256."""
    signature = add(security, DS, "Signature")
    info = add(signature, DS, "SignedInfo")
    add(info, DS, "CanonicalizationMethod").set("Algorithm", EXC_C14N)
    add(info, DS, "SignatureMethod").set("Algorithm", _RSA_SHA256)
    for part in parts:
        _reference(info, part, _canonical(part)).set("Algorithm", EXC_C14N)
    if token is not None:
        transform = _reference(info, token.reference, _in_place_of_reference(token.token))
        transform.set("Algorithm", _STR_TRANSFORM)
        method = add(add(transform, WSSE, "TransformationParameters"), DS, "CanonicalizationMethod")
        method.set("Algorithm", EXC_C14N)
    value = pair.key.sign(_canonical(info), PKCS1v15(), hashes.SHA256())
    add(signature, DS, "SignatureValue", base64.b64encode(value).decode())
    signature.append(key_info)


def _reference(info: etree._Element, part: etree._Element, octets: bytes) -> etree._Element:
    """Add the reference to *part*, and return its one transform."""
    reference = add(info, DS, "Reference")
    reference.set("URI", f"#{part.get(WSU_ID)}")
    transform = add(add(reference, DS, "Transforms"), DS, "Transform")
    add(reference, DS, "DigestMethod").set("Algorithm", _SHA256)
    digest = base64.b64encode(hashlib.sha256(octets).digest()).decode()
    add(reference, DS, "DigestValue", digest)
    return transform


def _in_place_of_reference(token: etree._Element) -> bytes:
    """The token as STR-Transform writes it: with an empty default namespace on its root."""
    octets = _canonical(token)
    prefix = f"{token.prefix}:" if token.prefix else ""
    start = f"<{prefix}{etree.QName(token).localname}".encode()
    return start + b' xmlns=""' + octets.removeprefix(start)


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
