"""Explains rules of every family: cards, messages, and the reading of documents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from conformance.findings import Severity
from conformance.pdc.rules import Basis as CardBasis
from conformance.pdc.rules import Explanation, explanations
from conformance.validate import messages, readable, structure

_SOURCE: Final = re.compile(r"Source: (.+)\Z", re.DOTALL)
_BASES: Final = {
    CardBasis.STATED: "stated",
    CardBasis.CONSTANT: "observed in every known document",
    CardBasis.DERIVED: "derived; waits for a ruling",
}


class UnknownRule(ValueError):
    """No rule has this id; *near* holds ids that resemble it."""

    def __init__(self, rule: str, near: list[str]) -> None:
        self.near = near
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"expected the id of a rule, found {rule!r}.{hint}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHelp:
    """A rule in words, whichever family it is of, with XML that keeps and XML that breaks it.

    *severity* is for what is sent; *receiver_severity* for a card that is met by a receiver.
    """

    id: str
    title: str
    severity: Severity
    receiver_severity: Severity
    basis: str
    source: str
    requirement: str | None
    text: str
    good: str
    bad: str
    fix: str

    @property
    def remarks(self) -> tuple[str, ...]:
        """The paragraphs of the text that neither title, example nor source already tells."""
        paragraphs = (_SOURCE.sub("", each).strip() for each in self.text.split("\n\n")[1:])
        return tuple(" ".join(each.split()) for each in paragraphs if each and each[0] != "<")


def explain(rule: str) -> RuleHelp:
    """What is known of the rule with that id; case does not count, and `PDC-` may be left out.

    Raises UnknownRule, which names ids that resemble it.
    """
    wanted = rule.strip().upper()
    by_name = {name.upper(): known for name, known in all_rules().items()}
    found = by_name.get(wanted) or by_name.get(f"PDC-{wanted}")
    if found is None:
        near = get_close_matches(wanted, by_name, n=3, cutoff=0.6)
        raise UnknownRule(rule, [by_name[name].id for name in near])
    return found


def help_for(rule: str) -> RuleHelp | None:
    """What is known of the rule, or None."""
    return all_rules().get(rule)


@cache
def all_rules() -> Mapping[str, RuleHelp]:
    """Every rule by its id: reading first, then cards, messages, and what their schemas say."""
    every = (
        *(_reading(rule) for rule in readable.RULES),
        *(_card(explanation) for explanation in explanations()),
        *(_message(rule) for rule in messages.RULES),
        *(_structure(rule) for rule in structure.RULES),
    )
    return {each.id: each for each in every}


def _reading(rule: readable.ReadingRule) -> RuleHelp:
    return RuleHelp(
        id=rule.id,
        title=rule.explanation.partition(" Source:")[0].rstrip("."),
        severity=rule.severity,
        receiver_severity=rule.severity,
        basis="what this product is willing to read",
        source=_source_in(rule.explanation) or "fsk-conformance",
        requirement=None,
        text=rule.explanation,
        good=rule.good,
        bad=rule.bad,
        fix=rule.fix,
    )


def _message(rule: messages.MessageRule) -> RuleHelp:
    return RuleHelp(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        receiver_severity=rule.severity,
        basis=rule.basis.value,
        source=_source_in(rule.text),
        requirement=rule.requirement,
        text=rule.text,
        good=rule.good,
        bad=rule.bad,
        fix=rule.fix,
    )


def _structure(rule: structure.StructureRule) -> RuleHelp:
    return RuleHelp(
        id=rule.id,
        title=rule.title,
        severity=Severity.FAIL,
        receiver_severity=Severity.FAIL,
        basis="our own schema, as strict as the official one or stricter",
        source=rule.source,
        requirement=rule.requirement,
        text=f"{rule.title}.\n\n{rule.text}",
        good=rule.good,
        bad=rule.bad,
        fix=rule.fix,
    )


def _card(explanation: Explanation) -> RuleHelp:
    return RuleHelp(
        id=explanation.id,
        title=explanation.title,
        severity=explanation.severity,
        receiver_severity=explanation.receiver_severity,
        basis=_BASES[explanation.basis],
        source=explanation.source,
        requirement=explanation.requirement,
        text=explanation.text,
        good=explanation.good,
        bad=explanation.bad,
        fix=explanation.fix,
    )


def _source_in(text: str) -> str:
    found = _SOURCE.search(text)
    return " ".join(found[1].split()).rstrip(".") if found else ""
