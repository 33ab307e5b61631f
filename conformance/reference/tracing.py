"""Tells which of its decisions the system comes past: where it would matter if one were wrong.

Of a wrong decision that rests on values alone it is told more closely where it differs: the wrong
one is asked beside the sound one, and where both answer the same the system goes on the same.
"""

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Final, get_origin

from conformance.reference.behaviour import Behaviour
from conformance.reference.markup import UnreadableXml
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
    asked = tuple(mutant for mutant in mutants.values() if is_comparable(mutant.behaviour))
    decisions = {
        name: _noted(name, tuple(m for m in asked if name in overridden(m.behaviour)), Path(file))
        for name, function in vars(Behaviour).items()
        if callable(function) and not name.startswith("__")
    }
    noted: Behaviour = type("NotedBehaviour", (Behaviour,), decisions)()
    return noted


def is_comparable(wrong: type[Behaviour]) -> bool:
    """Whether one answer shows a difference: nothing is kept, and only values go in."""
    keeps_nothing = not vars(wrong())
    return keeps_nothing and all(map(_rests_on_values, overridden(wrong)))


def overridden(wrong: type[Behaviour]) -> frozenset[str]:
    """The decisions that are taken in another way."""
    kinds = wrong.__mro__[: -len(Behaviour.__mro__)]
    names = {name for kind in kinds for name in vars(kind)}
    return frozenset(name for name in names & set(vars(Behaviour)) if not name.startswith("__"))


def difference(mutant: str) -> str:
    """How it is noted that a mutant has answered otherwise than the sound system."""
    return f"{mutant} differs"


def _rests_on_values(decision: str) -> bool:
    """Not so where the decision is when, or whether, something is done."""
    parameters = inspect.signature(vars(Behaviour)[decision]).parameters.values()
    return all(get_origin(each.annotation) is not Callable for each in parameters)


def _noted(decision: str, asked: Sequence[Mutant], notes: Path) -> Callable[..., object]:
    function = vars(Behaviour)[decision]

    @wraps(function)
    def noted(*args: Any, **kwargs: object) -> object:
        differing = set(asked)
        try:
            result: object = function(*args, **kwargs)
            answers = {mutant: _answer(mutant, decision, *args[1:], **kwargs) for mutant in asked}
            differing = {mutant for mutant, answer in answers.items() if answer != result}
        finally:
            with notes.open("a", encoding="ascii") as file:
                file.write(f"Behaviour.{decision}\n")
                file.writelines(f"{difference(each.name)}\n" for each in differing)
        return result

    return noted


def _answer(mutant: Mutant, decision: str, *args: object, **kwargs: object) -> object:
    try:
        answer: object = getattr(mutant.behaviour(), decision)(*args, **kwargs)
    except UnreadableXml as error:
        return error
    return answer
