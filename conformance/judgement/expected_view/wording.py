"""Judges the words beside a registration: what they may not say, and that they tell apart.

A machine can look for words alone. The lists are this project's own, in Danish and English; that a
text has none of them does not prove it well worded.
"""

import re
from collections.abc import Iterable
from typing import Final

from conformance.findings import Shortfall
from conformance.judgement.views import require_shown, require_status
from conformance.vendor.protocol import ShownStatus, Status, View

_CONTENT: Final = re.compile(
    r"livsforlæng|smertelind|respirator|genopliv|samtykke|tilladelse|forbud|modsæt|afstå|fravælg|"
    r"fravalgt|hornhind|hjerte|lunge|nyre|life-?prolong|resuscitat|consent|permission|prohibit|"
    r"refus|cornea|heart|lung|kidney",
    re.IGNORECASE,
)
_WISH: Final = re.compile(
    r"(?:ønske[rst]?|vil(?: gerne)?|skal|bør|må|wish(?:es)?|wants?|should|must|may|to be)\b"
    r"[^.;]{0,30}\b(?:genopliv|resuscitat)|"
    r"genopliv\w* (?:skal|bør|ønskes)|"
    r"(?:tilvalg af|ja til|samtykke til|yes to|consent(?:s|ed)? to) (?:\w+ )?"
    r"(?:genopliv|resuscitat)",
    re.IGNORECASE,
)


_SCREEN: Final = "the words on the screen after opening the card"


def content_of(text: str) -> str | None:
    """The first word in *text* that tells what a will or a donor's registration says, or None."""
    found = _CONTENT.search(text)
    return found[0] if found else None


def wish_in(text: str) -> str | None:
    """The words in *text* by which the absence of an opt-out becomes a wish, or None."""
    found = _WISH.search(text)
    return found[0] if found else None


def require_no_wish(view: View) -> None:
    """The screen says that there is no active opt-out, in words that do not make it a wish."""
    text = require_status(view, ShownStatus.NO).text
    wish = wish_in(text)
    if not text.strip() or wish is not None:
        raise Shortfall(
            expected="words that say only that no opt-out is in force",
            found=repr(text) if wish is None else f"'{wish}' in {text!r}",
            where=f"{_SCREEN}, no_resuscitation",
            fix="the card knows of no wish: false means none registered, or none in force yet",
        )


def require_own_words(shown: View, others: Iterable[View]) -> None:
    """The words of the opt-out are there, and stand for no other status."""
    text = _text(require_shown(shown).no_resuscitation)
    others_said = {_text(None if v.card is None else v.card.no_resuscitation) for v in others}
    if not text or text.casefold() in {said.casefold() for said in others_said}:
        raise Shortfall(
            expected="words for an active opt-out that stand for nothing else",
            found=f"{text!r}, while other statuses read {sorted(others_said)}",
            where=f"{_SCREEN}, no_resuscitation",
            fix="let the words alone tell that there is an active opt-out, without colour or sign",
        )


def require_same_words(one: View, other: View, fields: Iterable[str]) -> None:
    """Two citizens with the same answers read the same: more than yes or no would differ."""
    for field in fields:
        first, second = (_text(getattr(require_shown(view), field)) for view in (one, other))
        if not first or first != second:
            raise Shortfall(
                expected=f"the same words for the same answer, {field.replace('_', ' ')}",
                found=f"{first!r} and {second!r}",
                where=f"{_SCREEN}, {field}",
                fix="say only whether there is a registration",
            )


def _text(status: Status | None) -> str:
    return "" if status is None else " ".join(status.text.split())
