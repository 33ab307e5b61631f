"""The shapes that cards come in: what each holds, and how often it comes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from conformance.corpus.dice import Dice
from conformance.pdc.codes import Use


class Shape(StrEnum):
    """What is special about a card."""

    ORDINARY = "ordinary"
    """Some of everything, as drawn."""

    BARE = "bare"
    """Nobody has typed anything in: registers only."""

    EVERYTHING = "everything"
    """All twelve kinds of entry."""

    RELATIVES = "relatives"
    """Three to seven relatives."""

    NOTES = "notes"
    """Notes with signs that XML escapes, quotes of all kinds, other alphabets, and a long one."""

    PROTECTED = "protected"
    """Name and address protection."""

    PARENT = "parent"
    """Custody of one to four children."""

    CHILD = "child"
    """Under the custody of one or two holders."""

    REFUSAL = "refusal"
    """Refusal of resuscitation registered."""

    REGISTERED = "registered"
    """Organ donor, and one of the two wills."""

    NO_PRACTITIONER = "no-practitioner"
    """No general practitioner of one's own."""

    STAY_OPEN = "stay-open"
    """A temporary address without an end."""

    STAY_ENDS = "stay-ends"
    """A temporary address with an end, sometimes at the very second the card is made."""

    DENTIST = "dentist"
    """A dentist with several telephone numbers."""

    LONG = "long"
    """Names and addresses that do not fit on a line."""

    NUMBERS = "numbers"
    """Telephone numbers in every form that the guide lets pass."""

    LANGUAGE = "language"
    """Speaks another language."""

    PROFESSIONAL = "professional"
    """Entries typed in by health professionals, known by person, organisation or both."""

    INFANT = "infant"
    """Born within the year: under custody, and nothing typed in."""

    AGED = "aged"
    """About a hundred years old: the two digits of the birth year mean another century."""


_S: Final = Shape
CYCLE: Final = (
    _S.ORDINARY, _S.BARE, _S.EVERYTHING, _S.RELATIVES, _S.NOTES, _S.PROTECTED, _S.PARENT, _S.CHILD,
    _S.REFUSAL, _S.ORDINARY, _S.REGISTERED, _S.NO_PRACTITIONER, _S.STAY_OPEN, _S.STAY_ENDS,
    _S.DENTIST, _S.LONG, _S.ORDINARY, _S.NUMBERS, _S.LANGUAGE, _S.PROFESSIONAL, _S.INFANT, _S.AGED,
    _S.ORDINARY, _S.PARENT, _S.EVERYTHING, _S.ORDINARY, _S.RELATIVES, _S.ORDINARY, _S.ORDINARY,
)  # fmt: skip
"""Document k has the shape at k modulo 29: all within any 29 in a row, and, 29 being a prime, in
every shard as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How much of what a card holds."""

    ages: tuple[int, int] = (18, 95)
    long: bool = False
    protected: bool = False
    practitioner: bool = True
    organ_donor: bool = False
    treatment_will: bool = False
    living_will: bool = False
    refusal: bool = False
    language: bool = False
    stay: bool = False
    stay_ends: bool = False
    dentist_numbers: int | None = None
    children: int = 0
    holders: int = 0
    contact: tuple[Use, ...] = ()
    relatives: int = 0
    special_notes: bool = False
    number_forms: bool = False
    professional: bool = False


_USES: Final = (Use.HOME, Use.MOBILE, Use.WORK)
_BARE: Final = Contents()


def contents_of(shape: Shape, dice: Dice) -> Contents:
    """What a card of that *shape* holds; the rest is drawn."""
    if shape is Shape.EVERYTHING:
        return everything(dice)
    if shape is Shape.BARE:
        return _BARE
    if shape is Shape.INFANT:
        return replace(_BARE, ages=(0, 0), holders=2)
    if shape is Shape.CHILD:
        return replace(_drawn(dice), ages=(2, 17), children=0, holders=dice.between(1, 2))
    drawn = _drawn(dice)
    if shape is Shape.REGISTERED:
        treatment = dice.chance(0.5)
        return replace(drawn, organ_donor=True, treatment_will=treatment, living_will=not treatment)
    return _SPECIAL.get(shape, _unchanged)(drawn, dice)


def everything(dice: Dice) -> Contents:
    """All twelve kinds of entry, with custody of children."""
    return Contents(
        organ_donor=dice.chance(0.5),
        treatment_will=dice.chance(0.5),
        language=True,
        stay=True,
        stay_ends=True,
        dentist_numbers=2,
        children=dice.between(1, 2),
        contact=_USES,
        relatives=2,
    )


def _drawn(dice: Dice) -> Contents:
    treatment_will = dice.chance(0.1)
    return Contents(
        long=dice.chance(0.02),
        practitioner=dice.chance(0.97),
        organ_donor=dice.chance(0.3),
        treatment_will=treatment_will,
        living_will=not treatment_will and dice.chance(0.05),
        refusal=dice.chance(0.02),
        language=dice.chance(0.08),
        stay=dice.chance(0.1),
        stay_ends=dice.chance(0.7),
        dentist_numbers=dice.between(0, 1) if dice.chance(0.3) else None,
        children=dice.between(1, 2) if dice.chance(0.15) else 0,
        contact=dice.some(_USES, dice.between(0, 2)),
        relatives=dice.one((0, 0, 0, 1, 1, 2)),
        special_notes=dice.chance(0.05),
        number_forms=dice.chance(0.1),
        professional=dice.chance(0.1),
    )


def _unchanged(drawn: Contents, _dice: Dice) -> Contents:
    return drawn


_SPECIAL: Final[Mapping[Shape, Callable[[Contents, Dice], Contents]]] = {
    Shape.RELATIVES: lambda c, d: replace(c, relatives=d.between(3, 7)),
    Shape.NOTES: lambda c, d: replace(c, relatives=d.between(1, 3), special_notes=True),
    Shape.PROTECTED: lambda c, _: replace(c, protected=True, children=0),
    Shape.PARENT: lambda c, d: replace(c, ages=(25, 55), children=d.between(1, 4)),
    Shape.REFUSAL: lambda c, _: replace(c, refusal=True),
    Shape.NO_PRACTITIONER: lambda c, _: replace(c, practitioner=False),
    Shape.STAY_OPEN: lambda c, _: replace(c, stay=True, stay_ends=False),
    Shape.STAY_ENDS: lambda c, _: replace(c, stay=True, stay_ends=True),
    Shape.DENTIST: lambda c, d: replace(c, dentist_numbers=d.between(2, 4)),
    Shape.LONG: lambda c, _: replace(c, long=True, relatives=2),
    Shape.NUMBERS: lambda c, _: replace(c, number_forms=True, contact=_USES, relatives=3),
    Shape.LANGUAGE: lambda c, _: replace(c, language=True),
    Shape.PROFESSIONAL: lambda c, _: replace(c, professional=True, relatives=2, dentist_numbers=1),
    Shape.AGED: lambda c, _: replace(c, ages=(99, 108), children=0),
}
