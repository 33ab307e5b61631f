"""SFSK at its addresses: ITI-18 and ITI-43, for callers that the access rules admit."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator.doors.endpoint import Answer, Asked, Note, Route, TokenAsked
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.callers import Caller
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.state.journal import Service
from conformance.xds import entries, query, retrieve
from conformance.xds.vocabulary import Action, ReturnType

_SEARCH: Final = frozenset({Action.REGISTRY_STORED_QUERY.value})
_RETRIEVE: Final = frozenset({Action.RETRIEVE_DOCUMENT_SET.value})

REGISTRY_ROUTES: Final = (
    Route(path="/sfsk/iti18", service=Service.SFSK_REGISTRY, actions=_SEARCH),
    Route(
        path="/decoupling/nspservices/sfskreg",
        service=Service.SFSK_REGISTRY,
        actions=_SEARCH,
        needs_action=True,
    ),
)
"""Directly, and through the decoupling component. Source: NSP protocol dossier 1.2."""

REPOSITORY_ROUTES: Final = (
    Route(path="/sfsk/iti43", service=Service.SFSK_REPOSITORY, actions=_RETRIEVE),
    Route(
        path="/decoupling/nspservices/sfskrep",
        service=Service.SFSK_REPOSITORY,
        actions=_RETRIEVE,
        needs_action=True,
    ),
)


class SfskRegistry:
    """ITI-18: searches."""

    routes: Sequence[Route] = REGISTRY_ROUTES

    def __init__(self, sfsk: Sfsk, access: AccessRules) -> None:
        self._sfsk = sfsk
        self._access = access

    def serve(self, asked: Asked, note: Note) -> Answer:
        """An AdhocQueryResponse. Raises DgwsFault."""
        caller = self._access.admit(note.world, asked.card, asked.hsuid)
        return Answer(body=self._search(asked.body, caller, note))

    def serve_token(self, asked: TokenAsked, note: Note) -> Answer:
        """The same for a caller with a token."""
        caller = self._access.admit_token(note.world, asked.token)
        return Answer(body=self._search(asked.body, caller, note))

    def _search(self, body: etree._Element, caller: Caller, note: Note) -> etree._Element:
        try:
            request = query.read_request(body)
        except query.MalformedQuery as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        note.query = request
        note.concern(self._sfsk.citizens_named(note.world, request))
        response = self._sfsk.search(note.world, caller, request)
        note.outcome = _outcome(response.status, tuple(e.code for e in response.errors))
        if request.return_type == ReturnType.OBJECT_REF:
            return entries.build_reference_response(response)
        return entries.build_response(response)


class SfskRepository:
    """ITI-43: retrievals."""

    routes: Sequence[Route] = REPOSITORY_ROUTES

    def __init__(self, sfsk: Sfsk, access: AccessRules) -> None:
        self._sfsk = sfsk
        self._access = access

    def serve(self, asked: Asked, note: Note) -> Answer:
        """A RetrieveDocumentSetResponse. Raises DgwsFault."""
        caller = self._access.admit(note.world, asked.card, asked.hsuid)
        return Answer(body=self._retrieve(asked.body, caller, note))

    def serve_token(self, asked: TokenAsked, note: Note) -> Answer:
        """The same for a caller with a token."""
        caller = self._access.admit_token(note.world, asked.token)
        return Answer(body=self._retrieve(asked.body, caller, note))

    def _retrieve(self, body: etree._Element, caller: Caller, note: Note) -> etree._Element:
        try:
            requests = retrieve.read_request(body)
        except retrieve.MalformedRetrieve as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        note.concern(self._sfsk.citizens_of(note.world, requests))
        response = self._sfsk.retrieve(note.world, caller, requests)
        note.outcome = _outcome(response.status, tuple(e.code for e in response.errors))
        return retrieve.build_response(response)


def _outcome(status: str, codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or status.rpartition(":")[2]
