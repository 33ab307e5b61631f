"""The simulator with one thing wrong in searches (ITI-18) and retrievals (ITI-43)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.pdc.values import Card, TimeStamp
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.mutants.mutant import ChangedCards, Origin, ServiceMutant, named
from conformance.simulator.mutants.replaced import WithSfsk
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.callers import Caller
from conformance.simulator.sfsk.document_ids import REPOSITORY_ID
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.sfsk.settings import SfskSettings
from conformance.simulator.state.world import World
from conformance.xds.codes import CLINICAL_REPORT
from conformance.xds.document_entry import DocumentEntry, QueryResponse
from conformance.xds.errors import RegistryError
from conformance.xds.query import StoredQueryRequest, patient_id
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import (
    AvailabilityStatus,
    EntryType,
    ErrorCode,
    Parameter,
    ResponseStatus,
    ReturnType,
)

# Searches


class _AnyKindOfDocument(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        kinds = {Parameter.TYPE.value: (EntryType.ON_DEMAND.value, EntryType.STABLE.value)}
        return super().search(world, caller, _asking(request, kinds))


class _AnyTypeCode(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        kept = {n: v for n, v in request.parameters.items() if n != Parameter.TYPE_CODE}
        return super().search(world, caller, replace(request, parameters=kept, sent=()))


class _DeprecatedToo(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        if Parameter.STATUS in request.parameters:
            request = _asking(request, {Parameter.STATUS.value: (AvailabilityStatus.APPROVED,)})
        return super().search(world, caller, request)


class _ApprovedUnlessTold(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        if Parameter.STATUS not in request.parameters:
            request = _asking(request, {Parameter.STATUS.value: (AvailabilityStatus.APPROVED,)})
        return super().search(world, caller, request)


class _OtherIdsAsReferences(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        answer = super().search(world, caller, request)
        if request.return_type != ReturnType.OBJECT_REF:
            return answer
        return _entries_as(answer, _with_uuid)


class _SomebodyForNobody(Sfsk):
    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        if request.patient_cpr is not None and request.patient_cpr not in world.citizens:
            somebody = {Parameter.PATIENT_ID.value: (patient_id(next(iter(world.citizens))),)}
            request = _asking(request, somebody)
        return super().search(world, caller, request)


# Hits


class _AnswersWith(Parts):
    """Parts whose hits are made wrong by a change."""

    def __init__(self, change: Callable[[World, DocumentEntry], DocumentEntry]) -> None:
        self._change = change

    def sfsk(self, cards: CardMaker) -> Sfsk:
        return _ChangingSfsk(cards, self._change, self.settings.sfsk)


class _ChangingSfsk(Sfsk):
    def __init__(
        self,
        cards: CardMaker,
        change: Callable[[World, DocumentEntry], DocumentEntry],
        settings: SfskSettings,
    ) -> None:
        super().__init__(cards, settings)
        self._change = change

    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        answer = super().search(world, caller, request)
        entries = tuple(self._change(world, entry) for entry in answer.entries)
        return replace(answer, entries=entries)


def _stable(_world: World, entry: DocumentEntry) -> DocumentEntry:
    return replace(entry, entry_type=EntryType.STABLE)


def _homeless(_world: World, entry: DocumentEntry) -> DocumentEntry:
    return replace(entry, home_community_id="")


def _of_another_type(_world: World, entry: DocumentEntry) -> DocumentEntry:
    return replace(entry, type_code=CLINICAL_REPORT)


def _with_name(world: World, entry: DocumentEntry) -> DocumentEntry:
    name = world.citizen(entry.cpr).name
    return replace(entry, patient_info=(f"PID-5|{name.family[0]}^{' '.join(name.given)}",))


# Retrievals


class _HalfAnId(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        whole = tuple(
            r if "^" in r.unique_id else replace(r, unique_id=f"{REPOSITORY_ID}^{r.unique_id}")
            for r in requests
        )
        return super().retrieve(world, caller, whole)


class _AnyRepository(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        own = tuple(replace(request, repository_id=REPOSITORY_ID) for request in requests)
        return super().retrieve(world, caller, own)


class _SuccessInPart(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        answer = super().retrieve(world, caller, requests)
        if answer.status != ResponseStatus.PARTIAL_SUCCESS:
            return answer
        return replace(answer, status=ResponseStatus.SUCCESS)


class _DemandsHome(Sfsk):
    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        if all(request.home_community_id for request in requests):
            return super().retrieve(world, caller, requests)
        error = RegistryError(
            code=ErrorCode.UNKNOWN_COMMUNITY, context="expected a home community, found none"
        )
        return RetrieveResponse(status=ResponseStatus.FAILURE, errors=(error,))


def _same_document_id(card: Card, origin: Origin) -> Card:
    number = uuid5(NAMESPACE_OID, origin.citizen.cpr)
    return replace(card, id=replace(card.id, extension=str(number)))


def _time_of_yesterday(card: Card, origin: Origin) -> Card:
    yesterday = TimeStamp.at(origin.world.now - timedelta(days=1))
    return replace(card, effective_time=yesterday)


def _asking(
    request: StoredQueryRequest, values: Mapping[str, tuple[str, ...]]
) -> StoredQueryRequest:
    return replace(request, parameters={**request.parameters, **values}, sent=())


def _entries_as(
    answer: QueryResponse, change: Callable[[DocumentEntry], DocumentEntry]
) -> QueryResponse:
    return replace(answer, entries=tuple(change(entry) for entry in answer.entries))


def _with_uuid(entry: DocumentEntry) -> DocumentEntry:
    return replace(entry, entry_uuid=f"urn:uuid:{uuid5(NAMESPACE_OID, entry.unique_id)}")


MUTANTS: Final[dict[str, ServiceMutant]] = named(
    ("service-hits-are-stable", "A card is said to be a stable document.", _AnswersWith(_stable)),
    (
        "service-ignores-kind-of-document",
        "A search among stable documents finds the card.",
        WithSfsk(_AnyKindOfDocument),
    ),
    (
        "service-ignores-type-code",
        "A search for another type of document finds the card.",
        WithSfsk(_AnyTypeCode),
    ),
    (
        "service-ignores-status",
        "A search for documents that were replaced finds the card.",
        WithSfsk(_DeprecatedToo),
    ),
    (
        "service-other-ids-as-references",
        "A search for ids is answered with ids that no whole search tells.",
        WithSfsk(_OtherIdsAsReferences),
    ),
    (
        "service-guesses-status",
        "A search without a status is taken to mean what is approved.",
        WithSfsk(_ApprovedUnlessTold),
    ),
    (
        "service-somebody-for-nobody",
        "A search for a citizen whom nobody knows finds somebody else's card.",
        WithSfsk(_SomebodyForNobody),
    ),
    ("service-hit-without-home", "A hit names no home community.", _AnswersWith(_homeless)),
    (
        "service-hit-of-another-type",
        "A hit says by its type that the card is some clinical report.",
        _AnswersWith(_of_another_type),
    ),
    (
        "service-hit-names-the-protected",
        "A hit tells the name of a protected citizen.",
        _AnswersWith(_with_name),
    ),
    (
        "service-half-an-id",
        "A card is served to who asks by the UUID alone.",
        WithSfsk(_HalfAnId),
    ),
    (
        "service-ignores-repository",
        "A card is served whichever repository is named.",
        WithSfsk(_AnyRepository),
    ),
    (
        "service-success-in-part",
        "An answer that lacks a document says that it is whole.",
        WithSfsk(_SuccessInPart),
    ),
    (
        "service-same-document-id",
        "A card has the same document id every time.",
        ChangedCards(_same_document_id),
    ),
    (
        "service-time-of-yesterday",
        "A card says that it was made a day ago.",
        ChangedCards(_time_of_yesterday),
    ),
    (
        "service-demands-home",
        "A retrieval without home community is refused.",
        WithSfsk(_DemandsHome),
    ),
)
"""Deviations by name."""
