"""The words of the features: who is who, which method is meant, how long ago."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from pytest_bdd import parsers

from conformance.pdc.codes import RelationCode
from conformance.simulator.faults import Fault
from conformance.simulator.personas import Persona, Staff, staff_members
from conformance.simulator.registers import StaffMember
from conformance.vendor.protocol import DisplayScope, IntegrationMethod
from conformance.xds.vocabulary import FormatCode

CITIZENS: Final = {
    "Bente": Persona.BENTE,
    "Jens": Persona.JENS,
    "Sofie": Persona.SOFIE,
    "Bruno": Persona.BRUNO,
    "Max": Persona.MAX,
    "Alma": Persona.CHILD,
    "Østen": Persona.SECOND_CHILD,
    "Åse": Persona.WARD,
}
STAFF: Final = {
    "the doctor": Staff.DOCTOR,
    "the nurse": Staff.NURSE,
    "an assistant with SundAssistR1": Staff.ASSISTANT_R1,
    "an assistant with SundAssistR2": Staff.ASSISTANT_R2,
    "an assistant with PlejeAssR3": Staff.ASSISTANT_R3,
    "an assistant with both national roles": Staff.ASSISTANT_BOTH,
    "an assistant without national role": Staff.ASSISTANT_NONE,
}
_METHODS: Final = {
    "from a local copy": IntegrationMethod.LOCAL_COPY,
    "system to system": IntegrationMethod.SYSTEM,
    "as the user": IntegrationMethod.USER,
}
_LEGACY_ANSWERS: Final = {
    "the legacy value NAV": Fault.LEGACY_NAV,
    "the legacy null flavour NAV": Fault.LEGACY_NULL_FLAVOR,
    "no no-resuscitation information at all": Fault.ENTRY_MISSING,
    "a version 2 document": Fault.VERSION_2_DOCUMENT,
}
_OUT_OF_REACH: Final = {
    "on retrieval": Fault.REGISTER_OUT_OF_REACH,
    "at search": Fault.REGISTER_OUT_OF_REACH_AT_SEARCH,
}


_FORMATS: Final = {
    "version 2": (FormatCode.PDC_V2,),
    "version 3": (FormatCode.PDC_V3,),
    "any format": (),
}


_F = TypeVar("_F", bound=Callable[[str], object])


def with_pattern(pattern: str) -> Callable[[_F], _F]:
    """Say by which words a converter is meant, in the way that the parse library reads."""

    def mark(function: _F) -> _F:
        vars(function)["pattern"] = pattern
        return function

    return mark


def _any_of(*words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@with_pattern(_any_of(*CITIZENS))
def citizen(text: str) -> Persona:
    return CITIZENS[text]


@with_pattern(_any_of(*STAFF))
def user(text: str) -> StaffMember:
    return next(member for member in staff_members() if member.cpr == STAFF[text])


@with_pattern(_any_of(*_METHODS))
def method(text: str) -> IntegrationMethod:
    return _METHODS[text]


@with_pattern("full|restricted")
def display(text: str) -> DisplayScope:
    return DisplayScope(text)


@with_pattern(_any_of(*_LEGACY_ANSWERS))
def answer(text: str) -> Fault:
    return _LEGACY_ANSWERS[text]


@with_pattern(_any_of(*_OUT_OF_REACH))
def where(text: str) -> Fault:
    return _OUT_OF_REACH[text]


@with_pattern(_any_of(*_FORMATS))
def formats(text: str) -> tuple[FormatCode, ...]:
    return _FORMATS[text]


@with_pattern(r"\d+ (?:day|hour|minute)s?(?: \d+ (?:day|hour|minute)s?)*")
def duration(text: str) -> timedelta:
    amounts = re.findall(r"(\d+) (day|hour|minute)", text)
    return timedelta(**{f"{unit}s": int(amount) for amount, unit in amounts})


@with_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@with_pattern(r"\S+(?:, \S+)*")
def citizens(text: str) -> tuple[Persona, ...]:
    return tuple(CITIZENS[name] for name in text.split(", "))


@with_pattern(_any_of(*RelationCode))
def relation(text: str) -> RelationCode:
    return RelationCode(text)


@with_pattern(r"\d+|no|one")
def count(text: str) -> int:
    return {"no": 0, "one": 1}[text] if text.isalpha() else int(text)


_TYPES: Final = {
    "Citizen": citizen,
    "Citizens": citizens,
    "User": user,
    "Method": method,
    "Display": display,
    "Answer": answer,
    "Where": where,
    "Formats": formats,
    "Duration": duration,
    "Instant": instant,
    "Relation": relation,
    "Count": count,
}


def sentence(text: str) -> parsers.StepParser:
    """A step text in which `{x:Citizen}` and the other words above stand for their values."""
    return parsers.parse(text, extra_types=_TYPES)
