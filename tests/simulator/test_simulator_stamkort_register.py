"""The Stamkortregister's rules: each kept and broken once, without any SOAP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.findings import Severity
from conformance.pdc import compose, values
from conformance.pdc.build import build
from conformance.pdc.codes import EnteredBy, Use
from conformance.pdc.datatypes import (
    NA,
    NI,
    Address,
    Coded,
    InstanceId,
    Null,
    Period,
    PersonName,
    Telecom,
    TimeStamp,
)
from conformance.pdc.oids import Oid
from conformance.pdc.rules import check
from conformance.pdc.schema import check_schema
from conformance.safe_xml import parse
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.skr.rules import WriteRefused, WriteRules
from conformance.simulator.skr.settings import ASSUMPTIONS, SkrSettings
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.registers import DentalClinic
from conformance.simulator.state.world import World
from conformance.skr import values as skr
from conformance.skr.vocabulary import Part
from tests.skr.skr_requests import ENTRIES, NEW_ID, RELATIVE

SOFIE, BENTE = Persona.SOFIE, Persona.BENTE
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DOCTOR = Writer(
    role=EnteredBy.PROFESSIONAL, name=PersonName.of("Lars", family="Larsen"), organization="Sygehus"
)
SINGLE = tuple(part for part in Part if part is not Part.RELATIVES)
KINDS: dict[Part, type[values.Entry]] = {
    Part.RELATIVES: values.Relative,
    Part.CONTACT_INFORMATION: values.ContactNumbers,
    Part.TEMPORARY_ADDRESS: values.TemporaryAddress,
    Part.LANGUAGE: values.Language,
    Part.DENTIST: values.Dentist,
}
REGISTER = StamkortRegister(WriteRules())
CARDS = CardMaker(new_uuid=lambda: UUID(NEW_ID))
OTHER_ID = "0cf0f6f1-6f3c-4a3c-8a3f-8f0d3a5b7c11"


def new_world() -> World:
    world = World()
    populate(world)
    world.clock.set(NOW)
    return world


@pytest.fixture
def world() -> World:
    return new_world()


def create(
    world: World, entry: skr.Entry, cpr: str = SOFIE, register: StamkortRegister = REGISTER
) -> None:
    register.write(world, skr.Create(citizen=compose.cpr_id(cpr), entry=entry), DOCTOR)


def update(world: World, entry: skr.Entry, cpr: str = SOFIE) -> None:
    REGISTER.write(world, skr.Update(citizen=compose.cpr_id(cpr), entry=entry), DOCTOR)


def delete(world: World, part: Part, uuid: str = NEW_ID, cpr: str = SOFIE) -> None:
    REGISTER.write(world, skr.Delete(citizen=compose.cpr_id(cpr), part=part, id=uuid), DOCTOR)


def shown(world: World, part: Part, cpr: str = SOFIE) -> tuple[values.Entry, ...]:
    """The entries of one kind in the citizen's next card, which breaks no rule."""
    card = CARDS.make(world, cpr)
    data = build(card)
    findings = (*check(data, cpr=cpr), *check_schema(parse(data)))
    assert [f for f in findings if f.severity is Severity.FAIL] == []
    return card.of(KINDS[part])


def ids(world: World, part: Part, cpr: str = SOFIE) -> list[str | None]:
    return [entry.id.extension for entry in shown(world, part, cpr)]


def refused(world: World, words: str, entry: skr.Entry) -> None:
    """The create is refused in these words, and nothing has changed."""
    before = world.citizens
    with pytest.raises(WriteRefused, match=words):
        create(world, entry)
    assert world.citizens is before


@pytest.mark.parametrize("part", Part)
def test_what_is_created_is_in_the_next_card(part: Part, world: World) -> None:
    """Under the id that the client gave it, with who wrote it, and when by the register's clock."""
    create(world, ENTRIES[part])
    (entry,) = shown(world, part)
    assert entry.id.extension == NEW_ID
    author = entry.author
    assert author.time == TimeStamp(text="20260601140000+0200")
    assert (author.person, author.organization) == (DOCTOR.name, "Sygehus")
    assert author.code is not None
    assert author.code.code == EnteredBy.PROFESSIONAL


