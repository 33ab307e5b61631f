"""Turns what came of the mutants into the kill matrix that ships with the edition."""

from collections.abc import Iterable

from conformance.catalogue import Side
from conformance.catalogue.kill_matrix import Kill
from conformance.selfcheck.check import MutantResult


def kills(results: Iterable[MutantResult]) -> tuple[Kill, ...]:
    """The rows of the matrix, for mutants that were caught as they should be.

    Of a step that shows several requirements only those count that the mutant is known to break.
    """
    return tuple(_kill(result) for result in results if result.caught)


def _kill(result: MutantResult) -> Kill:
    wanted = result.expectation
    fell: dict[str, set[str]] = {}
    for catch in result.catches:
        for requirement in catch.requirements:
            if wanted.allows((requirement,)):
                fell.setdefault(requirement, set()).add(catch.step)
    return Kill(
        mutant=wanted.mutant,
        side=Side(wanted.side),
        wrong=wanted.wrong,
        breaks=wanted.breaks,
        stated=tuple(sorted({catch.step for catch in result.stated})),
        fell={name: tuple(sorted(fell[name])) for name in sorted(fell)},
    )
