"""Checks a batch of documents: the one function that runs here, in a process and on a cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from conformance.bulk.content import Document, HeldContent, LostContent, Unreadable, load
from conformance.bulk.records import line_of
from conformance.validate import DocumentReport, Kind, Options, validate_document
from conformance.validate.summary import Summary, Tally
from conformance.xsd import NoSchema

MOST_DOCUMENTS: Final = 200
"""Documents in a batch; a task for each would cost five times as much."""

MOST_BYTES: Final = 4_000_000
"""Bytes in a batch, unless one document alone is larger."""

Judge = Callable[[bytes, str, Options], tuple[DocumentReport, ...]]
"""Judges the bytes of one document, by name, under options."""

Batch = tuple[Document, ...]


def judge(data: bytes, source: str, options: Options) -> tuple[DocumentReport, ...]:
    """Validate as `fsk validate` does."""
    return validate_document(data, source=source, options=options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of every batch: under which options, by whom, and with numbers for a shard."""

    options: Options
    judge: Judge = judge
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A batch, checked: how many documents went in, the lines of NDJSON, and what they come to."""

    inputs: int
    lines: bytes
    summary: Summary


def batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Documents in their order, as many at a time as make a batch."""
    held: list[Document] = []
    size = 0
    for document in documents:
        if held and (len(held) == MOST_DOCUMENTS or size + document.size > MOST_BYTES):
            yield tuple(held)
            held, size = [], 0
        held.append(document)
        size += document.size
    if held:
        yield tuple(held)


def check_batch(batch: Sequence[Document], question: Question) -> Answer:
    """Check each document of *batch*; none stops the others. NoSchema is for the caller to mend."""
    tally = Tally()
    lines = []
    for document in batch:
        for report in _reports(document, question):
            lines.append(line_of(report, document.number if question.numbered else None))
            tally.add(report, document.number)
    return Answer(inputs=len(batch), lines=b"".join(lines), summary=tally.summary)


def _reports(document: Document, question: Question) -> tuple[DocumentReport, ...]:
    try:
        source, data = load(document)
    except Unreadable as error:
        return (unreadable(document.source, str(error)),)
    try:
        return question.judge(data, source, question.options)
    except NoSchema:
        raise
    except Exception as error:  # noqa: BLE001 - one document never stops the others
        reason = (
            f"the tool itself broke on it ({type(error).__name__}: {error}); please report this"
        )
        return (unreadable(source, reason),)


def unreadable(source: str, reason: str) -> DocumentReport:
    """The report on a document that could not be had."""
    return DocumentReport(source=source, kind=Kind.UNKNOWN, unreadable=reason)


def carried(document: Document) -> Document:
    """*document* with its bytes, for a worker on another machine."""
    try:
        source, data = load(document)
    except Unreadable as error:
        return replace(document, content=LostContent(reason=str(error)))
    return replace(document, source=source, content=HeldContent(data=data))
