"""What a writer of reports is: takes one document at a time, and is closed at the end."""

from typing import Protocol

from conformance.validate.report import DocumentReport


class Writer(Protocol):
    """Writes reports to a text stream as they come; what needs the whole comes at the close."""

    def write(self, report: DocumentReport) -> None:
        """Take one document."""

    def close(self) -> None:
        """Write what comes last; the stream stays open."""
