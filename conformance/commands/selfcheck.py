"""`fsk selfcheck`: proves that every deviation is caught, for the stated reason."""

import os
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from conformance.catalogue.edition import EDITIONS
from conformance.catalogue.kill_matrix import kill_matrix, write_kill_matrix
from conformance.commands.console import ExitCode, err, format_option, out, stop
from conformance.selfcheck.check import Depth, MutantResult, NotSound, check_mutants
from conformance.selfcheck.expectation import Expectation, expectations
from conformance.selfcheck.recording import kills
from conformance.selfcheck.workers import WorkerLost


@click.command(name="selfcheck")
@click.argument("mutants", nargs=-1, metavar="[MUTANT...]")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1 + (os.cpu_count() or 1),
    show_default="one more than there are cores",
    help="How many mutants are checked at a time. Some scenarios wait for a slow service.",
)
@click.option(
    "--depth",
    type=click.Choice([each.value for each in Depth]),
    default=Depth.REACHED.value,
    show_default=True,
    help="own: only the scenarios of the requirements that a mutant breaks; reached: the others, "
    "too, as far as they come past what it changes; all: every scenario of its side.",
)
@click.option(
    "--record",
    is_flag=True,
    help="Enter what fell in the kill matrix of this edition, which every report carries.",
)
@format_option
def command(*, mutants: tuple[str, ...], jobs: int, depth: str, record: bool, output: str) -> None:
    """Run the suite against mutants: reference system or simulator with one thing wrong each.

    Ends with 0 when each was caught by a scenario of its requirement, for the stated reason, and
    (unless --depth is own) by no unrelated one.
    """
    wanted = _wanted(mutants)
    if record and Depth(depth) is Depth.OWN:
        stop(ExitCode.USAGE, "--record: expected a deeper run, as the matrix tells of every step")
    with TemporaryDirectory(prefix="fsk-selfcheck-") as work, Progress(console=err()) as bar:
        task = bar.add_task("Mutants", total=len(wanted))

        def done(result: MutantResult) -> None:
            bar.advance(task)
            if not result.caught:
                bar.console.print(f"{result.expectation.mutant}: {result.trouble}", markup=False)

        try:
            results = check_mutants(wanted, Path(work), jobs=jobs, depth=Depth(depth), done=done)
        except (NotSound, WorkerLost) as error:
            stop(ExitCode.INCONCLUSIVE, str(error))
    if output == "json":
        click.echo(msgspec.json.encode([_as_json(result) for result in results]))
    else:
        _print(out(), results)
    if record:
        _enter(results)
    alive = [result for result in results if not result.caught]
    raise SystemExit(ExitCode.FELL_SHORT if alive else ExitCode.OK)


def _wanted(names: tuple[str, ...]) -> list[Expectation]:
    known = {expectation.mutant: expectation for expectation in expectations()}
    unknown = [name for name in names if name not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, n=3) or sorted(known)[:3]
        stop(
            ExitCode.USAGE,
            f"expected names of mutants, found {', '.join(unknown)}. Near by: {', '.join(near)}. "
            "`fsk requirements` lists them all",
        )
    return [known[name] for name in names] if names else list(known.values())


def _enter(results: list[MutantResult]) -> None:
    """Enter what was caught in the matrix, and leave out what is no mutant any more."""
    names = {expectation.mutant for expectation in expectations()}
    matrix = kill_matrix().updated(kills(results), mutants=names)
    write_kill_matrix(matrix, Path(str(EDITIONS)))


def _as_json(result: MutantResult) -> dict[str, object]:
    return {
        "mutant": result.expectation.mutant,
        "wrong": result.expectation.wrong,
        "side": result.expectation.side,
        "breaks": result.expectation.breaks,
        "caught": result.caught,
        "trouble": result.trouble,
        "catches": [
            {
                "scenario": catch.scenario,
                "step": catch.step,
                "requirements": catch.requirements,
                "reason": catch.words,
            }
            for catch in result.catches
        ],
    }


def _print(console: Console, results: list[MutantResult]) -> None:
    table = Table("Mutant", "What is wrong", "Breaks", "Caught by", "For the reason")
    ordered = sorted(results, key=lambda result: result.caught)
    for result in ordered:
        first = result.stated[0] if result.stated else None
        more = f" (+{len(result.catches) - 1})" if len(result.catches) > 1 else ""
        table.add_row(
            result.expectation.mutant,
            result.expectation.wrong,
            result.expectation.breaks,
            f"{first.title}{more}" if first and result.caught else "NOT CAUGHT",
            first.words if first and result.caught else result.trouble,
        )
    console.print(table)
    caught = sum(result.caught for result in results)
    console.print(f"{caught} of {len(results)} mutants were caught for the stated reason.")
