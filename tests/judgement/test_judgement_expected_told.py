"""What a shortfall of the screen says: expected, found, where, why and how to mend it."""

from collections.abc import Callable

import pytest
from expected_screens import altered

from conformance.findings import Shortfall
from conformance.judgement.expected_view import (
    Comparison,
    Line,
    Mark,
    likeness,
    require_agreement,
    texts,
    wording,
)
from conformance.pdc.datatypes import Coded
from conformance.vendor.protocol import (
    Relative,
    ShownCard,
    ShownStatus,
    Status,
    View,
    ViewOutcome,
)


def shown(**fields: object) -> View:
    return View(outcome=ViewOutcome.SHOWN, card=ShownCard(**fields))


def opt_out(kind: ShownStatus, text: str) -> View:
    return shown(no_resuscitation=Status(status=kind, text=text))


def will(text: str | None) -> View:
    told = None if text is None else Status(status=ShownStatus.YES, text=text)
    return shown(living_will=told)


YES, NO, UNKNOWN = ShownStatus
NOTED = shown(relatives=(Relative(name="A"), Relative(name="B", note="Har nøgle")))
UNNOTED = shown(relatives=(Relative(name="A"),))
NO_CARD = View(outcome=ViewOutcome.UNAVAILABLE)
NOTE_AS_IT_IS = (
    "note: the screen says something else than the card; show the text of the ST value as it is: "
    "escape it once for the page, and change nothing"
)
BESIDE_CARD = "the screen after opening the card, beside the card that was served"
SAME_ANSWER = "the same words for the same answer, living will"

