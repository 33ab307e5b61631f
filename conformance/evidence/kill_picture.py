"""Draws the kill matrix: a row for each mutant, a column for each requirement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree

from conformance.catalogue.kill_matrix import Kill
from conformance.catalogue.requirement import Requirement

_SVG: Final = "http://www.w3.org/2000/svg"
_NSMAP: Final = {None: _SVG}
_CELL: Final = 5
_GAP: Final = 7
_HEAD: Final = 26
_SIDE: Final = 26

_GROUND: Final = "#eef2f6"
_FELL: Final = "#8fbbdc"
_STATED: Final = "#0b3c5d"


def draw(kills: Iterable[Kill], requirements: Sequence[Requirement]) -> str:
    """An SVG picture. Dark: the requirement that must catch the mutant did, as stated.

    Pale: a step of this requirement fell too. Chapters stand apart; hovering over a row tells what
    was wrong and which steps fell.
    """
    columns = _places([requirement.chapter for requirement in requirements], _SIDE)
    at = {each.id: column for each, column in zip(requirements, columns, strict=True)}
    chapter = {each.id: each.chapter for each in requirements}
    ordered = sorted(kills, key=lambda kill: (at.get(kill.breaks, 0), kill.mutant))
    rows = _places([chapter.get(kill.breaks, "") for kill in ordered], _HEAD)
    width, height = max(columns, default=0) + _CELL + 1, max(rows, default=0) + _CELL + 1
    root = etree.Element(
        f"{{{_SVG}}}svg",
        {"viewBox": f"0 0 {width} {height}", "role": "img", "class": "kill-matrix"},
        nsmap=_NSMAP,  # type: ignore[arg-type]  # the stubs know no default namespace
    )
    etree.SubElement(
        root, f"{{{_SVG}}}title"
    ).text = f"{len(ordered)} deviations in rows, {len(requirements)} requirements in columns"
    _write_chapters(root, [r.chapter for r in requirements], columns, y=_HEAD - 8, x=None)
    _write_chapters(root, [chapter.get(k.breaks, "") for k in ordered], rows, x=2, y=None)
    for kill, row in zip(ordered, rows, strict=True):
        _draw_row(root, kill, row, at, right=width)
    return etree.tostring(root, encoding="unicode")


def _places(chapters: Sequence[str], start: int) -> list[int]:
    """Where each stands, with a gap where a chapter ends."""
    places, place, before = [], start, chapters[0] if chapters else ""
    for chapter in chapters:
        place += _GAP if chapter != before else 0
        places.append(place)
        place, before = place + _CELL, chapter
    return places


def _write_chapters(
    root: etree._Element,
    chapters: Sequence[str],
    places: Sequence[int],
    *,
    x: int | None,
    y: int | None,
) -> None:
    first = dict(reversed([*zip(chapters, places, strict=True)]))
    for chapter, place in first.items():
        spot = {
            "x": str(place if x is None else x),
            "y": str(place + _CELL + 5 if y is None else y),
        }
        style = {"font-size": "11", "font-family": "sans-serif", "fill": "#4d5b6a"}
        etree.SubElement(root, f"{{{_SVG}}}text", {**spot, **style}).text = chapter


def _draw_row(
    root: etree._Element, kill: Kill, row: int, at: Mapping[str, int], *, right: int
) -> None:
    group = etree.SubElement(root, f"{{{_SVG}}}g")
    steps = sorted({step for each in kill.fell.values() for step in each})
    told = f"{kill.mutant}: {kill.wrong} Breaks {kill.breaks}; fell: {', '.join(steps)}"
    etree.SubElement(group, f"{{{_SVG}}}title").text = told
    _draw_cell(group, _SIDE, row, _GROUND, width=right - _SIDE - 1)
    for requirement in kill.fell:
        if requirement in at:
            is_stated = requirement == kill.breaks and bool(kill.stated)
            _draw_cell(group, at[requirement], row, _STATED if is_stated else _FELL)


def _draw_cell(group: etree._Element, x: int, y: int, fill: str, *, width: int = _CELL - 1) -> None:
    spot = {"x": x, "y": y, "width": width, "height": _CELL - 1}
    facts = {name: str(value) for name, value in spot.items()}
    etree.SubElement(group, f"{{{_SVG}}}rect", {**facts, "fill": fill})
