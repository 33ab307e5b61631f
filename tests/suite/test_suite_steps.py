"""Step texts: one wording for one meaning, and for each sentence of a feature exactly one step."""

import ast
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_bdd.parser import FeatureParser, Step
from pytest_bdd.parsers import get_parser

from steps.vocabulary import sentence

ROOT = Path(__file__).parents[2]
KINDS = ("given", "when", "then")
SHARED = {"shared.py", "shared_services.py", "shared_vendor.py", "shared_portal.py"}


@dataclass(frozen=True)
class Definition:
    """A step definition as it stands in the code."""

    module: str
    line: int
    kind: str
    text: str

    def matches(self, step: Step) -> bool:
        parser = sentence(self.text) if "{" in self.text else get_parser(self.text)
        return self.kind == step.type and parser.is_matching(step.name)


def definitions(path: Path) -> list[Definition]:
    """The steps that a module defines, read from its decorators."""
    found = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for mark in getattr(function, "decorator_list", ()):
            if not (isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name)):
                continue
            if mark.func.id in KINDS:
                found.append(
                    Definition(path.name, mark.lineno, mark.func.id, text_of(mark.args[0]))
                )
    return found


def text_of(argument: ast.expr) -> str:
    """The text in `"…"`, `sentence("…")` or `parsers.parse("…")`."""
    inner = argument.args[0] if isinstance(argument, ast.Call) else argument
    text = ast.literal_eval(inner)
    assert isinstance(text, str)
    return text


def bound_places(path: Path) -> set[str]:
    """The folders and files of features that a module binds with `scenarios("…")`."""
    return {
        ast.literal_eval(argument)
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "scenarios"
        for argument in call.args
    }


MODULES = sorted((ROOT / "steps").glob("*.py"))
DEFINITIONS = [definition for path in MODULES for definition in definitions(path)]
BOUND = [(path.name, place) for path in MODULES for place in sorted(bound_places(path))]
FEATURES = sorted((ROOT / "features").rglob("*.feature"))


def binders(feature: Path) -> list[str]:
    """The modules that bind a feature: by itself, or by its folder."""
    name = feature.relative_to(ROOT / "features").as_posix()
    return [module for module, place in BOUND if name == place or name.startswith(f"{place}/")]


def steps_of(path: Path) -> list[Step]:
    """Every step of every scenario in the file, the rows of an outline filled in."""
    name = path.relative_to(ROOT / "features")
    feature = FeatureParser(str(ROOT / "features"), str(name)).parse()
    found: list[Step] = []
    for template in feature.scenarios.values():
        rows = [row for examples in template.examples for row in examples.as_contexts()]
        for row in rows or [{}]:
            found += template.render(row).steps
    return found


def test_steps_are_found() -> None:
    """Shared ones and those of single chapters."""
    assert len(DEFINITIONS) > 50
    assert {definition.module for definition in DEFINITIONS} > SHARED


def test_no_text_is_defined_twice() -> None:
    """Of two definitions the later hides the earlier, without a word."""
    counted = Counter((definition.kind, definition.text) for definition in DEFINITIONS)
    assert [text for text, count in counted.items() if count > 1] == []


def test_a_text_has_one_function() -> None:
    """The same words under two kinds stand on the same function, next to each other."""
    by_text: dict[str, list[Definition]] = {}
    for definition in DEFINITIONS:
        by_text.setdefault(definition.text, []).append(definition)
    for text, found in by_text.items():
        lines = sorted(definition.line for definition in found)
        assert len({definition.module for definition in found}) == 1, text
        assert lines[-1] - lines[0] < len(lines), text


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_feature_is_bound_once(path: Path) -> None:
    """One that no module binds is not run, and one that two bind is run twice."""
    assert len(binders(path)) == 1, binders(path)


def test_every_place_that_is_bound_is_there() -> None:
    """A folder or a file."""
    assert [place for _, place in BOUND if not (ROOT / "features" / place).exists()] == []


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_each_sentence_of_a_feature_has_exactly_one_step(path: Path) -> None:
    """Among the shared steps and those of its module: none is missing, none is ambiguous."""
    visible = [d for d in DEFINITIONS if d.module in {*SHARED, *binders(path)}]
    steps = steps_of(path)
    assert steps
    for step in steps:
        found = [d.text for d in visible if d.matches(step)]
        assert len(found) == 1, f"{path.name}:{step.line_number}: {step.name!r}: {found}"


def test_every_step_is_used() -> None:
    """A step that no feature says is taken out."""
    said = [step for path in FEATURES for step in steps_of(path)]
    unused = [d for d in DEFINITIONS if not any(d.matches(step) for step in said)]
    assert unused == []
