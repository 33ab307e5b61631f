"""What a comparison says of numbers, relatives, custody and who entered something."""

from datetime import UTC, datetime

import pytest
from expected_screens import NOW, altered, expected_of, marks, populated, screen

from conformance.judgement.expected_view import PROVENANCE, Line, Mark, compare_view, persons
from conformance.judgement.expected_view.entered import compare_provenance, described
from conformance.pdc import compose
from conformance.pdc.codes import RelationCode
from conformance.simulator.state.personas import Persona
from conformance.vendor.protocol import (
    ContactNumber,
    CustodyRelation,
    EnteredBy,
    NumberUse,
    Provenance,
    Relative,
    RoleOf,
)

USES = "show each TEL value with its use: H at home, MC mobile, WP at work"
NO_OTHERS = "show the TEL values of the entry that hold a digit, and no others"
UNSEEN = "the card says it and the user does not see it"
OTHER = "the screen says something else than the card"
UNSAID = "the card does not say it"
UNSEEN_PERSON = "the card has this person and the user does not see it"
NOBODY = "the card has nobody of that name here"
RELATION = "the relation of a relative is what the relative is to the citizen"
NOTE = "show the text of the ST value as it is: escape it once for the page, and change nothing"
SIDE = "the relation of a custody entry is what the citizen is to the other person"
MOTHER, UNSPECIFIED = map(compose.relation, (RelationCode.MOTHER, RelationCode.UNSPECIFIED))

HOME = ContactNumber(number="11111111", use=NumberUse.HOME)
MOBILE = altered(HOME, use=NumberUse.MOBILE)
BARE = ContactNumber(number="22222222")
IDA = Relative(name="Ida Moder", relation="Mor", numbers=(HOME,), note="Har nøgle")


def line(field: str, expected: str, found: str, mark: Mark, *told: str) -> Line:
    """With why it matters and how to mend it, where it differs."""
    why, fix = told or ("", "")
    return Line(field=field, expected=expected, found=found, mark=mark, why=why, fix=fix)


def shown(field: str, name: str, found: str | None = None) -> Line:
    return line(field, name, found or name, Mark.AGREES)


