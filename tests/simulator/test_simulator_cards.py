"""Cards from registers: sound for every persona, and right about time, custody and stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from lxml import etree

from conformance.clock import COPENHAGEN
from conformance.findings import Severity
from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion, Gender, RelationCode
from conformance.pdc.datatypes import Address, PersonName
from conformance.pdc.read import read, unread
from conformance.pdc.rules import check
from conformance.pdc.values import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    Custody,
    Dentist,
    Language,
    NoResuscitation,
    Relative,
    TemporaryAddress,
)
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import UnknownCitizen, World
from tests.official import official

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
STREET = Address(lines=("Strandvejen 12",), postal_code="3000", city="Helsingør")


@pytest.fixture
def makers_world() -> World:
    world = World()
    world.clock.set(NOW)
    populate(world)
    return world


@pytest.fixture
def maker() -> CardMaker:
    numbers = count(1)
    return CardMaker(new_uuid=lambda: UUID(int=next(numbers)))


@pytest.fixture(params=["as known", "rich", "protected"])
def any_world(request: pytest.FixtureRequest, makers_world: World) -> World:
    """The personas as they are known; with all that can be added to them; and all protected."""
    if request.param == "rich":
        for persona in Persona:
            makers_world.stay_at(persona, STREET, start=NOW, end=None)
            name = PersonName.of("Nævnt", family="Pårørende")
            makers_world.name_relative(persona, name, RelationCode.NEIGHBOUR, "12121212")
            if persona is not Persona.WARD:
                makers_world.give_custody(persona, Persona.WARD)
        makers_world.register_opt_out(Persona.BENTE, at=NOW - timedelta(days=30))
    if request.param == "protected":
        for persona in Persona:
            makers_world.protect(persona)
    return makers_world


@pytest.mark.parametrize("persona", Persona)
def test_every_personas_card_is_sound(persona: Persona, any_world: World, maker: CardMaker) -> None:
    """The card reads back as it was made, without a remainder, and keeps every rule."""
    card = maker.make(any_world, persona)
    data = build(card)
    assert read(data) == card
    assert list(unread(data)) == []
    assert [str(f) for f in check(data) if f.severity is Severity.FAIL] == []
    assert (card.patient.cpr, card.version) == (persona, DocumentVersion.V3)


@pytest.mark.parametrize("persona", Persona)
@pytest.mark.parametrize("version", DocumentVersion)
def test_every_personas_card_keeps_the_official_schema(
    persona: Persona, version: DocumentVersion, any_world: World, maker: CardMaker
) -> None:
    """In either version the card is valid against CDA_SDTC.xsd."""
    schema = etree.XMLSchema(etree.parse(official("schemas/cda/infrastructure/cda/CDA_SDTC.xsd")))
    schema.assertValid(etree.fromstring(build(maker.make(any_world, persona, version))))


@pytest.mark.parametrize(
    "fault", [Fault.LEGACY_NAV, Fault.LEGACY_NULL_FLAVOR, Fault.ENTRY_MISSING, Fault.LAPSED_ADDRESS]
)
def test_a_faulty_card_is_still_valid_by_the_official_schema(
    fault: Fault, makers_world: World, maker: CardMaker
) -> None:
    """What the faults plant is a fault of content, not of XML."""
    schema = etree.XMLSchema(etree.parse(official("schemas/cda/infrastructure/cda/CDA_SDTC.xsd")))
    makers_world.inject(fault)
    schema.assertValid(etree.fromstring(build(maker.make(makers_world, Persona.BENTE))))


def test_each_card_is_a_new_document_with_the_same_entries(
    makers_world: World, maker: CardMaker
) -> None:
    """The document's id is new at each retrieval; the entries keep theirs."""
    first, second = (maker.make(makers_world, Persona.BENTE) for _ in range(2))
    assert first.id != second.id
    assert first.entries == second.entries


def test_an_unknown_citizen_has_no_card(makers_world: World, maker: CardMaker) -> None:
    """The error names the number."""
    with pytest.raises(UnknownCitizen, match="has CPR number 3102999999"):
        maker.make(makers_world, "3102999999")


@pytest.mark.parametrize(
    ("ago", "in_force"),
    [
        (timedelta(0), False),
        (timedelta(days=6, hours=23, minutes=59, seconds=59), False),
        (timedelta(days=7) - timedelta(microseconds=1), False),
        (timedelta(days=7), True),
        (timedelta(days=7, seconds=1), True),
        (timedelta(days=4000), True),
    ],
    ids=["now", "a-second-short", "a-microsecond-short", "seven-days", "a-second-more", "long-ago"],
)
def test_an_opt_out_counts_from_the_seventh_day(
    ago: timedelta, in_force: bool, makers_world: World, maker: CardMaker
) -> None:
    """Seven days to the instant after its registration, the card says true."""
    makers_world.register_opt_out(Persona.BENTE, at=NOW - ago)
    (entry,) = maker.make(makers_world, Persona.BENTE).of(NoResuscitation)
    assert entry.registered is in_force


