"""Runs the suite against each mutant and says whether it was caught for the stated reason."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from conformance.certify.session import Session
from conformance.evidence.events import Ending, Outcome, ScenarioFinished, ScenarioPlanned
from conformance.evidence.record import Record, read_record
from conformance.selfcheck.expectation import Expectation
from conformance.selfcheck.places import places
from conformance.selfcheck.scope import modules_of
from conformance.selfcheck.task import Task
from conformance.selfcheck.tracing import Traced, read_trace
from conformance.selfcheck.workers import workers


class Depth(StrEnum):
    """Which scenarios a mutant meets."""

    OWN = "own"
    """Those of the requirements that it breaks: is it caught, and for the stated reason?"""

    REACHED = "reached"
    """Also all others that come past what it changes: does it leave unrelated ones alone?"""

    ALL = "all"
    """All of its side, also those to which it can make no difference."""


class NotSound(RuntimeError):
    """The system without a mutant does not pass, so that mutants prove nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """A scenario that failed against a mutant, and its words."""

    scenario: str
    step: str
    title: str
    requirements: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantResult:
    """What came of one mutant. *trouble* is empty when it was caught as it should be."""

    expectation: Expectation
    catches: tuple[Catch, ...]
    trouble: str

    @property
    def caught(self) -> bool:
        """Caught, for the stated reason and for no other."""
        return not self.trouble

    @property
    def stated(self) -> tuple[Catch, ...]:
        """The scenarios that caught it for the stated reason."""
        wanted = self.expectation
        return tuple(
            catch
            for catch in self.catches
            if wanted.breaks in catch.requirements and wanted.explains(catch.words)
        )


def check_mutants(
    wanted: Iterable[Expectation],
    work: Path,
    *,
    jobs: int,
    depth: Depth,
    done: Callable[[MutantResult], None],
) -> list[MutantResult]:
    """Run the suite against each mutant, *jobs* at a time, with records below *work*.

    *done* is told of each result as it comes; the list keeps the order of *wanted*.
    """
    order = list(wanted)
    with workers(jobs, bytecode=work) as at_work, ThreadPoolExecutor(max_workers=jobs) as pool:
        check = partial(check_mutant, work=work, depth=depth, run=at_work.run)
        seek = partial(trace, work=work, run=at_work.run)
        futures: dict[str, Future[MutantResult]] = {}
        try:
            met = _by_side(order, seek, pool) if depth is Depth.REACHED else ((order, ()),)
            for mutants, sound in met:
                for each in _longest_first(mutants, sound):
                    futures[each.mutant] = pool.submit(check, each, sound=sound)
            for future in as_completed(futures.values()):
                done(future.result())
        except BaseException:
            # Also on Ctrl-C: those that have not begun shall not begin.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [futures[expectation.mutant].result() for expectation in order]


def _by_side(
    wanted: Sequence[Expectation], seek: Callable[[str], tuple[Traced, ...]], pool: Executor
) -> Iterator[tuple[list[Expectation], tuple[Traced, ...]]]:
    """The mutants of each side with its trace, as soon as that is there."""
    sides = sorted({expectation.side for expectation in wanted})
    sought = {pool.submit(seek, side): side for side in sides}
    for future in as_completed(sought):
        of_side = [each for each in wanted if each.side == sought[future]]
        yield of_side, future.result()


def _longest_first(wanted: Iterable[Expectation], sound: Iterable[Traced]) -> list[Expectation]:
    """So that no process is left at the end with a long one while the others have nothing to do."""
    traced = tuple(sound)
    return sorted(wanted, key=lambda each: -sum(may_notice(each, one) for one in traced))


def trace(side: str, work: Path, run: Callable[[Task], int]) -> tuple[Traced, ...]:
    """What each scenario of a side comes past in the sound system. Raises NotSound."""
    out = work / f"sound-{side}"
    session = Session(out=out, side=side, selection=side, outcomes_only=True)
    code = run(Task(session=session, trace=out / "trace.jsonl"))
    if code:
        raise NotSound(
            f"expected that the sound system passes all scenarios of the {side} side, found "
            f"otherwise (pytest's exit code: {code}). `fsk certify --side {side}` tells which fail"
        )
    return read_trace(out / "trace.jsonl")


