"""What a tester may turn in the simulated MinLog2 where the sources do not tell, with defaults."""

from dataclasses import dataclass, field

from conformance.minlog.registration import INVALID
from conformance.simulator.state.setting import TEXT, about


@dataclass(frozen=True, slots=True, kw_only=True)
class MinLogSettings:
    """How a registration that fails is told of; the codes of the real service are not public."""

    invalid_code: str = field(
        default=INVALID,
        metadata=about("The FaultCode of a registration that breaks the schema.", allowed=TEXT),
    )
    rejected_code: str = field(
        default="rejected",
        metadata=about(
            "The FaultCode of a registration that a fault on demand rejects.", allowed=TEXT
        ),
    )
