"""Judges what a user is told of a change, and how it was written to SKR.

The form of SKR's messages is not public, and the simulator's is our own reading: a system that
sends another may well be right, and is neither passed nor failed for what came of it.
"""

from collections.abc import Sequence
from typing import Final, NoReturn

from lxml import etree

from conformance.findings import NotJudged, Shortfall
from conformance.security.envelope import only_payload, open_envelope
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import AuthenticationLevel, IdCardType
from conformance.simulator.state.journal import NO_SOAP_ACTION, Exchange, Service
from conformance.skr import messages
from conformance.vendor.protocol import Changed, ChangeOutcome

_SCREEN: Final = "the screen after the change"
_SKR: Final = "the calls to SKR of this scenario"
_NOT_SAVED: Final = frozenset({ChangeOutcome.REFUSED, ChangeOutcome.UNAVAILABLE})


def require_accepted(changed: Changed) -> None:
    """The user is told that the change was taken."""
    if changed.outcome is not ChangeOutcome.ACCEPTED:
        _fall_short("that the change is accepted", _described(changed), _SCREEN)


def require_told(changed: Changed, outcome: ChangeOutcome) -> None:
    """The user is told in words that the change was not taken, and in this way."""
    if changed.outcome is not outcome or not changed.message:
        _fall_short(
            f"a message that the change was {outcome.value}",
            _described(changed),
            _SCREEN,
            "show the text of the fault, or one of your own, and keep what the user has typed",
        )


def require_told_not_saved(changed: Changed) -> None:
    """The user is told in words that the change was not saved, for whatever reason."""
    if changed.outcome not in _NOT_SAVED or not changed.message:
        _fall_short(
            "a message that the change was not saved",
            _described(changed),
            _SCREEN,
            "count a change as saved only when SKR's answer, read to its end, says so",
        )


def require_not_taken(changed: Changed) -> None:
    """The screen does not take the change: it is not offered, or refused with a word."""
    if changed.outcome is ChangeOutcome.NOT_OFFERED:
        return
    if changed.outcome is not ChangeOutcome.REFUSED or not changed.message:
        _fall_short(
            "that the screen does not take it",
            _described(changed),
            _SCREEN,
            "offer no field for it",
        )


def require_nothing_written(journal: Sequence[Exchange], text: str) -> None:
    """No call to SKR holds this text."""
    for call in _calls(journal):
        if text.encode() in call.request:
            _fall_short(
                f"no call to SKR with {text!r}",
                f"one, by {call.operation}",
                _SKR,
                "write what SKR maintains, in the way that it maintains it: a dentist by number",
            )


def require_not_called(journal: Sequence[Exchange]) -> None:
    """SKR was not called at all."""
    calls = _calls(journal)
    if calls:
        _fall_short("no call to SKR", f"{len(calls)}, the first by {calls[0].operation}", _SKR)


def require_understood(journal: Sequence[Exchange]) -> None:
    """The simulated SKR could read what was to be written. Raises NotJudged.

    A call of an operation for reading is none of these: no system shall make one.
    """
    for call in _calls(journal):
        refused_as_written = call.outcome == FaultCode.SYNTAX_ERROR and not _reads(call)
        if refused_as_written and (problem := _unknown_form(call)):
            raise NotJudged(
                f"SKR's schema is not public, and the simulator did not understand {problem}. "
                "The form may be right: let the reviewer see the change by other means, and waive "
                "the step. Where the schema is at hand, conformance/skr/messages.py can be made "
                "to fit"
            )


def require_write_operations(journal: Sequence[Exchange]) -> None:
    """SKR was called, and never by an operation for reading, as far as its name tells."""
    calls = _calls(journal)
    if not calls:
        _fall_short("a call to SKR", "none", _SKR)
    for call in calls:
        if _reads(call):
            _fall_short(
                "calls of SKR that create, update or delete, and no others",
                call.operation,
                _SKR,
                "read from the card: the reading of SKR is for Fælles Stamkort alone",
            )


def require_written_as_user(journal: Sequence[Exchange]) -> None:
    """SKR was called, and each time with an employee's id card of level 4."""
    calls = _calls(journal)
    if not calls:
        _fall_short("a call to SKR", "none", _SKR)
    for call in calls:
        card = call.caller
        if card is None or card.card_type is not IdCardType.USER or card.level < _EMPLOYEE:
            found = "none" if card is None else f"a {card.card_type} id card of level {card.level}"
            _fall_short(
                "a user id card of level 4 in each call to SKR",
                found,
                _SKR,
                "write with the id card of the professional who makes the change",
            )


def require_no_closed_address(journal: Sequence[Exchange]) -> None:
    """No call went to an address of the register, or of a migration, that is not there."""
    for call in journal:
        address = call.operation.casefold()
        if call.service is Service.NONE and any(word in address for word in _REGISTER):
            _fall_short(
                "calls of SKR at its address for writing, and at no other",
                f"one at {call.operation}",
                "the calls of this scenario to addresses where no service answers",
                "take the client of the interface for migration out: it is closed",
            )


_REGISTER: Final = ("skr", "stamkort", "migr")
"""What tells an address of the register: that of the closed interface is not public."""

_READING: Final = ("get", "read", "find", "fetch", "list", "query", "search", "hent")
"""How the name of an operation for reading begins: those of SKR are not public."""

_EMPLOYEE: Final = AuthenticationLevel.EMPLOYEE_SIGNATURE


def _calls(journal: Sequence[Exchange]) -> list[Exchange]:
    return [exchange for exchange in journal if exchange.service is Service.SKR]


def _reads(call: Exchange) -> bool:
    payload = _payload(call)
    asked = "" if payload is None else etree.QName(payload).localname
    named = call.operation.rpartition("#")[2]
    return any(name.casefold().startswith(_READING) for name in (asked, named))


def _unknown_form(call: Exchange) -> str | None:
    """What the simulator did not understand; None where that is not why the call was refused."""
    payload = _payload(call)
    if payload is None:
        return None
    try:
        request = messages.read_request(payload)
    except messages.MalformedRequest as error:
        problem, _, _ = str(error).partition(". ")
        return f"{etree.QName(payload).localname} ({problem})"
    action = request.operation.action
    named = call.operation.removeprefix(NO_SOAP_ACTION)
    return None if named in ("", action) else f"SOAPAction {named} (expected {action})"


def _payload(call: Exchange) -> etree._Element | None:
    """What the call asks for; None in what is no SOAP message, which is nobody's own form."""
    try:
        return only_payload(open_envelope(call.request, source="the call"))
    except DgwsFault:
        return None


def _described(changed: Changed) -> str:
    words = f"message {changed.message!r}" if changed.message else "no message"
    return f"outcome {changed.outcome.value!r}, {words}"


def _fall_short(expected: str, found: str, where: str, fix: str | None = None) -> NoReturn:
    raise Shortfall(expected=expected, found=found, where=where, fix=fix)
