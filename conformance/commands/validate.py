"""`fsk validate`: checks documents and messages, and tells what was found in many formats."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

import click

from conformance.bulk import Shard, holds_many
from conformance.commands.bulk_validation import (
    Terms,
    merge_shards,
    shard_of,
    validate_in_bulk,
)
from conformance.commands.console import ExitCode, err, stop
from conformance.pdc.rules import Role
from conformance.pdc.schema import official_schema
from conformance.validate import DocumentReport, Options
from conformance.validate.files import validate_files
from conformance.validate.formats import Format, writer
from conformance.xsd import NoSchema


@click.command(name="validate")
@click.argument(
    "documents", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE..."
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.SENT.value,
    show_default=True,
    help="Judge cards as the service sends them (strict), or as a receiver meets them.",
)
@click.option("--cpr", metavar="CPR", help="The citizen whom every card must be about.")
@click.option(
    "--schemas",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Folder of the official CDA schemas, to use beside our own.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TABLE.value,
    show_default=True,
    help="How to tell what was found.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write there, not to standard output.",
)
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that check."
)
@click.option(
    "--shard",
    metavar="I/N",
    callback=shard_of,
    help="Check one of N equal parts, for instance 2/8; `fsk validate merge` joins the outputs.",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Note there how far the run has come, and go on from there when it was broken off.",
)
@click.option(
    "--scheduler",
    metavar="tcp://HOST:PORT",
    help="Check on this Dask cluster (needs the extra fsk-conformance[dask]).",
)
def command(  # noqa: PLR0913, PLR0917 - a command's options
    documents: tuple[Path, ...],
    role: str,
    cpr: str | None,
    schemas: Path | None,
    form: str,
    output: Path | None,
    jobs: int,
    shard: Shard | None,
    resume: Path | None,
    scheduler: str | None,
) -> None:
    """Check cards, XDS and MinLog2 messages, id cards, DGWS and HSUID headers by the rules.

    A SOURCE is a file, a folder, a glob, a zip or tar archive, or NDJSON with base64. What a file
    is, is found out, also inside a SOAP envelope, a multipart message or base64. `fsk validate
    merge FILE...` joins the outputs of shards. Ends with 1 when something has a finding of severity
    fail, 2 when a file cannot be read or nothing can be run.
    """
    options = Options(role=Role(role), schemas=schemas, cpr=cpr)
    terms = Terms(jobs=jobs, shard=shard, resume=resume, scheduler=scheduler)
    _require_schemas(schemas)
    with ExitStack() as open_streams:

        def stream() -> TextIO:
            return open_streams.enter_context(_stream(output))

        if documents[0] == Path("merge") and not documents[0].exists():
            code = merge_shards(documents[1:], stream())
        elif terms != Terms() or any(holds_many(source) for source in documents):
            code = validate_in_bulk(
                documents, options, form=Format(form), output=output, stream=stream, terms=terms
            )
        else:
            files = validate_files(dict.fromkeys(documents), options)
            code = _write(files, Format(form), stream())
    raise SystemExit(code)


def _write(reports: Iterable[DocumentReport], form: Format, stream: TextIO) -> ExitCode:
    """Write the reports as they come; the worst decides the exit code."""
    code = ExitCode.OK
    out = writer(form, stream)
    for report in reports:
        out.write(report)
        if report.unreadable is not None:
            _complain(report)
            code = ExitCode.USAGE
        elif not report.valid:
            code = max(code, ExitCode.FELL_SHORT)
    out.close()
    return code


def _complain(report: DocumentReport) -> None:
    text = f"fsk: {report.source}: {report.unreadable}"
    err().print(text, style="bold red", soft_wrap=True)


def _require_schemas(folder: Path | None) -> None:
    if folder is None:
        return
    try:
        official_schema(folder)
    except NoSchema as error:
        stop(ExitCode.USAGE, f"--schemas: {error}")


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    """A file, or standard output; in UTF-8 whatever the console speaks, since it may be piped."""
    if output is None:
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
        try:
            yield stream
        finally:
            stream.detach()
        return
    try:
        file = output.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        stop(ExitCode.USAGE, f"--output: {output} cannot be written: {error.strerror}")
    with file:
        yield file
