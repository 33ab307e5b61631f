"""The bulk side of `fsk validate`: folders, archives, processes, shards, resuming, merging."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from conformance.bulk import (
    CannotMerge,
    CannotResume,
    FileOutput,
    FunctionOutput,
    NoDocuments,
    Output,
    SchedulerUnavailable,
    Shard,
    Summary,
    each_report,
    merge,
    run,
)
from conformance.commands.console import ExitCode, err, stop
from conformance.validate import Options
from conformance.validate.formats import Format, writer

_MOST_RULES = 10
"""Rules that the summary on the console names; `--format html` and the output have them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a run in bulk is carried out."""

    jobs: int = 1
    shard: Shard | None = None
    resume: Path | None = None
    scheduler: str | None = None

    def check(self, form: Format, output: Path | None) -> None:
        """Stop with a sentence when the terms do not go with format and output."""
        if self.shard is not None and form is not Format.NDJSON:
            stop(ExitCode.USAGE, "--shard: expected --format ndjson, which can be merged")
        if self.resume is not None and (form is not Format.NDJSON or output is None):
            stop(
                ExitCode.USAGE,
                "--resume: expected --format ndjson and --output FILE, which can be gone on with",
            )


def shard_of(_context: click.Context, _option: click.Parameter, told: str | None) -> Shard | None:
    """From `2/8`: the second of eight, counted from 0 inside."""
    if told is None:
        return None
    index, stroke, count = told.partition("/")
    fits = stroke and index.isdecimal() and count.isdecimal()
    if not fits or not 1 <= int(index) <= int(count):
        raise click.BadParameter(f"expected I/N with I from 1 to N, found {told!r}")
    return int(index) - 1, int(count)


def validate_in_bulk(  # noqa: PLR0913 - what is checked, how, and where it goes
    sources: Sequence[Path],
    options: Options,
    *,
    form: Format,
    output: Path | None,
    stream: Callable[[], TextIO],
    terms: Terms,
) -> ExitCode:
    """Check everything in *sources*; the summary goes to standard error.

    *stream* opens where the other formats go. Ends the command when nothing can be run.
    """
    terms.check(form, output)
    try:
        with _output(form, output, stream, terms) as lines, _progress() as progress:
            summary = run(
                list(sources),
                options,
                output=lines,
                jobs=terms.jobs,
                shard=terms.shard,
                resume=terms.resume,
                scheduler=terms.scheduler,
                progress=progress,
            )
    except (NoDocuments, CannotResume, SchedulerUnavailable) as error:
        stop(ExitCode.USAGE, str(error))
    _tell(summary, err())
    return _code(summary)


def merge_shards(files: Sequence[Path], stream: TextIO) -> ExitCode:
    """Join the outputs of shards; the summary goes to standard error."""
    lines = FunctionOutput(lambda data: _put(stream, data))
    try:
        summary = merge(files, output=lines)
    except CannotMerge as error:
        stop(ExitCode.USAGE, f"merge: {error}")
    except OSError as error:
        stop(ExitCode.USAGE, f"merge: {error.filename} cannot be read: {error.strerror}")
    _tell(summary, err())
    return _code(summary)


@contextmanager
def _output(
    form: Format, output: Path | None, stream: Callable[[], TextIO], terms: Terms
) -> Iterator[Output]:
    if form is Format.NDJSON and output is not None:
        keep = terms.resume is not None and terms.resume.exists()
        try:
            file = FileOutput(output, keep=keep)
        except OSError as error:
            stop(ExitCode.USAGE, f"--output: {output} cannot be written: {error.strerror}")
        with file:
            yield file
        return
    text = stream()
    if form is Format.NDJSON:
        yield FunctionOutput(lambda data: _put(text, data))
        return
    told = writer(form, text)
    yield FunctionOutput(each_report(told.write))
    told.close()


def _put(stream: TextIO, data: bytes) -> None:
    stream.write(data.decode("utf-8"))


@contextmanager
def _progress() -> Iterator[Callable[[Summary], None]]:
    """A line on standard error that counts while it goes."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task("Documents")

        def told(summary: Summary) -> None:
            done = f"{summary.documents} documents, {summary.documents - summary.valid} not valid"
            bar.update(task, description=done)

        yield told


def _tell(summary: Summary, console: Console) -> None:
    speed = f", {summary.documents_per_second:.0f} a second" if summary.seconds else ""
    console.print(
        f"{summary.documents} documents: {summary.valid} valid, "
        f"{summary.documents - summary.valid} not{speed}"
    )
    often = sorted(summary.by_rule.items(), key=lambda pair: (-pair[1], pair[0]))
    for rule, count in often[:_MOST_RULES]:
        console.print(f"  {rule:<16}{count:>10}")
    if len(often) > _MOST_RULES:
        console.print(f"  and {len(often) - _MOST_RULES} rules more")
    for worst in summary.worst[:3]:
        console.print(f"  worst: {worst.source} ({worst.fails} fail)", soft_wrap=True)


def _code(summary: Summary) -> ExitCode:
    if summary.unreadable:
        return ExitCode.USAGE
    return ExitCode.OK if summary.valid == summary.documents else ExitCode.FELL_SHORT
