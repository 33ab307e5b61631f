"""The verbs change what the registers know, and the next card has it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from conformance.clock import COPENHAGEN
from conformance.minlog.registration import Filter
from conformance.pdc import values
from conformance.pdc.read import read
from conformance.simulator.control.cards import card_xml
from conformance.simulator.state.personas import CVR, Persona
from conformance.simulator.state.registers import Bond, Kinship
from conformance.simulator.state.world import World
from tests.simulator.control_client import Control
from tests.simulator.minlog_entries import BY_CVR

BENTE, SOFIE, MAX = Persona.BENTE.value, Persona.SOFIE.value, Persona.MAX.value
WARD = Persona.WARD.value
PLACE = {"lines": ["Åvej 1"], "postal_code": "5970", "city": "Ærøskøbing"}


@pytest.fixture
def control(url: str, world: World) -> Control:  # noqa: ARG001 - a fresh world first
    return Control(url)


def card(world: World, cpr: str) -> values.Card:
    return read(card_xml(world, cpr))


def test_wills_and_organ_donors_are_registered_and_withdrawn(
    control: Control, world: World
) -> None:
    """The card says so, both ways."""
    kinds = {
        "/treatment-wills": values.TreatmentWill,
        "/organ-donors": values.OrganDonor,
        "/living-wills": values.LivingWill,
    }
    for path, kind in kinds.items():
        for verb, registered in (("/register", True), ("/withdraw", False)):
            control.done(f"{path}{verb}", citizen=SOFIE)
            (entry,) = card(world, SOFIE).of(kind)
            assert entry.registered is registered


@pytest.mark.parametrize(("one", "other"), [("treatment", "living"), ("living", "treatment")])
def test_nobody_has_both_wills(one: str, other: str, control: Control, world: World) -> None:
    """409, and nothing has changed (guide 2025-06-26: one of the two, never both)."""
    control.done(f"/{one}-wills/register", citizen=SOFIE)
    before = world.citizen(SOFIE)
    assert f"expected no {one} will" in control.refused(f"/{other}-wills/register", citizen=SOFIE)
    assert world.citizen(SOFIE) == before


def test_a_citizen_moves_and_changes_name(control: Control, world: World) -> None:
    """CPR's own data; what was typed in keeps the old name."""
    control.done("/persons/move", citizen=BENTE, address=PLACE)
    control.done("/persons/rename", citizen=BENTE, given="Bente Ny", family="Sørensen")
    now = card(world, BENTE)
    assert now.patient.name == values.PersonName(given=("Bente", "Ny"), family=("Sørensen",))
    assert now.patient.address is not None
    assert now.patient.address.shown == ("Åvej 1", "5970 Ærøskøbing", "DK")
    (language,) = now.of(values.Language)
    assert language.author.person is not None
    assert language.author.person.family == ("Knudsen",)


def test_protection_is_given_and_lifted(control: Control, world: World) -> None:
    """The card hides the name, and shows it again."""
    control.done("/protection", citizen=SOFIE)
    assert b"Bach" not in card_xml(world, SOFIE)
    control.done("/protection/lift", citizen=SOFIE)
    assert b"Bach" in card_xml(world, SOFIE)


def test_practitioner_and_coverage_group_are_the_citizens(control: Control, world: World) -> None:
    """Chosen, assigned, and left; a group is 1 or 2."""
    control.done(
        "/practitioner/choose",
        citizen=SOFIE,
        yder="123124",
        name="Lægen på Ærø",
        telephone="62520001",
        address=PLACE,
    )
    control.done("/coverage-group", citizen=SOFIE, group="2")
    now = card(world, SOFIE)
    assert now.patient.provider is not None
    assert now.patient.provider.name == "Lægen på Ærø"
    (coverage,) = now.of(values.CoverageGroup)
    assert coverage.group.extension == "2"
    assert "1 or 2, found '3'" in control.refused("/coverage-group", citizen=SOFIE, group="3")
    control.done("/practitioner/leave", citizen=SOFIE)
    assert card(world, SOFIE).patient.provider is None


