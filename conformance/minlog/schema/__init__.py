"""Validates MinLog2 registrations and their answers against our own schema of 2025-03-12.

The schema decides what the rules of `conformance.validate.messages` cannot tell one by one: every
element in its place, its length, the kinds of identifier, the times. Whatever it accepts, the
schema of the interface accepts too. Negative counts, 501 registrations in a call and a missing
organisation pass: about those the rules speak.
"""

from pathlib import Path
from typing import Final

from conformance.xsd import Schema

__all__ = ["LARGEST", "MINLOG", "RULE"]

RULE: Final = "MINLOG-00"
"""The rule that a registration, or its answer, keeps the schema."""

LARGEST: Final = 50_000
"""Elements and attributes of a message: 1,500 registrations that leave nothing out.

500 in a call are a recommendation only, so one that holds more is still judged.
"""

MINLOG: Final = Schema(
    rule=RULE,
    location=Path(__file__).with_name("minlog2-registration-2025-03-12.xsd"),
    largest=LARGEST,
)
"""Our own schema of RegistrationRequest and RegistrationResponse."""
