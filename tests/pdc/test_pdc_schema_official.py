"""Whatever our schema accepts, HL7's schema of CDA R2 accepts, and two validators agree."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaException

from conformance.pdc.build import build
from conformance.pdc.schema import PDC_DK_3_0, check_official, official_schema
from conformance.pdc.values import Card
from conformance.pdc.xml_names import XSI_TYPE
from conformance.safe_xml import parse
from conformance.xsd import Schema
from tests.official import official
from tests.pdc.card_examples import CARD
from tests.pdc.schema_mutations import Fault, faults, maximal
from tests.pdc.strategies import DIRTY, OFFICIAL, cards

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

_AGREED: Final = 200


def schemas() -> Path:
    """The folder of the official schemas: FSK_SCHEMAS, else beside the official samples."""
    named = os.environ.get("FSK_SCHEMAS")
    return Path(named) if named else official("schemas")


@cache
def cda() -> Schema:
    """HL7's schema, found once."""
    return official_schema(schemas())


@cache
def all_faults() -> tuple[Fault, ...]:
    """Every single fault in a document that holds everything."""
    return tuple(faults(maximal()))


@thorough
@given(card=cards(OFFICIAL), uuid=st.uuids())
def test_generated_cards_fit_both_schemas(card: Card, uuid: object) -> None:
    """A card of decent values, with a UUID as its id, is valid against ours and HL7's schema."""
    root = parse(build(replace(card, id=replace(card.id, extension=str(uuid)))))

    assert PDC_DK_3_0.accepts(root), list(PDC_DK_3_0.check(root))
    assert cda().accepts(root)


@thorough
@given(card=cards(DIRTY) | cards(OFFICIAL), pick=st.randoms(use_true_random=False))
def test_no_generated_card_passes_ours_alone(card: Card, pick: Random) -> None:
    """A card of dirt, or one spoilt in two places, is never accepted by our schema alone."""
    root = parse(build(card))
    for _ in range(2):
        if PDC_DK_3_0.accepts(root):
            assert cda().accepts(root), etree.tostring(root)
        root = pick.choice(list(faults(root))).spoilt()


def test_no_single_fault_passes_ours_alone() -> None:
    """Each element and attribute dropped, doubled, renamed, moved or altered: ours is stricter."""
    accepted = 0
    for fault in all_faults():
        root = fault.spoilt()
        if PDC_DK_3_0.accepts(root):
            accepted += 1
            assert cda().accepts(root), fault.name

    assert 500 < accepted < len(all_faults()) / 2


def test_both_schemas_accept_everything_that_ours_knows() -> None:
    """The document that the faults start from is valid."""
    assert cda().accepts(maximal())
    assert list(PDC_DK_3_0.check(maximal())) == []


def test_lxml_and_xmlschema_agree() -> None:
    """Of a sample of the faults, both validators accept the same."""
    slow = XMLSchema10(str(PDC_DK_3_0.location))

    def accepts(root: etree._Element) -> bool:
        try:
            return slow.is_valid(root)
        except XMLSchemaException:
            return False

    for fault in Random(1).sample(all_faults(), _AGREED):
        root = fault.spoilt()
        # xmlschema does not collapse the blanks round a QName, as XSD demands.
        if not any(name.get(XSI_TYPE, "").startswith(" ") for name in root.iter(etree.Element)):
            assert PDC_DK_3_0.accepts(root) == accepts(root), fault.name


def test_findings_of_the_official_schema_are_marked() -> None:
    """A finding of HL7's schema says so, under the same rule."""
    root = parse(build(CARD).replace(b"<realmCode", b"<foo/><realmCode"))

    (finding,) = check_official(root, schemas())

    assert finding.rule == "PDC-G02"
    assert "official CDA schema" in finding.expected
    assert finding.where == "/ClinicalDocument/foo[1]"


@pytest.mark.parametrize("name", ["fsk-test-2024-02-14.xml", "fsk-test-2026-03-02.xml"])
def test_real_documents_fit_our_schema(name: str) -> None:
    """What the service has really sent is valid, tel:null and stray line breaks included."""
    root = parse(official(f"samples/pdc/{name}").read_bytes())

    assert list(PDC_DK_3_0.check(root)) == []
