"""Searches that differ from the usual one in one respect, for looking what the service does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from conformance.xds.query import StoredQueryRequest, patient_id
from conformance.xds.vocabulary import (
    CLASS_CODE_SCHEME,
    CONFIDENTIALITY_SCHEME,
    FORMAT_CODE_SCHEME,
    MEDCOM_MESSAGE_CODES,
    AvailabilityStatus,
    EntryType,
    Parameter,
)

IMPOSSIBLE_CPR: Final = "3102999999"
"""Nobody can have it: the day is 31 February."""

UNKNOWN_QUERY: Final = "urn:uuid:00000000-0000-4000-8000-000000000000"
"""No stored query has this id."""

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "among stable documents alone": (EntryType.STABLE,),
    "among documents made on demand": (EntryType.ON_DEMAND,),
    "without a kind of document": (),
}
"""Which entry types are asked for; none means that the parameter is left out."""

_PDC: Final = f"PDC^^{MEDCOM_MESSAGE_CODES}"
_NONE: Final = "NONE"
"""A code of nothing, in whatever system."""

CRITERIA: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "its citizen and status alone": {},
    "its type, a card": {Parameter.TYPE_CODE: (_PDC,)},
    "its class, a clinical report": {Parameter.CLASS_CODE: (f"001^^{CLASS_CODE_SCHEME}",)},
    "its normal confidentiality": {Parameter.CONFIDENTIALITY: (f"N^^{CONFIDENTIALITY_SCHEME}",)},
    "either of two types": {Parameter.TYPE_CODE: (f"{_NONE}^^{MEDCOM_MESSAGE_CODES}", _PDC)},
    "another type": {Parameter.TYPE_CODE: (f"{_NONE}^^{MEDCOM_MESSAGE_CODES}",)},
    "another class": {Parameter.CLASS_CODE: (f"{_NONE}^^{CLASS_CODE_SCHEME}",)},
    "another format": {Parameter.FORMAT_CODE: (f"{_NONE}^^{FORMAT_CODE_SCHEME}",)},
    "a restricted access": {Parameter.CONFIDENTIALITY: (f"R^^{CONFIDENTIALITY_SCHEME}",)},
    "the status of replacement": {Parameter.STATUS: (AvailabilityStatus.DEPRECATED,)},
}
"""What is asked for beside the citizen, by what it means; the usual format code is left out."""


def of_kind(request: StoredQueryRequest, kind: str) -> StoredQueryRequest:
    """The search among the documents of one of KINDS."""
    return _with(_without(request, Parameter.TYPE), {Parameter.TYPE: KINDS[kind]})


def by(request: StoredQueryRequest, criterion: str) -> StoredQueryRequest:
    """The search by one of CRITERIA in place of the format."""
    return _with(_without(request, Parameter.FORMAT_CODE), CRITERIA[criterion])


def flawed(request: StoredQueryRequest, flaw: str) -> StoredQueryRequest:
    """The search with a flaw: what is missing, too many or unknown."""
    match flaw:
        case "without a citizen":
            return _without(request, Parameter.PATIENT_ID)
        case "without a status":
            return _without(request, Parameter.STATUS)
        case "for two citizens at once":
            citizens = (*request.parameters[Parameter.PATIENT_ID], patient_id(IMPOSSIBLE_CPR))
            return _with(request, {Parameter.PATIENT_ID: citizens})
        case "of a kind that nobody knows":
            return replace(request, query_id=UNKNOWN_QUERY)
    raise ValueError(f"expected a flaw of the features, found {flaw!r}")


def for_nobody(request: StoredQueryRequest) -> StoredQueryRequest:
    """The search for a citizen whom nobody can be."""
    return _with(request, {Parameter.PATIENT_ID: (patient_id(IMPOSSIBLE_CPR),)})


def _with(request: StoredQueryRequest, values: Mapping[str, tuple[str, ...]]) -> StoredQueryRequest:
    parameters = {**request.parameters, **values}
    return replace(request, parameters={name: found for name, found in parameters.items() if found})


def _without(request: StoredQueryRequest, name: Parameter) -> StoredQueryRequest:
    kept = {key: values for key, values in request.parameters.items() if key != name}
    return replace(request, parameters=kept)
