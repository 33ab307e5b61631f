"""Validates a card against our own schema of PDC-DK 3.0, and HL7's where its files are at hand.

`pdc-dk-3.0.xsd` decides what is structure and what is lexical form; a breach is a finding PDC-G02:

* the elements and attributes that a card has, in the order of CDA: one patient, one author, one
  custodian, one section, no section within a section, nothing of another namespace;
* object identifiers, codes without blanks, times that a calendar can hold, the document's UUID,
  null flavours, uses, a name that is not empty, and xsi:type on every value.

The rules of `conformance.pdc.rules` decide the rest, because they can name source and remedy: which
value stands where, how often, what hangs together, blanks round an extension, telephone numbers.
What CDA knows and a rule forbids (participants of the header, an act as entry, section code and
title) the schema lets pass in a small form, so that only the rule speaks.

Whatever this schema accepts, HL7's schema of CDA R2 accepts too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from conformance.findings import Finding
from conformance.xsd import NoSchema, Schema

__all__ = [
    "PDC_DK_3_0",
    "RULE",
    "check_official",
    "check_schema",
    "is_schema_valid",
    "official_schema",
]

RULE: Final = "PDC-G02"
"""The rule that a card keeps the schema."""

PDC_DK_3_0: Final = Schema(rule=RULE, location=Path(__file__).with_name("pdc-dk-3.0.xsd"))
"""Our own schema of a 3.0 card."""

_OFFICIAL: Final = ("CDA_SDTC.xsd", "CDA.xsd")


def check_schema(root: etree._Element) -> Iterator[Finding]:
    """Yield a finding for each breach of our schema in *root*, a ClinicalDocument.

    At most MOST_FINDINGS, none twice; none when the document is valid.
    """
    yield from PDC_DK_3_0.check(root)


def is_schema_valid(root: etree._Element) -> bool:
    """Whether *root* keeps our schema; the quick answer, without an explanation."""
    return PDC_DK_3_0.accepts(root)


def official_schema(folder: Path) -> Schema:
    """HL7's schema of CDA R2 in *folder* or below it (CDA_SDTC.xsd, else CDA.xsd).

    Raises NoSchema when there is none; the message says what was looked for and where.
    """
    for name in _OFFICIAL:
        for location in sorted(folder.rglob(name)):
            return Schema(rule=RULE, location=location, name="official CDA schema")
    raise NoSchema(f"{folder}: expected {' or '.join(_OFFICIAL)} in it or below it, found neither")


def check_official(root: etree._Element, folder: Path) -> Iterator[Finding]:
    """Yield a finding, marked "official CDA schema", for each breach of HL7's schema in *root*.

    Raises NoSchema when *folder* holds no such schema.
    """
    yield from official_schema(folder).check(root)
