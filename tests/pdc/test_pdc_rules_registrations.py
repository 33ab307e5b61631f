"""What the rules say of registrations, citizen, entries and narrative, and what they let pass."""

import re
from dataclasses import replace

import pytest

from conformance.findings import Finding, Severity
from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import CONFIDENTIAL_ADDRESS, RelationCode
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules import Basis, Role, check, explain
from conformance.pdc.rules.narrative import registration_agrees
from conformance.pdc.values import CUSTODY_BY, Custody, Dentist, InstanceId, PersonName, Relative
from tests.pdc.broken_cards import changed, edited, with_ids
from tests.pdc.card_examples import ENTRIES, uuid
from tests.pdc.rules_host import FULL, GOOD, protected, with_entries

SECTION = "/ClinicalDocument/component[1]/structuredBody[1]/component[1]/section[1]"
PROTECTED = build(protected())
CITIZEN = "<td>Borgerens navn og adresse</td>"
"""Begins the narrative's row of .26."""

ANONYM = f'"{Oid.CPR}" extension="ANONYM"'
CPR_DIGITS = "digits that read as a CPR number"
ACT = '</observation><act xmlns=""/>'
TEMPLATE = '<templateId root="1.2.208.184.16.1.10.20'
DATE = 'extension="2019-08-14"/>'
TWO = '<templateId root="1.2"/><templateId root="1.3"/>'
IDS = '<id root="1.2"/><id root="1.3"'
NAME = "<given>Sofie</given><family>Bach</family>"
PRACTICE = "</providerOrganization>"
LOW = '<low value="20260101000000+0100"/>'
RANGE = f'<value xsi:type="IVL_TS">{LOW}</value>'


def findings(rule: str, data: bytes, role: Role = Role.SENT) -> list[Finding]:
    return [finding for finding in check(data, role=role) if finding.rule == rule]


def rules_broken_by(data: bytes) -> set[str]:
    return {finding.rule for finding in check(data)}


def replaced(pattern: str, new: str, data: bytes = GOOD) -> bytes:
    """*data* with the first piece that looks so changed."""
    other, number = re.subn(pattern.encode(), new.encode(), data, count=1, flags=re.DOTALL)
    assert number, pattern
    return other


def narrated(text: str, data: bytes = GOOD) -> bytes:
    """The card with *text* for the element of its narrative."""
    return replaced("<text>.*?</text>", text, data)


def row_of_the_citizen(cells: str) -> bytes:
    """The card of a protected citizen with these cells after the caption."""
    return replaced(f"{CITIZEN}.*?</tr>", f"{CITIZEN}{cells}</tr>", PROTECTED)


SOUND = {
    "coverage group 2": ('2.7" extension="1"', '2.7" extension="2"'),
    "a professional as author": ('"ANONYM"', '"MSK"'),
    "an author with a SOR id": (ANONYM, f'"{Oid.SOR}" extension="1126211000016009"'),
    "a SOR id of ten digits": (ANONYM, f'"{Oid.SOR}" extension="4109009234"'),
    "blanks in the header's name": ("<given>Sofie</given>", "<given> Sofie\n</given>"),
    "blanks in the header's address": ("Morbærvej 200</street", "Morbærvej  200</street"),
    "a line break in an entry's address": ("Hurupvej 53</street", "\nHurupvej 53</street"),
    "an empty part of a name": ("<given>Ole</given>", "<given>Ole</given><suffix/>"),
    "a caption in a note": ("Træffes efter 16", "Registreret organdonor: Nej"),
    "null in the narrative": ("<td>CPR</td>", "<td>null</td>"),
    "a hard blank around an attribute": ('Name="CPR"', 'Name="CPR&#160;"'),
    "an end at the instant of the beginning": (LOW, '<low value="20260331220000+0000"/>'),
}


@pytest.mark.parametrize(("old", "new"), SOUND.values(), ids=SOUND.keys())
def test_what_may_be_written_otherwise(old: str, new: str) -> None:
    """The good card keeps every rule after the change."""
    assert rules_broken_by(edited(old, new)) == set()