@pytest.mark.parametrize("part", Part)
def test_what_is_updated_is_replaced_with_a_new_time(part: Part, world: World) -> None:
    """The id stays, and so does everything else of the citizen's."""
    create(world, ENTRIES[part])
    before = world.citizen(SOFIE)
    world.clock.advance(timedelta(hours=1))
    update(world, ENTRIES[part])
    (entry,) = shown(world, part)
    assert entry.id.extension == NEW_ID
    assert entry.author.time == TimeStamp(text="20260601150000+0200")
    delete(world, part)
    assert world.citizen(SOFIE) == replace(
        before, language=None, stay=None, contact=None, relatives=(), dentist=None
    )


@pytest.mark.parametrize("part", Part)
def test_what_is_deleted_is_gone_from_the_next_card(part: Part, world: World) -> None:
    """Of the full card only this entry goes."""
    (first, *rest) = ids(world, part, BENTE)
    assert first is not None
    others = {p: ids(world, p, BENTE) for p in Part if p is not part}
    delete(world, part, first, BENTE)
    assert ids(world, part, BENTE) == rest
    assert {p: ids(world, p, BENTE) for p in others} == others


def test_the_relative_is_shown_as_it_was_written(world: World) -> None:
    """Name, relation, numbers and note, letter for letter."""
    create(world, RELATIVE)
    (kin,) = shown(world, Part.RELATIVES)
    assert isinstance(kin, values.Relative)
    assert (kin.name, kin.relation) == (RELATIVE.name, RELATIVE.relation)
    assert (kin.telecoms, kin.note) == (RELATIVE.telecoms, RELATIVE.note)


def test_there_may_be_several_relatives_and_one_is_updated_in_its_place(world: World) -> None:
    """The order in the card stays."""
    third = replace(RELATIVE, id=OTHER_ID)
    create(world, RELATIVE)
    create(world, third)
    update(world, replace(RELATIVE, name=PersonName.of("Ny", family="Nabo")))
    first, second = shown(world, Part.RELATIVES)
    assert isinstance(first, values.Relative)
    assert (first.id.extension, first.name.full) == (NEW_ID, "Ny Nabo")
    assert second.id.extension == OTHER_ID


@pytest.mark.parametrize("part", SINGLE)
def test_a_second_one_of_what_there_is_one_of_is_refused(part: Part, world: World) -> None:
    """Contact set, temporary address, language, dentist: one at any time."""
    create(world, ENTRIES[part])
    refused(world, f"expected no {part} at a create", replace(ENTRIES[part], id=OTHER_ID))
    assert ids(world, part) == [NEW_ID]


@pytest.mark.parametrize("part", SINGLE)
def test_a_second_one_can_be_let_replace_the_first(part: Part, world: World) -> None:
    """Whether it is refused or replaces is not public: a setting."""
    register = StamkortRegister(WriteRules(), SkrSettings(replaces_single=True))
    create(world, ENTRIES[part], register=register)
    create(world, replace(ENTRIES[part], id=OTHER_ID), register=register)
    assert ids(world, part) == [OTHER_ID]


def test_a_temporary_address_that_has_ended_is_in_nobodys_way(world: World) -> None:
    """It is not in the card any more, so that nobody could update it."""
    entry = ENTRIES[Part.TEMPORARY_ADDRESS]
    assert isinstance(entry, skr.TemporaryAddress)
    low = TimeStamp(text="20250101000000+0100")
    past = Period(low=low, high=TimeStamp(text="20260601115959+0000"))
    create(world, replace(entry, period=past))
    assert shown(world, Part.TEMPORARY_ADDRESS) == ()
    create(world, replace(entry, id=OTHER_ID))
    assert ids(world, Part.TEMPORARY_ADDRESS) == [OTHER_ID]