@pytest.mark.parametrize(
    ("give", "take", "kinship"),
    [
        ("/parents/record", "/parents/strike", Kinship.PARENT),
        ("/guardians/appoint", "/guardians/dismiss", Kinship.GUARDIAN),
        ("/custody/give", "/custody/remove", Kinship.CUSTODY),
    ],
)
def test_each_bond_comes_and_goes_alone(
    give: str, take: str, kinship: Kinship, control: Control, world: World
) -> None:
    """The others stay."""
    bond = Bond(adult=SOFIE, child=WARD, kinship=kinship)
    before = world.bonds
    control.done(give, adult=SOFIE, child=WARD)
    assert world.bonds == before | {bond}
    control.done(take, adult=SOFIE, child=WARD)
    assert world.bonds == before


def test_what_is_typed_in_is_in_the_card_and_goes_again(control: Control, world: World) -> None:
    """Language, contact, dentist and temporary address: entered, replaced under one id, deleted."""
    verbs = {
        "/language": ("choose", values.Language, [{"code": "fo"}, {"code": "kl"}]),
        "/dentist": ("choose", values.Dentist, [{"yder": "321322"}, {"yder": "321323"}]),
        "/contact": (
            "enter",
            values.ContactNumbers,
            [
                {"numbers": [{"number": "11223344"}]},
                {"numbers": [{"number": "11223355", "use": "H"}]},
            ],
        ),
        "/temporary-address": (
            "stay",
            values.TemporaryAddress,
            [{"address": PLACE}, {"address": PLACE | {"lines": ["Havnen 2"]}}],
        ),
    }
    for path, (enter, kind, bodies) in verbs.items():
        found = []
        for body in bodies:
            control.done(f"{path}/{enter}", citizen=SOFIE, **body)
            found += card(world, SOFIE).of(kind)
        first, second = found
        assert (first.id, first != second) == (second.id, True)
        leave = "leave" if path == "/temporary-address" else "remove"
        control.done(f"{path}/{leave}", citizen=SOFIE)
        assert card(world, SOFIE).of(kind) == ()
        assert "typed in, found none" in control.refused(f"{path}/{leave}", citizen=SOFIE)


def test_a_temporary_address_has_a_start_and_an_end(control: Control, world: World) -> None:
    """It does not end before it starts."""
    start = datetime(2026, 1, 1, 12, tzinfo=COPENHAGEN)
    end = start + timedelta(days=7)
    order = {"citizen": SOFIE, "address": PLACE}
    control.done("/temporary-address/stay", **order, start=start.isoformat(), end=end.isoformat())
    stay = world.citizen(SOFIE).stay
    assert stay is not None
    assert (stay.start, stay.end) == (start, end)
    control.refused(
        "/temporary-address/stay", **order, start=end.isoformat(), end=start.isoformat()
    )


def test_a_relative_is_named_and_removed(control: Control, world: World) -> None:
    """With relation, number and note, under an id of its own."""
    control.done(
        "/relatives/name",
        citizen=SOFIE,
        given="Søs",
        family="Ærlig",
        relation="nabo",
        numbers=[{"number": "11223344"}],
        note="Har nøgle <&>",
    )
    control.done("/relatives/name", citizen=SOFIE, given="Uden efternavn", relation="kollega")
    one, other = card(world, SOFIE).of(values.Relative)
    assert (one.name.full, one.note) == ("Søs Ærlig", "Har nøgle <&>")
    assert one.relation is not None
    assert (one.relation.code, one.relation.display_name) == ("nabo", "Nabo")
    assert other.relation is not None
    assert (other.name.full, other.relation.code) == ("Uden efternavn", "kollega")
    control.done("/relatives/remove", citizen=SOFIE, id=one.id.extension)
    assert card(world, SOFIE).of(values.Relative) == (other,)


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/relatives/name", {"given": "Bo", "note": "cpr 010180-1234"}, "no CPR number"),
        ("/contact/enter", {"numbers": [{"number": "ring!"}]}, "telephone number"),
        ("/contact/enter", {"numbers": [{"number": "1"}, {"number": "2"}]}, "at most once"),
        ("/contact/enter", {"numbers": []}, "one to three"),
        ("/language/choose", {"code": "DAN"}, "ISO 639-1"),
        ("/dentist/choose", {"yder": "000000"}, "Yderregister"),
        ("/relatives/remove", {"id": "no-uuid"}, "a UUID"),
    ],
)
def test_the_stamkortregister_keeps_its_own_rules(
    path: str, body: dict[str, object], why: str, control: Control, world: World
) -> None:
    """What no client may write, no tester may either."""
    before = world.citizen(SOFIE)
    assert why in control.refused(path, citizen=SOFIE, **body)
    assert world.citizen(SOFIE) == before


