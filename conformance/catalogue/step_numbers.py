"""The public numbers of the scenarios: given once, kept through rewriting, never used again.

A number belongs to a meaning: the text of one scenario with its rule and its requirements. When a
scenario is renamed or moved the number stays; when its meaning changes it needs another.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final

import msgspec

LOCK_NAME: Final = "steps.lock"
"""The file beside the features that holds the numbers."""

_HEAD: Final = """\
# The public numbers of the test steps, given by `fsk plan --assign` and never by hand.
# A number belongs to the meaning of its scenario. It is given to no other, also when withdrawn.

[steps]
"""
_NUMBER: Final = re.compile(r"([1-9]\d*)\.(\d{2,})")

_Meaning = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$")]


class NumberedStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a number stands for. *title* is for people; *since* and *withdrawn* are editions."""

    meaning: _Meaning
    since: str
    requirements: tuple[str, ...]
    title: str
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenStep:
    """A scenario, one row of it, as the feature files have it now; *where* is for people."""

    chapter: int
    meaning: str
    requirements: tuple[str, ...]
    title: str
    where: str


class StepNumbersUnusable(ValueError):
    """The lock cannot be used; the message says why."""


Steps = Mapping[str, NumberedStep]
"""What each number stands for."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    steps: dict[str, NumberedStep] = {}


@lru_cache(maxsize=2)
def parse_steps(text: str) -> Steps:
    """The numbers of a lock. Raises StepNumbersUnusable, for instance for one given twice."""
    try:
        steps = msgspec.convert(tomllib.loads(text), type=_File).steps
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise StepNumbersUnusable(f"{LOCK_NAME}: {error}") from None
    if wrong := [number for number in steps if not _NUMBER.fullmatch(number)]:
        raise StepNumbersUnusable(
            f"{LOCK_NAME}: expected numbers such as 5.01, found {', '.join(wrong)}"
        )
    return steps


def read_steps(folder: Path) -> Steps:
    """The numbers that the folder of the features holds; none when it holds no lock.

    Raises StepNumbersUnusable.
    """
    lock = folder / LOCK_NAME
    return parse_steps(lock.read_text(encoding="utf-8")) if lock.is_file() else {}


def render_steps(steps: Steps) -> str:
    """The lock's text: one line a number, in order, so that two branches merge."""
    return _HEAD + "".join(
        f"{_text(number)} = {{{_fields(steps[number])}}}\n" for number in sorted(steps, key=order)
    )


def _fields(step: NumberedStep) -> str:
    requirements = ", ".join(_text(each) for each in step.requirements)
    fields = [
        f"meaning = {_text(step.meaning)}",
        f"since = {_text(step.since)}",
        *([f"withdrawn = {_text(step.withdrawn)}"] if step.withdrawn else []),
        f"requirements = [{requirements}]",
        f"title = {_text(step.title)}",
    ]
    return ", ".join(fields)


def _text(value: str) -> str:
    """A TOML string: JSON's form of it is one."""
    return json.dumps(value, ensure_ascii=False)


def order(number: str) -> tuple[int, int]:
    """What numbers are sorted by: chapter, then step."""
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def numbers_by_meaning(steps: Steps) -> dict[str, str]:
    """The number of each meaning that is in force."""
    return {step.meaning: number for number, step in steps.items() if not step.withdrawn}


def numbers_by_requirement(steps: Steps, *, after: str = "") -> dict[str, tuple[str, ...]]:
    """The numbers in force that show each requirement, in order.

    With *after*, those alone that were given after that edition.
    """
    found: dict[str, list[str]] = {}
    for number in sorted(steps, key=order):
        step = steps[number]
        if not step.withdrawn and step.since > after:
            for requirement in step.requirements:
                found.setdefault(requirement, []).append(number)
    return {requirement: tuple(numbers) for requirement, numbers in found.items()}


def spans(numbers: Iterable[str]) -> str:
    """Numbers as people write them, a run of them as its first and its last."""
    runs: list[list[str]] = []
    for number in sorted(numbers, key=order):
        chapter, place = order(number)
        if runs and order(runs[-1][-1]) == (chapter, place - 1):
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def assign(steps: Steps, written: Iterable[WrittenStep], edition: str) -> Steps:
    """The lock after this: new numbers for new meanings, titles as they are now.

    What is written no longer is withdrawn, with the edition in which that was seen, and keeps its
    number; what comes back gets the number that it had.
    """
    now = {each.meaning: each for each in written}
    known = {step.meaning for step in steps.values()}
    kept = {
        number: _renewed(step, now.get(step.meaning), edition) for number, step in steps.items()
    }
    last = Counter[int]()
    for chapter, place in map(order, steps):
        last[chapter] = max(last[chapter], place)
    for each in now.values():
        if each.meaning not in known:
            last[each.chapter] += 1
            kept[f"{each.chapter}.{last[each.chapter]:02d}"] = NumberedStep(
                meaning=each.meaning,
                since=edition,
                requirements=each.requirements,
                title=each.title,
            )
    return kept


def _renewed(step: NumberedStep, now: WrittenStep | None, edition: str) -> NumberedStep:
    if now is None:
        return msgspec.structs.replace(step, withdrawn=step.withdrawn or edition)
    return msgspec.structs.replace(step, title=now.title, withdrawn="")


def flaws(steps: Steps, written: Iterable[WrittenStep]) -> Iterator[str]:
    """What is wrong between lock and features, each a sentence; `fsk plan --assign` mends most."""
    now = list(written)
    yield from _ambiguous(now)
    yield from _reused(steps)
    numbers = numbers_by_meaning(steps)
    for each in now:
        if each.meaning not in numbers:
            yield (
                f"{each.where}: {each.title!r} has no number: it is new, or its meaning changed. "
                "Run `fsk plan --assign`"
            )
    present = {each.meaning for each in now}
    for meaning, number in numbers.items():
        if meaning not in present:
            yield (
                f"{number} {steps[number].title!r} is no longer written: it was taken out, or its "
                "meaning changed. Run `fsk plan --assign`"
            )


def _ambiguous(written: list[WrittenStep]) -> Iterator[str]:
    seen: dict[str, WrittenStep] = {}
    for each in written:
        first = seen.setdefault(each.meaning, each)
        if first is not each:
            yield (
                f"{each.where}: {each.title!r} says the same as {first.title!r} ({first.where}): "
                "expected that each scenario says something of its own"
            )


def _reused(steps: Steps) -> Iterator[str]:
    meanings = Counter(step.meaning for step in steps.values())
    for number, step in steps.items():
        if meanings[step.meaning] > 1:
            yield f"{number} {step.title!r}: expected one number for its meaning, found several"
    given: dict[int, set[int]] = {}
    for chapter, place in map(order, steps):
        given.setdefault(chapter, set()).add(place)
    for chapter, found in given.items():
        if missing := sorted(set(range(1, max(found) + 1)) - found):
            gone = ", ".join(f"{chapter}.{place:02d}" for place in missing)
            yield f"expected that no number is taken out, found none for {gone}"
