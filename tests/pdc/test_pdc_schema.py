"""Our schema accepts what a card may be, refuses the rest, and is safe to use."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from xmlschema import XMLSchema10

from conformance.findings import Finding
from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.schema import (
    PDC_DK_3_0,
    check_schema,
    is_schema_valid,
    official_schema,
)
from conformance.pdc.values import CitizenNameAddress, NoResuscitation, UnknownEntry
from conformance.safe_xml import parse
from conformance.xsd import NoSchema, Schema
from tests.pdc.card_examples import AT, CARD, ENTRIES, PATIENT, uuid
from tests.pdc.schema_edits import EFFECTIVE, GOOD, document, findings

XSD: Final = "{http://www.w3.org/2001/XMLSchema}"


def test_a_good_card_has_no_finding() -> None:
    """The card with all twelve kinds of entry is valid."""
    assert findings() == []
    assert is_schema_valid(document())


def test_cards_of_rare_shapes_are_valid() -> None:
    """Protected, without entries or narrative, of version 2.0, a register down: all valid."""
    hidden = tuple(
        compose.protected_name_address(uuid=uuid(1)) if isinstance(e, CitizenNameAddress) else e
        for e in ENTRIES
    )
    down = tuple(
        compose.unavailable(uuid=uuid(6)) if isinstance(e, NoResuscitation) else e for e in ENTRIES
    )
    cards = (
        compose.compose(uuid=uuid(0), at=AT, patient=compose.protect(PATIENT), entries=hidden),
        compose.compose(uuid=uuid(0), at=AT, patient=PATIENT, entries=down),
        compose.compose(
            uuid=uuid(0),
            at=AT,
            patient=replace(PATIENT, provider=None),
            entries=ENTRIES,
            version=DocumentVersion.V2,
        ),
        replace(CARD, entries=(), narrative=None),
    )

    assert [list(check_schema(parse(build(card)))) for card in cards] == [[], [], [], []]


def test_an_entry_of_an_unknown_template_is_valid() -> None:
    """A later version may add entries: they are no breach of the schema."""
    entry = UnknownEntry(
        xml='<entry xmlns="urn:hl7-org:v3"><observation classCode="OBS" moodCode="EVN">'
        '<templateId root="1.2.208.184.16.1.10.20.1.99"/><code code="New"/></observation></entry>'
    )

    assert is_schema_valid(parse(build(replace(CARD, entries=(*ENTRIES, entry)))))


RELATIVE: Final = 'code="RelativeTypedIn"'
ORGAN: Final = '<value xsi:type="II" root="1.2.208.176.1.10" extension="true"'
LANGUAGE: Final = '<value xsi:type="CD" code="de"'
VERDICTS: Final[dict[str, tuple[bool, str, str]]] = {
    "outer blanks in a code": (False, RELATIVE, 'code=" RelativeTypedIn "'),
    "inner blank in a code": (False, RELATIVE, 'code="Relative TypedIn"'),
    "blanks round a code system": (False, '"1.2.208.184.100.1"', '" 1.2.208.184.100.1 "'),
    "blanks round a root": (False, 'root="1.2.208.184.16.1"', 'root=" 1.2.208.184.16.1 "'),
    "root that is no OID": (False, 'root="1.2.208.184.16.1"', 'root="abc"'),
    "misprinted date of a template": (True, "2023-07-01", "2023-07-11"),
    "blank before a template's date": (True, '"2023-07-01"', '" 2023-07-01"'),
    "tel:null": (True, "tel:70343332", "tel:null"),
    "telephone number with blanks": (True, "tel:70343332", "tel:70 34 33 32"),
    "unknown use": (False, 'use="WP"', 'use="XX"'),
    "month 13": (False, EFFECTIVE, '<effectiveTime value="20261302091850+0100"/>'),
    "30 February": (True, EFFECTIVE, '<effectiveTime value="20260230091850+0100"/>'),
    "time in ISO form": (False, EFFECTIVE, '<effectiveTime value="2026-03-02T09:18:50Z"/>'),
    "value without type": (False, ORGAN, ORGAN.replace('xsi:type="II" ', "")),
    "code retyped as text": (False, LANGUAGE, LANGUAGE.replace("CD", "ST")),
    "realm left out": (True, '<realmCode code="DK"/>', ""),
    "title left out": (True, "<title>Personal Data Card for 0410009234</title>", ""),
    "null flavour NAV": (True, 'nullFlavor="NA"', 'nullFlavor="NAV"'),
    "unknown null flavour": (False, 'nullFlavor="NA"', 'nullFlavor="XYZ"'),
    "extension that is neither true nor false": (True, 'extension="true"', 'extension="maybe"'),
    "status code": (True, '<value xsi:type="PN">', '<statusCode code="x"/><value xsi:type="PN">'),
    "section title": (True, "<text>", "<title>Stamkort</title><text>"),
    "empty name of a clinic": (False, 'TN">Tandklinikken<', 'TN"><'),
    "low after high": (True, '<low value="20260101', '<low value="20270101'),
    "gender X": (True, 'code="F"', 'code="X"'),
    "document id in capitals": (True, uuid(0), uuid(0).upper()),
    "document id that is no UUID": (False, uuid(0), "1"),
    "practitioner beside the patient's role": (
        False,
        "</patientRole>",
        "</patientRole><providerOrganization/>",
    ),
    "section within a section": (
        False,
        "</section>",
        "<component><section/></component></section>",
    ),
    "second section": (
        False,
        "</structuredBody>",
        "<component><section/></component></structuredBody>",
    ),
    "informant": (
        True,
        "<custodian>",
        '<informant><assignedEntity><id root="1.2"/></assignedEntity></informant><custodian>',
    ),
}


@pytest.mark.parametrize(("valid", "old", "new"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts_on_single_faults(*, valid: bool, old: str, new: str) -> None:
    """Lexical form and structure are the schema's business, the profile's rules are not."""
    assert is_schema_valid(document((old, new))) is valid


def test_comments_and_instructions_do_not_matter() -> None:
    """A comment or processing instruction anywhere is no breach and confuses no explanation."""
    (finding,) = findings(
        ("<realmCode", "<!-- a --><?b c?><realmCode"), ("<title>", "<!-- d --><foo/><title>")
    )

    assert finding.where == "/ClinicalDocument/foo[1]"


def test_the_document_cannot_name_a_schema_of_its_own(tmp_path: Path) -> None:
    """xsi:schemaLocation is not followed: a lax schema that it names changes no verdict."""
    lax = tmp_path / "lax.xsd"
    lax.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x">'
        '<xs:element name="foo"/></xs:schema>',
        encoding="utf-8",
    )
    edit = ("<title>", f'<foo xmlns="urn:x" xsi:schemaLocation="urn:x {lax.as_uri()}"/><title>')

    assert [finding.found for finding in findings(edit)] == ["foo in namespace urn:x"]


def test_threads_do_not_disturb_each_other() -> None:
    """Eight threads that judge and explain at once get the answers that one gets."""
    good, bad = document(), etree.tostring(document(('code="DK"', 'code=" "')))
    alone = list(check_schema(parse(bad)))

    def judge(_: int) -> tuple[bool, list[Finding]]:
        return is_schema_valid(parse(etree.tostring(good))), list(check_schema(parse(bad)))

    with ThreadPoolExecutor(8) as pool:
        assert all(answer == (True, alone) for answer in pool.map(judge, range(32)))


def test_a_valid_document_does_not_load_xmlschema() -> None:
    """The slow validator is imported only when there is something to explain."""
    program = (
        "import sys\n"
        "from conformance.pdc.schema import check_schema\n"
        "from conformance.safe_xml import parse\n"
        "assert not list(check_schema(parse(sys.stdin.buffer.read())))\n"
        "assert 'xmlschema' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", program], input=GOOD.encode(), check=True, timeout=60)


def test_a_missing_schema_is_told(tmp_path: Path) -> None:
    """An empty folder and a file that is no schema raise NoSchema with the place."""
    with pytest.raises(NoSchema, match=r"CDA_SDTC\.xsd or CDA\.xsd"):
        official_schema(tmp_path)
    broken = tmp_path / "CDA.xsd"
    broken.write_text("<x/>", encoding="utf-8")
    with pytest.raises(NoSchema, match="expected an XML schema"):
        official_schema(tmp_path).accepts(document())


def test_both_validators_take_the_schema() -> None:
    """The file is a valid schema of XSD 1.0 for lxml and for xmlschema, and stands alone."""
    text = PDC_DK_3_0.location.read_text(encoding="utf-8")

    etree.XMLSchema(etree.fromstring(text.encode()))
    assert XMLSchema10(text).target_namespace == "urn:hl7-org:v3"
    assert "schemaLocation" not in text


def test_every_type_and_element_is_documented() -> None:
    """Each named type, group and element says in English what it is."""
    root = etree.parse(str(PDC_DK_3_0.location)).getroot()
    named = [
        component
        for kind in ("complexType", "simpleType", "element", "group", "attributeGroup")
        for component in root.iter(XSD + kind)
        if component.get("name")
    ]

    assert len(named) > 150
    for component in named:
        text = component.findtext(f"{XSD}annotation/{XSD}documentation")
        assert (text or "").strip(), component.get("name")


def test_a_schema_tells_its_own_rule_and_name() -> None:
    """A schema under another rule and name marks its findings with them."""
    schema = Schema(rule="X-1", location=PDC_DK_3_0.location, name="copy")

    (finding,) = schema.check(document(('code="DK"', 'code=""')))

    assert finding.rule == "X-1"
    assert finding.expected.endswith("(copy)")