def test_a_listed_dentist_can_be_chosen(control: Control, world: World) -> None:
    """And is in the list, with Danish letters."""
    clinic = {"yder": "321999", "clinic": "Tænder på Øen", "telephone": "62520002"}
    control.done("/dentists/list", **clinic, address=PLACE)
    assert clinic in control.read("/dentists")
    control.done("/dentist/choose", citizen=SOFIE, yder="321999")
    (dentist,) = card(world, SOFIE).of(values.Dentist)
    assert dentist.clinic == "Tænder på Øen"


def test_citizens_and_staff_come_and_go(control: Control, world: World) -> None:
    """An admitted citizen has a card; a forgotten one has none."""
    control.done(
        "/persons/admit",
        citizen="3102159998",
        given="Ny Test",
        family="Ågård",
        gender="UN",
        born="1950-02-28",
        address=PLACE,
    )
    assert card(world, "3102159998").patient.name == values.PersonName(
        given=("Ny", "Test"), family=("Ågård",)
    )
    control.done("/persons/forget", citizen="3102159998")
    assert control.get("/citizens/3102159998/card").status_code == 404
    control.done("/staff/employ", cpr="3102169996", given_name="Nye", surname="Kræfter")
    assert world.staff["3102169996"].surname == "Kræfter"


@pytest.mark.parametrize("number", ["1", "31021599981", "310215999x", "\u0663102159998"])
def test_a_cpr_number_has_ten_digits(number: str, control: Control, world: World) -> None:
    """409, and nobody is admitted."""
    before = world.citizens
    why = control.refused(
        "/persons/admit",
        citizen=number,
        given="Ny",
        family="Borger",
        gender="F",
        born="1950-02-28",
        address=PLACE,
    )
    assert "ten digits" in why
    assert world.citizens is before


@pytest.mark.parametrize("name", ["Bel\u0007l", "New\nline", "Nul\u0000", "\uffff", "   ", ""])
def test_a_name_that_no_card_can_hold_is_refused(name: str, control: Control, world: World) -> None:
    """400: XML knows no control characters, and nobody has a blank name."""
    answer = control.post(
        "/persons/rename", {"citizen": SOFIE, "given": name, "family": "Sørensen"}
    )
    assert answer.status_code == 400
    assert world.citizen(SOFIE).name.family == ("Bach",)


def test_the_whitelist_and_the_slowness_are_set(control: Control, world: World) -> None:
    """Null admits every organisation again."""
    control.done("/whitelist", organisations=["1", "2"])
    control.done("/slowness", seconds=0.5)
    assert (world.whitelist, world.slow_seconds) == ({"1", "2"}, 0.5)
    assert control.read("/state")["whitelist"] == ["1", "2"]
    control.done("/whitelist", organisations=None)
    assert world.whitelist is None
    assert "from 0 on" in control.refused("/slowness", seconds=-1)


def test_the_clock_is_moved_forward_and_stands(control: Control, world: World) -> None:
    """From what it shows; never back, and never out of the calendar."""
    before = world.now
    control.done("/clock/advance", by="P8D")
    assert world.now == before + timedelta(days=8)
    assert control.read("/state")["clock_stands"] is True
    control.refused("/clock/advance", by="-P1D")
    control.refused("/clock/advance", by="P9999999D")
    control.done("/clock", now=None)
    assert control.read("/state")["clock_stands"] is False