@pytest.mark.parametrize("part", Part)
def test_what_is_not_there_is_neither_updated_nor_deleted(part: Part, world: World) -> None:
    """Nor is what another citizen has."""
    (theirs, *_) = ids(world, part, BENTE)
    assert theirs is not None
    before = world.citizens
    for uuid in (NEW_ID, theirs):
        with pytest.raises(WriteRefused, match=f"one of the citizen's {part}"):
            update(world, replace(ENTRIES[part], id=uuid))
        with pytest.raises(WriteRefused, match=f"one of the citizen's {part}"):
            delete(world, part, uuid)
    assert world.citizens is before


@pytest.mark.parametrize("part", Part)
def test_a_uuid_is_used_once_in_the_whole_register(part: Part, world: World) -> None:
    """Whoever's entry of whatever kind has it."""
    for kind in Part:
        (taken, *_) = ids(world, kind, BENTE)
        assert taken is not None
        refused(world, "expected a new UUID", replace(ENTRIES[part], id=taken))


@pytest.mark.parametrize("text", ["", "1", NEW_ID[:-1], f" {NEW_ID}", f"urn:uuid:{NEW_ID}", "{}"])
def test_an_id_is_a_uuid(text: str, world: World) -> None:
    """At a create, an update and a delete."""
    refused(world, "expected a UUID", replace(RELATIVE, id=text))
    with pytest.raises(WriteRefused, match="expected a UUID"):
        update(world, replace(RELATIVE, id=text))
    with pytest.raises(WriteRefused, match="expected a UUID"):
        delete(world, Part.RELATIVES, text)


def test_a_uuid_in_capitals_is_the_same_in_small_letters(world: World) -> None:
    """The card shows small letters, as the live service does."""
    create(world, replace(RELATIVE, id=NEW_ID.upper()))
    assert ids(world, Part.RELATIVES) == [NEW_ID]
    refused(world, "expected a new UUID", RELATIVE)
    delete(world, Part.RELATIVES, NEW_ID.upper())
    assert ids(world, Part.RELATIVES) == []


def test_a_citizen_that_no_register_knows_is_refused(world: World) -> None:
    """And its number is not repeated in the message."""
    with pytest.raises(WriteRefused, match=r"a known citizen$"):
        create(world, RELATIVE, "3102999999")


WRITTEN = (
    "0410009234", "041000-9234", "041000 9234", "041000 - 9234", "041000\u00a09234",
    "041000\u20139234", "041000\n9234", "CPR:0410009234.", "a041000-9234b", "3112991234",
    "3102129996",
)  # fmt: skip
"""Ways to write a CPR number; the last belongs to nobody."""

NOT_WRITTEN = (
    "22334455", "+4522334455", "0045 22334455", "22 33 44 55", "2026-06-01 12:00", "04100092345",
    "10410009234", "0410009", "041000--9234", "041000.9234", "0013000000", "3213001234",
    "041000 og 9234",
)  # fmt: skip
"""Telephone numbers, dates, and digits that are too many, too few, or begin with no date."""


def with_text(place: str, text: str) -> skr.Relative:
    """The relative with *text* in one place."""
    relation = RELATIVE.relation
    assert relation is not None
    name = RELATIVE.name
    return {
        "given": replace(RELATIVE, name=replace(name, given=("Åse", text))),
        "family": replace(RELATIVE, name=replace(name, family=(text,))),
        "prefix": replace(RELATIVE, name=replace(name, prefix=(text,))),
        "suffix": replace(RELATIVE, name=replace(name, suffix=(text,))),
        "code": replace(RELATIVE, relation=replace(relation, code=text)),
        "display": replace(RELATIVE, relation=replace(relation, display_name=f"Nabo {text}")),
        "note": replace(RELATIVE, note=f"Se {text}"),
    }[place]


