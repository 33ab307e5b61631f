"""Who does the work: this process, processes on this machine, or a Dask cluster."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from importlib import import_module
from multiprocessing.connection import wait
from threading import Thread
from types import ModuleType
from typing import Final, Protocol, cast

from conformance.bulk.batches import Answer, Batch, Question, carried, check_batch
from conformance.bulk.content import Document, LostContent

Pending = Callable[[], Answer]
"""A batch under way: called, it waits for the answer."""

_SURPLUS: Final = 1
"""Batches for each worker that lie ready, besides the one that it works on."""


class SchedulerUnavailable(ValueError):
    """The cluster cannot be used; the message says why, and how to mend it."""


class Workers(Protocol):
    """Take batches, and answer them. At most `window` may be under way."""

    window: int

    def submit(self, batch: Batch) -> Pending:
        """Begin with *batch*."""

    def close(self) -> None:
        """Let go of everything, what is under way included."""


class Here:
    """The present process, one batch at a time."""

    window = 1

    def __init__(self, question: Question) -> None:
        self._question = question

    def submit(self, batch: Batch) -> Pending:
        """Answered when it is asked for."""
        return lambda: check_batch(batch, self._question)

    def close(self) -> None:
        """There is nothing to let go of."""


class Processes:
    """Processes of their own on this machine.

    Where a document brings its process down, the others in its batch are checked one by one, and
    that document is reported.
    """

    def __init__(self, question: Question, jobs: int) -> None:
        self._question = question
        self._jobs = jobs
        self.window = jobs * (1 + _SURPLUS) + 1
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_belong_to_the_parent,
        )

    def submit(self, batch: Batch) -> Pending:
        """Queue it."""
        future = self._future(batch)
        return lambda: self._answer(batch, future)

    def close(self) -> None:
        """Batches not begun are dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _future(self, batch: Batch) -> Future[Answer]:
        try:
            return self._pool.submit(check_batch, batch, self._question)
        except BrokenProcessPool:
            self._pool.shutdown(wait=True)
            self._pool = self._new_pool()
            return self._pool.submit(check_batch, batch, self._question)

    def _answer(self, batch: Batch, future: Future[Answer]) -> Answer:
        """A broken pool takes all batches with it: only one that breaks it again is to blame."""
        try:
            return future.result()
        except BrokenProcessPool:
            pass
        try:
            return self._future(batch).result()
        except BrokenProcessPool:
            return _joined([self._alone(document) for document in batch])

    def _alone(self, document: Document) -> Answer:
        try:
            return self._future((document,)).result()
        except BrokenProcessPool:
            reason = "the process that judged it ended without an answer; please report this"
            lost = replace(document, content=LostContent(reason=reason))
            return check_batch((lost,), self._question)


class _DaskFuture(Protocol):
    def result(self) -> Answer: ...


class _DaskClient(Protocol):
    def submit(
        self,
        function: Callable[[Batch, Question], Answer],
        batch: Batch,
        question: Question,
        *,
        pure: bool,
    ) -> _DaskFuture: ...

    def ncores(self) -> dict[str, int]: ...

    def close(self) -> None: ...


class Cluster:
    """A Dask cluster: its workers need this package, but none of the files."""

    def __init__(self, question: Question, scheduler: str) -> None:
        self._question = question
        distributed = _distributed()
        try:
            client = distributed.Client(scheduler, set_as_default=False, timeout=10)
        except (OSError, ValueError) as error:
            raise SchedulerUnavailable(
                f"expected a Dask scheduler at {scheduler}, found none: {error}"
            ) from None
        self._client = cast("_DaskClient", client)
        self.window = sum(self._client.ncores().values()) * (1 + _SURPLUS) + 1

    def submit(self, batch: Batch) -> Pending:
        """Sent with the bytes of its documents."""
        sent = tuple(carried(document) for document in batch)
        return self._client.submit(check_batch, sent, self._question, pure=False).result

    def close(self) -> None:
        """The cluster goes on without us."""
        self._client.close()


def _distributed() -> ModuleType:
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise SchedulerUnavailable(
            "a Dask cluster needs the package distributed: pip install 'fsk-conformance[dask]'"
        ) from None


def _belong_to_the_parent() -> None:
    """Leave interrupts to the parent, and end when it does.

    Ctrl-C reaches every process of a terminal. And a worker holds both ends of the queue that it
    waits at, so that it would wait for ever for a parent that was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _joined(answers: list[Answer]) -> Answer:
    whole = answers[0]
    for answer in answers[1:]:
        whole = Answer(
            inputs=whole.inputs + answer.inputs,
            lines=whole.lines + answer.lines,
            summary=whole.summary.joined(answer.summary),
        )
    return whole
