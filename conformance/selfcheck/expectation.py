"""What each mutant must be caught for."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from conformance.reference.mutants import MUTANTS as VENDOR_MUTANTS
from conformance.simulator.mutants.every import MUTANTS as SERVICE_MUTANTS


class Expectation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mutant: *breaks* must catch it, with words that match *reason*.

    *also* are requirements that the same deviation breaks by its nature; `*` stands for all. A
    scenario of any other requirement that fails has caught it for the wrong reason. *every* are
    requirements of which each must fail: what a system that shows nothing may never pass.
    """

    mutant: str
    breaks: str
    reason: str
    also: tuple[str, ...] = ()
    every: tuple[str, ...] = ()

    def allows(self, requirements: Iterable[str]) -> bool:
        """Whether a scenario of these requirements may fail."""
        return "*" in self.also or not {self.breaks, *self.also}.isdisjoint(requirements)

    def explains(self, words: str) -> bool:
        """Whether a failure in these words is the stated one."""
        return re.search(self.reason, words) is not None

    @property
    def own(self) -> str:
        """A selection of the scenarios of all requirements that it breaks, in pytest's terms."""
        return " or ".join(f"requirement(id='{each}')" for each in self.requirements)

    @property
    def requirements(self) -> tuple[str, ...]:
        """All requirements that it breaks, as far as they are named."""
        return tuple(sorted(self.own_requirements))

    @property
    def own_requirements(self) -> frozenset[str]:
        """The same, as a set."""
        return frozenset({self.breaks, *self.also, *self.every} - {"*"})

    @property
    def side(self) -> str:
        """Whose scenarios judge it."""
        return "vendor" if self.mutant in VENDOR_MUTANTS else "service"

    @property
    def wrong(self) -> str:
        """What is wrong, in a sentence."""
        if self.mutant in VENDOR_MUTANTS:
            return VENDOR_MUTANTS[self.mutant].wrong
        return SERVICE_MUTANTS[self.mutant].wrong


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    expectation: tuple[Expectation, ...]


@cache
def expectations() -> tuple[Expectation, ...]:
    """The expectations, one for each mutant. ValueError when a mutant has none, or one none."""
    text = files("conformance.selfcheck").joinpath("expectations.toml").read_text(encoding="utf-8")
    found = msgspec.convert(tomllib.loads(text), type=_File).expectation
    expected = {expectation.mutant for expectation in found}
    existing = {*VENDOR_MUTANTS, *SERVICE_MUTANTS}
    if expected != existing or len(found) != len(expected):
        raise ValueError(
            f"expected one expectation for each mutant, found none for "
            f"{sorted(existing - expected)}, unknown {sorted(expected - existing)}"
        )
    return found
