"""What shows each requirement: scenarios, their numbers, and the mutants that break it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.catalogue.requirement import Requirement, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One requirement with what shows it; *steps* are public numbers, one for each row."""

    requirement: Requirement
    scenarios: tuple[str, ...]
    steps: tuple[str, ...]
    mutants: tuple[str, ...]

    @property
    def gap(self) -> str | None:
        """What is missing or contradicts itself; None when the requirement is covered."""
        reason, name = self.requirement.not_tested_because, self.requirement.id
        if self.scenarios and reason:
            return f"{name}: expected scenarios or not_tested_because, found both"
        if not self.scenarios and not reason:
            return f"{name}: expected a scenario, or not_tested_because, found neither"
        if bool(reason) is not bool(self.requirement.inspect):
            return f"{name}: expected not_tested_because and inspect together, found one alone"
        if reason and self.requirement.verification is Verification.MACHINE:
            return f"{name}: expected what a machine sees to be tested, found it left to a person"
        if self.requirement.machine_checkable and not self.mutants:
            return f"{name}: expected a mutant that breaks what a machine can check, found none"
        return None


def coverage(
    requirements: Iterable[Requirement],
    *,
    scenarios: Mapping[str, Sequence[str]],
    steps: Mapping[str, Sequence[str]],
    mutants: Mapping[str, Sequence[str]],
) -> tuple[Coverage, ...]:
    """What shows each requirement, from what is known by its id."""
    return tuple(
        Coverage(
            requirement=requirement,
            scenarios=tuple(scenarios.get(requirement.id, ())),
            steps=tuple(steps.get(requirement.id, ())),
            mutants=tuple(mutants.get(requirement.id, ())),
        )
        for requirement in requirements
    )


def gaps(covered: Iterable[Coverage]) -> Iterator[str]:
    """What is missing, each a sentence."""
    return (each.gap for each in covered if each.gap)
