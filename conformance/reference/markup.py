"""Reading and writing XML: hardened parsing, and the namespaces that the messages use."""

from typing import Final

from lxml import etree

MAX_BYTES: Final = 10_000_000
"""Largest answer that is read; a card is 15 to 40 kB."""

CDA: Final = "urn:hl7-org:v3"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
EXC_C14N: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
IHE: Final = "urn:ihe:iti:xds-b:2007"
MEDCOM: Final = "http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd"
QUERY: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
RIM: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
RS: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
SAML: Final = "urn:oasis:names:tc:SAML:2.0:assertion"
SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
WSA: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
WSSE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WST: Final = "http://schemas.xmlsoap.org/ws/2005/02/trust"
WSU: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
XOP: Final = "http://www.w3.org/2004/08/xop/include"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


class UnreadableXml(ValueError):
    """The bytes are not XML that the system is willing to read; the message says why."""


def parse(data: bytes) -> etree._Element:
    """Return the root element of *data*.

    UnreadableXml is raised for what is empty, too large, not well-formed, deeper than 256 levels,
    or carries a document type declaration (and with it entities, which could reach out or explode).
    """
    if not data.strip():
        raise UnreadableXml("expected an XML document, found nothing")
    if len(data) > MAX_BYTES:
        raise UnreadableXml(f"expected at most {MAX_BYTES} bytes, found {len(data)}")
    # a parser for each call: lxml's parsers are not to be shared between threads
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableXml(f"expected well-formed XML, found: {error.msg}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableXml("expected no document type declaration, found one")
    return root


def add(
    parent: etree._Element, namespace: str, name: str, text: str | None = None
) -> etree._Element:
    """Append an element to *parent* and return it."""
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    child.text = text
    return child


def words(element: etree._Element | None) -> str:
    """Return the text of an element with blanks collapsed; empty for None."""
    if element is None:
        return ""
    return " ".join("".join(str(part) for part in element.itertext()).split())