TOLD = {
    "no namespace": ("PDC-E02", "observation, act", "</observation>", ACT),
    "digits of CPR": ("PDC-E12", CPR_DIGITS, '"ANONYM"', '"4109009234"'),
    "templates of an author": (
        "PDC-E10",
        "'1.2', no extension; '1.3', no extension",
        f'{TEMPLATE}.30" {DATE}',
        TWO,
    ),
    "templates of the section": (
        "PDC-S01",
        "'1.2', none; '1.3', none",
        f'{TEMPLATE}.1" {DATE}',
        TWO,
    ),
    "no part of the name": ("PDC-H14", "no given and no family", NAME, ""),
    "ids of the practice": ("PDC-H17", "'1.2', '1.3'", f'<id root="{Oid.YDER}"', IDS),
    "practice unnamed": ("PDC-H17", "none", "<name>Lægerne på Torvet<", "<name><"),
    "second practice": ("PDC-H17", "2", PRACTICE, f"{PRACTICE}<providerOrganization/>"),
    "author unnamed": ("PDC-H19", "''", "<name>Sundhedsdatastyrelsen<", "<name><"),
    "street": ("PDC-S04", "another there", "<item>Morbærvej 200", "<item>Morbærvej 20"),
    "low outside the period": ("PDC-V21", "0", f"<effectiveTime>{LOW}", f"{RANGE}<effectiveTime>"),
    "EN": ("PDC-V22b", "a person's name (EN)", '"TN">Tandklinikken', '"EN">Jens Jensen'),
}
"""Rule, what was found, and the change of the good card."""


@pytest.mark.parametrize(("rule", "found", "old", "new"), TOLD.values(), ids=TOLD.keys())
def test_a_finding_says_what_was_found(rule: str, found: str, old: str, new: str) -> None:
    """Once; where several things were found, one after the other."""
    assert [finding.found for finding in findings(rule, edited(old, new))] == [found]


def test_a_registration_without_a_value_is_told_in_full() -> None:
    """A nullFlavor but NAV is told at the attribute, with what to write and the requirement."""
    data = replaced("<value[^>]*176[.]1[.]11[^>]*>", '\n<value xsi:type="II" nullFlavor="UNK"/>')

    assert findings("PDC-V31", data) == [
        Finding(
            rule="PDC-V31",
            severity=Severity.FAIL,
            expected="extension 'true' or 'false'",
            found="nullFlavor 'UNK'",
            where=f"{SECTION}/entry[6]/observation[1]/value[1]/@nullFlavor",
            line=3,
            requirement="DOC-16",
            fix="Write true or false, in small letters, with root 1.2.208.176.1.11",
        )
    ]


@pytest.mark.parametrize(
    ("rule", "code"), [("V28", "OrganDonor"), ("V29", "TreatmentWill"), ("V30", "LivingWill")]
)
def test_the_rule_of_a_registration_is_explained_by_its_code(rule: str, code: str) -> None:
    """The title names the registration, and the guide states the rule."""
    explanation = explain(rule)

    assert explanation.title == f"{code}Registration says true or false, and nothing else"
    assert explanation.basis is Basis.STATED


def test_an_unlisted_relation_is_a_notice_to_a_receiver() -> None:
    """The list is open, so a receiver need not be warned of a code not seen before."""
    relation = replace(compose.relation(RelationCode.NEIGHBOUR), code="onkel")
    [finding] = findings("PDC-VREL", changed(Relative, relation=relation), Role.MET)

    assert finding.severity is Severity.NOTICE


def test_a_relation_that_is_not_known_needs_no_code() -> None:
    """A nullFlavor stands for code and code system."""
    data = replaced('code="nabo" codeSystem="[^"]*"', 'nullFlavor="UNK"')

    assert not findings("PDC-VREL", data)


@pytest.mark.parametrize("number", [1, 14])
def test_custody_both_ways_is_told_at_the_one_who_stands_under_it(number: int) -> None:
    """The finding points at CustodyBy, whether it comes before or after ChildCustody."""
    [custody] = FULL.of(Custody)
    child = compose.relation(RelationCode.CHILD)
    ward = replace(custody, id=compose.entry_id(uuid(50)), code=CUSTODY_BY, relation=child)
    entries = (ward, *ENTRIES) if number == 1 else (*ENTRIES, ward)
    [finding] = findings("PDC-V23c", build(with_entries(*entries)))

    assert finding.where == f"{SECTION}/entry[{number}]/observation[1]"


def test_custody_without_a_code_is_judged_for_the_rest() -> None:
    """The code is missed, and which way the relation goes cannot be judged."""
    data = replaced('<code code="ChildCustody"[^>]*>', "")

    assert rules_broken_by(data) == {"PDC-E06"}


def test_the_codes_of_custody_are_both_named() -> None:
    """One template has two codes, and a wrong one is told with what it may be."""
    [finding] = findings("PDC-E06", edited('"ChildCustody"', '"Custody"'))

    assert finding.expected == "'ChildCustody' or 'CustodyBy'"


def test_the_address_is_compared_though_the_header_has_half_a_name() -> None:
    """A name without a family part is not compared, and keeps nothing else from it."""
    data = edited("<family>Bach</family>", "", edited("<postalCode>1362", "<postalCode>1363"))
    [finding] = findings("PDC-V26", data)

    assert finding.where == f"{SECTION}/entry[1]/observation[1]/value[2]"


