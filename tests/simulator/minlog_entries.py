"""Entries of MinLog for the tests of the simulator."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from conformance.minlog.registration import LogEntry
from conformance.simulator.state.personas import CVR, Persona, Staff

NOW: Final = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
ENTRY: Final = LogEntry(
    citizen=Persona.BENTE.value,
    user_id=Staff.DOCTOR.value,
    user_id_source="CPR",
    at=NOW,
    received_at=NOW,
    system_name="EHR",
    activity="Fælles Stamkort opslag",
    written_by="EHR",
)
"""The least that a registration tells."""

BY_CVR: Final = replace(
    ENTRY,
    user_name="Lars Larsen",
    user_role="Læge",
    organisation_id=CVR,
    organisation_id_source="CVR",
)
"""With what blurring needs."""