TOLD: dict[str, tuple[Callable[[], object], tuple[str, str, str, str]]] = {
    "no words": (
        lambda: wording.require_no_wish(opt_out(NO, " ")),
        (
            "words that say only that no opt-out is in force",
            "' '",
            "the words on the screen after opening the card, no_resuscitation",
            "the card knows of no wish: false means none registered, or none in force yet",
        ),
    ),
    "a wish": (
        lambda: wording.require_no_wish(opt_out(NO, "Nej. Ønsker genoplivning")),
        (
            "words that say only that no opt-out is in force",
            "'Ønsker genopliv' in 'Nej. Ønsker genoplivning'",
            "the words on the screen after opening the card, no_resuscitation",
            "the card knows of no wish: false means none registered, or none in force yet",
        ),
    ),
    "words that stand for another status": (
        lambda: wording.require_own_words(
            opt_out(YES, "Se\nkort"), [opt_out(UNKNOWN, "se  kort"), NO_CARD]
        ),
        (
            "words for an active opt-out that stand for nothing else",
            "'Se kort', while other statuses read ['', 'se kort']",
            "the words on the screen after opening the card, no_resuscitation",
            "let the words alone tell that there is an active opt-out, without colour or sign",
        ),
    ),
    "no words for an opt-out": (
        lambda: wording.require_own_words(opt_out(YES, " "), []),
        (
            "words for an active opt-out that stand for nothing else",
            "'', while other statuses read []",
            "the words on the screen after opening the card, no_resuscitation",
            "let the words alone tell that there is an active opt-out, without colour or sign",
        ),
    ),
    "other words for the same answer": (
        lambda: wording.require_same_words(will("Ja"), will("Ja, alt"), ["living_will"]),
        (
            SAME_ANSWER,
            "'Ja' and 'Ja, alt'",
            "the words on the screen after opening the card, living_will",
            "say only whether there is a registration",
        ),
    ),
    "no words for an answer": (
        lambda: wording.require_same_words(will(None), will(""), ["living_will"]),
        (
            SAME_ANSWER,
            "'' and ''",
            "the words on the screen after opening the card, living_will",
            "say only whether there is a registration",
        ),
    ),
    "a word that may not stand there": (
        lambda: texts.require_no_word(shown(relatives=(Relative(name="Null"),)), "null"),
        (
            "no 'null' on the screen",
            "'Null'",
            "the screen after opening the card, card, relatives 1, name",
            "leave out a telephone value without digits, and a street that says null",
        ),
    ),
    "another note": (
        lambda: texts.require_note(NOTED, "Har en nøgle"),
        ("note: Har en nøgle", "note: Har nøgle (wrong)", BESIDE_CARD, NOTE_AS_IT_IS),
    ),
    "no relative to have a note": (
        lambda: texts.require_note(shown(), "Har nøgle"),
        (
            "note: Har nøgle",
            "note: nothing (missing)",
            BESIDE_CARD,
            NOTE_AS_IT_IS.replace(
                "the screen says something else than the card",
                "the card says it and the user does not see it",
            ),
        ),
    ),
    "relatives without notes": (
        lambda: texts.require_note(UNNOTED, "Har nøgle"),
        (
            "note: Har nøgle",
            "note: nothing (missing)",
            BESIDE_CARD,
            NOTE_AS_IT_IS.replace(
                "the screen says something else than the card",
                "the card says it and the user does not see it",
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_shortfall_says_all_that_a_reader_needs(case: str) -> None:
    """In words, with the very text of the screen."""
    judged, wanted = TOLD[case]
    with pytest.raises(Shortfall) as told:
        judged()
    found = told.value
    assert (found.expected, found.found, found.where, found.fix) == wanted


HOLDS: dict[str, Callable[[], object]] = {
    "no wish": lambda: wording.require_no_wish(opt_out(NO, "Intet aktivt fravalg")),
    "words of its own": lambda: wording.require_own_words(
        opt_out(YES, "Fravalg"), [opt_out(NO, "Intet")]
    ),
    "no words elsewhere": lambda: wording.require_own_words(
        opt_out(YES, "Fravalg"), [shown(), NO_CARD]
    ),
    "the same words": lambda: wording.require_same_words(
        will("Ja \n da"), will("Ja da"), ["living_will"]
    ),
    "nothing asked": lambda: wording.require_same_words(will("Ja"), will("Nej"), []),
    "another word": lambda: texts.require_no_word(
        shown(relatives=(Relative(name="Nulle"),)), "null"
    ),
    "the note": lambda: texts.require_note(NOTED, "har NØGLE "),
    "the note of the first": lambda: texts.require_note(altered_notes(), "Har nøgle"),
}


@pytest.mark.parametrize("case", HOLDS)
def test_what_holds_is_passed(case: str) -> None:
    """Blanks, case and order aside."""
    HOLDS[case]()


def altered_notes() -> View:
    """The relatives the other way round."""
    card = NOTED.card
    assert card is not None
    return altered(NOTED, card=altered(card, relatives=(card.relatives or ())[::-1]))


def test_two_views_are_asked_in_every_field() -> None:
    """The first may agree and the second not."""
    one, other = (
        altered(will("Ja"), card=ShownCard(living_will=same, organ_donor=same))
        for same in (Status(status=YES, text="Ja"), Status(status=YES, text="Jo"))
    )
    agreeing = altered(other, card=ShownCard(living_will=one.card.living_will, organ_donor=None))
    with pytest.raises(Shortfall, match="organ donor"):
        wording.require_same_words(one, agreeing, ["living_will", "organ_donor"])


def test_a_secret_is_told_with_the_place_where_it_stands() -> None:
    """With what was not to be there, why, and what to do."""
    view = shown(relatives=(Relative(name="A", note="Kender Bruno godt"),))
    assert list(texts.secret_lines(view, ("Bruno",))) == [
        Line(
            field="card, relatives 1, note",
            expected="nothing of 'Bruno'",
            found="'Kender Bruno godt'",
            mark=Mark.FORBIDDEN,
            why="that person has name and address protection",
            fix="show what the newest card says, and nothing remembered from before it",
        )
    ]


def difference(number: int, why: str = "", fix: str = "") -> Line:
    return Line(
        field=f"f{number}", expected=f"e{number}", found="x", mark=Mark.WRONG, why=why, fix=fix
    )


def told_of(*lines: Line) -> Shortfall:
    with pytest.raises(Shortfall) as told:
        require_agreement(Comparison(lines=lines))
    return told.value


def test_differences_are_told_one_after_the_other() -> None:
    """Each by its field; what has no advice of its own is to be shown as the card says it."""
    agreeing = Line(field="a", expected="a", found="a", mark=Mark.AGREES)
    told = told_of(agreeing, difference(1, "because", "do so"), difference(2))
    assert told.expected == "f1: e1; f2: e2"
    assert told.found == "f1: x (wrong); f2: x (wrong)"
    assert told.where == BESIDE_CARD
    assert told.fix == "f1: because; do so; f2: show what the card says"


@pytest.mark.parametrize(("count", "more"), [(6, ""), (7, "; and 1 more"), (9, "; and 3 more")])
def test_of_many_differences_six_are_told(count: int, more: str) -> None:
    """And how many more there are."""
    told = told_of(*map(difference, range(count)))
    assert told.expected == "; ".join(f"f{n}: e{n}" for n in range(6)) + more


def test_a_comparison_without_differences_passes() -> None:
    """Nothing is raised, also where there is nothing to compare."""
    require_agreement(Comparison(lines=()))
    require_agreement(
        Comparison(lines=(Line(field="a", expected="a", found="b", mark=Mark.AGREES),))
    )


def test_a_row_of_the_report_has_both_sides_why_and_what_to_do() -> None:
    """The report's table is made of it."""
    assert Comparison(lines=(difference(1, "because", "do so"),)).side_by_side() == {
        "comparison": [
            {
                "field": "f1",
                "expected": "e1",
                "found": "x",
                "mark": "wrong",
                "why": "because",
                "fix": "do so",
            }
        ]
    }


@pytest.mark.parametrize(
    ("text", "relation", "same"),
    [
        ("svoger", Coded(code="svoger", system="1.2"), True),
        ("Svoger ", Coded(code="x", system="1.2", display_name="svoger"), True),
        ("mor", Coded(code="x", system="1.2", display_name="svoger"), False),
        ("mor", Coded(code=None, system="1.2", display_name="Mor"), True),
        ("XXXX", Coded(code=None, system="1.2"), False),
        ("min mor", Coded(code="mor", system="1.2"), True),
    ],
)
def test_a_relation_of_another_list_is_told_by_its_own_words(
    text: str, relation: Coded, same: bool
) -> None:
    """By code or name; words that mean it are known of MedCom's relations alone."""
    assert likeness.same_relation(text, relation) is same
