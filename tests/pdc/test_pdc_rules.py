"""Each rule passes a good card and is broken, alone, by the card that breaks it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.findings import Severity
from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion, RelationCode
from conformance.pdc.rules import NOT_A_DOCUMENT, NOT_XML, RULES, check, is_valid
from conformance.pdc.values import (
    NAV,
    Card,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Entry,
    InstanceId,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Period,
    PersonName,
    Relative,
    Telecom,
    TemplateId,
    TemporaryAddress,
    TimeStamp,
    TreatmentWill,
    UnknownEntry,
)
from tests.official import official
from tests.pdc.card_examples import AT, CARD, ENTRIES, PATIENT, uuid
from tests.pdc.strategies import DIRTY, cards

GOOD = build(CARD)
EXTENSION_31 = b'root="1.2.208.184.16.1.10.20.1.31" extension="2023-07-01"'


def rules_broken_by(data: bytes) -> set[str]:
    return {finding.rule for finding in check(data)}


def altered(kind: type[Entry], **changes: object) -> bytes:
    """The good card with the first entry of *kind* changed."""
    first = CARD.of(kind)[0]
    entries = tuple(replace(e, **changes) if e is first else e for e in ENTRIES)  # type: ignore[arg-type]  # field names are the test's
    return build(replace(CARD, entries=entries))


def without(kind: type[Entry]) -> bytes:
    """The good card without its entries of *kind*."""
    return build(replace(CARD, entries=tuple(e for e in ENTRIES if not isinstance(e, kind))))


def doubled(kind: type[Entry]) -> bytes:
    """The good card with the first entry of *kind* once more, under another id."""
    first = next(entry for entry in ENTRIES if isinstance(entry, kind))
    assert not isinstance(first, UnknownEntry)
    again = replace(first, id=compose.entry_id(uuid(99)))
    return build(replace(CARD, entries=(*ENTRIES, again)))


def edited(old: bytes, new: bytes) -> bytes:
    """The good card with a piece of its XML changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


BROKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "template left out": ("PDC-H04", lambda: build(replace(CARD, templates=()))),
    "template of another version": (
        "PDC-H04",
        lambda: edited(b'extension="3.0"', b'extension="3.1"'),
    ),
    "template twice": (
        "PDC-H04",
        lambda: build(replace(CARD, templates=CARD.templates * 2)),
    ),
    "patient without CPR number": (
        "PDC-H12",
        lambda: build(replace(CARD, patient=replace(PATIENT, ids=(compose.yder_id("1"),)))),
    ),
    "nine digits": (
        "PDC-H12",
        lambda: build(replace(CARD, patient=replace(PATIENT, ids=(compose.cpr_id("041000923"),)))),
    ),
    "marker left out": (
        "PDC-H27",
        lambda: build(replace(CARD, documentation_of=CARD.documentation_of[:1])),
    ),
    "marker unknown": ("PDC-H27", lambda: edited(b"pdc-v3.0", b"pdc-v9.0")),
    "section template": (
        "PDC-S01",
        lambda: build(replace(CARD, section_template=TemplateId(root="1.2", extension="x"))),
    ),
    "language twice": ("PDC-C20", lambda: doubled(Language)),
    "temporary address twice": ("PDC-C21", lambda: doubled(TemporaryAddress)),
    "dentist twice": ("PDC-C22", lambda: doubled(Dentist)),
    "contact numbers twice": ("PDC-C24", lambda: doubled(ContactNumbers)),
    "no name and address": ("PDC-C26", lambda: without(CitizenNameAddress)),
    "coverage group twice": ("PDC-C27", lambda: doubled(CoverageGroup)),
    "no organ donor": ("PDC-C28", lambda: without(OrganDonor)),
    "no treatment will": ("PDC-C29", lambda: without(TreatmentWill)),
    "no living will": ("PDC-C30", lambda: without(LivingWill)),
    "no refusal of resuscitation": ("PDC-C31", lambda: without(NoResuscitation)),
    "misprint of the guide": (
        "PDC-C31",
        lambda: edited(EXTENSION_31, EXTENSION_31.replace(b"07-01", b"07-11")),
    ),
    "id twice": ("PDC-E03", lambda: altered(Language, id=compose.entry_id(uuid(1).upper()))),
    "address lapsed": (
        "PDC-V21c",
        lambda: altered(
            TemporaryAddress,
            period=Period(
                low=TimeStamp(text="20260101000000+0100"),
                high=TimeStamp(text="20260302091849+0100"),
            ),
        ),
    ),
    "custody relation of another system": (
        "PDC-V23",
        lambda: altered(Custody, relation=compose.spoken("da", "Dansk")),
    ),
    "custody person without CPR root": (
        "PDC-V23",
        lambda: altered(Custody, person=InstanceId(root="1.2", extension="1")),
    ),
    "custody without name": (
        "PDC-V23",
        lambda: edited(
            b'<value xsi:type="PN"><given>Max</given><given>Test</given>'
            b"<family>Berggren</family></value>",
            b"",
        ),
    ),
    "CPR number in a note": ("PDC-V25b", lambda: altered(Relative, note="se 041000-9234.")),
    "CPR number in a name": (
        "PDC-V25b",
        lambda: altered(Relative, name=PersonName.of("Else", family="0410009234")),
    ),
    "null flavour NAV": ("PDC-V31", lambda: altered(NoResuscitation, registration=NAV)),
    "extension NAV": (
        "PDC-V31",
        lambda: altered(
            NoResuscitation,
            registration=compose.unavailable(uuid=uuid(6)).registration,
        ),
    ),
    "true in capitals": (
        "PDC-V31",
        lambda: edited(b'1.11" extension="false"', b'1.11" extension="FALSE"'),
    ),
    "root of another register": (
        "PDC-V31",
        lambda: altered(
            NoResuscitation, registration=InstanceId(root="1.2.208.176.1.8", extension="true")
        ),
    ),
    "tel:null": ("PDC-VTEL", lambda: altered(Relative, telecoms=(Telecom.tel("null"),))),
    "mailto": (
        "PDC-VTEL",
        lambda: altered(ContactNumbers, telecoms=(Telecom(value="mailto:a@b.dk", use="H"),)),
    ),
    "letter after the number": (
        "PDC-VTEL",
        lambda: altered(ContactNumbers, telecoms=(Telecom.tel("12345678x", "H"),)),
    ),
    "number with a blank": (
        "PDC-VTEL",
        lambda: altered(ContactNumbers, telecoms=(Telecom.tel("1234 5678", "H"),)),
    ),
    "both wills": (
        "PDC-X01",
        lambda: altered(
            LivingWill,
            registration=compose.registration(
                LivingWill, uuid=uuid(5), registered=True
            ).registration,
        ),
    ),
    "blank before a code": (
        "PDC-W01",
        lambda: edited(b'code="RelativeTypedIn"', b'code=" RelativeTypedIn"'),
    ),
}


