"""What a tester may turn in the national notification service, each with its default."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from conformance.nas.vocabulary import Topic

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


@dataclass(frozen=True, slots=True, kw_only=True)
class NasSettings:
    """How the service behaves where the sources do not tell.

    *retention* is how long a message waits in a pull point (None: until it is fetched).
    *most_pull_points* is how many an organisation may have. *public_address* begins the addresses
    that are handed out (None: the host that was called). Each register publishes to its own topic;
    *other_topics* exist as well, for publishers from outside.
    """

    retention: timedelta | None = None
    repeated_list: RepeatedList = RepeatedList.REPLACES
    strangers: Strangers = Strangers.REFUSED
    most_pull_points: int = 1000
    public_address: str | None = None
    skr_topic: str = Topic.CARD_UPDATED
    btr_topic: str = Topic.TREATMENT_WILL_UPDATED
    ltr_topic: str = PlaceholderTopic.LTR
    fgvh_topic: str = PlaceholderTopic.FGVH
    odr_topic: str = PlaceholderTopic.ODR
    other_topics: frozenset[str] = frozenset()

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that exists."""
        own = {self.skr_topic, self.btr_topic, self.ltr_topic, self.fgvh_topic, self.odr_topic}
        return self.other_topics | own
