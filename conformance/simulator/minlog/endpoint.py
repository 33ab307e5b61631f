"""MinLog2 at its addresses: registration, and the look-up of a citizen's view."""

from collections.abc import Sequence
from typing import Final

from conformance.minlog import lookup, registration
from conformance.minlog.vocabulary import Action
from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator.doors.endpoint import Answer, Asked, Note, Route
from conformance.simulator.minlog.service import MinLog
from conformance.simulator.state.journal import Service

REGISTRATION_ROUTES: Final = (
    Route(
        path="/minlog2-registration/20250312/RegisterService",
        service=Service.MINLOG,
        actions=frozenset({Action.ADD_REGISTRATIONS.value}),
    ),
    Route(
        path="/decoupling",
        service=Service.MINLOG,
        actions=frozenset({Action.ADD_REGISTRATIONS_DECOUPLED.value}),
        needs_action=True,
    ),
)
"""Directly, and through the decoupling component. Source: NSP protocol dossier 5.1."""

LOOKUP_ROUTES: Final = (
    Route(
        path="/minlog2-lookupid/20250312/LookupidService",
        service=Service.MINLOG_LOOKUP,
        actions=frozenset({lookup.ACTION}),
    ),
)
"""Source: NSP protocol dossier 5.2."""

ROUTES: Final = (*REGISTRATION_ROUTES, *LOOKUP_ROUTES)


class MinLogRegistration:
    """Takes registrations of accesses, each for itself."""

    routes: Sequence[Route] = REGISTRATION_ROUTES

    def __init__(self, minlog: MinLog) -> None:
        self._minlog = minlog

    def serve(self, asked: Asked, note: Note) -> Answer:
        """A RegistrationResponse. Raises DgwsFault when the body is no request."""
        try:
            read = registration.read_request(
                asked.body, received_at=note.world.now, caller=asked.card.system.it_system_name
            )
        except registration.MalformedRegistration as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        sound = (entry for entry in read if isinstance(entry, registration.LogEntry))
        note.concern(entry.citizen for entry in sound)
        outcomes = self._minlog.register(note.world, read)
        added = sum(isinstance(each, registration.LogEntry) for each in outcomes)
        note.outcome = f"{added} added, {len(outcomes) - added} failed"
        return Answer(body=registration.build_response(outcomes))


class MinLogLookup:
    """Shows a citizen's MinLog as the citizen may see it."""

    routes: Sequence[Route] = LOOKUP_ROUTES

    def __init__(self, minlog: MinLog) -> None:
        self._minlog = minlog

    def serve(self, asked: Asked, note: Note) -> Answer:
        """A LogStatementForCPRPersonResponse. Raises DgwsFault."""
        try:
            request = lookup.read_request(asked.body)
        except lookup.MalformedLookup as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        note.concern((request.citizen,))
        statements = self._minlog.look_up(note.world, request, asked.hsuid)
        note.outcome = f"{len(statements)} shown"
        return Answer(body=lookup.build_response(statements))
