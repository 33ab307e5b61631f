"""Every kind of message keeps a schema of ours, which is silent where a rule has spoken."""

import pytest

from conformance.findings import Severity
from conformance.pdc.schema import RULE as CARD
from conformance.validate import validate_document
from conformance.validate.explain import explain
from conformance.validate.structure import RULES
from tests.validate.message_examples import SOUND

BREACHES = {
    "XDS18-00": ("iti-18-request", "<rim:AdhocQuery ", '<rim:AdhocQuery age="1" '),
    "XDS43-00": ("iti-43-request", "</ihe:DocumentRequest>", "<ihe:More/></ihe:DocumentRequest>"),
    "MINLOG-00": ("minlog-request", "<Activity>", "<Shoes/><Activity>"),
    "NAS2-00": ("subscribe", "<wsnt:Filter>", "<wsnt:Sieve/><wsnt:Filter>"),
    "DGWS-00": ("system-call", "<medcom:MessageID>", "<medcom:Pace/><medcom:MessageID>"),
    "IDCARD-00": ("system-card", "<saml:Subject>", "<saml:Object/><saml:Subject>"),
    "HSUID-00": ("hsuid", "<hsuid:Issuer>", "<hsuid:Publisher/><hsuid:Issuer>"),
}
"""For each schema: a sound message, and a change in it that no rule speaks of."""


@pytest.mark.parametrize("rule", BREACHES)
def test_what_no_rule_speaks_of_the_schema_tells(rule: str) -> None:
    """The finding has the id of the schema's rule, a place, and words to act on."""
    name, old, new = BREACHES[rule]
    assert old in SOUND[name]
    (report, *_) = validate_document(SOUND[name].replace(old, new, 1).encode(), source=name)
    assert [finding.rule for finding in report.findings] == [rule]
    (finding,) = report.findings
    assert finding.severity is Severity.FAIL
    assert finding.where.startswith("/")
    assert finding.expected
    assert finding.fix


def test_every_schema_is_broken_here() -> None:
    """The card's has tests of its own."""
    assert {rule.id for rule in RULES} - {CARD} == set(BREACHES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_schema_is_explained(rule: object) -> None:
    """`fsk explain` knows it, with a good and a bad example and a source."""
    told = explain(getattr(rule, "id", ""))
    assert told.title
    assert told.good != told.bad
    assert told.source
    assert told.remarks


def test_a_rule_silences_the_schema_at_its_own_place_only() -> None:
    """A missing subject is told once, by its rule; an unknown element elsewhere is told as well."""
    text = SOUND["minlog-request"].replace("<Activity>", "<Shoes/><Activity>", 1)
    both = text.replace('source="CPR"', 'source="cpr"', 1)
    (report, *_) = validate_document(both.encode(), source="both")
    assert sorted(finding.rule for finding in report.findings) == ["MINLOG-00", "MINLOG-05"]