PLACES = {
    "given": "name", "family": "name", "prefix": "name", "suffix": "name", "code": "relation",
    "display": "relation", "note": "note",
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("place", PLACES)
def test_a_cpr_number_in_a_relative_is_refused(place: str, text: str, world: World) -> None:
    """In name, relation and note, at a create and at an update, and it is not repeated."""
    entry = with_text(place, text)
    refused(world, f"expected no CPR number in the {PLACES[place]}", entry)
    create(world, RELATIVE)
    with pytest.raises(WriteRefused, match=r"digits that read as one$"):
        update(world, entry)
    assert shown(world, Part.RELATIVES)


@pytest.mark.parametrize("text", NOT_WRITTEN)
@pytest.mark.parametrize("place", ["family", "display", "note"])
def test_other_digits_are_no_cpr_number(place: str, text: str, world: World) -> None:
    """A telephone number in a note is a note."""
    create(world, with_text(place, text))
    assert ids(world, Part.RELATIVES) == [NEW_ID]


def test_a_cpr_number_that_is_split_over_a_name_is_found(world: World) -> None:
    """Six digits as given name and four as family name read as one."""
    name = PersonName.of("Åse", "041000", family="9234")
    refused(world, "in the name", replace(RELATIVE, name=name))


def test_many_blanks_are_judged_at_once(world: World) -> None:
    """A note made to keep the pattern busy is judged in no time."""
    create(world, replace(RELATIVE, note=f"041000{' ' * 1_000_000}x" * 3))
    assert world.citizen(SOFIE).relatives


GOOD_NUMBERS = ("tel:12345678", "tel:+4512345678", "tel:(46)-55667788-1234", "tel:1.2", "tel:-")
BAD_NUMBERS = (
    "12345678", "tel:", "tel:null", "tel:1234 5678", "tel:++4512345678", "tel:+", "TEL:12345678",
    "mailto:a@example.org", "tel:12345678\n", " tel:12345678", "tel:12345678x", "tel:١٢٣", "", None,
)  # fmt: skip


@pytest.mark.parametrize("number", GOOD_NUMBERS)
def test_a_telephone_number_of_the_guides_form_is_taken(number: str, world: World) -> None:
    """Matched in full, however odd it reads."""
    telecoms = (Telecom(value=number, use=Use.MOBILE),)
    create(world, skr.ContactInformation(id=NEW_ID, telecoms=telecoms))
    create(world, replace(RELATIVE, id=OTHER_ID, telecoms=telecoms))
    assert ids(world, Part.CONTACT_INFORMATION) == [NEW_ID]


@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_a_telephone_number_of_another_form_is_refused(number: str | None, world: World) -> None:
    """In a contact set and at a relative, first or last."""
    good, bad = Telecom.tel("12345678", Use.HOME), Telecom(value=number, use=Use.MOBILE)
    for telecoms in ((bad, good), (good, bad)):
        contact = skr.ContactInformation(id=NEW_ID, telecoms=telecoms)
        refused(world, "expected a telephone number like tel:", contact)
        refused(world, "expected a telephone number", replace(RELATIVE, telecoms=telecoms))


@pytest.mark.parametrize("uses", [("H", "H"), ("H", "MC", "WP", "MC"), ("HP",), (None,), ("mc",)])
def test_each_use_of_a_number_stands_once(uses: tuple[str | None, ...], world: World) -> None:
    """Home, mobile, work, and nothing else."""
    telecoms = tuple(Telecom(value="tel:1", use=use) for use in uses)
    words = "expected numbers for H, MC, WP, each at most once"
    refused(world, words, skr.ContactInformation(id=NEW_ID, telecoms=telecoms))
    refused(world, words, replace(RELATIVE, telecoms=telecoms))


def test_a_contact_set_has_a_number(world: World) -> None:
    """An empty one is none."""
    refused(world, "one to three", skr.ContactInformation(id=NEW_ID, telecoms=()))


def test_a_relative_needs_a_given_name_and_nothing_else(world: World) -> None:
    """Family name and telephone are optional, and so are relation and note."""
    create(world, skr.Relative(id=NEW_ID, name=PersonName(given=("Åse",))))
    (kin,) = shown(world, Part.RELATIVES)
    assert isinstance(kin, values.Relative)
    assert (kin.name.family, kin.telecoms, kin.relation, kin.note) == ((), (), None, None)


@pytest.mark.parametrize("given_names", [(), ("",), (" ", "\u00a0")], ids=repr)
def test_a_relative_without_a_given_name_is_refused(
    given_names: tuple[str, ...], world: World
) -> None:
    """A family name alone is not enough, and blanks are no name."""
    name = PersonName(given=given_names, family=("Østergård",))
    refused(world, "expected a given name", replace(RELATIVE, name=name))


def test_a_relation_that_is_not_known_here_is_kept_as_it_was_sent(world: World) -> None:
    """The list of codes is open."""
    code = Coded(code="svigermor", system=Oid.RELATION_CODES, display_name="Svigermor")
    create(world, replace(RELATIVE, relation=code))
    (kin,) = shown(world, Part.RELATIVES)
    assert isinstance(kin, values.Relative)
    assert kin.relation is not None
    assert kin.relation.code == "svigermor"


@pytest.mark.parametrize(
    "relation",
    [
        Coded(code="nabo", system=Oid.MESSAGE_CODES),
        Coded(code="nabo", system=None),
        Coded(code=None, system=Oid.RELATION_CODES, display_name="Nabo"),
        Coded(code="", system=Oid.RELATION_CODES),
    ],
    ids=repr,
)
def test_a_relation_is_a_relation_code(relation: Coded, world: World) -> None:
    """Of MedCom's system, and not empty."""
    refused(world, "MedCom Relation Codes", replace(RELATIVE, relation=relation))


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("DE", Oid.ISO_639_1),
        ("deu", Oid.ISO_639_1),
        ("da-DK", Oid.ISO_639_1),
        ("", Oid.ISO_639_1),
        (None, Oid.ISO_639_1),
        ("æø", Oid.ISO_639_1),
        ("de", Oid.MESSAGE_CODES),
        ("de", None),
    ],
)
def test_a_language_is_two_small_letters(
    code: str | None, system: str | None, world: World
) -> None:
    """Of ISO 639-1."""
    entry = skr.Language(id=NEW_ID, language=Coded(code=code, system=system))
    refused(world, "two small letters of ISO 639-1", entry)


