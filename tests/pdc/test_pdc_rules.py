"""What breaks a rule besides its example, what must not, and what the findings say."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.findings import Severity
from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion, RelationCode
from conformance.pdc.oids import Oid
from conformance.pdc.rules import (
    NOT_A_DOCUMENT,
    NOT_XML,
    InvalidCard,
    Role,
    check,
    is_valid,
    validate,
)
from conformance.pdc.values import (
    NAV,
    Address,
    Custody,
    Dentist,
    InstanceId,
    Language,
    NoResuscitation,
    Period,
    PersonName,
    Relative,
    Telecom,
    TemporaryAddress,
    TimeStamp,
)
from tests.official import official
from tests.pdc.broken_cards import BROKEN, EXTENSION_31, changed, edited
from tests.pdc.card_examples import ENTRIES, PATIENT, uuid
from tests.pdc.rules_host import FULL, GOOD, altered, protected, with_entries

NOTICES = {"PDC-S04"}
"""Advisory: a change of an entry alone leaves the narrative behind."""


def rules_broken_by(data: bytes, role: Role = Role.SENT) -> set[str]:
    return {finding.rule for finding in check(data, role=role)}


@pytest.mark.parametrize(("rule", "make"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_card_breaks_one_rule(rule: str, make: Callable[[], bytes]) -> None:
    """One thing wrong gives findings of one rule, each at a place with a line."""
    findings = [f for f in check(make()) if f.rule not in NOTICES - {rule}]

    assert {rule} == {finding.rule for finding in findings}
    assert all(f.where.startswith("/ClinicalDocument") and f.line for f in findings)


def test_two_versions_told_break_the_rule_of_agreement_too() -> None:
    """Template 3.0 beside marker 2.0 is a wrong marker and a disagreement, and both say why."""
    findings = list(check(edited("pdc-v3.0", "pdc-v2.0")))

    assert [f.rule for f in findings] == ["PDC-H27", "PDC-H28"]
    assert all("2024" in (f.fix or "") for f in findings)


def test_a_card_of_version_2_agrees_with_itself() -> None:
    """Version 2 fails as a 3.0 card, but not for telling two versions."""
    card = compose.compose(
        uuid=uuid(0),
        at=FULL.effective_time,  # type: ignore[arg-type]  # a time stamp
        patient=PATIENT,
        entries=ENTRIES,
        version=DocumentVersion.V2,
    )

    assert {"PDC-H04", "PDC-H05", "PDC-H27", "PDC-C31"} == rules_broken_by(build(card))


def test_several_faults_are_all_told() -> None:
    """Each fault of a card that has many gives its own finding."""
    data = edited('<languageCode code="da-DK"/>', "")
    for old, new in (
        ("pdc-v3.0", "pdc-v2.0"),
        ('code="de"', 'code="deu"'),
        ('1.11" extension="false"', '1.11" extension="NAV"'),
        ('value="tel:70343332"', 'value="tel:null"'),
        ('1.2.208.176.2.7" extension="1"', '1.2.208.176.1.99.99.99" extension="3"'),
    ):
        data = edited(old, new, data)

    assert rules_broken_by(data) == {
        "PDC-H11",
        "PDC-H27",
        "PDC-H28",
        "PDC-V20",
        "PDC-V27",
        "PDC-V31",
        "PDC-VTEL",
        "PDC-W02",
        "PDC-S04",
    }


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (edited(EXTENSION_31, EXTENSION_31.replace("07-01", "07-11")), "PDC-C31", "misprint"),
        (edited('"LivingWillReg', '"Living WillReg'), "PDC-E06", "blanks"),
        (edited('"LivingWillReg', '" LivingWillReg'), "PDC-W01", "schema lets them pass"),
        (edited("176.2.7", "176.1.99.99.99"), "PDC-V27", "placeholder"),
        (edited('1.11" extension="false"', '1.11" extension="NAV"'), "PDC-V31", "XDS error"),
        (edited('value="tel:70343332"', 'value="tel:null"'), "PDC-VTEL", "2024"),
        (edited('value="tel:70343332"', 'value="mailto:a@b.dk"'), "PDC-VTEL", "e-mail"),
        (edited('value="tel:12345678" use="WP"', 'value="mailto:a@b.dk"'), "PDC-H17b", "e-mail"),
        (edited('value="tel:12345678" use="WP"', 'value="12345678"'), "PDC-H17b", "as tel:"),
        (
            edited("<city>ADRESSEBESKYTTET", "<city>Byen", build(protected())),
            "PDC-V26b",
            "BESKYTTET NAVN/ADRESSE",
        ),
        (
            build(altered(Dentist, clinic=None, person=PersonName.of("Jens", family="Jensen"))),
            "PDC-V22b",
            "person's name",
        ),
        (
            edited('20.30" extension="2019-08-14"', '20.30" extension=" 2019-08-14"'),
            "PDC-E10",
            "blanks",
        ),
    ],
)
def test_a_known_trap_is_named(data: bytes, rule: str, words: str) -> None:
    """What the guide or the documents seen get wrong has a remedy that says so."""
    fixes = [finding.fix or "" for finding in check(data) if finding.rule == rule]

    assert fixes
    assert all(words in fix for fix in fixes)


def test_a_month_that_is_none_breaks_both_rules_about_it() -> None:
    """The document's time must be real, as every time must."""
    data = edited('<effectiveTime value="20260302', '<effectiveTime value="20261302')

    assert rules_broken_by(data) == {"PDC-H09", "PDC-DTITS-017"}


