"""Shows messages: XML with indents, and the documents that a message carries."""

import base64
import binascii
from collections.abc import Iterator
from typing import Final

from lxml import etree

from conformance.safe_xml import UnsafeXml, parse
from conformance.xds.vocabulary import Namespace

_LONGEST: Final = 1_000_000
"""Characters that are shown of a message."""

_DOCUMENT: Final = f"{{{Namespace.IHE.value}}}Document"


def pretty(data: bytes) -> str:
    """The XML with indents; what is no XML as it stands, with its odd bytes marked."""
    try:
        root = parse(data)
    except UnsafeXml:
        return _cut(data.decode("utf-8", "replace"))
    etree.indent(root)
    return _cut(etree.tostring(root, encoding="unicode"))


def carried(data: bytes) -> Iterator[bytes]:
    """The documents in a message of ITI-43, as bytes."""
    try:
        root = parse(data)
    except UnsafeXml:
        return
    for document in root.iter(_DOCUMENT):
        try:
            content = base64.b64decode("".join((document.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if content:
            yield content


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}\n… {len(text) - _LONGEST} characters are left out"
