"""The `fsk` command: certify, simulate, validate, requirements, selfcheck, allure.

Exit codes: 0 every applicable must passed; 1 the system under test fell short; 2 usage or
configuration; 3 inconclusive.
"""

from importlib import import_module
from typing import Final

import click

from conformance import __version__

_COMMANDS: Final = {
    "certify": ("conformance.commands.certify", "Judge a system and write the evidence."),
    "simulate": ("conformance.commands.simulate", "Run the simulated national services alone."),
    "validate": ("conformance.commands.validate", "Check PDC-DK 3.0 documents."),
    "requirements": ("conformance.commands.requirements", "List the requirements."),
    "selfcheck": ("conformance.commands.selfcheck", "Prove that every deviation is caught."),
    "allure": ("conformance.commands.allure", "Install the Allure viewer (needs Node)."),
}


class _LazyGroup(click.Group):
    """Imports a command when it is used: a tool that is run in loops must start at once."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="fsk-conformance", prog_name="fsk")
def main() -> None:
    """Conformance suite for systems that use Fælles Stamkort 3.0."""
