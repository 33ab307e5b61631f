"""Each fault of the simulator is met by a scenario that judges a vendor's system."""

import inspect
from importlib import import_module
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from pytest_bdd.parser import FeatureParser, Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from conformance.simulator.state.faults import Fault

ROOT = Path(__file__).parents[2]


def steps_on_vendors() -> list[Step]:
    """Every step of every scenario of the vendor's side, the rows of an outline filled in."""
    found: list[Step] = []
    for path in sorted((ROOT / "features").rglob("*.feature")):
        name = path.relative_to(ROOT / "features")
        feature = FeatureParser(str(ROOT / "features"), str(name)).parse()
        if "vendor" not in feature.tags:
            continue
        for template in feature.scenarios.values():
            rows = [row for examples in template.examples for row in examples.as_contexts()]
            for row in rows or [{}]:
                found += template.render(row).steps
    return found


def injecting() -> list[StepFunctionContext]:
    """The step definitions that inject a fault."""
    for path in (ROOT / "steps").glob("*.py"):
        import_module(f"steps.{path.stem}")
    return [
        context
        for context in step_function_context_registry.values()
        if context.type == "given" and ".inject(" in inspect.getsource(context.step_func)
    ]


def injected_by(context: StepFunctionContext, step: Step) -> set[Fault]:
    """What the definition injects at that sentence; nothing when it is not meant."""
    if context.type != step.type or not context.parser.is_matching(step.name):
        return set()
    world, arguments = MagicMock(), context.parser.parse_arguments(step.name) or {}
    given = {
        name: world if name == "world" else arguments.get(name, MagicMock())
        for name in inspect.signature(context.step_func).parameters
    }
    context.step_func(**given)
    return {call.args[0] for call in world.inject.call_args_list}


@pytest.fixture(scope="module")
def met() -> set[Fault]:
    sentences = {(step.type, step.name): step for step in steps_on_vendors()}
    definitions = injecting()
    return {
        fault
        for step in sentences.values()
        for context in definitions
        for fault in injected_by(context, step)
    }


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
def test_a_vendors_system_meets_the_fault(fault: Fault, met: set[Fault]) -> None:
    """What the simulator can do wrong, a system is judged by how it bears."""
    assert fault in met
