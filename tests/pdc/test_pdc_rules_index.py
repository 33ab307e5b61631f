"""What is odd about a card is found wherever it stands, and what is not odd is not read twice."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import etree

from conformance.pdc.rules import check, known
from conformance.pdc.rules.cardinalities import is_unusual
from conformance.pdc.rules.document import Oddities
from conformance.pdc.rules.index import Indexed, index
from conformance.pdc.xml_names import CDA, V3
from conformance.safe_xml import parse
from conformance.xml_path import path_of
from tests.pdc.broken_cards import edited
from tests.pdc.rules_host import GOOD
from tests.pdc.test_pdc_rules import rules_broken_by
from tests.pdc.test_pdc_rules_known import HIDDEN

TYPED = '<time value="20251024143430+0200"/>'
NO_TIME = '<time nullFlavor="NI"/>'
SOFIE = "<assignedPerson><name><given>Sofie</given><family>Bach</family></name></assignedPerson>"
CLINIC = "<representedOrganization><name>Organisation</name>"
REGISTER = "<representedOrganization><name>Sygesikringen</name>"
SAME_ID = '<id root="1.2.208.184" extension="2267197b-cd9a-4c04-a4b0-cfd91e639f98"/>'
ANONYM = '<id root="1.2.208.176.1.2" extension="ANONYM" assigningAuthorityName="CPR"/>'
PATIENT_ID = '<id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>'
PRACTICE_ID = (
    '<id root="1.2.208.176.1.4" extension="123123" assigningAuthorityName="Yderregisteret"/>'
)
EVENT = '<templateId root="1.2.208.184.10.1.11"/>'
NULL_ID = '<id nullFlavor="NI"/>'
TEXT = re.compile(rb"<text>.*</text>")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Each test begins and ends with nothing known."""
    known.forget()
    yield
    known.forget()


def indexed(data: bytes) -> Indexed:
    return index(parse(data), data, role="sent")


def oddly_typed(data: bytes) -> bytes:
    """The card with entries that have not the shape of those of the live service."""
    return data.replace(b'<entry typeCode="COMP"', b'<entry typeCode="DRIV"')


# What is not odd


@pytest.mark.parametrize(
    "data",
    [GOOD, edited(NO_TIME, TYPED), GOOD.replace(b'"ANONYM"', b'"MSK"')],
    ids=["without the registers' time", "with one", "typed in by MSK"],
)
def test_a_sound_card_has_no_oddities(data: bytes) -> None:
    """Rules about what is odd, and about numbers of entries, have nothing to look at in it."""
    document = indexed(data).document

    assert document.odd == Oddities([], [], [], [], [], [])
    assert not is_unusual(document)


def test_nothing_is_read_twice_of_a_card_that_was_judged() -> None:
    """Frame and entries of registers are not read again; what persons type in, and .26, are."""
    assert len(indexed(GOOD).document.fresh) == 13
    assert rules_broken_by(GOOD) == set()
    again = indexed(GOOD)

    assert again.document.header.known
    assert len(again.document.entries) == 13
    assert len(again.document.fresh) == len(again.chunks) == 8
    assert again.frame is None


def test_a_notice_about_the_frame_is_told_once_in_each_card() -> None:
    """The frame is not read again, and what was found in it is told again."""
    data = edited('extension="2.0"', 'extension="1.4"')
    first = [*check(data)]

    assert [finding.rule for finding in first] == ["PDC-H05"]
    assert [*check(data)] == first
    assert indexed(data).document.header.known


def test_a_fault_of_the_frame_is_told_once_in_each_card() -> None:
    """A frame with a blank in an attribute is read again, and the blank is not told twice."""
    data = edited('"SOR"/><name>', '"SOR "/><name>')
    first = [*check(data)]

    assert [finding.rule for finding in first] == ["PDC-W01"]
    assert [*check(data)] == first


def test_a_frame_that_stands_in_a_comment_is_not_that_of_the_card() -> None:
    """The card's own frame is judged, whatever was judged before."""
    data = HIDDEN["a sound frame in a comment"]
    expected = rules_broken_by(data)
    known.forget()
    assert rules_broken_by(GOOD) == set()

    assert {"PDC-H18", "PDC-H21"} == expected == rules_broken_by(data)


