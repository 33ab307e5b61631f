"""The ids of cards in XDS: made from citizen and format, and found again without a search."""

from collections.abc import Mapping
from functools import cache
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.simulator.state.registers import Citizen
from conformance.xds.vocabulary import FormatCode

REPOSITORY_ID: Final = "1.2.208.176.43210.8.10.12"
"""Repository id of Fælles Stamkort in NSP's TEST1. Source: the data authority's client."""

OTHER_REPOSITORY_ID: Final = "1.2.208.176.43210.8.20.12"
"""The same in TEST2, as we infer from the two families of ids. Source: NSP protocol dossier 1.6."""

HOME_COMMUNITY_ID: Final = "urn:oid:1.2.208.176.43210.8.10"
"""homeCommunityId of TEST1. Source: MedCom's XDS metadata; the value SFSK sends is not public."""


@cache
def unique_id(cpr: str, format_code: FormatCode) -> str:
    """The card's id: the same at each search, as seen from the real service."""
    return f"{REPOSITORY_ID}^{uuid5(NAMESPACE_OID, f'{cpr}:{format_code}')}"


@cache
def entry_uuid(cpr: str, format_code: FormatCode) -> str:
    """An id of the entry in the form that IHE gives it: `urn:uuid:` and a UUID."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, f'entry:{cpr}:{format_code}')}"


class DocumentIds:
    """Tells whose card an id is of. It learns the citizens once; an id never changes."""

    def __init__(self) -> None:
        self._cards: dict[str, tuple[str, FormatCode]] = {}
        self._learnt: set[str] = set()
        self._latest: Mapping[str, Citizen] = {}

    def card(
        self, citizens: Mapping[str, Citizen], document_id: str
    ) -> tuple[str, FormatCode] | None:
        """Citizen and format of a document's or an entry's id, if *citizens* hold the citizen."""
        if citizens is not self._latest:
            self._learn(citizens)
        found = self._cards.get(document_id)
        return found if found is not None and found[0] in citizens else None

    def _learn(self, citizens: Mapping[str, Citizen]) -> None:
        for cpr in citizens.keys() - self._learnt:
            for code in FormatCode:
                self._cards[unique_id(cpr, code)] = self._cards[entry_uuid(cpr, code)] = (cpr, code)
            self._learnt.add(cpr)
        self._latest = citizens
