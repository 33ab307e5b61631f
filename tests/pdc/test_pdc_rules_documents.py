"""What the rules say of a whole document: its header, numbers of entries, times; and in words."""

from collections.abc import Iterator

import pytest

from conformance.findings import Finding, Severity
from conformance.pdc.build import build
from conformance.pdc.rules import (
    NOT_A_DOCUMENT,
    NOT_XML,
    RULES,
    Basis,
    Document,
    InvalidCard,
    Role,
    UnknownRule,
    check,
    explain,
    known,
    validate,
)
from conformance.pdc.rules.index import index
from conformance.pdc.rules.rule import Breach, rule
from conformance.pdc.values import (
    CitizenNameAddress,
    CoverageGroup,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    TreatmentWill,
)
from conformance.safe_xml import parse
from tests.pdc.broken_cards import EXTENSION_31, edited
from tests.pdc.card_examples import ENTRIES
from tests.pdc.rules_host import GOOD, with_entries
from tests.pdc.test_pdc_rules import rules_broken_by

SECTION = '<templateId root="1.2.208.184.16.1.10.20.1" extension="2019-08-14"/>'
NO_DTD = "expected no document type declaration, found <!DOCTYPE …>: entities and DTDs are refused"
LANGUAGE_ENTRY = (
    '<entry><observation><templateId root="1.2.208.184.16.1.10.20.1.20" extension="2019-08-14"/>…'
    "</observation></entry>"
)
HIGH = '<high nullFlavor="NA"/>'


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Each test begins and ends with nothing known."""
    known.forget()
    yield
    known.forget()


def findings_of(rule_id: str, data: bytes, role: Role = Role.SENT) -> list[Finding]:
    return [finding for finding in check(data, role=role) if finding.rule == rule_id]


# What is no document


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "card: expected an XML document, found nothing"),
        (b"<!DOCTYPE a><a/>", f"card: {NO_DTD}"),
    ],
)
def test_bytes_that_are_not_read_are_told_whole(data: bytes, found: str) -> None:
    """The finding is about the whole document and names it a card."""
    assert [*check(data)] == [
        Finding(
            rule=NOT_XML,
            severity=Severity.FAIL,
            expected="well-formed XML without DTD",
            found=found,
            where="/",
            fix="Send one whole XML document in UTF-8, without <!DOCTYPE …>",
        )
    ]


def test_another_encoding_is_told_whole() -> None:
    """The finding names the encoding that is wanted and the one that is there."""
    data = GOOD.decode().replace("UTF-8", "ISO-8859-1", 1).encode("ISO-8859-1")

    assert [*check(data)] == [
        Finding(
            rule=NOT_XML,
            severity=Severity.FAIL,
            expected="encoding UTF-8",
            found="ISO-8859-1",
            where="/",
            fix="Send one whole XML document in UTF-8, without <!DOCTYPE …>",
        )
    ]


def test_another_root_is_told_whole() -> None:
    """The finding says which root is wanted and which is there."""
    assert [*check(b"<html/>")] == [
        Finding(
            rule=NOT_A_DOCUMENT,
            severity=Severity.FAIL,
            expected="ClinicalDocument in urn:hl7-org:v3",
            found="html in no namespace",
            where="/",
            fix="Send the ClinicalDocument itself, in the namespace urn:hl7-org:v3",
        )
    ]


@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0' encoding='utf-8'?>"])
def test_a_document_may_leave_its_encoding_out(declaration: str) -> None:
    """XML is in UTF-8 when it does not say otherwise, and the name is in any case."""
    body = GOOD.partition(b"?>")[2]

    assert rules_broken_by(declaration.encode() + body) == set()


# What the document says that it is


def test_the_realm_is_written_in_capitals() -> None:
    """A realm in small letters is not Denmark's."""
    assert rules_broken_by(edited('<realmCode code="DK"', '<realmCode code="dk"')) == {"PDC-H02"}


def test_a_title_without_words_is_told_as_it_stands() -> None:
    """The finding says that nothing is there."""
    data = edited("<title>Personal Data Card for 0410009234</title>", "<title/>")

    assert [finding.found for finding in findings_of("PDC-H08", data)] == ["''"]


@pytest.mark.parametrize(
    ("old", "new", "met"),
    [
        ('code="PDC"', 'code="PCD"', Severity.FAIL),
        ('displayName="Stamkort"', 'displayName="Kort"', Severity.WARNING),
        ('Codes" displayName="Stamkort"', '" displayName="Stamkort"', Severity.WARNING),
    ],
    ids=["code", "display name", "name of the system"],
)
def test_a_receiver_can_live_with_other_names_of_the_document_code(
    old: str, new: str, met: Severity
) -> None:
    """The names fail a sender, and are a warning to a receiver; the code fails both."""
    data = edited(old, new)

    assert [f.severity for f in findings_of("PDC-H07", data)] == [Severity.FAIL]
    assert [f.severity for f in findings_of("PDC-H07", data, Role.MET)] == [met]


