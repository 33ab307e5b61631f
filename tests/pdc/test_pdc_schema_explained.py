"""A breach of our schema is told in words that a developer can act on."""

from typing import Final

import pytest
from lxml import etree

from conformance.findings import Severity
from conformance.pdc.schema import check_schema, is_schema_valid
from conformance.pdc.xml_names import V3
from conformance.safe_xml import parse
from conformance.xsd import LARGEST, MOST_FINDINGS
from tests.pdc.card_examples import uuid
from tests.pdc.schema_edits import EFFECTIVE, SECTION, document, findings

PERSON: Final = f"{SECTION}/entry[1]/observation[1]"
MISTAKES: Final[dict[str, tuple[tuple[str, str], str, str, str, str]]] = {
    "unknown element": (
        ("<title>", "<heading/><title>"),
        "/ClinicalDocument/heading[1]",
        "effectiveTime",
        "heading",
        "has no such element",
    ),
    "element left out": (
        (EFFECTIVE, ""),
        "/ClinicalDocument/confidentialityCode[1]",
        "effectiveTime",
        "confidentialityCode",
        "Add effectiveTime before confidentialityCode",
    ),
    "last element left out": (
        ("<representedCustodianOrganization>", "<representedCustodianOrganization/><!--"),
        "/ClinicalDocument/custodian[1]/assignedCustodian[1]/representedCustodianOrganization[1]",
        "id in representedCustodianOrganization",
        "representedCustodianOrganization without elements",
        "Add id to representedCustodianOrganization",
    ),
    "element twice": (
        (EFFECTIVE, EFFECTIVE * 2),
        "/ClinicalDocument/effectiveTime[2]",
        "confidentialityCode",
        "effectiveTime",
        "Remove this effectiveTime",
    ),
    "elements in the wrong order": (
        ('<languageCode code="da-DK"/>', '<languageCode code="da-DK"/><title/>'),
        "/ClinicalDocument/title[2]",
        "recordTarget",
        "title",
        "it stands after id, code and before effectiveTime",
    ),
    "element of no namespace": (
        ("<title>", '<title xmlns="">'),
        "/ClinicalDocument/title[1]",
        "effectiveTime",
        "title in no namespace",
        "Put title in namespace urn:hl7-org:v3",
    ),
    "attribute left out": (
        ('root="1.2.208.184.16.1" ', ""),
        "/ClinicalDocument/templateId[1]",
        "attribute root on templateId",
        "templateId without it",
        "Add root to templateId",
    ),
    "unknown attribute": (
        ('moodCode="EVN"', 'moodCode="EVN" version="3"'),
        "/ClinicalDocument/@version",
        "only attributes of ClinicalDocument",
        'version="3"',
        "may carry classCode, moodCode",
    ),
    "blanks in a code": (
        ('code="DK"', 'code=" DK "'),
        "/ClinicalDocument/realmCode[1]/@code",
        "a code without blanks",
        '" DK "',
        "Remove the blanks",
    ),
    "bad OID": (
        ('root="1.2.208.184.16.1"', 'root="abc"'),
        "/ClinicalDocument/templateId[1]/@root",
        "an object identifier",
        '"abc"',
        "digits and dots only",
    ),
    "bad time": (
        (EFFECTIVE, '<effectiveTime value="2026-03-02"/>'),
        "/ClinicalDocument/effectiveTime[1]/@value",
        "yyyyMMddHHmmss±hhmm",
        '"2026-03-02"',
        "HL7's form of a time",
    ),
    "bad UUID": (
        (uuid(0), "42"),
        "/ClinicalDocument/id[1]/@extension",
        "a UUID such as",
        '"42"',
        "a UUID of its own",
    ),
    "unknown null flavour": (
        ('nullFlavor="NA"', 'nullFlavor="none"'),
        "/ClinicalDocument/documentationOf[1]/serviceEvent[1]/effectiveTime[1]/high[1]/@nullFlavor",
        "a null flavour of HL7",
        '"none"',
        "Say NI",
    ),
    "value without type": (
        ('<value xsi:type="PN">', "<value>"),
        f"{PERSON}/value[1]",
        "xsi:type with a data type of HL7",
        "value without xsi:type",
        'xsi:type="II"',
    ),
    "unknown type": (
        ('<value xsi:type="PN">', '<value xsi:type="Person">'),
        f"{PERSON}/value[1]/@xsi:type",
        "a data type that the schema knows",
        '"Person"',
        "such as II, CD, PN",
    ),
    "type of another kind": (
        ("<title>", '<title xsi:type="II">'),
        "/ClinicalDocument/title[1]/@xsi:type",
        "a data type that title may have",
        '"II"',
        "Leave xsi:type out",
    ),
    "attribute of another type": (
        ('<value xsi:type="PN">', '<value xsi:type="PN" code="x">'),
        f"{PERSON}/value[1]/@code",
        "only attributes of value of type PN",
        'code="x"',
        "Remove code",
    ),
    "text between elements": (
        ("<assignedCustodian>", "<assignedCustodian>SDS"),
        "/ClinicalDocument/custodian[1]/assignedCustodian[1]",
        "elements only in assignedCustodian",
        'text "SDS"',
        "Remove the text",
    ),
    "elements in a text": (
        ("<title>", "<title><b/>"),
        "/ClinicalDocument/title[1]",
        "text only in title",
        "elements: b",
        "Write the text itself",
    ),
    "empty name": (
        ('TN">Tandklinikken<', 'TN"><'),
        f"{SECTION}/entry[13]/observation[1]/value[2]",
        "a name as text, not empty",
        "nothing",
        "Write the name of the clinic",
    ),
    "wrong fixed value": (
        ('typeCode="RCT"', 'typeCode="SBJ"'),
        "/ClinicalDocument/recordTarget[1]/@typeCode",
        "RCT",
        '"SBJ"',
        "Write RCT",
    ),
}


