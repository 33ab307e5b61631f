"""Rules PDC-G01 and PDC-H01: the bytes are XML that is read at all, and it is a CDA document.

PDC-G02 (valid by the schema) has its place between the two and belongs to the schema's own module.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.pdc.rules import tags
from conformance.pdc.rules.rule import Basis, Explanation
from conformance.pdc.xml_names import CDA
from conformance.safe_xml import UnsafeXml, parse
from conformance.xml_path import local_name

NOT_XML: Final = "PDC-G01"
"""Well-formed XML in UTF-8 without document type declaration."""

NOT_A_DOCUMENT: Final = "PDC-H01"
"""The root is a CDA document; when it is not, no other rule is tried."""

_XML: Final = Explanation(
    id=NOT_XML,
    title="The document is well-formed XML in UTF-8, without document type declaration",
    severity=Severity.FAIL,
    receiver_severity=Severity.FAIL,
    basis=Basis.STATED,
    source="XML 1.0; that a document type declaration is refused is derived",
    text="The document is well-formed XML in UTF-8, without document type declaration.\n\n"
    "Entities and DTDs are never read, and no schemaLocation or processing instruction is "
    "followed.",
    place="",
    good='<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
    bad='<!DOCTYPE ClinicalDocument>\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
    fix="Send one whole XML document in UTF-8, without <!DOCTYPE …>",
    requirement=None,
)

_DOCUMENT: Final = Explanation(
    id=NOT_A_DOCUMENT,
    title="The root is a CDA document",
    severity=Severity.FAIL,
    receiver_severity=Severity.FAIL,
    basis=Basis.CONSTANT,
    source="HL7 CDA R2",
    text="The root is a CDA document.\n\nWhen it is not, no other rule is tried.",
    place="",
    good='<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
    bad='<ClinicalDocument xmlns="urn:hl7-org:v2"/>',
    fix="Send the ClinicalDocument itself, in the namespace urn:hl7-org:v3",
    requirement=None,
)

EXPLANATIONS: Final = (_XML, _DOCUMENT)
"""The rules that look at bytes, or at the root alone."""


def root_of(data: bytes) -> etree._Element | Finding:
    """The root of *data*, or the finding that it cannot be read."""
    try:
        return parse(data, source="card")
    except UnsafeXml as error:
        return _finding(_XML, expected="well-formed XML without DTD", found=str(error))


def encoding_of(root: etree._Element) -> Iterator[Finding]:
    """A finding when the document is in another encoding than UTF-8."""
    encoding = root.getroottree().docinfo.encoding
    if encoding is not None and encoding.upper() != "UTF-8":
        yield _finding(_XML, expected="encoding UTF-8", found=encoding)


def is_document(root: etree._Element) -> Iterator[Finding]:
    """A finding when the root is no CDA document."""
    if root.tag != tags.CLINICAL_DOCUMENT:
        namespace = etree.QName(root).namespace or "no namespace"
        found = f"{local_name(root)} in {namespace}"
        yield _finding(_DOCUMENT, expected=f"ClinicalDocument in {CDA}", found=found)


def _finding(explanation: Explanation, *, expected: str, found: str) -> Finding:
    return Finding(
        rule=explanation.id,
        severity=explanation.severity,
        expected=expected,
        found=found,
        where="/",
        fix=explanation.fix,
    )
