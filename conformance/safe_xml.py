"""Hardened XML parsing: no DTD, no entities, no network, bounded size, one clear error."""

from typing import Final

from lxml import etree

MAX_BYTES: Final = 10_000_000
"""Largest document that is parsed; a card is 15 to 40 kB."""


class UnsafeXml(ValueError):
    """The bytes are not XML that this product is willing to read; the message says why."""


def parse(data: bytes, *, source: str = "document", max_bytes: int = MAX_BYTES) -> etree._Element:
    """Return the root element of *data*.

    *source* names the document in messages. Raises UnsafeXml when the bytes are empty, larger than
    *max_bytes*, not well-formed, carry a document type declaration, or nest deeper than 256 levels
    (libxml2's limit).
    """
    if not data.strip():
        raise UnsafeXml(f"{source}: expected an XML document, found nothing")
    if len(data) > max_bytes:
        raise UnsafeXml(f"{source}: expected at most {max_bytes} bytes, found {len(data)}")
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise UnsafeXml(f"{source}: not well-formed XML: {_reason(error)}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml(
            f"{source}: expected no document type declaration, found <!DOCTYPE …>: "
            "entities and DTDs are refused"
        )
    return root


def _parser() -> etree.XMLParser:
    """One parser a call: lxml parsers are not to be shared between threads."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
    )


def _reason(error: etree.XMLSyntaxError) -> str:
    line, column = error.position
    text = str(error.msg).split(", line ")[0]
    return f"{text} (line {line}, column {column})"
