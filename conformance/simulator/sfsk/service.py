"""SFSK: answers searches (ITI-18) and retrievals (ITI-43) for cards, and logs them."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from conformance.minlog.registration import LogEntry
from conformance.minlog.vocabulary import OrganisationSource, PrincipalSource
from conformance.pdc.codes import DocumentVersion
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import UserLog
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.cards.printing import print_card
from conformance.simulator.sfsk.callers import Caller, CallerKind
from conformance.simulator.sfsk.document_entries import entry_of
from conformance.simulator.sfsk.document_ids import (
    HOME_COMMUNITY_ID,
    OTHER_REPOSITORY_ID,
    REPOSITORY_ID,
    DocumentIds,
    unique_id,
)
from conformance.simulator.sfsk.settings import Quoting, SfskSettings, UnknownCitizen
from conformance.simulator.state.clock_error import clock_error
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.registers import StaffMember
from conformance.simulator.state.world import World
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.errors import RegistryError
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest, RetrievedDocument, RetrieveResponse
from conformance.xds.selection import misquoted, refusals, selects
from conformance.xds.vocabulary import (
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
    ReturnType,
    StoredQuery,
)

__all__ = ["HOME_COMMUNITY_ID", "LOG_SYSTEM_NAME", "REPOSITORY_ID", "Sfsk", "unique_id"]

LOG_SYSTEM_NAME: Final = "SFSK"
"""Our name for the service in MinLog; what the real one writes is not public."""

UNKNOWN_TO_MINLOG: Final = "internal_error_minlog"
"""What the document sharing service (DDS) says of an unknown citizen, as two clients read it."""

_LONGEST: Final = 100
"""Of what a message repeats from the request."""

_VERSIONS: Final = {
    FormatCode.PDC_V3: DocumentVersion.V3,
    FormatCode.PDC_V2: DocumentVersion.V2,
}


class Sfsk:
    """The synchronisation service in front of Fælles Stamkort.

    Each judgement is a method, so that a mutant can get exactly one wrong.
    """

    def __init__(self, cards: CardMaker, settings: SfskSettings | None = None) -> None:
        self._cards = cards
        self._settings = settings or SfskSettings()
        self._ids = DocumentIds()

    def search(self, world: World, caller: Caller, request: StoredQueryRequest) -> QueryResponse:
        """ITI-18. XDS errors are in the answer; the access is logged. Raises DgwsFault."""
        error = self.refusal(request)
        if error:
            return _failed(error)
        if request.query_id == StoredQuery.GET_DOCUMENTS:
            return self._get_documents(world, caller, request)
        return self._find_documents(world, caller, request)

    def retrieve(
        self, world: World, caller: Caller, requests: tuple[DocumentRequest, ...]
    ) -> RetrieveResponse:
        """ITI-43 RetrieveDocumentSet. A document that cannot be had gives an XDS error."""
        documents: list[RetrievedDocument] = []
        errors: list[RegistryError] = []
        most = self._settings.most_documents
        if len(requests) > most:
            context = f"expected at most {most} documents, found {len(requests)}"
            code = ErrorCode.REPOSITORY_OUT_OF_RESOURCES
            errors.append(RegistryError(code=code, context=context))
            requests = ()
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

    def citizens_of(self, world: World, requests: Iterable[DocumentRequest]) -> tuple[str, ...]:
        """CPR numbers of the citizens whose documents are asked for, as far as they are known."""
        return self._citizens_with(world, (request.unique_id for request in requests))

    def citizens_named(self, world: World, request: StoredQueryRequest) -> tuple[str, ...]:
        """CPR numbers of the citizens whom the query is about: named, or known by a document."""
        if request.patient_cpr is not None:
            return (request.patient_cpr,)
        return self._citizens_with(world, _ids_asked(request))

    def formats(self, world: World) -> tuple[FormatCode, ...]:
        """The format codes that are served at this time."""
        if self._cards.serves_version_2(world):
            return (FormatCode.PDC_V3, FormatCode.PDC_V2)
        return (FormatCode.PDC_V3,)

    def refusal(self, request: StoredQueryRequest) -> RegistryError | None:
        """Why the query cannot be run, if it cannot."""
        is_by_id = request.query_id == StoredQuery.GET_DOCUMENTS
        if is_by_id and not self._settings.offers_get_documents:
            return RegistryError(
                code=ErrorCode.UNKNOWN_QUERY, context="expected FindDocuments, found GetDocuments"
            )
        is_strict = self._settings.quoting is Quoting.STRICT
        return next(chain(refusals(request), misquoted(request) if is_strict else ()), None)

    def selects(self, request: StoredQueryRequest, entry: DocumentEntry) -> bool:
        """Whether the query asks for this entry."""
        return selects(request, entry)

    def unknown_citizen(self, cpr: str) -> QueryResponse:
        """The answer to a search for a citizen whom the registers do not know."""
        match self._settings.unknown_citizen:
            case UnknownCitizen.FAULT:
                raise DgwsFault(FaultCode.SERVER_ERROR, UNKNOWN_TO_MINLOG)
            case UnknownCitizen.UNKNOWN_PATIENT:
                context = f"expected a citizen of the registers, found {cpr}"
                return _failed(RegistryError(code=ErrorCode.UNKNOWN_PATIENT, context=context))
            case UnknownCitizen.EMPTY:
                return QueryResponse()

    def repository_id(self, world: World, cpr: str | None) -> str:
        """The repository that holds the citizen's card."""
        is_odd = world.has_fault(Fault.ODD_REPOSITORY, cpr)
        return OTHER_REPOSITORY_ID if is_odd else REPOSITORY_ID

    def cannot_serve(self, world: World, cpr: str) -> RegistryError | None:
        """Why there is no card: Fælles Stamkort cannot reach a register."""
        if world.has_fault(Fault.REGISTER_OUT_OF_REACH, cpr):
            return _out_of_reach(self._settings.error_at_retrieval)
        if world.has_fault(Fault.OTHER_REGISTER_OUT_OF_REACH, cpr):
            return RegistryError(
                code=self._settings.error_at_retrieval, context="a register cannot be reached"
            )
        return None

    def wrong_address(
        self, world: World, request: DocumentRequest, cpr: str | None
    ) -> RegistryError | None:
        """Why the document is not asked for at the right place, if it is not."""
        repository = self.repository_id(world, cpr)
        if request.repository_id != repository:
            return RegistryError(
                code=ErrorCode.UNKNOWN_REPOSITORY,
                context=f"expected {repository}, found {request.repository_id[:_LONGEST]}",
            )
        community = (request.home_community_id or "").strip()
        home = self._settings.home_community
        if self._settings.checks_home_community and community not in ("", home):
            return RegistryError(
                code=ErrorCode.UNKNOWN_COMMUNITY,
                context=f"expected {home}, found {community[:_LONGEST]}",
            )
        return None

    def log(self, world: World, caller: Caller, cpr: str) -> None:
        """Register a professional's look-up; systems log themselves, citizens are not logged."""
        if caller.kind is CallerKind.PROFESSIONAL:
            self._write_log(world, caller, cpr)

    def _write_log(self, world: World, caller: Caller, cpr: str) -> None:
        user, responsible = caller.user, caller.responsible
        entry = LogEntry(
            citizen=cpr,
            user_id=user.cpr if user else caller.system.care_provider_id,
            user_id_source="CPR",
            at=world.now,
            received_at=world.now,
            system_name=LOG_SYSTEM_NAME,
            activity="Fælles Stamkort",
            written_by=LOG_SYSTEM_NAME,
            user_name=_name(user),
            user_role=user.roles[0] if user and user.roles else None,
            organisation_id=caller.system.care_provider_id,
            organisation_id_source=OrganisationSource.CVR,
            on_behalf_of_id=responsible.authorisation_code if responsible else None,
            on_behalf_of_id_source=PrincipalSource.AUTHORISATION if responsible else None,
            on_behalf_of_name=_name(responsible),
            on_behalf_of_role=(responsible.education_code or None) if responsible else None,
        )
        world.write_log((entry,))

    def _find_documents(
        self, world: World, caller: Caller, request: StoredQueryRequest
    ) -> QueryResponse:
        cpr = request.patient_cpr
        assert cpr is not None
        if caller.citizen not in (None, cpr):
            return QueryResponse()
        if world.has_fault(Fault.REGISTER_OUT_OF_REACH_AT_SEARCH, cpr):
            return _failed(_out_of_reach(self._settings.error_at_search))
        if not self._cards.holds(world, cpr):
            return self.unknown_citizen(cpr)
        self.log(world, caller, cpr)
        return QueryResponse(entries=tuple(self._entries(world, cpr, request)))

    def _get_documents(
        self, world: World, caller: Caller, request: StoredQueryRequest
    ) -> QueryResponse:
        entries = tuple(
            entry
            for cpr in self.citizens_named(world, request)
            if caller.citizen in (None, cpr) and self._cards.holds(world, cpr)
            for entry in self._entries(world, cpr, request)
        )
        citizens = dict.fromkeys(entry.cpr for entry in entries)
        if len(citizens) > 1 and request.return_type == ReturnType.LEAF_CLASS:
            context = f"expected documents of one patient, found {len(citizens)}"
            return _failed(RegistryError(code=ErrorCode.NOT_SINGLE_PATIENT, context=context))
        for cpr in citizens:
            if world.has_fault(Fault.REGISTER_OUT_OF_REACH_AT_SEARCH, cpr):
                return _failed(_out_of_reach(self._settings.error_at_search))
        for cpr in citizens:
            self.log(world, caller, cpr)
        return QueryResponse(entries=entries)

    def _entries(
        self, world: World, cpr: str, request: StoredQueryRequest
    ) -> Iterator[DocumentEntry]:
        for format_code in self.formats(world):
            entry = entry_of(
                world.citizen(cpr),
                format_code,
                now=world.now + clock_error(world, (cpr,)),
                settings=self._settings,
                repository_id=self.repository_id(world, cpr),
            )
            if self.selects(request, entry):
                yield entry

    def _citizens_with(self, world: World, ids: Iterable[str]) -> tuple[str, ...]:
        cards = (self._ids.card(world.citizens, document_id) for document_id in ids)
        return tuple(dict.fromkeys(card[0] for card in cards if card is not None))

    def _fetch(
        self, world: World, caller: Caller, request: DocumentRequest
    ) -> RetrievedDocument | RegistryError:
        card = self._ids.card(world.citizens, request.unique_id)
        error = self.wrong_address(world, request, card[0] if card else None)
        if error:
            return error
        if card is None or not self._serves(world, caller, request, card):
            return RegistryError(
                code=ErrorCode.DOCUMENT_UNIQUE_ID,
                context=f"no document has the id {request.unique_id[:_LONGEST]}",
            )
        cpr, format_code = card
        error = self.cannot_serve(world, cpr)
        if error:
            return error
        self.log(world, caller, cpr)
        return self._document(world, cpr, format_code, request)

    def _serves(
        self, world: World, caller: Caller, request: DocumentRequest, card: tuple[str, FormatCode]
    ) -> bool:
        """Whether the caller may have the card that has this id, and it is there."""
        cpr, format_code = card
        return (
            request.unique_id == unique_id(cpr, format_code)
            and format_code in self.formats(world)
            and caller.citizen in (None, cpr)
            and self._cards.holds(world, cpr)
            and not world.has_fault(Fault.DOCUMENT_EXPIRED, cpr)
        )

    def _document(
        self, world: World, cpr: str, format_code: FormatCode, request: DocumentRequest
    ) -> RetrievedDocument:
        version = _VERSIONS[format_code]
        if world.has_fault(Fault.VERSION_2_DOCUMENT, cpr):
            version = DocumentVersion.V2
        card = self._cards.make(world, cpr, version)
        is_new = self._settings.gives_new_ids
        return RetrievedDocument(
            repository_id=request.repository_id,
            unique_id=request.unique_id,
            home_community_id=request.home_community_id,
            content=print_card(card),
            new_repository_id=request.repository_id if is_new else None,
            new_unique_id=f"{request.repository_id}^{card.id.extension}" if is_new else None,
        )


def _ids_asked(request: StoredQueryRequest) -> Iterator[str]:
    for name in (Parameter.ENTRY_UUID, Parameter.UNIQUE_ID):
        yield from request.parameters.get(name, ())


def _name(person: UserLog | StaffMember | None) -> str | None:
    """The person's whole name, if there is a person and the name is known."""
    return None if person is None else f"{person.given_name} {person.surname}".strip() or None


def _out_of_reach(code: ErrorCode) -> RegistryError:
    return RegistryError(code=code, context="the no-resuscitation register cannot be reached")


def _failed(error: RegistryError) -> QueryResponse:
    return QueryResponse(status=ResponseStatus.FAILURE, errors=(error,))
