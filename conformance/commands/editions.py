"""Tells what changed between editions, and releases one."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import click
import msgspec
from rich.table import Column, Table

from conformance.catalogue.changes import RequirementChange, changes_since
from conformance.catalogue.edition import EDITION, UnknownEdition
from conformance.catalogue.freeze import LOCK_FILE, CannotRelease, Status, lock_entry, status
from conformance.catalogue.step_numbers import Steps, numbers_by_requirement, spans
from conformance.clock import COPENHAGEN, system_clock
from conformance.commands.console import ExitCode, out, stop

_LOCK: Final = Path(__file__).parents[1] / "catalogue" / LOCK_FILE
_COLUMNS: Final = ("Id", "Requirement", "Change", "Why", "Run again")


def tell_changes(since: str, steps: Steps, output: str, *, only: Collection[str] | None) -> None:
    """Print what changed since an edition, in the form *output*; with *only*, of these alone."""
    try:
        found = changes_since(since, numbers_by_requirement(steps, after=since))
    except UnknownEdition as error:
        stop(ExitCode.USAGE, f"--since: {error}")
    wanted = [each for each in found if only is None or each.requirement in only]
    if output == "json":
        click.echo(msgspec.json.encode(_as_json(since, wanted)))
        return
    if status(since) is Status.DRAFT:
        out().print(
            f"Edition {since} is a draft: it may have changed since you ran it. What was judged by "
            "an earlier state of it is to be run again as a whole."
        )
    if wanted:
        out().print(_table(since, wanted))
    else:
        out().print(f"From edition {since} to {EDITION} nothing changed.")


def _as_json(since: str, found: Sequence[RequirementChange]) -> dict[str, object]:
    return {
        "since": since,
        "since_status": status(since),
        "edition": EDITION,
        "edition_status": status(EDITION),
        "changes": [
            {
                "id": change.requirement,
                "title": change.title,
                "change": change.kinds,
                "because": change.because,
                "differences": change.differences,
                "new_steps": change.steps,
                "run_again": change.run_again,
            }
            for change in found
        ],
    }


def _table(since: str, found: Sequence[RequirementChange]) -> Table:
    table = Table(
        *(Column(name, overflow="fold") for name in _COLUMNS),
        title=f"From edition {since} to {EDITION}",
        show_lines=True,
    )
    for change in found:
        why = "\n".join(filter(None, (change.because, *change.differences)))
        again = f"yes; new steps {spans(change.steps)}" if change.steps else "yes"
        table.add_row(
            change.requirement,
            change.title,
            ", ".join(change.kinds),
            why or "no reason is given",
            again if change.run_again else "no",
        )
    return table


def release_edition(edition: str, steps: Steps) -> None:
    """Add an edition to the lock of this checkout, as of today; for contributors."""
    try:
        entry = lock_entry(edition, system_clock().astimezone(COPENHAGEN).date(), steps)
    except (UnknownEdition, CannotRelease) as error:
        stop(ExitCode.USAGE, f"--release: {error}")
    with _LOCK.open("a", encoding="utf-8", newline="\n") as lock:
        lock.write(entry)
    out().print(f"Edition {edition} is released: {LOCK_FILE} holds it, and it never changes again.")
