"""What a mutant changes, and which scenarios come past it."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from conformance.certify.session import Session
from conformance.reference.mutants import MUTANTS as VENDOR_MUTANTS
from conformance.selfcheck import deviations as sought
from conformance.selfcheck.places import places
from conformance.selfcheck.task import Task, decode, encode
from conformance.selfcheck.tracing import read_trace
from conformance.selfcheck.workers import workers
from conformance.simulator.mutants.every import MUTANTS as SERVICE_MUTANTS
from conformance.simulator.parts import Parts
from conformance.simulator.state.blurring import Blurring


@pytest.mark.parametrize(
    ("mutant", "changed"),
    [
        ("nav-shown-as-no", {"nav-shown-as-no differs"}),
        ("empty", {"empty differs"}),
        ("service-text-says-no", {"service-text-says-no differs"}),
        ("service-new-entry-ids", {"service-new-entry-ids differs"}),
        ("service-takes-any-telephone", {"service-takes-any-telephone differs"}),
        ("service-ignores-signature", {"IdCardVerifier.verify"}),
        ("service-id-of-the-day", {"Sfsk.search", "Sfsk.retrieve"}),
    ],
)
def test_a_mutant_is_known_by_the_methods_that_it_overrides(mutant: str, changed: set[str]) -> None:
    """Also where the wrong part is inside another, as rules are inside the register.

    One whose answer can be compared with the sound one is known by where it differs.
    """
    assert places(mutant) == changed


def test_most_mutants_are_known_by_their_methods() -> None:
    """Those that are not meet every scenario: they must not become many."""
    unknown = [name for name in (*VENDOR_MUTANTS, *SERVICE_MUTANTS) if places(name) is None]
    assert len(unknown) <= 3, unknown


class Sound:
    colour = "white"

    def answer(self) -> str:
        return self.colour

    def other(self) -> str:
        return "other"


class Renamed(Sound):
    def answer(self) -> str:
        return "wrong"

    def _new(self) -> None:
        """Nothing that the sound one has."""


class Painted(Sound):
    colour = "black"


@dataclass
class Holder:
    """Something with a part inside it."""

    part: Sound
    size: int = 1


Sound.__module__ = Renamed.__module__ = Painted.__module__ = "conformance.test"


@pytest.mark.parametrize(
    ("sound", "wrong", "found"),
    [
        (Sound(), Sound(), set()),
        (Sound(), Renamed(), {"answer"}),
        (Sound(), Painted(), {"colour"}),
        (Holder(Sound()), Holder(Renamed()), {"answer"}),
        (Holder(Sound(), size=1), Holder(Sound(), size=2), {"size"}),
    ],
)
def test_one_thing_differs_from_another_by_what_it_overrides(
    sound: object, wrong: object, found: set[str]
) -> None:
    """New methods make no difference by themselves."""
    assert {name for (_, name), _ in sought.differing(sound, wrong)} == found


def test_what_is_no_method_is_never_seen_to_be_passed() -> None:
    """A mutant that overrides such a thing meets every scenario."""
    assert sought.is_method((Sound, "answer"))
    assert not sought.is_method((Sound, "colour"))
    assert not sought.is_method((Holder, "unheard of"))


class MadeOtherwise(Parts):
    """Parts of which one is made in another way, and looks the same."""

    def blurring(self) -> Blurring:
        return Blurring()


def test_a_part_that_is_made_otherwise_is_never_taken_for_the_sound_one() -> None:
    """Where no difference is seen the way of making it is told, which no scenario comes past."""
    assert tuple(sought.deviations(Parts())) == ()
    ((place, _),) = sought.deviations(MadeOtherwise())
    assert place == (Parts, "blurring")
    assert not sought.is_method((Parts, "blurring"))


def test_every_part_is_compared() -> None:
    """A part that is added to the simulator is added here."""
    made = {name for name in vars(Parts) if not name.startswith("_")} - {"settings", "under"}
    assert set(sought.made(Parts())) == made


def test_a_task_is_the_same_on_the_other_side() -> None:
    """Paths travel as text."""
    task = Task(
        session=Session(out=Path("a") / "b", mutant="empty", modules=("x.py",)),
        steps=("1.01",),
        trace=Path("c"),
    )
    assert decode(encode(task)) == task


@pytest.mark.parametrize(
    ("side", "module", "place"),
    [
        ("vendor", "test_05_no_resuscitation.py", "Behaviour.no_resuscitation"),
        ("vendor", "test_05_no_resuscitation.py", "nav-shown-as-no differs"),
        ("service", "test_02_version.py", "CardMaker.make"),
        ("service", "test_02_version.py", "service-language-of-three-letters differs"),
        ("service", "test_03_search_and_retrieval.py", "service-ignores-status differs"),
    ],
)
def test_a_trace_tells_what_scenarios_come_past(
    tmp_path: Path, side: str, module: str, place: str
) -> None:
    """Some come past a place and some do not; and chosen steps are run alone."""
    session = Session(
        out=tmp_path / "all", side=side, selection=side, outcomes_only=True, modules=(module,)
    )
    trace = tmp_path / "trace.jsonl"
    with workers(1, bytecode=tmp_path) as at_work:
        assert at_work.run(Task(session=session, trace=trace)) == 0
        traced = read_trace(trace)
        again = tmp_path / "again.jsonl"
        one = replace(session, out=tmp_path / "one")
        assert at_work.run(Task(session=one, steps=(traced[0].step,), trace=again)) == 0
    assert {each.module for each in traced} == {module}
    assert all(each.requirements for each in traced)
    assert 0 < sum(place in each.reached for each in traced) < len(traced)
    (alone,) = read_trace(again)
    assert alone == traced[0]
