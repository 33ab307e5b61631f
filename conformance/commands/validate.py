"""`fsk validate`: checks PDC-DK 3.0 documents by the rules."""

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from rich.table import Table

from conformance.commands.console import ExitCode, format_option, out, stop
from conformance.findings import Finding, Severity
from conformance.pdc.rules import check
from conformance.safe_xml import MAX_BYTES


@click.command(name="validate")
@click.argument(
    "documents", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@format_option
def command(documents: tuple[Path, ...], output: str) -> None:
    """Check documents by the rules of PDC-DK 3.0.

    Ends with 1 when one has a finding of severity fail, 2 when one cannot be read.
    """
    results = {path: tuple(check(_read(path))) for path in documents}
    if output == "json":
        click.echo(msgspec.json.encode([_as_json(path, found) for path, found in results.items()]))
    else:
        _print(results)
    failed = any(f.severity is Severity.FAIL for found in results.values() for f in found)
    raise SystemExit(ExitCode.FELL_SHORT if failed else ExitCode.OK)


def _read(path: Path) -> bytes:
    """The bytes of a document; one byte too many is enough for the rules to refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        stop(ExitCode.USAGE, f"{path}: cannot be read: {error.strerror}")


def _as_json(path: Path, found: Sequence[Finding]) -> dict[str, object]:
    return {
        "source": str(path),
        "kind": "pdc-dk",
        "valid": not any(finding.severity is Severity.FAIL for finding in found),
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "requirement": finding.requirement,
                "line": finding.line,
                "path": finding.where,
                "expected": finding.expected,
                "found": finding.found,
                "fix": finding.fix,
            }
            for finding in found
        ],
    }


def _print(results: dict[Path, tuple[Finding, ...]]) -> None:
    console = out()
    for path, found in results.items():
        if not found:
            console.print(f"{path}: no findings", markup=False, soft_wrap=True)
            continue
        table = Table("Rule", "Severity", "Expected", "Found", "Where", title=str(path))
        for finding in found:
            place = f"{finding.where}, line {finding.line}" if finding.line else finding.where
            table.add_row(finding.rule, finding.severity, finding.expected, finding.found, place)
        console.print(table)