def test_a_good_card_breaks_no_rule() -> None:
    """All twelve kinds of entry together give no finding."""
    assert list(check(GOOD)) == []
    assert is_valid(GOOD)


@pytest.mark.parametrize(("rule", "make"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_card_breaks_one_rule(rule: str, make: Callable[[], bytes]) -> None:
    """One thing wrong gives findings of one rule, at a place with a line, and the card fails."""
    findings = list(check(make()))

    assert {rule} == {finding.rule for finding in findings}
    assert all(f.where.startswith("/ClinicalDocument") and f.line for f in findings)
    assert all(f.severity is Severity.FAIL for f in findings)
    assert not is_valid(make())


def test_every_rule_is_broken_by_some_card() -> None:
    """No rule is without a card that breaks it (PDC-H28 cannot be broken alone)."""
    assert {rule.id for rule in RULES} == {rule for rule, _ in BROKEN.values()} | {"PDC-H28"}


def test_two_versions_told_break_the_rule_of_agreement_too() -> None:
    """Template 3.0 beside marker 2.0 is a wrong marker and a disagreement."""
    assert {"PDC-H27", "PDC-H28"} == rules_broken_by(edited(b"pdc-v3.0", b"pdc-v2.0"))


def test_a_card_of_version_2_agrees_with_itself() -> None:
    """Version 2 fails as a 3.0 card, but not for telling two versions."""
    card = compose.compose(
        uuid=uuid(0), at=AT, patient=PATIENT, entries=ENTRIES, version=DocumentVersion.V2
    )

    assert {"PDC-H04", "PDC-H27", "PDC-C31"} == rules_broken_by(build(card))


def test_a_misprinted_date_is_named() -> None:
    """The finding for 2023-07-11 tells that the guide misprints it, and what to write."""
    (finding,) = check(BROKEN["misprint of the guide"][1]())

    assert finding.found == "'2023-07-11'"
    assert finding.where.endswith("/observation[1]/templateId[1]/@extension")
    assert finding.fix
    assert "2023-07-01" in finding.fix


def test_a_dentists_odd_number_is_a_warning() -> None:
    """An odd number of a practice does not fail the card."""
    data = altered(Dentist, telecoms=(Telecom.tel("null", "WP"),))

    assert [(f.rule, f.severity) for f in check(data)] == [("PDC-VTEL", Severity.WARNING)]
    assert is_valid(data)


@pytest.mark.parametrize(
    "note",
    [
        "ring 70343332",
        "+4570343332",
        "0045 70343332",
        "3913121234",
        "12345678901234",
        "110102031234",
    ],
)
def test_a_telephone_number_is_no_cpr_number(note: str) -> None:
    """Numbers of other lengths, or that are no date, may stand in a note."""
    assert set() == rules_broken_by(altered(Relative, note=note))


@pytest.mark.parametrize(
    "number", ["2512489996", "0108589995", "0408801111", "1111111118", "0107729995"]
)
def test_modulus_11_is_never_asked_for(number: str) -> None:
    """Official test persons pass, whatever their check digit says."""
    ids = (compose.cpr_id(number),)

    assert set() == rules_broken_by(build(replace(CARD, patient=replace(PATIENT, ids=ids))))


def test_what_must_not_matter_does_not() -> None:
    """Order of entries, case of a UUID, a language's display name and comments change nothing."""
    entries = tuple(
        replace(e, language=compose.spoken("de", "Tysk")) if isinstance(e, Language) else e
        for e in reversed(ENTRIES)
    )
    data = build(replace(CARD, entries=entries)).replace(uuid(3).encode(), uuid(3).upper().encode())

    assert set() == rules_broken_by(data.replace(b"<section", b"<!-- hej --><section", 1))


def test_a_protected_citizens_card_is_good() -> None:
    """Name and address protection breaks no rule."""
    entries = tuple(
        compose.protected_name_address(uuid=uuid(1)) if isinstance(e, CitizenNameAddress) else e
        for e in ENTRIES
    )
    card = compose.compose(uuid=uuid(0), at=AT, patient=compose.protect(PATIENT), entries=entries)

    assert set() == rules_broken_by(build(card))
    assert b"Morb" not in build(card)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", NOT_XML),
        (b"<a>", NOT_XML),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', NOT_XML),
        (b"<html/>", NOT_A_DOCUMENT),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v2"/>', NOT_A_DOCUMENT),
    ],
    ids=["nothing", "not closed", "entity", "html", "wrong namespace"],
)
def test_what_is_no_document_is_one_finding(data: bytes, rule: str) -> None:
    """Bad bytes are a finding, not an exception."""
    (finding,) = check(data)

    assert rule == finding.rule
    assert not is_valid(data)


