"""Checks many documents: in batches, by several workers, in order, with flat memory."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from conformance.bulk.batches import Answer, Judge, Question, batches, judge
from conformance.bulk.content import Document
from conformance.bulk.output import Output
from conformance.bulk.records import ShardEnd
from conformance.bulk.sources import digest, documents
from conformance.bulk.state import State, read_state, write_state
from conformance.bulk.workers import Cluster, Here, Pending, Processes, Workers
from conformance.validate import Options
from conformance.validate.summary import Summary

Progress = Callable[[Summary], None]
"""Told after every batch what the run has come to so far."""

Shard = tuple[int, int]
"""Which shard, from 0, of how many."""


def run(  # noqa: PLR0913 - the terms of a run, each with its name
    sources: Sequence[str | Path],
    options: Options,
    *,
    output: Output,
    jobs: int = 1,
    shard: Shard | None = None,
    resume: Path | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
    judge: Judge = judge,
) -> Summary:
    """Check all documents of *sources*, and write a line of NDJSON for each to *output*.

    With *jobs* above 1 in so many processes, with *scheduler* on that Dask cluster. With *shard*
    (i, n) only documents k for which k modulo n is i; the lines then carry numbers for `merge`.
    *resume* names a state file: it is kept up to date, gone on from when it is there, and removed
    at the end.

    Raises NoDocuments when a source names nothing, CannotResume when state and output do not go
    with the sources and options, SchedulerUnavailable, NoSchema when the options name a folder
    without schemas, and ValueError with a shard that cannot be.
    """
    _require(jobs, shard)
    found = documents(sources)
    state = State(digest="")
    if resume is not None:
        state = read_state(resume, digest(sources, options, shard))
        output.back_to(state.written)
    question = Question(options=options, judge=judge, numbered=shard is not None)
    course = _Course(output=output, state=state, resume=resume, progress=progress)
    workers = _workers(question, jobs, scheduler)
    try:
        for answer in answers_in_order(islice(_share(found, shard), state.inputs, None), workers):
            course.take(answer)
    finally:
        workers.close()
    course.end(shard)
    return course.summary


def _require(jobs: int, shard: Shard | None) -> None:
    if jobs < 1:
        raise ValueError(f"expected 1 process or more, found {jobs}")
    if shard is not None and not 0 <= shard[0] < shard[1]:
        raise ValueError(f"expected a shard I/N with 0 <= I < N, found {shard[0]}/{shard[1]}")


def _share(found: Iterator[Document], shard: Shard | None) -> Iterator[Document]:
    if shard is None:
        return found
    index, count = shard
    return (document for document in found if document.number % count == index)


def _workers(question: Question, jobs: int, scheduler: str | None) -> Workers:
    if scheduler is not None:
        return Cluster(question, scheduler)
    return Here(question) if jobs == 1 else Processes(question, jobs)


def answers_in_order(found: Iterator[Document], workers: Workers) -> Iterator[Answer]:
    """Answers in the order of input, with no more batches under way than the workers' window."""
    pending: deque[Pending] = deque()
    for batch in batches(found):
        pending.append(workers.submit(batch))
        if len(pending) >= workers.window:
            yield pending.popleft()()
    while pending:
        yield pending.popleft()()


@dataclass(slots=True, kw_only=True)
class _Course:
    """How far the run has come."""

    output: Output
    state: State
    resume: Path | None
    progress: Progress | None
    begun: float = 0.0
    earlier: float = 0.0

    def __post_init__(self) -> None:
        self.begun = time.perf_counter()
        self.earlier = self.state.summary.seconds

    @property
    def summary(self) -> Summary:
        """What it has come to."""
        return self.state.summary

    def take(self, answer: Answer) -> None:
        """Write the answer, then say that it is written: never the other way round."""
        self.output.write(answer.lines)
        self._move(inputs=answer.inputs, answered=answer.summary)
        if self.resume is not None:
            write_state(self.resume, self.state)
        if self.progress is not None:
            self.progress(self.summary)

    def _move(self, *, inputs: int, answered: Summary) -> None:
        seconds = self.earlier + time.perf_counter() - self.begun
        self.state = State(
            digest=self.state.digest,
            inputs=self.state.inputs + inputs,
            written=self.output.reached(),
            summary=self.summary.joined(answered).lasting(seconds),
        )

    def end(self, shard: Shard | None) -> None:
        """A shard's output tells that it is whole."""
        if shard is not None:
            end = ShardEnd(shard=shard[0], shards=shard[1], lines=self.summary.documents)
            self.output.write(msgspec.json.encode(end) + b"\n")
        self.output.reached()
        if self.resume is not None:
            self.resume.unlink(missing_ok=True)
