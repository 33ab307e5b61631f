"""Tells which of its decisions the system comes past: where it would matter if one were wrong."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

from conformance.reference.behaviour import Behaviour

TRACE_VARIABLE: Final = "FSK_REFERENCE_TRACE"
"""The environment variable that names the file in which the decisions are noted."""


def behaviour_in_use() -> Behaviour:
    """The sound behaviour; one whose decisions are noted where the environment asks for that."""
    file = os.environ.get(TRACE_VARIABLE)
    if not file:
        return Behaviour()
    decisions = {
        name: _noted(name, function, Path(file))
        for name, function in vars(Behaviour).items()
        if callable(function) and not name.startswith("__")
    }
    noted: Behaviour = type("NotedBehaviour", (Behaviour,), decisions)()
    return noted


def _noted(name: str, function: Any, notes: Path) -> Callable[..., object]:
    @wraps(function)
    def noted(*args: object, **kwargs: object) -> object:
        with notes.open("a", encoding="ascii") as file:
            file.write(f"Behaviour.{name}\n")
        result: object = function(*args, **kwargs)
        return result

    return noted