def test_a_language_may_lack_its_name(world: World) -> None:
    """Then the card shows the code."""
    language = Coded(code="tr", system=Oid.ISO_639_1)
    create(world, skr.Language(id=NEW_ID, language=language))
    (entry,) = shown(world, Part.LANGUAGE)
    assert isinstance(entry, values.Language)
    assert (entry.language.code, entry.language.display_name) == ("tr", "tr")


@pytest.mark.parametrize(
    "provider",
    [
        compose.yder_id("999999"),
        compose.yder_id("123123"),
        compose.yder_id(""),
        InstanceId(root=Oid.YDER),
        InstanceId(root=Oid.SOR, extension="321322"),
        InstanceId(root=None, extension="321322"),
    ],
    ids=repr,
)
def test_a_dentist_must_be_in_the_yderregister(provider: InstanceId, world: World) -> None:
    """A general practitioner is no dentist, and a number of another register is none."""
    entry = skr.Dentist(id=NEW_ID, provider=provider)
    refused(world, "a dentist in the Yderregister", entry)


def test_the_card_shows_the_clinic_as_the_yderregister_knows_it_now(world: World) -> None:
    """SKR keeps the number; the rest is fetched at each look-up."""
    create(world, ENTRIES[Part.DENTIST])
    (entry,) = shown(world, Part.DENTIST)
    assert isinstance(entry, values.Dentist)
    assert entry.clinic == "Tandklinikken Ærø"
    moved = Address(lines=("Ny Vej 1",), postal_code="5970", city="Ærøskøbing", use=Use.WORK)
    world.list_dentists(
        DentalClinic(yder="321322", clinic="Smil", address=moved, telephone="62520001")
    )
    (entry,) = shown(world, Part.DENTIST)
    assert isinstance(entry, values.Dentist)
    assert (entry.clinic, entry.address) == ("Smil", moved)


