"""`fsk requirements`: lists what must hold, and which scenarios and mutants show it."""

from collections import defaultdict

import click
import msgspec
from rich.table import Table

from conformance.catalogue import Catalogue, Requirement, Side, load_catalogue
from conformance.commands.console import ExitCode, format_option, out, stop
from conformance.features import WrittenScenario, read_features
from conformance.selfcheck.expectation import expectations
from conformance.suite import SuiteNotFound, suite_root


@click.command(name="requirements")
@click.option(
    "--side", type=click.Choice([side.value for side in Side]), help="Only those on this side."
)
@click.option("--chapter", metavar="NN", help="Only those of this chapter.")
@format_option
def command(side: str | None, chapter: str | None, output: str) -> None:
    """List the requirements of this edition with their level, basis, sources and scenarios."""
    catalogue = load_catalogue()
    if chapter is not None and chapter not in catalogue.chapters:
        known = ", ".join(catalogue.chapters)
        stop(ExitCode.USAGE, f"--chapter: expected one of {known}, found {chapter}")
    wanted = [
        requirement
        for requirement in catalogue.requirement
        if side in (None, requirement.obliged) and chapter in (None, requirement.chapter)
    ]
    scenarios, mutants = _scenarios(), _mutants()
    if output == "json":
        rows = [_as_json(r, scenarios[r.id], mutants[r.id]) for r in wanted]
        click.echo(msgspec.json.encode(rows))
    else:
        _print(catalogue, wanted, scenarios, mutants)


def _scenarios() -> defaultdict[str, list[WrittenScenario]]:
    try:
        written, _ = read_features(suite_root() / "features")
    except SuiteNotFound as error:
        stop(ExitCode.INCONCLUSIVE, str(error))
    shown: defaultdict[str, list[WrittenScenario]] = defaultdict(list)
    for scenario in written:
        for requirement in scenario.requirements:
            shown[requirement].append(scenario)
    return shown


def _mutants() -> defaultdict[str, list[str]]:
    breaking: defaultdict[str, list[str]] = defaultdict(list)
    for expectation in expectations():
        breaking[expectation.breaks].append(expectation.mutant)
    return breaking


def _as_json(
    requirement: Requirement, scenarios: list[WrittenScenario], mutants: list[str]
) -> dict[str, object]:
    return {
        "id": requirement.id,
        "title": requirement.title,
        "title_da": requirement.title_da,
        "statement": requirement.statement,
        "obliged": requirement.obliged,
        "level": requirement.level,
        "basis": requirement.basis,
        "binding": requirement.binding,
        "verification": requirement.verification,
        "scenarios": [f"{scenario.file}: {scenario.name}" for scenario in scenarios],
        "mutants": mutants,
        "sources": [str(source) for source in requirement.sources],
    }


def _print(
    catalogue: Catalogue,
    wanted: list[Requirement],
    scenarios: defaultdict[str, list[WrittenScenario]],
    mutants: defaultdict[str, list[str]],
) -> None:
    table = Table(
        "Id",
        "Requirement",
        "Side",
        "Level",
        "Basis",
        "Scenarios",
        "Mutants",
        title=f"{catalogue.standard}, edition {catalogue.edition}",
        caption="Level must or declared on a stated basis binds; everything else reports only.",
    )
    for requirement in wanted:
        rows = sum(scenario.rows for scenario in scenarios[requirement.id])
        table.add_row(
            requirement.id,
            requirement.title,
            requirement.obliged,
            requirement.level,
            requirement.basis,
            str(rows),
            str(len(mutants[requirement.id])),
        )
    out().print(table)
