"""What a user does to a card on the screen, as the driver interface tells it."""

from dataclasses import dataclass
from typing import Literal

from conformance.reference.shown import Answer, Instant, Told

CardPart = Literal[
    "name",
    "address",
    "no_resuscitation",
    "treatment_will",
    "living_will",
    "organ_donor",
    "coverage_group",
    "language",
    "temporary_address",
    "general_practitioner",
    "dentist",
    "contact_numbers",
    "relatives",
    "children_in_custody",
    "custody_holders",
]
Action = Literal["create", "update", "delete"]
Outcome = Literal["accepted", "refused", "unavailable", "not-offered"]


class NewNumber(Told, frozen=True, kw_only=True):
    number: str
    use: Literal["home", "mobile", "work"] | None = None


class NewRelative(Told, frozen=True, kw_only=True):
    """A relative as it is typed in; *relation* is the code."""

    name: str
    relation: str = ""
    numbers: tuple[NewNumber, ...] = ()
    note: str = ""


class NewAddress(Told, frozen=True, kw_only=True):
    """A temporary address as it is typed in: streets, postal code with town, country."""

    lines: tuple[str, ...]
    valid_from: Instant | None = None
    valid_to: Instant | None = None


class Change(Told, frozen=True, kw_only=True):
    """What is done to one part; *named* is the relative that is meant, by the name shown."""

    part: CardPart
    action: Action
    named: str = ""
    relative: NewRelative | None = None
    contact_numbers: tuple[NewNumber, ...] = ()
    temporary_address: NewAddress | None = None
    language: str = ""
    dentist: str = ""
    text: str = ""


class Changed(Answer, frozen=True, kw_only=True):
    """What the user sees of it."""

    outcome: Outcome
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A change of one citizen's entry, and the UUID that the entry has or gets."""

    cpr: str
    uuid: str
    change: Change