def test_a_finding_says_where() -> None:
    """Path, attribute and line are those of the element that is wrong."""
    data = edited(EXTENSION_31, EXTENSION_31.replace("07-01", "07-11"))
    (finding,) = check(data.replace(b"><", b">\n<"))

    assert finding.found == "'2023-07-11'"
    assert finding.where.endswith("/entry[6]/observation[1]/templateId[1]/@extension")
    assert b"2023-07-11" in data.replace(b"><", b">\n<").splitlines()[(finding.line or 0) - 1]


def test_a_misprinted_date_costs_no_other_rule() -> None:
    """The entry of the misprint is still known for what it is."""
    data = edited(EXTENSION_31, EXTENSION_31.replace("07-01", "07-11"))

    assert rules_broken_by(data) == {"PDC-C31"}


def test_a_dentists_odd_number_is_a_warning() -> None:
    """An odd number of a practice does not fail the card."""
    data = changed(Dentist, telecoms=(Telecom.tel("1 2", "WP"),))

    assert [(f.rule, f.severity) for f in check(data)] == [("PDC-VTEL", Severity.WARNING)]
    assert is_valid(data)


def test_an_unlisted_relation_is_a_warning() -> None:
    """The list of relations is open: a code not seen before does not fail the card."""
    relation = replace(compose.relation(RelationCode.NEIGHBOUR), code="onkel")
    data = changed(Relative, relation=relation)

    assert [(f.rule, f.severity) for f in check(data)] == [("PDC-VREL", Severity.WARNING)]


def test_the_placeholder_of_the_examples_is_a_notice() -> None:
    """Root 1.99.99.99 does not fail the card; another root does; another group is a warning."""
    placeholder = edited("176.2.7", "176.1.99.99.99")
    group = edited('2.7" extension="1"', '2.7" extension="7"')

    assert [(f.rule, f.severity) for f in check(placeholder)] == [("PDC-V27", Severity.NOTICE)]
    assert [(f.rule, f.severity) for f in check(group)] == [("PDC-V27", Severity.WARNING)]


@pytest.mark.parametrize(
    "registration", [NAV, InstanceId(root=Oid.NO_RESUSCITATION, extension="NAV")]
)
def test_a_receiver_must_survive_nav(registration: InstanceId) -> None:
    """NAV in either form fails a sender, and is a warning to a receiver."""
    data = changed(NoResuscitation, registration=registration)

    assert not is_valid(data)
    assert is_valid(data, role=Role.MET)
    assert rules_broken_by(data, Role.MET) == {"PDC-V31"}


