"""A requirement: what must hold, who is obliged, where it is written and how firmly."""

from enum import StrEnum

import msgspec


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


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it is written."""

    document: str
    place: str
    date: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.place, self.date) if part)


class Conditions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a requirement applies: the profile declares at least one of each list that is given."""

    methods: tuple[str, ...] = ()
    display: tuple[str, ...] = ()


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What decides applicability: integration methods and display scopes of a profile."""

    methods: frozenset[str]
    display: frozenset[str]


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

    @property
    def certain(self) -> bool:
        """True when the basis is firm enough to fail a system on."""
        return self.basis is not Basis.DERIVED

    @property
    def binding(self) -> bool:
        """True when a breach fails the run."""
        return self.certain and self.level in (Level.MUST, Level.DECLARED)

    def not_applicable_because(self, declared: Declared) -> str | None:
        """Why the requirement does not apply to a system that declares this, or None."""
        if self.when.methods and not declared.methods.intersection(self.when.methods):
            wanted = " or ".join(self.when.methods)
            return f"the profile does not declare integration method {wanted}"
        if self.when.display and not declared.display.intersection(self.when.display):
            wanted = " or ".join(self.when.display)
            return f"the profile does not declare {wanted} display"
        return None
