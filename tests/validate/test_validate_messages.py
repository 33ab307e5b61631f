"""The rules for messages: sound ones pass, and each rule is broken by one that breaks only it."""

from pathlib import Path

import pytest

from conformance.findings import Severity
from conformance.validate import Kind, validate_document
from conformance.validate.messages import RULES, Basis, MessageRule
from tests.official import official
from tests.validate.message_examples import BROKEN, SOUND, Broken


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_message_has_no_findings(name: str) -> None:
    """A message that keeps every rule gives no finding, not even advice."""
    report = validate_document(SOUND[name].encode(), source=name)[0]
    assert report.findings == ()
    assert report.valid
    assert report.kind is not Kind.UNKNOWN


@pytest.mark.parametrize(
    "broken", BROKEN, ids=[f"{each.rule}-{n}" for n, each in enumerate(BROKEN)]
)
def test_a_broken_message_breaks_one_rule_only(broken: Broken) -> None:
    """One change breaks the rule that it is meant to break, and no other."""
    report = validate_document(broken.text.encode(), source=broken.rule)[0]
    assert {finding.rule for finding in report.findings} == {broken.rule}
    for finding in report.findings:
        assert finding.where.startswith("/")
        assert "*" not in finding.where
        assert finding.fix
        assert finding.line


def test_every_rule_can_be_broken() -> None:
    """No rule is without a message that breaks it, and none has an id twice."""
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert {broken.rule for broken in BROKEN} == set(ids)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained(rule: MessageRule) -> None:
    """A rule has a title, an XML example that keeps it, another that breaks it, and a source."""
    assert rule.title
    assert rule.good.startswith("<")
    assert rule.bad
    assert rule.bad != rule.good
    assert "Source: " in rule.text
    assert rule.fix.endswith(".")


def test_advice_never_fails() -> None:
    """A rule whose basis is not firm only warns, unless it guards against an attack."""
    soft = {r.id for r in RULES if r.basis in {Basis.GENERAL, Basis.INFERRED}}
    failing = {r.id for r in RULES if r.severity is Severity.FAIL}
    assert soft & failing == {"DGWS-09"}


def _samples() -> list[Path]:
    return [
        path
        for folder in ("messages", "dgws")
        for path in sorted(official(f"samples/{folder}").glob("*.xml"))
    ]


def test_recorded_messages_do_not_fail() -> None:
    """No message recorded from the live services has a finding of severity fail."""
    for path in _samples():
        report = validate_document(path.read_bytes(), source=path.name)[0]
        fails = [str(f) for f in report.findings if f.severity is Severity.FAIL]
        assert fails == [], path.name
