"""What a tester may turn in the national notification service, each with its default."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from conformance.nas.vocabulary import Topic
from conformance.simulator.state.setting import (
    TEXT,
    TEXTS,
    Allowed,
    about,
    count_up_to,
    longer_than_nothing,
)

PLACEHOLDER: Final = "urn:fsk-conformance:placeholder:the-real-one-is-not-public"
"""Beginning of the topics and namespaces that are this project's own, for want of the real."""


class PlaceholderTopic(StrEnum):
    """Topics of our own, where the real ones are not public."""

    LTR = f"{PLACEHOLDER}:ltr"
    """Livstestamenteregisteret: living wills."""

    FGVH = f"{PLACEHOLDER}:fgvh"
    """Opt-outs of resuscitation (FGVH)."""

    ODR = f"{PLACEHOLDER}:odr"
    """Organdonorregisteret."""


class RepeatedList(StrEnum):
    """What a second CreateIDList with the same name does to the first."""

    REPLACES = "replaces"
    """The list is what the second says."""

    ADDS = "adds"
    """The list is what both say."""


class Strangers(StrEnum):
    """Whether one organisation may use the pull points and subscriptions of another."""

    REFUSED = "refused"
    """No."""

    ADMITTED = "admitted"
    """Whoever knows the address may."""


_ADDRESS: Final = Allowed(
    words="an address that begins with http:// or https://, without a stroke at its end",
    holds=lambda value: (
        isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+(/\S*[^\s/])?", value) is not None
    ),
)
_TEN_YEARS: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class NasSettings:
    """How the service behaves where the sources do not tell.

    Each register publishes to its own topic; *other_topics* exist as well, for publishers from
    outside.
    """

    retention: timedelta | None = field(
        default=None,
        metadata=about(
            "How long a notification waits in a pull point; without it, until it is fetched.",
            allowed=longer_than_nothing(_TEN_YEARS, "P3650D"),
            example=timedelta(days=14),
        ),
    )
    repeated_list: RepeatedList = field(
        default=RepeatedList.REPLACES,
        metadata=about("What a second CreateIDList with the same name does to the first."),
    )
    strangers: Strangers = field(
        default=Strangers.REFUSED,
        metadata=about(
            "Whether one organisation may use the pull points and subscriptions of another."
        ),
    )
    most_pull_points: int = field(
        default=1000,
        metadata=about(
            "How many pull points an organisation may have.", allowed=count_up_to(100_000)
        ),
    )
    public_address: str | None = field(
        default=None,
        metadata=about(
            "How the addresses that are handed out begin; without it, with the host called.",
            allowed=_ADDRESS,
            example="http://localhost:8090",
        ),
    )
    system_passes_filters: bool = field(
        default=True,
        metadata=about(
            "Whether a notification with isSystemNotification true passes filters on citizens."
        ),
    )
    treatment_will_version: str = field(
        default="1", metadata=about("What stands as version in TreatmentWillUpdated.", allowed=TEXT)
    )
    skr_topic: str = field(
        default=Topic.CARD_UPDATED.value,
        metadata=about("The topic of the Stamkortregister.", allowed=TEXT),
    )
    btr_topic: str = field(
        default=Topic.TREATMENT_WILL_UPDATED.value,
        metadata=about("The topic of treatment wills.", allowed=TEXT),
    )
    ltr_topic: str = field(
        default=PlaceholderTopic.LTR.value,
        metadata=about("The topic of living wills.", allowed=TEXT),
    )
    fgvh_topic: str = field(
        default=PlaceholderTopic.FGVH.value,
        metadata=about("The topic of opt-outs of resuscitation.", allowed=TEXT),
    )
    odr_topic: str = field(
        default=PlaceholderTopic.ODR.value,
        metadata=about("The topic of the register of organ donors.", allowed=TEXT),
    )
    other_topics: frozenset[str] = field(
        default_factory=frozenset,
        metadata=about("Topics that exist besides, for publishers from outside.", allowed=TEXTS),
    )

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that exists."""
        own = {self.skr_topic, self.btr_topic, self.ltr_topic, self.fgvh_topic, self.odr_topic}
        return self.other_topics | own