@pytest.mark.parametrize(
    "note",
    [
        "ring 70343332",
        "+4570343332 ",
        "0045 70343332",
        "nr. 3913121234",
        "nr. 12345678901234",
        "nr. 110102031234",
    ],
)
def test_a_telephone_number_is_no_cpr_number(note: str) -> None:
    """Numbers of other lengths, or that are no date, may stand in a note."""
    assert rules_broken_by(changed(Relative, note=note)) <= {"PDC-RMIM-009"}


@pytest.mark.parametrize(
    "number", ["2512489996", "0108589995", "0408801111", "1111111118", "0107729995"]
)
def test_modulus_11_is_never_asked_for(number: str) -> None:
    """Official test persons pass, whatever their check digit says."""
    patient = replace(PATIENT, ids=(compose.cpr_id(number),))
    card = replace(FULL, patient=patient, title=f"Personal Data Card for {number}")

    assert rules_broken_by(build(card)) == {"PDC-H16b"}


def test_what_must_not_matter_does_not() -> None:
    """Order of entries, case of a UUID, a language's display name and comments change nothing."""
    entries = tuple(
        replace(e, language=compose.spoken("de", "Tysk")) if isinstance(e, Language) else e
        for e in reversed(ENTRIES)
    )
    data = build(replace(FULL, entries=entries))
    data = data.replace(uuid(3).encode(), uuid(3).upper().encode())

    assert rules_broken_by(data.replace(b"<section", b"<!-- <entry/> --><section", 1)) == set()


def test_prefixes_and_quotes_do_not_matter() -> None:
    """The same card under a prefix for CDA, and in single quotes, gives no finding."""
    text = GOOD.decode().replace("xmlns=", "xmlns:v3=")
    prefixed = text.replace("</", "</v3:").replace("<", "<v3:").replace("<v3:/v3:", "</v3:")
    prefixed = prefixed.replace("<v3:?xml", "<?xml")

    assert rules_broken_by(prefixed.encode()) == set()
    assert rules_broken_by(edited('code="PDC"', "code = 'PDC'")) == set()


def test_a_protected_citizens_card_is_good() -> None:
    """Name and address protection breaks no rule, whichever of the three words is used."""
    data = build(protected())

    assert b"Morb" not in data
    for word in (b"BESKYTTET NAVN/ADRESSE", b"Adressebeskyttelse", b"ADRESSEBESKYTTET"):
        assert rules_broken_by(data.replace(b"ADRESSEBESKYTTET", word)) == set()


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
    assert finding.fix
    assert not is_valid(data)


def test_another_encoding_is_a_finding_and_hides_nothing() -> None:
    """A card in ISO-8859-1 or UTF-16 is told to be in UTF-8, and its blanks are still seen."""
    spoilt = edited('Name="Sygesikringen"', 'Name="Sygesikringen "')
    text = edited("Lægerne på Torvet", "null", spoilt).decode()
    for encoding in ("ISO-8859-1", "UTF-16"):
        data = text.replace("UTF-8", encoding, 1).encode(encoding)
        told = [(f.rule, f.found) for f in check(data)]

        assert told == [
            (NOT_XML, encoding),
            ("PDC-W01", "'Sygesikringen '"),
            ("PDC-W02", "'null'"),
        ]


def test_validate_raises_with_all_findings() -> None:
    """The error carries warnings and notices as well, and its words are those that fail."""
    validate(GOOD)
    data = edited("pdc-v3.0", "pdc-v2.0", edited('"CPR"', '"CPR "'))
    with pytest.raises(InvalidCard, match="PDC-H27") as caught:
        validate(data)

    assert {f.rule for f in caught.value.findings} == {"PDC-H27", "PDC-H28", "PDC-W01"}


