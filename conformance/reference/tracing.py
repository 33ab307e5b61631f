"""Tells which of its decisions the system comes past: where it would matter if one were wrong.

Most mutants are told of more closely: each is asked to take a decision too, with the same values
and the same answers from others. Where it decides the same the system goes on the same.
"""

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.decision import Decision
from conformance.reference.mutant import Mutant

TRACE_VARIABLE: Final = "FSK_REFERENCE_TRACE"
"""The environment variable that names the file in which the decisions are noted."""


def behaviour_in_use(mutants: Mapping[str, Mutant]) -> Behaviour:
    """The sound behaviour; one whose decisions are noted where the environment asks for that.

    *mutants* are asked beside it, as far as they can be compared.
    """
    file = os.environ.get(TRACE_VARIABLE)
    if not file:
        return Behaviour()
    tracing = _Tracing(Path(file), mutants)
    decisions = {
        name: tracing.noted(name, function)
        for name, function in vars(Behaviour).items()
        if callable(function) and not name.startswith("__")
    }
    noted: Behaviour = type("NotedBehaviour", (Behaviour,), decisions)()
    return noted


def is_comparable(wrong: type[Behaviour]) -> bool:
    """Whether what it does in a scenario rests on that scenario alone."""
    keeps_nothing = not vars(wrong())
    return keeps_nothing or "begin" in overridden(wrong)


def overridden(wrong: type[Behaviour]) -> frozenset[str]:
    """The decisions that are taken in another way."""
    kinds = wrong.__mro__[: -len(Behaviour.__mro__)]
    names = {name for kind in kinds for name in vars(kind)}
    return frozenset(name for name in names & set(vars(Behaviour)) if not name.startswith("__"))


def difference(mutant: str) -> str:
    """How it is noted that a mutant has answered otherwise than the sound system."""
    return f"{mutant} differs"


class _Tracing:
    """Asks mutants beside the sound system; each remembers what it has been asked."""

    def __init__(self, notes: Path, mutants: Mapping[str, Mutant]) -> None:
        self._notes = notes
        self._asked = {
            mutant.name: mutant.behaviour()
            for mutant in mutants.values()
            if is_comparable(mutant.behaviour)
        }
        self._lock = Lock()

    def noted(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """The decision *name*, which is noted, and with it who would have taken it otherwise."""
        asked = {
            mutant: getattr(wrong, name)
            for mutant, wrong in self._asked.items()
            if name in overridden(type(wrong))
        }

        @wraps(function)
        def noted(sound: Behaviour, *values: object, **options: object) -> object:
            decision = Decision(values, options)
            differing = set(asked)
            try:
                answer = decision.taken(function.__get__(sound))
                with self._lock:
                    differing = {m for m in asked if not decision.is_taken_alike(asked[m])}
            finally:
                with self._notes.open("a", encoding="ascii") as file:
                    file.write(f"Behaviour.{name}\n")
                    file.writelines(f"{difference(mutant)}\n" for mutant in differing)
            return answer

        return noted