def check_mutant(
    expectation: Expectation,
    work: Path,
    *,
    depth: Depth,
    run: Callable[[Task], int],
    sound: Sequence[Traced] = (),
) -> MutantResult:
    """Let the mutant meet the scenarios of the requirements it breaks, and others by *depth*.

    *sound* is what each scenario of its side comes past in the sound system.
    """
    out = work / expectation.mutant
    own = Session(out=out, side=expectation.side, mutant=expectation.mutant, outcomes_only=True)
    if depth is Depth.ALL:
        task = Task(session=replace(own, selection=expectation.side))
    elif depth is Depth.OWN:
        chosen = f"{expectation.side} and ({expectation.own})"
        modules = modules_of(expectation.requirements)
        task = Task(session=replace(own, selection=chosen, modules=modules))
    else:
        met = [each for each in sound if may_notice(expectation, each)]
        modules = tuple(sorted({each.module for each in met}))
        task = Task(session=replace(own, modules=modules), steps=tuple(each.step for each in met))
    run(task)
    return judge_mutant(expectation, read_record(out))


def may_notice(expectation: Expectation, traced: Traced) -> bool:
    """Whether a scenario is of a requirement that the mutant breaks, or can tell a difference."""
    changed = places(expectation.mutant)
    if changed is None or not expectation.own_requirements.isdisjoint(traced.requirements):
        return True
    return not changed.isdisjoint(traced.reached)


def judge_mutant(expectation: Expectation, record: Record) -> MutantResult:
    """What the record of the run against a mutant says; pure."""
    catches = tuple(_catches(record))
    result = MutantResult(expectation=expectation, catches=catches, trouble="")
    trouble = (
        _unfinished(record)
        or (not catches and "it lives: no scenario failed")
        or _elsewhere(expectation, catches)
        or (not result.stated and _wrong_reason(expectation, catches))
        or _spared(expectation, catches)
        or ""
    )
    return MutantResult(expectation=expectation, catches=catches, trouble=trouble)


def _catches(record: Record) -> Iterable[Catch]:
    planned = {e.id: e for e in record.events if isinstance(e, ScenarioPlanned)}
    for event in record.events:
        if isinstance(event, ScenarioFinished) and event.outcome is Outcome.FAILED:
            yield Catch(
                scenario=event.id,
                step=planned[event.id].step,
                title=planned[event.id].title,
                requirements=planned[event.id].requirements,
                words=f"expected {event.expected}, found {event.found}",
            )


def _unfinished(record: Record) -> str:
    if record.damage or record.finished is None:
        return f"the run against it did not end: {record.damage or 'no end in the record'}"
    if record.finished.how is Ending.INTERRUPTED:
        return f"the run against it did not end: {record.finished.reason}"
    broken = [
        f"{event.id} ({event.reason})"
        for event in record.events
        if isinstance(event, ScenarioFinished) and event.outcome is Outcome.INCONCLUSIVE
    ]
    return f"scenarios could not be judged: {'; '.join(broken[:3])}" if broken else ""


def _elsewhere(expectation: Expectation, catches: Iterable[Catch]) -> str:
    strays = [c for c in catches if not expectation.allows(c.requirements)]
    if not strays:
        return ""
    told = "; ".join(f"{c.scenario} ({', '.join(c.requirements)}): {c.words}" for c in strays[:3])
    return f"unrelated scenarios failed too: {told}"


def _spared(expectation: Expectation, catches: Iterable[Catch]) -> str:
    failed = {requirement for catch in catches for requirement in catch.requirements}
    spared = [requirement for requirement in expectation.every if requirement not in failed]
    return f"no scenario failed of {', '.join(spared)}" if spared else ""


def _wrong_reason(expectation: Expectation, catches: Iterable[Catch]) -> str:
    told = "; ".join(f"{c.scenario}: {c.words}" for c in list(catches)[:3])
    return (
        f"no scenario of {expectation.breaks} failed with words that match "
        f"{expectation.reason!r}: {told}"
    )
