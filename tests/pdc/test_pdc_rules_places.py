"""Where the rules look: each place of a card, lost, doubled or altered; where findings point."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from conformance.findings import Finding
from conformance.pdc.build import build
from conformance.pdc.rules import InvalidCard, Role, check, is_valid, validate
from conformance.safe_xml import parse
from tests.pdc.places import ASKED_FOR, PLACES, TOLD, broken_cards, places, told
from tests.pdc.rules_host import GOOD, protected

CARDS = broken_cards()
KEPT_BACK = {"PDC-H12b", "PDC-E12"}
"""A CPR number is not repeated in a finding."""
ABOUT_TWO = {"PDC-X01"}
"""Both wills are meant, and neither alone is wrong."""


@pytest.mark.parametrize(
    ("table", "path"), [(places, PLACES), (told, TOLD)], ids=["places", "words"]
)
def test_the_rules_say_what_the_table_says(table: Callable[[], list[str]], path: Path) -> None:
    """Line by line; `python -m tests.pdc.places` writes the tables after a change on purpose."""
    assert table() == path.read_text(encoding="utf-8").splitlines()


def pointed_at(root: etree._Element, finding: Finding) -> tuple[etree._Element, str]:
    """The element that a finding names, and the name of the attribute, if any."""
    path, _, attribute = finding.where.partition("/@")
    steps = (step.partition("[") for step in path.split("/")[2:])
    names = [f"*[local-name()='{name}'][{number}" for name, _, number in steps]
    [element] = root.xpath("/".join([".", *names]))
    return element, attribute


@pytest.mark.parametrize("name", CARDS)
def test_a_finding_points_at_what_it_tells(name: str) -> None:
    """One element is there, on that line, and its attribute is as told."""
    data = CARDS[name]()
    root = parse(data)
    for finding in check(data, cpr=ASKED_FOR):
        element, attribute = pointed_at(root, finding)
        assert element.sourceline == finding.line
        if attribute and finding.rule not in KEPT_BACK | ABOUT_TWO:
            there = {key.rpartition("}")[2]: value for key, value in element.items()}
            local = attribute.rpartition(":")[2]
            assert (repr(there[local]) if local in there else "none") in finding.found


def test_the_citizen_who_was_asked_for_counts_in_every_way_of_asking() -> None:
    """A card of another citizen is not valid, and the error says why."""
    assert is_valid(GOOD, cpr=ASKED_FOR)
    assert not is_valid(GOOD, cpr="2512489996")
    validate(GOOD, cpr=ASKED_FOR)
    with pytest.raises(InvalidCard, match="PDC-H12b"):
        validate(GOOD, cpr="2512489996")


def test_the_role_counts_in_every_way_of_asking() -> None:
    """What a receiver must survive is valid to a receiver alone."""
    data = CARDS["null flavour NAV"]()
    validate(data, role=Role.MET)
    with pytest.raises(InvalidCard, match="PDC-V31"):
        validate(data, role=Role.SENT)


def test_a_protected_citizen_may_be_named_where_the_entry_names_the_citizen() -> None:
    """Name and country may stand in the narrative as they stand in the entry, and no other text."""
    data = build(protected())
    word = b"ADRESSEBESKYTTET"
    parts = b"<given>%s</given><family>%s</family>"
    named = data.replace(parts % (word, word), parts % (b"Sofie", b"Bach"))
    named = named.replace(b"<item>%s %s</item>" % (word, word), b"<item>Sofie Bach</item>")
    assert named.count(b"Sofie Bach</item>") == 1
    assert {finding.rule for finding in check(named)} == set()

    country = named.replace(b"</streetAddressLine>", b"</streetAddressLine><country>DK</country>")
    told = country.replace(b"<item>Sofie Bach</item>", b"<item>Sofie Bach</item><item>DK</item>")
    assert {finding.rule for finding in check(told)} == set()
    other = told.replace(b"<item>Sofie Bach</item>", b"<item>Sofia Bach</item>")
    assert "PDC-V26b" in {finding.rule for finding in check(other)}
    abroad = told.replace(b"<item>DK</item>", b"<item>SE</item>")
    assert "PDC-V26b" in {finding.rule for finding in check(abroad)}


@pytest.mark.parametrize(
    ("data", "expected", "found"),
    [
        (b"<a>", "well-formed XML without DTD", "not well-formed"),
        (b"<ClinicalDocument/>", "ClinicalDocument", "ClinicalDocument in no namespace"),
    ],
)
def test_what_is_no_document_is_told_in_words(data: bytes, expected: str, found: str) -> None:
    """What it should have been, and what it is."""
    [finding] = check(data)
    assert expected in finding.expected
    assert found in finding.found