def test_each_patient_is_looked_at_for_a_name() -> None:
    """A patient without a name hides no other who lacks half of it."""
    second = "</patient><patient><name><given>Sofie</given></name></patient>"
    unnamed = replaced("<name>.*?</name>", "", edited("</patient>", second))

    assert [f.found for f in findings("PDC-H14", unnamed)] == ["0", "no family"]


def test_protection_may_be_told_in_the_header() -> None:
    """As in 2.0: then header, .26 and narrative must hide the address, but not the name."""
    mark = InstanceId(root=Oid.MESSAGE_CODES, extension=CONFIDENTIAL_ADDRESS)
    told = findings("PDC-V26b", with_ids(compose.cpr_id("0410009234"), mark))

    assert ["/".join(finding.where.split("/")[-2:]) for finding in told] == [
        *("addr[1]/streetAddressLine[1]", "addr[1]/postalCode[1]", "addr[1]/city[1]"),
        *("value[2]/streetAddressLine[1]", "value[2]/postalCode[1]", "value[2]/city[1]"),
        *("list[1]/item[2]", "list[1]/item[3]"),
    ]


HIDDEN = "<list><caption>Adresse</caption><item>ADRESSEBESKYTTET</item></list>"
OTHER_ROW = "<item>Borgerens navn og adresse</item><item>se CPR</item>"


@pytest.mark.parametrize(
    "data",
    [
        row_of_the_citizen(
            "<td><list><item>ADRESSEBESKYTTET, Adressebeskyttelse</item></list></td>"
        ),
        row_of_the_citizen("<td>ADRESSEBESKYTTET</td><td>CPR</td>"),
        row_of_the_citizen(f"<td>{HIDDEN}</td><td>CPR</td>"),
        row_of_the_citizen(""),
        edited("<item>1</item>", OTHER_ROW, PROTECTED),
    ],
    ids=["two words", "no list", "a caption of the list", "no cell", "another row"],
)
def test_a_protected_citizens_row_may_be_written_in_other_ways(data: bytes) -> None:
    """No address stands in the row of .26, so none leaks."""
    assert rules_broken_by(data) <= {"PDC-S04"}


@pytest.mark.parametrize("place", ["td[2]", "item[1]"])
@pytest.mark.parametrize("more", ["", "<td>CPR</td><td>Ikke oplyst</td>"], ids=["two", "four"])
def test_a_protected_street_in_the_row_is_told(place: str, more: str) -> None:
    """With or without a list in the cell, and with or without cells after it."""
    street = "Morbærvej 200" if place == "td[2]" else "<list><item>Morbærvej 200</item></list>"
    [finding] = findings("PDC-V26b", row_of_the_citizen(f"<td>{street}</td>{more}"))

    assert finding.where.endswith(f"/{place}")


def test_a_protected_card_may_lack_what_would_hide_the_address() -> None:
    """Without address or narrative nothing leaks; that they are gone is another rule's matter."""
    assert rules_broken_by(replaced("<addr.*?</addr>", "", PROTECTED)) == {"PDC-H13"}
    assert rules_broken_by(narrated("", PROTECTED)) == {"PDC-S02"}


def test_a_section_without_a_narrative_is_told_in_full() -> None:
    """One finding, at the section; a text that is null elsewhere is told all the same."""
    data = edited("<section", "\n<section", narrated(""))

    assert list(check(data)) == [
        Finding(
            rule="PDC-S02",
            severity=Severity.FAIL,
            expected="one text",
            found="0",
            where=SECTION,
            line=3,
            fix="Write the table that a person reads, one row for each entry",
        )
    ]
    assert rules_broken_by(edited("Lægerne på Torvet", "null", data)) == {"PDC-S02", "PDC-W02"}


def test_a_narrative_without_a_table_has_no_row() -> None:
    """The row of heads is not counted, and neither is one that is not there."""
    [finding] = findings("PDC-S03", narrated("<text>Kort</text>"))

    assert (finding.expected, finding.found) == ("13 rows besides the header row", "0")


def test_a_text_after_the_narrative_is_none() -> None:
    """What stands beside the narrative is not read as a part of it."""
    [finding] = findings("PDC-S02", narrated("<text/>Kort"))

    assert finding.found == "nothing to read"


def test_the_narrative_of_the_first_section_is_judged() -> None:
    """A second section is one too many, and its narrative is not judged besides."""
    second = "</section></component><component><section><text><br/></text></section></component>"
    data = edited("</section></component>", second)
    [finding] = findings("PDC-S02", narrated("<text/>", data))

    assert rules_broken_by(data) == {"PDC-S01"}
    assert finding.where == f"{SECTION}/text[1]"


