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
    return _root(data, _parser(), source, max_bytes)


def parse_without_blanks(data: bytes, *, source: str = "document") -> etree._Element:
    """As `parse`, but without the blanks between elements, and a quarter quicker.

    Blanks that are all of an element's text stay, and so do those beside another text. Not for what
    is signed or written again: there each blank counts. Nor for what has comments or instructions:
    a text of blanks beside one is left out too.
    """
    return _root(data, _parser(remove_blank_text=True), source, MAX_BYTES)


def _root(data: bytes, parser: etree.XMLParser, source: str, max_bytes: int) -> etree._Element:
    if not data or data.isspace():
        raise UnsafeXml(f"{source}: expected an XML document, found nothing")
    if len(data) > max_bytes:
        raise UnsafeXml(f"{source}: expected at most {max_bytes} bytes, found {len(data)}")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeXml(f"{source}: not well-formed XML: {_reason(error)}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml(
            f"{source}: expected no document type declaration, found <!DOCTYPE …>: "
            "entities and DTDs are refused"
        )
    return root


def _parser(*, remove_blank_text: bool = False) -> etree.XMLParser:
    """One parser a call: lxml parsers are not to be shared between threads."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
        remove_blank_text=remove_blank_text,
    )


def _reason(error: etree.XMLSyntaxError) -> str:
    line, column = error.position
    text = str(error.msg).split(", line ")[0]
    return f"{text} (line {line}, column {column})"
