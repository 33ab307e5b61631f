"""The formats in which reports are written: one writer each, fed document by document."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TextIO

from rich.console import Console

from conformance.validate.formats.html import HtmlWriter
from conformance.validate.formats.junit import JunitWriter
from conformance.validate.formats.plain import JsonWriter, NdjsonWriter, as_data
from conformance.validate.formats.sarif import SarifWriter
from conformance.validate.formats.table import TableWriter
from conformance.validate.formats.writer import Writer

__all__ = ["Format", "Writer", "as_data", "writer"]


class Format(StrEnum):
    """How findings are told."""

    TABLE = "table"
    """Tables for a person at a terminal."""

    JSON = "json"
    """One JSON list."""

    NDJSON = "ndjson"
    """One JSON object a line."""

    JUNIT = "junit"
    """JUnit XML, for build servers."""

    SARIF = "sarif"
    """SARIF 2.1.0, for code hosts and editors."""

    HTML = "html"
    """One self-contained page."""


_MACHINE: Final[dict[Format, Callable[[TextIO], Writer]]] = {
    Format.JSON: JsonWriter,
    Format.NDJSON: NdjsonWriter,
    Format.JUNIT: JunitWriter,
    Format.SARIF: SarifWriter,
    Format.HTML: HtmlWriter,
}


def writer(form: Format, stream: TextIO) -> Writer:
    """A writer of that format to *stream*, a text stream in UTF-8 that the caller closes."""
    if form is Format.TABLE:
        return TableWriter(Console(file=stream, highlight=False, markup=False, emoji=False))
    return _MACHINE[form](stream)
