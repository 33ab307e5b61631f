"""Keeps released editions as they are: their digests are locked, a draft has none."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import Annotated, Final

import msgspec

from conformance.catalogue.edition import EDITIONS, edition_names, edition_text
from conformance.catalogue.step_numbers import NumberedStep

LOCK_FILE: Final = "editions.lock"

_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Status(StrEnum):
    """Whether an edition may still change."""

    DRAFT = "draft"
    """It may still grow and change; what was judged by it may have to be run again."""

    RELEASED = "released"
    """It never changes: what is mended comes in a new edition."""


class Released(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A released edition: *sha256* of its file, *steps* of the step numbers given up to it."""

    edition: str
    on: date
    sha256: _Digest
    steps: _Digest


class CannotRelease(ValueError):
    """The edition cannot be released; the message says why."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    released: tuple[Released, ...] = ()


def released_editions(folder: Traversable = EDITIONS) -> tuple[Released, ...]:
    """What the lock holds. Raises msgspec.ValidationError for a lock that does not fit."""
    text = folder.joinpath(LOCK_FILE).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=_File).released


def status(edition: str, folder: Traversable = EDITIONS) -> Status:
    """Whether an edition is a draft or released."""
    names = {each.edition for each in released_editions(folder)}
    return Status.RELEASED if edition in names else Status.DRAFT


def edition_digest(edition: str, folder: Traversable = EDITIONS) -> str:
    """The SHA-256 of an edition's file, the same on every platform."""
    return sha256(edition_text(edition, folder).encode()).hexdigest()


def steps_digest(edition: str, steps: Mapping[str, NumberedStep]) -> str:
    """The SHA-256 of the numbers given up to an edition, each with its meaning.

    That a step is withdrawn later does not count: its number stays its own.
    """
    lines = [f"{number} {step.meaning}" for number, step in steps.items() if step.since <= edition]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def breaches(steps: Mapping[str, NumberedStep], folder: Traversable = EDITIONS) -> Iterator[str]:
    """What is no longer as it was released, and what cannot be: each a sentence."""
    released = released_editions(folder)
    names = [each.edition for each in released]
    if names != sorted(set(names)):
        yield f"expected the released editions in order, each once, found {', '.join(names)}"
    drafts = [name for name in edition_names(folder) if name not in names]
    if len(drafts) > 1 or (drafts and names and drafts[0] < max(names)):
        yield f"expected one draft, later than what is released, found {', '.join(drafts)}"
    for each in released:
        yield from _changed(each, steps, folder)


def _changed(
    lock: Released, steps: Mapping[str, NumberedStep], folder: Traversable
) -> Iterator[str]:
    if lock.edition not in edition_names(folder):
        yield f"edition {lock.edition} was released on {lock.on}, and its file is gone"
        return
    if edition_digest(lock.edition, folder) != lock.sha256:
        yield (
            f"edition {lock.edition} was released on {lock.on}, and its file is no longer what "
            "was released: put it back, and make the change in a new edition"
        )
    if steps_digest(lock.edition, steps) != lock.steps:
        yield (
            f"the step numbers given up to edition {lock.edition} are no longer what was released "
            f"on {lock.on}: put them back, and give the changed scenario a new number"
        )


def lock_entry(
    edition: str, on: date, steps: Mapping[str, NumberedStep], folder: Traversable = EDITIONS
) -> str:
    """What must be added to the lock so that this edition is released.

    Raises UnknownEdition, and CannotRelease when it is released already.
    """
    digest = edition_digest(edition, folder)
    if status(edition, folder) is Status.RELEASED:
        raise CannotRelease(f"edition {edition} is released already")
    return (
        f'\n[[released]]\nedition = "{edition}"\non = {on.isoformat()}\n'
        f'sha256 = "{digest}"\nsteps = "{steps_digest(edition, steps)}"\n'
    )
