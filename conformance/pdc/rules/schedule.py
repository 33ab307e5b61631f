"""Which rules are tried on a document: not those that look at what is not there."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from conformance.pdc.rules import (
    base_cda,
    base_types,
    cardinalities,
    citizen,
    entries,
    entry_authors,
    identity,
    narrative,
    parties,
    patient,
    registers,
    section,
    texts,
    typed_in,
)
from conformance.pdc.rules.document import Document
from conformance.pdc.rules.rule import Check, Rule


class Group(NamedTuple):
    """Rules that have something to look at, or not, together."""

    has_matter: Callable[[Document], object]
    checks: tuple[tuple[Check, Rule], ...]


def _group(has_matter: Callable[[Document], object], rules: Iterable[Rule]) -> Group:
    # Taken apart beforehand: finding the check again costs as much as the shortest rules.
    return Group(has_matter, tuple((rule.check, rule) for rule in rules))


def _of_kinds(kinds: Sequence[str], rules: Iterable[Rule]) -> Group:
    wanted = frozenset(map(str, kinds))
    return _group(lambda document: not wanted.isdisjoint(document.fresh_kinds), rules)


def _always(_: Document) -> bool:
    return True


GROUPS: Final = (
    _group(lambda document: not document.header.known, (*identity.RULES, *parties.RULES)),
    _group(_always, (*patient.RULES, *section.RULES, *narrative.RULES)),
    _group(
        lambda document: document.odd.entries or document.odd.arounds,
        (*entries.SHAPE_RULES, *entry_authors.AUTHOR_RULES),
    ),
    _group(_always, entries.ID_RULES),
    _group(cardinalities.is_unusual, cardinalities.RULES),
    *(_of_kinds(kinds, rules) for kinds, rules in typed_in.RULES_BY_KIND),
    *(_of_kinds(kinds, rules) for kinds, rules in registers.RULES_BY_KIND),
    _group(
        _always,
        (*citizen.RULES, *registers.RULES, *texts.RULES, *base_cda.RULES, *base_types.RULES),
    ),
    _group(lambda document: document.odd.crowded, base_cda.CROWDED_RULES),
    _group(lambda document: document.odd.uncoded, base_types.UNCODED_RULES),
    _group(lambda document: document.odd.rootless, base_types.ROOTLESS_RULES),
)
"""All rules that look at a CDA document, in the order in which they are tried."""

RULES: Final = tuple(rule for group in GROUPS for _, rule in group.checks)
"""The same, one by one."""
