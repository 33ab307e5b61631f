"""Rules for the messages around a card: which of them look at which kind of message."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Finding
from conformance.validate.kinds import Kind, kind_of
from conformance.validate.messages import (
    dgws,
    envelope,
    faults,
    hsuid,
    idcard,
    idcard_log,
    iti18_request,
    iti18_response,
    iti43,
    minlog_request,
    minlog_response,
    nas2,
)
from conformance.validate.messages.rule import Basis, Element, Message, MessageRule
from conformance.validate.structure import check_structure

__all__ = ["RULES", "Basis", "Message", "MessageRule", "check_envelope", "check_message"]

_ID_CARD: Final = (*idcard.RULES, *idcard_log.RULES)

_BY_KIND: Final[dict[Kind, tuple[MessageRule, ...]]] = {
    Kind.ITI_18_REQUEST: iti18_request.RULES,
    Kind.ITI_18_RESPONSE: iti18_response.RULES,
    Kind.ITI_43_REQUEST: iti43.REQUEST_RULES,
    Kind.ITI_43_RESPONSE: iti43.RESPONSE_RULES,
    Kind.MINLOG_REQUEST: minlog_request.RULES,
    Kind.MINLOG_RESPONSE: minlog_response.RULES,
    Kind.NAS2: nas2.RULES,
    Kind.ID_CARD: _ID_CARD,
    Kind.SOAP_FAULT: faults.FAULT_RULES,
    Kind.DGWS_HEADER: dgws.HEADER_RULES,
    Kind.HSUID: hsuid.RULES,
    Kind.TOKEN_REQUEST: faults.TOKEN_RULES[:1],
    Kind.TOKEN_RESPONSE: faults.TOKEN_RULES[1:],
}

RULES: Final[tuple[MessageRule, ...]] = (
    *iti18_request.RULES,
    *iti18_response.RULES,
    *iti43.REQUEST_RULES,
    *iti43.RESPONSE_RULES,
    *minlog_request.RULES,
    *minlog_response.RULES,
    *nas2.RULES,
    *dgws.RULES,
    *faults.FAULT_RULES,
    *faults.TOKEN_RULES,
    *_ID_CARD,
    *hsuid.RULES,
)
"""All message rules, in the order in which they are explained."""


def check_message(message: Message, kind: Kind) -> Iterator[Finding]:
    """Yield a finding for each breach in a message that is its own root, of that kind."""
    told: list[Finding] = []
    for rule in _BY_KIND.get(kind, ()):
        for finding in rule(message):
            told.append(finding)
            yield finding
    yield from check_structure(message.root, kind, told)


def check_envelope(message: Message) -> Iterator[Finding]:
    """Yield a finding for each breach in a SOAP envelope: its headers, and what it carries."""
    told = [finding for rule in dgws.RULES for finding in rule(message)]
    yield from told
    for block in envelope.medcom_headers(message.root):
        yield from check_structure(block, Kind.DGWS_HEADER, told)
    for card in envelope.id_cards(message.root):
        yield from check_message(_part(message, card), Kind.ID_CARD)
    for header in envelope.hsuid_headers(message.root):
        yield from check_message(_part(message, header), Kind.HSUID)
    payload = envelope.payload_of(message.root)
    if payload is not None:
        yield from check_message(_part(message, payload), kind_of(payload))


def _part(message: Message, root: Element) -> Message:
    return Message(root=root, attachments=message.attachments)
