"""The expected view: the facts of the card count, how a screen writes them does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from expected_screens import NOW, PARTS, altered, expected_of, marks, populated, screen

from conformance.findings import Shortfall
from conformance.judgement.expected_view import (
    PROTECTION,
    ExpectedView,
    Mark,
    compare_view,
    require_view,
)
from conformance.pdc.datatypes import PersonName
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.vendor.protocol import (
    ContactNumber,
    CustodyRelation,
    EnteredBy,
    NumberUse,
    Provenance,
    Relative,
    RoleOf,
    ShownStatus,
    Status,
    TemporaryAddress,
)


@pytest.fixture
def world() -> World:
    return populated()


@pytest.mark.parametrize("citizen", Persona, ids=lambda persona: persona.name)
def test_a_screen_that_shows_the_card_agrees(world: World, citizen: Persona) -> None:
    """Every persona, in every part."""
    expected = expected_of(world, citizen)
    assert marks(screen(expected), expected) == {}
    require_view(screen(expected), expected, parts=PARTS)


def provenance(**changes: object) -> Provenance:
    told = Provenance(
        entered_by=EnteredBy.CITIZEN, at=datetime(2024, 3, 1, 12, tzinfo=UTC), name="Bente Knudsen"
    )
    return altered(told, **changes)


def relative(expected: ExpectedView, number: int, **changes: object) -> tuple[Relative, ...]:
    """The relatives with one of them changed."""
    found = list(expected.card.relatives or ())
    found[number] = altered(found[number], **changes)
    return tuple(found)


def stay(expected: ExpectedView, **changes: object) -> TemporaryAddress:
    found = expected.card.temporary_address
    assert found is not None
    return altered(found, **changes)


def number(text: str, use: NumberUse | None = NumberUse.MOBILE) -> ContactNumber:
    return ContactNumber(number=text, use=use)


HOME = number("87654321", NumberUse.HOME)
NO = Status(status=ShownStatus.NO, text="Nej")
Changes = Callable[[ExpectedView], dict[str, object]]

WRITTEN_OTHERWISE: dict[str, Changes] = {
    "case and blanks of a name": lambda _: {"name": " BENTE  kirkegård\nKNUDSEN"},
    "family name first": lambda _: {"name": "Knudsen, Bente Kirkegård"},
    "hyphen in the number": lambda _: {"cpr": "251248-9996"},
    "address in one line": lambda _: {"address": ("Prøvevej 96, 7000 Fredericia",)},
    "country written out": lambda _: {"address": ("Prøvevej 96", "7000 FREDERICIA", "Danmark")},
    "group with a word": lambda _: {"coverage_group": "Gruppe 1"},
    "language in capitals": lambda _: {"language": "DE"},
    "practice with its place": lambda _: {"general_practitioner": "Lægerne Æblehaven, Aarhus C"},
    "numbers the other way round": lambda _: {
        "contact_numbers": (HOME, number("12 34 56 78")),
    },
    "numbers with punctuation": lambda _: {
        "contact_numbers": (number("tel:0045 12-34.56(78)"), number("+45 87654321", HOME.use)),
    },
    "relatives in another order": lambda e: {"relatives": (e.card.relatives or ())[::-1]},
    "relation in another word": lambda e: {"relatives": relative(e, 1, relation="Moder")},
    "relation in English": lambda e: {"relatives": relative(e, 0, relation="Neighbour")},
    "note over two lines": lambda e: {
        "relatives": relative(e, 0, note=' Har nøgle & kender\n"Æsken"  <under trappen>')
    },
    "dates without the time of day": lambda e: {
        "temporary_address": stay(e, valid_from=datetime(2024, 3, 1, 0, tzinfo=UTC))
    },
    "provenance by day and without a name": lambda _: {"language_provenance": provenance(name="")},
    "no name beside the time": lambda _: {"language_provenance": provenance(name=None)},
    "a registration with more words": lambda _: {
        "organ_donor": Status(status=ShownStatus.YES, text="Er registreret i registret")
    },
}


@pytest.mark.parametrize("name", WRITTEN_OTHERWISE)
def test_how_a_fact_is_written_does_not_count(world: World, name: str) -> None:
    """Case, blanks, order, line breaks and the punctuation of numbers are free."""
    expected = expected_of(world, Persona.BENTE)
    assert marks(screen(expected, **WRITTEN_OTHERWISE[name](expected)), expected) == {}


DIFFERENT: dict[str, tuple[Changes, str, Mark]] = {
    "another name": (lambda _: {"name": "Bente Knudsen"}, "name", Mark.WRONG),
    "no name": (lambda _: {"name": None}, "name", Mark.MISSING),
    "another number": (lambda _: {"cpr": "2512489997"}, "cpr", Mark.WRONG),
    "house number lost": (
        lambda _: {"address": ("Prøvevej", "7000 Fredericia")},
        *("address",),
        Mark.WRONG,
    ),
    "another group": (lambda _: {"coverage_group": "Gruppe 2"}, "coverage_group", Mark.WRONG),
    "group lost": (lambda _: {"coverage_group": ""}, "coverage_group", Mark.MISSING),
    "another language": (lambda _: {"language": "en"}, "language", Mark.WRONG),
    "Danish instead": (lambda _: {"language": "da"}, "language", Mark.WRONG),
    "another practice": (
        lambda _: {"general_practitioner": "Lægehuset"},
        "general_practitioner",
        Mark.WRONG,
    ),
    "dentist lost": (lambda _: {"dentist": None}, "dentist", Mark.MISSING),
    "no will": (lambda _: {"treatment_will": NO}, "treatment_will", Mark.WRONG),
    "will lost": (lambda _: {"treatment_will": None}, "treatment_will", Mark.MISSING),
    "content of a will": (
        lambda _: {"treatment_will": Status(status=ShownStatus.YES, text="Ingen respirator")},
        "treatment_will, words",
        Mark.FORBIDDEN,
    ),
    "one number lost": (lambda _: {"contact_numbers": (HOME,)}, "contact_numbers", Mark.MISSING),
    "a wrong use": (
        lambda _: {"contact_numbers": (HOME, number("12345678", NumberUse.WORK))},
        "contact_numbers",
        Mark.WRONG,
    ),
    "a number of nobody's": (
        lambda _: {"contact_numbers": (HOME, number("+4512345678"), number("11111111"))},
        "contact_numbers",
        Mark.EXTRA,
    ),
    "null as a number": (
        lambda _: {"contact_numbers": (HOME, number("+4512345678"), number("null"))},
        "contact_numbers",
        Mark.FORBIDDEN,
    ),
    "stay lost": (lambda _: {"temporary_address": None}, "temporary_address", Mark.MISSING),
    "stay ends another day": (
        lambda e: {"temporary_address": stay(e, valid_to=NOW)},
        "temporary_address, to",
        Mark.WRONG,
    ),
    "stay without its end": (
        lambda e: {"temporary_address": stay(e, valid_to=None)},
        "temporary_address, to",
        Mark.MISSING,
    ),
    "a relative lost": (
        lambda e: {"relatives": (e.card.relatives or ())[:2]},
        "relatives, Unge Efterkommer",
        Mark.MISSING,
    ),
    "a relative more": (
        lambda e: {"relatives": (*(e.card.relatives or ()), Relative(name="Ingen"))},
        "relatives, Ingen",
        Mark.EXTRA,
    ),
    "another relation": (
        lambda e: {"relatives": relative(e, 1, relation="Svigermor")},
        "relatives, Ida Moder, relation",
        Mark.WRONG,
    ),
    "relation lost": (
        lambda e: {"relatives": relative(e, 1, relation=None)},
        "relatives, Ida Moder, relation",
        Mark.MISSING,
    ),
    "another note": (
        lambda e: {"relatives": relative(e, 0, note="Har nøgle &amp; kender")},
        "relatives, Naja Nabo, note",
        Mark.WRONG,
    ),
    "a note of nobody's": (
        lambda e: {"relatives": relative(e, 1, note="Har nøgle")},
        "relatives, Ida Moder, note",
        Mark.EXTRA,
    ),
    "a relative's number lost": (
        lambda e: {"relatives": relative(e, 1, numbers=())},
        "relatives, Ida Moder, numbers",
        Mark.MISSING,
    ),
    "said to be protected": (lambda _: {"protection": "Beskyttet"}, PROTECTION, Mark.EXTRA),
    "nobody entered it": (
        lambda _: {"language_provenance": None},
        "language_provenance",
        Mark.MISSING,
    ),
    "no time of entry": (
        lambda _: {"language_provenance": provenance(at=None)},
        "language_provenance",
        Mark.MISSING,
    ),
    "entered by another": (
        lambda _: {"language_provenance": provenance(entered_by=EnteredBy.RELATIVE)},
        "language_provenance",
        Mark.WRONG,
    ),
    "entered another day": (
        lambda _: {"language_provenance": provenance(at=NOW)},
        "language_provenance",
        Mark.WRONG,
    ),
    "entered by somebody of another name": (
        lambda _: {"language_provenance": provenance(name="Jens Jensen")},
        "language_provenance",
        Mark.WRONG,
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_another_fact_is_the_one_difference(world: World, name: str) -> None:
    """Told under its field, by what is wrong with it, with a reason and advice."""
    change, field, mark = DIFFERENT[name]
    expected = expected_of(world, Persona.BENTE)
    view = screen(expected, **change(expected))
    found = marks(view, expected)
    if mark is Mark.MISSING:
        # nobody can see either who entered what is not shown
        found.pop(f"{field}, provenance", None)
    assert found == {field: mark}
    with pytest.raises(Shortfall) as told:
        require_view(view, expected, parts=PARTS)
    assert f"{field}: " in told.value.expected
    assert f"({mark})" in told.value.found
    assert told.value.fix


def test_custody_is_compared_by_person_role_and_side(world: World) -> None:
    """The number of the other person may be left out; another's may not stand there."""
    expected = expected_of(world, Persona.MAX)
    [child] = expected.card.children_in_custody or ()
    field = f"children_in_custody, {child.name}"
    for changes, difference in (
        ({"cpr": None}, {}),
        ({"name": child.name.upper()}, {}),
        ({"cpr": Persona.SOFIE}, {f"{field}, cpr": Mark.WRONG}),
        ({"role": "mor"}, {f"{field}, role": Mark.WRONG}),
        ({"role_of": RoleOf.OTHER_PERSON}, {f"{field}, role": Mark.WRONG}),
    ):
        shown = (altered(child, **changes),)
        assert marks(screen(expected, children_in_custody=shown), expected) == difference
    nobody = CustodyRelation(name="Ingen", role="far", role_of=RoleOf.CITIZEN)
    assert marks(screen(expected, children_in_custody=(nobody,)), expected) == {
        field: Mark.MISSING,
        "children_in_custody, Ingen": Mark.EXTRA,
    }


def test_of_two_relatives_of_a_name_each_keeps_what_is_its_own(world: World) -> None:
    """The one that fits is compared with the one that it fits."""
    twins = tuple(
        replace(kin, name=PersonName.of("Ens", family="Navn"))
        for kin in world.citizen(Persona.BENTE).relatives
    )
    world.admit(replace(world.citizen(Persona.BENTE), relatives=twins))
    expected = expected_of(world, Persona.BENTE)
    reversed_order = (expected.card.relatives or ())[::-1]
    assert [
        line.field
        for line in compare_view(
            screen(expected, relatives=reversed_order), expected, ("relatives",)
        ).differences
        if "note" in line.field
    ] == []
