"""The mutation generator spoils a copy, says how, and leaves the document alone."""

from typing import Final

import pytest
from lxml import etree

from tests.xsd.mutations import Fault, faults

DOCUMENT: Final = etree.fromstring('<a xmlns="urn:a" k="1"><b>x</b><c/><b>y</b></a>')
NAMED: Final[dict[str, str]] = {
    "a/@k: @k dropped": '<a xmlns="urn:a"><b>x</b><c/><b>y</b></a>',
    "a/@k: @k renamed {urn:x}k": '<a xmlns="urn:a" xmlns:ns0="urn:x" ns0:k="1">'
    "<b>x</b><c/><b>y</b></a>",
    "a/@k: @k=''": '<a xmlns="urn:a" k=""><b>x</b><c/><b>y</b></a>',
    "a/@k: @foo='x'": '<a xmlns="urn:a" k="1" foo="x"><b>x</b><c/><b>y</b></a>',
    "a/b: text 'x9999999999999999999' and 1081 more": '<a xmlns="urn:a" k="1">'
    f"<b>x{'9' * 1100}</b><c/><b>y</b></a>",
    "a/b: dropped": '<a xmlns="urn:a" k="1"><c/><b>y</b></a>',
    "a/b: twice": '<a xmlns="urn:a" k="1"><b>x</b><b>x</b><c/><b>y</b></a>',
    "a/b: last": '<a xmlns="urn:a" k="1"><c/><b>y</b><b>x</b></a>',
    "a/b: swapped with the next": '<a xmlns="urn:a" k="1"><c/><b>x</b><b>y</b></a>',
    "a/b: text ''": '<a xmlns="urn:a" k="1"><b></b><c/><b>y</b></a>',
    "a/b: text beside": '<a xmlns="urn:a" k="1"><b>x</b>stray<c/><b>y</b></a>',
    "a/b: child {urn:x}foo": '<a xmlns="urn:a" k="1"><b>x<ns0:foo xmlns:ns0="urn:x"/></b>'
    "<c/><b>y</b></a>",
    "a/c: renamed c": '<a xmlns="urn:a" k="1"><b>x</b><c xmlns=""/><b>y</b></a>',
    "a/c: renamed {urn:x}c": '<a xmlns="urn:a" k="1"><b>x</b><c xmlns="urn:x"/><b>y</b></a>',
    "a/c: moved up": '<a xmlns="urn:a" k="1"><b>x</b><c/><b>y</b></a>',
    "a/c: moved into its neighbour": '<a xmlns="urn:a" k="1"><b>x<c/></b><b>y</b></a>',
}


def by_name() -> dict[str, Fault]:
    return {fault.name: fault for fault in faults(DOCUMENT)}


def told(element: etree._Element) -> tuple[object, ...]:
    """The element as a value, whatever its prefixes."""
    text, tail = element.text or "", element.tail or ""
    return element.tag, sorted(element.items()), text, tail, [told(child) for child in element]


@pytest.mark.parametrize(("name", "spoilt"), NAMED.items(), ids=NAMED)
def test_a_fault_does_what_it_says(name: str, spoilt: str) -> None:
    """A fault of a given name yields this document and no other."""
    assert told(by_name()[name].spoilt()) == told(etree.fromstring(spoilt))


def test_faults_have_names_of_their_own_and_spare_the_document() -> None:
    """No two faults share a name, and the document is the same after all of them."""
    before = etree.tostring(DOCUMENT)
    spoilt = [fault.spoilt() for fault in faults(DOCUMENT)]

    assert len(by_name()) == len(spoilt) > 100
    assert etree.tostring(DOCUMENT) == before


def test_elements_of_one_shape_are_spoilt_once() -> None:
    """The second b, which is like the first, adds no faults."""
    short = etree.fromstring('<a xmlns="urn:a" k="1"><b>x</b><c/></a>')

    assert {fault.name for fault in faults(short)} == set(by_name())