def test_a_fault_is_mended_for_one_and_stays_for_another(control: Control, world: World) -> None:
    """Or is mended for everybody; or all are."""
    for citizen in (SOFIE, BENTE):
        control.done("/faults/inject", fault="SFSK slow", citizen=citizen)
    control.done("/faults/mend", fault="SFSK slow", citizen=SOFIE)
    told = {each["fault"]: each for each in control.read("/faults")}
    assert told["SFSK slow"]["on_for"] == [BENTE]
    control.done("/faults/inject", fault="SFSK down")
    control.done("/faults/mend-all")
    assert world.faults == frozenset()


def day_after_a_year(world: World, on: date) -> None:
    world.clock.set(datetime(on.year + 1, on.month, on.day, tzinfo=COPENHAGEN))


def test_a_year_after_a_death_there_is_no_card(control: Control, world: World) -> None:
    """The day before there is one, as it was; then the citizen is as good as unknown."""
    on = world.now.astimezone(COPENHAGEN).date()
    control.done("/deaths/record", citizen=SOFIE, on=on.isoformat())
    day_after_a_year(world, on)
    world.clock.set(world.now - timedelta(seconds=1))
    assert control.get(f"/citizens/{SOFIE}/card").status_code == 200
    world.clock.set(world.now + timedelta(seconds=1))
    assert control.get(f"/citizens/{SOFIE}/card.xml").status_code == 404
    control.done("/deaths/annul", citizen=SOFIE)
    assert control.get(f"/citizens/{SOFIE}/card").status_code == 200


def test_nobody_dies_before_birth(control: Control, world: World) -> None:
    """409; on the day of birth it is possible."""
    born = world.citizen(SOFIE).born
    assert "not before" in control.refused(
        "/deaths/record", citizen=SOFIE, on=(born - timedelta(days=1)).isoformat()
    )
    control.done("/deaths/record", citizen=SOFIE, on=born.isoformat())


def test_staff_are_blurred_and_disclosed(control: Control) -> None:
    """A decision is told with its end, extended and lifted; what is not there cannot be lifted."""
    order = {"organisation": "20921897", "citizen": BENTE}
    assert "found none" in control.refused("/blurring/lift", **order)
    control.done("/blurring/organisation", **order)
    (decision,) = control.read(f"/citizens/{BENTE}")["blurrings"]
    assert (decision["organisation"], decision["days_left"]) == ("20921897", 90)
    control.done("/blurring/extend", **order)
    (decision,) = control.read(f"/citizens/{BENTE}")["blurrings"]
    assert decision["days_left"] == 180
    control.done("/blurring/lift", **order)
    assert control.read(f"/citizens/{BENTE}")["blurrings"] == []
    assert "found no 0501792275" in control.refused(
        "/blurring/disclose", citizen=BENTE, user="0501792275"
    )


def test_a_minlog_is_told_as_it_is_and_as_the_citizen_sees_it(
    control: Control, world: World
) -> None:
    """Without what is filtered; a hidden user has a pseudonym and no number, until disclosed."""
    hidden = replace(BY_CVR, filters=(Filter.NOT_CITIZEN,), user_name="Ingen Ser")
    world.write_log([BY_CVR, hidden])
    world.blur_organisation(CVR, BENTE)
    kept = control.read(f"/citizens/{BENTE}/minlog")
    assert [each["user_name"] for each in kept] == ["Lars Larsen", "Ingen Ser"]
    (shown,) = control.read(f"/citizens/{BENTE}/minlog/shown")
    assert (shown["hides_user"], shown["user_id"], shown["user_id_source"]) == (True, None, None)
    assert UUID(shown["user_name"]).version == 5
    control.done("/blurring/disclose", citizen=BENTE, user=BY_CVR.user_id)
    (shown,) = control.read(f"/citizens/{BENTE}/minlog/shown")
    assert (shown["hides_user"], shown["user_name"]) == (False, "Lars Larsen")


@pytest.mark.parametrize("path", ["", "/card", "/card.xml", "/minlog", "/minlog/shown"])
def test_an_unknown_citizen_has_nothing(path: str, control: Control) -> None:
    """404, and the message holds the number."""
    answer = control.get(f"/citizens/3102999999{path}")
    assert answer.status_code == 404
    assert "3102999999" in answer.json()["message"]
