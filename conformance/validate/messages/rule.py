"""What a message rule is: a generator of breaches with an id, a basis, a source and examples."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import cleandoc
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.xml_path import path_of

Element = etree._Element


class Basis(StrEnum):
    """How well founded a rule is. Source: NSP protocol dossier, section 0."""

    SCHEMA = "official schema"
    """An official WSDL or XSD says it."""

    CLIENT = "client that calls the service"
    """Seen in code that calls the service, or in a captured message."""

    NSP = "NSP documentation"
    """A page of NSP's documentation says it."""

    GUIDE = "implementation guide"
    """The implementation guide of 2025-06-26 says it."""

    GENERAL = "general standard"
    """IHE, SOAP or DGWS says it; not proven for this service."""

    INFERRED = "inferred"
    """Concluded by this project; advice until there is a ruling."""


_XML_BLOCK: Final = re.compile(r"^<.*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_FIRM: Final = frozenset({Basis.SCHEMA, Basis.CLIENT, Basis.NSP, Basis.GUIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message under check: its root, and the content ids of the parts that came with it."""

    root: Element
    attachments: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule is broken; `fix` only where it differs from the rule's."""

    at: Element
    expected: str
    found: str
    attribute: str | None = None
    fix: str | None = None


Check = Callable[[Message], Iterator[Breach]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRule:
    """A generator of breaches with its explanation; called with a message it yields findings.

    *good* and *bad* are excerpts of messages that keep and break it.
    """

    id: str
    severity: Severity
    basis: Basis
    requirement: str | None
    fix: str
    title: str
    text: str
    good: str
    bad: str
    check: Check

    def __call__(self, message: Message) -> Iterator[Finding]:
        for breach in self.check(message):
            attribute = f"/@{breach.attribute}" if breach.attribute else ""
            yield Finding(
                rule=self.id,
                severity=self.severity,
                expected=breach.expected,
                found=breach.found,
                where=path_of(breach.at) + attribute,
                line=line_of(breach.at),
                requirement=self.requirement,
                fix=breach.fix or self.fix,
            )


def rule(  # noqa: PLR0913 - a rule is declared in one place, and each argument has its name there
    identifier: str,
    *,
    basis: Basis,
    fix: str,
    bad: str | tuple[str, str],
    requirement: str | None = None,
    severity: Severity | None = None,
) -> Callable[[Check], MessageRule]:
    """Make a generator of breaches a rule.

    Its docstring opens with the title, holds the good example and ends with the source; *bad* is
    the bad example, or the piece of the good one to change and what to change it to. Without
    *severity* a firm basis fails and any other warns.
    """

    def decorate(check: Check) -> MessageRule:
        text = cleandoc(check.__doc__ or "")
        found = _XML_BLOCK.search(text)
        good = found.group() if found else ""
        return MessageRule(
            id=identifier,
            severity=severity or (Severity.FAIL if basis in _FIRM else Severity.WARNING),
            basis=basis,
            requirement=requirement,
            fix=fix,
            title=text.partition("\n\n")[0].replace("\n", " ").rstrip("."),
            text=text,
            good=good,
            bad=bad if isinstance(bad, str) else good.replace(*bad),
            check=check,
        )

    return decorate


def line_of(element: Element) -> int | None:
    """The line of the source on which the element starts, where the parser knows it."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def text_of(element: Element | None) -> str:
    """The element's own text without surrounding blanks; empty when it is absent."""
    return "" if element is None else (element.text or "").strip()


def quoted(text: str | None) -> str:
    """The text as a reader wants it in a message: quoted and of bearable length, or "none"."""
    if text is None:
        return "none"
    return repr(text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…")


def one_of(codes: Sequence[str]) -> str:
    """`a, b or c`."""
    *most, last = codes
    return f"{', '.join(most)} or {last}" if most else last


LONGEST_QUOTE: Final = 120
"""Characters of a value that are repeated in a message."""
