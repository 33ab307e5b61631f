"""`fsk validate`: checks PDC-DK 3.0 documents by the rules."""

from dataclasses import dataclass
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from conformance.commands.console import ExitCode, err, format_option, out
from conformance.findings import Finding, Severity
from conformance.pdc.rules import check
from conformance.safe_xml import MAX_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """One document: what was found in it, or why it cannot be read."""

    path: Path
    findings: tuple[Finding, ...] = ()
    unreadable: str = ""

    @property
    def valid(self) -> bool:
        failed = any(finding.severity is Severity.FAIL for finding in self.findings)
        return not failed and not self.unreadable


@click.command(name="validate")
@click.argument(
    "documents", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@format_option
def command(documents: tuple[Path, ...], output: str) -> None:
    """Check documents by the rules of PDC-DK 3.0.

    Ends with 1 when one has a finding of severity fail, 2 when one cannot be read.
    """
    checked = [_checked(path) for path in dict.fromkeys(documents)]
    for each in checked:
        if each.unreadable:
            err().print(f"fsk: {each.path}: {each.unreadable}", style="bold red", soft_wrap=True)
    if output == "json":
        click.echo(msgspec.json.encode([_as_json(each) for each in checked]))
    else:
        _print(out(), checked)
    raise SystemExit(_exit_code(checked))


def _exit_code(checked: list[_Checked]) -> ExitCode:
    if any(each.unreadable for each in checked):
        return ExitCode.USAGE
    return ExitCode.OK if all(each.valid for each in checked) else ExitCode.FELL_SHORT


def _checked(path: Path) -> _Checked:
    """Check a document; one byte too many is enough for the rules to refuse it."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return _Checked(path=path, unreadable=f"cannot be read: {error.strerror}")
    return _Checked(path=path, findings=tuple(check(data)))


def _as_json(checked: _Checked) -> dict[str, object]:
    return {
        "source": str(checked.path),
        "kind": "pdc-dk",
        "valid": checked.valid,
        "unreadable": checked.unreadable or None,
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
            for finding in checked.findings
        ],
    }


def _print(console: Console, checked: list[_Checked]) -> None:
    for each in checked:
        if each.unreadable:
            continue
        if not each.findings:
            console.print(f"{each.path}: no findings", soft_wrap=True)
            continue
        table = Table("Rule", "Severity", "Expected", "Found", "Where", title=str(each.path))
        for finding in each.findings:
            place = f"{finding.where}, line {finding.line}" if finding.line else finding.where
            table.add_row(finding.rule, finding.severity, finding.expected, finding.found, place)
        console.print(table)
