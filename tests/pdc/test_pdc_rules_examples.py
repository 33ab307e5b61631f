"""Each rule is broken, alone, by its own bad example, and kept by its good one."""

import pytest

from conformance.findings import Severity
from conformance.pdc.rules import (
    NOT_A_DOCUMENT,
    NOT_XML,
    RULES,
    Explanation,
    Role,
    UnknownRule,
    check,
    explain,
    explanations,
)
from tests.pdc.rules_host import GOOD, host, put

ASKED_FOR = "0410009234"
NOT_ALONE = {"PDC-H28": {"PDC-H27", "PDC-H28"}}
"""Two versions cannot be told without one of them being wrong."""

IN_A_CARD = [explanation for explanation in explanations() if explanation.place]
WHOLE = [explanation for explanation in explanations() if not explanation.place]


def broken(data: bytes) -> set[str]:
    return {finding.rule for finding in check(data, cpr=ASKED_FOR)}


def ids(explanation: Explanation) -> str:
    return explanation.id


@pytest.mark.parametrize("rule", IN_A_CARD, ids=ids)
def test_a_bad_example_breaks_its_rule_alone(rule: Explanation) -> None:
    """Put into a card that is right, the bad example breaks that rule and no other."""
    findings = list(check(put(host(rule.id), rule.place, rule.bad), cpr=ASKED_FOR))

    assert {f.rule for f in findings} == NOT_ALONE.get(rule.id, {rule.id})
    assert {f.severity for f in findings if f.rule == rule.id} == {rule.severity}
    for finding in findings:
        assert finding.where.startswith("/ClinicalDocument"), finding
        assert finding.line
        assert finding.expected
        assert finding.found
        assert finding.fix
        assert finding.expected != finding.found


@pytest.mark.parametrize("rule", IN_A_CARD, ids=ids)
def test_a_good_example_keeps_its_rule(rule: Explanation) -> None:
    """Put into the same card, the good example does not break its rule."""
    assert rule.id not in broken(put(host(rule.id), rule.place, rule.good))


@pytest.mark.parametrize("rule", IN_A_CARD, ids=ids)
def test_a_receiver_weighs_no_more(rule: Explanation) -> None:
    """The same breach weighs for a receiver what the explanation says, never more than sent."""
    data = put(host(rule.id), rule.place, rule.bad)
    found = {f.severity for f in check(data, role=Role.MET, cpr=ASKED_FOR) if f.rule == rule.id}
    order = [Severity.NOTICE, Severity.WARNING, Severity.FAIL]

    assert order.index(rule.receiver_severity) <= order.index(rule.severity)
    # NAV must be survived: it is the one example that weighs less than its rule.
    assert found == {Severity.WARNING if rule.id == "PDC-V31" else rule.receiver_severity}


@pytest.mark.parametrize("rule", WHOLE, ids=ids)
def test_a_document_that_is_no_card_breaks_one_rule(rule: Explanation) -> None:
    """The examples of whole documents break, or keep, the rules about bytes and root."""
    assert broken(rule.bad.encode()) == {rule.id}
    assert rule.id not in broken(rule.good.encode())


def test_every_rule_is_explained_and_tried() -> None:
    """No rule is without words, source, examples and remedy; ids are told once."""
    every = explanations()

    assert {rule.id for rule in RULES} | {NOT_XML, NOT_A_DOCUMENT} == {rule.id for rule in every}
    assert len({rule.id for rule in every}) == len(every)
    for rule in every:
        assert rule.id.startswith("PDC-")
        assert rule.good != rule.bad, rule.id
        for part in (rule.title, rule.source, rule.text, rule.good, rule.bad, rule.fix):
            assert part.strip(), rule.id


SECTION_8 = (
    "G01 H01 H02 H03 H04 H05 H06 H07 H08 H09 H10 H11 H12 H12b H13 H14 H15 H16 H16b H17 H17b H18 "
    "H18b H19 H20 H21 H23 H23b H24 H25 H26 H27 H28 S01 S02 S03 S04 S05 E01 E02 E03 E04 E05 E06 "
    "E07 E08 E09 E10 E11 E11b E12 E13 E14 C20 C21 C22 C24 C26 C27 C28 C29 C30 C31 V20 V21 V21b "
    "V21c V22 V22b V23 V23b V23c V24 V25 V25b V26 V26b V27 V28 V29 V30 V31 VTEL VREL X01 X02 W01 "
    "W02"
)
BASE_CDA = (
    "RIM-001 RIM-002 RIM-011 RIM-012 RIM-020 RIM-021 RMIM-009 RMIM-010 RMIM-063 RMIM-100 RMIM-102 "
    "CDADT-001 CDADT-004 CDADT-006 CDADT-008 CDADT-012 CDADT-026 CDADT-031 CDADT-032 DTITS-017 "
    "DTITS-018"
)


def test_the_rules_are_those_of_the_profile() -> None:
    """Every rule that the profile's facts name is here, and no other."""
    wanted = {f"PDC-{rule}" for rule in f"{SECTION_8} {BASE_CDA}".split()}

    assert wanted == {rule.id for rule in explanations()}


def test_the_host_gives_no_finding() -> None:
    """The card into which examples are put is right in both roles."""
    assert [str(f) for role in Role for f in check(GOOD, role=role, cpr=ASKED_FOR)] == []


@pytest.mark.parametrize("written", ["PDC-V31", "pdc-v31", " V31 ", "v31"])
def test_a_rule_is_explained_by_its_id(written: str) -> None:
    """Case, blanks and PDC- do not matter."""
    assert explain(written).id == "PDC-V31"


def test_an_unknown_rule_is_told_with_its_neighbours() -> None:
    """The error names rules with an id that is near."""
    with pytest.raises(UnknownRule, match="PDC-V31"):
        explain("V311")
