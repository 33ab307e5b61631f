"""Whatever our schema of MinLog2 accepts, the interface's accepts, and two validators agree."""

from functools import cache
from random import Random
from typing import Final

import pytest
from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaException

from conformance.minlog.schema import MINLOG
from conformance.xsd import Schema
from tests.minlog.minlog_examples import MESSAGES, edited
from tests.official import official
from tests.xsd.mutations import Fault, faults

INTERFACE: Final = "schemas/minlog2/xsd/minlog2-registration_20250312.xsd"
AGREED: Final = 400


@cache
def interface() -> Schema:
    """The interface's own schema."""
    return Schema(rule="MINLOG-00", location=official(INTERFACE), name="official")


@cache
def slow_interface() -> XMLSchema10:
    """The same, for the other validator."""
    return XMLSchema10(str(official(INTERFACE)))


@cache
def all_faults(name: str) -> tuple[Fault, ...]:
    """Every single fault in a message that holds everything."""
    return tuple(faults(edited(MESSAGES[name])))


def is_official(root: etree._Element) -> bool:
    """Whether either validator takes *root* by the interface's schema.

    libxml2 does not strip the blanks round an xs:dateTime, as XSD demands; xmlschema does.
    """
    return interface().accepts(root) or slow_interface().is_valid(root)


@pytest.mark.parametrize("name", MESSAGES)
def test_both_schemas_accept_everything_that_ours_knows(name: str) -> None:
    """The messages that the faults start from are valid."""
    assert list(MINLOG.check(edited(MESSAGES[name]))) == []
    assert list(interface().check(edited(MESSAGES[name]))) == []


@pytest.mark.parametrize("name", MESSAGES)
def test_no_single_fault_passes_ours_alone(name: str) -> None:
    """Each element and attribute dropped, doubled, renamed, moved or altered: ours is stricter."""
    accepted = 0
    for fault in all_faults(name):
        root = fault.spoilt()
        if MINLOG.accepts(root):
            accepted += 1
            assert is_official(root), fault.name

    assert 100 < accepted < len(all_faults(name)) / 3


@pytest.mark.parametrize("name", MESSAGES)
def test_ours_refuses_no_single_fault_that_the_interface_takes(name: str) -> None:
    """Of all faults, ours takes whatever the interface takes: no conformant system is refused."""
    for fault in all_faults(name):
        root = fault.spoilt()
        if interface().accepts(root):
            assert MINLOG.accepts(root), fault.name


def test_no_pair_of_faults_passes_ours_alone() -> None:
    """A message spoilt in two places is never accepted by our schema alone."""
    dice = Random(1)
    for first in dice.sample(all_faults("request"), 150):
        once = first.spoilt()
        second = dice.choice(list(faults(once)))
        twice = second.spoilt()
        if MINLOG.accepts(twice):
            assert is_official(twice), f"{first.name}; {second.name}"


@pytest.mark.parametrize(
    "moment",
    [
        "2015-01-01T00:00:00",
        "2015-01-01T00:30:00+01:00",
        "2014-12-31T23:30:00-01:00",
        "2015-02-29T00:00:00Z",
        "2016-02-29T24:00:00Z",
        "2016-02-29T23:59:60Z",
        "12025-06-01T12:00:00Z",
        "-2025-06-01T12:00:00Z",
        "2025-06-01T12:00:00+14:00",
        "2025-06-01T12:00:00+14:01",
    ],
)
def test_no_odd_time_passes_ours_alone(moment: str) -> None:
    """Times about the first one, about the ends of months and days, and far away."""
    root = edited(MESSAGES["request"], ("2025-06-01T12:00:00Z", moment))

    assert not MINLOG.accepts(root) or is_official(root)
    assert MINLOG.accepts(root) == _accepts(XMLSchema10(str(MINLOG.location)), root)


def test_lxml_and_xmlschema_agree() -> None:
    """Of a sample of the faults, both validators accept the same."""
    slow = XMLSchema10(str(MINLOG.location))
    for fault in Random(1).sample(all_faults("request"), AGREED):
        # xmlschema takes a comment within a text for an element.
        if not fault.name.endswith("a comment within"):
            root = fault.spoilt()
            assert MINLOG.accepts(root) == _accepts(slow, root), fault.name


def _accepts(schema: XMLSchema10, root: etree._Element) -> bool:
    try:
        return schema.is_valid(root)
    except XMLSchemaException:
        return False
