"""Judges what the system under test asked SFSK for: the searches (ITI-18) in the journal."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NoReturn

from conformance.findings import Shortfall
from conformance.simulator.state.journal import Exchange, Service
from conformance.xds.codes import SHARED_PATIENT_CARD
from conformance.xds.query import StoredQueryRequest, patient_id
from conformance.xds.vocabulary import (
    FORMAT_CODE_SCHEME,
    AvailabilityStatus,
    EntryType,
    FormatCode,
    Parameter,
    ReturnType,
    StoredQuery,
)

_SEARCHES: Final = "the searches (ITI-18) of this scenario"
_CARD_FORMATS: Final = frozenset(f"{code.value}^^{FORMAT_CODE_SCHEME}" for code in FormatCode)


def require_find_documents(journal: Sequence[Exchange]) -> None:
    """At least one search was made, and each is FindDocuments and asks for whole entries."""
    for query in _queries(journal):
        if query.query_id != StoredQuery.FIND_DOCUMENTS:
            _fall_short(
                f"the query FindDocuments, {StoredQuery.FIND_DOCUMENTS}",
                query.query_id,
                "use FindDocuments; that SFSK answers another query is not known",
            )
        if query.return_type != ReturnType.LEAF_CLASS:
            _fall_short(
                "the return type LeafClass",
                query.return_type,
                'ask with returnType="LeafClass": the ids of the card stand in whole entries only',
            )


def require_patient_id(journal: Sequence[Exchange], cpr: str) -> None:
    """At least one search was made, and each names this citizen alone, in IHE's own form."""
    expected = f"'{patient_id(cpr)}'"
    for query in _queries(journal):
        found = query.raw.get(Parameter.PATIENT_ID, ())
        if found != (expected,):
            _fall_short(
                f"the patient id {expected}, quotes included",
                ", ".join(found) or "none",
                f"write the CPR number in the slot {Parameter.PATIENT_ID} just so; the single "
                "quotes are part of the value",
            )


def require_on_demand(journal: Sequence[Exchange]) -> None:
    """At least one search was made, and each asks for documents that are made on demand."""
    for query in _queries(journal):
        if EntryType.ON_DEMAND not in query.entry_types:
            _fall_short(
                f"a search for documents made on demand, {EntryType.ON_DEMAND}",
                f"a search for {', '.join(sorted(query.entry_types))}",
                f"name the kind in the slot {Parameter.TYPE}: a search that names none is read as "
                "one for stable documents, and finds no card",
            )


def require_approved(journal: Sequence[Exchange]) -> None:
    """At least one search was made, and each asks for approved documents."""
    for query in _queries(journal):
        found = query.parameters.get(Parameter.STATUS, ())
        if AvailabilityStatus.APPROVED not in found:
            _fall_short(
                f"a search for the status {AvailabilityStatus.APPROVED}",
                ", ".join(found) or "a search without a status",
                f"IHE requires the slot {Parameter.STATUS}",
            )


def require_whole_format_codes(journal: Sequence[Exchange]) -> None:
    """At least one search was made, and where one asks for formats, it gives their code system."""
    for query in _queries(journal):
        wrong = [
            value
            for value in query.parameters.get(Parameter.FORMAT_CODE, ())
            if not value.endswith(f"^^{FORMAT_CODE_SCHEME}")
        ]
        if wrong:
            _fall_short(
                f"a format code with its code system, {FormatCode.PDC_V3}^^{FORMAT_CODE_SCHEME}",
                ", ".join(wrong),
                "write a code as code^^system",
            )


def require_cards_only(journal: Sequence[Exchange]) -> None:
    """At least one search was made, and none asks for documents of another kind than cards."""
    for query in _queries(journal):
        for name, cards in (
            (Parameter.FORMAT_CODE, _CARD_FORMATS | {code.value for code in FormatCode}),
            (Parameter.TYPE_CODE, {SHARED_PATIENT_CARD.parameter}),
        ):
            other = _beyond(query, name, cards)
            if other:
                _fall_short(
                    "a search for shared patient cards only",
                    f"a search for {', '.join(other)}",
                    "SFSK has nothing but cards: look for other documents at the document sharing "
                    "service",
                )


def _beyond(
    query: StoredQueryRequest, name: Parameter, allowed: Collection[str]
) -> tuple[str, ...]:
    return tuple(value for value in query.parameters.get(name, ()) if value not in allowed)


def _queries(journal: Sequence[Exchange]) -> Iterator[StoredQueryRequest]:
    """What each search asked for; there must be one, and it must be one that can be read."""
    searches = [exchange for exchange in journal if exchange.service is Service.SFSK_REGISTRY]
    if not searches:
        _fall_short("a search", "none", "search with ITI-18 before the card is retrieved")
    for search in searches:
        if search.query is None:
            _fall_short(
                "a search that the service could read",
                f"one that was answered with {search.outcome}",
                "see the request and its answer in the exchanges of this scenario",
            )
        yield search.query


def _fall_short(expected: str, found: str, fix: str) -> NoReturn:
    raise Shortfall(expected=expected, found=found, where=_SEARCHES, fix=fix)
