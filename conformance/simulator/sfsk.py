"""SFSK: answers searches (ITI-18) and retrievals (ITI-43) for cards, and logs them."""

from collections.abc import Iterator
from functools import cache
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion
from conformance.simulator.access import Caller, CallerKind
from conformance.simulator.cards import CardMaker
from conformance.simulator.faults import Fault
from conformance.simulator.log_entries import LogEntry
from conformance.simulator.world import World
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.errors import RegistryError
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest, RetrievedDocument, RetrieveResponse
from conformance.xds.vocabulary import (
    AvailabilityStatus,
    EntryType,
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
    StoredQuery,
)

REPOSITORY_ID: Final = "1.2.208.176.43210.8.10.12"
"""Repository id of Fælles Stamkort in NSP's TEST1. Source: the data authority's client."""

HOME_COMMUNITY_ID: Final = "urn:oid:1.2.208.176.43210.8.10"
"""homeCommunityId of TEST1. Source: MedCom's XDS metadata; the value SFSK sends is not public."""

LOG_SYSTEM_NAME: Final = "SFSK"
"""Our name for the service in MinLog; what the real one writes is not public."""

_VERSIONS: Final = {
    FormatCode.PDC_V3: DocumentVersion.V3,
    FormatCode.PDC_V2: DocumentVersion.V2,
}


