"""Verbs for what CPR knows: citizens, their names and addresses, deaths, and family bonds."""

from collections.abc import Callable
from datetime import date

from conformance.pdc.codes import Gender, Use
from conformance.pdc.datatypes import Address, PersonName
from conformance.simulator.control.verbs import Body, Subject, Text, Verb, Word, verb
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World


class Place(Body, frozen=True):
    """An address."""

    lines: tuple[Word, ...]
    postal_code: Text | None = None
    city: Text | None = None
    country: Text | None = "DK"

    def address(self, use: Use = Use.HOME) -> Address:
        """As the registers keep it."""
        return Address(
            lines=self.lines,
            postal_code=self.postal_code,
            city=self.city,
            country=self.country,
            use=use,
        )


class Birth(Body, frozen=True):
    """A citizen that the registers are to know, in place of what they knew of this number."""

    citizen: Word
    given: Word
    family: Word
    gender: Gender
    born: date
    address: Place


class Name(Body, frozen=True):
    """A citizen's new name; blanks part the given names."""

    citizen: str
    given: Word
    family: Word


class Move(Body, frozen=True):
    """A citizen's new address."""

    citizen: str
    address: Place


class Death(Body, frozen=True):
    """A citizen dies, today or on another day."""

    citizen: str
    on: date


class Bond(Body, frozen=True):
    """An adult and a child."""

    adult: str
    child: str


def name_of(given: str, family: str) -> PersonName:
    """A name; blanks part the given names."""
    return PersonName(given=tuple(given.split()), family=(family,) if family.strip() else ())


def _admit(world: World, birth: Birth) -> None:
    if len(birth.citizen) != 10 or not birth.citizen.isascii() or not birth.citizen.isdecimal():
        raise ValueError(f"expected a CPR number of ten digits, found {birth.citizen!r}")
    world.admit(
        Citizen(
            cpr=birth.citizen,
            name=name_of(birth.given, birth.family),
            address=birth.address.address(),
            gender=birth.gender,
            born=birth.born,
        )
    )


def _bond(path: str, act: Callable[[World, str, str], None]) -> Verb[Bond]:
    return verb(path, Bond, lambda world, bond: act(world, bond.adult, bond.child))


def _subject(path: str, act: Callable[[World, str], None]) -> Verb[Subject]:
    return verb(path, Subject, lambda world, subject: act(world, subject.citizen))


VERBS = (
    verb("/persons/admit", Birth, _admit),
    _subject("/persons/forget", World.forget),
    verb("/persons/move", Move, lambda w, o: w.move(o.citizen, o.address.address())),
    verb("/persons/rename", Name, lambda w, o: w.rename(o.citizen, name_of(o.given, o.family))),
    verb("/deaths/record", Death, lambda w, o: w.record_death(o.citizen, o.on)),
    _subject("/deaths/annul", World.annul_death),
    _subject("/protection", World.protect),
    _subject("/protection/lift", World.lift_protection),
    _bond("/custody/give", World.give_custody),
    _bond("/custody/remove", World.remove_custody),
    _bond("/parents/record", World.record_parent),
    _bond("/parents/strike", World.strike_parent),
    _bond("/guardians/appoint", World.appoint_guardian),
    _bond("/guardians/dismiss", World.dismiss_guardian),
)
