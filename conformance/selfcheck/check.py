"""Runs the suite against each mutant and says whether it was caught for the stated reason."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from conformance.certify.session import Session
from conformance.evidence.events import Ending, Outcome, ScenarioFinished, ScenarioPlanned
from conformance.evidence.record import Record, read_record
from conformance.selfcheck.expectation import Expectation
from conformance.selfcheck.scope import modules_of
from conformance.selfcheck.workers import workers


class Depth(StrEnum):
    """Which scenarios a mutant meets."""

    OWN = "own"
    """Those of the requirements that it breaks: is it caught, and for the stated reason?"""

    ALL = "all"
    """All of its side: does it also leave unrelated ones alone?"""


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
    with workers(jobs) as at_work, ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = [
            pool.submit(check_mutant, expectation, work, depth=depth, run=at_work.run)
            for expectation in order
        ]
        try:
            for future in as_completed(futures):
                done(future.result())
        except BaseException:
            # Also on Ctrl-C: those that have not begun shall not begin.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]


def check_mutant(
    expectation: Expectation, work: Path, *, depth: Depth, run: Callable[[Session], int]
) -> MutantResult:
    """Let the mutant meet the scenarios of the requirements it breaks, then all others."""
    own = _session(expectation, work, "own", expectation.own)
    run(replace(own, modules=modules_of(expectation.requirements)))
    records = [read_record(own.out)]
    result = judge_mutant(expectation, records)
    if result.caught and depth is Depth.ALL:
        rest = _session(expectation, work, "rest", f"not ({expectation.own})")
        run(rest)
        result = judge_mutant(expectation, [*records, read_record(rest.out)])
    return result


def _session(expectation: Expectation, work: Path, part: str, selection: str) -> Session:
    return Session(
        out=work / expectation.mutant / part,
        side=expectation.side,
        selection=f"{expectation.side} and ({selection})",
        mutant=expectation.mutant,
        outcomes_only=True,
    )


def judge_mutant(expectation: Expectation, records: Sequence[Record]) -> MutantResult:
    """What the records of the runs against a mutant say; pure."""
    catches = tuple(catch for record in records for catch in _catches(record))
    result = MutantResult(expectation=expectation, catches=catches, trouble="")
    trouble = (
        next(filter(None, map(_unfinished, records)), "")
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