def test_the_card_of_another_citizen_is_told_without_numbers() -> None:
    """Neither number stands in the finding."""
    (finding,) = check(GOOD, cpr="2512489996")

    assert finding.rule == "PDC-H12b"
    assert "2512489996" not in str(finding)
    assert "0410009234" not in str(finding)


LIVE_2024 = {
    "PDC-H05": 1,
    "PDC-H16b": 1,
    # Listed nowhere among the known findings, though the document has the mailto that is W there.
    "PDC-H17b": 1,
    "PDC-H27": 1,
    "PDC-H28": 1,
    "PDC-S03": 1,
    "PDC-V22b": 1,
    "PDC-V27": 1,
    "PDC-V31": 1,
    "PDC-VTEL": 2,
    "PDC-X01": 1,
    "PDC-W02": 4,
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fsk-test-2026-03-02.xml", {"PDC-H05": 1}),
        ("fsk-test-2024-02-14.xml", LIVE_2024),
    ],
)
def test_findings_in_real_documents_are_the_known_ones(name: str, expected: dict[str, int]) -> None:
    """The live service's documents break exactly the rules that they are known to break."""
    data = official(f"samples/pdc/{name}").read_bytes()

    assert Counter(finding.rule for finding in check(data)) == expected


def test_a_receiver_can_live_with_the_document_of_2026() -> None:
    """The document that the live service sends now is valid in both roles; that of 2024 in none."""
    now = official("samples/pdc/fsk-test-2026-03-02.xml").read_bytes()
    then = official("samples/pdc/fsk-test-2024-02-14.xml").read_bytes()

    assert is_valid(now)
    assert is_valid(now, role=Role.MET)
    assert not is_valid(then)
    assert {f.rule for f in check(then, role=Role.MET) if f.severity is Severity.FAIL} == {
        "PDC-H27",
        "PDC-H28",
    }


def test_custody_may_be_without_a_cpr_number() -> None:
    """The guide's own sample has no II, and several children are allowed."""
    (custody,) = FULL.of(Custody)
    other = replace(
        custody,
        id=compose.entry_id(uuid(50)),
        person=None,
        relation=compose.relation(RelationCode.FATHER),
    )

    assert rules_broken_by(build(with_entries(*ENTRIES, other))) == set()


def test_the_same_instant_in_another_offset_is_the_same_time() -> None:
    """Author and service event may tell the document's time in another offset."""
    data = edited('<time value="20260302091850+0100"', '<time value="20260302081850+0000"')
    data = edited('<low value="20260302091850+0100"', '<low value="20260302101850+0200"', data)

    assert rules_broken_by(data) == set()


def test_an_address_that_ends_as_the_card_is_made_is_current() -> None:
    """The end is compared as an instant: the same instant in another offset has not passed."""
    period = Period(
        low=TimeStamp(text="20260101000000+0100"), high=TimeStamp(text="20260302081850+0000")
    )

    assert rules_broken_by(changed(TemporaryAddress, period=period)) == set()


def test_a_temporary_address_may_be_without_an_end_and_without_a_use() -> None:
    """The guide's sample has neither."""
    address = Address(lines=("A",), postal_code="1234", city="B", country="DK", use=None)
    period = Period(low=TimeStamp(text="20260101000000+0100"))

    assert rules_broken_by(changed(TemporaryAddress, period=period, address=address)) == set()


def test_parsing_leaves_no_way_out() -> None:
    """A stylesheet instruction and a schemaLocation are passed over."""
    data = edited(
        "<ClinicalDocument", '<?xml-stylesheet href="http://127.0.0.1:9/x"?><ClinicalDocument'
    )

    assert rules_broken_by(data) == set()


@pytest.mark.parametrize("number", ["3204002123", "4109009234", "0413009234"])
def test_a_number_that_begins_with_no_date_tells_no_birth_date(number: str) -> None:
    """Made-up and replacement numbers are not compared with the birth date."""
    card = GOOD.replace(b"0410009234", number.encode())
    assert "PDC-H16b" not in {finding.rule for finding in check(card)}
