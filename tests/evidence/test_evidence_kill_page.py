"""The page of the kill matrix: a picture to take in at a glance, and a table to look things up."""

from lxml import etree, html

from conformance.catalogue import Side, load_catalogue
from conformance.catalogue.kill_matrix import Kill, KillMatrix
from conformance.evidence.kill_page import render_kill_page
from conformance.evidence.kill_picture import draw

REQUIREMENTS = load_catalogue().requirement[:4]
FIRST, SECOND, THIRD, FOURTH = (requirement.id for requirement in REQUIREMENTS)
KILLS = (
    Kill(
        mutant="says-nothing",
        side=Side.VENDOR,
        wrong="It says <nothing>.",
        breaks=SECOND,
        stated=("1.02",),
        fell={SECOND: ("1.02", "1.03"), FIRST: ("1.01",)},
    ),
    Kill(
        mutant="says-it-twice",
        side=Side.VENDOR,
        wrong="It says it twice.",
        breaks=FIRST,
        stated=("1.01",),
        fell={FIRST: ("1.01",)},
    ),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_a_row_for_each_mutant_and_a_column_for_each_requirement() -> None:
    """In the order of the requirements that they break; dark is the one that must catch it."""
    root = etree.fromstring(draw(KILLS, REQUIREMENTS))
    rows = root.findall(f"{SVG}g")
    told = [row.findtext(f"{SVG}title") or "" for row in rows]
    assert told[0].startswith("says-it-twice: It says it twice.")
    assert told[1].startswith("says-nothing: It says <nothing>.")
    assert told[1].endswith("fell: 1.01, 1.02, 1.03")
    colours = [[cell.get("fill") for cell in row.findall(f"{SVG}rect")[1:]] for row in rows]
    assert colours[0] == ["#0b3c5d"]
    assert sorted(map(str, colours[1])) == ["#0b3c5d", "#8fbbdc"]
    place = {cell.get("fill"): cell.get("x") for cell in rows[1].findall(f"{SVG}rect")[1:]}
    assert place["#8fbbdc"] == rows[0].findall(f"{SVG}rect")[1].get("x")


def test_a_matrix_without_rows_is_drawn_too() -> None:
    """An edition that begins."""
    assert etree.fromstring(draw((), ())).tag == f"{SVG}svg"


def test_the_page_tells_of_each_mutant_under_its_requirement() -> None:
    """With the steps as foretold, those that fell too, and the requirements without a mutant."""
    matrix = KillMatrix(edition="2026-11", kills=KILLS)
    page = html.fromstring(render_kill_page(matrix, REQUIREMENTS, load_catalogue().chapters))
    first, second = (" ".join(row.text_content().split()) for row in page.findall(".//tbody/tr"))
    assert FIRST in first
    assert "It says it twice.says-it-twice" in first
    assert "It says <nothing>.says-nothing" in second
    assert second.endswith(f"1.02 {FIRST} (1.01)")
    without = page.xpath("//section[@aria-labelledby='h-none']")[0].text_content()
    assert THIRD in without
    assert FOURTH in without
    assert FIRST not in without
