"""Serves the schemas that the WSDL documents import: the project's own, by name."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from lxml import etree

from conformance.safe_xml import parse

_HERE: Final = Path(__file__).parent
_PARTS: Final = _HERE.parents[1]
_FOLDERS: Final = {
    "wsdl": _HERE,
    "xds": _PARTS / "xds" / "schema",
    "security": _PARTS / "security" / "schema",
    "minlog": _PARTS / "minlog" / "schema",
    "nas": _PARTS / "nas" / "schema",
}
_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_RETRIEVAL: Final = "xds/xds-b.xsd"
_NOTIFICATION: Final = "nas/wsn-b-2.xsd"
_NOTIFICATION_WITH_DEFAULT: Final = "nas/wsn-b-2-with-default.xsd"
"""As NAS2 serves it unless asked for the variant. Source: NSP protocol dossier 3.1."""


def served_schema(name: str, address: str) -> bytes | None:
    """The schema *name* with its references as addresses below *address*; None if unknown."""
    file = _files().get(name)
    if file is None:
        return None
    root = parse(file.read_bytes(), source=name)
    if name == _RETRIEVAL:
        _simplify_document(root)
    if name == _NOTIFICATION_WITH_DEFAULT:
        _add_default(root)
    _simplify_unions(root)
    for reference in root.iterchildren(f"{_XS}import", f"{_XS}include"):
        target = (file.parent / reference.get("schemaLocation", "")).resolve()
        reference.set("schemaLocation", schema_address(address, _names()[target]))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def schema_address(address: str, name: str) -> str:
    """Where the schema *name* is served."""
    return f"{address}?xsd={quote(name)}"


@cache
def target_namespace(name: str) -> str:
    """The namespace that the schema *name* describes."""
    return parse(_files()[name].read_bytes(), source=name).get("targetNamespace", "")


@cache
def _files() -> Mapping[str, Path]:
    files = {name: file for file, name in _names().items()}
    return {**files, _NOTIFICATION_WITH_DEFAULT: files[_NOTIFICATION]}


@cache
def _names() -> Mapping[Path, str]:
    return {
        file.resolve(): f"{part}/{file.name}"
        for part, folder in _FOLDERS.items()
        for file in folder.glob("*.xsd")
    }


def _add_default(root: etree._Element) -> None:
    for element in root.iterchildren(f"{_XS}element"):
        if element.get("name") == "FixedTopicSet":
            element.set("default", "true")


def _simplify_document(root: etree._Element) -> None:
    """Let a Document be base64Binary, as clients are generated from it.

    Our schema describes what stands on the wire, also xop:Include; a client's library puts the
    bytes in its place before the program sees them.
    """
    for document in root.findall(f".//{_XS}element[@name='Document']"):
        document[:] = []
        document.set("type", f"{document.prefix}:base64Binary")
    for unused in root.findall(f"{_XS}import[@schemaLocation='xop.xsd']"):
        root.remove(unused)


def _simplify_unions(root: etree._Element) -> None:
    """Let a union of one type be that type, which generated clients know how to write.

    In our schemas such unions choose the words of findings; what is valid stays the same.
    """
    for union in list(root.iter(f"{_XS}union")):
        members = union.get("memberTypes", "").split()
        if len(members) == 1 and not len(union):
            union.tag = f"{_XS}restriction"
            del union.attrib["memberTypes"]
            union.set("base", members[0])
    for inner in root.findall(f".//{_XS}restriction/{_XS}simpleType/{_XS}restriction"):
        simple = inner.getparent()
        outer = None if simple is None else simple.getparent()
        if simple is not None and outer is not None and not len(inner):
            outer.set("base", inner.get("base", ""))
            outer.remove(simple)
