"""What each place of a good card is worth to the rules, and what they say: two tables.

In `places.txt` a rule that only warns has a question mark, and one that only notes has a tilde.
`told.txt` has every finding that the examples and those changes give, in words.
`python -m tests.pdc.places` writes both anew. A changed line is a changed verdict, or a changed
word that a vendor reads, and is looked at.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.pdc.rules import check, explanations
from conformance.safe_xml import parse
from conformance.xml_path import path_of
from tests.pdc.broken_cards import BROKEN
from tests.pdc.rules_host import GOOD, host, put

Element = etree._Element

PLACES: Final = Path(__file__).with_name("places.txt")
TOLD: Final = Path(__file__).with_name("told.txt")
ASKED_FOR: Final = "0410009234"
_HEAD: Final = "place | rules when it is gone | rules when it stands twice, or says x"
_WEIGHT: Final = {Severity.FAIL: "", Severity.WARNING: "?", Severity.NOTICE: "~"}
_LEFT_OUT: Final = re.compile(
    r"/text\[1]|/entry\[(?![17]])\d+](?!/observation\[1]/(?:value|effectiveTime|templateId))"
)
_NOTHING: Final = b'176.1.11" extension="false" assigningAuthorityName="Sundhedsdatastyrelsen"'
_ANONYM: Final = b'<id root="1.2.208.176.1.2" extension="ANONYM" assigningAuthorityName="CPR"/>'
_ODD: Final[dict[str, Callable[[], bytes]]] = {
    "text in a registration": lambda: _edited(_NOTHING + b"/>", _NOTHING + b">ja</value>"),
    "the placeholder of the examples": lambda: _edited(b"176.2.7", b"176.1.99.99.99"),
    "a group that is none": lambda: _edited(b'2.7" extension="1"', b'2.7" extension="7"'),
    "an author without an id": lambda: _edited(_ANONYM, b""),
}
_LONG: Final = (
    "/ClinicalDocument/component[1]/structuredBody[1]/component[1]/section[1]/",
    "/ClinicalDocument/",
)


def places() -> list[str]:
    """A row for each element of the good card, and for its attributes.

    Left out are the narrative, and in most entries what every entry has in the same form.
    """
    return [_HEAD, *(" | ".join([row[0], *map(_named, row[1:])]) for row in _rows())]


def told() -> list[str]:
    """Each finding once: rule, where, what was expected and found, and how to mend it."""
    cards = (check(make(), cpr=ASKED_FOR) for make in broken_cards().values())
    changes = (findings for _, *row in _rows() for findings in row)
    return sorted({_words(finding) for found in (*cards, *changes) for finding in found})


def broken_cards() -> dict[str, Callable[[], bytes]]:
    """The bad example of every rule, and every card that is broken on purpose."""
    examples = {
        rule.id: lambda rule=rule: put(host(rule.id), rule.place, rule.bad)
        for rule in explanations()
        if rule.place
    }
    return examples | {name: make for name, (_, make) in BROKEN.items()} | _ODD


def _rows() -> Iterator[tuple[str, list[Finding], list[Finding]]]:
    for number, element in enumerate(parse(GOOD).iter()):
        place = path_of(element)
        if element.getparent() is None or _LEFT_OUT.search(place):
            continue
        yield _short(place), _found(number, _remove), _found(number, _repeat)
        for name in map(str, element.keys()):
            gone = _found(number, lambda at, name=name: at.attrib.pop(name))
            other = _found(number, lambda at, name=name: at.set(name, "x"))
            yield f"{_short(place)}/@{name.rpartition('}')[2]}", gone, other


def _found(number: int, change: Callable[[Element], object]) -> list[Finding]:
    """The findings in the good card after a change of its element of this number."""
    root = parse(GOOD)
    change(list(root.iter())[number])
    return list(check(etree.tostring(root, encoding="UTF-8", xml_declaration=True)))


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _repeat(element: Element) -> None:
    element.addnext(deepcopy(element))


def _named(findings: list[Finding]) -> str:
    names = {each.rule.removeprefix("PDC-") + _WEIGHT[each.severity] for each in findings}
    return " ".join(sorted(names)) or "-"


def _words(finding: Finding) -> str:
    where = re.sub(r"\[\d+]", "", finding.where)
    step = "/".join(where.split("/")[-2:])
    said = (finding.rule, step, finding.expected, finding.found, finding.fix, finding.requirement)
    return " | ".join(part or "-" for part in said)


def _edited(old: bytes, new: bytes) -> bytes:
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


def _short(place: str) -> str:
    for long in _LONG:
        place = place.removeprefix(long)
    return place


if __name__ == "__main__":
    for path, lines in ((PLACES, places()), (TOLD, told())):
        path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
