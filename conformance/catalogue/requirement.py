"""A requirement: what must hold, who is obliged, where it is written and how firmly."""

from enum import StrEnum
from typing import Annotated

import msgspec

from conformance.catalogue.conditions import Conditions, Declared


class Side(StrEnum):
    """Who is obliged, and so whom a scenario judges."""

    VENDOR = "vendor"
    """The vendor's system."""

    SERVICE = "service"
    """The national services."""


class Level(StrEnum):
    """How strongly the source puts it."""

    MUST = "must"
    """The source uses the wording of a duty."""

    SHOULD = "should"
    """The source recommends it."""

    MAY = "may"
    """The source allows it."""

    DECLARED = "declared"
    """Binding for a system that has declared to work this way."""


class Basis(StrEnum):
    """How well founded the requirement is."""

    STATED = "stated"
    """A source says it."""

    OBSERVED = "observed"
    """Real messages or documents show it; no source states it."""

    DERIVED = "derived"
    """Concluded by this project; reports and fails nobody until there is a ruling."""


class Verification(StrEnum):
    """Who can see whether it holds."""

    MACHINE = "machine"
    """The suite alone."""

    PERSON = "person"
    """A person at the screen."""

    BOTH = "both"
    """The suite sees a part, a person the rest."""

    DOCUMENT = "document"
    """A person who reads a document: a protocol, a declaration, an agreement. No behaviour."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it is written."""

    document: str
    place: str
    date: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.place, self.date) if part)


class Grade(StrEnum):
    """How grave a breach is, in MedCom's grades; patient safety comes first.

    Source of the grades: MedCom's test protocol for receiving HomeCareObservation, 2025-12-19.
    Which breach deserves which is this project's suggestion: the assessment is MedCom's.
    """

    F1 = "F1"
    """Critical: somebody may be treated wrongly, or see what they must not see."""

    F2 = "F2"
    """Serious: data of the card are wrong, missing or stale, or an access is not traceable."""

    F3 = "F3"
    """Significant: an interface is not kept, without harm to a patient by itself."""

    F4 = "F4"
    """Less significant: the only grade of a breach that does not stand in the way of approval."""


GuideVersion = Annotated[str, msgspec.Meta(pattern=r"^\d+(\.\d+)+$")]
"""A version in the change log of the technical implementation guide."""


class GuideVersions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The versions of the guide in which a requirement holds, both ends included.

    *since* is the first of which this project knows it: the one whose change log tells of it, else
    the version that was read. Without *until* it holds to this day.
    """

    since: GuideVersion
    until: GuideVersion | None = None

    def __post_init__(self) -> None:
        if self.until and _order(self.until) < _order(self.since):
            raise ValueError(f"expected until {self.since} or later, found {self.until}")

    def __str__(self) -> str:
        return f"{self.since} to {self.until}" if self.until else f"{self.since} and later"

    def holds_in(self, version: str) -> bool:
        """Whether the requirement belongs to this version of the guide."""
        end = _order(self.until) if self.until else _order(version)
        return _order(self.since) <= _order(version) <= end


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One requirement of the catalogue."""

    id: str
    chapter: str
    title: str
    title_da: str
    statement: str
    obliged: Side
    level: Level
    basis: Basis
    verification: Verification
    sources: tuple[Source, ...]
    when: Conditions = Conditions()
    grade: Grade | None = None
    """What a breach may deserve; the assessment is MedCom's."""

    guide: GuideVersions | None = None
    rests_on: tuple[str, ...] = ()
    """What is assumed of the services to see it, by the simulator's names for it.

    It is for the services to keep it, and where they are real and answer otherwise than assumed
    they may be right: there it reports and fails nobody.
    """

    not_tested_because: str = ""
    """Why no scenario shows it; empty for what is tested."""

    inspect: str = ""
    """What the reviewer asks to see of what no scenario shows; empty for what is tested."""

    @property
    def certain(self) -> bool:
        """True when the basis is firm enough to fail a system on."""
        return self.basis is not Basis.DERIVED

    @property
    def binding(self) -> bool:
        """True when a breach fails the run: what is not tested fails nobody."""
        firm = self.certain and self.level in (Level.MUST, Level.DECLARED)
        return firm and not self.not_tested_because

    @property
    def machine_checkable(self) -> bool:
        """True when the suite sees at least a part of it, and tests it."""
        seen_by_people = (Verification.PERSON, Verification.DOCUMENT)
        return self.verification not in seen_by_people and not self.not_tested_because

    def not_applicable_because(self, declared: Declared) -> str | None:
        """Why the requirement does not apply to a system that declares this, or None."""
        return self.when.unmet_by(declared)
