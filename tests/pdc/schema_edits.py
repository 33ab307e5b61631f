"""The good card as text, and what our schema says of it after an edit."""

from typing import Final

from lxml import etree

from conformance.findings import Finding
from conformance.pdc.build import build
from conformance.pdc.schema import check_schema
from conformance.safe_xml import parse
from tests.pdc.card_examples import CARD

GOOD: Final = build(CARD).decode()
SECTION: Final = "/ClinicalDocument/component[1]/structuredBody[1]/component[1]/section[1]"
EFFECTIVE: Final = '<effectiveTime value="20260302091850+0100"/>'


def document(*edits: tuple[str, str]) -> etree._Element:
    """The good card with each edit made once, in its text."""
    text = GOOD
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse(text.encode())


def findings(*edits: tuple[str, str]) -> list[Finding]:
    """What our schema says of the good card with those edits."""
    return list(check_schema(document(*edits)))
