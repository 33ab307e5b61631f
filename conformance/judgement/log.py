"""Judges what stands in a citizen's MinLog."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from conformance.findings import Shortfall
from conformance.minlog.registration import LogEntry
from conformance.simulator.state.journal import Exchange, Service
from conformance.simulator.state.registers import StaffMember

_LOG: Final = "the citizen's MinLog"
_CALLS: Final = "the calls to MinLog2 of this scenario"
MOST_IN_A_CALL: Final = 500
"""Registrations in one request to MinLog."""

MOST_CALLS: Final = 20
"""Requests to MinLog in an hour."""

_TOLERANCE: Final = timedelta(seconds=1)
"""A registration may give whole seconds."""


def require_count(entries: Sequence[LogEntry], count: int) -> None:
    """Exactly *count* accesses stand in the log."""
    if len(entries) != count:
        raise Shortfall(
            expected=f"{count or 'no'} registered {'access' if count == 1 else 'accesses'}",
            found=_described(entries),
            where=_LOG,
            fix="looking up as a system, register each opening of a card, by any user, once; "
            "looking up as the user, leave it to the service",
        )


def require_names(entries: Sequence[LogEntry], member: StaffMember) -> None:
    """At least one access is registered, and each names this person by one of their numbers."""
    numbers = {("CPR", member.cpr), ("Autorisation", member.authorisation_code)}
    wrong = [e for e in entries if (e.user_id_source, e.user_id) not in numbers]
    if wrong or not entries:
        raise Shortfall(
            expected=f"the user {member.given_name} {member.surname}, {member.cpr}",
            found=_described(wrong),
            where=f"{_LOG}, UserPersonIdentifier",
            fix="give the CPR number or authorisation of the person at the screen",
        )


def require_principal(entries: Sequence[LogEntry], member: StaffMember | None) -> None:
    """Each access was on behalf of this person; with None on nobody's. At least one is there."""
    wanted = None if member is None else member.authorisation_code
    wrong = [entry for entry in entries if entry.on_behalf_of_id != wanted]
    if wrong or not entries:
        found = ", ".join(entry.on_behalf_of_id or "nobody" for entry in wrong)
        raise Shortfall(
            expected=f"on behalf of {wanted or 'nobody'}",
            found=f"on behalf of {found}" if wrong else "no access",
            where=f"{_LOG}, OnBehalfOfPersonIdentifier",
        )


def require_time(entries: Sequence[LogEntry], accessed: datetime) -> None:
    """At least one access is registered, and each tells when the card was opened."""
    wrong = [entry for entry in entries if abs(entry.at - accessed) > _TOLERANCE]
    if wrong or not entries:
        raise Shortfall(
            expected=f"{accessed.isoformat()}, when the card was opened",
            found=", ".join(entry.at.isoformat() for entry in wrong) or "no registration",
            where=f"{_LOG}, DateTime",
            fix="note the time when the card is opened, and send that",
        )


def require_organisation(entries: Sequence[LogEntry]) -> None:
    """At least one access is registered, and each names the organisation by a number."""
    wrong = [entry for entry in entries if not entry.organisation_id]
    if wrong or not entries:
        raise Shortfall(
            expected="the number of the organisation in each registration",
            found=f"{len(wrong)} without" if wrong else "no registration",
            where=f"{_LOG}, OrganisationId",
            fix="give the SOR or CVR number: names are hidden from citizens by organisation",
        )


def require_volume(journal: Sequence[Exchange]) -> None:
    """At least one call was made to MinLog; none is too large, and there are not too many an hour.

    Source: MinLog guide, page 98456923: 500 registrations a request, up to 20 requests an hour.
    """
    calls = [exchange for exchange in journal if exchange.service is Service.MINLOG]
    if not calls:
        raise Shortfall(expected="a call to MinLog", found="none", where=_CALLS)
    largest = max(call.request.count(b"<LogDataEntry") for call in calls)
    busiest = max(_within_an_hour(calls, call.at) for call in calls)
    if largest > MOST_IN_A_CALL or busiest > MOST_CALLS:
        raise Shortfall(
            expected=f"at most {MOST_CALLS} calls an hour, of {MOST_IN_A_CALL} registrations each",
            found=f"{busiest} calls in an hour, the largest of {largest}",
            where=_CALLS,
            fix="let registrations wait, and send them together at intervals",
        )


def _within_an_hour(calls: Sequence[Exchange], start: datetime) -> int:
    return sum(start <= call.at < start + timedelta(hours=1) for call in calls)


def require_accepted(journal: Sequence[Exchange]) -> None:
    """At least one call was made to MinLog, and every registration in them was accepted."""
    calls = [exchange for exchange in journal if exchange.service is Service.MINLOG]
    failed = [call for call in calls if not call.outcome.endswith(", 0 failed")]
    if failed or not calls:
        raise Shortfall(
            expected="registrations that MinLog accepts",
            found=", ".join(call.outcome for call in failed) or "no call to MinLog",
            where="the calls to MinLog2 of this scenario",
            fix="hold the fields and lengths of the MinLog2 registration schema of 2025-03-12; "
            "FaultText in the answer says what was wrong",
        )


def _described(entries: Sequence[LogEntry]) -> str:
    if not entries:
        return "none"
    return f"{len(entries)}: " + "; ".join(
        f"{entry.at.isoformat()} by {entry.user_id} ({entry.user_id_source}), "
        f"registered by {entry.written_by}"
        for entry in entries
    )
