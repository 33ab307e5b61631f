"""Reads and builds the small parts that all messages of NAS2 are made of."""

from typing import Final

from lxml import etree

from conformance.nas.vocabulary import Namespace
from conformance.xml_path import path_of

PREFIXES: Final = {
    "wsnt": Namespace.WSNT.value,
    "nas": Namespace.NAS.value,
    "il": Namespace.ID_LIST.value,
    "wsa": Namespace.WSA.value,
    "bf": Namespace.BASE_FAULTS.value,
    "r": Namespace.RESOURCE.value,
}
"""Prefix to URI, for new messages."""


class MalformedMessage(ValueError):
    """The element is no message of NAS2 that can be read; the text says what was expected."""


def expect(body: etree._Element, tag: str) -> None:
    """Raise MalformedMessage unless *body* is the element *tag*."""
    if body.tag != tag:
        raise MalformedMessage(f"expected {tag}, found {body.tag}")


def only(parent: etree._Element, tag: str) -> etree._Element:
    """The one child of *parent* with *tag*. Raises MalformedMessage."""
    found = optional(parent, tag)
    if found is None:
        raise MalformedMessage(f"expected {_name(tag)} in {path_of(parent)}, found none")
    return found


def optional(parent: etree._Element, tag: str) -> etree._Element | None:
    """The one child of *parent* with *tag*, or None. Several raise MalformedMessage."""
    found = parent.findall(tag)
    if len(found) > 1:
        raise MalformedMessage(
            f"expected one {_name(tag)} in {path_of(parent)}, found {len(found)}"
        )
    return found[0] if found else None


def only_child(parent: etree._Element) -> etree._Element:
    """The one element, of whatever name, in *parent*. Raises MalformedMessage."""
    found = list(parent.iterchildren("*"))
    if len(found) != 1:
        raise MalformedMessage(f"expected one element in {path_of(parent)}, found {len(found)}")
    return found[0]


def text_of(element: etree._Element) -> str:
    """The text of *element* without surrounding blanks."""
    return (element.text or "").strip()


def required(element: etree._Element, attribute: str) -> str:
    """The value of an attribute. Raises MalformedMessage when it is missing."""
    value = element.get(attribute)
    if value is None:
        raise MalformedMessage(f"expected the attribute {attribute} on {path_of(element)}")
    return value


def boolean(text: str, *, where: str) -> bool:
    """An xs:boolean. Raises MalformedMessage, which names *where*."""
    values = {"true": True, "1": True, "false": False, "0": False}
    if text not in values:
        raise MalformedMessage(f"{where}: expected true or false, found {text!r}")
    return values[text]


def root(tag: str, *prefixes: str) -> etree._Element:
    """A new element that declares *prefixes*."""
    return etree.Element(tag, nsmap={prefix: PREFIXES[prefix] for prefix in prefixes})


def add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    """Append an element with *text* to *parent*, and return it."""
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def add_reference(parent: etree._Element, tag: str, address: str) -> None:
    """Append an endpoint reference: `<tag><wsa:Address>…</wsa:Address></tag>`."""
    add(add(parent, tag), Namespace.WSA.tag("Address"), address)


def read_reference(element: etree._Element) -> str:
    """The address of an endpoint reference. Raises MalformedMessage when there is none."""
    address = text_of(only(element, Namespace.WSA.tag("Address")))
    if not address:
        raise MalformedMessage(f"expected an address in {path_of(element)}, found none")
    return address


def _name(tag: str) -> str:
    return etree.QName(tag).localname
