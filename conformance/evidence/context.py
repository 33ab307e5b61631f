"""What a run must be told before it starts: who is judged, by which requirements."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.catalogue import Side
from conformance.clock import Clock, system_clock
from conformance.evidence.events import (
    Person,
    RequirementSnapshot,
    RunStarted,
    SystemUnderTest,
    Waiver,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """The facts of a run; conftest puts one on `config.stash[RUN_CONTEXT]`."""

    run_id: str
    tool_version: str
    edition: str
    system_under_test: SystemUnderTest
    sides: tuple[Side, ...] = (Side.VENDOR, Side.SERVICE)
    profile: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    selection: str | None = None
    requirements: tuple[RequirementSnapshot, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    chapters: Mapping[str, str] = field(default_factory=dict)
    test_persons: tuple[Person, ...] = ()
    clock: Clock = system_clock

    def requirement(self, identifier: str) -> RequirementSnapshot | None:
        """The requirement named *identifier*, or None when the run does not know it."""
        return next((r for r in self.requirements if r.id == identifier), None)

    def started(self, *, selection: str | None = None) -> RunStarted:
        """The first event of the run; *selection* is used when the context names none."""
        return RunStarted(
            at=self.clock(),
            run_id=self.run_id,
            tool_version=self.tool_version,
            edition=self.edition,
            sides=self.sides,
            system_under_test=self.system_under_test,
            profile=dict(self.profile),
            environment=dict(self.environment),
            selection=self.selection or selection,
            requirements=self.requirements,
            waivers=self.waivers,
            chapters=dict(self.chapters),
            test_persons=self.test_persons,
        )
