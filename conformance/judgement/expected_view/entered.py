"""Who entered something, and when: read from an entry's author, and compared with what is shown."""

from collections.abc import Iterator
from typing import Final

from conformance.judgement.expected_view.comparison import NOTHING, Line, Mark
from conformance.judgement.expected_view.likeness import same_day, tells_protection, words
from conformance.pdc import codes
from conformance.pdc.datatypes import NotATime, TimeStamp
from conformance.pdc.entries import Entry
from conformance.vendor.protocol import EnteredBy, Provenance

_ENTERED_BY: Final[dict[str | None, EnteredBy]] = {
    codes.EnteredBy.CITIZEN: EnteredBy.CITIZEN,
    codes.EnteredBy.RELATIVE: EnteredBy.RELATIVE,
    codes.EnteredBy.PROFESSIONAL: EnteredBy.HEALTH_PROFESSIONAL,
}
_WHY: Final = "a user must be able to see who entered it, and how old it is"
_FIX: Final = "take it from the author of the entry: code, person or organisation, and time"


def provenance_of(entry: Entry | None) -> Provenance | None:
    """Who typed *entry* in, and when; None when it was not typed in. Who is unsure is left out."""
    if entry is None or not entry.author.typed_in:
        return None
    author = entry.author
    code = None if author.code is None else author.code.code
    person = None if author.person is None else author.person.full
    names = ", ".join(name for name in (person, author.organization) if name)
    try:
        at = author.time.instant if isinstance(author.time, TimeStamp) else None
    except NotATime:
        at = None
    return Provenance(entered_by=_ENTERED_BY.get(code), name=names or None, at=at)


def compare_provenance(
    field: str, expected: Provenance | None, found: Provenance | None
) -> Iterator[Line]:
    """Who and when. A name beside it may be left out; one that is another's may not stand there."""
    if expected is None:
        if found is not None:
            yield _line(field, NOTHING, described(found), Mark.EXTRA)
        return
    yield _line(field, described(expected), described(found), _mark(expected, found))


def described(provenance: Provenance | None) -> str:
    """In words."""
    if provenance is None:
        return NOTHING
    parts = (
        provenance.entered_by and f"entered by {provenance.entered_by}",
        provenance.name,
        provenance.at and provenance.at.isoformat(timespec="minutes"),
    )
    return ", ".join(part for part in parts if part) or NOTHING


def _mark(expected: Provenance, found: Provenance | None) -> Mark:
    if found is None:
        return Mark.MISSING
    pairs = ((expected.entered_by, found.entered_by), (expected.at, found.at))
    if any(wanted is not None and shown is None for wanted, shown in pairs):
        return Mark.MISSING
    return Mark.AGREES if _same(expected, found) else Mark.WRONG


def _same(expected: Provenance, found: Provenance) -> bool:
    if expected.entered_by is not None and found.entered_by is not expected.entered_by:
        return False
    if expected.at and found.at and not same_day(expected.at, found.at):
        return False
    return not (expected.name and found.name) or _same_party(expected.name, found.name)


def _same_party(expected: str, found: str) -> bool:
    """Person or organisation, or that the name is protected."""
    if tells_protection(expected) and tells_protection(found):
        return True
    return not set(words(expected)).isdisjoint(words(found))


def _line(field: str, expected: str, found: str, mark: Mark) -> Line:
    told = {} if mark is Mark.AGREES else {"why": _WHY, "fix": _FIX}
    return Line(field=field, expected=expected, found=found, mark=mark, **told)
