"""`fsk requirements`: requirement, scenario, mutant and source; what is not tested, and why."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import click
import msgspec
from rich.table import Column, Table

from conformance.catalogue import Catalogue, Level, Requirement, Side, load_catalogue
from conformance.catalogue.coverage import Coverage, coverage
from conformance.catalogue.freeze import status
from conformance.catalogue.step_numbers import (
    StepNumbersUnusable,
    Steps,
    numbers_by_requirement,
    read_steps,
    spans,
)
from conformance.commands.console import ExitCode, format_option, out, stop
from conformance.commands.editions import release_edition, tell_changes
from conformance.features import read_features
from conformance.selfcheck.expectation import expectations
from conformance.suite import SuiteNotFound, suite_root

_VERSION: Final = re.compile(r"\d+(\.\d+)+")
_COLUMNS: Final = ("Id", "Requirement", "Test steps", "Mutants", "Source")


@click.command(name="requirements")
@click.option(
    "--side", type=click.Choice([side.value for side in Side]), help="Only those on this side."
)
@click.option("--chapter", metavar="NN", help="Only those of this chapter.")
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    help="Only those of this level.",
)
@click.option(
    "--guide", metavar="VERSION", help="Only those of this version of the guide, such as 2.0.3."
)
@click.option("--id", "ids", metavar="ID", multiple=True, help="Only this one; may be repeated.")
@click.option(
    "--since",
    metavar="EDITION",
    help="What changed since that edition: what to run again, and why.",
)
@click.option("--release", metavar="EDITION", hidden=True, help="Freeze an edition (contributors).")
@format_option
def command(  # noqa: PLR0913 - one argument an option
    *,
    side: str | None,
    chapter: str | None,
    level: str | None,
    guide: str | None,
    ids: tuple[str, ...],
    since: str | None,
    release: str | None,
    output: str,
) -> None:
    """List the requirements of this edition: sources, scenarios, mutants; what is not tested."""
    catalogue, steps = load_catalogue(), _steps()
    if release:
        release_edition(release, steps)
        return
    _require_known(catalogue, chapter, ids)
    if guide is not None and not _VERSION.fullmatch(guide):
        stop(ExitCode.USAGE, f"--guide: expected a version such as 2.0.3, found {guide}")
    wanted = {
        requirement.id
        for requirement in catalogue.requirement
        if side in (None, requirement.obliged)
        and chapter in (None, requirement.chapter)
        and level in (None, requirement.level)
        and (not ids or requirement.id in ids)
        and (guide is None or requirement.guide is None or requirement.guide.holds_in(guide))
    }
    if since:
        everything = not (side or chapter or level or guide or ids)
        tell_changes(since, steps, output, only=None if everything else wanted)
        return
    covered = _covered([r for r in catalogue.requirement if r.id in wanted], steps)
    if output == "json":
        click.echo(msgspec.json.encode([_as_json(each) for each in covered]))
    else:
        _print(catalogue, covered)


def _require_known(catalogue: Catalogue, chapter: str | None, ids: tuple[str, ...]) -> None:
    if chapter is not None and chapter not in catalogue.chapters:
        known = ", ".join(catalogue.chapters)
        stop(ExitCode.USAGE, f"--chapter: expected one of {known}, found {chapter}")
    unknown = sorted(set(ids) - {requirement.id for requirement in catalogue.requirement})
    if unknown:
        stop(
            ExitCode.USAGE,
            f"--id: expected requirements of edition {catalogue.edition}, found "
            f"{', '.join(unknown)}. `fsk requirements` lists them",
        )


def _steps() -> Steps:
    try:
        return read_steps(suite_root() / "features")
    except (SuiteNotFound, StepNumbersUnusable) as error:
        stop(ExitCode.INCONCLUSIVE, str(error))


def _covered(requirements: Iterable[Requirement], steps: Steps) -> tuple[Coverage, ...]:
    written, _ = read_features(suite_root() / "features")
    scenarios, mutants = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for scenario in written:
        for requirement in scenario.requirements:
            scenarios[requirement].append(f"{scenario.file}: {scenario.name}")
    for expectation in expectations():
        mutants[expectation.breaks].append(expectation.mutant)
    return coverage(
        requirements, scenarios=scenarios, steps=numbers_by_requirement(steps), mutants=mutants
    )


def _as_json(covered: Coverage) -> dict[str, object]:
    requirement = covered.requirement
    return {
        "id": requirement.id,
        "level": requirement.level,
        "verification": requirement.verification,
        "scenarios": covered.scenarios,
        "mutants": covered.mutants,
        "sources": [str(source) for source in requirement.sources],
        "not_tested_because": requirement.not_tested_because,
        "inspect": requirement.inspect,
        "chapter": requirement.chapter,
        "title": requirement.title,
        "title_da": requirement.title_da,
        "statement": requirement.statement,
        "obliged": requirement.obliged,
        "basis": requirement.basis,
        "rests_on": requirement.rests_on,
        "binding": requirement.binding,
        "applies": str(requirement.when),
        "suggested_grade": requirement.grade,
        "guide": str(requirement.guide or ""),
        "steps": covered.steps,
    }


def _print(catalogue: Catalogue, covered: Iterable[Coverage]) -> None:
    table = Table(
        *(Column(name, overflow="fold") for name in _COLUMNS),
        title=f"{catalogue.standard}, edition {catalogue.edition} ({status(catalogue.edition)})",
        caption="Level must or declared on a stated or observed basis binds; else it reports only. "
        "F1 to F4 is the grade that a breach may deserve: the assessment is MedCom's.",
        show_lines=True,
    )
    for each in covered:
        requirement = each.requirement
        about = f"{requirement.obliged}, {requirement.level}, {requirement.basis}"
        grade = f", {requirement.grade}" if requirement.grade else ""
        applies = f"\nWhere: {requirement.when}" if str(requirement.when) else ""
        assumed = ", ".join(requirement.rests_on)
        rests_on = f"\nReal services: reports only, by {assumed}" if assumed else ""
        untested = requirement.not_tested_because
        table.add_row(
            requirement.id,
            f"{requirement.title}\n({about}{grade}){applies}{rests_on}",
            f"for the reviewer to see ({requirement.verification}): {requirement.inspect}\n"
            f"No scenario: {untested}"
            if untested
            else spans(each.steps) or "no number yet",
            ", ".join(each.mutants) or "none",
            "; ".join(map(str, requirement.sources)),
        )
    out().print(table)
