"""Checks a card's bytes against the rules of PDC-DK 3.0, in the order of the document.

Never a rule: modulus 11 of a CPR number, the case of a UUID, the order of entries, the display name
of a language, the narrative as the truth. No schemaLocation or processing instruction is followed.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.pdc.rules import known
from conformance.pdc.rules.document import Document
from conformance.pdc.rules.envelope import (
    EXPLANATIONS as ON_BYTES,
)
from conformance.pdc.rules.envelope import (
    NOT_A_DOCUMENT,
    NOT_XML,
    encoding_of,
    is_document,
    root_of,
)
from conformance.pdc.rules.index import Indexed, index
from conformance.pdc.rules.rule import Basis, Explanation, Role, Rule
from conformance.pdc.rules.schedule import GROUPS, RULES
from conformance.pdc.rules.tags import CLINICAL_DOCUMENT

__all__ = [
    "NOT_A_DOCUMENT",
    "NOT_XML",
    "RULES",
    "Basis",
    "Document",
    "Explanation",
    "InvalidCard",
    "Role",
    "Rule",
    "UnknownRule",
    "check",
    "check_tree",
    "explain",
    "explanations",
    "is_valid",
    "validate",
]

_EXPLANATIONS: Final = {
    explanation.id: explanation
    for explanation in (*ON_BYTES, *(rule.explanation for rule in RULES))
}

_OUTSIDE_THE_FRAME: Final = ("/ClinicalDocument/recordTarget[", "/ClinicalDocument/component[")


class InvalidCard(ValueError):
    """A card that fails; `findings` holds all findings, the warnings and notices too."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        failed = [str(finding) for finding in findings if finding.severity is Severity.FAIL]
        super().__init__("\n".join(failed))


class UnknownRule(LookupError):
    """There is no rule with that id."""


def check(data: bytes, *, role: Role = Role.SENT, cpr: str | None = None) -> Iterator[Finding]:
    """Yield a finding for each breach in *data*; bad XML is a finding too, never an exception.

    *role* says whether the document is judged as sent by the service or as met by a receiver; *cpr*
    is the CPR number that the document was asked for by, when known.
    """
    root = root_of(data)
    if isinstance(root, Finding):
        yield root
    else:
        yield from check_tree(root, data, role=role, cpr=cpr)


def check_tree(
    root: etree._Element, data: bytes, *, role: Role = Role.SENT, cpr: str | None = None
) -> Iterator[Finding]:
    """As `check`, for a tree that was parsed from *data*; comments are taken out of the tree."""
    yield from encoding_of(root)
    if root.tag != CLINICAL_DOCUMENT:
        yield from is_document(root)
        return
    if not known.is_plain(root, data):
        etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    indexed = index(root, data, role=role, asked_for=cpr)
    yield from indexed.told
    found: list[Finding] = []
    for has_matter, checks in GROUPS:
        if has_matter(indexed.document):
            for generator, rule in checks:
                for breach in generator(indexed.document):
                    finding = rule.finding(breach, role)
                    found.append(finding)
                    yield finding
    _learn(indexed, found)


def _learn(indexed: Indexed, found: list[Finding]) -> None:
    """Remember the parts in which nothing was found, or nothing that is not the same in all."""
    if not any("/entry[" in finding.where for finding in found):
        for chunk, entry in zip(indexed.chunks, indexed.document.fresh, strict=False):
            known.remember_entry(chunk, known.scope_of(chunk.around), entry)
    frame = [f for f in found if not f.where.startswith(_OUTSIDE_THE_FRAME)]
    if all(finding.rule == "PDC-H05" for finding in frame):
        known.remember_frame(indexed.frame, tuple(frame))


def is_valid(data: bytes, *, role: Role = Role.SENT, cpr: str | None = None) -> bool:
    """Whether no finding in *data* has severity fail."""
    return all(f.severity is not Severity.FAIL for f in check(data, role=role, cpr=cpr))


def validate(data: bytes, *, role: Role = Role.SENT, cpr: str | None = None) -> None:
    """Raise InvalidCard when a finding in *data* has severity fail."""
    findings = tuple(check(data, role=role, cpr=cpr))
    if any(finding.severity is Severity.FAIL for finding in findings):
        raise InvalidCard(findings)


def explanations() -> tuple[Explanation, ...]:
    """All rules in words, in the order in which they are tried."""
    return tuple(_EXPLANATIONS.values())


def explain(rule_id: str) -> Explanation:
    """The rule in words, with a good and a bad example; UnknownRule when there is none.

    `PDC-` may be left out, and the case does not count.
    """
    short = rule_id.strip().upper().removeprefix("PDC-")
    for identifier, explanation in _EXPLANATIONS.items():
        if identifier.upper() == f"PDC-{short}":
            return explanation
    near = get_close_matches(f"PDC-{short}", _EXPLANATIONS, n=3)
    hint = f"; near are {', '.join(near)}" if near else ""
    raise UnknownRule(f"expected the id of a rule, found {rule_id!r}{hint}")
