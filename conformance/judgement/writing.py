"""Judges whether a card holds what was entered in the Stamkortregister, and nothing else of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from conformance.findings import Shortfall
from conformance.pdc import values as pdc
from conformance.pdc.codes import EnteredBy
from conformance.pdc.datatypes import Address, Period, Telecom, TimeStamp
from conformance.pdc.values import Card, EntryAuthor
from conformance.security.dgws import ReceivedFault
from conformance.skr import values as skr

_CARD: Final = "the card that was fetched after it"
_JUST_NOW: Final = timedelta(minutes=5)
"""Two clocks need not agree, and a service takes its time."""

_TYPED_IN: Final = (
    pdc.Relative,
    pdc.ContactNumbers,
    pdc.TemporaryAddress,
    pdc.Language,
    pdc.Dentist,
)


def require_accepted(refusals: list[ReceivedFault]) -> None:
    """No write was refused."""
    if refusals:
        raise Shortfall(
            expected="that the entry is taken",
            found=f"{refusals[-1].code}: {refusals[-1].text}",
            where="the answer of SKR",
        )


def require_held(card: Card, *entries: skr.Entry) -> None:
    """The card holds each of these once, as it was entered."""
    for entry in entries:
        found = sorted(_told(each) for _, each in _of_kind(card, entry))
        if found.count(_told_entry(entry)) != 1:
            raise Shortfall(
                expected=f"once: {_told_entry(entry)}",
                found=" and ".join(found) or "none",
                where=f"{_CARD}, {type(entry).__name__}",
            )


def require_not_held(card: Card, entry: skr.Entry) -> None:
    """The card holds the entry neither by its id nor by what it says."""
    for uuid, each in _of_kind(card, entry):
        if uuid == entry.id or _told(each) == _told_entry(entry):
            raise Shortfall(
                expected=f"not in the card: {_told_entry(entry)}",
                found=_told(each),
                where=f"{_CARD}, {type(entry).__name__}",
            )


def require_replaced(card: Card, before: skr.Entry) -> None:
    """The card holds nothing any more of what the entry said before."""
    if any(_told(each) == _told_entry(before) for _, each in _of_kind(card, before)):
        raise Shortfall(
            expected=f"not in the card any more: {_told_entry(before)}",
            found="it",
            where=f"{_CARD}, {type(before).__name__}",
        )


def require_one_of_two(card: Card, first: skr.Entry, second: skr.Entry, *, taken: bool) -> None:
    """There is one entry of the kind: the second where it was taken, else the first."""
    wanted = _told_entry(second if taken else first)
    found = [_told(each) for _, each in _of_kind(card, first)]
    if found != [wanted]:
        raise Shortfall(
            expected=f"one, since the second was {'taken' if taken else 'refused'}: {wanted}",
            found=" and ".join(found) or "none",
            where=f"{_CARD}, {type(first).__name__}",
        )


def require_id(card: Card, entry: skr.Entry) -> None:
    """The entry that says this stands under the UUID that the client gave it."""
    found = [uuid for uuid, each in _of_kind(card, entry) if _told(each) == _told_entry(entry)]
    if found != [entry.id]:
        raise Shortfall(
            expected=f"the UUID {entry.id}",
            found=" and ".join(found) or "no such entry",
            where=f"{_CARD}, id of {type(entry).__name__}",
        )


def require_unnamed(card: Card, name: str) -> None:
    """No relative has this name."""
    if any(each.name.full == name for each in card.of(pdc.Relative)):
        raise Shortfall(expected=f"no relative {name}", found="one", where=f"{_CARD}, Relative")


def require_entered(
    card: Card, entry: skr.Entry, *, role: EnteredBy, name: str | None, now: datetime
) -> None:
    """The entry tells that it was typed in just now, in this role and by this name, if any."""
    authors = [a.author for _, a in _of_kind(card, entry) if _told(a) == _told_entry(entry)]
    if len(authors) != 1:
        raise Shortfall(expected="one such entry", found=f"{len(authors)}", where=_CARD)
    (author,) = authors
    found = (author.code.code if author.code else None, author.person and author.person.full)
    if found[0] != role or name not in (None, found[1]):
        raise Shortfall(
            expected=f"the author {role} {name or ''}".rstrip(),
            found=" ".join(map(str, found)),
            where=f"{_CARD}, author of {type(entry).__name__}",
        )
    if abs(_time_of(author) - now) > _JUST_NOW:
        raise Shortfall(
            expected=f"the time of the entry, {now.isoformat()}",
            found=_time_of(author).isoformat(),
            where=f"{_CARD}, time of the author of {type(entry).__name__}",
        )


def has_typed_in(card: Card) -> bool:
    """Whether the card holds anything that was typed in."""
    return any(isinstance(entry, _TYPED_IN) for entry in card.entries)


def _of_kind(card: Card, entry: skr.Entry) -> Iterator[tuple[str, pdc.Entry]]:
    """The card's entries of the kind of *entry*, with their ids."""
    kind = _KINDS[type(entry)]
    for found in card.of(kind):
        yield found.id.extension or "", found


_KINDS: Final[dict[type[skr.Entry], type[pdc.Entry]]] = {
    skr.Relative: pdc.Relative,
    skr.ContactInformation: pdc.ContactNumbers,
    skr.TemporaryAddress: pdc.TemporaryAddress,
    skr.Language: pdc.Language,
    skr.Dentist: pdc.Dentist,
}


def _told(entry: pdc.Entry) -> str:
    """What an entry of a card says, in words that can be compared."""
    match entry:
        case pdc.Relative():
            code = entry.relation.code if entry.relation else None
            return _relative(entry.name.full, code, entry.telecoms, entry.note)
        case pdc.ContactNumbers():
            return _numbers(entry.telecoms)
        case pdc.TemporaryAddress():
            return _stay(entry.address, entry.period)
        case pdc.Language():
            return str(entry.language.code)
        case pdc.Dentist():
            return str(entry.provider.extension if entry.provider else None)
        case _:
            raise TypeError(f"expected an entry that is typed in, found {type(entry).__name__}")


def _told_entry(entry: skr.Entry) -> str:
    """What was entered, in the same words."""
    match entry:
        case skr.Relative():
            code = entry.relation.code if entry.relation else None
            return _relative(entry.name.full, code, entry.telecoms, entry.note)
        case skr.ContactInformation():
            return _numbers(entry.telecoms)
        case skr.TemporaryAddress():
            return _stay(entry.address, entry.period)
        case skr.Language():
            return str(entry.language.code)
        case skr.Dentist():
            return str(entry.provider.extension)


def _relative(
    name: str, relation: str | None, telecoms: tuple[Telecom, ...], note: str | None
) -> str:
    return f"{name}, {relation or 'no relation'}, {_numbers(telecoms)}, {note or 'no note'}"


def _numbers(telecoms: tuple[Telecom, ...]) -> str:
    return " ".join(sorted(f"{t.value} ({t.use})" for t in telecoms)) or "no number"


def _stay(address: Address, period: Period) -> str:
    return f"{', '.join(address.shown)}, from {_point(period.low)} to {_point(period.high)}"


def _point(time: object) -> str:
    """The instant by one clock; the card may tell it by another than the entry."""
    return f"{time.instant.timestamp():.0f}" if isinstance(time, TimeStamp) else "no end"


def _time_of(author: EntryAuthor) -> datetime:
    if not isinstance(author.time, TimeStamp):
        raise Shortfall(expected="the time of the entry", found="none", where=f"{_CARD}, author")
    return author.time.instant