def test_another_encoding_is_a_finding() -> None:
    """A card in ISO-8859-1 is told to be in UTF-8."""
    latin = GOOD.decode().replace("UTF-8", "ISO-8859-1", 1).encode("iso-8859-1")

    assert [(f.rule, f.found) for f in check(latin)] == [(NOT_XML, "ISO-8859-1")]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(card=cards(DIRTY))
def test_no_card_is_too_dirty_to_check(card: Card) -> None:
    """Any card gives findings, never an exception."""
    assert all(str(finding) for finding in check(build(card)))


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(min_value=0, max_value=len(GOOD)), noise=st.binary(max_size=4))
def test_no_damage_is_too_great_to_check(cut: int, noise: bytes) -> None:
    """A document with bytes thrown in gives findings or none, never an exception."""
    assert isinstance(list(check(GOOD[:cut] + noise + GOOD[cut:])), list)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fsk-test-2026-03-02.xml", []),
        (
            "fsk-test-2024-02-14.xml",
            ["PDC-H27", "PDC-H28", "PDC-V31", "PDC-VTEL", "PDC-VTEL", "PDC-X01"],
        ),
    ],
)
def test_findings_in_real_documents_are_the_known_ones(name: str, expected: list[str]) -> None:
    """The live service's documents break exactly the rules that they are known to break."""
    data = official(f"samples/pdc/{name}").read_bytes()

    assert expected == sorted(finding.rule for finding in check(data))


def test_custody_may_be_without_a_cpr_number() -> None:
    """The guide's own sample has no II, and several children are allowed."""
    (custody,) = CARD.of(Custody)
    other = replace(
        custody,
        id=compose.entry_id(uuid(50)),
        person=None,
        relation=compose.relation(RelationCode.FATHER),
    )

    assert set() == rules_broken_by(build(replace(CARD, entries=(*ENTRIES, other))))


def test_an_address_that_ends_as_the_card_is_made_is_current() -> None:
    """The end is compared as an instant: the same instant in another offset has not passed."""
    period = Period(
        low=TimeStamp(text="20260101000000+0100"), high=TimeStamp(text="20260302081850+0000")
    )

    assert set() == rules_broken_by(altered(TemporaryAddress, period=period))
