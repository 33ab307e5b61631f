"""Judges what a user of the system under test is shown."""

from collections.abc import Iterable
from typing import Final

from conformance.findings import Shortfall
from conformance.vendor.protocol import (
    CardPart,
    CustodyRelation,
    RoleOf,
    ShownCard,
    ShownStatus,
    Status,
    TemporaryAddress,
    View,
    ViewOutcome,
)

_SCREEN: Final = "the screen after opening the card"
_STATUS_WORDS: Final = {
    ShownStatus.YES: "an active opt-out of resuscitation",
    ShownStatus.NO: "no active opt-out of resuscitation",
    ShownStatus.UNAVAILABLE: "that it is not known whether there is an opt-out",
}


def require_shown(view: View) -> ShownCard:
    """The card must be on the screen; returns it."""
    if view.outcome is not ViewOutcome.SHOWN or view.card is None:
        raise Shortfall(
            expected="the card on the screen",
            found=_described(view),
            where=_SCREEN,
            fix="find in the exchanges of this scenario which call failed, and why",
        )
    return view.card


def require_not_shown(view: View) -> None:
    """No card may be on the screen; the no-resuscitation status may say that it is not known."""
    shown = () if view.card is None else view.card.shown_fields()
    beyond = [name for name in shown if name != "no_resuscitation"]
    if view.outcome is ViewOutcome.SHOWN or beyond:
        raise Shortfall(
            expected="no card, and a message that it could not be fetched",
            found=_described(view),
            where=_SCREEN,
            fix="show a card only when a PDC-DK 3.0 document of that citizen was fetched",
        )


def require_told_of_outage(view: View) -> None:
    """No card may be on the screen, and a message must say that it could not be fetched."""
    require_not_shown(view)
    if view.outcome is not ViewOutcome.UNAVAILABLE or not view.message:
        raise Shortfall(
            expected="a message that the card could not be fetched",
            found=_described(view),
            where=_SCREEN,
            fix="tell the user that the service gave no card; that is neither a refusal nor a "
            "citizen without a card",
        )


def require_message(view: View) -> None:
    """A message must stand on the screen, beside the card or instead of it."""
    if not view.message:
        raise Shortfall(
            expected="a word to the user that the card was not fetched now",
            found=_described(view),
            where=_SCREEN,
            fix="say beside a card from the local copy that it is one, and how old",
        )


def require_refused(view: View) -> None:
    """The user must be turned away."""
    if view.outcome is not ViewOutcome.REFUSED:
        raise Shortfall(
            expected="that the user is refused",
            found=_described(view),
            where=_SCREEN,
            fix="let only users with an authorisation or one national role look up as themselves",
        )


def require_nothing_of_card(view: View) -> None:
    """Nothing of the card may be on the screen, the no-resuscitation information included."""
    shown = () if view.card is None else view.card.shown_fields()
    if shown:
        raise Shortfall(
            expected="nothing of the card", found=f"the fields {_listed(shown)}", where=_SCREEN
        )


def require_status(view: View, expected: ShownStatus) -> Status:
    """The no-resuscitation information must be shown as *expected*; returns it."""
    found = None if view.card is None else view.card.no_resuscitation
    if found is None or found.status is not expected:
        raise Shortfall(
            expected=f"the no-resuscitation information to say {_STATUS_WORDS[expected]}",
            found="no no-resuscitation information" if found is None else _quoted(found),
            where=f"{_SCREEN}, field no_resuscitation",
            fix="take the value from the entry NoResuscitationRegistration: true is yes, false is "
            "no, and everything else, a missing entry and a failed call included, is not known",
        )
    return found


def require_status_other_than(view: View, forbidden: ShownStatus) -> None:
    """Whatever the no-resuscitation information says, it may not say *forbidden*."""
    found = None if view.card is None else view.card.no_resuscitation
    if found is not None and found.status is forbidden:
        raise Shortfall(
            expected=f"anything but {_STATUS_WORDS[forbidden]}",
            found=_quoted(found),
            where=f"{_SCREEN}, field no_resuscitation",
        )
    if view.outcome is not ViewOutcome.SHOWN and not view.message:
        raise Shortfall(
            expected="a message that the card could not be fetched",
            found=_described(view),
            where=_SCREEN,
        )


def require_registration(view: View, part: CardPart, expected: ShownStatus) -> None:
    """A will, or a registration of an organ donor, must be shown as *expected*."""
    found = getattr(require_shown(view), part.value)
    if found is None or found.status is not expected:
        raise Shortfall(
            expected=f"{expected.value} for {part.value.replace('_', ' ')}",
            found="nothing of it" if found is None else _quoted(found),
            where=f"{_SCREEN}, field {part.value}",
            fix="fetch the card when it is opened: only SKR's own changes are notified of here",
        )


