"""MinLog2: the message that registers accesses, and the receipt (XSD of 2025-03-12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.reference.idcard import SYSTEM_NAME
from conformance.reference.keys import Organisation
from conformance.reference.log_entry import LogEntry, Receipt
from conformance.reference.markup import words
from conformance.reference.soap import Caller, ServiceUnavailable, envelope
from conformance.reference.sts_client import IdCard

_MINLOG: Final = (
    "http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/minlog2-registration.xsd"
)
_PATH: Final = "/minlog2-registration/20250312/RegisterService"
_ACTION: Final = "AddRegistrations"
_ACTIVITY: Final = "Fælles Stamkort opslag"
_NAME_LIMIT: Final = 50
_ROLE_LIMIT: Final = 200


class MinLog:
    """The registration service. Every failure to get a receipt is ServiceUnavailable."""

    def __init__(self, services: str, caller: Caller) -> None:
        self._url = services + _PATH
        self._caller = caller

    def register(
        self,
        entries: Sequence[LogEntry],
        organisation: Organisation | None,
        id_card: IdCard,
        now: datetime,
    ) -> Receipt:
        """Register accesses (at most 500 at a time) and return MinLog's receipt."""
        request = _request(entries, organisation)
        message = envelope(request, now=now, id_card=id_card.assertion, level=id_card.level)
        answer = self._caller.call(self._url, _ACTION, message).content
        if answer.tag != f"{{{_MINLOG}}}RegistrationResponse":
            raise ServiceUnavailable("MinLog svarede ikke med en kvittering")
        failed = (words(found) for found in answer.iterfind("FailedLogDataEntries/SequenceNumber"))
        return Receipt(
            added=_count(answer, "NumberAdded"),
            failed=_count(answer, "NumberFailed"),
            failed_sequences=frozenset(failed),
        )


def _request(entries: Sequence[LogEntry], organisation: Organisation | None) -> etree._Element:
    """Return ``RegistrationRequest``; only the root is qualified, and the order is the schema's."""
    request = etree.Element(f"{{{_MINLOG}}}RegistrationRequest", nsmap={"ml": _MINLOG})
    for entry in entries:
        logged = etree.SubElement(etree.SubElement(request, "LogDataEntry"), "Destination")
        _field(logged, "SystemName", SYSTEM_NAME)
        _field(logged, "Activity", _ACTIVITY)
        _field(logged, "DateTime", entry.opened.isoformat().replace("+00:00", "Z"))
        if organisation is not None:
            _field(logged, "OrganisationId", organisation.cvr, source="CVR")
            _field(logged, "OrganisationName", organisation.name)
        _field(logged, "PersonIdentifier", entry.citizen, source="CPR")
        _field(logged, "SequenceNumber", entry.sequence)
        _field(logged, "UserPersonIdentifier", entry.user_id, source="CPR")
        _field(logged, "UserPersonName", entry.user_name[:_NAME_LIMIT])
        _field(logged, "UserRole", entry.user_role[:_ROLE_LIMIT])
    return request


def _field(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, name, None, None, **attributes).text = text


def _count(answer: etree._Element, name: str) -> int:
    text = words(answer.find(name))
    if not text.isdecimal():
        raise ServiceUnavailable("MinLogs kvittering kunne ikke læses")
    return int(text)