@pytest.mark.parametrize("aside", [b"<!-- <id/> -->", b"<?x <id/> ?>"])
def test_comments_and_instructions_are_passed_over(aside: bytes) -> None:
    """They may stand between any two elements, and within a name, and change nothing."""
    data = GOOD.replace(b"><", b">%b<" % aside).replace(b"Sofie", b"So%bfie" % aside)

    assert rules_broken_by(data) == set()


# What is odd about an entry


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (TYPED, TYPED.replace("/>", ' nullFlavor="NI"/>'), "PDC-DTITS-018"),
        (NO_TIME, NO_TIME.replace("/>", ' value="20251024143430+0200"/>'), "PDC-DTITS-018"),
        (TYPED, '<time xsi:type="TS"/>', "PDC-E11"),
        (ANONYM, ANONYM.replace("id ", "templateId "), "PDC-E12"),
        (CLINIC, '<id root="1.2.208.176.1.2" extension="0410009234"/>' + CLINIC, "PDC-E12"),
        (SOFIE, "<addr><city>Testby</city></addr>", "PDC-E13"),
        (SOFIE, "<addr/>", "PDC-E13"),
        (REGISTER, REGISTER.replace("<name>", SAME_ID * 2 + "<name>"), "PDC-RIM-020"),
        (REGISTER + "</", REGISTER.partition("<name>")[0] + SAME_ID * 2 + "</", "PDC-RIM-020"),
    ],
    ids=[
        "a time that is null too",
        "a null time that has a value",
        "a time of neither",
        "no id",
        "a CPR number beside the id",
        "an address in place of the person",
        "nothing in place of the person",
        "an organisation of two equal ids",
        "an organisation of two equal ids and no name",
    ],
)
def test_an_odd_author_is_not_taken_for_a_common_one(old: str, new: str, rule: str) -> None:
    """However like the common author it is, its oddity is found."""
    assert rule in rules_broken_by(edited(old, new))


@pytest.mark.parametrize("hl7_type", ["ns2:CD", " CD", "CD ", " ns2:CD "])
def test_a_type_is_known_by_its_name(hl7_type: str) -> None:
    """A prefix or blanks around the type change nothing about the value."""
    data = edited('xsi:type="CD" code="de"', f'xsi:type="{hl7_type}" code="de"')
    wrong = data.replace(b'code="de"', b'code="deu"')

    assert rules_broken_by(data) <= {"PDC-W01"}
    assert "'deu'" in [finding.found for finding in check(wrong) if finding.rule == "PDC-V20"]


@pytest.mark.parametrize("data", [GOOD, oddly_typed(GOOD)], ids=["common", "odd"])
def test_ids_without_a_uuid_are_not_the_same_id(data: bytes) -> None:
    """Each is told for what it lacks, and none for being told before."""
    head, section, entries = data.partition(b"<section")
    without, number = re.subn(
        rb'(<id root="1.2.208.184[0-9.]*") extension="[^"]*"', rb"\1", entries
    )
    found = Counter(finding.rule for finding in check(head + section + without))

    assert number == found["PDC-E08"] == 13
    assert "PDC-E03" not in found


def test_an_odd_entry_tells_its_time_in_the_narrative_too() -> None:
    """A time that the narrative does not say is found, whatever the shape of its entry."""
    data = oddly_typed(edited(TYPED, TYPED.replace("143430", "143431")))
    (finding,) = [finding for finding in check(data) if finding.rule == "PDC-S04"]

    assert finding.where.endswith("/entry[7]/observation[1]/author[1]/time[1]")


def test_an_odd_entry_may_have_no_value() -> None:
    """That its value is missing is found."""
    data = re.sub(rb'<value xsi:type="CD" code="de"[^>]*>', b"", oddly_typed(GOOD))

    assert rules_broken_by(data) == {"PDC-E01", "PDC-V20"}


def test_an_entry_may_lack_its_id_and_its_code() -> None:
    """Both are missed, though the entry has a period."""
    data = re.sub(rb'<id [^>]*/><code code="TempAddrTypedIn"[^>]*>', b"", GOOD)

    assert rules_broken_by(data) == {"PDC-E06", "PDC-E08"}


