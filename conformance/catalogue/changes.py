"""What differs between two editions, and so what a vendor must run again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Final

from conformance.catalogue.edition import (
    EDITION,
    EDITIONS,
    Catalogue,
    Reworded,
    Withdrawn,
    edition_names,
    read_edition,
)
from conformance.catalogue.requirement import Requirement


class ChangeKind(StrEnum):
    """In what way a requirement is not what it was."""

    NEW = "new"
    """It was not in the earlier edition."""

    MEANING = "changed meaning"
    """It demands something else, of somebody else, or in other cases."""

    LEVEL = "changed level"
    """It binds more or less firmly: another level, or another basis."""

    STEPS = "new test steps"
    """It says what it said, and is shown by scenarios that were not there."""

    WITHDRAWN = "withdrawn"
    """It holds no longer; nothing is to be run for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementChange:
    """How one requirement changed, with the reason that the later edition gives.

    *differences* say what was and what is; *steps* are the numbers of test steps that are new.
    """

    requirement: str
    title: str
    kinds: tuple[ChangeKind, ...]
    differences: tuple[str, ...]
    because: str
    steps: tuple[str, ...] = ()

    @property
    def run_again(self) -> bool:
        """Whether a vendor must run its scenarios again."""
        return self.kinds != (ChangeKind.WITHDRAWN,)


_MEANING: Final = {
    "statement": "statement",
    "obliged": "obliged",
    "when": "applies",
    "verification": "seen by",
    "not_tested_because": "not tested because",
    "inspect": "shown to the reviewer",
}
_LEVEL: Final = {"level": "level", "basis": "basis", "rests_on": "rests on"}


def changes(
    editions: Sequence[Catalogue], new_steps: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[RequirementChange, ...]:
    """What changed from the first of these editions to the last, in the order of the last.

    The editions in between give their reasons too. *new_steps* are the numbers given since the
    first edition, by requirement.
    """
    earlier, later = editions[0], editions[-1]
    before = {requirement.id: requirement for requirement in earlier.requirement}
    held = {requirement.id for requirement in later.requirement}
    reasons, steps = _reasons(editions[1:]), new_steps or {}
    found = (
        _changed(before.get(now.id), now, reasons.get(now.id, ""), steps.get(now.id, ()))
        for now in later.requirement
    )
    gone = (
        _withdrawn(was, reasons.get(was.id, ""))
        for was in earlier.requirement
        if was.id not in held
    )
    return (*(change for change in found if change), *gone)


def changes_since(
    since: str,
    new_steps: Mapping[str, tuple[str, ...]],
    *,
    edition: str = EDITION,
    folder: Traversable = EDITIONS,
) -> tuple[RequirementChange, ...]:
    """What changed from edition *since* to *edition*. Raises UnknownEdition."""
    first = read_edition(since, folder)
    later = [name for name in edition_names(folder) if since < name <= edition]
    return changes((first, *(read_edition(name, folder) for name in later)), new_steps)


def without_reason(earlier: Catalogue, later: Catalogue) -> Iterator[str]:
    """Requirements whose change or withdrawal the later edition does not explain."""
    for change in changes((earlier, later)):
        if not change.because:
            yield f"{change.requirement} ({', '.join(change.kinds)}): expected a reason, found none"


def _reasons(editions: Sequence[Catalogue]) -> dict[str, str]:
    reasons: dict[str, list[str]] = {}
    for edition in editions:
        told: tuple[Reworded | Withdrawn, ...] = (*edition.change, *edition.withdrawn)
        for each in told:
            reasons.setdefault(each.requirement, []).append(each.because)
    return {requirement: "; ".join(each) for requirement, each in reasons.items()}


def _changed(
    was: Requirement | None, now: Requirement, because: str, steps: tuple[str, ...]
) -> RequirementChange | None:
    if was is None:
        kinds, differences = [ChangeKind.NEW], [now.statement]
        because = because or "it was not in the earlier edition"
    else:
        meaning, level = (list(_differences(was, now, each)) for each in (_MEANING, _LEVEL))
        kinds = [ChangeKind.MEANING] * bool(meaning) + [ChangeKind.LEVEL] * bool(level)
        differences = [*meaning, *level]
        if steps and not kinds:
            kinds = [ChangeKind.STEPS]
            because = because or f"shown by new test steps: {', '.join(steps)}"
    if not kinds:
        return None
    return RequirementChange(
        requirement=now.id,
        title=now.title,
        kinds=tuple(kinds),
        differences=tuple(differences),
        because=because,
        steps=steps,
    )


def _differences(was: Requirement, now: Requirement, fields: Mapping[str, str]) -> Iterator[str]:
    for field, words in fields.items():
        old, new = getattr(was, field), getattr(now, field)
        if old != new:
            yield f"{words}: {_told(old)} → {_told(new)}"


def _told(value: object) -> str:
    words = ", ".join(value) if isinstance(value, tuple) else str(value)
    return words or "nothing"


def _withdrawn(was: Requirement, because: str) -> RequirementChange:
    return RequirementChange(
        requirement=was.id,
        title=was.title,
        kinds=(ChangeKind.WITHDRAWN,),
        differences=(),
        because=because,
    )
