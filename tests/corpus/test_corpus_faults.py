"""Each fault breaks its rule, and nothing else but what it says."""

import pytest
from lxml import etree

from conformance.corpus import FAULTS, Fault, Shape, cards, document, shape_of
from conformance.corpus.shapes import CYCLE
from conformance.findings import Severity
from conformance.pdc.rules import RULES, check
from conformance.pdc.schema import check_schema
from conformance.safe_xml import parse

WITHOUT_FAULT = {"PDC-H12b"}
"""Tells of another card than the one asked for: nothing that a card could hold."""

TELLS_NO_BIRTH_DATE = "PDC-H16b"
SCHEMA = "PDC-G02"
HIDING = {"PDC-G01", "PDC-H01"}
"""After these nothing else is looked at."""

PAIRS = (("PDC-V31", "PDC-VTEL"), ("PDC-C20", "PDC-H04"), ("PDC-X01", "PDC-W01", "PDC-E12"))


def broken_by(data: bytes, fault: Fault) -> set[str]:
    """The rules that a document breaks, but for the notice that all cards of the corpus get."""
    broken = {finding.rule for finding in check(data)}
    return broken if fault.rule == TELLS_NO_BIRTH_DATE else broken - {TELLS_NO_BIRTH_DATE}


@pytest.mark.parametrize("rule", [rule for rule in FAULTS if rule != SCHEMA])
def test_a_fault_breaks_its_rule_alone(rule: str) -> None:
    """On a card of every shape, whether or not it had the entry that the fault is in."""
    fault = FAULTS[rule]
    for number in range(len(CYCLE)):
        broken = broken_by(document(number, 3, (fault,)), fault)
        assert broken == {rule, *fault.also}, shape_of(number)


def test_the_fault_against_the_schema_breaks_no_rule() -> None:
    """It is for the schema to find."""
    fault = FAULTS[SCHEMA]
    for number in range(len(CYCLE)):
        data = document(number, 3, (fault,))
        assert not broken_by(data, fault)
        assert {finding.rule for finding in check_schema(parse(data))} == {SCHEMA}


def test_every_rule_has_a_fault() -> None:
    """A rule that nothing can break proves nothing."""
    rules = {rule.id for rule in RULES}

    assert rules - set(FAULTS) == WITHOUT_FAULT
    assert set(FAULTS) - rules == {"PDC-G01", "PDC-G02", "PDC-H01"}


@pytest.mark.parametrize("rules", PAIRS)
def test_several_faults_are_all_found(rules: tuple[str, ...]) -> None:
    """None hides another."""
    for number in range(len(CYCLE)):
        broken = broken_by(document(number, 3, tuple(FAULTS[r] for r in rules)), FAULTS[rules[0]])
        assert broken == set(rules)


def test_all_faults_go_into_one_card() -> None:
    """Where one takes away what another would change, the other is left out; most are found."""
    faults = tuple(fault for rule, fault in FAULTS.items() if rule not in HIDING)
    for number in range(len(CYCLE)):
        broken = {finding.rule for finding in check(document(number, 3, faults))}
        assert len(broken) > 0.75 * len(faults)


def test_a_rate_is_kept() -> None:
    """About that share of the cards breaks the rule, and the others are as they were."""
    clean = dict(cards(600, 5))
    spoilt = dict(cards(600, 5, {"PDC-V31": 0.1, "PDC-H11": 0.0}))
    changed = [name for name in clean if clean[name] != spoilt[name]]

    assert 35 <= len(changed) <= 90
    assert all(
        {finding.rule for finding in check(spoilt[name])} - {TELLS_NO_BIRTH_DATE} == {"PDC-V31"}
        for name in changed
    )


def test_faults_are_drawn_one_by_one() -> None:
    """Another fault beside it does not change which cards a fault is in."""
    alone = dict(cards(300, 5, {"PDC-V31": 0.2}))
    both = dict(cards(300, 5, {"PDC-H02": 0.5, "PDC-V31": 0.2}))

    def hit(documents: dict[str, bytes]) -> set[str]:
        return {name for name, data in documents.items() if b'"NAV"' in data}

    assert hit(alone) == hit(both)
    assert hit(alone)


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_a_share_that_cannot_be_is_refused(rate: float) -> None:
    """At once, not when the first card is made."""
    with pytest.raises(ValueError, match="shares from 0 to 1"):
        cards(1, 1, {"PDC-V31": rate})
    with pytest.raises(KeyError):
        cards(1, 1, {"PDC-V99": 0.1})


def test_a_broken_card_fails_or_warns_as_the_rule_says() -> None:
    """The corpus holds findings of every severity."""
    severities = {
        finding.severity
        for rule in ("PDC-V31", "PDC-E07", "PDC-H05")
        for finding in check(document(1, 3, (FAULTS[rule],)))
    }

    assert severities == set(Severity)


def test_a_spoilt_card_is_still_xml() -> None:
    """All but the one that is cut off, which is not."""
    for rule, fault in FAULTS.items():
        data = document(5, 3, (fault,))
        if rule == "PDC-G01":
            with pytest.raises(etree.XMLSyntaxError):
                etree.fromstring(data)
        else:
            assert etree.fromstring(data) is not None


def test_the_cards_looked_at_are_of_every_shape() -> None:
    """The tests above go through one whole cycle."""
    assert {shape_of(number) for number in range(len(CYCLE))} == set(Shape)