def test_an_odd_entry_is_found_beside_a_comment() -> None:
    """Where a comment stands, entries are read one by one."""
    assert rules_broken_by(oddly_typed(edited("<entry", "<!-- --><entry"))) == {"PDC-E01"}


# What is odd elsewhere


def test_ids_of_every_family_are_looked_at() -> None:
    """An act, a role and an entity with an id twice, or a null one, are all told."""
    data = edited(PATIENT_ID, PATIENT_ID + NULL_ID * 2)
    data = edited(PRACTICE_ID, PRACTICE_ID + NULL_ID * 2, data)
    data = edited(EVENT, EVENT + SAME_ID + NULL_ID * 2, data)

    assert Counter(finding.rule for finding in check(data)) == {
        "PDC-RIM-001": 1,
        "PDC-RIM-002": 2,
        "PDC-RIM-011": 1,
        "PDC-RIM-012": 2,
        "PDC-RIM-020": 1,
        "PDC-RIM-021": 2,
    }


@pytest.mark.parametrize(
    "other",
    [
        PRACTICE_ID.replace("1.2.208.176.1.4", "1.2.208.176.1.1"),
        PRACTICE_ID.replace("123123", "123124"),
    ],
    ids=["another root", "another extension"],
)
def test_ids_that_differ_in_one_part_are_distinct(other: str) -> None:
    """Two ids are the same only when root and extension are."""
    assert rules_broken_by(edited(PRACTICE_ID, PRACTICE_ID + other)) == set()


@pytest.mark.parametrize(
    ("name", "number", "rule"),
    [
        ("recordTarget", 0, "PDC-RIM-001"),
        ("patientRole", 0, "PDC-RIM-011"),
        ("patient", 0, "PDC-RIM-020"),
        ("providerOrganization", 0, "PDC-RIM-020"),
        ("author", 0, "PDC-RIM-001"),
        ("assignedAuthor", 0, "PDC-RIM-011"),
        ("representedOrganization", 0, "PDC-RIM-020"),
        ("custodian", 0, "PDC-RIM-001"),
        ("assignedCustodian", 0, "PDC-RIM-001"),
        ("representedCustodianOrganization", 0, "PDC-RIM-020"),
        ("documentationOf", 0, "PDC-RIM-001"),
        ("serviceEvent", 1, "PDC-RIM-001"),
        ("effectiveTime", 1, "PDC-RIM-001"),
        ("component", 0, "PDC-RIM-001"),
        ("structuredBody", 0, "PDC-RIM-001"),
        ("component", 1, "PDC-RIM-001"),
        ("section", 0, "PDC-RIM-001"),
        ("observation", 0, "PDC-RIM-001"),
        ("author", 1, "PDC-RIM-001"),
        ("assignedAuthor", 1, "PDC-RIM-011"),
        ("representedOrganization", 1, "PDC-RIM-020"),
    ],
)
def test_the_same_id_twice_is_found_wherever_it_stands(name: str, number: int, rule: str) -> None:
    """In header, body and entries, an act, a role or an entity does not have one id twice."""
    root = parse(GOOD)
    parent = [*root.iter(V3 + name)][number]
    for place in range(2):
        parent.insert(place, etree.fromstring(SAME_ID.replace("<id", f'<id xmlns="{CDA}"')))
    found = {(finding.rule, finding.where) for finding in check(etree.tostring(root))}

    assert (rule, path_of(parent[1])) in found


def test_a_card_may_have_no_entry() -> None:
    """What must be there is missed."""
    data = re.sub(rb"<entry.*</entry>", b"", GOOD)

    assert rules_broken_by(data) == {"PDC-S03", *(f"PDC-C{number}" for number in range(26, 32))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", ["0"]),
        (b"<text/>", ["nothing to read"]),
        (b"<text/><text> </text>", ["2", "nothing to read", "nothing to read"]),
        (b"<text/></section></component><component><section><text>A</text>", ["nothing to read"]),
    ],
    ids=["none", "empty", "two empty ones", "one in a second section"],
)
def test_the_narrative_is_that_of_the_first_section(text: bytes, found: list[str]) -> None:
    """It is missed when it is not there or says nothing, whatever stands elsewhere."""
    data = TEXT.sub(text, GOOD)

    assert [each.found for each in check(data) if each.rule == "PDC-S02"] == found
