"""Finds the definition of a step once for a file of scenarios, not once for each scenario.

pytest-bdd tries every step of the suite on every sentence, each time a scenario is run, and asks
pytest each time whether the scenario may see it: with some hundred steps that takes longer than
most scenarios do. What it finds depends on the sentence and the file alone, as steps are defined in
files and plugins only. A version of pytest-bdd that looks steps up by other functions is left as it
is.
"""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepNamePrefix

Definitions = Iterable[pytest.FixtureDef[object]]
Find = Callable[[Step, Any, pytest.Item], Definitions]
Visible = Callable[[Any, str, pytest.Item], Definitions | None]
Names = Callable[[Any], list[str]]


def remembering(find: Find) -> Callable[..., Definitions]:
    """*find*, asked once for each sentence in a file."""
    known: dict[tuple[object, ...], tuple[Any, ...]] = {}

    def found(step: Step, fixturemanager: object, node: pytest.Item) -> Definitions:
        key = (fixturemanager, node.parent, step.type, step.name)
        if key not in known:
            known[key] = tuple(find(step, fixturemanager, node))
        return known[key]

    return found


def remembering_visible(visible: Visible) -> Visible:
    """*visible*, asked once for each name in a file. Steps are no fixtures of one scenario."""
    known: dict[tuple[object, ...], Definitions | None] = {}

    def found(fixturemanager: object, name: str, node: pytest.Item) -> Definitions | None:
        key = (fixturemanager, node.parent, name)
        if key not in known:
            known[key] = visible(fixturemanager, name, node)
        return known[key]

    return found


def remembering_names(names: Names) -> Names:
    """*names*, asked once, and of those the steps."""
    known: dict[object, list[str]] = {}

    def found(fixturemanager: object) -> list[str]:
        if fixturemanager not in known:
            prefix = StepNamePrefix.step_def.value
            known[fixturemanager] = [n for n in names(fixturemanager) if n.startswith(prefix)]
        return known[fixturemanager]

    return found


LIBRARY = import_module("pytest_bdd.scenario")
"""The module; pytest_bdd itself has a function of that name."""

_MEMORIES: dict[str, Callable[[Any], Callable[..., Any]]] = {
    "find_fixturedefs_for_step": remembering,
    "getfixturedefs": remembering_visible,
    "get_fixture_names": remembering_names,
}


def pytest_configure(config: pytest.Config) -> None:
    """Put the memories in place for this session."""
    for name, memory in _MEMORIES.items():
        function = getattr(LIBRARY, name, None)
        if function is not None:
            setattr(LIBRARY, name, memory(function))
            config.add_cleanup(partial(setattr, LIBRARY, name, function))
