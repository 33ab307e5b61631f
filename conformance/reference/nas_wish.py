"""What is subscribed to at the national notification service."""

from dataclasses import dataclass
from typing import Final

CARD_UPDATED: Final = "http://sundhedsdatastyrelsen.dk/PersonalDataCard/2020/11/01:DataCardUpdated"
"""SKR's topic: the colon and all, an opaque string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is subscribed to: a topic, and the list of citizens; None is everybody."""

    topic: str
    id_list: str | None
