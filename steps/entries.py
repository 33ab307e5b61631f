"""What is entered in the Stamkortregister, by the words that the features use for it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from conformance.pdc import compose
from conformance.pdc.codes import RelationCode, Use
from conformance.pdc.datatypes import Address, Period, PersonName, Telecom, TimeStamp
from conformance.service.callers import Callers
from conformance.skr.values import (
    ContactInformation,
    Dentist,
    Entry,
    Language,
    Relative,
    TemporaryAddress,
)

NewEntry = Callable[[str, Callers], Entry]
"""Makes an entry with this id; the callers know which dentists there are."""

_UNKNOWN_DENTIST: Final = "000000"
FIRST_RELATIVE: Final = PersonName.of("Nyt", family="Bekendtskab")
_SECOND: Final = PersonName.of("Anden", family="Forbindelse")
SECRETS: Final = ("Bekendtskab", "Forbindelse", "22446688", "33557799")
"""What the two relatives are called, and on which numbers."""

_START: Final = TimeStamp(text="20240101000000+0100")
_END: Final = TimeStamp(text="20990101000000+0100")


def _relative(id_: str, _: Callers) -> Relative:
    return Relative(
        id=id_,
        name=FIRST_RELATIVE,
        relation=compose.relation(RelationCode.NEIGHBOUR),
        telecoms=(Telecom.tel("22446688", Use.MOBILE),),
        note="Har nøgle & kender vejen",
    )


def _other_relative(id_: str, callers: Callers) -> Relative:
    return replace(
        _relative(id_, callers),
        name=_SECOND,
        relation=compose.relation(RelationCode.MOTHER),
        telecoms=(Telecom.tel("33557799", Use.HOME),),
        note="Ring først",
    )


def _address(line: str) -> Address:
    return Address(lines=(line,), postal_code="5970", city="Ærøskøbing", country="DK")


def _stay(id_: str, _: Callers) -> TemporaryAddress:
    period = Period(low=_START, high=_END)
    return TemporaryAddress(id=id_, address=_address("c/o Ø, Åvej 3"), period=period)


def _other_stay(id_: str, callers: Callers) -> TemporaryAddress:
    return replace(_stay(id_, callers), address=_address("Strandstræde 8"))


def _number(id_: str, _: Callers) -> ContactInformation:
    return ContactInformation(id=id_, telecoms=(Telecom.tel("44668800", Use.MOBILE),))


def _other_number(id_: str, _: Callers) -> ContactInformation:
    return ContactInformation(id=id_, telecoms=(Telecom.tel("55779911", Use.HOME),))


def _dentist(id_: str, callers: Callers) -> Dentist:
    return Dentist(id=id_, provider=compose.yder_id(callers.two_dentists()[0]))


def _other_dentist(id_: str, callers: Callers) -> Dentist:
    return Dentist(id=id_, provider=compose.yder_id(callers.two_dentists()[1]))


ENTRIES: Final[Mapping[str, NewEntry]] = {
    "a relative": _relative,
    "another relative": _other_relative,
    "a relative without a family name": lambda id_, callers: replace(
        _relative(id_, callers), name=PersonName(given=FIRST_RELATIVE.given)
    ),
    "a relative without a given name": lambda id_, callers: replace(
        _relative(id_, callers), name=PersonName(family=FIRST_RELATIVE.family)
    ),
    "a relative without a telephone number": lambda id_, callers: replace(
        _relative(id_, callers), telecoms=()
    ),
    "a telephone number": _number,
    "another telephone number": _other_number,
    "a temporary address": _stay,
    "another temporary address": _other_stay,
    "a temporary address without an end": lambda id_, callers: replace(
        _stay(id_, callers), period=Period(low=_START)
    ),
    "a language": lambda id_, _: Language(id=id_, language=compose.spoken("tr", "Tyrkisk")),
    "another language": lambda id_, _: Language(id=id_, language=compose.spoken("fr", "Fransk")),
    "a dentist": _dentist,
    "another dentist": _other_dentist,
    "a dentist whom nobody knows": lambda id_, _: Dentist(
        id=id_, provider=compose.yder_id(_UNKNOWN_DENTIST)
    ),
}


def relative_with(text: str, place: str) -> NewEntry:
    """A relative with *text* in the name, the relation or the note."""

    def make(id_: str, callers: Callers) -> Entry:
        relative = _relative(id_, callers)
        if place == "name":
            return replace(relative, name=PersonName.of("Nyt", family=text))
        if place == "relation":
            relation = replace(compose.relation(RelationCode.NEIGHBOUR), display_name=text)
            return replace(relative, relation=relation)
        return replace(relative, note=text)

    return make


def relative_called(number: str) -> NewEntry:
    """A relative with this telephone number, written as it stands."""

    def make(id_: str, callers: Callers) -> Entry:
        telecoms = (Telecom(value=number, use=Use.MOBILE),)
        return replace(_relative(id_, callers), telecoms=telecoms)

    return make


def relative_under(uuid: str) -> NewEntry:
    """A relative under this id, whatever id is free."""
    return lambda _, callers: _relative(uuid, callers)
