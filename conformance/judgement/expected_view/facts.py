"""Compares the parts of a card that are one fact each: names, addresses, registrations, codes."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from conformance.judgement.expected_view import likeness
from conformance.judgement.expected_view.comparison import NOTHING, Line, Mark
from conformance.judgement.expected_view.wording import content_of
from conformance.vendor.protocol import ShownStatus, Status, TemporaryAddress

DANISH: Final = "da"
"""ISO 639-1 code that may be shown when the card tells no language. Source: guide 2025-06-26."""

_NUMBERS: Final = re.compile(r"\d+")
_SHOWN_ANYWAY: Final = "the card does not say it"


def absent_or(
    field: str, expected: str | None, found: str | None, *, same: bool, fix: str = ""
) -> Line:
    """One text on both sides; *same* tells whether they say the same when both are there."""
    if not expected and not found:
        return Line(field=field, expected=NOTHING, found=NOTHING, mark=Mark.AGREES)
    if not found:
        why = "the card says it and the user does not see it"
        return Line(
            field=field, expected=expected or "", found=NOTHING, mark=Mark.MISSING, why=why, fix=fix
        )
    if not expected:
        return Line(
            field=field, expected=NOTHING, found=found, mark=Mark.EXTRA, why=_SHOWN_ANYWAY, fix=fix
        )
    if same:
        return Line(field=field, expected=expected, found=found, mark=Mark.AGREES)
    why = "the screen says something else than the card"
    return Line(field=field, expected=expected, found=found, mark=Mark.WRONG, why=why, fix=fix)


def cpr_line(expected: str | None, found: str | None) -> Line:
    """The citizen's number, with or without a hyphen."""
    same = likeness.same_digits(expected or "", found or "")
    fix = "show the id of recordTarget/patientRole with the CPR root"
    return absent_or("cpr", expected, found, same=same, fix=fix)


def name_line(expected: str | None, found: str | None, *, protected: bool) -> Line:
    """The citizen's name, its parts in any order."""
    if protected:
        return _hidden_line("name", found or "")
    same = likeness.same_name(expected or "", found or "")
    fix = "show the PN of CitizenNameAddr, else the name in the header"
    return absent_or("name", expected, found, same=same, fix=fix)


def address_line(
    expected: tuple[str, ...], found: tuple[str, ...] | None, *, protected: bool
) -> Line:
    """The citizen's address, in any number of lines."""
    if protected:
        return _hidden_line("address", ", ".join(found or ()))
    return _address("address", expected, found)


def protection_line(found: tuple[str, ...], *, protected: bool) -> Line:
    """Whether the screen tells that name and address are protected, in any of its words."""
    told = [text for text in found if text]
    said = any(map(likeness.tells_protection, told))
    expected = "words that name and address are protected" if protected else NOTHING
    shown = ", ".join(told) or NOTHING
    if said == protected:
        return Line(field="protection", expected=expected, found=shown, mark=Mark.AGREES)
    mark = Mark.MISSING if protected else Mark.EXTRA
    why = "a user who does not know of the protection may give the name away"
    fix = "look for the II with extension ConfAddr in CitizenNameAddr"
    return Line(field="protection", expected=expected, found=shown, mark=mark, why=why, fix=fix)


def registration_line(field: str, expected: Status | None, found: Status | None) -> Line:
    """Whether something is registered. A register that gave no entry may be told as not known."""
    told = _words(expected)
    if expected is None and found is not None and found.status is ShownStatus.UNAVAILABLE:
        return Line(field=field, expected=told, found=_words(found), mark=Mark.AGREES)
    if expected is None or found is None:
        wanted = None if expected is None else told
        return absent_or(field, wanted, None if found is None else _words(found), same=False)
    if found.status is not expected.status:
        why = "only true is yes, only false is no, and everything else is not known"
        fix = f"take the value from the entry of {field.replace('_', ' ')}"
        return Line(
            field=field, expected=told, found=_words(found), mark=Mark.WRONG, why=why, fix=fix
        )
    return Line(field=field, expected=told, found=_words(found), mark=Mark.AGREES)


def content_lines(field: str, found: Status | None) -> Iterator[Line]:
    """What the words tell beyond yes and no, which they may not."""
    content = None if found is None else content_of(found.text)
    if found is not None and content is not None:
        why = f"'{content}' tells what was registered, and only whether may be told"
        fix = "say only whether there is a registration"
        expected = "words that tell only whether"
        place = f"{field}, words"
        yield Line(
            field=place,
            expected=expected,
            found=repr(found.text),
            mark=Mark.FORBIDDEN,
            why=why,
            fix=fix,
        )


def group_line(expected: str | None, found: str | None) -> Line:
    """The coverage group, with or without a word before it."""
    same = bool(expected) and _NUMBERS.findall(found or "") == [expected]
    fix = "show the extension of the entry CoverageGroup"
    return absent_or("coverage_group", expected, found, same=same, fix=fix)


def language_line(expected: str | None, found: str | None) -> Line:
    """The language's code. A card without one may be read as Danish."""
    code = (found or "").strip().casefold()
    if not expected and code == DANISH:
        may = "nothing, or Danish"
        return Line(field="language", expected=may, found=code, mark=Mark.AGREES)
    same = code == (expected or "").strip().casefold()
    fix = "show the code of LanguageTypedIn; without that entry show none, or Danish"
    return absent_or("language", expected, found, same=same, fix=fix)


def organisation_line(field: str, expected: str | None, found: str | None) -> Line:
    """A practice or clinic by its name; telephone and address may stand beside it."""
    same = set(likeness.words(expected or "")) <= set(likeness.words(found or ""))
    return absent_or(field, expected, found, same=same)


def temporary_address_lines(
    expected: TemporaryAddress | None, found: TemporaryAddress | None
) -> Iterator[Line]:
    """Where the citizen stays, and from when to when, by day."""
    field = "temporary_address"
    yield _address(
        field, () if expected is None else expected.lines, None if found is None else found.lines
    )
    if expected is not None and found is not None:
        yield _day(f"{field}, from", expected.valid_from, found.valid_from)
        yield _day(f"{field}, to", expected.valid_to, found.valid_to)


def _address(field: str, expected: tuple[str, ...], found: tuple[str, ...] | None) -> Line:
    shown, wanted = ", ".join(found or ()), ", ".join(expected)
    same = likeness.address_words(shown) == likeness.address_words(wanted)
    return absent_or(field, wanted, shown, same=same, fix="show every line of the entry's AD")


def _hidden_line(field: str, found: str) -> Line:
    """A protected name or address: nothing, or words of protection and no other."""
    expected = "nothing, or words of protection"
    if not likeness.beside_protection(found):
        return Line(field=field, expected=expected, found=found or NOTHING, mark=Mark.AGREES)
    why = "the citizen has name and address protection"
    fix = "show words of protection, also where an earlier card or another source knows more"
    return Line(field=field, expected=expected, found=found, mark=Mark.FORBIDDEN, why=why, fix=fix)


def _day(field: str, expected: datetime | None, found: datetime | None) -> Line:
    same = expected is not None and found is not None and likeness.same_day(expected, found)
    told, shown = (at.isoformat(timespec="minutes") if at else None for at in (expected, found))
    return absent_or(field, told, shown, same=same, fix="show the bounds of effectiveTime")


def _words(status: Status | None) -> str:
    if status is None:
        return NOTHING
    return f"{status.status}, in the words {status.text!r}" if status.text else status.status
