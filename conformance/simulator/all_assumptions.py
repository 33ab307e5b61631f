"""Everything that the simulator assumes, for the list that `fsk simulate --assumptions` prints."""

from typing import Final

from conformance.simulator import (
    access_assumptions,
    deaths,
    minlog_assumptions,
    nas_assumptions,
    sfsk_assumptions,
    skr_settings,
    sts_assumptions,
    transport_assumptions,
)
from conformance.simulator.assumptions import Assumption

ALL_ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    *sts_assumptions.ASSUMPTIONS,
    *access_assumptions.ASSUMPTIONS,
    *sfsk_assumptions.ASSUMPTIONS,
    *deaths.ASSUMPTIONS,
    *minlog_assumptions.ASSUMPTIONS,
    *skr_settings.ASSUMPTIONS,
    *nas_assumptions.ASSUMPTIONS,
    *transport_assumptions.ASSUMPTIONS,
)
"""Service by service; the names are unique."""
