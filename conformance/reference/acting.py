"""Who acts before a portal, and for whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts, and on whose behalf; *citizen* stays empty on a citizen's own call.

    Source: user stories and design of SFSK. The codes of *relation* are not public.
    """

    acting: str
    responsible: str = ""
    relation: str = ""
    citizen: str = ""
