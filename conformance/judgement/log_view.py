"""Judges what MinLog takes, and what it shows a citizen."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.findings import Shortfall
from conformance.minlog.log_entry import LogEntry, destination_fields
from conformance.minlog.registration import Receipt
from conformance.minlog.shown import ShownAccess
from conformance.simulator.state.registers import StaffMember

_ANSWER: Final = "the answer to the registration"
_VIEW: Final = "the answer to the look-up"


def require_counts(receipt: Receipt, *, added: int, failed: int) -> None:
    """So many registrations were added, and so many failed."""
    if (receipt.added, receipt.failed) != (added, failed):
        raise Shortfall(
            expected=f"{added} added, {failed} failed",
            found=f"{receipt.added} added, {receipt.failed} failed"
            + "".join(f" ({rejection.text})" for rejection in receipt.rejections),
            where=_ANSWER,
        )


def require_failures(receipt: Receipt, numbers: Sequence[str | None]) -> None:
    """The answer names the registrations that failed by these sequence numbers."""
    found = [rejection.sequence_number for rejection in receipt.rejections]
    if found != list(numbers):
        raise Shortfall(
            expected=f"failures by the sequence numbers {', '.join(map(str, numbers)) or 'none'}",
            found=", ".join(map(str, found)) or "none",
            where=f"{_ANSWER}, FailedLogDataEntries",
        )


def require_shown(view: Sequence[ShownAccess], entry: LogEntry) -> None:
    """The access is shown once, with every field as it was registered, in whatever order."""
    wanted = _written(destination_fields(entry))
    alike = [a for a in view if a.get("CorrelationId") == entry.correlation_id]
    if len(alike) != 1:
        raise Shortfall(expected="the access once", found=f"{len(alike)} times", where=_VIEW)
    found = _written(alike[0].fields)
    if found != wanted:
        missing, more = sorted(set(wanted) - set(found)), sorted(set(found) - set(wanted))
        raise Shortfall(
            expected=f"every field as it was registered, {', '.join(missing)}",
            found=", ".join(more) or f"{len(found)} of {len(wanted)} fields",
            where=_VIEW,
        )


def require_not_shown(view: Sequence[ShownAccess], entry: LogEntry) -> None:
    """The access is not shown."""
    if any(access.get("CorrelationId") == entry.correlation_id for access in view):
        raise Shortfall(expected="that the access is not shown", found="it", where=_VIEW)


def require_name(view: Sequence[ShownAccess], member: StaffMember) -> None:
    """An access is shown with the name of this person."""
    name = _name(member)
    if name not in [access.get("UserPersonName") for access in view]:
        raise Shortfall(expected=f"the name {name}", found=_names(view), where=_VIEW)


def require_pseudonym(
    view: Sequence[ShownAccess], member: StaffMember, *, citizen: str, salt: str
) -> None:
    """An access is shown with the pseudonym of this person, towards this citizen, by this salt.

    Source: NSP's guide to identity blurring: UUID version 5 over
    `FORNAVN(E)+EFTERNAVN(E)+BORGER_ID+SALT` in the namespace for OIDs.
    """
    parts = (*_name(member).upper().split(" "), citizen, salt)
    pseudonym = str(uuid5(NAMESPACE_OID, "+".join(parts)))
    if pseudonym not in [access.get("UserPersonName") for access in view]:
        raise Shortfall(
            expected=f"the pseudonym {pseudonym} of {_name(member)}",
            found=_names(view),
            where=f"{_VIEW}, UserPersonName",
        )


def require_hidden(view: Sequence[ShownAccess], member: StaffMember) -> None:
    """There is an access, and neither name nor number of this person stands in any field."""
    if not view:
        raise Shortfall(expected="an access", found="none", where=_VIEW)
    secrets = (member.given_name, member.surname, member.cpr, member.authorisation_code or "")
    told = [
        f"{name} {text}"
        for access in view
        for name, text, _ in access.fields
        if any(secret and secret in text for secret in secrets)
    ]
    if told:
        raise Shortfall(
            expected=f"nothing that tells who {_name(member)} is",
            found=", ".join(told),
            where=_VIEW,
        )


def _name(member: StaffMember) -> str:
    return f"{member.given_name} {member.surname}"


def _names(view: Sequence[ShownAccess]) -> str:
    return ", ".join(str(access.get("UserPersonName")) for access in view) or "no access"


def _written(fields: Iterable[tuple[str, str, str | None]]) -> list[str]:
    return sorted(f"{name} {text} {source or ''}".rstrip() for name, text, source in fields)
