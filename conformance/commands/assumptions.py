"""`fsk simulate --assumptions`: what the simulated services assume, and on what evidence."""

import click
import msgspec
from rich.table import Column, Table

from conformance.commands.console import out
from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS


def list_assumptions(output: str) -> None:
    """Print every assumption, as a table or as JSON (*output* `json`)."""
    if output == "json":
        click.echo(msgspec.json.encode(ALL_ASSUMPTIONS))
        return
    name = Column("Name", overflow="fold")
    table = Table("Service", name, "Assumed", "Evidence", "Source", show_lines=True)
    for each in ALL_ASSUMPTIONS:
        table.add_row(each.service.value, each.name, each.assumed, each.evidence.value, each.source)
    out().print(table)
