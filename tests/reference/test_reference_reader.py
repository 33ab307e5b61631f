"""Reading PDC-DK documents: entries only, nothing believed that is not there."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from card_documents import (
    CITIZEN,
    H,
    address,
    card,
    child,
    entry,
    nav,
    opt_out,
    person,
    registration,
    temporary,
    value,
)
from lxml import etree

from conformance.reference.card_reader import read_card, read_instant
from conformance.reference.markup import MAX_BYTES, UnreadableXml, parse

SHARED = Path(os.environ.get("FSK_SHARED", Path(__file__).parents[3] / "shared"))


def test_every_field_of_a_full_card_is_read() -> None:
    found = read_card(card())

    assert (found.cpr, found.template_version, found.version_marker) == (CITIZEN, "3.0", "pdc-v3.0")
    assert found.name == "Max Test Berggren"
    assert found.address == ("Gaden 1", "8600 Silkeborg", "DK")
    assert (
        found.coverage_group,
        found.language,
        found.dentist,
        found.practitioner,
    ) == ("1", "de", "Tandklinikken", "Lægehuset")
    assert (
        found.no_resuscitation,
        found.treatment_will,
        found.living_will,
        found.organ_donor,
    ) == ("false", "false", "true", "true")
    assert [(p.number, p.use) for p in found.telephones] == [("98765432", "H"), ("1", "WP")]
    assert [(kin.relation_code, kin.relation) for kin in found.relatives] == [
        ("nabo", "Nabo"),
        ("mor", "Mor"),
        ("barn", "Barn"),
    ]
    assert found.relatives[0].note == 'Ring "efter" kl. 16 & <tegn>'
    assert [c.cpr for c in found.children] == ["0505109990", "0506504003"]
    assert [(c.name, c.role) for c in found.custody_holders] == [("Forælder Berggren", "barn")]


def test_a_number_without_digits_is_no_number() -> None:
    assert [p.number for p in read_card(card()).relatives[0].numbers] == ["+4512345678"]


def test_a_street_that_says_null_is_no_street() -> None:
    """As a real document of 2024-02-14 had it."""
    home = entry("26", "CitizenNameAddr", person("Max", "Berggren"), address("null"))
    assert read_card(card([home])).address == ("8600 Silkeborg", "DK")


def test_the_narrative_is_never_read() -> None:
    """The narrative of the test documents says that the opt-out is active; the entry says no."""
    assert read_card(card([opt_out("false")])).no_resuscitation == "false"


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [entry("31", "NoResuscitationRegistration", nav())],
        [entry("31", "NoResuscitationRegistration")],
        [opt_out("false"), opt_out("true")],
        [opt_out("false"), opt_out("false")],
        [entry("30", "NoResuscitationRegistration", registration("false"))],
        [entry("31", "LivingWillRegistration", registration("false"))],
        [entry("31", "NoResuscitationRegistration", value("ST", "false"))],
    ],
    ids=["missing", "NAV", "valueless", "contrary", "twice", "template", "code", "type"],
)
def test_a_register_answer_that_is_not_plain_is_none(entries: list[etree._Element]) -> None:
    """Only exactly one entry with exactly one II value counts as the register's answer."""
    assert read_card(card(entries)).no_resuscitation is None


def test_unknown_entries_are_passed_over() -> None:
    odd = entry("99", "SomethingNew", value("ST", "surprise"))
    assert [c.name for c in read_card(card([odd, child("Et", "1")])).children] == ["Et Berggren"]


def test_without_a_name_entry_the_header_is_used() -> None:
    found = read_card(card([]))
    assert (found.name, found.address) == ("Fra Hovedet", ("Hovedet 9",))


def test_blanks_and_comments_inside_a_name_do_no_harm() -> None:
    name = value("PN", H.given(" Max\n  Test "), H.family("Berg", etree.Comment("x"), "gren"))
    found = read_card(card([entry("26", "CitizenNameAddr", name)]))
    assert found.name == "Max Test Berggren"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20250419000000+0200", datetime(2025, 4, 18, 22, tzinfo=UTC)),
        ("20250419000000-0130", datetime(2025, 4, 19, 1, 30, tzinfo=UTC)),
        ("20250419", datetime(2025, 4, 18, 22, tzinfo=UTC)),
        ("20251319000000+0100", None),
        ("20250419000000+9900", None),
        ("soon", None),
    ],
)
def test_instants_are_read_with_their_offset(text: str, expected: datetime | None) -> None:
    assert expected == read_instant(H.high(value=text))


def test_an_address_without_end_has_no_end() -> None:
    (found,) = read_card(card([temporary()])).temporary_addresses
    assert found.high is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<not-closed>",
        b"<Other xmlns='urn:hl7-org:v3'/>",
        b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>",
        b"%PDF-1.7",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_card_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableXml):
        read_card(data)


LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>"
OUTSIDE = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>"


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, b"<!DOCTYPE a><a/>"])
def test_document_types_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableXml, match="document type declaration"):
        parse(data)


def test_huge_and_deep_documents_are_refused() -> None:
    with pytest.raises(UnreadableXml, match="at most"):
        parse(b"<a>" + b" " * MAX_BYTES + b"</a>")
    with pytest.raises(UnreadableXml):
        parse(b"<a>" * 5000 + b"</a>" * 5000)


@pytest.mark.parametrize(
    ("file", "citizen", "answer", "marker"),
    [
        ("fsk-test-2026-03-02.xml", "0410009234", "false", "pdc-v3.0"),
        ("fsk-test-2024-02-14.xml", "2512484916", None, "pdc-v2.0"),
    ],
)
def test_documents_of_the_real_service_are_read(
    file: str, citizen: str, answer: tuple[int, str, bytes], marker: str
) -> None:
    """The two documents that the real service is known to have made are read without trouble."""
    path = SHARED / "samples" / "pdc" / file
    if not path.exists():
        pytest.skip(f"needs the shared reference material: {path} is missing")
    found = read_card(path.read_bytes())
    assert (citizen, answer, marker) == (found.cpr, found.no_resuscitation, found.version_marker)
