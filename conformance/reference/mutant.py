"""A mutant: the reference system with one thing wrong, by its name."""

from collections.abc import Callable
from dataclasses import dataclass

from conformance.reference.behaviour import Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A system with one thing wrong; *wrong* says it in a sentence."""

    name: str
    wrong: str
    behaviour: type[Behaviour]


Register = Callable[[type[Behaviour]], type[Behaviour]]


def registrar(mutants: dict[str, Mutant]) -> Callable[[str], Register]:
    """Return a decorator that enters a behaviour in *mutants* under a name.

    The first paragraph of the behaviour's docstring says what is wrong.
    """

    def named(name: str) -> Register:
        def register(behaviour: type[Behaviour]) -> type[Behaviour]:
            wrong = " ".join((behaviour.__doc__ or "").partition("\n\n")[0].split())
            mutants[name] = Mutant(name=name, wrong=wrong, behaviour=behaviour)
            return behaviour

        return register

    return named
