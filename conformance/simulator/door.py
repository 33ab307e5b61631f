"""The door of DGWS: lets calls in whose id card holds, and sends the answers out."""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from conformance.security import dgws, hsuid
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.signature import IdCardVerifier
from conformance.simulator.endpoint import Answer, Asked, DgwsService, Note, Route
from conformance.simulator.messages import Call, Reply


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
        asked = self._let_in(call, note)
        answer = self._service.serve(asked, note)
        return Reply.ok(self._enveloped(asked, answer, note), delay=answer.delay)

    def _let_in(self, call: Call, note: Note) -> Asked:
        request = dgws.read_request(call.body)
        if request.id_card is None:
            raise DgwsFault(
                FaultCode.MISSING_REQUIRED_HEADER,
                "expected an id card in wsse:Security, found none",
            )
        note.caller = self._verifier.verify(request.id_card, note.world.now)
        return Asked(
            path=call.path,
            action=call.soap_action,
            body=request.body,
            card=note.caller,
            message_id=request.message_id,
            flow_id=request.flow_id,
            hsuid=_hsuid(request),
        )

    def _enveloped(self, asked: Asked, answer: Answer, note: Note) -> bytes:
        return dgws.build_response(
            answer.body,
            in_response_to=asked.message_id,
            message_id=str(self._new_uuid()),
            flow_id=asked.flow_id,
            created=note.world.now,
        )


def _hsuid(request: dgws.DgwsRequest) -> hsuid.Hsuid | None:
    if request.hsuid is None:
        return None
    try:
        return hsuid.read(request.hsuid)
    except hsuid.MalformedHsuid as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
