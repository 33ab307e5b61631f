"""What the subcommands share in speaking to a person: consoles, exit codes, options."""

from enum import IntEnum
from typing import NoReturn

import click
from rich.console import Console


class ExitCode(IntEnum):
    """The exit codes of every command."""

    OK = 0
    """Every applicable must passed."""

    FELL_SHORT = 1
    """The system under test fell short."""

    USAGE = 2
    """The command line or the configuration is wrong."""

    INCONCLUSIVE = 3
    """Unreachable, interrupted, or the tool itself broke."""


format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)


def out() -> Console:
    """Where results go: as they are, since what a document holds is no markup."""
    return Console(highlight=False, markup=False, emoji=False)


def err() -> Console:
    """Where progress and complaints go."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def stop(code: ExitCode, message: str) -> NoReturn:
    """Say what is wrong, and end."""
    err().print(f"fsk: {message}", style="bold red", markup=False, soft_wrap=True)
    raise SystemExit(code)
