"""No document makes a rule raise, whatever was done to its XML."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.findings import Finding
from conformance.pdc.build import build
from conformance.pdc.rules import RULES, Role, check
from conformance.pdc.values import Card
from conformance.safe_xml import parse
from tests.pdc.rules_host import GOOD, protected
from tests.pdc.strategies import DIRTY, cards

Element = etree._Element

PROTECTED = build(protected())
IDS = {rule.id for rule in RULES} | {"PDC-G01", "PDC-H01"}
DIRT = st.sampled_from(
    (
        "",
        " ",
        "null",
        "tel:null",
        "NAV",
        "NI",
        "2026",
        "20261302091850+0100",
        "0410009234",
        "\n",
        "é",
    )
)


def _drop(element: Element, _: str) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(element: Element, _: str) -> None:
    if element.getparent() is not None:
        element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))


def _rename(element: Element, text: str) -> None:
    names = ("{urn:hl7-org:v3}id", "{urn:hl7-org:v3}value", "x", "{urn:hl7-org:sdtc}code")
    element.tag = names[len(text) % 4]


def _empty(element: Element, _: str) -> None:
    element.clear()


def _move(element: Element, _: str) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(0, element)


def _drop_attributes(element: Element, text: str) -> None:
    for name in list(element.attrib)[: 1 + len(text) % 3]:
        del element.attrib[name]


def _write_attributes(element: Element, text: str) -> None:
    for name in [*element.attrib, "nullFlavor"][: 1 + len(text) % 4]:
        element.set(name, text)


def _write_text(element: Element, text: str) -> None:
    element.text = text


def _comment(element: Element, _: str) -> None:
    element.insert(0, etree.Comment("<entry>"))
    element.insert(0, etree.PI("entry", "</entry>"))


EDITS: tuple[Callable[[Element, str], None], ...] = (
    _drop,
    _double,
    _rename,
    _empty,
    _move,
    _drop_attributes,
    _write_attributes,
    _write_text,
    _comment,
)


def told(data: bytes) -> list[Finding]:
    """The findings, each sound in itself."""
    findings = [f for role in Role for f in check(data, role=role, cpr="0410009234")]
    assert all(str(f) and f.rule in IDS and f.where.startswith("/") for f in findings)
    return findings


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.sampled_from((GOOD, PROTECTED)),
    edits=st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 10_000), DIRT), min_size=1, max_size=6
    ),
)
def test_no_edit_of_the_tree_is_too_much(
    data: bytes, edits: list[tuple[Callable[[Element, str], None], int, str]]
) -> None:
    """Elements and attributes dropped, doubled, renamed, moved and filled with dirt."""
    root = parse(data)
    for edit, number, text in edits:
        elements = list(root.iter("*"))
        edit(elements[number % len(elements)], text)
    told(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(card=cards(DIRTY))
def test_no_card_is_too_dirty(card: Card) -> None:
    """Any card that can be built gives findings, never an exception."""
    told(build(card))


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, len(GOOD)), noise=st.binary(max_size=4), rest=st.booleans())
def test_no_damage_is_too_great(cut: int, noise: bytes, *, rest: bool) -> None:
    """A document cut off, or with bytes thrown in, gives findings or none."""
    told(GOOD[:cut] + noise + (GOOD[cut:] if rest else b""))


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    """Bytes that are nothing at all are one finding."""
    assert len(list(check(data))) == 1
