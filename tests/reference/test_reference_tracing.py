"""Which decisions the system comes past, and which mutants would have taken them otherwise."""

from pathlib import Path

import pytest
from card_documents import card

from conformance.reference.behaviour import Behaviour
from conformance.reference.markup import UnreadableXml
from conformance.reference.mutants import MUTANTS
from conformance.reference.tracing import TRACE_VARIABLE, behaviour_in_use, is_comparable

NOT_COMPARABLE = {
    "dentist-of-last-citizen": "it keeps the dentist of the card before",
    "empty": "it answers without opening the card",
}


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

    mutant = type(MUTANTS["empty"])(name="gives-up", wrong="It gives up.", behaviour=GivesUp)
    assert behaviour_in_use({"gives-up": mutant}).read(card([]))
    assert "gives-up differs" in noted(notes)


@pytest.mark.parametrize("name", NOT_COMPARABLE)
def test_a_mutant_that_one_answer_does_not_show_is_not_asked(name: str) -> None:
    """It counts as noticed by whoever comes past what it overrides."""
    assert not is_comparable(MUTANTS[name].behaviour)


def test_most_mutants_are_comparable() -> None:
    """Those that are not meet every scenario that comes past."""
    others = [name for name, mutant in MUTANTS.items() if not is_comparable(mutant.behaviour)]
    assert len(others) < len(MUTANTS) / 3, others