def test_seven_days_are_168_hours_also_when_summer_time_ends(
    makers_world: World, maker: CardMaker
) -> None:
    """An opt-out of 24 October 2026, 12:00 in Copenhagen, counts from 11:00 a week later."""
    makers_world.register_opt_out(
        Persona.BENTE, at=datetime(2026, 10, 24, 12, 0, tzinfo=COPENHAGEN)
    )
    found = []
    for minute in (
        datetime(2026, 10, 31, 9, 59, tzinfo=UTC),
        datetime(2026, 10, 31, 10, 0, tzinfo=UTC),
    ):
        makers_world.clock.set(minute)
        found += [e.registered for e in maker.make(makers_world, Persona.BENTE).of(NoResuscitation)]
    assert found == [False, True]


def test_a_withdrawn_opt_out_is_gone_at_once(makers_world: World, maker: CardMaker) -> None:
    """Withdrawal needs no seven days."""
    makers_world.register_opt_out(Persona.BENTE, at=NOW - timedelta(days=30))
    makers_world.withdraw_opt_out(Persona.BENTE)
    (entry,) = maker.make(makers_world, Persona.BENTE).of(NoResuscitation)
    assert entry.registered is False


@pytest.mark.parametrize(
    ("end", "served"),
    [
        (None, True),
        (NOW + SECOND, True),
        (NOW, True),
        (NOW - timedelta(microseconds=1), False),
        (NOW - SECOND, False),
        # The same instants on other wall clocks.
        (datetime.fromisoformat("2026-11-21T12:30:00+01:00"), False),
        (datetime.fromisoformat("2026-11-21T11:30:00-01:00"), True),
        (datetime.fromisoformat("2026-11-22T01:59:59+14:00"), False),
        (datetime.fromisoformat("2026-11-22T02:00:00+14:00"), True),
    ],
    ids=str,
)
def test_a_stay_is_served_until_its_end_has_passed(
    end: datetime | None, served: bool, makers_world: World, maker: CardMaker
) -> None:
    """Without an end it stays; at the very end it is there; after it, it is gone."""
    makers_world.stay_at(Persona.SOFIE, STREET, start=NOW - timedelta(days=30), end=end)
    found = maker.make(makers_world, Persona.SOFIE).of(TemporaryAddress)
    assert [entry.address.lines for entry in found] == ([STREET.lines] if served else [])


def test_a_second_stay_replaces_the_first(makers_world: World, maker: CardMaker) -> None:
    """A citizen has one temporary address at a time, and may delete it."""
    other = replace(STREET, lines=("Anden Vej 3",))
    makers_world.stay_at(Persona.SOFIE, STREET, start=NOW, end=None)
    makers_world.stay_at(Persona.SOFIE, other, start=NOW, end=None)
    (entry,) = maker.make(makers_world, Persona.SOFIE).of(TemporaryAddress)
    assert entry.address.lines == other.lines
    makers_world.leave_temporary_address(Persona.SOFIE)
    assert not maker.make(makers_world, Persona.SOFIE).of(TemporaryAddress)


ADULT, CHILD = Persona.JENS, Persona.WARD


@pytest.mark.parametrize(
    ("verbs", "listed"),
    [
        ([], False),
        ([World.record_parent], False),
        ([World.appoint_guardian], False),
        ([World.record_parent, World.appoint_guardian], False),
        ([World.give_custody], True),
        ([World.record_parent, World.give_custody], True),
        ([World.appoint_guardian, World.give_custody], True),
        ([World.give_custody, World.remove_custody], False),
        ([World.record_parent, World.give_custody, World.remove_custody], False),
        ([World.give_custody, World.give_custody], True),
        ([World.remove_custody], False),
    ],
    ids=[
        "nothing",
        "parent",
        "guardian",
        "parent-and-guardian",
        "custody",
        "parent-with-custody",
        "guardian-with-custody",
        "custody-lost",
        "parent-custody-lost",
        "custody-given-twice",
        "custody-never-had",
    ],
)
def test_only_custody_puts_people_in_each_others_cards(
    verbs: list[object], listed: bool, makers_world: World, maker: CardMaker
) -> None:
    """Neither parenthood nor guardianship counts, and lost custody is gone from both cards."""
    for verb in verbs:
        assert callable(verb)
        verb(makers_world, ADULT, CHILD)
    for mine, theirs, code in ((ADULT, CHILD, CHILD_CUSTODY), (CHILD, ADULT, CUSTODY_BY)):
        found = maker.make(makers_world, mine).of(Custody)
        assert [(e.person.extension, e.code) for e in found] == ([(theirs, code)] if listed else [])


