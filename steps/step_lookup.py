"""Finds the definition of a step once for a file of scenarios, not once for each scenario.

pytest-bdd tries every step of the suite on every sentence, each time a scenario is run: with some
hundred steps that takes longer than most scenarios do. What it finds depends on the sentence and
the file alone, as steps are defined in files and plugins only. A version of pytest-bdd that looks
steps up by another function is left as it is.
"""

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from pytest_bdd import scenario as library
from pytest_bdd.parser import Step

Definitions = Iterable[pytest.FixtureDef[object]]
Find = Callable[[Step, Any, pytest.Item], Definitions]

_FUNCTION = "find_fixturedefs_for_step"


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


def pytest_configure(config: pytest.Config) -> None:
    """Put the memory in place for this session."""
    find: Find | None = getattr(library, _FUNCTION, None)
    if find is None:
        return
    setattr(library, _FUNCTION, remembering(find))
    config.add_cleanup(lambda: setattr(library, _FUNCTION, find))
