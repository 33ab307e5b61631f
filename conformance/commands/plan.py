"""`fsk plan`: the test plan of a run before it is made; for contributors, the step numbers."""

from pathlib import Path

import click
from rich.table import Column, Table

from conformance.catalogue import Side
from conformance.catalogue.edition import EDITION
from conformance.catalogue.freeze import status
from conformance.catalogue.step_numbers import (
    LOCK_NAME,
    StepNumbersUnusable,
    assign,
    read_steps,
    render_steps,
)
from conformance.certify.facts import run_context
from conformance.certify.options import run_options
from conformance.commands.console import ExitCode, err, out, stop
from conformance.commands.profiles import profile_option
from conformance.evidence.plan import written_steps
from conformance.simulator.state.cast import cast
from conformance.suite import SuiteNotFound, suite_root
from conformance.testplan.forms import to_csv, to_html, to_json
from conformance.testplan.plan import Plan, make_plan
from conformance.vendor.profile import ProfileError


@click.command(name="plan")
@click.option(
    "--vendor",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="TOML",
    help="Profile of the system to plan for. Without it the reference system is.",
)
@profile_option
@click.option(
    "--side", type=click.Choice([side.value for side in Side]), help="Plan for this side only."
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "html", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print the plan.",
)
@click.option(
    "--out",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it to this file.",
)
@click.option(
    "--assign",
    "assigning",
    is_flag=True,
    help="Give numbers to scenarios that have none (contributors).",
)
def command(  # noqa: PLR0913 - one argument an option
    *,
    vendor: Path | None,
    profile: str | None,
    side: str | None,
    output: str,
    file: Path | None,
    assigning: bool,
) -> None:
    """Print what a run would do for a profile: each test step, and why it does not apply."""
    try:
        features = suite_root() / "features"
        if assigning:
            _assign(features)
            return
        options = run_options(vendor, side=side, example=profile)
        context = run_context(options, run_id="plan")
        plan = make_plan(features, context, options.profile, cast())
    except ProfileError as error:
        stop(ExitCode.USAGE, str(error))
    except (SuiteNotFound, StepNumbersUnusable, OSError) as error:
        stop(ExitCode.INCONCLUSIVE, str(error))
    if output == "table" and file is None:
        out().print(_table(plan))
        return
    text = _text(plan, output)
    if file is None:
        click.echo(text.encode())
        return
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        stop(ExitCode.USAGE, f"--out: {file} cannot be written: {error.strerror}")
    applying = sum(row.applies for row in plan.rows)
    err().print(f"{file}: {applying} of {len(plan.rows)} test steps apply")


def _text(plan: Plan, output: str) -> str:
    edition = status(EDITION).value
    match output:
        case "html":
            return to_html(plan, status=edition)
        case "csv":
            return to_csv(plan)
        case "json":
            return to_json(plan, status=edition).decode()
        case _:
            console = out()
            with console.capture() as shown:
                console.print(_table(plan))
            return shown.get()


def _table(plan: Plan) -> Table:
    names = ("Test step #", "Title", "Requirement", "Applies")
    applying = sum(row.applies for row in plan.rows)
    system = plan.context.system_under_test
    table = Table(
        *(Column(name, overflow="fold") for name in names),
        title=f"Test plan for {system.name} {system.version}, edition {plan.context.edition} "
        f"({status(EDITION)})",
        caption=f"{applying} of {len(plan.rows)} test steps apply. --format html has the whole.",
    )
    for chapter in plan.chapters:
        table.add_section()
        table.add_row("", f"{chapter.id} {chapter.title}", "", "", style="bold")
        for row in chapter.rows:
            requirements = ", ".join(row.scenario.requirements)
            applies = "yes" if row.applies else f"no: {row.reason_not}"
            table.add_row(row.number, row.scenario.title, requirements, applies)
    table.add_section()
    for requirement, because in plan.untested:
        shown = f"for the reviewer to see: {requirement.inspect} ({because})"
        table.add_row(requirement.verification, requirement.title, requirement.id, shown)
    return table


def _assign(features: Path) -> None:
    """Bring the lock of the numbers to what is written now."""
    before, written = read_steps(features), written_steps(features)
    after = assign(before, written, EDITION)
    (features / LOCK_NAME).write_text(render_steps(after), encoding="utf-8", newline="\n")
    new = sorted(after.keys() - before.keys())
    gone = [n for n, step in before.items() if after[n].withdrawn and not step.withdrawn]
    out().print(f"{len(new)} numbers given, {len(gone)} withdrawn, {len(after)} in {LOCK_NAME}")
