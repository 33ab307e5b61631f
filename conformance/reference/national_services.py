"""A client of each national service, all of them at one address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from conformance.reference.behaviour import Behaviour
from conformance.reference.keys import KeyRing
from conformance.reference.minlog_client import MinLog
from conformance.reference.nas_client import Nas
from conformance.reference.sfsk_client import Sfsk
from conformance.reference.skr_client import Skr
from conformance.reference.soap import Caller
from conformance.reference.sts_client import IdCards
from conformance.reference.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalServices:
    """What the system calls, and what it shows there."""

    sfsk: Sfsk
    skr: Skr
    nas: Nas
    minlog: MinLog
    id_cards: IdCards
    tokens: Tokens

    @classmethod
    def at(
        cls,
        address: str,
        *,
        caller: Caller,
        keys: KeyRing,
        clock: Callable[[], datetime],
        behaviour: Behaviour,
    ) -> Self:
        """The services below *address*, which has no stroke at its end."""
        return cls(
            sfsk=Sfsk(address, caller, behaviour),
            skr=Skr(address, caller),
            nas=Nas(address, caller),
            minlog=MinLog(address, caller),
            id_cards=IdCards(address, caller=caller, keys=keys, clock=clock, behaviour=behaviour),
            tokens=Tokens(address, caller=caller, keys=keys, clock=clock, behaviour=behaviour),
        )
