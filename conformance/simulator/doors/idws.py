"""The door of OIO-IDWS: lets calls in whose token and signature hold, and sends answers out."""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from lxml import etree

from conformance.security import envelope
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idws import IdwsRequest, IdwsVerifier, build_response
from conformance.security.idws.namespaces import IdwsNamespace
from conformance.security.namespaces import Namespace
from conformance.simulator.doors.endpoint import Endpoint, Note, Route, TokenAsked, TokenService
from conformance.simulator.doors.messages import Call, Reply


class IdwsEndpoint:
    """A service that is called with a holder-of-key token."""

    def __init__(
        self,
        service: TokenService,
        *,
        verifier: IdwsVerifier,
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
        """The service's answer, with the headers of WS-Addressing. Raises DgwsFault."""
        request = self._verifier.verify(call.body, note.world.now)
        note.principal = request.token.subject
        self.check_action(call, request)
        asked = TokenAsked(
            path=call.path,
            action=request.action,
            body=request.body,
            token=request.token,
            message_id=request.message_id,
        )
        answer = self._service.serve_token(asked, note)
        body = build_response(
            answer.body,
            action=f"{request.action}Response",
            relates_to=request.message_id,
            message_id=f"urn:uuid:{self._new_uuid()}",
            created=note.world.now,
            version=request.version,
        )
        return Reply.ok(body, version=request.version)

    def check_action(self, call: Call, request: IdwsRequest) -> None:
        """The signed action is one of the address, and the one that HTTP names, if it names one."""
        allowed = {
            action
            for route in self.routes
            if call.path.startswith(route.path)
            for action in route.actions
        }
        if request.action not in allowed or call.soap_action not in ("", request.action):
            raise DgwsFault(
                FaultCode.SYNTAX_ERROR,
                f"expected wsa:Action {' or '.join(sorted(allowed))}, the same as SOAPAction, "
                f"found {request.action!r} and {call.soap_action!r}",
            )


class EitherEndpoint:
    """One address for both kinds of security: each message goes to the door that it is made for."""

    def __init__(self, *, dgws: Endpoint, idws: Endpoint) -> None:
        self._dgws = dgws
        self._idws = idws

    @property
    def routes(self) -> Sequence[Route]:
        """The addresses of the service."""
        return self._dgws.routes

    def answer(self, call: Call, note: Note) -> Reply:
        """The answer of the door that the message is made for. Raises DgwsFault."""
        door = self._idws if is_idws(call.body) else self._dgws
        return door.answer(call, note)


def is_idws(data: bytes) -> bool:
    """Whether a message is made for OIO-IDWS: by its token, else by its headers.

    Nothing rests on it but which faults a message can meet, since either door verifies everything.
    """
    try:
        header = envelope.header_of(envelope.open_envelope(data, source="request"))
    except DgwsFault:
        return False
    if header is None:
        return False
    security = header.find(Namespace.WSSE.tag("Security"))
    if security is not None and _has_token(security):
        return True
    is_addressed = header.find(IdwsNamespace.WSA.tag("Action")) is not None
    return is_addressed and header.find(Namespace.MEDCOM.tag("Header")) is None


def _has_token(security: etree._Element) -> bool:
    """An id card spells its attribute `id`, a token `ID`."""
    token = security.find(Namespace.SAML.tag("Assertion"))
    is_encrypted = security.find(Namespace.SAML.tag("EncryptedAssertion")) is not None
    return is_encrypted or (token is not None and token.get("ID") is not None)
