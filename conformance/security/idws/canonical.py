"""The octets that signatures of OIO-IDWS cover: exclusive canonicalization and STR-Transform."""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from lxml import etree

from conformance.safe_xml import MAX_BYTES, UnsafeXml, parse
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused

_DEFAULT: Final = "#default"
"""How a PrefixList names the default namespace."""


class ApexForm(Enum):
    """How STR-Transform writes the root of a token that stands in no default namespace.

    WS-Security (SOAP Message Security 1.1, section 8.3) demands the empty declaration, and WSS4J,
    which the data authority's own client signs with, writes it. Other libraries leave it out. Both
    forms commit to the same token, so that a verifier may take either.
    """

    DECLARED = "declared"
    """With `xmlns=""`."""

    PLAIN = "plain"
    """As exclusive canonicalization alone gives it."""


def canonical(element: etree._Element, prefixes: Sequence[str] = ()) -> bytes:
    """*element* by exclusive canonicalization without comments.

    *prefixes* is the PrefixList of InclusiveNamespaces, `#default` included.
    """
    if not prefixes:
        return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)

    # lxml canonicalizes as if the element had no ancestors, and so misses what they declare.
    alone = etree.fromstring(etree.tostring(element, with_tail=False), _parser())
    return etree.tostring(
        alone,
        method="c14n",
        exclusive=True,
        with_comments=False,
        inclusive_ns_prefixes=list(prefixes),
    )


def parsed(octets: bytes, source: str) -> etree._Element:
    """The element in canonical *octets*. Raises IdwsRefused when they are too many to be read."""
    try:
        return parse(octets, source=source)
    except UnsafeXml as error:
        raise IdwsRefused(IdwsRefusal.MESSAGE_FORM, str(error)) from None


def check_weight(root: etree._Element) -> None:
    """Raise IdwsRefused if canonicalization would blow the document of *root* up.

    Exclusive canonicalization repeats a namespace at every element that uses it and whose parent
    does not: a long one, declared once, would fill the memory before any signature is verified.
    """
    weight = 0
    for element in root.iter("*"):
        names = (element.tag, *element.keys())
        weight += sum(len(etree.QName(str(name)).namespace or "") for name in names)
    if weight > MAX_BYTES:
        raise IdwsRefused(
            IdwsRefusal.MESSAGE_FORM,
            f"expected namespaces of at most {MAX_BYTES} characters in all, found {weight}",
        )


def referenced_token(
    token: etree._Element, form: ApexForm = ApexForm.DECLARED, prefixes: Sequence[str] = ()
) -> bytes:
    """What STR-Transform makes of a reference to *token*."""
    if form is ApexForm.PLAIN:
        return canonical(token, prefixes)
    if token.nsmap.get(None):
        return canonical(token, (*prefixes, _DEFAULT))
    octets = canonical(token, prefixes)
    name = f"{token.prefix}:" if token.prefix else ""
    start = f"<{name}{etree.QName(token).localname}".encode()
    return start + b' xmlns=""' + octets.removeprefix(start)


def _parser() -> etree.XMLParser:
    """For what has been parsed and bounded before."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
