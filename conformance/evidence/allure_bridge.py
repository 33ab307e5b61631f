"""The pytest plugin that shows Gherkin in Allure: steps, rules, requirements and evidence.

PYTEST_DONT_REWRITE: conftest imports from here before pytest loads it as a plugin.
"""

import csv
import io
import shutil
import sys
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import allure
import allure_commons
import pytest
from allure_commons import plugin_manager
from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Parameter, StatusDetails, TestResult, TestStepResult
from allure_commons.types import LabelType
from pytest_bdd.parser import Scenario, ScenarioTemplate, Step

from conformance.evidence.collect import planned_scenario, scenario_row, scenario_template
from conformance.evidence.events import ScenarioPlanned
from conformance.evidence.redact import redact_text

EXAMPLE: Final = "_pytest_bdd_example"
"""The parameter in which pytest-bdd hands over an outline row; a dict's repr in a report."""

NOT_RUN: Final = "not run: an earlier step ended the scenario"

XPASS_STRICT: Final = "XPASS: passed although marked as expected to fail; remove the mark"

_LISTENER: Final = "allure_listener"

_EXTENSIONS: Final = {
    "application/xml": "xml",
    "application/json": "json",
    "text/plain": "txt",
    "text/csv": "csv",
    "image/png": "png",
    "image/jpeg": "jpeg",
}


def pytest_configure(config: pytest.Config) -> None:
    config.option.attach_capture = False  # output may hold what the record leaves out
    config.pluginmanager.register(GherkinSteps(config), "fsk_allure_bridge")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Let Allure follow scenarios only: fixtures are how the suite works, and no evidence."""
    plugins = session.config.pluginmanager
    if listener := plugins.get_plugin(_LISTENER):
        _alter(plugins, listener, _WITHOUT_FIXTURES)
    for writer in plugin_manager.get_plugins():
        if isinstance(writer, AllureFileLogger):
            results = Path(session.config.option.allure_report_dir)
            _alter(plugin_manager, writer, {"report_attached_file": linking(results)})


def _alter(manager: Any, plugin: object, methods: Mapping[str, object]) -> None:
    """Register *plugin* anew, with other methods; None in place of one takes the hook away."""
    name = manager.get_name(plugin)
    manager.unregister(plugin)
    for method, other in methods.items():
        setattr(plugin, method, other)
    manager.register(plugin, name)


def linking(results: Path) -> Callable[[Path, str], None]:
    """Let a file of the record stand under a second name in *results*, or else a copy of it."""

    @allure_commons.hookimpl
    def report_attached_file(source: Path, file_name: str) -> None:
        try:
            (results / file_name).hardlink_to(source)
        except OSError:
            shutil.copyfile(source, results / file_name)

    return report_attached_file


def _nothing_to_update(_: pytest.Item) -> None:
    """No fixture has a group that a scenario could be added to."""


_WITHOUT_FIXTURES: Final = {
    "pytest_fixture_setup": None,
    "pytest_fixture_post_finalizer": None,
    "_update_fixtures_children": _nothing_to_update,
}


class GherkinSteps:
    """Opens an Allure step for each Gherkin step, and closes it whatever happens.

    Without `--alluredir` nobody listens to Allure's hooks and nothing is written.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._running: str | None = None
        self._left: list[Step] = []

    # The scenario as a whole

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Describe the scenario here: this runs even when its set-up was skipped or broke."""
        if planned := planned_scenario(item):
            self._describe(item, planned)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        result = self._result()
        if result and planned_scenario(item):
            if report.failed and call.excinfo is None:
                result.statusDetails = StatusDetails(message=XPASS_STRICT)
            _without_secrets(result)
        return report

    def _describe(self, item: pytest.Item, planned: ScenarioPlanned) -> None:
        template = scenario_template(item)
        show = plugin_manager.hook
        show.add_title(test_title=f"{planned.step} {planned.title}")
        if template:
            # else allure-pytest shows the docstring: the absolute path of the feature file
            show.add_description(test_description=_description(template))
        show.add_label(label_type=LabelType.FEATURE, labels=(planned.feature,))
        if planned.rule:
            show.add_label(label_type=LabelType.STORY, labels=(planned.rule,))
        show.add_label(label_type="requirement", labels=planned.requirements)
        if result := self._result():
            row = scenario_row(item).items()
            kept = [p for p in result.parameters if p.name != EXAMPLE]
            result.parameters = kept + [Parameter(name=name, value=value) for name, value in row]

    def _result(self) -> TestResult | None:
        """The scenario as Allure holds it while it runs; None without `--alluredir`."""
        listener = self._config.pluginmanager.get_plugin(_LISTENER)
        result: TestResult | None = listener.allure_logger.get_test(None) if listener else None
        return result

    # Its steps

    def pytest_bdd_before_scenario(self, scenario: Scenario) -> None:
        self._left, self._running = list(scenario.steps), None

    def pytest_bdd_before_step(self, step: Step) -> None:
        self._start(step)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_step(self) -> None:
        self._stop()

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_step_error(self, exception: BaseException) -> None:
        self._stop(exception)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_step_func_lookup_error(self, step: Step, exception: BaseException) -> None:
        self._start(step)
        self._stop(exception)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_scenario(self) -> None:
        """Close a step left by skip or interrupt, and show the steps never reached."""
        if self._running:
            self._stop(sys.exception() or pytest.skip.Exception(NOT_RUN))
        for step in list(self._left):
            self._start(step)
            self._stop(pytest.skip.Exception(NOT_RUN))

    def pytest_evidence_attached(
        self, name: str, media_type: str, data: bytes, file: Path | None
    ) -> None:
        """Show evidence under the step in which it came."""
        if file and self._result():
            kind = _extension(media_type)
            allure.attach.file(file, name, media_type, kind)  # type: ignore[no-untyped-call]
        else:
            self._attach(name, media_type, data)

    def _attach(self, name: str, media_type: str, data: bytes) -> None:
        if self._result():
            allure.attach(data, name, media_type, _extension(media_type))

    def _start(self, step: Step) -> None:
        self._left.remove(step)
        self._running = str(uuid4())
        title = f"{step.keyword.strip()} {step.name}"
        plugin_manager.hook.start_step(uuid=self._running, title=title, params={})
        if step.docstring:
            self._attach("Text", "text/plain", redact_text(step.docstring).encode())
        if step.datatable:
            self._attach("Table", "text/csv", _csv(step))

    def _stop(self, error: BaseException | None = None) -> None:
        plugin_manager.hook.stop_step(
            uuid=self._running,
            exc_type=type(error) if error else None,
            exc_val=error,
            exc_tb=error.__traceback__ if error else None,
        )
        self._running = None


def _extension(media_type: str) -> str:
    return _EXTENSIONS.get(media_type, "bin")


def _description(template: ScenarioTemplate) -> str:
    rule = template.rule.description if template.rule else ""
    parts = (template.feature.description, rule, template.description)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _csv(step: Step) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(step.datatable.raw() if step.datatable else [])
    return redact_text(text.getvalue()).encode()


def _without_secrets(part: TestResult | TestStepResult) -> None:
    """Clean messages and traces: pytest puts the values of arguments into them."""
    if details := part.statusDetails:
        details.message = redact_text(details.message or "")
        details.trace = redact_text(details.trace or "")
    for step in part.steps:
        _without_secrets(step)
