"""Runs the scenarios of a side against the sound system, and notes what each comes past."""

import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conformance.pdc.codes import DocumentVersion
from conformance.pdc.values import Card
from conformance.reference.tracing import TRACE_VARIABLE
from conformance.selfcheck.asking import answered_otherwise
from conformance.selfcheck.comparing import wrong_cards
from conformance.selfcheck.deviations import Place, place_name
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.world import World


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario of the sound system: *reached* are the places that it came past."""

    step: str
    module: str
    requirements: tuple[str, ...]
    reached: frozenset[str]


class Tracer:
    """A pytest plugin: notes in *file*, for each scenario, which *places* it came past.

    The reference system notes what it comes past in a file of its own, *beside*.
    """

    def __init__(self, file: Path, places: Iterable[Place], beside: Path) -> None:
        self._file = file
        self._places = tuple(places)
        self._beside = beside
        self._reached: set[str] = set()
        self._read = 0
        self._asking = threading.local()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Watch the places until the session ends."""
        patch = pytest.MonkeyPatch()
        patch.setenv(TRACE_VARIABLE, str(self._beside))
        for kind, name in self._places:
            patch.setattr(kind, name, self._watched(kind, name))
        config.add_cleanup(patch.undo)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Note what a scenario came past, when it has ended."""
        self._take()
        result = yield
        number = item.get_closest_marker("step")
        if number is not None:
            traced = Traced(
                step=number.kwargs["id"],
                module=item.path.name,
                requirements=tuple(m.kwargs["id"] for m in item.iter_markers("requirement")),
                reached=self._take(),
            )
            with self._file.open("ab") as file:
                file.write(msgspec.json.encode(traced) + b"\n")
        return result

    def _take(self) -> frozenset[str]:
        taken, self._reached = self._reached, set()
        if self._beside.is_file():
            with self._beside.open("rb") as file:
                file.seek(self._read)
                told = file.read()
            self._read += len(told)
            taken |= set(told.decode("ascii").splitlines())
        return frozenset(taken)

    def _watched(self, kind: type, name: str) -> object:
        found = vars(kind)[name]
        place = place_name((kind, name))
        if isinstance(found, property):
            return property(self._telling(found.fget, place))
        if isinstance(found, (staticmethod, classmethod)):
            return type(found)(self._telling(found.__func__, place))
        if (kind, name) == (CardMaker, "make"):
            return self._comparing(self._telling(found, place))
        return self._asking_beside((kind, name), self._telling(found, place))

    def _telling(self, function: Any, place: str) -> Callable[..., object]:
        @wraps(function)
        def telling(*args: object, **kwargs: object) -> object:
            if not self._is_asking():
                self._reached.add(place)
            result: object = function(*args, **kwargs)
            return result

        return telling

    def _is_asking(self) -> bool:
        """Whether this is no call of the services, but a question that is put beside one."""
        return getattr(self._asking, "now", False)

    def _asking_beside(
        self, place: Place, function: Callable[..., object]
    ) -> Callable[..., object]:
        @wraps(function)
        def asking(part: object, *args: object, **kwargs: object) -> object:
            if not self._is_asking():
                self._asking.now = True
                try:
                    self._reached.update(answered_otherwise(place, part, args, kwargs))
                finally:
                    self._asking.now = False
            return function(part, *args, **kwargs)

        return asking

    def _comparing(self, make: Callable[..., object]) -> Callable[..., object]:
        @wraps(make)
        def comparing(
            maker: CardMaker, world: World, cpr: str, *version: DocumentVersion
        ) -> object:
            card = make(maker, world, cpr, *version)
            assert isinstance(card, Card)
            if self._is_asking():
                return card
            self._reached.update(wrong_cards(card, world, cpr))
            return card

        return comparing


class OnlySteps:
    """A pytest plugin: leaves out all scenarios but those with these numbers."""

    def __init__(self, steps: Sequence[str]) -> None:
        self._steps = frozenset(steps)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Deselect the others."""
        left = [item for item in items if not self._is_wanted(item)]
        items[:] = [item for item in items if self._is_wanted(item)]
        config.hook.pytest_deselected(items=left)

    def _is_wanted(self, item: pytest.Item) -> bool:
        number = item.get_closest_marker("step")
        return number is not None and number.kwargs["id"] in self._steps


def read_trace(file: Path) -> tuple[Traced, ...]:
    """The scenarios of a trace."""
    return tuple(msgspec.json.decode(line, type=Traced) for line in file.read_bytes().splitlines())
