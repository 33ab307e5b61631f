"""The world of a real environment: the suite knows the time in it, and may change nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NoReturn

from conformance.clock import SettableClock
from conformance.minlog.registration import LogEntry
from conformance.service.callers import CannotArrange
from conformance.simulator.state.journal import Exchange, Journal, Service
from conformance.simulator.state.registers import Citizen
from conformance.simulator.state.world import World

_STATE: Final = frozenset({"citizens", "staff", "bonds", "faults", "whitelist", "log", "blurring"})


class _RealClock(SettableClock):
    def set(self, instant: datetime) -> None:
        raise CannotArrange(f"the clock of a real environment cannot be set to {instant}")


class _UnseenJournal(Journal):
    """What a real service saw is not known to its caller."""

    def __iter__(self) -> Iterator[Exchange]:
        _unseen()

    def since(self, count: int) -> tuple[Exchange, ...]:
        del count
        _unseen()

    def of(self, *services: Service) -> tuple[Exchange, ...]:
        del services
        _unseen()


def _unseen() -> NoReturn:
    raise CannotArrange("what the services of a real environment saw is not known to the suite")


class ForeignWorld(World):
    """A world that only runs on. What would change it, or tell its state, raises CannotArrange."""

    def __init__(self) -> None:
        self._begun = False
        super().__init__(clock=_RealClock(), journal=_UnseenJournal())
        self._begun = True

    def __setattr__(self, name: str, value: object) -> None:
        if name in _STATE and self._begun:
            raise CannotArrange(
                f"the suite only reads in a real environment: it may not change its {name}"
            )
        super().__setattr__(name, value)

    def citizen(self, cpr: str) -> Citizen:
        """Raises CannotArrange: the registers are not the suite's."""
        raise CannotArrange(f"what the registers of a real environment know of {cpr} is not known")

    def write_log(self, entries: Iterable[LogEntry]) -> None:
        """Raises CannotArrange: MinLog is not the suite's."""
        del entries
        raise CannotArrange("the suite only reads in a real environment: it may not write its log")

    def log_of(self, cpr: str) -> tuple[LogEntry, ...]:
        """Raises CannotArrange: MinLog is not the suite's."""
        raise CannotArrange(f"the MinLog of {cpr} in a real environment is not known")
