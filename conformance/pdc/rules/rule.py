"""What a rule is: its explanation, and the generator that yields its breaches."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from inspect import cleandoc
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.pdc.rules.document import Document
from conformance.xml_path import path_of

_XML_BLOCK: Final = re.compile(r"^<.*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_WEIGHT: Final = {Severity.FAIL: 2, Severity.WARNING: 1, Severity.NOTICE: 0}


GUIDE: Final = "implementation guide 2025-06-26"
EXAMPLES: Final = "MedCom's 3.0 examples of 2023"
LIVE: Final = "documents of the live service of 2024-02-14 and 2026-03-02"
ALL_DOCUMENTS: Final = f"constant in {EXAMPLES} and in {LIVE}"
GAZELLE: Final = "IHE Gazelle, HL7 CDA R2 Basic Requirements 0.1 (2014)"


class Role(StrEnum):
    """Whose document it is that is judged."""

    SENT = "sent"
    """A document as the service sends it: the strict reading."""

    MET = "met"
    """A document as a receiver meets it: only what a receiver must be able to rely on fails."""


class Basis(IntEnum):
    """How well founded a rule is."""

    STATED = 1
    """Stated by the implementation guide of 2025-06-26 or by a numbered rule."""

    CONSTANT = 2
    """True of MedCom's 3.0 examples and of the documents of the live service."""

    DERIVED = 3
    """Derived; waits for a ruling of MedCom or the Danish Health Data Authority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A rule in words, with XML that keeps it and XML that breaks it.

    `place` says where in a document `good` and `bad` stand: a path from the root, or from the
    observation with a code (`LanguageTypedIn/value`), or the entry around it
    (`entry:LanguageTypedIn`); empty for a whole document. An ellipsis stands for what is left out.
    """

    id: str
    title: str
    severity: Severity
    receiver_severity: Severity
    basis: Basis
    source: str
    text: str
    place: str
    good: str
    bad: str
    fix: str
    requirement: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule is broken; what is left out is as the rule has it.

    `severity` and `receiver_severity` are for a breach that weighs less than others of its rule.
    """

    at: etree._Element
    expected: str
    found: str
    attribute: str | None = None
    fix: str | None = None
    severity: Severity | None = None
    receiver_severity: Severity | None = None
    requirement: str | None = None


Check = Callable[[Document], Iterator[Breach]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A generator of breaches with its explanation; called, it yields findings."""

    explanation: Explanation
    check: Check

    @property
    def id(self) -> str:
        """Stable id, for instance PDC-V31."""
        return self.explanation.id

    def __call__(self, document: Document, role: Role = Role.SENT) -> Iterator[Finding]:
        for breach in self.check(document):
            yield self.finding(breach, role)

    def finding(self, breach: Breach, role: Role) -> Finding:
        """The breach as *role* weighs it."""
        attribute = f"/@{breach.attribute}" if breach.attribute else ""
        line = breach.at.sourceline
        return Finding(
            rule=self.explanation.id,
            severity=self._severity(breach, role),
            expected=breach.expected,
            found=breach.found,
            where=path_of(breach.at) + attribute,
            line=line if isinstance(line, int) else None,
            requirement=breach.requirement or self.explanation.requirement,
            fix=breach.fix or self.explanation.fix,
        )

    def _severity(self, breach: Breach, role: Role) -> Severity:
        sent = breach.severity or self.explanation.severity
        if role is Role.SENT:
            return sent
        met = breach.receiver_severity or self.explanation.receiver_severity
        return min(sent, met, key=_WEIGHT.__getitem__)


def rule(  # noqa: PLR0913 - a rule is declared in one place, and each argument has its name there
    identifier: str,
    *,
    basis: Basis,
    source: str,
    fix: str,
    place: str,
    bad: str | tuple[str, str],
    severity: Severity = Severity.FAIL,
    receiver: Severity | None = None,
    requirement: str | None = None,
) -> Callable[[Check], Rule]:
    """Make a generator of breaches a rule.

    Its docstring opens with the title and holds the good example; *bad* is the bad example, or the
    piece of the good one to change and what to change it to. *receiver* is the severity for a
    receiver where that differs.
    """

    def decorate(check: Check) -> Rule:
        text = cleandoc(check.__doc__ or "")
        good = example_in(text)
        explanation = Explanation(
            id=identifier,
            title=text.partition("\n\n")[0].replace("\n", " ").rstrip("."),
            severity=severity,
            receiver_severity=receiver or severity,
            basis=basis,
            source=source,
            text=text,
            place=place,
            good=good,
            bad=bad if isinstance(bad, str) else good.replace(*bad),
            fix=fix,
            requirement=requirement,
        )
        return Rule(explanation=explanation, check=check)

    return decorate


def example_in(text: str) -> str:
    """The first block of XML lines in a docstring."""
    found = _XML_BLOCK.search(text)
    return found.group() if found else ""


def raw(element: etree._Element, attribute: str) -> str:
    """The attribute as a reader of a message wants it: quoted, or "none"."""
    text = element.get(attribute)
    return "none" if text is None else repr(text)


def quoted(text: str | None) -> str:
    """A text as a reader of a message wants it: quoted, or "none"."""
    return "none" if text is None else repr(str(text))
