"""What a tester may turn in the simulated STS where the sources do not tell, with defaults."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from conformance.security.idws.values import LIFETIME
from conformance.simulator.state.setting import TEXT, about, longer_than_nothing

ISSUER_NAME: Final = "FSK-TEST-STS"
"""Name of the simulated STS; the real ones are called TEST1-NSP-STS and the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StsSettings:
    """How the STS answers where no public source says how. Id cards count for DGWS's 24 hours."""

    issuer_name: str = field(
        default=ISSUER_NAME,
        metadata=about("By which name the STS issues id cards and tokens.", allowed=TEXT),
    )
    token_lifetime: timedelta = field(
        default=LIFETIME,
        metadata=about(
            "How long a token of OIO-IDWS counts from when it is issued.",
            allowed=longer_than_nothing(timedelta(days=1), "P1D"),
        ),
    )
