"""Checks a card's bytes against the rules of PDC-DK 3.0, in the order of the document.

Never a rule: modulus 11 of a CPR number, the case of a UUID, the order of entries, the display name
of a language.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.pdc.rules import cardinalities, cross, entries, header
from conformance.pdc.rules.document import Document, Rule
from conformance.pdc.where import local_name
from conformance.pdc.xml_names import CDA, V3
from conformance.safe_xml import UnsafeXml, parse

__all__ = ["NOT_A_DOCUMENT", "NOT_XML", "RULES", "Document", "Rule", "check", "is_valid"]

NOT_XML: Final = "PDC-G01"
"""Well-formed XML in UTF-8 without document type declaration."""

NOT_A_DOCUMENT: Final = "PDC-H01"
"""The root is a CDA document; when it is not, no other rule is tried."""

RULES: Final[tuple[Rule, ...]] = (
    *header.RULES,
    *cardinalities.RULES,
    *entries.RULES,
    *cross.RULES,
)
"""The rules that look at a CDA document."""


def check(data: bytes) -> Iterator[Finding]:
    """Yield a finding for each breach in *data*; bad XML is a finding too, never an exception."""
    try:
        root = parse(data, source="card")
    except UnsafeXml as error:
        yield _finding(NOT_XML, expected="well-formed XML without DTD", found=str(error))
        return
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.upper() != "UTF-8":
        yield _finding(NOT_XML, expected="encoding UTF-8", found=encoding)
    if root.tag != V3 + "ClinicalDocument":
        namespace = etree.QName(root).namespace or "no namespace"
        found = f"{local_name(root)} in {namespace}"
        yield _finding(NOT_A_DOCUMENT, expected=f"ClinicalDocument in {CDA}", found=found)
        return
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    document = Document.of(root)
    for rule in RULES:
        yield from rule(document)


def is_valid(data: bytes) -> bool:
    """Whether no finding in *data* has severity fail."""
    return all(finding.severity is not Severity.FAIL for finding in check(data))


def _finding(rule: str, *, expected: str, found: str) -> Finding:
    return Finding(rule=rule, severity=Severity.FAIL, expected=expected, found=found, where="/")