class Sfsk:
    """The synchronisation service in front of Fælles Stamkort.

    Each judgement is a method, so that a mutant can get exactly one wrong.
    """

    def __init__(self, cards: CardMaker) -> None:
        self._cards = cards

    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        """ITI-18 FindDocuments. XDS errors are in the answer; the access is logged."""
        error = self._refusal(request)
        if error:
            return QueryResponse(status=ResponseStatus.FAILURE, errors=(error,))
        cpr = request.patient_cpr
        assert cpr is not None
        if caller.citizen not in (None, cpr):
            return QueryResponse()
        if world.has_fault(Fault.REGISTER_OUT_OF_REACH_AT_SEARCH, cpr):
            return QueryResponse(
                status=ResponseStatus.FAILURE, errors=(_out_of_reach(ErrorCode.REGISTRY_ERROR),)
            )
        if cpr not in world.citizens:
            return QueryResponse()
        self.log(world, caller, cpr)
        return QueryResponse(entries=tuple(self._entries(world, cpr, request)))

    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        """ITI-43 RetrieveDocumentSet. A document that cannot be had gives an XDS error."""
        documents: list[RetrievedDocument] = []
        errors: list[RegistryError] = []
        for request in requests:
            found = self._fetch(world, caller, request)
            if isinstance(found, RegistryError):
                errors.append(found)
            else:
                documents.append(found)
        status = ResponseStatus.SUCCESS
        if errors:
            status = ResponseStatus.PARTIAL_SUCCESS if documents else ResponseStatus.FAILURE
        return RetrieveResponse(status=status, documents=tuple(documents), errors=tuple(errors))

    def citizens_of(self, world: World, requests: tuple[DocumentRequest, ...]) -> tuple[str, ...]:
        """CPR numbers of the citizens whose documents are asked for, as far as they are known."""
        known = {unique_id(cpr, code): cpr for cpr in world.citizens for code in FormatCode}
        return tuple(known[r.unique_id] for r in requests if r.unique_id in known)

    def formats(self, world: World) -> tuple[FormatCode, ...]:
        """The format codes that are served at this time."""
        if self._cards.serves_version_2(world):
            return (FormatCode.PDC_V3, FormatCode.PDC_V2)
        return (FormatCode.PDC_V3,)

    def cannot_serve(self, world: World, cpr: str) -> RegistryError | None:
        """Why there is no card: Fælles Stamkort cannot reach the no-resuscitation register."""
        if world.has_fault(Fault.REGISTER_OUT_OF_REACH, cpr):
            return _out_of_reach(ErrorCode.REPOSITORY_ERROR)
        return None

    def log(self, world: World, caller: Caller, cpr: str) -> None:
        """Register a professional's look-up; systems log themselves, citizens are not logged."""
        if caller.kind is CallerKind.PROFESSIONAL:
            self._write_log(world, caller, cpr)

    def _write_log(self, world: World, caller: Caller, cpr: str) -> None:
        user = caller.card.user
        entry = LogEntry(
            citizen=cpr,
            user_id=user.cpr if user else caller.card.system.care_provider_id,
            user_id_source="CPR",
            at=world.now,
            received_at=world.now,
            system_name=LOG_SYSTEM_NAME,
            activity="Fælles Stamkort",
            written_by=LOG_SYSTEM_NAME,
            user_name=f"{user.given_name} {user.surname}" if user else None,
            user_role=user.roles[0] if user and user.roles else None,
            organisation_id=caller.card.system.care_provider_id,
        )
        world.write_log((entry,))

    def _refusal(self, request: StoredQueryRequest) -> RegistryError | None:
        if request.query_id != StoredQuery.FIND_DOCUMENTS:
            return RegistryError(
                code=ErrorCode.UNKNOWN_QUERY,
                context=f"expected FindDocuments, found {request.query_id}",
            )
        for name in (Parameter.PATIENT_ID, Parameter.STATUS):
            if not request.parameters.get(name):
                return RegistryError(
                    code=ErrorCode.MISSING_PARAMETER, context=f"expected {name}, found none"
                )
        if request.patient_cpr is None:
            found = ", ".join(request.parameters[Parameter.PATIENT_ID])
            return RegistryError(
                code=ErrorCode.PARAMETER_NUMBER, context=f"expected one CPR number, found {found}"
            )
        return None

    def _entries(
        self, world: World, cpr: str, request: StoredQueryRequest
    ) -> Iterator[DocumentEntry]:
        statuses = request.parameters[Parameter.STATUS]
        wrong_kind = EntryType.ON_DEMAND not in request.entry_types
        if wrong_kind or AvailabilityStatus.APPROVED not in statuses:
            return
        for format_code in self.formats(world):
            if request.format_codes and format_code not in request.format_codes:
                continue
            yield DocumentEntry(
                unique_id=unique_id(cpr, format_code),
                repository_id=REPOSITORY_ID,
                home_community_id=HOME_COMMUNITY_ID,
                cpr=cpr,
                format_code=format_code,
                title=f"Personal Data Card for {cpr}",
            )

    def _fetch(
        self, world: World, caller: Caller, request: DocumentRequest
    ) -> RetrievedDocument | RegistryError:
        if request.repository_id != REPOSITORY_ID:
            return RegistryError(
                code=ErrorCode.UNKNOWN_REPOSITORY,
                context=f"expected {REPOSITORY_ID}, found {request.repository_id}",
            )
        served = {
            unique_id(cpr, format_code): (cpr, format_code)
            for cpr in world.citizens
            if caller.citizen in (None, cpr)
            for format_code in self.formats(world)
        }
        if request.unique_id not in served:
            return RegistryError(
                code=ErrorCode.DOCUMENT_UNIQUE_ID,
                context=f"no document has the id {request.unique_id}",
            )
        cpr, format_code = served[request.unique_id]
        error = self.cannot_serve(world, cpr)
        if error:
            return error
        self.log(world, caller, cpr)
        return self._document(world, cpr, format_code, request)

    def _document(
        self, world: World, cpr: str, format_code: FormatCode, request: DocumentRequest
    ) -> RetrievedDocument:
        version = _VERSIONS[format_code]
        if world.has_fault(Fault.VERSION_2_DOCUMENT, cpr):
            version = DocumentVersion.V2
        return RetrievedDocument(
            repository_id=request.repository_id,
            unique_id=request.unique_id,
            home_community_id=request.home_community_id,
            content=build(self._cards.make(world, cpr, version)),
        )


@cache
def unique_id(cpr: str, format_code: FormatCode) -> str:
    """The card's id: the same at each search, as seen from the real service."""
    return f"{REPOSITORY_ID}^{uuid5(NAMESPACE_OID, f'{cpr}:{format_code}')}"


def _out_of_reach(code: ErrorCode) -> RegistryError:
    return RegistryError(code=code, context="the no-resuscitation register cannot be reached")
