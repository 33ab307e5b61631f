"""The pytest plugin that writes the record of a run from the hooks of pytest and pytest-bdd.

PYTEST_DONT_REWRITE: conftest imports from here before pytest loads it as a plugin.
"""

import sys
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
import pytest
from _pytest.outcomes import Skipped  # pytest.skip.Exception is no class to a type checker
from pytest_bdd.exceptions import StepDefinitionNotFoundError
from pytest_bdd.parser import Scenario, ScenarioTemplate, Step
from pytest_bdd.scenario import scenario_wrapper_template_registry

from conformance.evidence import hooks, plan
from conformance.evidence.context import RunContext
from conformance.evidence.events import (
    Ending,
    Outcome,
    RunFinished,
    ScenarioFinished,
    ScenarioPlanned,
    ScenarioStarted,
    StepFinished,
    StepStatus,
    SystemUnderTest,
)
from conformance.evidence.outcome import (
    Conclusion,
    broken,
    inconclusive,
    message,
    not_applicable,
    shortfall,
    worse,
)
from conformance.evidence.record import FolderRecorder, MemoryRecorder, Recorder, merge_parts
from conformance.evidence.scenario import NothingKept, ScenarioEvidence
from conformance.evidence.steps import StepLog
from conformance.evidence.verdict import excuse, inapplicable
from conformance.findings import NotJudged

RUN_CONTEXT: Final = pytest.StashKey[RunContext]()
"""Where conftest puts the facts of the run, at the latest in `pytest_configure`."""

_NOT_APPLICABLE: Final = pytest.StashKey[str]()
_PLANNED: Final = pytest.StashKey[ScenarioPlanned]()
_EVIDENCE: Final = pytest.StashKey[ScenarioEvidence]()

_TAGS: Final = {"req": "requirement", "chapter": "chapter"}

_MARKERS: Final = (
    "requirement(id): a requirement of the catalogue that the scenario shows",
    "chapter(id): the chapter of the catalogue that the scenario belongs to",
    "step(id): the public number of the scenario in the test protocol",
    "vendor: the vendor's system is judged",
    "service: the national service side is judged",
    "positive: the rule is kept",
    "negative: the rule is broken and the breach is seen",
)


class NotApplicable(Skipped):
    """The scenario does not concern the system under test; the report gives *reason*."""

    __module__ = "builtins"  # as pytest does for its own: reports show the bare name

    def __init__(self, reason: str) -> None:
        super().__init__(f"not applicable: {reason}")
        self.reason = reason


def mark_not_applicable(item: pytest.Item, reason: str) -> None:
    """Let *item* end as not applicable before any fixture is set up."""
    item.stash[_NOT_APPLICABLE] = reason


def planned_scenario(item: pytest.Item) -> ScenarioPlanned | None:
    """What the record says of the scenario that *item* runs; None for an ordinary test."""
    return item.stash.get(_PLANNED, None)


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> ScenarioEvidence:
    """Takes what the steps hand in; in an ordinary test it keeps it in memory."""
    node: pytest.Item = request.node
    return node.stash.setdefault(_EVIDENCE, ScenarioEvidence(node.name))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("fsk").addoption(
        "--fsk-out",
        metavar="DIR",
        type=Path,
        help="write the record of the run and its attachments below DIR",
    )
    parser.getgroup("fsk").addoption(
        "--fsk-outcomes-only",
        action="store_true",
        help="record how each scenario and step ended, and no messages (selfcheck)",
    )


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    config.pluginmanager.register(RunCollector(config), "fsk_run_collector")


def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool | None:
    """Turn `@req:X` into the marker `requirement(id="X")`; leave plain tags to pytest-bdd."""
    kind, colon, value = tag.partition(":")
    if not colon or kind not in _TAGS:
        return None
    getattr(pytest.mark, _TAGS[kind])(id=value)(function)
    return True


