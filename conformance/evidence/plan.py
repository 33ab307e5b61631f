"""Names a scenario for the record: an id, a title of its own, its public number."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from pytest_bdd.feature import get_features
from pytest_bdd.parser import ScenarioTemplate, render_string

from conformance.catalogue import Side
from conformance.catalogue.step_numbers import (
    WrittenStep,
    numbers_by_meaning,
    read_steps,
)
from conformance.evidence.events import Polarity, ScenarioPlanned
from conformance.evidence.steps import planned_step

Row = Mapping[str, str]

MAX_SLUG: Final = 90

_DANISH: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def rows(template: ScenarioTemplate) -> list[Row]:
    """The rows of the examples of *template*; one empty row for a plain scenario."""
    return [row for table in template.examples for row in table.as_contexts()] or [{}]


def title(template: ScenarioTemplate, row: Row) -> str:
    """The title of one row; the values are added where the title alone tells no rows apart."""
    name = render_string(template.name, row)
    titles = [render_string(template.name, each) for each in rows(template)]
    if titles.count(name) > 1:
        return f"{name} ({', '.join(row.values())})"
    return name


def identifier(template: ScenarioTemplate, row: Row) -> str:
    """Feature file and title as one word, for instance `retrieve--a-card-is-shown`."""
    return f"{slug(Path(template.feature.filename).stem)}--{slug(title(template, row))}"


def slug(text: str) -> str:
    """*text* as lower-case ASCII words joined by hyphens; a long one ends in a short hash."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_DANISH))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(words) <= MAX_SLUG:
        return words
    return f"{words[:MAX_SLUG].rstrip('-')}-{sha256(text.encode()).hexdigest()[:8]}"


def chapter(template: ScenarioTemplate) -> str:
    """The chapter by default: the folder of the feature file."""
    return Path(template.feature.filename).parent.name


def templates(folder: Path) -> list[ScenarioTemplate]:
    """Every scenario of the feature files below *folder*, by file and line."""
    features = sorted(get_features([str(folder)]), key=lambda feature: feature.filename)
    return [
        template
        for feature in features
        for template in sorted(feature.scenarios.values(), key=lambda each: each.line_number)
    ]


def tags(template: ScenarioTemplate) -> frozenset[str]:
    """The tags of a scenario, with those of its rule and its feature, without the `@`."""
    above = template.rule.tags if template.rule else set[str]()
    return frozenset(template.tags | above | template.feature.tags)


def requirements(template: ScenarioTemplate) -> tuple[str, ...]:
    """The ids of the requirements that a scenario shows."""
    tagged = (tag.partition("req:") for tag in tags(template))
    return tuple(sorted(name for before, found, name in tagged if found and not before))


def planned(template: ScenarioTemplate, row: Row, numbers: "StepNumbers") -> ScenarioPlanned:
    """What the record says of one row before it runs."""
    tagged = tags(template)
    named = next((tag.removeprefix("chapter:") for tag in tagged if tag.startswith("chapter:")), "")
    return ScenarioPlanned(
        id=identifier(template, row),
        step=numbers.of(template, row),
        title=title(template, row),
        feature=template.feature.name,
        rule=template.rule.name if template.rule else "",
        chapter=named or chapter(template),
        side=next((side for side in Side if side in tagged), None),
        requirements=requirements(template),
        steps=tuple(planned_step(step) for step in template.render(row).steps),
        polarity=next((each for each in Polarity if each in tagged), None),
    )


def meaning(template: ScenarioTemplate, row: Row) -> str:
    """What one row says, as a digest: its steps with the rule and the requirements.

    Title, tags of other kinds, keywords that mean the same, file, place and spacing do not count.
    """
    lines = [*requirements(template), template.rule.name if template.rule else ""]
    for step in template.render(row).steps:
        cells = step.datatable.raw() if step.datatable else ()
        lines += [f"{step.type} {step.name}", *(" | ".join(map(str, line)) for line in cells)]
        lines.append(step.docstring or "")
    said = (" ".join(unicodedata.normalize("NFC", line).split()) for line in lines)
    return sha256("\n".join(line for line in said if line).encode()).hexdigest()[:16]


def written_step(template: ScenarioTemplate, row: Row) -> WrittenStep:
    """One row as the lock of the step numbers knows it."""
    return WrittenStep(
        chapter=_chapter_number(template),
        meaning=meaning(template, row),
        requirements=requirements(template),
        title=title(template, row),
        where=f"{_place(template)}:{template.line_number}",
    )


def written_steps(folder: Path) -> list[WrittenStep]:
    """Every row of every scenario below *folder*."""
    return [written_step(each, row) for each in templates(folder) for row in rows(each)]


class StepNumbers:
    """Looks the public numbers of scenarios up, in the lock beside their features."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, str]] = {}

    def of(self, template: ScenarioTemplate, row: Row) -> str:
        """The number of one row; empty for one that has none yet."""
        folder = Path(template.feature.filename).parents[1]
        if folder not in self._folders:
            self._folders[folder] = numbers_by_meaning(read_steps(folder))
        return self._folders[folder].get(meaning(template, row), "")


def _chapter_number(template: ScenarioTemplate) -> int:
    digits = re.match(r"\d+", chapter(template))
    return int(digits[0]) if digits else 1


def _place(template: ScenarioTemplate) -> str:
    path = Path(template.feature.filename)
    return f"{path.parent.name}/{path.name}"
