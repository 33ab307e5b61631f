"""What breaks a rule is found in unusual dress too: in other elements, by references, elsewhere."""

import pytest

from conformance.pdc.build import build
from conformance.pdc.rules import check
from tests.pdc.broken_cards import edited
from tests.pdc.rules_host import GOOD, protected

PROTECTED = build(protected())
HIDDEN_ITEM = "<item>ADRESSEBESKYTTET</item>"
CELL = "<td><list><item>ADRESSEBESKYTTET ADRESSEBESKYTTET</item>"
STREET_LINE = "<streetAddressLine>ADRESSEBESKYTTET</streetAddressLine>"
ROW = "<td>Borgerens navn og adresse</td>"
STREET = "Morbærvej 200"


def places(rule: str, data: bytes) -> list[str]:
    """Where *rule* is broken, by the last two steps of the path."""
    return ["/".join(f.where.split("/")[-2:]) for f in check(data) if f.rule == rule]


def in_place_of(old: str, new: str) -> bytes:
    """The protected citizen's card with another piece of text in place of one that it has."""
    return edited(old, new, PROTECTED)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (
            in_place_of(HIDDEN_ITEM, f"<item><content>{STREET}</content></item>"),
            "list[1]/item[2]",
        ),
        (
            in_place_of(HIDDEN_ITEM, f"<item>ADRESSEBESKYTTET<br/>{STREET}</item>"),
            "list[1]/item[2]",
        ),
        (
            in_place_of(CELL, CELL.replace("<list>", f"{STREET}<list>")),
            "tr[2]/td[2]",
        ),
        (
            in_place_of(CELL, f"{CELL}{STREET}"),
            "tr[2]/td[2]",
        ),
        (
            edited(
                ROW,
                "<td><content>Borgerens navn og adresse</content></td>",
                in_place_of(HIDDEN_ITEM, f"<item>{STREET}</item>"),
            ),
            "list[1]/item[2]",
        ),
        (in_place_of(STREET_LINE, f"<streetName>{STREET}</streetName>"), "addr[1]/streetName[1]"),
        (in_place_of(STREET_LINE, f"{STREET_LINE}{STREET}"), "patientRole[1]/addr[1]"),
    ],
    ids=[
        "styled item",
        "after a break",
        "before the list",
        "between items",
        "styled caption",
        "street name",
        "text of the address",
    ],
)
def test_a_protected_street_is_found_wherever_it_stands(data: bytes, where: str) -> None:
    """With name and address protection no element hides a street from the rule."""
    assert places("PDC-V26b", data) == [where]


@pytest.mark.parametrize(
    "item",
    [
        "<item><content>ADRESSEBESKYTTET</content></item>",
        "<item>ADRESSEBESKYTTET<br/>ADRESSEBESKYTTET</item>",
        "<caption>Adresse</caption><item>ADRESSEBESKYTTET</item>",
    ],
)
def test_words_of_protection_may_stand_in_other_elements(item: str) -> None:
    """Nothing is told of the citizen, so nothing leaks."""
    assert places("PDC-V26b", in_place_of(HIDDEN_ITEM, item)) == []


def test_the_word_null_is_found_by_references_too() -> None:
    """As a reader sees it, it is null."""
    [finding] = [f for f in check(edited("Lægerne på Torvet", "nul&#108;")) if f.rule == "PDC-W02"]
    assert finding.found == "'null'"


def test_a_blank_is_found_before_what_looks_like_the_end_of_a_declaration() -> None:
    """A document needs no declaration, and an attribute may hold its end."""
    bare = GOOD[GOOD.index(b"<ClinicalDocument") :]
    marked = bare.replace(b"<ClinicalDocument", b'<ClinicalDocument note="x " mark="?>"', 1)
    assert [f.where for f in check(marked) if f.rule == "PDC-W01"] == ["/ClinicalDocument/@note"]


CLINIC = "<representedOrganization><name>Organisation</name>"
CLINIC_BY = "<representedOrganization>{}<name>Organisation</name>"
REGISTER = "<representedOrganization><name>Sygesikringen</name></representedOrganization>"
SOR = '<id root="1.2.208.176.1.1" extension="1126211000016009" assigningAuthorityName="SOR"/>'
CPR = '<id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>'


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("PDC-RIM-020", edited(CLINIC, CLINIC_BY.format(SOR + SOR))),
        ("PDC-RIM-021", edited(CLINIC, CLINIC_BY.format(SOR + '<id nullFlavor="NI"/>'))),
        ("PDC-CDADT-012", edited(CLINIC, CLINIC_BY.format('<id extension="7"/>'))),
        (
            "PDC-CDADT-012",
            edited(REGISTER, REGISTER.replace("<name>Sygesikringen</name>", '<id extension="7"/>')),
        ),
        ("PDC-E12", edited(REGISTER, REGISTER + CPR + REGISTER)),
    ],
    ids=["an id twice", "a null beside an id", "an id without root", "an id alone", "a second id"],
)
def test_an_author_of_an_unusual_make_is_looked_at_whole(rule: str, data: bytes) -> None:
    """What stands beside person and organisation, or in them, keeps every rule too."""
    assert rule in {finding.rule for finding in check(data)}
