"""`fsk simulate --assumptions`: what is assumed, on what evidence, and which setting turns it."""

from typing import Final

import click
import msgspec
from rich.table import Column, Table

from conformance.commands.console import out
from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS
from conformance.simulator.state.assumptions import Assumption

_FIXED: Final = "fixed"
"""What is said of an assumption that no setting turns."""


def list_assumptions(output: str) -> None:
    """Print every assumption, as a table or as JSON (*output* `json`)."""
    if output == "json":
        click.echo(msgspec.json.encode(ALL_ASSUMPTIONS))
        return
    table = Table(
        Column("Name, service", overflow="fold"),
        "Assumed",
        "Evidence, source",
        Column("Turned by", overflow="fold"),
        show_lines=True,
    )
    for each in ALL_ASSUMPTIONS:
        table.add_row(*_row(each))
    out().print(table)


def _row(assumption: Assumption) -> tuple[str, ...]:
    return (
        f"{assumption.name}\n{assumption.service.value}",
        assumption.assumed,
        f"{assumption.evidence.value}\n{assumption.source}",
        "\n".join(assumption.settings) or _FIXED,
    )
