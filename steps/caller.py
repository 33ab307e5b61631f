"""The suite as a caller of the national services: its id card, and what it was answered."""

from dataclasses import dataclass, field

from lxml import etree

from conformance.findings import Shortfall
from conformance.judgement.cards import only_card
from conformance.pdc.values import Card
from conformance.security import idcard
from conformance.security.dgws import ReceivedFault
from conformance.security.idcard import AuthenticationLevel
from conformance.security.signature import sign
from conformance.service.callers import Callers
from conformance.service.client import ServiceClient, at_level
from conformance.simulator.registers import StaffMember
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.retrieve import DocumentRequest, RetrieveResponse
from conformance.xds.vocabulary import FormatCode


@dataclass
class Caller:
    """Searches and fetches, as a system, as a member of staff or as a citizen."""

    client: ServiceClient
    callers: Callers
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

    def system_card(self) -> etree._Element:
        """A system id card of level 3."""
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
        wanted = tuple(
            DocumentRequest(
                repository_id=entry.repository_id,
                unique_id=entry.unique_id,
                home_community_id=entry.home_community_id,
            )
            for entry in self.found
        )
        self.answers.append(self.client.retrieve(self.system_card(), wanted))

    def fetch(self, cpr: str) -> None:
        """Search for the citizen's card as a system, and fetch it."""
        self.search(cpr, self.system_card())
        self.fetch_found()

    def _last(self) -> QueryResponse | RetrieveResponse:
        if self.faults or not self.answers:
            found = str(self.faults[-1]) if self.faults else "none"
            raise Shortfall(expected="an answer", found=found, where="the services")
        return self.answers[-1]
