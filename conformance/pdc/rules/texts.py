"""Rules PDC-W01 and PDC-W02: slips of the pen that may stand anywhere in a document.

Both look at the bytes first: a document without a suspicious byte needs no walk over its tree.
"""

import re
from collections.abc import Iterator
from typing import Final, cast

from conformance.findings import Severity
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element
from conformance.pdc.rules.rule import Basis, Breach, rule
from conformance.pdc.xml_names import SCHEMA_LOCATION

_DECLARATION: Final = 80
"""Bytes at most of an XML declaration, which may be in single quotes."""

_BLANK: Final = re.compile(
    rb"""=(?:"(?:[ \n\t\r]|[^"]*+(?<=[ \n\t\r])")|[ \n\t\r'])""",
)
"""A blank inside a quote, and every way of writing an attribute but name="…"."""

_XML_BLANKS: Final = " \t\r\n"
_REFERENCE: Final = re.compile(rb"&#")


def _may_have_blanks(document: Document) -> bool:
    """Whether an attribute may begin or end with a blank; never wrong when it says no."""
    data = document.data
    if not document.in_utf_8 or (b"&" in data and _REFERENCE.search(data)):
        return True
    is_declared = data.startswith(b"<?xml ")
    begin = data.find(b"?>", 0, _DECLARATION) + 1 if is_declared else 0
    return _BLANK.search(data, begin) is not None


@rule(
    "PDC-W01",
    receiver=Severity.WARNING,
    basis=Basis.DERIVED,
    source="derived; the guide's code column prints codes with blanks, and one of MedCom's 3.0 "
    "examples carries one",
    fix="Take the blanks away: the guide's code column prints them, and the schema lets them pass",
    place="recordTarget/patientRole/id",
    bad=('"CPR"', '"CPR "'),
    requirement="DOC-20",
)
def no_outer_blanks_in_attributes(document: Document) -> Iterator[Breach]:
    """No attribute begins or ends with a blank, schemaLocation excepted.

    <id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>
    """
    if not _may_have_blanks(document):
        return
    for element in document.root.iter("*"):
        for name, text in _attributes(element):
            if text != text.strip(_XML_BLANKS) and name != SCHEMA_LOCATION:
                yield Breach(
                    at=element,
                    attribute=name.rpartition("}")[2],
                    expected=repr(text.strip(_XML_BLANKS)),
                    found=repr(text),
                )


@rule(
    "PDC-W02",
    severity=Severity.WARNING,
    basis=Basis.DERIVED,
    source="derived; a live document of 2024-02-14 has several",
    fix="Leave the value out when there is none",
    place="recordTarget/patientRole/providerOrganization/name",
    bad=("Lægerne på Torvet", "null"),
)
def no_literal_null(document: Document) -> Iterator[Breach]:
    """No value is the word null; the narrative is not looked at.

    <name>Lægerne på Torvet</name>
    """
    if not document.odd_null:
        return
    told = {e for _, parts in document.sections for t in parts.get(tags.TEXT, ()) for e in t.iter()}
    for element in document.root.iter("*"):
        if element in told:
            continue
        if _is_null(element.text):
            yield Breach(at=element, expected="a value", found="'null'")
        for name, text in _attributes(element):
            if _is_null(text):
                attribute = name.rpartition("}")[2]
                yield Breach(at=element, attribute=attribute, expected="a value", found=repr(text))


def _attributes(element: Element) -> list[tuple[str, str]]:
    return cast("list[tuple[str, str]]", element.items())


def _is_null(text: str | None) -> bool:
    return text is not None and text.strip().rpartition(":")[2] == "null"


RULES: Final = (no_outer_blanks_in_attributes, no_literal_null)