# How many entries


def test_every_register_entry_that_is_doubled_is_told() -> None:
    """Each of the six is told where its second stands."""
    kinds = (
        *(CitizenNameAddress, CoverageGroup, OrganDonor),
        *(TreatmentWill, LivingWill, NoResuscitation),
    )
    twice = [entry for entry in ENTRIES if isinstance(entry, kinds)]
    findings = check(build(with_entries(*ENTRIES, *twice)))
    doubled = [finding for finding in findings if finding.rule.startswith("PDC-C")]

    assert [f.rule for f in doubled] == [f"PDC-C{number}" for number in range(26, 32)]
    assert {f.found for f in doubled} == {"2"}


def test_an_id_with_the_root_of_a_template_is_no_template() -> None:
    """The extension is looked at in the template alone, whatever stands before it."""
    first = 'root="1.2.208.184.16.1.10.20.1.31" extension="88bc66b8-8212-423b-ba0f-000000000099"'
    data = edited(f"<templateId {EXTENSION_31}/>", f"<id {first}/><templateId {EXTENSION_31}/>")

    assert "PDC-C31" not in rules_broken_by(data)


# Languages, names, uses and times


def test_a_language_that_is_null_need_have_no_form() -> None:
    """A language code with a nullFlavor has no code."""
    data = edited(SECTION, SECTION + '<languageCode nullFlavor="NI"/>')

    assert rules_broken_by(data) == set()


def test_a_clinic_that_is_null_need_have_no_name() -> None:
    """A name with a nullFlavor may be empty."""
    data = edited('xsi:type="TN">Tandklinikken<', 'xsi:type="TN" nullFlavor="NI"><')

    assert "PDC-CDADT-026" not in rules_broken_by(data)


@pytest.mark.parametrize(
    ("rule_id", "before", "use"),
    [
        ("PDC-CDADT-031", "</patientRole>", "<addr"),
        ("PDC-CDADT-031", "</providerOrganization>", "<addr"),
        ("PDC-CDADT-032", "</patientRole>", "<telecom"),
        ("PDC-CDADT-032", "</providerOrganization>", "<telecom"),
    ],
)
def test_uses_in_the_header_are_distinct(rule_id: str, before: str, use: str) -> None:
    """Of patient and practice, as of entries, no use is told twice; two uses may be told."""
    once, twice = (edited(before, f'{use} use="{uses}"/>{before}') for uses in ("H HP", "H H"))
    (finding,) = findings_of(rule_id, twice)

    assert finding.found == "'H H'"
    assert findings_of(rule_id, once) == []


def test_the_end_of_the_service_is_a_real_time() -> None:
    """An end that should not be there is looked at all the same."""
    data = edited(HIGH, '<high value="20261301000000+0100"/>')

    assert rules_broken_by(data) == {"PDC-H26", "PDC-DTITS-017"}


def test_a_time_that_is_none_is_told_once() -> None:
    """The same wrong time in several entries is one finding, at the first of them."""
    data = GOOD.replace(b'<time value="20251024', b'<time value="20251324')
    (finding,) = findings_of("PDC-DTITS-017", data)

    assert data.count(b"20251324") > 1
    assert "/entry[7]/" in finding.where


@pytest.mark.parametrize(
    "time",
    [
        "2026", "202602", "20260228", "2026022823", "202602282359", "20260228235959",
        "20260228235959.5", "2026022823+0100", "20260228235959+0100", "20260228235959.25-1200",
        "20240229",
    ],
)  # fmt: skip
def test_a_real_time_may_be_of_any_precision(time: str) -> None:
    """From the year to parts of a second; with an offset where there is an hour."""
    assert "PDC-DTITS-017" not in rules_broken_by(edited(HIGH, f'<high value="{time}"/>'))


@pytest.mark.parametrize(
    "time",
    [
        "", "26", "202613", "20260229", "20260228+0100", "2026022824", "202602282360",
        "20260228235960", "20260228235959+2500", "20260228235959-2500", "20260228235959.5-2500",
        "2026022823+9999", "20260228T2359",
    ],
)  # fmt: skip
def test_a_time_that_calendar_or_clock_lack_is_told(time: str) -> None:
    """Day, hour, minute, second and offset are each looked at."""
    (finding,) = findings_of("PDC-DTITS-017", edited(HIGH, f'<high value="{time}"/>'))

    assert finding.found == repr(time)


