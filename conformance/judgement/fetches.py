"""Judges which documents the system under test fetched: its retrievals (ITI-43) in the journal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NoReturn

from conformance.findings import Shortfall
from conformance.security import envelope
from conformance.security.faults import DgwsFault
from conformance.simulator.state.journal import Exchange, Service
from conformance.xds import entries, retrieve
from conformance.xds.entries import DocumentEntry
from conformance.xds.retrieve import DocumentRequest

_RETRIEVALS: Final = "the retrievals (ITI-43) of this scenario"


def require_place_of_hit(journal: Sequence[Exchange]) -> None:
    """A found document was retrieved, and always from where its latest hit said that it was."""
    asked = [
        (wanted, hits[wanted.unique_id])
        for wanted, hits in _asked(journal)
        if wanted.unique_id in hits
    ]
    if not asked:
        _fall_short("the retrieval of a document that was found", "none")
    for wanted, hit in asked:
        if wanted.repository_id != hit.repository_id:
            _fall_short(
                f"the repository {hit.repository_id}, which the search had found",
                wanted.repository_id or "an empty one",
                "take the repository from the slot repositoryUniqueId of the hit, at each search",
            )
        if wanted.home_community_id not in (None, hit.home_community_id):
            _fall_short(
                f"the home community {hit.home_community_id}, which the search had found",
                wanted.home_community_id or "an empty one",
                "take the home community from the attribute home of the hit, or leave it out",
            )


def require_found_documents(journal: Sequence[Exchange]) -> None:
    """A document was retrieved, and each by the whole id under which a search had found it."""
    asked = list(_asked(journal))
    if not asked:
        _fall_short("a retrieval", "none")
    for wanted, hits in asked:
        if wanted.unique_id not in hits:
            _fall_short(
                f"the whole id of a document that was found, {', '.join(hits) or 'and none was'}",
                wanted.unique_id or "an empty id",
                "send the value of the external identifier uniqueId as the hit has it, with what "
                "stands before the caret",
            )


def _asked(
    journal: Sequence[Exchange],
) -> Iterator[tuple[DocumentRequest, Mapping[str, DocumentEntry]]]:
    """Each document that was asked for, with the hits until then by id, the latest of each."""
    hits: dict[str, DocumentEntry] = {}
    for exchange in journal:
        if exchange.service is Service.SFSK_REGISTRY:
            hits = {**hits, **{entry.unique_id: entry for entry in _hits(exchange)}}
        if exchange.service is Service.SFSK_REPOSITORY:
            for wanted in _wanted(exchange):
                yield wanted, hits


def _hits(search: Exchange) -> tuple[DocumentEntry, ...]:
    try:
        answer = envelope.open_envelope(search.response, source="answer")
        return entries.read_response(envelope.only_payload(answer)).entries
    except (DgwsFault, ValueError):
        # no answer, or a fault: nothing was found
        return ()


def _wanted(retrieval: Exchange) -> tuple[DocumentRequest, ...]:
    try:
        request = envelope.open_envelope(retrieval.request, source="request")
        return retrieve.read_request(envelope.only_payload(request))
    except (DgwsFault, retrieve.MalformedRetrieve) as error:
        _fall_short("a retrieval that can be read", str(error))


def _fall_short(expected: str, found: str, fix: str = "") -> NoReturn:
    raise Shortfall(expected=expected, found=found, where=_RETRIEVALS, fix=fix)
