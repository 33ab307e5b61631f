"""The STS at its addresses."""

from collections.abc import Sequence
from typing import Final

from conformance.security import sts
from conformance.simulator.doors.endpoint import Note, Route
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.state.journal import Service
from conformance.simulator.sts.token_service import TokenService

ROUTES: Final = tuple(
    Route(path=path, service=Service.STS, actions=frozenset({sts.ACTION}))
    for path in (
        "/sts/services/NewSecurityTokenService",
        "/sts/services/SecurityTokenService",
    )
)
"""The new address and the old. Source: NSP protocol dossier 4.4."""


class StsEndpoint:
    """Exchanges a self-signed id card for one that the services trust."""

    routes: Sequence[Route] = ROUTES

    def __init__(self, tokens: TokenService) -> None:
        self._tokens = tokens

    def answer(self, call: Call, note: Note) -> Reply:
        """The issued card. Raises DgwsFault when it is no request, TrustFault if refused."""
        request = sts.read_request(call.body)
        issued, answer = self._tokens.issue(note.world, request)
        note.caller = issued
        note.outcome = "Success"
        return Reply.ok(answer, version=request.version)
