"""Compares two XML elements and says where they differ in what they mean.

Not compared: order of attributes, prefixes, comments, schemaLocation, blanks between elements, and
the order of an observation's values among different types (it is not stable in real documents).
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from lxml import etree

from conformance.pdc.xml_names import SCHEMA_LOCATION, V3, XSI_TYPE
from conformance.xml_path import local_name, path_of

_DEFAULTS: Final = {V3 + "entry": {"typeCode": "COMP"}}
"""Attributes that mean the same when they are left out."""

_OBSERVATION: Final = V3 + "observation"
_VALUE: Final = V3 + "value"


def differences(expected: etree._Element, found: etree._Element) -> Iterator[str]:
    """Yield one sentence for each difference, with the path in *expected*."""
    if expected.tag != found.tag:
        names = f"expected {local_name(expected)}, found {local_name(found)}"
        yield f"{names}, at {path_of(expected)}"
        return
    yield from _attribute_differences(expected, found)
    if _text(expected) != _text(found):
        yield f"expected {_text(expected)!r}, found {_text(found)!r}, at {path_of(expected)}"
    for left, right in zip_longest(_children(expected), _children(found)):
        if left is None:
            yield f"expected nothing more, found {local_name(right)}, at {path_of(expected)}"
        elif right is None:
            yield f"expected {local_name(left)}, found nothing, at {path_of(left)}"
        else:
            yield from differences(left, right)


def _attribute_differences(expected: etree._Element, found: etree._Element) -> Iterator[str]:
    left, right = _attributes(expected), _attributes(found)
    if left == right:
        return
    for name in sorted(left.keys() | right.keys()):
        if left.get(name) != right.get(name):
            place = f"{path_of(expected)}/@{name.rpartition('}')[2]}"
            yield f"expected {left.get(name)!r}, found {right.get(name)!r}, at {place}"


def _attributes(element: etree._Element) -> dict[str, str]:
    attributes = dict(_DEFAULTS.get(str(element.tag), {}))
    for name, text in element.items():
        attributes[str(name)] = str(text)
    attributes.pop(SCHEMA_LOCATION, None)
    if XSI_TYPE in attributes:
        attributes[XSI_TYPE] = attributes[XSI_TYPE].rpartition(":")[2]
    return attributes


def _children(element: etree._Element) -> list[etree._Element]:
    children = [child for child in element if isinstance(child.tag, str)]
    if element.tag != _OBSERVATION:
        return children
    values = [child for child in children if child.tag == _VALUE]
    values.sort(key=lambda child: child.get(XSI_TYPE, "").rpartition(":")[2])
    return [*(child for child in children if child.tag != _VALUE), *values]


def _text(element: etree._Element) -> str:
    """The raw text of a leaf; of an element with children, what is not just blanks."""
    text = element.text or ""
    if not len(element):
        return "" if element.attrib and not text.strip() else text
    pieces = (text, *(child.tail or "" for child in element))
    return "".join(piece for piece in pieces if piece.strip())