def test_a_dentists_name_need_not_stand_in_the_narrative() -> None:
    """It is not compared, neither as a clinic's nor as a person's."""
    data = changed(Dentist, clinic=None, person=PersonName.of("Ida", family="Holm"))

    assert rules_broken_by(edited("<item>Ida Holm", "<item>Klinikken", data)) == {"PDC-V22b"}


def test_a_row_that_is_not_there_says_nothing_wrong() -> None:
    """That a registration has no row is the matter of the number of rows alone."""
    data = replaced("<tr><td>Registreret organdonor</td>.*?</tr>", "")

    assert rules_broken_by(data) == {"PDC-S03"}


def test_a_narrative_may_begin_with_a_registration() -> None:
    """Without a row of heads the first row is looked at as well."""
    row = "<tr><td>Registreret organdonor</td><td>Nej</td></tr>"
    told = findings("PDC-S04", narrated(f"<text><table><tbody>{row}</tbody></table></text>"))

    assert [finding.where for finding in told if finding.expected == "Ja in the narrative"] == [
        f"{SECTION}/entry[3]/observation[1]/value[1]"
    ]


def test_what_is_no_registration_agrees_with_any_narrative() -> None:
    """A group of Sygesikringen is neither yes nor no."""
    assert registration_agrees("Sygesikringsgruppe2", TemplateOid.COVERAGE_GROUP, "1")


@pytest.mark.parametrize(
    "before",
    [edited('20.1.20"', '20.1.99"'), edited('"Talt sprog, indtastet"', '"Sprog"')],
    ids=["a template not known", "another display name"],
)
@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("PDC-E06", '"RelativeTypedIn"', '"RelationTypedIn"'),
        ("PDC-E10", '10.20.30"', '10.20.31"'),
        ("PDC-E14", '"EnteredCitizen"', '"EnteredRobot"'),
    ],
)
def test_an_odd_entry_hides_no_fault_after_it(before: bytes, rule: str, old: str, new: str) -> None:
    """Each entry is judged, whatever came before it."""
    sound, relative, rest = before.partition(uuid(10).encode())
    [finding] = findings(rule, sound + relative + edited(old, new, rest))

    assert "/entry[10]/" in finding.where


@pytest.mark.parametrize(
    ("beside", "place"),
    [('<id root="1.2"/>', "id[2]"), (f'<templateId root="1.2" extension="{uuid(1)}"/>', "id[1]")],
    ids=["an id without extension", "a template of that extension"],
)
def test_an_id_used_before_is_told_where_it_stands(beside: str, place: str) -> None:
    """It may stand beside others, and beside texts that are none."""
    data = edited(uuid(7), uuid(1))
    [finding] = findings("PDC-E03", edited('<id root="1.2.208.184.15.7"', f"{beside}<id", data))

    assert finding.where == f"{SECTION}/entry[7]/observation[1]/{place}/@extension"


def test_blanks_are_named_as_what_to_mend() -> None:
    """The value would be right without them."""
    code = replaced('(code="RelativeTypedIn" codeSystem="[0-9.]*)', r"\1 ")
    author = edited('20.30" extension="', '20.30" extension=" ')
    guide = "Take the blanks away: the guide's code column prints them inside and around codes"

    assert [finding.fix for finding in findings("PDC-E06", code)] == [guide]
    assert [finding.fix for finding in findings("PDC-E10", author)] == ["Take the blanks away"]


@pytest.mark.parametrize("attribute", ["note", 'xmlns:v="urn:example" v:note'])
@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [("PDC-W01", "\u00a0x ", r"'\xa0x'"), ("PDC-W02", "null", "a value")],
)
def test_a_slip_in_an_attribute_is_told(
    attribute: str, rule: str, text: str, expected: str
) -> None:
    """By the attribute's name without its namespace; only the blanks of XML are taken away."""
    [finding] = check(edited("<realmCode", f'<realmCode {attribute}="{text}"'))

    assert (finding.rule, finding.where) == (rule, "/ClinicalDocument/realmCode[1]/@note")
    assert (finding.expected, finding.found) == (expected, repr(text))


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('<ClinicalDocument note="x "', "<?end?>"),
        ('<?begin?><ClinicalDocument note="x " mark="?>"', ""),
    ],
    ids=["an instruction at the end", "its sign in an attribute"],
)
def test_a_blank_is_seen_without_a_declaration(begin: str, end: str) -> None:
    """A card may lack the XML declaration; an instruction elsewhere is not taken for one."""
    bare = GOOD[GOOD.index(b"<ClinicalDocument") :]

    assert rules_broken_by(edited("<ClinicalDocument", begin, bare) + end.encode()) == {"PDC-W01"}
