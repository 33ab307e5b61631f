"""Compares the parts of a card that are lists: telephone numbers, relatives, custody."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from conformance.judgement.expected_view import likeness
from conformance.judgement.expected_view.comparison import NOTHING, Line, Mark
from conformance.judgement.expected_view.facts import absent_or
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import Coded
from conformance.vendor.protocol import ContactNumber, CustodyRelation, Relative, RoleOf

_T = TypeVar("_T")

_NOT_THERE: Final = "the card has nobody of that name here"
_NOT_SHOWN: Final = "the card has this person and the user does not see it"


def number_lines(
    field: str, expected: Sequence[ContactNumber], found: Sequence[ContactNumber] | None
) -> Iterator[Line]:
    """Telephone numbers with their use, in any order and with any punctuation."""
    pairs, left = _paired(expected, found or (), _number_and_use, _number)
    for wanted, shown in pairs:
        same = shown is not None and _number_and_use(wanted, shown)
        fix = "show each TEL value with its use: H at home, MC mobile, WP at work"
        told = None if shown is None else _told(shown)
        yield absent_or(field, _told(wanted), told, same=same, fix=fix)
    for extra in left:
        dialled = likeness.is_number(extra.number)
        yield Line(
            field=field,
            expected=NOTHING,
            found=_told(extra),
            mark=Mark.EXTRA if dialled else Mark.FORBIDDEN,
            why="the card has no such number" if dialled else "what has no digit is no number",
            fix="show the TEL values of the entry that hold a digit, and no others",
        )


def relative_lines(
    expected: Sequence[Relative],
    relations: Sequence[Coded | None],
    found: Sequence[Relative] | None,
) -> Iterator[Line]:
    """Relatives by name, each with relation, numbers and note; *relations* are those expected."""
    pairs, left = _paired(expected, found or (), _name_and_note, _name)
    for (wanted, shown), relation in zip(pairs, relations, strict=True):
        field = f"relatives, {wanted.name}"
        if shown is None:
            yield _missing(field, "RelativeTypedIn")
            continue
        yield _named(field, wanted.name, shown.name)
        yield _relation_line(f"{field}, relation", relation, wanted.relation, shown.relation)
        yield from number_lines(f"{field}, numbers", wanted.numbers, shown.numbers)
        yield note_line(f"{field}, note", wanted.note, shown.note)
    yield from (_extra(f"relatives, {each.name}", "RelativeTypedIn") for each in left)


def note_line(field: str, expected: str | None, found: str | None) -> Line:
    """What somebody wrote, sign by sign; case, blanks and line breaks do not count."""
    same = likeness.plain(expected or "") == likeness.plain(found or "")
    fix = "show the text of the ST value as it is: escape it once for the page, and change nothing"
    return absent_or(field, (expected or "").strip(), (found or "").strip(), same=same, fix=fix)


def custody_lines(
    field: str, expected: Sequence[CustodyRelation], found: Sequence[CustodyRelation] | None
) -> Iterator[Line]:
    """The other persons of a custody, and what the citizen is to each."""
    pairs, left = _paired(expected, found or (), _person_and_role, _person)
    for wanted, shown in pairs:
        place = f"{field}, {wanted.name}"
        if shown is None:
            yield _missing(place, "custody")
            continue
        yield _named(place, wanted.name, shown.name)
        yield absent_or(
            f"{place}, role",
            _role(wanted),
            _role(shown),
            same=_role(wanted) == _role(shown),
            fix="the relation of a custody entry is what the citizen is to the other person",
        )
        if shown.cpr:
            same = wanted.cpr is not None and likeness.same_digits(wanted.cpr, shown.cpr)
            yield absent_or(f"{place}, cpr", wanted.cpr, shown.cpr, same=same)
    yield from (_extra(f"{field}, {each.name}", "custody") for each in left)


def _paired(
    expected: Sequence[_T], found: Iterable[_T], *likenesses: Callable[[_T, _T], bool]
) -> tuple[list[tuple[_T, _T | None]], list[_T]]:
    """Each expected one with the found one that is most like it, and the found ones left over.

    *likenesses* come strictest first, so that of two of a name the one that fits is taken.
    """
    left = list(found)
    taken: dict[int, _T] = {}
    for alike in likenesses:
        for place, wanted in enumerate(expected):
            near = next((each for each in left if alike(wanted, each)), None)
            if place not in taken and near is not None:
                taken[place] = near
                left.remove(near)
    return [(wanted, taken.get(place)) for place, wanted in enumerate(expected)], left


def _number(one: ContactNumber, other: ContactNumber) -> bool:
    return likeness.number(one.number) == likeness.number(other.number)


def _number_and_use(one: ContactNumber, other: ContactNumber) -> bool:
    return _number(one, other) and one.use is other.use


def _name(one: Relative | CustodyRelation, other: Relative | CustodyRelation) -> bool:
    protected = all(likeness.tells_protection(name) for name in (one.name, other.name))
    return protected or likeness.same_name(one.name, other.name)


def _name_and_note(one: Relative, other: Relative) -> bool:
    return _name(one, other) and likeness.plain(one.note or "") == likeness.plain(other.note or "")


def _person(one: CustodyRelation, other: CustodyRelation) -> bool:
    return _name(one, other)


def _person_and_role(one: CustodyRelation, other: CustodyRelation) -> bool:
    same_cpr = not (one.cpr and other.cpr) or likeness.same_digits(one.cpr, other.cpr)
    return _name(one, other) and same_cpr and _role(one) == _role(other)


def _relation_line(field: str, code: Coded | None, expected: str | None, found: str | None) -> Line:
    """The word is free as long as it means the code; unspecified may be left out."""
    if code is None or code.code == RelationCode.UNSPECIFIED:
        expected = expected if found else None
    same = code is not None and likeness.same_relation(found or "", code)
    fix = "the relation of a relative is what the relative is to the citizen"
    return absent_or(field, expected, found, same=same, fix=fix)


def _told(number: ContactNumber) -> str:
    return f"{number.number} ({number.use})" if number.use else number.number


def _role(relation: CustodyRelation) -> str:
    whose = "the citizen" if relation.role_of is RoleOf.CITIZEN else "the other person"
    return f"{whose} is '{relation.role.strip().casefold()}'"


def _named(field: str, expected: str, found: str) -> Line:
    return Line(field=field, expected=expected, found=found, mark=Mark.AGREES)


def _missing(field: str, entry: str) -> Line:
    fix = f"show every {entry} entry of the card"
    return Line(
        field=field, expected="shown", found=NOTHING, mark=Mark.MISSING, why=_NOT_SHOWN, fix=fix
    )


def _extra(field: str, entry: str) -> Line:
    fix = f"show the {entry} entries of the card and no others"
    return Line(
        field=field, expected=NOTHING, found="shown", mark=Mark.EXTRA, why=_NOT_THERE, fix=fix
    )
