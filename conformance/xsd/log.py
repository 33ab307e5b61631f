"""Turns lxml's log of a validation into breaches, where xmlschema cannot explain a document."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from conformance.xml_path import path_of
from conformance.xsd.words import Breach, without_namespaces

_EXPECTED: Final = re.compile(r" Expected is (?:one of )?\( (.*) \)\.$")
_PREFIXED: Final = re.compile(r"(?:(?<=/)|^)[^/*\[\]:]+:[^/\[\]]+")
_ELEMENT: Final = re.compile(r"^Element '([^']*)'(?:, attribute '([^']*)')?: ")


def from_log(root: etree._Element, log: etree._ListErrorLog) -> Iterator[Breach]:
    """A breach for each entry of *log*, which a validation of *root* has left."""
    for entry in log:
        yield _breach(root, entry)


def _breach(root: etree._Element, entry: etree._LogEntry) -> Breach:
    message = without_namespaces(entry.message or "")
    wanted = _EXPECTED.search(message)
    subject = _ELEMENT.match(message)
    attribute = f"/@{subject[2]}" if subject and subject[2] else ""
    said = _EXPECTED.sub("", _ELEMENT.sub("", message))
    return Breach(
        expected=wanted[1].replace(", ", " or ") if wanted else "what the schema allows",
        found=f"{subject[1]}: {said}" if subject else said,
        where=_where(root, entry) + attribute,
        line=entry.line,
    )


def _where(root: etree._Element, entry: etree._LogEntry) -> str:
    """The readable form of libxml2's `/*/*[3]/q:x`, whose first step is *root* itself."""
    below = (entry.path or "/*")[1:].partition("/")[2]
    # Prefixes may be declared anywhere in the document: names are compared as they are written.
    steps = _PREFIXED.sub(lambda name: f"*[name()='{name[0]}']", below)
    found = root.xpath(steps) if steps else [root]
    element = found[0] if isinstance(found, list) and found else None
    return path_of(element) if isinstance(element, etree._Element) else "/"
