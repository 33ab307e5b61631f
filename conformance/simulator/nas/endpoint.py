"""The national notification service: subscribers through the door of DGWS, publishers without."""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from lxml import etree

from conformance.nas import notifications
from conformance.nas.elements import MalformedMessage
from conformance.nas.faults import FaultKind, NasFault, append_detail
from conformance.nas.notifications import NotificationMessage, NotNotifyContent
from conformance.nas.vocabulary import Action
from conformance.security import dgws, envelope, instants
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.namespaces import Namespace
from conformance.security.signature import IdCardVerifier
from conformance.security.soap import Blame, SoapVersion, add_detail, add_fault, version_of
from conformance.simulator.doors.dgws import DgwsEndpoint
from conformance.simulator.doors.endpoint import Answer, Asked, Note, Route
from conformance.simulator.doors.messages import Call, Reply
from conformance.simulator.nas.addresses import BROKER, PULL_POINTS, ROUTES, action_of
from conformance.simulator.nas.rules import NasRules
from conformance.simulator.nas.subscriber import NasSubscriber, citizens_of
from conformance.simulator.nas.trouble import check_able, concern, in_its_style
from conformance.simulator.state.announcements import publish
from conformance.simulator.state.broker import Notifications, UnknownResource, change
from conformance.simulator.state.faults import Fault


class NasPublisher:
    """Takes notifications from registers, and puts them in the queues."""

    routes: Sequence[Route] = ROUTES

    def __init__(self, rules: NasRules) -> None:
        self._rules = rules

    def serve(self, asked: Asked, note: Note) -> Answer:
        """A NotifyResponse, for a publisher with an id card. Raises DgwsFault and NasFault."""
        return Answer(body=self.take(asked.path, asked.body, note))

    def take(self, path: str, body: etree._Element, note: Note) -> etree._Element:
        """Put all of the notifications in queues, or none. Raises DgwsFault and NasFault."""
        check_able(note, Action.NOTIFY)
        messages = _read(body)
        concern(note, Action.NOTIFY, citizens_of(messages))
        if path == BROKER:
            for message in messages:
                self._rules.check_published(note.world.notifications.settings, message)
            for message in messages:
                publish(note.world, message)
        else:
            _deliver(path.removeprefix(PULL_POINTS), messages, note)
        note.outcome = f"{len(messages)} published"
        return notifications.build_notify_response()


class NasEndpoint:
    """The whole service at its addresses. Its declared faults are answered here."""

    routes: Sequence[Route] = ROUTES

    def __init__(
        self,
        *,
        verifier: IdCardVerifier,
        rules: NasRules | None = None,
        new_uuid: Callable[[], UUID] = uuid4,
    ) -> None:
        rules = rules or NasRules()
        self._publisher = NasPublisher(rules)
        self._known_publishers = DgwsEndpoint(self._publisher, verifier=verifier, new_uuid=new_uuid)
        self._subscribers = DgwsEndpoint(
            NasSubscriber(rules, new_uuid=new_uuid), verifier=verifier, new_uuid=new_uuid
        )

    def answer(self, call: Call, note: Note) -> Reply:
        """The answer, or a fault of the service's own. Raises DgwsFault."""
        try:
            return self._answer(call, note)
        except NasFault as fault:
            note.outcome = fault.kind.local_name
            version = envelope.version_in(call.body)
            body = in_its_style(_fault(fault, note, version), note)
            return Reply.fault(body, version=version)
        except DgwsFault as fault:
            if not note.suffers(Fault.NAS_UNDECLARED_PREFIX):
                raise
            note.outcome = str(fault.code)
            version = envelope.version_in(call.body)
            body = dgws.build_fault(fault.code, fault.text, version=version)
            return Reply.fault(in_its_style(body, note), version=version)

    def _answer(self, call: Call, note: Note) -> Reply:
        root = envelope.open_envelope(call.body, source="request")
        body = envelope.only_payload(root)
        action = call.soap_action or action_of(call.path, body)
        if action != Action.NOTIFY:
            return self._subscribers.answer(call, note)
        if _has_id_card(root):
            return self._known_publishers.answer(call, note)
        version = version_of(root)
        answer, _, place = envelope.new_envelope(version=version)
        envelope.append_copy(place, self._publisher.take(call.path, body, note))
        return Reply.ok(envelope.to_bytes(answer), version=version)


def _has_id_card(root: etree._Element) -> bool:
    """DGWS is checked of publishers if it is there. Source: NSP protocol dossier 3.2."""
    header = envelope.header_of(root)
    if header is None:
        return False
    cards = f"{Namespace.WSSE.tag('Security')}/{Namespace.SAML.tag('Assertion')}"
    return header.find(cards) is not None


def _read(body: etree._Element) -> tuple[NotificationMessage, ...]:
    try:
        return notifications.read_notify(body)
    except MalformedMessage as error:
        raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
    except NotNotifyContent as error:
        raise NasFault(FaultKind.NOTIFY_FAILED, str(error)) from None


def _deliver(pull_point_id: str, messages: Sequence[NotificationMessage], note: Note) -> None:
    """Put the messages in one queue, as the WSDL of pull points lets anybody do."""

    def step(known: Notifications) -> tuple[Notifications, None]:
        for message in messages:
            known = known.deliver(pull_point_id, message, now=note.world.now)
        return known, None

    try:
        change(note.world, step)
    except UnknownResource:
        raise NasFault(
            FaultKind.RESOURCE_UNKNOWN, "expected the address of a pull point, found none there"
        ) from None


def _fault(fault: NasFault, note: Note, version: SoapVersion) -> bytes:
    """The fault in an envelope. That the faultcode blames the server is what a client has seen."""
    root, header, body = envelope.new_envelope(version=version)
    root.remove(header)
    detail = add_detail(add_fault(body, fault.text, blame=Blame.RECEIVER))
    append_detail(detail, fault, at=instants.to_wire(note.world.now))
    return envelope.to_bytes(root)
