"""The words of the features: who is who, which method is meant, how long ago."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from pytest_bdd import parsers

from conformance.pdc.codes import RelationCode
from conformance.simulator.state import cast
from conformance.simulator.state.faults import Fault, Kind, fault_of
from conformance.simulator.state.journal import System
from conformance.simulator.state.personas import Persona, staff_members
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.vendor.protocol import CardPart, DisplayScope, IntegrationMethod
from conformance.vendor.ways import METHODS
from conformance.xds.vocabulary import FormatCode
from steps.entries import ENTRIES, NewEntry
from steps.events import EVENTS, REGISTRATIONS, Registration
from steps.registrar import LOG_FIELDS
from steps.tokens import TOKEN_CALLS, Bearer

CITIZENS: Final = cast.CITIZENS
STAFF: Final = cast.STAFF
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

_WAYS: Final = {
    "is down": Kind.DOWN,
    "is slow": Kind.SLOW,
    "resets the connection in the middle of its answer": Kind.CONNECTION_RESET,
    "sends XML that is cut short": Kind.MALFORMED_XML,
    "calls its answer a web page": Kind.WRONG_CONTENT_TYPE,
    "sends a fault with HTTP 200": Kind.FAULT_WITH_200,
    "sends a fault of the SOSI gateway": Kind.GATEWAY_FAULT,
    "is ten minutes ahead in its times": Kind.CLOCK_AHEAD,
    "is ten minutes behind in its times": Kind.CLOCK_BEHIND,
}


def troubles_of(system: System) -> dict[str, Fault]:
    """How a system goes wrong in a way that others know too: its faults by words of features."""
    return {words: fault for words, kind in _WAYS.items() if (fault := fault_of(system, kind))}


TROUBLES: Final = {
    **troubles_of(System.SFSK),
    "no longer has the document that it finds": Fault.DOCUMENT_EXPIRED,
    "cannot reach one of its registers": Fault.OTHER_REGISTER_OUT_OF_REACH,
    "sends documents as an MTOM part of their own": Fault.MTOM_ANSWER,
    "sends documents in a multipart of a single part": Fault.ONE_PART_ANSWER,
    "marks a card of version 3 as one of version 2": Fault.VERSION_2_MARKER,
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


@with_pattern(_any_of(*METHODS))
def method(text: str) -> IntegrationMethod:
    return METHODS[text]


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


@with_pattern(_any_of(*ENTRIES))
def new_entry(text: str) -> NewEntry:
    return ENTRIES[text]


@with_pattern(
    r"through a portal(?: that names \S+ as the citizen)?|as holder of custody|as a neighbour"
    r"|without a relation|by a power of attorney from \S+"
)
def acting(text: str) -> str:
    return text


@with_pattern(_any_of(*TOKEN_CALLS))
def token_call(text: str) -> Callable[[Bearer, str, str], None]:
    return TOKEN_CALLS[text]


@with_pattern(_any_of(*EVENTS))
def event(text: str) -> Callable[[World], None]:
    return EVENTS[text]


@with_pattern(_any_of(*REGISTRATIONS))
def registration(text: str) -> Registration:
    return REGISTRATIONS[text]


@with_pattern(_any_of(*LOG_FIELDS))
def log_field(text: str) -> str:
    return text


def _trouble(known: Mapping[str, Fault]) -> Callable[[str], Fault]:
    @with_pattern(_any_of(*known))
    def trouble(text: str) -> Fault:
        return known[text]

    return trouble


_PARTS: Final = {
    "CPR number": "cpr",
    "name": CardPart.NAME,
    "address": CardPart.ADDRESS,
    "no-resuscitation information": CardPart.NO_RESUSCITATION,
    "treatment will": CardPart.TREATMENT_WILL,
    "living will": CardPart.LIVING_WILL,
    "organ donation": CardPart.ORGAN_DONOR,
    "coverage group": CardPart.COVERAGE_GROUP,
    "language": CardPart.LANGUAGE,
    "temporary address": CardPart.TEMPORARY_ADDRESS,
    "general practitioner": CardPart.GENERAL_PRACTITIONER,
    "dentist": CardPart.DENTIST,
    "telephone numbers": CardPart.CONTACT_NUMBERS,
    "relatives": CardPart.RELATIVES,
    "children in custody": CardPart.CHILDREN_IN_CUSTODY,
    "holders of custody": CardPart.CUSTODY_HOLDERS,
}


@with_pattern(_any_of(*_PARTS))
def part(text: str) -> str:
    return _PARTS[text]


_DIRT: Final = {
    "an entry of an unknown kind": Fault.UNKNOWN_ENTRY,
    "telephone numbers that say null": Fault.TELEPHONE_NULL,
    "a street that says null": Fault.STREET_NULL,
    "a text that contradicts its entries": Fault.CONTRADICTING_NARRATIVE,
    "both wills": Fault.BOTH_WILLS,
}


@with_pattern(_any_of(*_DIRT))
def dirt(text: str) -> Fault:
    return _DIRT[text]


_TYPES: Final = {
    "Citizen": citizen,
    "Citizens": citizens,
    "User": user,
    "Method": method,
    "Display": display,
    "Answer": answer,
    "Where": where,
    "Trouble": _trouble(TROUBLES),
    "StsTrouble": _trouble(troubles_of(System.STS)),
    "MinLogTrouble": _trouble(troubles_of(System.MINLOG)),
    "SkrTrouble": _trouble(troubles_of(System.SKR)),
    "Formats": formats,
    "Duration": duration,
    "Instant": instant,
    "Relation": relation,
    "Count": count,
    "Part": part,
    "Dirt": dirt,
    "NewEntry": new_entry,
    "Acting": acting,
    "TokenCall": token_call,
    "Event": event,
    "Registration": registration,
    "LogField": log_field,
}


def sentence(text: str) -> parsers.StepParser:
    """A step text in which `{x:Citizen}` and the other words above stand for their values."""
    return parsers.parse(text, extra_types=_TYPES)
