"""Judges the documents that the service served as wholes: by the rules of PDC-DK, by their ids."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity, Shortfall
from conformance.judgement.cards import only_document
from conformance.pdc.rules import check, explanations
from conformance.pdc.values import Card, Entry
from conformance.safe_xml import parse
from conformance.simulator.state.registers import Citizen
from conformance.xds.retrieve import RetrieveResponse

_CARD: Final = "the card that was served"

# A null in the no-resuscitation entry breaks rule PDC-V31 as DOC-16, its other breaches as DOC-15.
_JUDGED: Final = frozenset({"DOC-16", *(told.requirement for told in explanations())})


def require_rules(answer: RetrieveResponse, requirement: str) -> None:
    """The document breaks no rule that belongs to *requirement*; a doubt is no breach."""
    broken = [f for f in _findings(answer, requirement) if f.severity is Severity.FAIL]
    _require_none(broken, requirement)


def require_no_doubt(answer: RetrieveResponse, requirement: str) -> None:
    """The document gives no finding under *requirement*, not even a notice."""
    _require_none(list(_findings(answer, requirement)), requirement)


def require_nowhere(answer: RetrieveResponse, citizen: Citizen) -> None:
    """Neither the first name nor a street line of *citizen* stands anywhere in the document.

    The family name and the town may be somebody else's too.
    """
    texts = tuple(_texts(parse(only_document(answer), source="card")))
    found = [secret for secret in _secrets(citizen) if any(secret in text for text in texts)]
    if found:
        where = "text or an attribute of the document"
        _fall_short(f"nothing of {citizen.cpr}'s name and address", ", ".join(found), where)


def require_ids_kept(before: Card, after: Card) -> None:
    """Every entry of *before* stands in *after* under the id that it had."""
    lost = sorted(_ids(before) - _ids(after))
    if lost:
        kinds = ", ".join(kind for kind, _, _ in lost[:3])
        _fall_short(
            "the ids of the card before", f"{len(lost)} gone, the first of {kinds}", "entry ids"
        )


def require_one_more(before: Card, after: Card) -> None:
    """*after* holds one entry more than *before*, under an id of its own."""
    added = len(_ids(after)) - len(_ids(before))
    if added != 1:
        _fall_short("one entry more, with an id of its own", f"{added} more", "entry ids")


def _findings(answer: RetrieveResponse, requirement: str) -> Iterator[Finding]:
    if requirement not in _JUDGED:
        raise ValueError(f"expected a requirement that rules belong to, found {requirement}")
    found = check(only_document(answer))
    return (finding for finding in found if finding.requirement == requirement)


def _require_none(findings: list[Finding], requirement: str) -> None:
    if not findings:
        return
    first = findings[0]
    more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
    line = f", line {first.line}" if first.line else ""
    raise Shortfall(
        expected=first.expected,
        found=first.found,
        where=f"{_CARD}, {first.where}{line} ({first.rule} under {requirement}{more})",
        fix=first.fix,
    )


def _secrets(citizen: Citizen) -> Iterator[str]:
    yield from citizen.name.given[:1]
    yield from (line for line in citizen.address.lines if isinstance(line, str))


def _texts(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        yield from (text for text in (element.text, element.tail) if text)
        yield from (str(value) for value in element.attrib.values())


def _ids(card: Card) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (type(entry).__name__, entry.id.root or "", entry.id.extension or "")
        for entry in card.of(Entry)
    )


def _fall_short(expected: str, found: str, place: str) -> None:
    raise Shortfall(expected=expected, found=found, where=f"{_CARD}, {place}")
