"""The door of DGWS: lets calls in whose id card holds, and sends the answers out."""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from conformance.security import dgws, hsuid
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.signature import IdCardVerifier
from conformance.simulator.doors.endpoint import Answer, Asked, DgwsService, Note, Route
from conformance.simulator.doors.messages import Call, Reply


class DgwsEndpoint:
    """A service of NSP that is called with a SOSI id card."""

    def __init__(
        self,
        service: DgwsService,
        *,
        verifier: IdCardVerifier,
        new_uuid: Callable[[], UUID] = uuid4,
    ) -> None:
        self._service = service
        self._verifier = verifier
        self._new_uuid = new_uuid

    @property
    def routes(self) -> Sequence[Route]:
        """The addresses of the service."""
        return self._service.routes

    def answer(self, call: Call, note: Note) -> Reply:
        """The service's answer in an envelope of DGWS. Raises DgwsFault."""
        request = dgws.read_request(call.body)
        asked = self._let_in(request, call, note)
        answer = self._service.serve(asked, note)
        body = self._enveloped(request, asked, answer, note)
        return Reply.ok(body, version=request.version)

    def _let_in(self, request: dgws.DgwsRequest, call: Call, note: Note) -> Asked:
        presented = self._verifier.presented(request.id_card)
        note.caller = self._verifier.verify(presented, note.world.now)
        return Asked(
            path=call.path,
            action=call.soap_action,
            body=request.body,
            card=note.caller,
            message_id=request.message_id,
            flow_id=request.flow_id,
            hsuid=_hsuid(request),
            base_url=call.base_url,
        )

    def _enveloped(
        self, request: dgws.DgwsRequest, asked: Asked, answer: Answer, note: Note
    ) -> bytes:
        return dgws.build_response(
            answer.body,
            in_response_to=asked.message_id,
            message_id=str(self._new_uuid()),
            flow_id=asked.flow_id,
            created=note.world.now,
            version=request.version,
            addressing=self._addressing(request, asked),
        )

    def _addressing(self, request: dgws.DgwsRequest, asked: Asked) -> dict[str, str] | None:
        """The headers of WS-Addressing that a client which uses it looks for in the answer."""
        message_id = request.addressing.get("MessageID")
        if not message_id:
            return None
        action = request.addressing.get("Action") or asked.action
        return {
            "Action": f"{action.removesuffix('Request')}Response",
            "MessageID": f"urn:uuid:{self._new_uuid()}",
            "RelatesTo": message_id,
        }


def _hsuid(request: dgws.DgwsRequest) -> hsuid.Hsuid | None:
    if request.hsuid is None:
        return None
    try:
        return hsuid.read(request.hsuid)
    except hsuid.MalformedHsuid as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