def stay(low: str | Null | None, high: str | Null | None) -> skr.TemporaryAddress:
    entry = ENTRIES[Part.TEMPORARY_ADDRESS]
    assert isinstance(entry, skr.TemporaryAddress)
    start, end = (TimeStamp(text=t) if isinstance(t, str) else t for t in (low, high))
    return replace(entry, period=Period(low=start, high=end))


START = "20260501000000+0200"


@pytest.mark.parametrize(
    "high",
    [None, NA, "20260901000000+0200", "20260601140000+0200"],
    ids=["left-out", "null", "later", "now"],
)
def test_the_end_of_a_stay_is_optional(high: str | Null | None, world: World) -> None:
    """Left out or null; with one, it is in the card until it has passed."""
    create(world, stay(START, high))
    assert ids(world, Part.TEMPORARY_ADDRESS) == [NEW_ID]


def test_a_stay_may_end_at_the_instant_of_its_start(world: World) -> None:
    """Not before it: other offsets count as the instants that they are."""
    words = "expected an end that is not before the start"
    refused(world, words, stay(START, "20260430235959+0200"))
    create(world, stay(START, "20260430220000+0000"))
    assert world.citizen(SOFIE).stay is not None


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, "expected a start"),
        (NI, None, "expected a start"),
        ("", None, "yyyyMMddHHmmss"),
        ("20260501", None, "yyyyMMddHHmmss"),
        ("20260501000000", None, "yyyyMMddHHmmss"),
        ("20260532000000+0200", None, "a real time"),
        ("20260501000000+9900", None, "a real time"),
        ("2026-05-01T00:00:00+02:00", None, "yyyyMMddHHmmss"),
        (START, "20261301000000+0200", "a real time"),
        (START, "tomorrow", "yyyyMMddHHmmss"),
    ],
)
def test_a_stay_has_instants(
    low: str | Null | None, high: str | Null | None, words: str, world: World
) -> None:
    """A start there must be, and both are real times with an offset."""
    refused(world, words, stay(low, high))


@pytest.mark.parametrize(
    "low", ["00010101000000+1400", "18991231235959+0000", "99991231235959-1400"]
)
def test_the_ends_of_the_calendar_are_refused(low: str, world: World) -> None:
    """Other offsets would fall off it, and early ones cannot be told in a card."""
    refused(world, "expected a year from 1900 to 9998", stay(low, None))


@pytest.mark.parametrize("low", ["19000101000000+2359", "99981231235959-2359"])
def test_the_first_and_the_last_year_do_no_harm(low: str, world: World) -> None:
    """They are instants like others."""
    create(world, stay(low, None))
    assert len(ids(world, Part.TEMPORARY_ADDRESS)) == 1


def test_the_card_tells_a_stay_by_danish_time(world: World) -> None:
    """Whatever the offset in which it was written: a stay begins on a Danish day."""
    create(world, stay("20260430220000+0000", "20261231230000+0000"))
    (entry,) = shown(world, Part.TEMPORARY_ADDRESS)
    assert isinstance(entry, values.TemporaryAddress)
    assert entry.period == Period(
        low=TimeStamp(text=START), high=TimeStamp(text="20270101000000+0100")
    )


@pytest.mark.parametrize(
    "address",
    [Address(), Address(lines=(" ",), city=""), Address(lines=(NI,), postal_code=NI, city=NI)],
    ids=repr,
)
def test_a_stay_is_somewhere(address: Address, world: World) -> None:
    """An address without a word in it is none."""
    refused(world, "expected an address", replace(stay(START, None), address=address))


