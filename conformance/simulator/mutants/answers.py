"""The simulator with one thing wrong in which searches find, and in how an answer says it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from uuid import NAMESPACE_OID, uuid4, uuid5

from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithSfsk
from conformance.simulator.sfsk.callers import Caller
from conformance.simulator.sfsk.document_ids import REPOSITORY_ID, unique_id
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.sfsk.settings import SfskSettings
from conformance.simulator.state.world import World
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.errors import RegistryError
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import (
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
    ReturnType,
)


def _without(request: StoredQueryRequest, names: Iterable[str]) -> StoredQueryRequest:
    left_out = set(names)
    kept = {name: told for name, told in request.parameters.items() if name not in left_out}
    return replace(request, parameters=kept, sent=())


class _AnyClass(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        asked = _without(request, (Parameter.CLASS_CODE, Parameter.CONFIDENTIALITY))
        return super().search(world, caller, asked)


class _AnyFormat(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        return super().search(world, caller, _without(request, (Parameter.FORMAT_CODE,)))


class _DemandsFormat(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        answer = super().search(world, caller, request)
        return answer if Parameter.FORMAT_CODE in request.parameters else QueryResponse()


class _IdsOfBothVersions(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        answer = super().search(world, caller, request)
        if request.return_type != ReturnType.OBJECT_REF:
            return answer
        closed = tuple(
            replace(entry, entry_uuid=f"urn:uuid:{uuid5(NAMESPACE_OID, entry.unique_id)}")
            for entry in answer.entries
        )
        return replace(answer, entries=(*answer.entries, *closed))


class _OneErrorForAll(Sfsk):
    def refusal(self, request: StoredQueryRequest) -> RegistryError | None:
        found = super().refusal(request)
        return found and replace(found, code=ErrorCode.REGISTRY_ERROR)


class _TellsIds(Sfsk):
    """Tells other ids than it has, and takes the ones that it told."""

    def __init__(self, cards: CardMaker, settings: SfskSettings | None = None) -> None:
        super().__init__(cards, settings)
        self._told: dict[str, str] = {}

    def told(self, world: World, entry: DocumentEntry) -> str:
        """The document's part of an id."""
        del world, entry
        return str(uuid4())

    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        answer = super().search(world, caller, request)
        renamed = tuple(self._renamed(world, entry) for entry in answer.entries)
        return replace(answer, entries=renamed)

    def _renamed(self, world: World, entry: DocumentEntry) -> DocumentEntry:
        told = f"{entry.repository_id}^{self.told(world, entry)}"
        self._told[told] = entry.unique_id
        return replace(entry, unique_id=told)

    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        real = tuple(
            replace(request, unique_id=self._told.get(request.unique_id, request.unique_id))
            for request in requests
        )
        return super().retrieve(world, caller, real)


class _IdOfTheDay(_TellsIds):
    def told(self, world: World, entry: DocumentEntry) -> str:
        return str(uuid5(NAMESPACE_OID, f"{entry.unique_id}:{world.now.date()}"))


class _OneIdForAll(_TellsIds):
    def told(self, world: World, entry: DocumentEntry) -> str:
        del world, entry
        return str(uuid5(NAMESPACE_OID, "card"))


class _AnyCardOfTheRepository(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        somebody = unique_id(next(iter(world.citizens)), FormatCode.PDC_V3)
        asked = tuple(
            replace(request, unique_id=somebody) if request.unique_id == REPOSITORY_ID else request
            for request in requests
        )
        return super().retrieve(world, caller, asked)


class _RepositoryErrorForUnknown(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        answer = super().retrieve(world, caller, requests)
        errors = tuple(
            replace(error, code=ErrorCode.REPOSITORY_ERROR)
            if error.code == ErrorCode.DOCUMENT_UNIQUE_ID
            else error
            for error in answer.errors
        )
        return replace(answer, errors=errors)


class _SeveralAreInPart(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        answer = super().retrieve(world, caller, requests)
        if len(requests) == 1 or answer.status != ResponseStatus.SUCCESS:
            return answer
        return replace(answer, status=ResponseStatus.PARTIAL_SUCCESS)


MUTANTS: Final = named(
    (
        "service-ignores-class",
        "A search for another class of document, or for restricted ones, finds the card.",
        WithSfsk(_AnyClass),
    ),
    (
        "service-ignores-format",
        "A search for another format finds the card.",
        WithSfsk(_AnyFormat),
    ),
    (
        "service-demands-format",
        "A search that names no format finds nothing.",
        WithSfsk(_DemandsFormat),
    ),
    (
        "service-two-ids-for-one",
        "A search for ids is answered with two for one card.",
        WithSfsk(_IdsOfBothVersions),
    ),
    (
        "service-one-error-for-all",
        "Whatever is wrong with a search, the error is the same.",
        WithSfsk(_OneErrorForAll),
    ),
    ("service-id-of-the-search", "A card has another id at each search.", WithSfsk(_TellsIds)),
    ("service-id-of-the-day", "A card has another id every day.", WithSfsk(_IdOfTheDay)),
    ("service-one-id-for-all", "All cards are found under one id.", WithSfsk(_OneIdForAll)),
    (
        "service-any-card-of-the-repository",
        "Somebody's card is served to who asks by the repository's part of the id alone.",
        WithSfsk(_AnyCardOfTheRepository),
    ),
    (
        "service-repository-error-for-unknown",
        "A document that does not exist is called a failure of the repository.",
        WithSfsk(_RepositoryErrorForUnknown),
    ),
    (
        "service-several-are-in-part",
        "An answer with several documents says that it lacks some.",
        WithSfsk(_SeveralAreInPart),
    ),
)
"""Deviations by name."""
