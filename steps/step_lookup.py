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
from weakref import WeakKeyDictionary

import pytest
from pytest_bdd.parser import Step

Definitions = Iterable[pytest.FixtureDef[object]]
Find = Callable[[Step, Any, pytest.Item], Definitions]
Visible = Callable[[Any, str, pytest.Item], Definitions | None]


def remembering(find: Find) -> Callable[..., Definitions]:
    """*find*, asked once for each sentence in a file."""
    known: WeakKeyDictionary[object, dict[tuple[object, ...], tuple[Any, ...]]]
    known = WeakKeyDictionary()

    def found(step: Step, fixturemanager: object, node: pytest.Item) -> Definitions:
        of_session = known.setdefault(fixturemanager, {})
        key = (node.parent, step.type, step.name)
        if key not in of_session:
            of_session[key] = tuple(find(step, fixturemanager, node))
        return of_session[key]

    return found


def remembering_visible(visible: Visible) -> Visible:
    """*visible*, asked once for each name in a file. Steps are no fixtures of one scenario."""
    known: WeakKeyDictionary[object, dict[tuple[object, str], Definitions | None]]
    known = WeakKeyDictionary()

    def found(fixturemanager: object, name: str, node: pytest.Item) -> Definitions | None:
        of_session = known.setdefault(fixturemanager, {})
        key = (node.parent, name)
        if key not in of_session:
            of_session[key] = visible(fixturemanager, name, node)
        return of_session[key]

    return found


LIBRARY = import_module("pytest_bdd.scenario")
"""The module; pytest_bdd itself has a function of that name."""

_MEMORIES: dict[str, Callable[[Any], Callable[..., Any]]] = {
    "find_fixturedefs_for_step": remembering,
    "getfixturedefs": remembering_visible,
}


def pytest_configure(config: pytest.Config) -> None:
    """Put the memories in place for this session."""
    for name, memory in _MEMORIES.items():
        function = getattr(LIBRARY, name, None)
        if function is not None:
            setattr(LIBRARY, name, memory(function))
            config.add_cleanup(partial(setattr, LIBRARY, name, function))
