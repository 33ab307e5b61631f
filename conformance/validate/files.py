"""Reads files for validation: no more of each than can be judged, and one that fails stops none."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from conformance.safe_xml import MAX_BYTES
from conformance.validate.document import validate_document
from conformance.validate.kinds import Kind
from conformance.validate.report import DocumentReport, Options


def validate_files(paths: Iterable[Path], options: Options) -> Iterator[DocumentReport]:
    """Yield the reports on each file in turn; a file that cannot be read has one that says why."""
    for path in paths:
        yield from validate_file(path, options)


def validate_file(path: Path, options: Options) -> tuple[DocumentReport, ...]:
    """The reports on one file; one byte too many is enough for it to be refused by its size."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        name = str(path).encode("utf-8", "replace").decode("utf-8")
        return (DocumentReport(source=name, kind=Kind.UNKNOWN, unreadable=reason),)
    return validate_document(data, source=str(path), options=options)
