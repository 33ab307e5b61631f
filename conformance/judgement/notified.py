"""Judges what a subscriber was notified of."""

from collections.abc import Sequence
from typing import Final

from conformance.findings import Shortfall
from conformance.nas.notifications import NotificationMessage
from conformance.nas.vocabulary import Topic
from conformance.safe_xml import parse
from conformance.security.dgws import ReceivedFault

_POLL: Final = "the answers to GetMessages"


def require_notified(messages: Sequence[NotificationMessage], cprs: Sequence[str]) -> None:
    """Exactly these citizens, in this order, each by a notification of SKR's topic."""
    wanted = [(Topic.CARD_UPDATED.value, cpr) for cpr in cprs]
    found = [(message.topic, message.id) for message in messages]
    if found != wanted:
        raise Shortfall(
            expected=f"notifications of {', '.join(cprs) or 'nobody'}",
            found=", ".join(str(message.id) for message in messages) or "of nobody",
            where=_POLL,
        )


def require_silent(messages: Sequence[NotificationMessage], secrets: Sequence[str]) -> None:
    """No notification holds any of these texts."""
    for message in messages:
        told = [secret for secret in secrets if secret in _text(message)]
        if told:
            raise Shortfall(
                expected="the CPR number and nothing of what has changed",
                found=", ".join(told),
                where=f"{_POLL}, Message",
            )


def require_refused(refusals: Sequence[ReceivedFault], code: str) -> None:
    """The subscriber was refused with this code of DGWS."""
    found = refusals[-1].code if refusals else "an answer"
    if found != code:
        raise Shortfall(expected=f"a refusal with {code}", found=found, where="the answer of NAS2")


def _text(message: NotificationMessage) -> str:
    root = parse(message.payload, source="notification")
    attributes = (str(value) for element in root.iter("*") for value in element.attrib.values())
    return "\n".join((*(str(text) for text in root.itertext()), *attributes))
