"""Enveloped XML signatures on id cards, as DGWS 1.0.1 wants them."""

import base64
import hashlib
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from lxml import etree

from conformance.reference.keys import KeyPair
from conformance.reference.markup import DS, EXC_C14N, add

_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"


def sign(card: etree._Element, pair: KeyPair) -> None:
    """Append ``<ds:Signature id="OCESSignature">`` to *card*, whose ``id`` it refers to.

    One reference, transforms enveloped-signature and exclusive canonicalisation, RSA with SHA-256,
    the certificate in KeyInfo. The card must be the root of its own tree.
    """
    digest = hashlib.sha256(_canonical(card)).digest()
    signature = add(card, DS, "Signature")
    signature.set("id", "OCESSignature")
    info = _signed_info(signature, f"#{card.get('id')}", digest)
    value = pair.key.sign(_canonical(info), PKCS1v15(), hashes.SHA256())
    add(signature, DS, "SignatureValue", base64.b64encode(value).decode())
    data = add(add(signature, DS, "KeyInfo"), DS, "X509Data")
    add(data, DS, "X509Certificate", base64.b64encode(pair.der).decode())


def _signed_info(signature: etree._Element, uri: str, digest: bytes) -> etree._Element:
    info = add(signature, DS, "SignedInfo")
    add(info, DS, "CanonicalizationMethod").set("Algorithm", EXC_C14N)
    add(info, DS, "SignatureMethod").set("Algorithm", _RSA_SHA256)
    reference = add(info, DS, "Reference")
    reference.set("URI", uri)
    transforms = add(reference, DS, "Transforms")
    for algorithm in (_ENVELOPED, EXC_C14N):
        add(transforms, DS, "Transform").set("Algorithm", algorithm)
    add(reference, DS, "DigestMethod").set("Algorithm", _SHA256)
    add(reference, DS, "DigestValue", base64.b64encode(digest).decode())
    return info


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
