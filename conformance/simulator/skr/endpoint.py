"""The Stamkortregister at its addresses, for professionals and for citizens through a portal."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator.doors.endpoint import Answer, Asked, Note, Route, TokenAsked
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.rules import WriteRefused
from conformance.simulator.skr.settings import SkrSettings
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.journal import Service
from conformance.skr import messages
from conformance.skr.values import Request
from conformance.skr.vocabulary import ACTIONS

ROUTES: Final = tuple(
    Route(path=path, service=Service.SKR, actions=ACTIONS)
    for path in ("/skr/dgws20240101", "/skr/")
)
"""By analogy with the WSDL's address, and whatever else is below /skr/: see `skr-path`."""


class SkrEndpoint:
    """Creates, updates and deletes entries of the Stamkortregister."""

    routes: Sequence[Route] = ROUTES

    def __init__(
        self, register: StamkortRegister, access: WriteAccess, settings: SkrSettings | None = None
    ) -> None:
        self._register = register
        self._access = access
        self._settings = settings or SkrSettings()

    def serve(self, asked: Asked, note: Note) -> Answer:
        """An empty response. Raises DgwsFault."""
        writer = self._access.admit(note.world, asked.card, asked.hsuid)
        return Answer(body=self._carry_out(asked.body, asked.action, writer, note))

    def serve_token(self, asked: TokenAsked, note: Note) -> Answer:
        """The same for a caller with a token."""
        writer = self._access.admit_token(note.world, asked.token)
        return Answer(body=self._carry_out(asked.body, asked.action, writer, note))

    def _carry_out(
        self, body: etree._Element, action: str, writer: Writer, note: Note
    ) -> etree._Element:
        request = _read(body, action)
        cpr = request.citizen.extension or ""
        note.concern((cpr,))
        self._access.check_own_card(writer, cpr)
        try:
            self._register.write(note.world, request, writer)
        except WriteRefused as refusal:
            raise refusal_fault(refusal, self._settings) from None
        note.outcome = "Success"
        return messages.build_response(request.operation)


def refusal_fault(refusal: WriteRefused, settings: SkrSettings) -> DgwsFault:
    """How SKR tells that a write breaks a rule: an assumption, see `skr-refusal-fault`."""
    return DgwsFault(settings.refusal_code, str(refusal))


def _read(body: etree._Element, action: str) -> Request:
    try:
        request = messages.read_request(body)
    except messages.MalformedRequest as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
    if action not in ("", request.operation.action):
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR,
            f"expected SOAPAction {request.operation.action} with "
            f"{request.operation.name}Request, found {action}",
        )
    return request
