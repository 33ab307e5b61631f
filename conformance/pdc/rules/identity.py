"""Rules PDC-H02 to PDC-H11: what the document says that it is."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import MESSAGE_CODES_NAME, DocumentVersion, MessageCode
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element
from conformance.pdc.rules.hl7 import TO_THE_SECOND, UUID, instant_of
from conformance.pdc.rules.rule import (
    ALL_DOCUMENTS,
    EXAMPLES,
    Basis,
    Breach,
    quoted,
    raw,
    rule,
)

_VERSION: Final = DocumentVersion.V3.template_extension
_TITLE: Final = "Personal Data Card for "


def _wrong(element: Element, attribute: str, expected: str, **weight: Severity) -> Iterator[Breach]:
    """A breach when the attribute is not, character for character, what is expected."""
    if element.get(attribute) != expected:
        yield Breach(
            at=element,
            attribute=attribute,
            expected=quoted(expected),
            found=raw(element, attribute),
            receiver_severity=weight.get("receiver"),
        )


def _number_of(document: Document, name: str, found: int) -> Breach:
    return Breach(at=document.root, expected=f"one {name}", found=str(found))


@rule(
    "PDC-H02",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix='Write <realmCode code="DK"/>',
    place="realmCode",
    bad=("DK", "SE"),
)
def realm(document: Document) -> Iterator[Breach]:
    """The realm is Denmark.

    <realmCode code="DK"/>
    """
    found = document.header.parts.get(tags.REALM, ())
    if len(found) != 1:
        yield _number_of(document, "realmCode", len(found))
    else:
        yield from _wrong(found[0], "code", "DK")


@rule(
    "PDC-H03",
    basis=Basis.STATED,
    source="HL7 CDA R2",
    fix="Write the type id that every CDA document has",
    place="typeId",
    bad=("POCD_HD000040", "POCD_HD000020"),
)
def type_id(document: Document) -> Iterator[Breach]:
    """The type id is that of CDA release 2.

    <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
    """
    found = document.header.parts.get(tags.TYPE_ID, ())
    if len(found) != 1:
        yield _number_of(document, "typeId", len(found))
        return
    yield from _wrong(found[0], "root", Oid.CDA_TYPE)
    yield from _wrong(found[0], "extension", "POCD_HD000040")


@rule(
    "PDC-H04",
    basis=Basis.STATED,
    source="CONF-DK:524",
    fix="Write the PDC template id once, with extension 3.0; version 2.0 is closed",
    place="templateId",
    bad=('extension="3.0"', 'extension="3.1"'),
    requirement="DOC-01",
)
def document_template(document: Document) -> Iterator[Breach]:
    """The document carries the PDC template of version 3.0, once.

    <templateId root="1.2.208.184.16.1" extension="3.0"/>
    """
    templates = document.header.templates
    right = [t for t in templates if t.get("extension") == _VERSION]
    if len(right) == 1:
        return
    expected = f'one templateId root "{TemplateOid.DOCUMENT}" extension "{_VERSION}"'
    if len(templates) == 1:
        yield Breach(
            at=templates[0],
            attribute="extension",
            expected=expected,
            found=raw(templates[0], "extension"),
        )
        return
    yield Breach(at=document.root, expected=expected, found=str(len(right)))


@rule(
    "PDC-H05",
    severity=Severity.NOTICE,
    basis=Basis.DERIVED,
    source=f"in all of {EXAMPLES}; in no document of the live service",
    fix="Nothing to mend: whether this template is wanted is not settled",
    place="templateId[2]",
    bad=('extension="2.0"', 'extension="1.4"'),
)
def medcom_header_template(document: Document) -> Iterator[Breach]:
    """The document may carry the template of MedCom's CDA header.

    <templateId root="1.2.208.184.10.1.13" extension="2.0"/>
    """
    for template in document.header.parts.get(tags.TEMPLATE, ()):
        if template.get("root") == TemplateOid.MEDCOM_HEADER and template.get("extension") == "2.0":
            return
    expected = f'templateId root "{TemplateOid.MEDCOM_HEADER}" extension "2.0"'
    yield Breach(at=document.root, expected=expected, found="none")


@rule(
    "PDC-H06",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"CONF-DK:102; the form of the id: {ALL_DOCUMENTS}",
    fix="Give each document one id: MedCom's root and a new UUID",
    place="id",
    bad=("2a412d69-6336-4b66-8ff3-2987f9830809", "4711"),
    requirement="DOC-19",
)
def document_id(document: Document) -> Iterator[Breach]:
    """The document has one id: MedCom's root and a UUID of any version, in any case.

    <id root="1.2.208.184" extension="2a412d69-6336-4b66-8ff3-2987f9830809"
        assigningAuthorityName="MedCom"/>
    """
    found = document.header.parts.get(tags.ID, ())
    if len(found) != 1:
        yield _number_of(document, "id", len(found))
        return
    yield from _wrong(found[0], "root", Oid.MEDCOM)
    if not UUID.fullmatch(found[0].get("extension", "")):
        yield Breach(
            at=found[0],
            attribute="extension",
            expected="a UUID",
            found=raw(found[0], "extension"),
        )


@rule(
    "PDC-H07",
    basis=Basis.STATED,
    source="CONF-DK:104-108",
    fix="Write the document code with its system and both names, without blanks",
    place="code",
    bad=('"PDC"', '"PCD"'),
    requirement="DOC-02",
)
def document_code(document: Document) -> Iterator[Breach]:
    """The document code is PDC, with its system and both names. Names are a receiver's warning.

    <code code="PDC" codeSystem="1.2.208.184.100.1" codeSystemName="MedCom Message Codes"
          displayName="Stamkort"/>
    """
    found = document.header.parts.get(tags.CODE, ())
    if len(found) != 1:
        yield _number_of(document, "code", len(found))
        return
    (code,) = found
    yield from _wrong(code, "code", MessageCode.PDC)
    yield from _wrong(code, "codeSystem", Oid.MESSAGE_CODES)
    yield from _wrong(code, "codeSystemName", MESSAGE_CODES_NAME, receiver=Severity.WARNING)
    yield from _wrong(code, "displayName", "Stamkort", receiver=Severity.WARNING)


@rule(
    "PDC-H08",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="CONF-DK:109-110",
    fix="Write 'Personal Data Card for ', with the word for, and the patient's ten digits",
    place="title",
    bad=("Card for", "Card"),
)
def title(document: Document) -> Iterator[Breach]:
    """The title is "Personal Data Card for " and the patient's CPR number.

    <title>Personal Data Card for 0410009234</title>
    """
    found = document.header.parts.get(tags.TITLE, ())
    if len(found) != 1:
        yield _number_of(document, "title", len(found))
        return
    number, text = document.header.cpr, found[0].text
    if number is None or text == _TITLE + number:
        return
    written = (text or "").replace(number, "…")
    expected = f"'{_TITLE}' and the patient's CPR number"
    yield Breach(at=found[0], expected=expected, found=repr(written))


@rule(
    "PDC-H09",
    basis=Basis.STATED,
    source=f"CONF-DK:111; the form: {EXAMPLES}",
    fix="Write the time to the second with its offset, for instance 20260302091850+0100",
    place="effectiveTime",
    bad=("+0100", ""),
)
def document_time(document: Document) -> Iterator[Breach]:
    """The document has one time, to the second and with an offset, that the calendar has.

    <effectiveTime value="20260302091850+0100"/>
    """
    time = document.header.time
    if time is None:
        found = document.header.parts.get(tags.EFFECTIVE_TIME, ())
        yield _number_of(document, "effectiveTime", len(found))
    elif not TO_THE_SECOND.fullmatch(time.get("value", "")) or instant_of(time) is None:
        yield Breach(
            at=time,
            attribute="value",
            expected="a real time in the form yyyyMMddHHmmss±hhmm",
            found=raw(time, "value"),
        )


@rule(
    "PDC-H10",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write confidentiality N",
    place="confidentialityCode",
    bad=('code="N"', 'code="R"'),
)
def confidentiality(document: Document) -> Iterator[Breach]:
    """The confidentiality is N, normal.

    <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
    """
    found = document.header.parts.get(tags.CONFIDENTIALITY, ())
    if len(found) != 1:
        yield _number_of(document, "confidentialityCode", len(found))
        return
    yield from _wrong(found[0], "code", "N")
    yield from _wrong(found[0], "codeSystem", Oid.CONFIDENTIALITY)


@rule(
    "PDC-H11",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix='Write <languageCode code="da-DK"/>',
    place="languageCode",
    bad=("da-DK", "en-GB"),
)
def document_language(document: Document) -> Iterator[Breach]:
    """The language of the document is Danish.

    <languageCode code="da-DK"/>
    """
    found = document.header.parts.get(tags.LANGUAGE, ())
    if len(found) != 1:
        yield _number_of(document, "languageCode", len(found))
        return
    yield from _wrong(found[0], "code", "da-DK")


RULES: Final = (
    realm,
    type_id,
    document_template,
    medcom_header_template,
    document_id,
    document_code,
    title,
    document_time,
    confidentiality,
    document_language,
)