def require_other_words(unknown: View, negative: View) -> None:
    """Not known must read differently from no."""
    unknown_text = require_status(unknown, ShownStatus.UNAVAILABLE).text.strip()
    negative_text = require_status(negative, ShownStatus.NO).text.strip()
    if not unknown_text or unknown_text.casefold() == negative_text.casefold():
        raise Shortfall(
            expected=f"other words than {negative_text!r}, which are those for no opt-out",
            found=repr(unknown_text),
            where=f"{_SCREEN}, text of no_resuscitation",
            fix="write in words that the status could not be fetched",
        )


def require_only_no_resuscitation(view: View) -> None:
    """Restricted display: no other field of the card may be shown."""
    shown = () if view.card is None else view.card.shown_fields()
    beyond = [name for name in shown if name != "no_resuscitation"]
    if beyond:
        raise Shortfall(
            expected="the no-resuscitation information and nothing else of the card",
            found=f"also the fields {_listed(beyond)}",
            where=_SCREEN,
            fix="leave every other field of the card out in restricted display (business rule 17)",
        )


def require_fields(view: View, names: Iterable[str]) -> None:
    """Full display: each of these fields must be shown."""
    shown = require_shown(view).shown_fields()
    missing = [name for name in names if name not in shown]
    if missing:
        raise Shortfall(
            expected="the whole card",
            found=f"no {_listed(missing)}",
            where=_SCREEN,
            fix="show every part of the card that the document holds",
        )


def require_language(view: View, code: str) -> None:
    """No language may be shown but this one, by its ISO 639-1 code."""
    found = require_shown(view).language
    if found and found.strip().casefold() != code:
        raise Shortfall(
            expected=f"no language, or '{code}'",
            found=repr(found),
            where=f"{_SCREEN}, field language",
            fix="a card without LanguageTypedIn may be read as Danish, and as nothing else",
        )


def require_not_editable(view: View, part: CardPart) -> None:
    """The screen may not offer to edit this part. A view that does not say offers nothing."""
    if part in (view.editable or ()):
        raise Shortfall(
            expected=f"no way to edit {_listed([part])}",
            found=f"{_listed(view.editable or ())} can be edited",
            where=_SCREEN,
            fix="show it only: the register is the citizen's own to change",
        )


def require_persons(
    shown: Iterable[CustodyRelation] | None, names: Iterable[str], *, what: str
) -> None:
    """Exactly these persons must be shown as *what*, in any order."""
    found = sorted(relation.name for relation in shown or ())
    expected = sorted(names)
    if found != expected:
        raise Shortfall(
            expected=f"{_listed(expected) or 'nobody'} as {what}",
            found=_listed(found) or "nobody",
            where=_SCREEN,
            fix="show the persons of the custody entries (template …20.1.23), all of them and no "
            "others; relatives are other entries",
        )


def require_role(shown: Iterable[CustodyRelation], *, name: str, role: str, citizen: str) -> None:
    """The citizen's *role* must be shown beside the other person's *name*."""
    for relation in shown:
        if relation.name != name:
            continue
        if relation.role == role and relation.role_of is RoleOf.CITIZEN:
            return
        holder = citizen if relation.role_of is RoleOf.CITIZEN else name
        raise Shortfall(
            expected=f"that {citizen} is '{role}' to {name}",
            found=f"that {holder} is '{relation.role}'",
            where=_SCREEN,
            fix="in custody entries the relation is what the patient is to the other person; in "
            "relatives' entries it is the opposite",
        )
    raise Shortfall(
        expected=f"that {citizen} is '{role}' to {name}", found=f"no {name}", where=_SCREEN
    )


def require_temporary_address(card: ShownCard, lines: Iterable[str]) -> None:
    """A temporary address with these street lines must be shown."""
    found = card.temporary_address
    missing = [line for line in lines if found is None or not _holds(found, line)]
    if missing:
        raise Shortfall(
            expected=f"the temporary address {_listed(missing)}",
            found="no temporary address" if found is None else _listed(found.lines),
            where=f"{_SCREEN}, field temporary_address",
            fix="show the address of the entry TempAddrTypedIn while its end is absent or ahead",
        )


def require_no_temporary_address(card: ShownCard | None, *, where: str = _SCREEN) -> None:
    """No temporary address may be shown."""
    found = None if card is None else card.temporary_address
    if found is not None:
        raise Shortfall(
            expected="no temporary address: its end has passed",
            found=f"{_listed(found.lines)}, valid to {found.valid_to}",
            where=f"{where}, field temporary_address",
            fix="compare effectiveTime/high with the present instant each time the card is shown",
        )


def _holds(address: TemporaryAddress, line: str) -> bool:
    return any(line in shown for shown in address.lines)


def _quoted(status: Status) -> str:
    return f"{status.status.value!r}, in the words {status.text!r}"


def _described(view: View) -> str:
    fields = () if view.card is None else view.card.shown_fields()
    parts = [f"outcome {view.outcome.value!r}"]
    if view.message:
        parts.append(f"message {view.message!r}")
    parts.append(f"fields {_listed(fields)}" if fields else "no fields")
    return ", ".join(parts)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)
