"""What the SignedInfo of a signature declares, read from the octets that the signature covers."""

import binascii
from base64 import b64decode
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml import etree

from conformance.security.idws.canonical import canonical, parsed
from conformance.security.idws.namespaces import STR_TRANSFORM, IdwsNamespace
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.namespaces import Namespace
from conformance.security.signed_form import DigestMethod, SignatureAlgorithm

_MOST_REFERENCES: Final = 32
"""More parts than any message of the profile has; each costs a canonicalization."""

_PREFIX_LIST: Final = IdwsNamespace.EXCLUSIVE_C14N.tag("InclusiveNamespaces")


class Transform(StrEnum):
    """The transforms of the profile."""

    ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
    """Leaves the signature itself out; in tokens."""

    EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
    """Exclusive canonicalization without comments."""

    REFERENCED_TOKEN = STR_TRANSFORM
    """The token in place of the reference to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithms:
    """The algorithms that a verifier accepts."""

    signatures: frozenset[SignatureAlgorithm]
    digests: frozenset[DigestMethod]


SHA256: Final = Algorithms(
    signatures=frozenset({SignatureAlgorithm.RSA_SHA256}), digests=frozenset({DigestMethod.SHA256})
)
"""What services and tokens of OIO-IDWS use. Source: NSP protocol dossier 4.7."""

SHA1_TOO: Final = Algorithms(
    signatures=frozenset(SignatureAlgorithm), digests=frozenset(DigestMethod)
)
"""What clients sign requests to the STS with. Source: official sample of a token exchange."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One signed part: the id it bears, how it is turned into octets, and their digest."""

    target: str
    transforms: tuple[Transform, ...]
    prefixes: tuple[str, ...]
    digest_method: DigestMethod
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInfo:
    """What is signed, and the *octets* that the signature value is over."""

    algorithm: SignatureAlgorithm
    references: tuple[Reference, ...]
    octets: bytes


def read_signed_info(signature: etree._Element, allowed: Algorithms) -> SignedInfo:
    """What *signature* declares about itself.

    It is read from the canonical octets, so that a comment cannot tell reader and signature apart.
    Raises IdwsRefused when its form or an algorithm is not of the profile.
    """
    expect_children(signature, "SignedInfo", "SignatureValue", "KeyInfo")
    octets = canonical(signature[0], _method_prefixes(signature[0]))
    info = parsed(octets, source="SignedInfo")
    c14n, method, *references = info
    _expect_algorithm(c14n, Transform.EXCLUSIVE)
    algorithm = SignatureAlgorithm(_expect_algorithm(method, *allowed.signatures))
    if len(method):
        raise bad_form("SignatureMethod: expected no parameters, found some")
    if not 1 <= len(references) <= _MOST_REFERENCES:
        raise bad_form(f"expected 1 to {_MOST_REFERENCES} ds:Reference, found {len(references)}")
    return SignedInfo(
        algorithm=algorithm,
        references=tuple(_reference(reference, allowed) for reference in references),
        octets=octets,
    )


def expect_children(element: etree._Element, *names: str) -> None:
    """Raise IdwsRefused unless the children are exactly these elements of XML signature."""
    if [child.tag for child in element] != [Namespace.DS.tag(name) for name in names]:
        raise bad_form(
            f"{etree.QName(element).localname}: expected exactly {', '.join(names)}, "
            f"found {', '.join(_name(child) for child in element) or 'nothing'}"
        )


def base64_of(element: etree._Element) -> bytes:
    """The octets that *element* holds in base64. Raises IdwsRefused."""
    try:
        octets = b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    if len(element) or not octets:
        raise bad_form(f"{etree.QName(element).localname}: expected base64 text, found none")
    return octets


def bad_form(text: str) -> IdwsRefused:
    """The refusal of a signature whose form is not of the profile."""
    return IdwsRefused(IdwsRefusal.SIGNATURE_FORM, text)


def _method_prefixes(signed_info: etree._Element) -> tuple[str, ...]:
    """The PrefixList by which SignedInfo itself is canonicalized; its form is checked besides."""
    names = [child.tag for child in signed_info][:2]
    if names != [Namespace.DS.tag("CanonicalizationMethod"), Namespace.DS.tag("SignatureMethod")]:
        raise bad_form("SignedInfo: expected CanonicalizationMethod and SignatureMethod first")
    return _prefixes(signed_info[0])


def _reference(reference: etree._Element, allowed: Algorithms) -> Reference:
    if reference.tag != Namespace.DS.tag("Reference"):
        raise bad_form(f"SignedInfo: expected ds:Reference, found {_name(reference)}")
    uri = reference.get("URI", "")
    if not uri.startswith("#") or len(uri) == 1 or "(" in uri:
        raise bad_form(f"Reference/@URI: expected # and the id of an element, found {uri!r}")
    expect_children(reference, "Transforms", "DigestMethod", "DigestValue")
    transforms, digest_method, digest_value = reference
    return Reference(
        target=uri[1:],
        transforms=tuple(_transform(each) for each in transforms),
        prefixes=tuple(prefix for each in transforms for prefix in _transform_prefixes(each)),
        digest_method=DigestMethod(_expect_algorithm(digest_method, *allowed.digests)),
        digest=base64_of(digest_value),
    )


def _transform(element: etree._Element) -> Transform:
    if element.tag != Namespace.DS.tag("Transform"):
        raise bad_form(f"Transforms: expected ds:Transform, found {_name(element)}")
    return Transform(_expect_algorithm(element, *Transform))


def _transform_prefixes(transform: etree._Element) -> tuple[str, ...]:
    """The PrefixList of a transform; that of STR-Transform stands one level further in."""
    if transform.get("Algorithm") != Transform.REFERENCED_TOKEN:
        return _prefixes(transform)
    if [child.tag for child in transform] != [Namespace.WSSE.tag("TransformationParameters")]:
        raise bad_form("STR-Transform: expected exactly wsse:TransformationParameters")
    expect_children(transform[0], "CanonicalizationMethod")
    _expect_algorithm(transform[0][0], Transform.EXCLUSIVE)
    return _prefixes(transform[0][0])


def _prefixes(method: etree._Element) -> tuple[str, ...]:
    children = [child.tag for child in method]
    if children not in ([], [_PREFIX_LIST]):
        raise bad_form(f"{_name(method)}: expected at most InclusiveNamespaces, found {children}")
    return tuple(method[0].get("PrefixList", "").split()) if children else ()


def _expect_algorithm(element: etree._Element, *allowed: str) -> str:
    found = element.get("Algorithm", "")
    if found not in allowed:
        raise IdwsRefused(
            IdwsRefusal.ALGORITHM,
            f"{_name(element)}: expected {' or '.join(sorted(allowed))}, found {found!r}",
        )
    return found


def _name(child: etree._Element) -> str:
    return etree.QName(child).localname if isinstance(child.tag, str) else "no element"
