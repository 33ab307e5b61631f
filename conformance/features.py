"""Reads the feature files as text: which scenarios show which requirement, and what is miswritten.

pytest-bdd keeps only the last of two scenarios with one name, and swallows a step whose keyword is
misspelt, taking it for prose; both without a word. A suite that loses a test in silence is
worthless, so this is checked here, on the parse of the Gherkin library itself: prose stands below
features and rules only, and there it may not begin like a keyword.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from gherkin.errors import CompositeParserException, ParserError, ParserException
from gherkin.parser import Parser

_KEYWORDS: Final = re.compile(
    r"^\s*(?:(?:given|when|then|and|but|givet|når|så|og|men)\b"
    r"|(?:feature|background|rule|scenario|scenarios|scenario outline|scenario template|example"
    r"|examples|egenskab|baggrund|regel|scenarie|eksempel|eksempler|abstrakt scenario)\s*:)",
    re.IGNORECASE,
)
_REQUIREMENT_TAG: Final = "@req:"

# The parser returns nested dictionaries without types of their own.
Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenScenario:
    """A scenario as it stands in a feature file; *rows* is 1 for a plain one, else may be 0."""

    file: str
    line: int
    name: str
    rule: str
    requirements: tuple[str, ...]
    tags: tuple[str, ...]
    rows: int
    steps: tuple[tuple[str, str], ...]
    described: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something miswritten in a feature file."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def read_features(folder: Path) -> tuple[list[WrittenScenario], list[Flaw]]:
    """Every scenario of the feature files below *folder*, and the files that cannot be parsed."""
    scenarios: list[WrittenScenario] = []
    flaws: list[Flaw] = []
    for path in sorted(folder.rglob("*.feature")):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            document = cast("Node", Parser().parse(text))
        except UnicodeDecodeError as error:
            flaws.append(Flaw(file=name, line=1, what=f"cannot be parsed: {error}"))
            continue
        except ParserError as error:
            flaws.extend(_unparsable(name, error))
            continue
        feature = document.get("feature")
        if feature is None:
            flaws.append(Flaw(file=name, line=1, what="expected a feature, found none"))
            continue
        flaws.extend(_swallowed(name, feature, text.splitlines()))
        scenarios.extend(_scenarios(name, feature))
    return scenarios, flaws


def check_features(folder: Path, known: Collection[str]) -> list[Flaw]:
    """All flaws of the feature files below *folder*; *known* are the requirement ids that exist."""
    scenarios, flaws = read_features(folder)
    flaws.extend(_doubled(scenarios))
    for scenario in scenarios:
        flaws.extend(_flaws_of(scenario, known))
    shown = {requirement for scenario in scenarios for requirement in scenario.requirements}
    flaws.extend(
        Flaw(file="catalogue", line=1, what=f"requirement {missing} has no scenario")
        for missing in sorted(set(known) - shown)
    )
    return flaws


def _doubled(scenarios: list[WrittenScenario]) -> Iterator[Flaw]:
    seen: set[tuple[str, str]] = set()
    for scenario in scenarios:
        if (scenario.file, scenario.name) in seen:
            what = f"expected a name of its own, found {scenario.name!r} again"
            yield Flaw(file=scenario.file, line=scenario.line, what=what)
        seen.add((scenario.file, scenario.name))


def _flaws_of(scenario: WrittenScenario, known: Collection[str]) -> Iterator[Flaw]:
    problems: list[str] = []
    if not scenario.steps:
        problems.append("expected steps, found none")
    elif not any(kind == "Outcome" for kind, _ in scenario.steps):
        problems.append("expected a Then, found none: the scenario cannot fail")
    if not scenario.rows:
        problems.append("expected rows below Examples, found none: the scenario is not run")
    if not scenario.requirements:
        problems.append("expected a tag @req:<requirement>, found none")
    problems += [
        f"expected a requirement of the catalogue, found {requirement}"
        for requirement in scenario.requirements
        if requirement not in known
    ]
    if not {"@positive", "@negative"}.intersection(scenario.tags):
        problems.append("expected @positive or @negative, found neither")
    for what in problems:
        yield Flaw(file=scenario.file, line=scenario.line, what=f"{scenario.name!r}: {what}")


def _unparsable(file: str, error: ParserError) -> Iterator[Flaw]:
    found = error.errors if isinstance(error, CompositeParserException) else [error]
    for part in found:
        line = part.location["line"] if isinstance(part, ParserException) else 1
        yield Flaw(file=file, line=line, what=f"cannot be parsed: {part}")


def _swallowed(file: str, node: Node, lines: list[str]) -> Iterator[Flaw]:
    """Lines taken for prose that were meant as a step or a scenario, which is then not run."""
    name, begin = node.get("name"), node["location"]["line"]
    takes_prose = "children" in node
    for text in filter(None, map(str.strip, (node.get("description") or "").splitlines())):
        line = _line_of(text, lines, after=begin)
        if _KEYWORDS.match(text):
            what = f"expected prose below {name!r}, found a keyword: {text!r}"
            yield Flaw(file=file, line=line, what=what)
        elif not takes_prose:
            what = f"expected steps or rows below {name!r}, found neither: {text!r}"
            yield Flaw(file=file, line=line, what=what)
    for child in node.get("children", []):
        for inner in child.values():
            yield from _swallowed(file, inner, lines)
    for examples in node.get("examples", []):
        yield from _swallowed(file, examples, lines)


def _line_of(text: str, lines: list[str], *, after: int) -> int:
    numbered = enumerate(lines[after:], after + 1)
    return next((number for number, line in numbered if line.strip() == text), after)


def _scenarios(file: str, feature: Node) -> Iterator[WrittenScenario]:
    tags = _tags(feature)
    for child in feature["children"]:
        if "scenario" in child:
            yield _scenario(file, child["scenario"], "", tags)
        if "rule" in child:
            rule = child["rule"]
            for inner in rule["children"]:
                if "scenario" in inner:
                    yield _scenario(file, inner["scenario"], rule["name"], tags + _tags(rule))


def _scenario(file: str, node: Node, rule: str, inherited: tuple[str, ...]) -> WrittenScenario:
    tags = inherited + _tags(node)
    rows = sum(len(examples.get("tableBody", [])) for examples in node["examples"])
    return WrittenScenario(
        file=file,
        line=node["location"]["line"],
        name=node["name"],
        rule=rule,
        requirements=tuple(
            tag.removeprefix(_REQUIREMENT_TAG) for tag in tags if tag.startswith(_REQUIREMENT_TAG)
        ),
        tags=tags,
        rows=rows if node["examples"] else 1,
        steps=tuple(_kinds(node["steps"])),
        described=node.get("description", ""),
    )


def _kinds(steps: list[Node]) -> Iterator[tuple[str, str]]:
    """Context, Action or Outcome for each step; And and But take the kind before them."""
    kind = ""
    for step in steps:
        kind = kind if step["keywordType"] == "Conjunction" else step["keywordType"]
        yield kind, step["text"]


def _tags(node: Node) -> tuple[str, ...]:
    return tuple(tag["name"] for tag in node.get("tags", []))
