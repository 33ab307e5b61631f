"""`fsk certify`: judges a system and writes the evidence."""

from pathlib import Path

import click

from conformance.catalogue import Side
from conformance.certify.paths import REPORTS
from conformance.certify.progress import RunProgress
from conformance.certify.run import CannotRun, Certification, certify
from conformance.commands.console import ExitCode, err, format_option, out, stop
from conformance.commands.profiles import profile_option
from conformance.evidence.summary import print_summary, to_json
from conformance.service.environment import EnvironmentUnusable
from conformance.suite import SuiteNotFound
from conformance.vendor.profile import ProfileError


@click.command(name="certify")
@click.option(
    "--vendor",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="TOML",
    help="Profile of the system to judge. Without it the reference system and the simulator are.",
)
@click.option(
    "--service",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="TOML",
    help="Real environment of the national services to judge in place of the simulator. It is only "
    "read from, unless the file says writes = true.",
)
@profile_option
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=REPORTS,
    show_default=True,
    help="Folder that receives a folder for this run.",
)
@click.option(
    "--side", type=click.Choice([side.value for side in Side]), help="Judge this side only."
)
@click.option(
    "--select",
    metavar="EXPR",
    help="Run a part, as pytest -m does: \"requirement(id='FGV-03')\". What is left out counts as "
    "not run.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes share the scenarios. For the reference system only: a system that is "
    "running already has one state.",
)
@format_option
def command(  # noqa: PLR0913 - one argument an option
    *,
    vendor: Path | None,
    service: Path | None,
    profile: str | None,
    folder: Path,
    side: str | None,
    select: str | None,
    jobs: int,
    output: str,
) -> None:
    """Judge a system: run the scenarios, write report, record and Allure results.

    Ends with 0 when every applicable must passed, 1 when the system fell short, 2 when the command
    line or the profile is wrong, 3 when nothing firm can be said.
    """
    console = err()
    try:
        with RunProgress(console) as progress:
            done = certify(
                folder,
                vendor=vendor,
                service=service,
                profile=profile,
                side=side,
                selection=select,
                jobs=jobs,
                watch=progress,
            )
    except (ProfileError, EnvironmentUnusable) as error:
        stop(ExitCode.USAGE, str(error))
    except CannotRun as error:
        stop(ExitCode.USAGE if error.usage else ExitCode.INCONCLUSIVE, str(error))
    except (SuiteNotFound, OSError) as error:
        stop(ExitCode.INCONCLUSIVE, str(error))
    _tell(done, output)
    raise SystemExit(done.verdict.exit_code)


def _tell(done: Certification, output: str) -> None:
    if output == "json":
        click.echo(to_json(done.record, done.verdict))
        return
    console = out()
    print_summary(done.record, done.verdict, console=console, report=done.report)
    if done.hint:
        console.print(done.hint, style="dim", markup=False)
