"""A finding: what was expected, what was found, where, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    FAIL = "fail"
    """The rule is stated by a source and is broken."""

    WARNING = "warning"
    """Probably wrong; the basis is not firm enough to fail on."""

    NOTICE = "notice"
    """Worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One breach of one rule, as a value."""

    rule: str
    severity: Severity
    expected: str
    found: str
    where: str
    line: int | None = None
    requirement: str | None = None
    fix: str | None = None

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line else self.where
        mend = f". {self.fix}" if self.fix else ""
        return f"{self.rule}: expected {self.expected}, found {self.found}, at {place}{mend}"


class Shortfall(AssertionError):
    """The system under test fell short: raised at the outer edge, carries what a reader needs."""

    def __init__(self, *, expected: str, found: str, where: str, fix: str | None = None) -> None:
        self.expected = expected
        self.found = found
        self.where = where
        self.fix = fix
        mend = f"\nTo mend it: {fix}" if fix else ""
        super().__init__(f"expected {expected}\nfound {found}\nwhere: {where}{mend}")


class NotJudged(Exception):
    """Nothing can be said of the system under test; the message says why, and what helps."""
