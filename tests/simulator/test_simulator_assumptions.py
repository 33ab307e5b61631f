"""The list of what is assumed: whole, unique, and with its evidence."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

import conformance.simulator
from conformance.simulator import all_assumptions
from conformance.simulator.all_assumptions import ALL_ASSUMPTIONS
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.state.assumptions import Assumption, Evidence

NAMES = [assumption.name for assumption in ALL_ASSUMPTIONS]


def modules() -> Iterator[ModuleType]:
    """Every module of the simulator."""
    package = conformance.simulator
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)


def test_every_assumption_of_every_module_is_listed() -> None:
    """Whatever tuple of assumptions a module has, `fsk simulate --assumptions` tells all of it."""
    found = {
        each.name
        for module in modules()
        if module is not all_assumptions
        for value in vars(module).values()
        if isinstance(value, tuple)
        for each in value
        if isinstance(each, Assumption)
    }
    assert found == set(NAMES)


def test_names_are_unique_and_in_one_form() -> None:
    """Small letters, digits and hyphens."""
    assert len(NAMES) == len(set(NAMES))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name) for name in NAMES)


def test_each_says_what_is_assumed_and_on_what_evidence() -> None:
    """In a sentence or two, with a source."""
    for each in ALL_ASSUMPTIONS:
        assert each.assumed.endswith((".", ")", "`")), each.name
        assert each.source, each.name
        assert each.evidence in Evidence


def test_settings_and_assumptions_know_each_other() -> None:
    """Each setting turns an assumption, and no assumption names a setting that there is not."""
    told = {name for each in ALL_ASSUMPTIONS for name in each.settings}
    assert told == {setting.name for setting in SimulatorSettings().every()}
