"""Which document entries a stored query selects, and what is wrong with one that cannot be run.

Source: IHE ITI TF-2, 3.18. What it leaves open is told in ASSUMPTIONS of the SFSK's settings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from conformance.xds.codes import CodedValue
from conformance.xds.entries import DocumentEntry
from conformance.xds.errors import RegistryError
from conformance.xds.parameters import MalformedValue, Slot
from conformance.xds.query import StoredQueryRequest
from conformance.xds.vocabulary import (
    CPR_OID,
    FORMAT_CODE_SCHEME,
    EntryType,
    ErrorCode,
    Parameter,
    ReturnType,
    StoredQuery,
)

_TIME: Final = re.compile(r"[0-9]{4}([0-9]{2}){0,5}")
_CODE: Final = re.compile(r"[^^]+\^\^[^^]+")
_CX: Final = re.compile(r"[^^]*\^\^\^&[^&]*&ISO")
_ANYTHING: Final = re.compile(r".*", re.DOTALL)
_LONGEST: Final = 200

_CODES: Final[Mapping[Parameter, Callable[[DocumentEntry], Iterable[CodedValue | None]]]] = {
    Parameter.FORMAT_CODE: lambda e: (CodedValue(code=e.format_code, scheme=FORMAT_CODE_SCHEME),),
    Parameter.CLASS_CODE: lambda e: (e.class_code,),
    Parameter.TYPE_CODE: lambda e: (e.type_code,),
    Parameter.PRACTICE_SETTING: lambda e: (e.practice_setting,),
    Parameter.HEALTHCARE_FACILITY: lambda e: (e.healthcare_facility,),
    Parameter.EVENT_CODES: lambda e: e.event_codes,
    Parameter.CONFIDENTIALITY: lambda e: e.confidentiality,
}

_EARLIEST: Final[Mapping[Parameter, Callable[[DocumentEntry], str | None]]] = {
    Parameter.CREATION_FROM: lambda e: e.creation_time,
    Parameter.SERVICE_START_FROM: lambda e: e.service_start,
    Parameter.SERVICE_STOP_FROM: lambda e: e.service_stop,
}

_LATEST: Final[Mapping[Parameter, Callable[[DocumentEntry], str | None]]] = {
    Parameter.CREATION_TO: lambda e: e.creation_time,
    Parameter.SERVICE_START_TO: lambda e: e.service_start,
    Parameter.SERVICE_STOP_TO: lambda e: e.service_stop,
}

_SINGLE: Final = frozenset({Parameter.PATIENT_ID, *_EARLIEST, *_LATEST})
_REPEATABLE: Final = frozenset({Parameter.EVENT_CODES, Parameter.CONFIDENTIALITY})
_BY_ID: Final = frozenset({Parameter.ENTRY_UUID, Parameter.UNIQUE_ID})

_KNOWN: Final[Mapping[str, frozenset[Parameter]]] = {
    StoredQuery.FIND_DOCUMENTS: frozenset(Parameter) - _BY_ID,
    StoredQuery.GET_DOCUMENTS: _BY_ID,
}

_REQUIRED: Final = (Parameter.PATIENT_ID, Parameter.STATUS)
_RETURN_TYPES: Final = frozenset(kind.value for kind in ReturnType)


def refusals(request: StoredQueryRequest) -> Iterator[RegistryError]:
    """What is wrong with the query, the first thing first; nothing when it can be run."""
    known = _KNOWN.get(request.query_id)
    if known is None:
        yield _error(
            ErrorCode.UNKNOWN_QUERY,
            f"expected FindDocuments or GetDocuments, found {request.query_id!r}",
        )
        return
    if request.return_type not in _RETURN_TYPES:
        yield _error(
            ErrorCode.REGISTRY_ERROR,
            f"expected returnType LeafClass or ObjectRef, found {request.return_type!r}",
        )
    yield from _missing(request)
    slots = [slot for slot in request.slots if slot.name in known]
    yield from _repeated(slots)
    for slot in slots:
        yield from _wrong_values(Parameter(slot.name), slot)


def selects(request: StoredQueryRequest, entry: DocumentEntry) -> bool:
    """Whether the query, which has been found sound, selects *entry*."""
    if request.query_id == StoredQuery.GET_DOCUMENTS:
        return entry.id in _asked(request, Parameter.ENTRY_UUID) or entry.unique_id in _asked(
            request, Parameter.UNIQUE_ID
        )
    asked_types = _asked(request, Parameter.TYPE) or {EntryType.STABLE.value}
    return entry.entry_type in asked_types and all(
        _keeps(Parameter(slot.name), slot.values, entry)
        for slot in request.slots
        if slot.name in _KNOWN[StoredQuery.FIND_DOCUMENTS]
    )


def _asked(request: StoredQueryRequest, name: Parameter) -> frozenset[str]:
    return frozenset(request.parameters.get(name, ()))


def _missing(request: StoredQueryRequest) -> Iterator[RegistryError]:
    if request.query_id == StoredQuery.FIND_DOCUMENTS:
        for name in _REQUIRED:
            if not any(request.parameters.get(name, ())):
                yield _error(ErrorCode.MISSING_PARAMETER, f"expected {name}, found none")
        return
    given = [name for name in sorted(_BY_ID) if any(request.parameters.get(name, ()))]
    wanted = f"expected {' or '.join(sorted(_BY_ID))}"
    if not given:
        yield _error(ErrorCode.MISSING_PARAMETER, f"{wanted}, found neither")
    if len(given) > 1:
        yield _error(ErrorCode.PARAMETER_NUMBER, f"{wanted}, found both")


def _repeated(slots: Iterable[Slot]) -> Iterator[RegistryError]:
    seen: set[str] = set()
    for slot in slots:
        if slot.name in seen and slot.name not in _REPEATABLE:
            yield _error(ErrorCode.PARAMETER_NUMBER, f"expected {slot.name} once, found it again")
        seen.add(slot.name)


def _wrong_values(name: Parameter, slot: Slot) -> Iterator[RegistryError]:
    values = slot.values
    if not any(values):
        yield _error(ErrorCode.PARAMETER_NUMBER, f"expected a value of {name}, found none")
        return
    if len(values) > 1 and name in _SINGLE:
        found = ", ".join(values[:3])
        yield _error(ErrorCode.PARAMETER_NUMBER, f"expected one {name}, found {found}")
    form, described = _form(name)
    for value in values:
        if value and not form.fullmatch(value):
            yield _error(
                ErrorCode.REGISTRY_ERROR, f"expected {described} in {name}, found {value!r}"
            )
    if name is Parameter.PATIENT_ID and not values[0].endswith(f"&{CPR_OID}&ISO"):
        yield _error(ErrorCode.UNKNOWN_PATIENT, f"expected a CPR number, found {values[0]!r}")


def misquoted(request: StoredQueryRequest) -> Iterator[RegistryError]:
    """The values that do not stand in the quotes and parentheses of IHE."""
    known = _KNOWN.get(request.query_id, frozenset())
    for slot in request.slots:
        if slot.name not in known:
            continue
        try:
            slot.strict_values()
        except MalformedValue as error:
            yield _error(ErrorCode.REGISTRY_ERROR, f"{slot.name}: {error}")


def _form(name: Parameter) -> tuple[re.Pattern[str], str]:
    if name in _CODES:
        return _CODE, "code^^scheme"
    if name is Parameter.PATIENT_ID:
        return _CX, "id^^^&authority&ISO"
    if name in _EARLIEST or name in _LATEST:
        return _TIME, "a time of 4 to 14 digits"
    return _ANYTHING, "a value"


def _keeps(name: Parameter, values: tuple[str, ...], entry: DocumentEntry) -> bool:
    """Whether the entry has one of the values that one slot asks for."""
    if name in _CODES:
        own = {code.parameter for code in _CODES[name](entry) if code is not None}
        return not own.isdisjoint(values)
    if name in _EARLIEST:
        time = _EARLIEST[name](entry)
        return time is not None and time >= _instant(values[0])
    if name in _LATEST:
        time = _LATEST[name](entry)
        return time is not None and time < _instant(values[0])
    if name is Parameter.STATUS:
        return entry.status in values
    if name is Parameter.AUTHOR_PERSON:
        return any(_like(value, entry.author_person) for value in values)
    return True


def _instant(time: str) -> str:
    """The first second of the time, in the 14 digits of an entry: month and day begin at 1."""
    return time + "00000101000000"[len(time) :]


def _like(pattern: str, text: str | None) -> bool:
    """Whether *text* is like *pattern*, in which `%` stands for any text, `_` for any letter."""
    if text is None:
        return False
    at, restart, tried = 0, -1, 0
    for_pattern = 0
    while at < len(text):
        sign = pattern[for_pattern : for_pattern + 1]
        if sign == "%":
            restart, tried = for_pattern, at
            for_pattern += 1
        elif sign in ("_", text[at]):
            for_pattern += 1
            at += 1
        elif restart >= 0:
            tried += 1
            for_pattern, at = restart + 1, tried
        else:
            return False
    return not pattern[for_pattern:].strip("%")


def _error(code: ErrorCode, context: str) -> RegistryError:
    return RegistryError(code=code, context=context[:_LONGEST])
