"""Names a scenario for the record: a stable id, a title of its own, a number in the protocol."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from pytest_bdd.feature import get_features
from pytest_bdd.parser import ScenarioTemplate, render_string

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


class StepNumbers:
    """Numbers the scenarios of a chapter folder in the order they are written, from 1.01 on.

    All feature files of the folder count, whether they are run or not, so that a number stays the
    same when only part of a chapter is run.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, dict[tuple[str, str, tuple[str, ...]], int]] = {}

    def of(self, template: ScenarioTemplate, row: Row) -> str:
        """The number of one row of *template*."""
        folder = Path(template.feature.filename).parent
        if folder not in self._folders:
            self._folders[folder] = _numbered(folder)
        number = self._folders[folder].get(_key(template, row), 0)
        digits = re.match(r"\d+", folder.name)
        return f"{int(digits[0]) if digits else 1}.{number:02d}"


def _numbered(folder: Path) -> dict[tuple[str, str, tuple[str, ...]], int]:
    features = sorted(get_features([str(folder)]), key=lambda feature: feature.filename)
    templates = (
        template
        for feature in features
        for template in sorted(feature.scenarios.values(), key=lambda t: t.line_number)
    )
    keys = (_key(template, row) for template in templates for row in rows(template))
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}


def _key(template: ScenarioTemplate, row: Row) -> tuple[str, str, tuple[str, ...]]:
    return template.feature.filename, template.name, tuple(row.values())
