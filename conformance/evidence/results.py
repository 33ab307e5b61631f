"""The events of a record gathered by scenario: what was planned, seen, done and concluded."""

from dataclasses import dataclass, field

from conformance.evidence.events import (
    ExchangeSeen,
    ObservationMade,
    Outcome,
    RunStarted,
    ScenarioFinished,
    ScenarioPlanned,
    ScenarioStarted,
    SeenBy,
    StepFinished,
)
from conformance.evidence.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """One scenario of a run with all that is recorded of it."""

    planned: ScenarioPlanned
    started: ScenarioStarted | None = None
    finished: ScenarioFinished | None = None
    steps: tuple[StepFinished, ...] = ()
    exchanges: tuple[ExchangeSeen, ...] = ()
    observations: tuple[ObservationMade, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None when it did not, or was not to run."""
        return self.finished.outcome if self.finished else None

    @property
    def reason(self) -> str:
        """Why it has its outcome, or has none."""
        if self.finished:
            return self.finished.reason
        if not self.planned.selected:
            return "left out of this run"
        return "started and did not end" if self.started else "not reached"

    @property
    def seen_by_person(self) -> bool:
        """Whether a person's observation is recorded."""
        return any(o.seen_by is SeenBy.PERSON for o in self.observations)


@dataclass(slots=True)
class _Attempt:
    """One go at a scenario while the record is read."""

    started: ScenarioStarted | None = None
    finished: ScenarioFinished | None = None
    steps: list[StepFinished] = field(default_factory=list)
    exchanges: list[ExchangeSeen] = field(default_factory=list)
    observations: list[ObservationMade] = field(default_factory=list)


def scenario_results(record: Record) -> tuple[ScenarioResult, ...]:
    """Return every scenario of *record* in the order of its protocol.

    A scenario may be tried again when a run is gone on with. A failed attempt stands, for the same
    system must not fail at one time and pass at another; otherwise the last attempt that ended
    counts. A scenario that ran without being planned is kept under its id.
    """
    planned: dict[str, ScenarioPlanned] = {}
    attempts: dict[str, list[_Attempt]] = {}
    for event in record.events:
        match event:
            case RunStarted():
                attempts = {key: [*tries, _Attempt()] for key, tries in attempts.items()}
            case ScenarioPlanned():
                planned[event.id] = _merged(planned.get(event.id), event)
            case ScenarioStarted() | ScenarioFinished():
                _keep(attempts, event.id, event)
            case StepFinished() | ExchangeSeen() | ObservationMade():
                _keep(attempts, event.scenario, event)
    for identifier in attempts:
        planned.setdefault(identifier, _unplanned(identifier))
    found = (_result(plan, attempts.get(plan.id, [])) for plan in planned.values())
    return tuple(sorted(found, key=lambda result: _order(result.planned)))


def _keep(
    attempts: dict[str, list[_Attempt]],
    scenario: str,
    event: ScenarioStarted | ScenarioFinished | StepFinished | ExchangeSeen | ObservationMade,
) -> None:
    tries = attempts.setdefault(scenario, [_Attempt()])
    if isinstance(event, ScenarioStarted) and tries[-1].started:
        tries.append(_Attempt())
    attempt = tries[-1]
    match event:
        case ScenarioStarted():
            attempt.started = event
        case ScenarioFinished():
            attempt.finished = _worse(attempt.finished, event)
        case StepFinished():
            attempt.steps.append(event)
        case ExchangeSeen():
            attempt.exchanges.append(event)
        case ObservationMade():
            attempt.observations.append(event)


def _worse(old: ScenarioFinished | None, new: ScenarioFinished) -> ScenarioFinished:
    return old if old and old.outcome is Outcome.FAILED else new


def _merged(old: ScenarioPlanned | None, new: ScenarioPlanned) -> ScenarioPlanned:
    """A later part of a run may select less; a scenario selected once stays selected."""
    return old if old and old.selected else new


def _result(planned: ScenarioPlanned, tries: list[_Attempt]) -> ScenarioResult:
    attempt = _that_counts(tries)
    return ScenarioResult(
        planned=planned,
        started=attempt.started,
        finished=attempt.finished,
        steps=tuple(attempt.steps),
        exchanges=tuple(attempt.exchanges),
        observations=tuple(attempt.observations),
    )


def _that_counts(tries: list[_Attempt]) -> _Attempt:
    ended = [attempt for attempt in tries if attempt.finished]
    failed = [a for a in ended if a.finished and a.finished.outcome is Outcome.FAILED]
    begun = [attempt for attempt in tries if attempt.started]
    return next((group[-1] for group in (failed, ended, begun) if group), _Attempt())


def _unplanned(identifier: str) -> ScenarioPlanned:
    return ScenarioPlanned(id=identifier, step="", title=identifier, feature="")


def _order(planned: ScenarioPlanned) -> tuple[tuple[int, ...], str]:
    parts = planned.step.split(".")
    numbers = tuple(int(part) for part in parts if part.isdecimal())
    return numbers, planned.id
