"""`fsk generate`: writes a corpus of realistic cards of made-up persons."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from rich.table import Table

from conformance.commands.console import ExitCode, err, format_option, out, stop
from conformance.corpus import FAULTS, cards
from conformance.corpus.packing import TargetTaken, packing


def _rates(
    _context: click.Context, _option: click.Parameter, told: tuple[str, ...]
) -> dict[str, float]:
    """From `PDC-V31=0.01`: a rule and the share of documents that are to break it."""
    rates = {}
    for text in told:
        rule, equals, rate = text.partition("=")
        if rule not in FAULTS:
            raise click.BadParameter(f"no fault for {rule!r}; --list-faults names them")
        rates[rule] = _share(rate) if equals else 1.0
    return rates


def _share(text: str) -> float:
    expected = f"expected a share from 0 to 1, found {text!r}"
    try:
        share = float(text)
    except ValueError:
        raise click.BadParameter(expected) from None
    if not 0 <= share <= 1:
        raise click.BadParameter(expected)
    return share


@click.command(name="generate")
@click.option("--count", type=click.IntRange(1, 9_999_999), default=1000, show_default=True)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes."
)
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.zip|FILE.tar.gz|FILE.ndjson",
    help="Where to write; what its name tells.",
)
@click.option(
    "--fault",
    "faults",
    metavar="RULE[=RATE]",
    multiple=True,
    callback=_rates,
    help="Let that share of the cards break a rule; a rule alone means all. Repeatable.",
)
@click.option("--list-faults", is_flag=True, help="List the faults, and end.")
@format_option
def command(  # noqa: PLR0913 - click hands over each option
    *,
    count: int,
    seed: int,
    target: Path | None,
    faults: dict[str, float],
    list_faults: bool,
    output: str,
) -> None:
    """Write PDC-DK 3.0 cards of every shape, about made-up persons with impossible CPR numbers.

    Ends with 0 when all are written, with 2 when they cannot be.
    """
    if list_faults:
        _list_faults(output)
        return
    if target is None:
        stop(ExitCode.USAGE, "expected --out DIR or --out FILE.zip, found none")
    try:
        with packing(target) as put:
            for name, data in _watched(cards(count, seed, faults), count):
                put(name, data)
    except TargetTaken as error:
        stop(ExitCode.USAGE, f"--out: {error}")
    except OSError as error:
        stop(ExitCode.USAGE, f"--out: {target} cannot be written: {error.strerror}")
    if output == "json":
        facts = {"out": str(target), "count": count, "seed": seed, "faults": faults}
        click.echo(msgspec.json.encode(facts))
        return
    out().print(f"{count} cards in {target} (seed {seed})", soft_wrap=True)


def _watched(documents: Iterator[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    """The documents, with a bar on the error channel when a person looks on."""
    # Imported here: only this command shows a bar, and fsk must start at once.
    from rich.progress import track  # noqa: PLC0415

    console = err()
    return iter(
        track(
            documents,
            description="Cards",
            total=count,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
    )


def _list_faults(output: str) -> None:
    listed = sorted(FAULTS.values(), key=lambda fault: fault.rule)
    if output == "json":
        told = [
            {"rule": fault.rule, "told": fault.told, "also": list(fault.also)} for fault in listed
        ]
        click.echo(msgspec.json.encode(told))
        return
    table = Table("Rule", "What is wrong", "Breaks as well")
    for fault in listed:
        table.add_row(fault.rule, fault.told, ", ".join(fault.also))
    out().print(table)
