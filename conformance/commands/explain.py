"""`fsk explain`: what a rule demands, who says so, and how XML looks that keeps or breaks it."""

from dataclasses import asdict

import click
import msgspec
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from conformance.commands.console import ExitCode, format_option, out, stop
from conformance.validate.explain import RuleHelp, UnknownRule, all_rules, explain


@click.command(name="explain")
@click.argument("rules", nargs=-1, metavar="[RULE...]")
@format_option
def command(rules: tuple[str, ...], output: str) -> None:
    """Explain rules by their ids, for instance PDC-V31 or XDS18-05; without one, list them all.

    Ends with 2 when there is no such rule.
    """
    try:
        found = [explain(rule) for rule in rules] if rules else list(all_rules().values())
    except UnknownRule as error:
        stop(ExitCode.USAGE, str(error))
    if output == "json":
        click.echo(msgspec.json.encode([asdict(each) for each in found]))
    elif rules:
        for each in found:
            _print(out(), each)
    else:
        _list(out(), found)


def _print(console: Console, rule: RuleHelp) -> None:
    console.print(Text(f"{rule.id}  {rule.title}", style="bold"), soft_wrap=True)
    facts = Table.grid(padding=(0, 2))
    facts.add_row("Severity", _severity(rule))
    facts.add_row("Basis", rule.basis)
    facts.add_row("Source", rule.source)
    if rule.requirement:
        facts.add_row("Requirement", rule.requirement)
    facts.add_row("To mend it", rule.fix)
    console.print(facts)
    for remark in rule.remarks:
        console.print(f"\n{remark}")
    console.print()
    console.print(Panel(Text(rule.good), title="Keeps the rule", title_align="left"))
    console.print(Panel(Text(rule.bad), title="Breaks the rule", title_align="left"))
    console.print()


def _severity(rule: RuleHelp) -> str:
    if rule.severity is rule.receiver_severity:
        return rule.severity
    return f"{rule.severity}; {rule.receiver_severity} for a receiver (--role met)"


def _list(console: Console, rules: list[RuleHelp]) -> None:
    table = Table("Rule", "Severity", "Title", "Requirement")
    for rule in rules:
        table.add_row(rule.id, rule.severity, rule.title, rule.requirement or "")
    console.print(table)