def test_the_simulated_fault_refuses_whatever_comes(world: World) -> None:
    """For one citizen, or for all."""
    world.inject(Fault.SKR_REFUSES, BENTE)
    create(world, RELATIVE)
    with pytest.raises(WriteRefused, match="the simulated fault"):
        delete(world, Part.LANGUAGE, str(ids(world, Part.LANGUAGE, BENTE)[0]), BENTE)
    world.inject(Fault.SKR_REFUSES)
    refused(world, "the simulated fault", replace(RELATIVE, id=OTHER_ID))
    world.mend_all()
    delete(world, Part.RELATIVES)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12)
CODE = st.builds(
    Coded,
    code=st.none() | st.sampled_from(["de", "nabo", " "]) | TEXT,
    system=st.sampled_from([Oid.RELATION_CODES.value, Oid.ISO_639_1.value]),
    system_name=st.none() | TEXT,
    display_name=st.none() | TEXT,
)
TELECOMS = st.lists(
    st.builds(
        Telecom, value=st.from_regex(r"tel:\+?[-0-9().]+", fullmatch=True), use=st.sampled_from(Use)
    ),
    max_size=3,
).map(tuple)
LINE = st.just(NI) | TEXT
TIME = st.sampled_from([START, "20270101000000+0100"]).map(lambda text: TimeStamp(text=text))
ANY_ENTRY = st.one_of(
    st.builds(
        skr.Relative,
        id=st.just(NEW_ID),
        name=st.builds(
            PersonName,
            given=st.lists(TEXT, min_size=1, max_size=2).map(tuple),
            family=st.lists(TEXT, max_size=2).map(tuple),
            prefix=st.lists(TEXT, max_size=1).map(tuple),
        ),
        relation=st.none() | CODE,
        telecoms=TELECOMS,
        note=st.none() | TEXT,
    ),
    st.builds(skr.ContactInformation, id=st.just(NEW_ID), telecoms=TELECOMS),
    st.builds(skr.Language, id=st.just(NEW_ID), language=CODE),
    st.builds(
        skr.TemporaryAddress,
        id=st.just(NEW_ID),
        address=st.builds(
            Address,
            lines=st.lists(LINE, max_size=5).map(tuple),
            postal_code=st.none() | LINE,
            city=st.none() | LINE,
            country=st.none() | LINE,
            use=st.none() | TEXT,
        ),
        period=st.builds(Period, low=TIME, high=st.none() | TIME),
    ),
)


@given(entry=ANY_ENTRY)
@example(entry=RELATIVE)
def test_whatever_is_accepted_keeps_the_rules_of_a_card(entry: skr.Entry) -> None:
    """Nothing that a client writes makes Fælles Stamkort serve a card that is wrong."""
    world = new_world()
    try:
        create(world, entry)
    except WriteRefused:
        return
    assert {uuid for part in Part for uuid in ids(world, part)} <= {NEW_ID}
    assert world.citizen(SOFIE) != new_world().citizen(SOFIE)


def test_every_assumption_is_named_once() -> None:
    """In kebab case, for this service, with a sentence and a source."""
    names = [assumption.name for assumption in ASSUMPTIONS]
    assert len(set(names)) == len(names)
    for assumption in ASSUMPTIONS:
        assert assumption.service is Service.SKR
        assert assumption.name.startswith("skr-")
        assert assumption.assumed.endswith(".")
        assert assumption.source


def test_a_rule_can_be_got_wrong_alone(world: World) -> None:
    """A mutant that forgets the note still looks into the name."""

    class ForgetsTheNote(WriteRules):
        def free_texts(self, relative: skr.Relative) -> Iterator[tuple[str, str]]:
            return (pair for pair in super().free_texts(relative) if pair[0] != "note")

    register = StamkortRegister(ForgetsTheNote())
    create(world, with_text("note", "041000-9234"), register=register)
    with pytest.raises(WriteRefused, match="in the name"):
        create(world, replace(with_text("given", "041000-9234"), id=OTHER_ID), register=register)