@pytest.mark.parametrize(
    ("edit", "where", "expected", "found", "fix"), MISTAKES.values(), ids=MISTAKES
)
def test_a_mistake_is_explained(
    edit: tuple[str, str], where: str, expected: str, found: str, fix: str
) -> None:
    """The first finding tells place, expectation, what was found and how to mend it, in names."""
    edits = [edit]
    if edit[1].endswith("<!--"):
        edits.append(("</representedCustodianOrganization>", "-->"))

    finding = findings(*edits)[0]

    assert finding.where == where
    assert expected in finding.expected
    assert found in finding.found
    assert fix in (finding.fix or "")
    assert "{" not in str(finding)
    assert finding.line == 2
    assert (finding.rule, finding.severity) == ("PDC-G02", Severity.FAIL)


def test_all_faults_are_told_in_one_go() -> None:
    """Three faults in three places give three findings."""
    told = findings(
        ('code="DK"', 'code=""'), ('use="H"', 'use="?"'), ('nullFlavor="NA"', 'nullFlavor="?"')
    )

    assert [finding.found for finding in told] == ["nothing", '"?"', '"?"']


def test_an_unknown_type_does_not_hide_other_faults() -> None:
    """Where xmlschema gives up, the rest is told in lxml's words, and nothing twice."""
    told = findings(('<value xsi:type="PN">', '<value xsi:type="Q">'), ('code="DK"', 'code=" "'))

    assert sorted(finding.where for finding in told) == sorted(
        {f"{PERSON}/value[1]/@xsi:type", "/ClinicalDocument/realmCode[1]/@code"}
    )
    assert "{" not in "".join(map(str, told))


def test_findings_are_bounded_and_differ() -> None:
    """A document with a hundred equal and a hundred different faults yields fifty, none twice."""
    root = document()
    name = next(root.iter(V3 + "patient"))[0]
    for number in range(100):
        etree.SubElement(name, V3 + "given", nullFlavor=f"X{number}")

    told = list(check_schema(root))

    assert len(told) == MOST_FINDINGS == len(set(told))


def test_the_root_is_told() -> None:
    """A document of another kind gives one finding that names what was expected."""
    (finding,) = check_schema(parse(b"<html xmlns='http://www.w3.org/1999/xhtml'/>"))

    assert finding.expected == "ClinicalDocument in namespace urn:hl7-org:v3"
    assert finding.found == "html in namespace http://www.w3.org/1999/xhtml"


def test_a_deep_document_is_explained_too() -> None:
    """Lists within lists, beyond the depth that Python recurses to."""
    told = findings(("<text>", "<text>" + "<list><item>" * 110 + "<x/>" + "</item></list>" * 110))

    assert told[0].where.endswith("/x[1]")
    assert "{" not in str(told[0])


def test_a_document_of_hostile_size_is_refused_at_once() -> None:
    """Twenty thousand faults of one kind give one finding."""
    root = document(("<text>", "<text>" + "<paragraph x='1'/>" * LARGEST))

    (finding,) = check_schema(root)

    assert finding.found == "more than that"
    assert not is_schema_valid(root)


def test_a_document_just_below_that_size_is_explained() -> None:
    """A fault in each of some ten thousand paragraphs gives fifty findings within seconds."""
    root = document(("<text>", "<text>" + "<paragraph x='1'/>" * (LARGEST // 2 - 500)))

    assert len(list(check_schema(root))) == MOST_FINDINGS