NUMBERS: dict[str, tuple[tuple[ContactNumber, ...], tuple[ContactNumber, ...], Line]] = {
    "shown": ((HOME,), (HOME,), shown("n", "11111111 (home)")),
    "without a use": ((BARE,), (BARE,), shown("n", "22222222")),
    "lost": ((HOME,), (), line("n", "11111111 (home)", "nothing", Mark.MISSING, UNSEEN, USES)),
    "another use": (
        (HOME,),
        (MOBILE,),
        line("n", "11111111 (home)", "11111111 (mobile)", Mark.WRONG, OTHER, USES),
    ),
    "of nobody's": (
        (),
        (BARE,),
        line("n", "nothing", "22222222", Mark.EXTRA, "the card has no such number", NO_OTHERS),
    ),
    "no number": (
        (),
        (ContactNumber(number="null", use=NumberUse.HOME),),
        line(
            *("n", "nothing", "null (home)", Mark.FORBIDDEN),
            *("what has no digit is no number", NO_OTHERS),
        ),
    ),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_each_number_is_told_with_its_use(case: str) -> None:
    """Both sides, and of a difference why it matters and how to mend it."""
    expected, found, wanted = NUMBERS[case]
    assert list(persons.number_lines("n", expected, found)) == [wanted]


def test_no_list_of_numbers_is_an_empty_one() -> None:
    """None shown, none said."""
    assert list(persons.number_lines("n", (), None)) == []


def test_of_one_number_with_two_uses_each_meets_its_own() -> None:
    """The one that fits is taken before one that has the digits alone."""
    found = persons.number_lines("n", (HOME, MOBILE), (MOBILE, HOME))
    assert [each.mark for each in found] == [Mark.AGREES, Mark.AGREES]


def test_a_relative_is_told_part_by_part() -> None:
    """Name, relation, numbers and note, each by itself."""
    seen = altered(IDA, name="Moder, Ida", relation="Nabo", numbers=(), note="Har ingen nøgle")
    field = "relatives, Ida Moder"
    assert list(persons.relative_lines([IDA], [MOTHER], [seen])) == [
        shown(field, "Ida Moder", "Moder, Ida"),
        line(f"{field}, relation", "Mor", "Nabo", Mark.WRONG, OTHER, RELATION),
        line(f"{field}, numbers", "11111111 (home)", "nothing", Mark.MISSING, UNSEEN, USES),
        line(f"{field}, note", "Har nøgle", "Har ingen nøgle", Mark.WRONG, OTHER, NOTE),
    ]


def test_a_relative_who_is_lost_and_one_who_is_nobodys() -> None:
    """Each told once, by name."""
    assert list(persons.relative_lines([IDA], [MOTHER], None)) == [
        line(
            *("relatives, Ida Moder", "shown", "nothing", Mark.MISSING),
            *(UNSEEN_PERSON, "show every RelativeTypedIn entry of the card"),
        )
    ]
    assert list(persons.relative_lines([], [], [IDA])) == [
        line(
            *("relatives, Ida Moder", "nothing", "shown", Mark.EXTRA),
            *(NOBODY, "show the RelativeTypedIn entries of the card and no others"),
        )
    ]


def test_the_relatives_after_one_that_is_lost_are_compared_too() -> None:
    """One that is lost ends nothing."""
    naja = Relative(name="Naja Nabo")
    found = list(persons.relative_lines([IDA, naja], [MOTHER, None], [altered(naja, note="x")]))
    assert [(each.field, each.mark) for each in found if not each.agrees] == [
        ("relatives, Ida Moder", Mark.MISSING),
        ("relatives, Naja Nabo, note", Mark.EXTRA),
    ]


def test_as_many_relations_as_relatives_are_expected() -> None:
    """Else a relative would be judged by another's relation, or not at all."""
    with pytest.raises(ValueError, match="zip"):
        list(persons.relative_lines([IDA], [], [IDA]))


@pytest.mark.parametrize(
    ("relation", "expected", "found", "mark"),
    [
        (MOTHER, "Mor", "Mother", Mark.AGREES),
        (MOTHER, "Mor", None, Mark.MISSING),
        (UNSPECIFIED, "Uspecificeret", None, Mark.AGREES),
        (UNSPECIFIED, "Uspecificeret", "Pårørende", Mark.AGREES),
        (UNSPECIFIED, "Uspecificeret", "Mor", Mark.WRONG),
        (None, None, None, Mark.AGREES),
        (None, None, "Mor", Mark.EXTRA),
    ],
)
def test_a_relation_is_free_in_its_word_and_unspecified_may_be_left_out(
    relation: object, expected: str | None, found: str | None, mark: Mark
) -> None:
    """A relation that the card does not give may not be invented."""
    one, other = altered(IDA, relation=expected), altered(IDA, relation=found)
    told = list(persons.relative_lines([one], [relation], [other]))[1]
    assert (told.field, told.mark) == ("relatives, Ida Moder, relation", mark)


def test_of_two_relatives_of_a_name_the_note_tells_which_is_which() -> None:
    """In any order on the screen, and without notes too."""
    twins = (IDA, altered(IDA, note=None, numbers=(MOBILE,)))
    for order in (twins, twins[::-1]):
        found = persons.relative_lines(twins, [MOTHER, MOTHER], order)
        assert [each.field for each in found if not each.agrees] == []


def test_of_two_relatives_of_a_name_the_one_without_a_note_is_that_one() -> None:
    """The other is compared with the note that is left."""
    bare, noted = altered(IDA, note=None), altered(IDA, note="x")
    order = (altered(IDA, note="y"), bare)
    found = list(persons.relative_lines((bare, noted), [MOTHER, MOTHER], order))
    assert [(each.expected, each.found) for each in found if not each.agrees] == [("x", "y")]


def test_protected_relatives_are_alike_in_any_words_of_protection() -> None:
    """But protection on one side alone is somebody else."""
    hidden = Relative(name="ADRESSEBESKYTTET ADRESSEBESKYTTET")
    told = altered(hidden, name="Navnet er beskyttet")
    assert all(each.agrees for each in persons.relative_lines([hidden], [None], [told]))
    found = persons.relative_lines([hidden], [None], [Relative(name="Ida")])
    assert [each.mark for each in found] == [Mark.MISSING, Mark.EXTRA]


@pytest.mark.parametrize(
    ("expected", "found", "mark"),
    [
        ("Har nøgle", " har\n NØGLE", Mark.AGREES),
        ("Har nøgle", "Harnøgle", Mark.WRONG),
        ("Har nøgle", "  ", Mark.MISSING),
        (" ", "Har nøgle", Mark.EXTRA),
        (None, None, Mark.AGREES),
    ],
)
def test_a_note_is_its_signs(expected: str | None, found: str | None, mark: Mark) -> None:
    """Case, blanks and line breaks aside."""
    told = persons.note_line("note", expected, found)
    assert told.mark is mark
    assert told.fix == ("" if mark is Mark.AGREES else NOTE)


ALMA = CustodyRelation(name="Alma", role="mor", role_of=RoleOf.CITIZEN, cpr="0505109990")


def test_custody_is_told_by_person_role_and_number() -> None:
    """The side too: whose relation it is."""
    seen = altered(ALMA, name="ALMA", role="barn", role_of=RoleOf.OTHER_PERSON, cpr="0505109991")
    assert list(persons.custody_lines("children", [ALMA], [seen])) == [
        shown("children, Alma", "Alma", "ALMA"),
        line(
            *("children, Alma, role", "the citizen is 'mor'", "the other person is 'barn'"),
            *(Mark.WRONG, OTHER, SIDE),
        ),
        line("children, Alma, cpr", "0505109990", "0505109991", Mark.WRONG, OTHER, ""),
    ]
    same = altered(ALMA, role=" MOR ", cpr="050510-9990")
    assert list(persons.custody_lines("children", [ALMA], [same])) == [
        shown("children, Alma", "Alma"),
        shown("children, Alma, role", "the citizen is 'mor'"),
        shown("children, Alma, cpr", "0505109990", "050510-9990"),
    ]
    unknown = altered(ALMA, cpr=None)
    assert list(persons.custody_lines("children", [unknown], [ALMA]))[2:] == [
        line("children, Alma, cpr", "nothing", "0505109990", Mark.EXTRA, UNSAID, "")
    ]


def test_a_person_of_custody_who_is_lost_and_one_who_is_nobodys() -> None:
    """Each told once, by name, and those after it as well."""
    ea, bo = altered(ALMA, name="Ea", cpr=None), altered(ALMA, name="Bo", cpr=None)
    assert list(persons.custody_lines("children", [ALMA, ea], [bo, ea])) == [
        line(
            *("children, Alma", "shown", "nothing", Mark.MISSING),
            *(UNSEEN_PERSON, "show every custody entry of the card"),
        ),
        shown("children, Ea", "Ea"),
        shown("children, Ea, role", "the citizen is 'mor'"),
        line(
            *("children, Bo", "nothing", "shown", Mark.EXTRA),
            *(NOBODY, "show the custody entries of the card and no others"),
        ),
    ]
    assert list(persons.custody_lines("children", [], None)) == []


@pytest.mark.parametrize(
    "other",
    [
        altered(ALMA, cpr="0505109991"),
        altered(ALMA, role="far"),
        altered(ALMA, role="far", cpr=None),
    ],
)
def test_of_two_persons_of_a_name_number_and_role_tell_which_is_which(
    other: CustodyRelation,
) -> None:
    """In any order on the screen."""
    found = persons.custody_lines("children", [ALMA, other], [other, ALMA])
    assert [each.field for each in found if not each.agrees] == []


@pytest.mark.parametrize("field", ["children_in_custody", "custody_holders"])
def test_either_side_of_custody_is_compared_with_its_own(field: str) -> None:
    """A screen without a list lacks everybody; a card with nobody expects nobody."""
    citizen = Persona.MAX if field == "children_in_custody" else Persona.CHILD
    expected = expected_of(populated(), citizen)
    [person] = getattr(expected.card, field)
    place = f"{field}, {person.name}"
    assert marks(screen(expected, **{field: None}), expected) == {place: Mark.MISSING}
    right = compare_view(screen(expected), expected, (field,)).lines
    assert [each.field for each in right] == [place, f"{place}, role", f"{place}, cpr"]
    nobody = expected_of(populated(), Persona.SOFIE)
    assert marks(screen(nobody, **{field: (person,)}), nobody) == {place: Mark.EXTRA}


AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTERED = Provenance(entered_by=EnteredBy.CITIZEN, name="Ida Moder", at=AT)
SEEN = "a user must be able to see who entered it, and how old it is"
AUTHOR = "take it from the author of the entry: code, person or organisation, and time"
TOLD = "entered by citizen, Ida Moder, 2026-03-01T12:00+00:00"

PROVENANCES: dict[str, tuple[Provenance | None, Provenance | None, list[Line]]] = {
    "shown": (ENTERED, ENTERED, [line("p", TOLD, TOLD, Mark.AGREES)]),
    "neither": (None, None, []),
    "lost": (ENTERED, None, [line("p", TOLD, "nothing", Mark.MISSING, SEEN, AUTHOR)]),
    "of nobody's": (None, ENTERED, [line("p", "nothing", TOLD, Mark.EXTRA, SEEN, AUTHOR)]),
    "by whom is lost": (
        ENTERED,
        Provenance(at=AT),
        [line("p", TOLD, "2026-03-01T12:00+00:00", Mark.MISSING, SEEN, AUTHOR)],
    ),
    "empty": (
        ENTERED,
        Provenance(),
        [line("p", TOLD, "nothing", Mark.MISSING, SEEN, AUTHOR)],
    ),
    "by another": (
        ENTERED,
        altered(ENTERED, name="Bo"),
        [line("p", TOLD, TOLD.replace("Ida Moder", "Bo"), Mark.WRONG, SEEN, AUTHOR)],
    ),
}


@pytest.mark.parametrize("case", PROVENANCES)
def test_who_entered_something_is_told_in_words(case: str) -> None:
    """Code, name and time on both sides, and why that matters."""
    expected, found, wanted = PROVENANCES[case]
    assert list(compare_provenance("p", expected, found)) == wanted


@pytest.mark.parametrize(
    ("expected", "found", "mark"),
    [
        ("Navn beskyttet", "Beskyttet", Mark.AGREES),
        ("Navn beskyttet", "Ida", Mark.WRONG),
        ("Ida", "Beskyttet", Mark.WRONG),
        ("ADRESSEBESKYTTET", "protected", Mark.AGREES),
        ("Ida Moder", "Moder", Mark.AGREES),
    ],
)
def test_who_entered_it_may_be_protected_on_both_sides(
    expected: str, found: str, mark: Mark
) -> None:
    """Then any words of protection will do; a name beside protection is another's."""
    pair = (altered(ENTERED, name=expected), altered(ENTERED, name=found))
    assert [each.mark for each in compare_provenance("p", *pair)] == [mark]


def test_what_is_not_known_of_an_entry_is_left_out_of_its_words() -> None:
    """Nothing is said in its place."""
    assert described(altered(ENTERED, entered_by=None)) == "Ida Moder, 2026-03-01T12:00+00:00"
    assert described(Provenance()) == described(None) == "nothing"


def test_the_day_of_an_entry_is_a_day_in_denmark() -> None:
    """Half past eleven in the evening in UTC is the next day there, on either side."""
    late, next_day = datetime(2026, 3, 1, 23, 30, tzinfo=UTC), NOW
    for one, other in ((late, next_day), (next_day, late)):
        pair = (altered(ENTERED, at=one), altered(ENTERED, at=other))
        assert [each.mark for each in compare_provenance("p", *pair)] == [Mark.AGREES]
    pair = (altered(ENTERED, at=late), altered(ENTERED, at=AT))
    assert [each.mark for each in compare_provenance("p", *pair)] == [Mark.WRONG]


def test_what_each_relative_was_entered_by_is_compared_by_name() -> None:
    """A screen that tells it of nobody lacks it of each."""
    expected = expected_of(populated(), Persona.BENTE)
    kin = expected.card.relatives or ()
    silent = tuple(altered(each, provenance=None) for each in kin)
    found = compare_view(screen(expected, relatives=silent), expected, (PROVENANCE,)).differences
    assert [each.field for each in found] == [f"relatives, {each.name}, provenance" for each in kin]
