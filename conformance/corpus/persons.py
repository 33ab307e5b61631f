"""Makes up persons: names, addresses, telephone numbers, and CPR numbers that nobody can have.

A CPR number begins with the day of birth. Those made here begin with 32 to 39, and no month has
such a day: they are impossible by construction, not by luck. All ten characters are digits, month
and year are those of the birth date, and the last digit tells the gender, so no rule minds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from conformance.corpus.dice import Dice
from conformance.corpus.words import (
    FAMILIES,
    LONG_FAMILIES,
    LONG_STREETS,
    MEN,
    PLACES,
    STREETS,
    TOWNS,
    WOMEN,
)
from conformance.pdc.codes import Gender, Use
from conformance.pdc.values import Address, PersonName, Telecom

_IMPOSSIBLE_DAYS: Final = (32, 39)
_OLD_SEVENTH: Final = (0, 3)
_NEW_SEVENTH: Final = (4, 9)

NUMBER_FORMS: Final = (
    "{0}",
    "{0}",
    "{0}",
    "+45{0}",
    "0045{0}",
    "+45-{0}",
    "({1}){2}",
    "{1}.{2}",
    "(46)-{0}-{1}",
    "00298{2}",
    "{0}-{1}",
)
"""What the pattern of the guide lets pass: `tel:` with digits, - ( ) . and a plus in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who does not exist."""

    cpr: str
    name: PersonName
    gender: Gender
    born: date


def person(dice: Dice, *, on: date, ages: tuple[int, int], family: str | None = None) -> Person:
    """Somebody whose age lies within *ages* on the day *on*, of that *family* if one is given."""
    gender = dice.one((Gender.FEMALE, Gender.MALE))
    days = dice.between(ages[0] * 365 + 300, ages[1] * 365 + 300)
    born = on - timedelta(days=days)
    given = dice.some(WOMEN if gender is Gender.FEMALE else MEN, dice.one((1, 1, 2, 2, 3)))
    return Person(
        cpr=impossible_cpr(dice, born, gender),
        name=PersonName(given=given, family=(family or family_name(dice),)),
        gender=gender,
        born=born,
    )


def impossible_cpr(dice: Dice, born: date, gender: Gender) -> str:
    """A number for somebody born in that month and year, on a day that no month has."""
    day = dice.between(*_IMPOSSIBLE_DAYS)
    seventh = dice.between(*(_NEW_SEVENTH if born.year >= 2000 else _OLD_SEVENTH))
    last = 2 * dice.below(5) + (gender is Gender.MALE)
    return f"{day}{born.month:02}{born.year % 100:02}{seventh}{dice.digits(2)}{last}"


def family_name(dice: Dice) -> str:
    """One family name, or two joined by a hyphen or a blank."""
    first = dice.one(FAMILIES)
    if dice.chance(0.75):
        return first
    return first + dice.one(("-", " ")) + dice.one(FAMILIES)


def long_name(dice: Dice, gender: Gender) -> PersonName:
    """A name that does not fit on one line: many given names and a long family name."""
    given = dice.some(WOMEN if gender is Gender.FEMALE else MEN, 6)
    return PersonName(given=given, family=(dice.one(LONG_FAMILIES),))


def address(dice: Dice, *, country: str | None = "DK", use: str = Use.HOME) -> Address:
    """A street and a number, sometimes with floor and side or the name of a place."""
    postal_code, city = dice.one(TOWNS)
    house = f"{dice.one(STREETS)} {dice.between(1, 240)}{dice.one(('', '', '', 'A', 'B'))}"
    floor = dice.one(("", "", "", ", st.tv.", ", 1. th", ", 3. mf.", ", 12. lejl. 4"))
    lines: tuple[str, ...] = (house + floor,)
    if dice.chance(0.15):
        lines = (*lines, dice.one(PLACES))
    return Address(lines=lines, postal_code=postal_code, city=city, country=country, use=use)


def long_address(dice: Dice) -> Address:
    """An address of four long lines."""
    postal_code, city = dice.one(TOWNS)
    lines = (
        f"c/o {dice.one(WOMEN)} {dice.one(LONG_FAMILIES)}",
        f"{dice.one(LONG_STREETS)} {dice.between(100, 900)}Å, 14. sal, værelse {dice.digits(3)}",
        dice.one(PLACES),
        "Postboks " + dice.digits(4),
    )
    return Address(lines=lines, postal_code=postal_code, city=city, country="Danmark")


def telephone(dice: Dice, use: str, *, form: str = "{0}") -> Telecom:
    """A number that begins with 1, as no Danish subscriber's number does."""
    eight = "1" + dice.digits(7)
    return Telecom.tel(form.format(eight, dice.digits(4), dice.digits(6)), use)
