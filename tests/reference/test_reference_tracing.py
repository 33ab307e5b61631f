"""Which decisions the system comes past, and which mutants would have taken them otherwise."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from card_documents import card

from conformance.reference.behaviour import Behaviour
from conformance.reference.markup import UnreadableXml
from conformance.reference.mutant import Mutant
from conformance.reference.mutants import MUTANTS
from conformance.reference.shown import Display, ShownCard, View
from conformance.reference.tracing import TRACE_VARIABLE, behaviour_in_use, is_comparable

SHOWN = View(outcome="shown", card=ShownCard(cpr="2512489996", dentist="000019"))


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "notes"
    monkeypatch.setenv(TRACE_VARIABLE, str(file))
    return file


def noted(file: Path) -> set[str]:
    return set(file.read_text(encoding="ascii").splitlines())


def test_nothing_is_noted_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary run has the plain behaviour."""
    monkeypatch.delenv(TRACE_VARIABLE, raising=False)
    assert type(behaviour_in_use(MUTANTS)) is Behaviour


def test_a_mutant_that_answers_the_same_is_not_noted(notes: Path) -> None:
    """The system comes past the decision, and would have gone on the same."""
    assert behaviour_in_use(MUTANTS).no_resuscitation("true") == "yes"
    told = noted(notes)
    assert "Behaviour.no_resuscitation" in told
    assert "nav-shown-as-no differs" not in told


def test_a_mutant_that_answers_otherwise_is_noted(notes: Path) -> None:
    """The answer itself is the sound one."""
    assert behaviour_in_use(MUTANTS).no_resuscitation("NAV") == "unavailable"
    assert "nav-shown-as-no differs" in noted(notes)


def test_where_the_sound_system_gives_up_every_mutant_may_differ(notes: Path) -> None:
    """What a mutant makes of it is not asked."""
    with pytest.raises(UnreadableXml):
        behaviour_in_use(MUTANTS).read(b"no card")
    assert {"text-believed differs", "unknown-entry-breaks differs"} <= noted(notes)


def test_where_a_mutant_gives_up_it_differs(notes: Path) -> None:
    """And the sound system goes on."""

    class GivesUp(Behaviour):
        def read(self, document: bytes, /) -> object:
            raise UnreadableXml(str(document))

    assert trying(GivesUp).read(card([]))
    assert "m differs" in noted(notes)


class CountsOpenings(Behaviour):
    """It keeps what it has seen, and never forgets it."""

    def __init__(self) -> None:
        self.seen = 0

    def opening(self, open_card: Callable[[], View], /) -> View:
        self.seen += 1
        return open_card()


class OpensTwice(Behaviour):
    """It asks once more than the sound system."""

    def opening(self, open_card: Callable[[], View], /) -> View:
        open_card()
        return open_card()


class OpensInVain(Behaviour):
    """It answers the same without asking."""

    def opening(self, _open_card: Callable[[], View], /) -> View:
        return SHOWN


class RefreshesBackwards(Behaviour):
    """It asks the same, in another order."""

    def batch(self, citizens: Sequence[str], refresh: Callable[[str], bool], /) -> list[str]:
        return super().batch(citizens[::-1], refresh)[::-1]


def trying(wrong: type[Behaviour]) -> Behaviour:
    """The sound behaviour, noted, with one mutant beside it."""
    return behaviour_in_use({"m": Mutant(name="m", wrong="It is wrong.", behaviour=wrong)})


@pytest.mark.parametrize("wrong", [OpensTwice, OpensInVain])
def test_a_mutant_that_asks_others_otherwise_is_noted(notes: Path, wrong: type[Behaviour]) -> None:
    """Though its answer is the same; and others are asked once, by the sound system."""
    asked: list[int] = []

    def open_card() -> View:
        asked.append(1)
        return SHOWN

    assert trying(wrong).opening(open_card) == SHOWN
    assert "m differs" in noted(notes)
    assert len(asked) == 1


def test_a_mutant_that_asks_in_another_order_is_noted(notes: Path) -> None:
    """What is done first may matter."""
    assert trying(RefreshesBackwards).batch(["1", "2"], bool) == ["1", "2"]
    assert "m differs" in noted(notes)


def test_a_mutant_that_asks_the_same_is_not_noted(notes: Path) -> None:
    """One who is shown a card is not told of an outage in any way."""
    sound = behaviour_in_use(MUTANTS)
    assert sound.opening(lambda: SHOWN) == SHOWN
    told = noted(notes)
    assert "outage-shown-as-empty-card differs" not in told
    assert "empty differs" in told


def test_a_mutant_remembers_within_a_scenario(notes: Path) -> None:
    """The dentist of the card before is shown where there is none; and is forgotten with it."""
    sound, nobody = behaviour_in_use(MUTANTS), ShownCard(cpr="2512489996")
    for shown in (nobody, SHOWN.card, nobody):
        sound.begin()
        sound.on_screen(shown or nobody, Display.FULL)
    assert "dentist-of-last-citizen differs" not in noted(notes)
    sound.on_screen(SHOWN.card or nobody, Display.FULL)
    assert "dentist-of-last-citizen differs" not in noted(notes)
    sound.on_screen(nobody, Display.FULL)
    assert "dentist-of-last-citizen differs" in noted(notes)


def test_a_mutant_that_never_forgets_is_not_asked(notes: Path) -> None:
    """It counts as noticed by whoever comes past what it overrides."""
    assert not is_comparable(CountsOpenings)
    trying(CountsOpenings).opening(lambda: SHOWN)
    assert noted(notes) == {"Behaviour.opening"}


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_begins_anew_with_each_scenario(name: str) -> None:
    """What one scenario sees does not depend on those that ran before it."""
    wrong = MUTANTS[name].behaviour()
    fresh = dict(vars(wrong))
    vars(wrong).update(dict.fromkeys(fresh, "what was before"))
    wrong.begin()
    assert vars(wrong) == fresh
