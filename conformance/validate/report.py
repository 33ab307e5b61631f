"""What a validation is asked and what it answers, as values that travel between processes."""

from dataclasses import dataclass, field
from pathlib import Path

from conformance.findings import Finding, Severity
from conformance.pdc.rules import Role
from conformance.validate.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How documents are judged.

    *role*: a card as the service sends it (strict) or as a receiver meets it. *schemas*: a folder
    of official schemas to use beside the rules. *cpr*: the citizen whom a card must be about.
    """

    role: Role = Role.SENT
    schemas: Path | None = None
    cpr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReport:
    """One document: what it is, and what was found in it.

    *source* names the file, or `file#document-1` for a document inside it. *unreadable* says why
    a file could not be read at all; such a document is never valid.
    """

    source: str
    kind: Kind
    findings: tuple[Finding, ...] = field(default=())
    unreadable: str | None = None

    @property
    def valid(self) -> bool:
        """Whether the document could be read and no finding has severity fail."""
        failed = any(finding.severity is Severity.FAIL for finding in self.findings)
        return not failed and self.unreadable is None
