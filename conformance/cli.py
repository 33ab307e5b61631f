"""The `fsk` command: certify, simulate, validate, explain, plan, requirements, selfcheck, allure.

Exit codes: 0 every applicable must passed; 1 the system under test fell short; 2 usage or
configuration; 3 inconclusive.
"""

import io
import sys
import traceback
from importlib import import_module
from typing import Final

import click

from conformance import __version__

_INCONCLUSIVE: Final = 3
_COMMANDS: Final = {
    "certify": ("conformance.commands.certify", "Judge a system and write the evidence."),
    "simulate": ("conformance.commands.simulate", "Run the simulated national services alone."),
    "validate": ("conformance.commands.validate", "Check documents and messages by the rules."),
    "explain": ("conformance.commands.explain", "Explain a rule, with examples."),
    "generate": ("conformance.commands.generate", "Write cards of made-up persons."),
    "plan": ("conformance.commands.plan", "Print the test plan of a run before it is made."),
    "requirements": ("conformance.commands.requirements", "List the requirements."),
    "selfcheck": ("conformance.commands.selfcheck", "Prove that every deviation is caught."),
    "allure": ("conformance.commands.allure", "Install the Allure viewer (needs Node)."),
}


class _LazyGroup(click.Group):
    """Imports a command when it is used: a tool that is run in loops must start at once."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. What ends it from outside says nothing of the system under test.

        Python would end with 1 in both cases, which means that the system fell short.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("fsk: interrupted", err=True)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the outer edge: whatever broke, the code is 3
            traceback.print_exc()
            click.echo(f"fsk: the tool itself broke ({type(error).__name__}), see above", err=True)
        raise SystemExit(_INCONCLUSIVE)

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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks a sign gets another: a verdict is not lost over a tick.
            stream.reconfigure(errors="replace")
