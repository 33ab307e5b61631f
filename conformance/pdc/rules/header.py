"""Rules for the header: who the card is about, and which version it says it is."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.pdc.codes import DocumentVersion
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules.document import (
    Breach,
    Document,
    Element,
    child_path,
    children,
    raw,
    rule,
)

_TEN_DIGITS: Final = re.compile(r"[0-9]{10}")
_V3_EXTENSION: Final = DocumentVersion.V3.template_extension


@rule("PDC-H04")
def document_template(document: Document) -> Iterator[Breach]:
    """The document carries the PDC template of version 3.0, once.

    <templateId root="1.2.208.184.16.1" extension="3.0"/>

    Source: CONF-DK:524.
    """
    templates = _pdc_templates(document)
    right = [t for t in templates if t.get("extension") == _V3_EXTENSION]
    if len(right) == 1:
        return
    expected = f'one templateId root "{TemplateOid.DOCUMENT}" extension "{_V3_EXTENSION}"'
    if len(templates) == 1:
        yield Breach(
            at=templates[0],
            attribute="extension",
            expected=expected,
            found=raw(templates[0], "extension"),
        )
        return
    yield Breach(at=document.root, expected=expected, found=str(len(right)))


@rule("PDC-H12")
def one_patient_with_a_cpr_number(document: Document) -> Iterator[Breach]:
    """There is one patient, with one CPR number of ten digits. No modulus 11: new numbers fail it.

    <recordTarget><patientRole>
      <id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>
    </patientRole></recordTarget>

    Source: implementation guide 2025-06-26.
    """
    targets = children(document.root, "recordTarget")
    if len(targets) != 1:
        yield Breach(at=document.root, expected="one recordTarget", found=str(len(targets)))
        return
    ids = targets[0].findall(child_path("patientRole", "id"))
    numbers = [i for i in ids if i.get("root") == Oid.CPR]
    if len(numbers) != 1:
        expected = f'one patientRole/id with root "{Oid.CPR}"'
        yield Breach(at=targets[0], expected=expected, found=str(len(numbers)))
        return
    if not _TEN_DIGITS.fullmatch(numbers[0].get("extension", "")):
        yield Breach(
            at=numbers[0],
            attribute="extension",
            expected="ten digits",
            found=raw(numbers[0], "extension"),
        )


@rule("PDC-H27")
def version_marker(document: Document) -> Iterator[Breach]:
    """One service event carries the version marker of 3.0.

    <documentationOf><serviceEvent>
      <id root="1.2.208.184.100.10" extension="pdc-v3.0" assigningAuthorityName="MedCom"/>
    </serviceEvent></documentationOf>

    Source: MedCom's examples of 2023; the Danish extension of the EU test bed.
    """
    markers = _markers(document)
    if len(markers) != 1:
        expected = f'one serviceEvent/id with root "{Oid.FORMAT_CODES}"'
        yield Breach(at=document.root, expected=expected, found=str(len(markers)))
        return
    if markers[0].get("extension") != DocumentVersion.V3:
        yield Breach(
            at=markers[0],
            attribute="extension",
            expected=repr(str(DocumentVersion.V3)),
            found=raw(markers[0], "extension"),
        )


@rule("PDC-H28")
def one_version_is_told(document: Document) -> Iterator[Breach]:
    """Template and version marker tell the same version, when both tell one.

    <templateId root="1.2.208.184.16.1" extension="3.0"/> beside
    <id root="1.2.208.184.100.10" extension="pdc-v3.0"/>

    Source: derived; a document of the live service of 2024-02-14 breaks it.
    """
    templates, markers = _pdc_templates(document), _markers(document)
    if len(templates) != 1 or len(markers) != 1:
        return
    versions = {version.template_extension: version for version in DocumentVersion}
    told = versions.get(templates[0].get("extension"))
    marked = markers[0].get("extension")
    if told is None or marked not in set(DocumentVersion) or told == marked:
        return
    yield Breach(
        at=markers[0],
        attribute="extension",
        expected=f"{str(told)!r}, as the document's templateId tells",
        found=raw(markers[0], "extension"),
    )


def _pdc_templates(document: Document) -> list[Element]:
    templates = children(document.root, "templateId")
    return [t for t in templates if t.get("root") == TemplateOid.DOCUMENT]


def _markers(document: Document) -> list[Element]:
    ids = document.root.findall(child_path("documentationOf", "serviceEvent", "id"))
    return [i for i in ids if i.get("root") == Oid.FORMAT_CODES]


RULES: Final = (
    document_template,
    one_patient_with_a_cpr_number,
    version_marker,
    one_version_is_told,
)
