"""The suite as a system that registers accesses in MinLog, and as a portal that shows them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, TypedDict
from uuid import uuid4

from conformance.minlog.log_entry import LogEntry
from conformance.minlog.lookup import LookupRequest
from conformance.minlog.registration import Receipt
from conformance.minlog.shown import ShownAccess
from conformance.minlog.vocabulary import OrganisationSource, PrincipalSource, UserSource
from conformance.security.dgws import ReceivedFault
from conformance.service.client import CLIENT_NAME, own_call
from conformance.service.minlog import MinLogClient
from conformance.simulator.state.personas import Staff
from conformance.simulator.state.registers import StaffMember
from steps.caller import Caller

TOO_EARLY: Final = datetime(2014, 12, 31, 23, 0, tzinfo=UTC)
"""No access before 2015 is taken."""


class Change(TypedDict, total=False):
    """Fields of a registration that a scenario is about."""

    at: datetime
    filters: tuple[str, ...]
    system_name: str
    activity: str
    reason: str
    organisation_name: str
    user_name: str
    correlation_id: str
    sequence_number: str


def of_length(field_name: str, length: int) -> Change:
    """The field filled with so many characters."""
    text = "x" * length
    fields: dict[str, Change] = {
        "system name": {"system_name": text},
        "activity": {"activity": text},
        "reason": {"reason": text},
        "organisation name": {"organisation_name": text},
        "user name": {"user_name": text},
        "correlation id": {"correlation_id": text},
        "sequence number": {"sequence_number": text},
    }
    return fields[field_name]


LOG_FIELDS: Final = (
    "system name",
    "activity",
    "reason",
    "organisation name",
    "user name",
    "correlation id",
    "sequence number",
)
"""The fields whose length is held."""


@dataclass
class Registrar:
    """Registers, and looks into a citizen's log as a citizen may."""

    caller: Caller
    minlog: MinLogClient
    entries: tuple[LogEntry, ...] = ()
    receipts: list[Receipt] = field(default_factory=list)
    view: tuple[ShownAccess, ...] = ()
    viewed: str = ""
    refusals: list[ReceivedFault] = field(default_factory=list)

    def access(self, cpr: str, number: int = 1) -> LogEntry:
        """An access to the citizen's card by the doctor, now."""
        doctor, _ = self.caller.callers.employee(Staff.DOCTOR)
        now = self.caller.client.now.replace(microsecond=0)
        return LogEntry(
            citizen=self.caller.callers.cpr(cpr),
            user_id=doctor.cpr,
            user_id_source=UserSource.CPR,
            at=now,
            received_at=now,
            system_name=CLIENT_NAME,
            activity="Fælles Stamkort opslag",
            written_by=CLIENT_NAME,
            correlation_id=str(uuid4()),
            sequence_number=str(number),
        )

    def whole_access(self, cpr: str) -> LogEntry:
        """The same with every field."""
        doctor, _ = self.caller.callers.employee(Staff.DOCTOR)
        system = self.caller.callers.system
        return replace(
            self.access(cpr),
            reason="Konsultation",
            addition="Samtykke",
            criticality="Ingen",
            organisation_id=system.care_provider_id,
            organisation_id_source=OrganisationSource.CVR,
            organisation_name=system.care_provider_name,
            citizen_name="Prøve Æblegård",
            user_name=f"{doctor.given_name} {doctor.surname}",
            user_role="Læge",
            on_behalf_of_id="J0184",
            on_behalf_of_id_source=PrincipalSource.AUTHORISATION,
            on_behalf_of_name="Anden Læge",
            on_behalf_of_role="Overlæge",
        )

    def access_by(self, member: StaffMember, cpr: str) -> LogEntry:
        """An access by this person, who works in the calling organisation."""
        user, _ = self.caller.callers.employee(member.cpr)
        system = self.caller.callers.system
        return replace(
            self.access(cpr),
            user_id=user.cpr,
            user_name=f"{user.given_name} {user.surname}",
            organisation_id=system.care_provider_id,
            organisation_id_source=OrganisationSource.CVR,
        )

    def register(self, *entries: LogEntry) -> None:
        """Register these in one call."""
        self.entries = entries
        self.receipts.append(self.minlog.register(self.caller.system_card(), entries))

    def look(self, acting: str, cpr: str) -> None:
        """Look into a citizen's log as this citizen; a refusal is kept for the judgement."""
        callers = self.caller.callers
        self.viewed = callers.cpr(cpr)
        request = LookupRequest(citizen=self.viewed)
        header = own_call(callers.cpr(acting))
        try:
            self.view = self.minlog.look_up(self.caller.system_card(), request, header)
        except ReceivedFault as fault:
            self.refusals.append(fault)