@pytest.mark.parametrize(
    ("adult", "is_parent", "role"),
    [
        (Persona.JENS, True, RelationCode.FATHER),
        (Persona.BENTE, True, RelationCode.MOTHER),
        (Persona.JENS, False, RelationCode.UNSPECIFIED),
        (Persona.BENTE, False, RelationCode.UNSPECIFIED),
    ],
    ids=["father", "mother", "man-no-parent", "woman-no-parent"],
)
def test_the_relation_is_what_the_patient_is_to_the_other(
    adult: Persona, is_parent: bool, role: RelationCode, makers_world: World, maker: CardMaker
) -> None:
    """In the adult's card the adult's role, in the child's card `barn`."""
    if is_parent:
        makers_world.record_parent(adult, CHILD)
    makers_world.give_custody(adult, CHILD)
    (in_adults,) = maker.make(makers_world, adult).of(Custody)
    (in_childs,) = maker.make(makers_world, CHILD).of(Custody)
    assert (in_adults.relation.code, in_childs.relation.code) == (role, RelationCode.CHILD)


def test_several_children_and_holders_are_all_listed(makers_world: World, maker: CardMaker) -> None:
    """Nobody is left out, nobody is listed twice."""
    for child in (Persona.SECOND_CHILD, Persona.WARD):
        makers_world.give_custody(Persona.MAX, child)
    makers_world.give_custody(Persona.SOFIE, Persona.CHILD)
    children = maker.make(makers_world, Persona.MAX).of(Custody)
    holders = maker.make(makers_world, Persona.CHILD).of(Custody)
    assert sorted(e.person.extension or "" for e in children) == sorted(
        (Persona.CHILD, Persona.SECOND_CHILD, Persona.WARD)
    )
    assert sorted(e.person.extension or "" for e in holders) == sorted((Persona.MAX, Persona.SOFIE))


def test_a_protected_persons_name_stands_in_nobodys_card(
    makers_world: World, maker: CardMaker
) -> None:
    """Name and address of the protected are in no byte of their own or a relative's card."""
    makers_world.give_custody(Persona.MAX, Persona.WARD)
    for persona in (Persona.WARD, Persona.MAX):
        makers_world.protect(persona)
    for persona, hidden in (
        (Persona.WARD, "Skov"),
        (Persona.MAX, "Skov"),
        (Persona.CHILD, "Max Test"),
    ):
        text = build(maker.make(makers_world, persona)).decode()
        assert hidden not in text
        if persona is not Persona.CHILD:
            assert "Prøvevej" not in text


def test_a_citizen_with_everything_has_every_typed_in_entry(
    makers_world: World, maker: CardMaker
) -> None:
    """Language, dentist, relatives, stay: each is there once or as often as it is known."""
    card = maker.make(makers_world, Persona.BENTE)
    kinds = (Language, Dentist, TemporaryAddress, Relative)
    assert [len(card.of(kind)) for kind in kinds] == [1, 1, 1, 3]
    assert makers_world.citizen(Persona.BENTE).gender is Gender.FEMALE


@pytest.mark.parametrize(
    ("now", "served"),
    [("2025-01-14T23:59:59+01:00", True), ("2025-01-15T00:00:00+01:00", False)],
    ids=["before", "from"],
)
def test_version_2_is_served_until_it_was_closed(
    now: str, served: bool, makers_world: World, maker: CardMaker
) -> None:
    """The limit is midnight in Copenhagen, before 15 January 2025."""
    makers_world.clock.set(datetime.fromisoformat(now))
    assert maker.serves_version_2(makers_world) is served


def test_legacy_faults_replace_the_value(makers_world: World, maker: CardMaker) -> None:
    """The entry is missing, or says that it is not available, but never true or false."""
    found = {}
    for fault in (Fault.ENTRY_MISSING, Fault.LEGACY_NAV, Fault.LEGACY_NULL_FLAVOR):
        makers_world.mend_all()
        makers_world.inject(fault, Persona.BENTE)
        entries = maker.make(makers_world, Persona.BENTE).of(NoResuscitation)
        found[fault] = [(e.registered, e.unavailable) for e in entries]
    assert found[Fault.ENTRY_MISSING] == []
    assert found[Fault.LEGACY_NAV] == found[Fault.LEGACY_NULL_FLAVOR] == [(None, True)]
    (others,) = maker.make(makers_world, Persona.SOFIE).of(NoResuscitation)
    assert others.registered is False
