"""The suite as a caller of the national services: its id card, and what it was answered."""

from dataclasses import dataclass, field

from lxml import etree

from conformance.findings import Shortfall
from conformance.judgement.cards import only_card
from conformance.judgement.searches import only_hit
from conformance.pdc.values import Card
from conformance.security import idcard
from conformance.security.dgws import ReceivedFault
from conformance.security.idcard import AuthenticationLevel
from conformance.security.signature import sign
from conformance.service import document_requests
from conformance.service.callers import Callers
from conformance.service.client import ServiceClient, at_level
from conformance.service.purse import Purse
from conformance.simulator.state.registers import StaffMember
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.query import StoredQueryRequest, find_documents
from conformance.xds.references import ReferenceResponse
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import FormatCode


@dataclass
class Caller:
    """Searches and fetches, as a system, as a member of staff or as a citizen."""

    client: ServiceClient
    callers: Callers
    purse: Purse = field(default_factory=Purse)
    id_card: etree._Element | None = None
    answers: list[QueryResponse | RetrieveResponse] = field(default_factory=list)
    faults: list[ReceivedFault] = field(default_factory=list)
    found: tuple[DocumentEntry, ...] = ()

    @property
    def hits(self) -> QueryResponse:
        """The answer to the search that was just made."""
        answer = self._last()
        assert isinstance(answer, QueryResponse), "expected a search, found a retrieval"
        return answer

    @property
    def retrieved(self) -> RetrieveResponse:
        """The answer to the retrieval that was just made."""
        answer = self._last()
        assert isinstance(answer, RetrieveResponse), "expected a retrieval, found a search"
        return answer

    @property
    def card(self) -> Card:
        """The one card that was just fetched."""
        return only_card(self.retrieved)

    @property
    def searches(self) -> tuple[QueryResponse, ...]:
        """All answers to searches, the earliest first."""
        return tuple(answer for answer in self.answers if isinstance(answer, QueryResponse))

    @property
    def fetched(self) -> tuple[Card, ...]:
        """All cards that were fetched, the earliest first."""
        answers = (answer for answer in self.answers if isinstance(answer, RetrieveResponse))
        return tuple(only_card(answer) for answer in answers)

    def system_card(self) -> etree._Element:
        """The system's id card of level 3, which it goes on using while it holds."""
        return self.purse.card("system", now=self.client.now, issue=self.new_system_card)

    def new_system_card(self) -> etree._Element:
        """A system id card of level 3 that the STS issues now."""
        return self.client.id_card(self.callers.system, self.callers.system_credential)

    def user_card(self, member: StaffMember) -> etree._Element:
        """The id card of level 4 of a member of staff, with every national role they were given."""
        user, credential = self.callers.employee(member.cpr)
        return self.client.id_card(self.callers.system, credential, user)

    def self_signed_card(self) -> etree._Element:
        """A system id card that no STS has seen."""
        credential = self.callers.system_credential
        card = self.client.requested_card(self.callers.system, credential)
        return sign(idcard.build(card), credential)

    def card_of_level(self, level: AuthenticationLevel) -> etree._Element:
        """A system id card of another level, signed by the STS."""
        credential = self.callers.system_credential
        card = at_level(self.client.requested_card(self.callers.system, credential), level)
        return self.client.issued(card, credential)

    def require_refusal(self, code: str) -> None:
        """The last call must have been refused with this fault code."""
        found = self.faults[-1].code if self.faults else "an answer"
        if found != code:
            raise Shortfall(
                expected=f"a refusal with {code}", found=found, where="the answer to the search"
            )

    def search(
        self,
        cpr: str,
        id_card: etree._Element | None,
        formats: tuple[FormatCode, ...] = (FormatCode.PDC_V3,),
        citizen: str | None = None,
    ) -> None:
        """Search for the citizen's card; a refusal is kept for the judgement."""
        wanted = self.callers.cpr(cpr)
        own = None if citizen is None else self.callers.cpr(citizen)
        try:
            answer = self.client.search(id_card, wanted, format_codes=formats, citizen=own)
        except ReceivedFault as fault:
            self.faults.append(fault)
            return
        self.answers.append(answer)
        self.found = answer.entries

    def fetch_found(self) -> None:
        """Fetch what the last search found, which must be something."""
        if not self.found:
            raise Shortfall(expected="a card to fetch", found="none was found", where="the search")
        self.request(*map(document_requests.for_entry, self.found))

    @property
    def wanted(self) -> DocumentRequest:
        """The request for the one card that the last search found."""
        return document_requests.for_entry(only_hit(self.hits))

    def request(self, *wanted: DocumentRequest) -> None:
        """Fetch these documents as a system."""
        self.answers.append(self.client.retrieve(self.system_card(), wanted))

    def query_for(self, cpr: str) -> StoredQueryRequest:
        """The search for the citizen's card in version 3, as the data authority's client has it."""
        return find_documents(self.callers.cpr(cpr), format_codes=(FormatCode.PDC_V3,))

    def ask(self, request: StoredQueryRequest) -> None:
        """Search as a system; a refusal is kept for the judgement."""
        try:
            answer = self.client.ask(self.system_card(), request)
        except ReceivedFault as fault:
            self.faults.append(fault)
            return
        self.answers.append(answer)
        self.found = answer.entries

    def ask_for_ids(self, request: StoredQueryRequest) -> ReferenceResponse:
        """Search as a system for the ids alone."""
        return self.client.ask_for_ids(self.system_card(), request)

    def fetch(self, cpr: str) -> None:
        """Search for the citizen's card as a system, and fetch it."""
        self.search(cpr, self.system_card())
        self.fetch_found()

    def _last(self) -> QueryResponse | RetrieveResponse:
        if self.faults or not self.answers:
            found = str(self.faults[-1]) if self.faults else "none"
            raise Shortfall(expected="an answer", found=found, where="the services")
        return self.answers[-1]
