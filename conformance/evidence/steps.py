"""Follows the Gherkin steps of one scenario and records how each ended."""

from time import perf_counter

from pytest_bdd.parser import Step

from conformance.evidence.events import PlannedStep, StepFinished, StepKind, StepStatus
from conformance.evidence.outcome import message
from conformance.evidence.record import Recorder
from conformance.evidence.redact import redact_text
from conformance.evidence.scenario import ScenarioEvidence


class StepLog:
    """The steps of one scenario: which runs, which are left, which failed."""

    def __init__(self, recorder: Recorder, evidence: ScenarioEvidence) -> None:
        self._recorder = recorder
        self._evidence = evidence
        self._left: list[Step] = []
        self._since = 0.0
        self.running: Step | None = None
        self.failed: StepFinished | None = None
        self.count = 0
        """How many steps have begun or were passed over."""

    def expect(self, steps: list[Step]) -> None:
        """The scenario consists of *steps*."""
        self._left = list(steps)

    def begin(self, step: Step) -> None:
        """*step* begins: evidence that comes now belongs to it."""
        self._left.remove(step)
        self.count += 1
        self.running, self._since = step, perf_counter()
        self._evidence.step = self.count - 1

    def end(self, step: Step, status: StepStatus, error: BaseException | None = None) -> None:
        """*step* ended with *status*, because of *error* if it did not pass."""
        self.running = None
        self._evidence.gather()
        self._evidence.step = None
        finished = self._finished(step, status, error)
        if status is StepStatus.FAILED:
            self.failed = finished
        self._recorder.record(finished)

    def pass_over_the_rest(self) -> None:
        """The steps that are left were never reached."""
        self._evidence.gather()
        for step in self._left:
            self.count += 1
            self._recorder.record(self._finished(step, StepStatus.NOT_RUN, None))
        self._left = []

    def _finished(
        self, step: Step, status: StepStatus, error: BaseException | None
    ) -> StepFinished:
        reached = status is not StepStatus.NOT_RUN
        written = planned_step(step)
        return StepFinished(
            scenario=self._evidence.scenario,
            index=self.count - 1,
            keyword=written.keyword,
            kind=written.kind,
            text=written.text,
            status=status,
            message=message(str(error) or type(error).__name__) if error else "",
            duration_ms=round((perf_counter() - self._since) * 1000) if reached else 0,
            table=written.table,
            docstring=written.docstring,
        )


def planned_step(step: Step) -> PlannedStep:
    """*step* as the record keeps it."""
    table = step.datatable.raw() if step.datatable else ()
    return PlannedStep(
        keyword=step.keyword.strip(),
        kind=StepKind(step.type),
        text=redact_text(step.name),
        table=tuple(tuple(redact_text(str(cell)) for cell in row) for row in table),
        docstring=redact_text(step.docstring or ""),
    )
