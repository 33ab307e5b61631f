"""Validates the messages of NAS2 against our own schemas: notifications, subscriptions, id lists.

One schema judges them all, faults included; it is open where WS-BaseNotification is. Whatever it
accepts, the schemas of NAS2 accept too. Dialects of topics and filters, and whether a notification
names a citizen, are the affair of the rules of `conformance.validate.messages`.
"""

from pathlib import Path
from typing import Final

from conformance.xsd import Schema

__all__ = ["LARGEST", "NAS2", "RULE"]

RULE: Final = "NAS2-00"
"""The rule that a message of NAS2 keeps the schema."""

LARGEST: Final = 50_000
"""Elements and attributes of a message: some 5,000 notifications, or a list of 50,000 citizens.

NAS2 has no limit that is public.
"""

NAS2: Final = Schema(rule=RULE, location=Path(__file__).with_name("wsn-b-2.xsd"), largest=LARGEST)
"""Our own schemas of WS-BaseNotification as NAS2 speaks it, and of its lists of citizens."""
