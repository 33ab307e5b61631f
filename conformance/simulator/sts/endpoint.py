"""The STS at its addresses."""

from collections.abc import Sequence
from typing import Final

from conformance.security import sts
from conformance.security.idcard import read as read_id_card
from conformance.security.idcard.values import MalformedIdCard
from conformance.security.refusal import Refused
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
        """The issued card. Raises ServiceDown, TrustFault if refused, DgwsFault if no request."""
        request = sts.read_request(call.body)
        note.concern(_person_in(request))
        issued, answer = self._tokens.issue(note.world, request)
        note.caller = issued
        note.outcome = "Success"
        return Reply.ok(answer, version=request.version)


def _person_in(request: sts.TokenRequest) -> tuple[str, ...]:
    """Whose card is asked for, by what the card claims; nobody where it is a system's."""
    try:
        user = read_id_card(request.assertion).user
    except (MalformedIdCard, Refused):
        return ()
    return () if user is None else (user.cpr,)
