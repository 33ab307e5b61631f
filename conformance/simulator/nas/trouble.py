"""How the notification service goes wrong on demand, beyond what any service can suffer."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from conformance.nas.faults import FaultKind, NasFault
from conformance.nas.vocabulary import Action
from conformance.security import envelope
from conformance.security.soap import version_of
from conformance.simulator.doors.endpoint import Note
from conformance.simulator.state.faults import LOSING, Fault

_ODD_PREFIX: Final = "ns2"
"""The prefix of the envelope in a captured answer of NAS."""

UNABLE: Final = {
    Action.CREATE_PULL_POINT: FaultKind.PULL_POINT_NOT_CREATED,
    Action.DESTROY_PULL_POINT: FaultKind.PULL_POINT_NOT_DESTROYED,
    Action.GET_MESSAGES: FaultKind.NO_MESSAGES,
    Action.NOTIFY: FaultKind.NOTIFY_FAILED,
    Action.SUBSCRIBE: FaultKind.SUBSCRIBE_FAILED,
    Action.UNSUBSCRIBE: FaultKind.SUBSCRIPTION_NOT_DESTROYED,
}
"""The fault by which an operation says that it cannot."""


def concern(note: Note, action: str, citizens: Iterable[str]) -> None:
    """Say whom an operation concerns, before anything is done. Raises ServiceDown and NasFault."""
    note.concern(citizens)
    check_able(note, action)


def check_able(note: Note, action: str) -> None:
    """Let the operation fail, if it is to fail and declares a fault for that. Raises NasFault."""
    if action in UNABLE and note.suffers(Fault.NAS_FAILS):
        raise NasFault(UNABLE[Action(action)], "the simulated fault")


def loses_answer(note: Note) -> bool:
    """Whether the answer will not arrive whole, so that nothing in it counts as delivered.

    Source: NSP protocol dossier 3.2, delivery is guaranteed; see `nas-lost-answer`.
    """
    return any(note.goes_wrong(kind) for kind in LOSING)


def in_its_style(body: bytes, note: Note) -> bytes:
    """The fault as it is; or in an envelope that does not declare the prefix of the faultcode.

    Source: a client of NAS that mends `soap:Server`; NSP protocol dossier 3.3.
    """
    if not note.suffers(Fault.NAS_UNDECLARED_PREFIX):
        return body
    sound = envelope.only_payload(envelope.open_envelope(body, source="fault"))
    version = version_of(sound)
    odd = etree.Element(version.tag("Envelope"), nsmap={_ODD_PREFIX: version.value})
    place = etree.SubElement(odd, version.tag("Body"))
    fault = etree.SubElement(place, version.tag("Fault"))
    fault.extend(list(sound))
    return envelope.to_bytes(odd)
