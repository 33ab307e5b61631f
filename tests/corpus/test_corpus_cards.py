"""The corpus is of every shape, the same for the same seed, clean, and about nobody."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from conformance.corpus import Shape, cards, document, name_of, shape_of
from conformance.corpus.dice import Dice
from conformance.corpus.maker import card
from conformance.corpus.persons import impossible_cpr, person
from conformance.corpus.shapes import CYCLE
from conformance.pdc.codes import Gender
from conformance.pdc.read import read
from conformance.pdc.rules import check
from conformance.pdc.schema import check_schema
from conformance.pdc.values import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    CitizenNameAddress,
    ContactNumbers,
    Custody,
    Dentist,
    Entry,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Relative,
    TemporaryAddress,
    TreatmentWill,
)
from conformance.safe_xml import parse
from tests.official import official

ROOT = Path(__file__).parents[2]
COUNT = 5 * len(CYCLE)
CARDS = list(cards(COUNT, 7))
DIGEST = "fbc305c25cfdd244cf303c666374055e9fb4827bcbe2590714704aa091d80057"
TELLS_NO_BIRTH_DATE = {"PDC-H16b"}
"""A notice: the first six digits of an impossible CPR number are no date."""


def test_the_same_seed_gives_the_same_bytes() -> None:
    """On every platform and version: the digest is written down here."""
    told = hashlib.sha256()
    for name, data in CARDS:
        told.update(name.encode() + b"\0" + data)

    assert told.hexdigest() == DIGEST


def test_another_process_gives_the_same_bytes() -> None:
    """Whatever seed Python hashes by."""
    script = (
        "import hashlib, sys; from conformance.corpus import cards; "
        "print(hashlib.sha256(b''.join(d for _, d in cards(60, 7))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    expected = hashlib.sha256(b"".join(data for _, data in CARDS[:60])).hexdigest()
    assert digests == {expected.encode() + os.linesep.encode()}


def test_a_document_does_not_depend_on_how_many_there_are() -> None:
    """From the middle, alone or among many: document k is document k."""
    assert list(cards(10, 7, first=20)) == CARDS[20:30]
    assert document(42, 7) == CARDS[42][1]


def test_another_seed_gives_other_cards() -> None:
    """Not one document is the same, nor is any told twice in one corpus."""
    others = {data for _, data in cards(COUNT, 8)}

    assert others.isdisjoint(data for _, data in CARDS)
    assert len({data for _, data in CARDS}) == COUNT


def test_names_are_in_order_when_sorted() -> None:
    """So that a folder is checked in the order in which it was made."""
    names = [name_of(number) for number in (0, 1, 999, 1000, 99_999, 100_000, 9_999_999)]

    assert names == sorted(names)
    assert [name for name, _ in CARDS] == [name_of(number) for number in range(COUNT)]


@pytest.mark.parametrize("number", range(COUNT))
def test_every_card_is_clean(number: int) -> None:
    """No rule is broken, and our schema accepts it."""
    data = CARDS[number][1]
    broken = {finding.rule for finding in check(data)} - TELLS_NO_BIRTH_DATE

    assert not broken, [str(finding) for finding in check(data)]
    assert not list(check_schema(parse(data)))


def test_the_official_schema_accepts_every_card() -> None:
    """CDA of HL7, where it is at hand."""
    path = official("schemas/cda/infrastructure/cda/CDA_SDTC.xsd")
    schema = etree.XMLSchema(etree.parse(path))

    refused = [name for name, data in CARDS if not schema.validate(parse(data))]

    assert not refused, schema.error_log


def test_every_card_is_read_back_as_it_was_made() -> None:
    """The document holds what the value holds."""
    for number in range(len(CYCLE)):
        assert read(CARDS[number][1]) == card(number, 7)


def test_cards_are_of_a_real_size() -> None:
    """A live card with nothing typed in is 16 kB; most are from 15 to 35 kB."""
    sizes = sorted(len(data) for _, data in CARDS)

    assert sizes[0] > 12_000
    assert sizes[-1] < 60_000
    assert 18_000 < sizes[COUNT // 2] < 28_000


def test_every_shape_comes_in_every_shard() -> None:
    """Within any 29 documents in a row, and in each shard of any usual number of shards."""
    assert set(CYCLE) == set(Shape)
    for shards in range(1, 21):
        for index in range(shards):
            mine = {shape_of(k) for k in range(index, len(CYCLE) * shards, shards)}
            assert mine == set(Shape)


def test_every_kind_of_entry_comes() -> None:
    """Both kinds of custody among them."""
    made = [card(number, 7) for number in range(len(CYCLE))]
    kinds: tuple[type[Entry], ...] = (
        Language, TemporaryAddress, Dentist, Custody, ContactNumbers, Relative,
        CitizenNameAddress, OrganDonor, TreatmentWill, LivingWill, NoResuscitation,
    )  # fmt: skip

    assert all(any(one.of(kind) for one in made) for kind in kinds)
    codes = {custody.code for one in made for custody in one.of(Custody)}
    assert codes == {CHILD_CUSTODY, CUSTODY_BY}


def test_shapes_hold_what_they_say() -> None:
    """One card of each, looked into."""
    made = {shape_of(number): card(number, 7) for number in range(len(CYCLE))}

    assert not made[Shape.BARE].of(Relative) + made[Shape.BARE].of(ContactNumbers)
    assert len(made[Shape.RELATIVES].of(Relative)) >= 3
    assert made[Shape.PROTECTED].of(CitizenNameAddress)[0].protected
    assert made[Shape.REFUSAL].of(NoResuscitation)[0].registered
    assert made[Shape.NO_PRACTITIONER].patient.provider is None
    assert made[Shape.STAY_OPEN].of(TemporaryAddress)[0].period.high is None
    assert made[Shape.STAY_ENDS].of(TemporaryAddress)[0].period.high is not None
    assert len(made[Shape.DENTIST].of(Dentist)[0].telecoms) >= 2
    assert made[Shape.PARENT].of(Custody)[0].code == CHILD_CUSTODY
    assert made[Shape.CHILD].of(Custody)[0].code == CUSTODY_BY
    assert len(made[Shape.EVERYTHING].narrative.rows) > 12  # type: ignore[union-attr]  # a table


def test_signs_that_xml_must_escape_come_through() -> None:
    """Notes with markup, quotes and other alphabets."""
    everything = b"".join(data for _, data in cards(600, 3))

    for text in ("&lt;b&gt;", "&amp;amp;", "]]&gt;", "”Åse“", "Київ", "🏠", "ærø".title()):
        assert text.encode() in everything


def test_nobody_can_have_the_cpr_numbers() -> None:
    """They begin with a day that no month has, on the card and wherever a child is named."""
    numbers = [
        identifier.get("extension", "")
        for _, data in CARDS
        for identifier in parse(data).iter("{urn:hl7-org:v3}id", "{urn:hl7-org:v3}value")
        if identifier.get("root") == "1.2.208.176.1.2"
        and identifier.get("extension") not in {"ANONYM", "NI"}
    ]

    assert len(numbers) > COUNT
    assert all(len(number) == 10 and number.isdigit() for number in numbers)
    assert all(32 <= int(number[:2]) <= 39 for number in numbers)


def test_a_cpr_number_tells_month_year_and_gender() -> None:
    """Nothing but the day is odd about it."""
    dice = Dice("a")
    for _ in range(200):
        someone = person(dice, on=date(2026, 3, 2), ages=(0, 108))
        number = someone.cpr
        assert number[2:6] == f"{someone.born.month:02}{someone.born.year % 100:02}"
        assert int(number[9]) % 2 == (someone.gender is Gender.MALE)
        assert (someone.born.year < 2000) == (number[6] in "0123")
    assert impossible_cpr(Dice(1), date(1980, 8, 4), Gender.MALE)[2:6] == "0880"


def test_ages_are_those_asked_for() -> None:
    """From the youngest to the oldest."""
    dice = Dice("b")
    on = date(2026, 3, 2)
    ages = [(on - person(dice, on=on, ages=(2, 17)).born).days / 365.25 for _ in range(300)]

    assert min(ages) >= 2
    assert max(ages) < 18
