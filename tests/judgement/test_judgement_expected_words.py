"""The words of a screen: what they may not say, and that they tell apart."""

import pytest

from conformance.findings import Shortfall
from conformance.judgement.expected_view import texts, wording
from conformance.vendor.protocol import (
    Relative,
    ShownCard,
    ShownStatus,
    Status,
    View,
    ViewOutcome,
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Intet aktivt fravalg registreret", False),
        ("Borgeren har ikke et gældende fravalg af genoplivningsforsøg", False),
        ("No active opt-out of resuscitation", False),
        ("Ønsker genoplivning", True),
        ("Borgeren vil gerne genoplives", True),
        ("Genoplivning skal forsøges", True),
        ("Wants to be resuscitated", True),
        ("", True),
    ],
)
def test_no_opt_out_is_no_wish(text: str, wish: bool) -> None:
    """The words may say only that nothing is in force, and they must say something."""
    shown = ShownCard(no_resuscitation=Status(status=ShownStatus.NO, text=text))
    view = View(outcome=ViewOutcome.SHOWN, card=shown)
    if not wish:
        wording.require_no_wish(view)
        return
    with pytest.raises(Shortfall, match="only that no opt-out is in force"):
        wording.require_no_wish(view)


def opt_out_view(status: ShownStatus, text: str) -> View:
    return View(
        outcome=ViewOutcome.SHOWN,
        card=ShownCard(no_resuscitation=Status(status=status, text=text)),
    )


def test_the_words_of_an_opt_out_stand_for_nothing_else() -> None:
    """Whoever reads them need not look at colours."""
    yes = opt_out_view(ShownStatus.YES, "Aktivt fravalg")
    no = opt_out_view(ShownStatus.NO, "Intet fravalg")
    wording.require_own_words(yes, [no])
    with pytest.raises(Shortfall, match="stand for nothing else"):
        wording.require_own_words(yes, [no, opt_out_view(ShownStatus.NO, " AKTIVT  fravalg")])


def test_a_note_is_shown_sign_by_sign() -> None:
    """Among all the notes on the screen."""
    view = View(
        outcome=ViewOutcome.SHOWN,
        card=ShownCard(relatives=(Relative(name="A"), Relative(name="B", note="<b> & »ja«"))),
    )
    texts.require_note(view, "<b> & »ja«")
    with pytest.raises(Shortfall, match="note"):
        texts.require_note(view, '<b> & "ja"')
    texts.require_no_word(view, "null")
    with pytest.raises(Shortfall, match="no 'ja' on the screen"):
        texts.require_no_word(view, "ja")
