"""MinLog2 registration at its addresses."""

from collections.abc import Sequence
from typing import Final

from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator import log_entries
from conformance.simulator.endpoint import Answer, Asked, Note, Route
from conformance.simulator.faults import Fault
from conformance.simulator.journal import Service

ROUTES: Final = (
    Route(
        path="/minlog2-registration/20250312/RegisterService",
        service=Service.MINLOG,
        actions=frozenset({"AddRegistrations"}),
        down=Fault.MINLOG_DOWN,
    ),
    Route(
        path="/decoupling",
        service=Service.MINLOG,
        actions=frozenset({"AddRegistrations_20250312"}),
        needs_action=True,
        down=Fault.MINLOG_DOWN,
    ),
)
"""Directly, and through the decoupling component. Source: NSP protocol dossier 5.1."""


class MinLogRegistration:
    """Takes registrations of accesses, each for itself."""

    routes: Sequence[Route] = ROUTES

    def serve(self, asked: Asked, note: Note) -> Answer:
        """A RegistrationResponse. Raises DgwsFault when the body is no request."""
        world = note.world
        try:
            outcomes = log_entries.read_request(
                asked.body, received_at=world.now, caller=asked.card.system.it_system_name
            )
        except log_entries.MalformedRegistration as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        if world.has_fault(Fault.MINLOG_REJECTS):
            outcomes = [_rejected(outcome) for outcome in outcomes]
        accepted = [entry for entry in outcomes if isinstance(entry, log_entries.LogEntry)]
        world.write_log(accepted)
        note.citizens = tuple(dict.fromkeys(entry.citizen for entry in accepted))
        note.outcome = f"{len(accepted)} added, {len(outcomes) - len(accepted)} failed"
        return Answer(body=log_entries.build_response(outcomes))


def _rejected(outcome: log_entries.Outcome) -> log_entries.Rejection:
    return log_entries.Rejection(
        code="rejected", text="the simulated fault", sequence_number=outcome.sequence_number
    )