class RunCollector:
    """Follows one pytest session and writes down what happens in it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._context = _nothing_known()
        self._recorder: Recorder = MemoryRecorder()
        self._folder: Path | None = None
        self._worker: Mapping[str, str] = getattr(config, "workerinput", {})
        self._planned: list[tuple[pytest.Item, ScenarioPlanned]] = []
        self._broken_off: list[str] = []
        self._conclusion: Conclusion | None = None
        self._steps: StepLog | None = None

    # The session

    def pytest_sessionstart(self) -> None:
        self._context = self._config.stash.get(RUN_CONTEXT, self._context)
        self._folder = self._config.getoption("fsk_out")
        if self._folder and not self._config.option.collectonly:
            name = f"record-{self._worker['workerid']}.jsonl" if self._worker else "record.jsonl"
            self._recorder = FolderRecorder(self._folder, name=name)
        if not self._worker:
            self._recorder.record(self._context.started(selection=_selection(self._config)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._broken_off.append(f"{report.nodeid} could not be collected")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        numbers, taken = plan.StepNumbers(), dict[str, int]()
        for item in items:
            if (template := scenario_template(item)) is None:
                continue
            planned = _plan(item, template, numbers, taken)
            item.stash[_PLANNED] = planned
            item.add_marker(pytest.mark.step(id=planned.step))
            self._planned.append((item, planned))
            if reason := inapplicable(self._context, planned.requirements):
                mark_not_applicable(item, reason)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        selected = {id(item) for item in session.items}
        plans = (_selected(planned, id(item) in selected) for item, planned in self._planned)
        self._recorder.record(*plans)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._broken_off.append(message(excinfo.exconly()))

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._broken_off.append(message(excinfo.exconly()))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        try:
            return (yield)
        finally:
            if not self._worker:
                self._end_record(session)

    def _end_record(self, session: pytest.Session) -> None:
        """The last line, after the workers, if there are any, have ended and written theirs."""
        if self._folder:
            merge_parts(self._folder, self._recorder)
        reasons = [*self._broken_off, session.shouldfail or "", session.shouldstop or ""]
        reason = "; ".join(dict.fromkeys(str(each) for each in reasons if each))
        how = Ending.INTERRUPTED if reason else Ending.COMPLETE
        self._recorder.record(RunFinished(at=self._context.clock(), how=how, reason=reason))

    def pytest_unconfigure(self) -> None:
        self._recorder.close()

    # One scenario

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        planned = planned_scenario(item)
        if planned is None:
            return (yield)
        kind = NothingKept if self._config.option.fsk_outcomes_only else ScenarioEvidence
        evidence = kind(
            planned.id,
            self._recorder,
            clock=self._context.clock,
            attached=self._config.hook.pytest_evidence_attached,
        )
        item.stash[_EVIDENCE] = evidence
        self._conclusion, self._steps = None, StepLog(self._recorder, evidence)
        self._recorder.record(ScenarioStarted(id=planned.id, at=self._context.clock()))
        try:
            return (yield)
        finally:
            self._steps = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if reason := item.stash.get(_NOT_APPLICABLE, None):
            raise NotApplicable(reason)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        planned, steps = planned_scenario(item), self._steps
        if planned is None or steps is None:
            return report
        if call.excinfo:
            self._conclude(_conclusion(call.excinfo.value, steps.failed))
        elif report.when == "call":
            passed = Conclusion(outcome=Outcome.PASSED)
            self._conclude(passed if steps.count else inconclusive("the scenario has no steps"))
        if report.when == "teardown":
            self._finish(planned)
        elif report.failed and self._fell_short():
            _excuse(report, excuse(self._context, planned.requirements, planned.step))
        return report

    def _conclude(self, conclusion: Conclusion) -> None:
        self._conclusion = worse(self._conclusion, conclusion)

    def _fell_short(self) -> bool:
        return self._conclusion is not None and self._conclusion.outcome is Outcome.FAILED

    def _finish(self, planned: ScenarioPlanned) -> None:
        conclusion = self._conclusion or inconclusive("the scenario did not run")
        self._recorder.record(
            ScenarioFinished(
                id=planned.id,
                at=self._context.clock(),
                outcome=conclusion.outcome,
                reason=conclusion.reason,
                expected=conclusion.expected,
                found=conclusion.found,
                where=conclusion.where,
                fix=conclusion.fix,
            )
        )

    # Its steps

    def pytest_bdd_before_scenario(self, scenario: Scenario) -> None:
        if self._steps:
            self._steps.expect(scenario.steps)

    def pytest_bdd_before_step(self, step: Step) -> None:
        if self._steps:
            self._steps.begin(step)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_after_step(self, step: Step) -> None:
        self._end(step, StepStatus.PASSED)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_step_error(self, step: Step, exception: BaseException) -> None:
        self._end(step, _status(exception), exception)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_step_func_lookup_error(self, step: Step, exception: BaseException) -> None:
        self.pytest_bdd_before_step(step)
        self._end(step, StepStatus.BROKEN, _undefined(exception))

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_after_scenario(self) -> None:
        """Close a step that was left by skip or interrupt; note the steps never reached."""
        if not self._steps:
            return
        if self._steps.running:
            error = sys.exception()
            self._end(self._steps.running, _status(error), error)
        self._steps.pass_over_the_rest()

    def _end(self, step: Step, status: StepStatus, error: BaseException | None = None) -> None:
        if self._steps:
            self._steps.end(step, status, error)


def _nothing_known() -> RunContext:
    return RunContext(
        run_id=uuid4().hex[:12],
        tool_version="unknown",
        edition="unknown",
        system_under_test=SystemUnderTest(name="unknown", version="unknown"),
    )


def _selection(config: pytest.Config) -> str | None:
    chosen = (("-m", config.option.markexpr), ("-k", config.option.keyword))
    return " ".join(f"{flag} '{value}'" for flag, value in chosen if value) or None


def scenario_template(item: pytest.Item) -> ScenarioTemplate | None:
    """The scenario as written; None for an ordinary test."""
    if not isinstance(item, pytest.Function):
        return None
    return scenario_wrapper_template_registry.get(item.function)


def _plan(
    item: pytest.Item, template: ScenarioTemplate, numbers: plan.StepNumbers, taken: dict[str, int]
) -> ScenarioPlanned:
    planned = plan.planned(template, scenario_row(item), numbers)
    taken[planned.id] = taken.get(planned.id, 0) + 1
    if taken[planned.id] == 1:
        return planned
    return msgspec.structs.replace(planned, id=f"{planned.id}-{taken[planned.id]}")


def scenario_row(item: pytest.Item) -> dict[str, str]:
    """The outline values of *item*; empty for a plain scenario."""
    callspec = getattr(item, "callspec", None)
    row: dict[str, str] = callspec.params.get("_pytest_bdd_example", {}) if callspec else {}
    return row


def _selected(planned: ScenarioPlanned, selected: bool) -> ScenarioPlanned:  # noqa: FBT001 - data
    return msgspec.structs.replace(planned, selected=selected)


def _status(error: BaseException | None) -> StepStatus:
    if isinstance(error, AssertionError | pytest.fail.Exception):
        return StepStatus.FAILED
    if isinstance(error, pytest.skip.Exception):
        return StepStatus.SKIPPED
    return StepStatus.BROKEN


def _conclusion(error: BaseException, step: StepFinished | None) -> Conclusion:
    match error:
        case AssertionError() | pytest.fail.Exception():
            return shortfall(error, step)
        case NotApplicable():
            return not_applicable(error.reason)
        case pytest.skip.Exception():
            return inconclusive(f"skipped: {error}")
        case NotJudged():
            return inconclusive(str(error))
        case StepDefinitionNotFoundError():
            return inconclusive(str(_undefined(error)))
        case _:
            return broken(error)


def _undefined(error: BaseException) -> LookupError:
    """The same without the absolute path of the feature file."""
    return LookupError(str(error).split(' in the feature "', maxsplit=1)[0])


def _excuse(report: pytest.TestReport, reason: str | None) -> None:
    """Let a shortfall that fails no run be reported as an expected one."""
    if reason:
        report.outcome = "skipped"
        report.wasxfail = reason
