"""Everything that the simulator assumes, for the list that `fsk simulate --assumptions` prints."""

from typing import Final

from conformance.simulator.minlog import assumptions as minlog_assumptions
from conformance.simulator.nas import assumptions as nas_assumptions
from conformance.simulator.sfsk import access_assumptions
from conformance.simulator.sfsk import assumptions as sfsk_assumptions
from conformance.simulator.skr import settings as skr_settings
from conformance.simulator.state import deaths
from conformance.simulator.state.assumptions import Assumption
from conformance.simulator.sts import assumptions as sts_assumptions
from conformance.simulator.wire import assumptions as transport_assumptions

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
