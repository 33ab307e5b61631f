"""The simulated services behind their real paths: takes a call, answers, and keeps the journal."""

from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from conformance.security import dgws, envelope, sts
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import IdCard
from conformance.security.idcard import read as read_id_card
from conformance.security.idcard.values import MalformedIdCard
from conformance.security.refusal import Refused
from conformance.security.signature import sole_assertion
from conformance.simulator.doors.endpoint import Endpoint, Note, Route, ServiceDown
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.minlog.endpoint import ROUTES as MINLOG_ROUTES
from conformance.simulator.nas.addresses import ROUTES as NAS_ROUTES
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.sfsk.endpoint import REGISTRY_ROUTES, REPOSITORY_ROUTES
from conformance.simulator.skr.endpoint import ROUTES as SKR_ROUTES
from conformance.simulator.state.journal import NO_SOAP_ACTION, Exchange, Service
from conformance.simulator.state.world import World
from conformance.simulator.sts.endpoint import ROUTES as STS_ROUTES
from conformance.simulator.sts.exchange import ROUTES as EXCHANGE_ROUTES
from conformance.simulator.wire import compression, packaging, spoiling

ROUTES: Final = (
    *STS_ROUTES,
    *EXCHANGE_ROUTES,
    *REGISTRY_ROUTES,
    *REPOSITORY_ROUTES,
    *MINLOG_ROUTES,
    *SKR_ROUTES,
    *NAS_ROUTES,
)
"""Every address of every service: a vendor changes host names only."""

_Found = tuple[Route, Endpoint]


class NationalServices:
    """The national services over one world. Transport-neutral: a Call in, a Reply out."""

    def __init__(
        self,
        *,
        world: World,
        endpoints: Iterable[Endpoint],
        settings: SimulatorSettings | None = None,
    ) -> None:
        self.world = world
        self.settings = settings or SimulatorSettings()
        self._exact: dict[str, list[_Found]] = {}
        self._below: dict[str, list[_Found]] = {}
        for endpoint in endpoints:
            for route in endpoint.routes:
                table = self._below if route.path.endswith("/") else self._exact
                table.setdefault(route.path, []).append((route, endpoint))

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the services answer; a path that ends with a stroke stands for all below it."""
        return (*self._exact, *self._below)

    def knows(self, path: str) -> bool:
        """Whether a service answers at this path."""
        return bool(self._at(path))

    def handle(self, call: Call) -> Reply:
        """Answer a call at a known path, and write its envelopes in the journal."""
        found = self._at(call.path)
        call, broken = _opened(call)
        route, endpoint = next((each for each in found if _fits(each[0], call)), found[0])
        note = Note(world=self.world, service=route.service)
        reply = _answer(route, endpoint, call, note, broken)
        reply = spoiling.answered(reply, note)
        note.world.journal.append(
            Exchange(
                at=note.world.now,
                service=route.service,
                operation=call.soap_action or NO_SOAP_ACTION,
                outcome=note.outcome,
                request=call.body,
                response=reply.body,
                caller=note.caller,
                principal=note.principal,
                citizens=note.citizens,
                query=note.query,
            )
        )
        form = packaging.answer_form(call, route.service, note.world, note.citizens)
        return spoiling.sent(packaging.packed(reply, form), note)

    def note_stray(self, call: Call) -> None:
        """Write a call at an unknown path in the journal; its operation is the path."""
        self.world.journal.append(
            Exchange(
                at=self.world.now,
                service=Service.NONE,
                operation=call.path,
                outcome="HTTP 404",
                request=call.body,
                response=b"",
                caller=_claimed_card(call.body),
            )
        )

    def _at(self, path: str) -> list[_Found]:
        exact = self._exact.get(path)
        if exact is not None:
            return exact
        return next((found for top, found in self._below.items() if path.startswith(top)), [])


def _opened(call: Call) -> tuple[Call, DgwsFault | None]:
    """The call without its packaging; or as it came, and what is wrong with it."""
    try:
        call = compression.unzipped(call)
        return packaging.opened(call), None
    except DgwsFault as fault:
        return call, fault


def _fits(route: Route, call: Call) -> bool:
    """Whether the SOAPAction names the route; where nothing depends on it, it may be missing."""
    action = call.soap_action
    return action in route.actions or not (action or route.needs_action)


def _answer(
    route: Route, endpoint: Endpoint, call: Call, note: Note, broken: DgwsFault | None
) -> Reply:
    """The endpoint's answer, or the fault that tells why there is none."""
    try:
        note.concern(())  # whom it concerns is not known yet: a service may be down for all
        if broken:
            raise broken
        if not _fits(route, call):
            raise _wrong_action(route, call)
        return endpoint.answer(call, note)
    except ServiceDown:
        note.outcome = "HTTP 503"
        reply = Reply.unavailable()
    except DgwsFault as fault:
        note.outcome = str(fault.code)
        reply = _refusal(fault, call)
    except sts.TrustFault as fault:
        note.outcome = str(fault.code)
        reply = _trust_refusal(fault, call)
    note.caller = note.caller or _claimed_card(call.body)
    return reply


def _refusal(fault: DgwsFault, call: Call) -> Reply:
    version = envelope.version_in(call.body)
    body = dgws.build_fault(fault.code, fault.text, version=version)
    reply = Reply.fault(body, version=version)
    if isinstance(fault, compression.UnknownCoding):
        return replace(reply, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return reply


def _trust_refusal(fault: sts.TrustFault, call: Call) -> Reply:
    version, name = envelope.version_in(call.body), call.path.rsplit("/", 1)[-1]
    body = sts.build_fault(fault.code, fault.text, service=name, version=version)
    return Reply.fault(body, version=version)


def _wrong_action(route: Route, call: Call) -> DgwsFault:
    wanted = " or ".join(sorted(route.actions))
    return DgwsFault(
        FaultCode.SYNTAX_ERROR, f"expected SOAPAction {wanted}, found {call.soap_action!r}"
    )


def _claimed_card(body: bytes) -> IdCard | None:
    """The id card that a refused call claims to carry: unverified, for the journal only."""
    try:
        return read_id_card(sole_assertion(envelope.open_envelope(body, source="request")))
    except (DgwsFault, Refused, MalformedIdCard):
        return None
