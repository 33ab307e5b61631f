"""The simulated services behind their real paths: takes a call, answers, and keeps the journal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from lxml import etree

from conformance.security import dgws, envelope, hsuid, sts
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import IdCard
from conformance.security.idcard import read as read_id_card
from conformance.security.idcard.values import MalformedIdCard
from conformance.security.refusal import Refused
from conformance.security.signature import IdCardVerifier, sole_assertion
from conformance.simulator import log_entries
from conformance.simulator.access import AccessRules, Caller
from conformance.simulator.faults import Fault
from conformance.simulator.journal import Exchange, Service
from conformance.simulator.messages import Call, Reply
from conformance.simulator.sfsk import Sfsk
from conformance.simulator.token_service import TokenService
from conformance.simulator.world import World
from conformance.xds import entries, query, retrieve
from conformance.xds.query import StoredQueryRequest
from conformance.xds.vocabulary import Action

PATHS: Final = {
    "/sts/services/NewSecurityTokenService": Service.STS,
    "/sts/services/SecurityTokenService": Service.STS,
    "/sfsk/iti18": Service.SFSK_REGISTRY,
    "/decoupling/nspservices/sfskreg": Service.SFSK_REGISTRY,
    "/sfsk/iti43": Service.SFSK_REPOSITORY,
    "/decoupling/nspservices/sfskrep": Service.SFSK_REPOSITORY,
    "/minlog2-registration/20250312/RegisterService": Service.MINLOG,
}
"""The real paths: a vendor changes host names only. Source: NSP test environments, SFSK guide."""

_ACTIONS: Final = {
    Service.STS: sts.ACTION,
    Service.SFSK_REGISTRY: Action.REGISTRY_STORED_QUERY.value,
    Service.SFSK_REPOSITORY: Action.RETRIEVE_DOCUMENT_SET.value,
    Service.MINLOG: "AddRegistrations",
}
_DOWN: Final = {
    Service.SFSK_REGISTRY: Fault.DOWN,
    Service.SFSK_REPOSITORY: Fault.DOWN,
    Service.MINLOG: Fault.MINLOG_DOWN,
}


@dataclass(kw_only=True)
class _Note:
    """The world that a call came to, and what is learnt of the call on the way, for the journal."""

    world: World
    caller: IdCard | None = None
    citizens: tuple[str, ...] = ()
    query: StoredQueryRequest | None = None
    outcome: str = ""


@dataclass(kw_only=True)
class NationalServices:
    """STS, SFSK and MinLog2 over one world. Transport-neutral: a Call in, a Reply out."""

    world: World
    tokens: TokenService
    verifier: IdCardVerifier
    access: AccessRules
    sfsk: Sfsk
    new_uuid: Callable[[], UUID] = field(default=uuid4)

    def knows(self, path: str) -> bool:
        """Whether a service answers at this path."""
        return path in PATHS

    def handle(self, call: Call) -> Reply:
        """Answer a call at a known path, and write it in the journal."""
        service = PATHS[call.path]
        note = _Note(world=self.world)
        reply = self._answer(service, call, note)
        note.world.journal.append(
            Exchange(
                at=note.world.now,
                service=service,
                operation=call.soap_action or "no SOAPAction",
                outcome=note.outcome,
                request=call.body,
                response=reply.body,
                caller=note.caller,
                citizens=note.citizens,
                query=note.query,
            )
        )
        return reply

    def _answer(self, service: Service, call: Call, note: _Note) -> Reply:
        down = _DOWN.get(service)
        if down and note.world.has_fault(down):
            note.caller = _claimed_card(call.body)
            note.outcome = "HTTP 503"
            return Reply.unavailable()
        try:
            _check_action(service, call)
            if service is Service.STS:
                return self._issue(call, note)
            return self._serve(service, dgws.read_request(call.body), note)
        except DgwsFault as fault:
            note.outcome = str(fault.code)
            note.caller = note.caller or _claimed_card(call.body)
            return Reply.fault(dgws.build_fault(fault.code, fault.text))
        except sts.TrustFault as fault:
            note.outcome = str(fault.code)
            note.caller = note.caller or _claimed_card(call.body)
            return Reply.fault(
                sts.build_fault(fault.code, fault.text, service=call.path.rsplit("/", 1)[-1])
            )

    def _issue(self, call: Call, note: _Note) -> Reply:
        issued, answer = self.tokens.issue(note.world, sts.read_request(call.body))
        note.caller = issued
        note.outcome = "Success"
        return Reply.ok(answer)

    def _serve(self, service: Service, request: dgws.DgwsRequest, note: _Note) -> Reply:
        if request.id_card is None:
            raise DgwsFault(
                FaultCode.MISSING_REQUIRED_HEADER,
                "expected an id card in wsse:Security, found none",
            )
        card = self.verifier.verify(request.id_card, note.world.now)
        note.caller = card
        if service is Service.MINLOG:
            body = self._register(request.body, card, note)
        else:
            caller = self.access.admit(note.world, card, _hsuid(request))
            ask = self._search if service is Service.SFSK_REGISTRY else self._retrieve
            body = ask(request.body, caller, note)
        answer = dgws.build_response(
            body,
            in_response_to=request.message_id,
            message_id=str(self.new_uuid()),
            flow_id=request.flow_id,
            created=note.world.now,
        )
        return Reply.ok(answer, delay=self._delay(service, note))

    def _search(self, body: etree._Element, caller: Caller, note: _Note) -> etree._Element:
        try:
            request = query.read_request(body)
        except query.MalformedQuery as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        note.query = request
        note.citizens = (request.patient_cpr,) if request.patient_cpr else ()
        response = self.sfsk.search(note.world, caller, request)
        note.outcome = _outcome(response.status, tuple(e.code for e in response.errors))
        if request.return_type == "ObjectRef":
            return entries.build_reference_response(response)
        return entries.build_response(response)

    def _retrieve(self, body: etree._Element, caller: Caller, note: _Note) -> etree._Element:
        try:
            requests = retrieve.read_request(body)
        except retrieve.MalformedRetrieve as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        note.citizens = self.sfsk.citizens_of(note.world, requests)
        response = self.sfsk.retrieve(note.world, caller, requests)
        note.outcome = _outcome(response.status, tuple(e.code for e in response.errors))
        return retrieve.build_response(response)

    def _register(self, body: etree._Element, card: IdCard, note: _Note) -> etree._Element:
        try:
            outcomes = log_entries.read_request(
                body, received_at=note.world.now, caller=card.system.it_system_name
            )
        except log_entries.MalformedRegistration as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        if note.world.has_fault(Fault.MINLOG_REJECTS):
            outcomes = [_rejected(outcome) for outcome in outcomes]
        accepted = [entry for entry in outcomes if isinstance(entry, log_entries.LogEntry)]
        note.world.write_log(accepted)
        note.citizens = tuple(dict.fromkeys(entry.citizen for entry in accepted))
        note.outcome = f"{len(accepted)} added, {len(outcomes) - len(accepted)} failed"
        return log_entries.build_response(outcomes)

    def _delay(self, service: Service, note: _Note) -> float:
        slow = service in _DOWN and service is not Service.MINLOG
        cpr = note.citizens[0] if note.citizens else None
        return note.world.slow_seconds if slow and note.world.has_fault(Fault.SLOW, cpr) else 0.0


def _check_action(service: Service, call: Call) -> None:
    """Refuse a wrong SOAPAction everywhere, and a missing one where the decoupling routes on it."""
    action = call.soap_action
    if action == _ACTIONS[service] or (not action and not call.path.startswith("/decoupling/")):
        return
    raise DgwsFault(
        FaultCode.SYNTAX_ERROR,
        f"expected SOAPAction {_ACTIONS[service]}, found {action!r}",
    )


def _hsuid(request: dgws.DgwsRequest) -> hsuid.Hsuid | None:
    if request.hsuid is None:
        return None
    try:
        return hsuid.read(request.hsuid)
    except hsuid.MalformedHsuid as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None


def _claimed_card(body: bytes) -> IdCard | None:
    """The id card that a refused call claims to carry: unverified, for the journal only."""
    try:
        return read_id_card(sole_assertion(envelope.open_envelope(body, source="request")))
    except (DgwsFault, Refused, MalformedIdCard):
        return None


def _outcome(status: str, codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or status.rpartition(":")[2]


def _rejected(outcome: log_entries.Outcome) -> log_entries.Rejection:
    return log_entries.Rejection(
        code="rejected", text="the simulated fault", sequence_number=outcome.sequence_number
    )