# The rules in words

OF_A_KIND = (
    *(f"PDC-C{number}" for number in (20, 21, 22, 24, 26, 27, 28, 29, 30)),
    *(f"PDC-RIM-{number}" for number in ("001", "002", "011", "012", "020", "021")),
)
"""Rules that are made many of a kind."""


@pytest.mark.parametrize(
    ("rule_id", "basis"),
    [*((rule_id, Basis.STATED) for rule_id in OF_A_KIND), ("PDC-C31", Basis.CONSTANT)],
)
def test_rules_of_a_kind_weigh_the_same(rule_id: str, basis: Basis) -> None:
    """They fail a sender and warn a receiver; the profile states them, but for .31."""
    told = explain(rule_id)

    assert (told.severity, told.receiver_severity) == (Severity.FAIL, Severity.WARNING)
    assert told.basis is basis


@pytest.mark.parametrize(
    ("rule_id", "title", "good"),
    [
        ("PDC-C20", "There is at most one entry .20 (LanguageTypedIn)", LANGUAGE_ENTRY),
        (
            "PDC-C31",
            "There is exactly one entry .31 (NoResuscitationRegistration)",
            '<templateId root="1.2.208.184.16.1.10.20.1.31" extension="2023-07-01"/>',
        ),
        (
            "PDC-RIM-020",
            "The ids of one entity are distinct",
            '<id root="1.2.208.176.1.4" extension="123123"/>',
        ),
    ],
)
def test_rules_of_a_kind_are_told_apart(rule_id: str, title: str, good: str) -> None:
    """Each names its own entry or family, in words and in its good example."""
    told = explain(rule_id)

    assert (told.title, told.good) == (title, good)


def _of_two_lines(_: Document) -> Iterator[Breach]:
    """A title that is so long that it goes on
    in the line below.

    <a/>

    More of it.
    """
    yield from ()


def _wordless(_: Document) -> Iterator[Breach]:
    yield from ()


def test_a_rule_is_explained_by_its_docstring() -> None:
    """The title is its first paragraph, on one line without a full stop; the example follows it."""
    make = rule("PDC-Z1", basis=Basis.DERIVED, source="s", fix="f", place="p", bad=("a", "b"))
    told = make(_of_two_lines).explanation

    assert told.title == "A title that is so long that it goes on in the line below"
    assert (told.good, told.bad, told.basis) == ("<a/>", "<b/>", Basis.DERIVED)
    assert (told.severity, told.receiver_severity) == (Severity.FAIL, Severity.FAIL)


def test_a_rule_without_words_has_no_title_and_no_example() -> None:
    """Nothing is made up for it."""
    make = rule("PDC-Z2", basis=Basis.DERIVED, source="s", fix="f", place="p", bad="<b/>")
    told = make(_wordless).explanation

    assert (told.title, told.text, told.good) == ("", "", "")


@pytest.mark.parametrize("role", Role)
def test_a_rule_alone_finds_what_it_finds_among_all(role: Role) -> None:
    """Called with a document, a rule yields its own findings, as the role weighs them."""
    data = edited("pdc-v3.0", "pdc-v2.0", edited('<realmCode code="DK"/>', ""))
    document = index(parse(data), data, role=role).document
    alone = [finding for each in RULES for finding in each(document, role)]

    assert {finding.rule for finding in alone} == {"PDC-H02", "PDC-H27", "PDC-H28"}
    assert alone == [*check(data, role=role)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("V311", "expected the id of a rule, found 'V311'; near are PDC-V31, PDC-V30, PDC-V23"),
        ("Fælles Stamkort", "expected the id of a rule, found 'Fælles Stamkort'"),
    ],
)
def test_an_unknown_rule_is_told_with_three_neighbours_at_most(asked: str, told: str) -> None:
    """None are named when none is near."""
    with pytest.raises(UnknownRule) as caught:
        explain(asked)

    assert str(caught.value) == told


def test_the_error_has_a_line_for_each_finding_that_fails() -> None:
    """Warnings and notices are not in its words."""
    data = build(with_entries(*ENTRIES[1:]))
    data = edited('<realmCode code="DK"/>', "", edited("Personal Data Card", "Card", data))
    with pytest.raises(InvalidCard) as caught:
        validate(data)
    failed = [str(f) for f in caught.value.findings if f.severity is Severity.FAIL]

    assert str(caught.value).split("\n") == failed
    assert len(failed) > 2
