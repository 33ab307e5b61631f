"""A card survives being built and read, and a real document survives being read and built."""

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from conformance.pdc.build import build
from conformance.pdc.read import NotACard, read, unread
from conformance.pdc.same import differences
from conformance.pdc.values import (
    Card,
    Dentist,
    Language,
    Narrative,
    NoResuscitation,
    Null,
    Relative,
    UnknownEntry,
)
from conformance.safe_xml import parse
from tests.official import official
from tests.pdc.card_examples import CARD
from tests.pdc.strategies import DIRTY, OFFICIAL, cards

SAMPLES = ("fsk-test-2024-02-14.xml", "fsk-test-2026-03-02.xml")

thorough = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(card=cards(DIRTY))
def test_any_card_survives(card: Card) -> None:
    """What is read is what was built, whatever dirt the card holds."""
    assert card == read(build(card))


@thorough
@given(card=cards(OFFICIAL))
def test_built_cards_fit_the_official_schema(card: Card) -> None:
    """A card of decent values is valid against CDA_SDTC.xsd."""
    schema = etree.XMLSchema(etree.parse(official("schemas/cda/infrastructure/cda/CDA_SDTC.xsd")))

    schema.assertValid(etree.fromstring(build(card)))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_document_is_read_without_loss(name: str) -> None:
    """Built again, a document of the live service says the same, raw text included."""
    data = official(f"samples/pdc/{name}").read_bytes()
    card = read(data)

    assert list(differences(parse(data), parse(build(card)))) == []
    assert list(unread(data)) == []
    assert not card.of(UnknownEntry)
    assert isinstance(card.narrative, Narrative)


def test_the_dirt_of_a_real_document_stays() -> None:
    """Line breaks, tel:null and the null flavour of 2024 are values, not accidents."""
    card = read(official("samples/pdc/fsk-test-2024-02-14.xml").read_bytes())
    (relative,) = card.of(Relative)
    (dentist,) = card.of(Dentist)
    (opted_out,) = card.of(NoResuscitation)

    assert card.patient.address
    assert card.patient.address.city == "\n                Aarhus"
    assert [t.value for t in relative.telecoms] == ["tel:null", "tel:null", "tel:70343332"]
    assert dentist.clinic == "laege praksis"
    assert Null(flavor="NAV") == opted_out.registration
    assert (opted_out.unavailable, opted_out.registered) == (True, None)
    assert (card.version, card.marker) == ("pdc-v3.0", "pdc-v2.0")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'code="de"', b'code="de" codeSystemVersion="7"'),
        (b"<given>Else</given>", b"<given>Else</given><given nullFlavor='NI'/>"),
        (b'<value xsi:type="II"', b'<value xsi:type="II" displayable="true"'),
    ],
    ids=["attribute of a value", "null part of a name", "attribute of an id"],
)
def test_an_entry_that_says_more_is_kept_as_xml(old: bytes, new: bytes) -> None:
    """Nothing is dropped from an entry because no class has a place for it."""
    data = build(CARD).replace(old, new, 1)
    assert data != build(CARD)
    card = read(data)

    assert len(card.of(UnknownEntry)) == 1
    assert list(unread(data)) == []
    assert card == read(build(card))


def test_order_of_values_and_prefixes_do_not_matter() -> None:
    """The order of an observation's values varies between real documents; the entry is the same."""
    root = parse(build(CARD))
    for value in list(root.iter("{urn:hl7-org:v3}value")):
        parent = value.getparent()
        assert parent is not None
        if value.get("{http://www.w3.org/2001/XMLSchema-instance}type") in {"II", "PN"}:
            parent.insert(len(parent) - 1, value)
    shuffled = etree.tostring(root)

    assert shuffled != etree.tostring(parse(build(CARD)))
    assert read(shuffled) == CARD


def test_what_the_header_cannot_hold_is_told() -> None:
    """A header element outside the profile is not in the card, and `unread` says so."""
    data = build(CARD).replace(b"<recordTarget", b'<setId root="1.2"/><recordTarget', 1)

    assert read(data) == CARD
    assert any("setId" in sentence for sentence in unread(data))


def test_comments_do_not_cut_texts() -> None:
    """A comment inside a name does not shorten it."""
    data = build(CARD).replace(b"<given>Sofie</given>", b"<given>So<!-- x -->fie</given>")

    assert read(data) == CARD


def test_a_language_is_read_as_a_value() -> None:
    """A language's code and free display name are had without looking at XML."""
    (language,) = read(build(CARD)).of(Language)

    assert (language.language.code, language.language.display_name) == ("de", "German")


@pytest.mark.parametrize(
    ("data", "expected", "found"),
    [
        (b"", "a CDA document", "found nothing"),
        (b"hello", "a CDA document", "not well-formed"),
        (b"<!DOCTYPE html><html></html>", "a CDA document", "DOCTYPE"),
        (b"<html><body/></html>", "ClinicalDocument in urn:hl7-org:v3", "html in no namespace"),
        (b"<ClinicalDocument/>", "ClinicalDocument in urn:hl7-org:v3", "no namespace"),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v2"/>', "urn:hl7-org:v3", "urn:hl7-org:v2"),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', "one component", "none"),
        (
            b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><x>&b;</x>',
            "a CDA document",
            "DOCTYPE",
        ),
    ],
    ids=["empty", "text", "html", "xhtml", "bare", "wrong namespace", "hollow", "laughs"],
)
def test_what_is_not_a_card_is_refused(data: bytes, expected: str, found: str) -> None:
    """The error says what was expected and what was found."""
    with pytest.raises(NotACard) as error:
        read(data)

    assert expected in error.value.expected
    assert found in error.value.found


def test_two_patients_are_refused() -> None:
    """A document about two people is never read as being about the first."""
    data = build(CARD)
    start, end = data.index(b"<recordTarget"), data.index(b"</recordTarget>") + 15
    doubled = data[:end] + data[start:end] + data[end:]

    with pytest.raises(NotACard, match="at most one recordTarget, found 2, at /ClinicalDocument"):
        read(doubled)
