"""Which wrong parts of the services answer otherwise than the sound one, asked beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from lxml import etree

from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import SystemLog
from conformance.selfcheck import asking
from conformance.selfcheck.asking import WrongPart, answered_otherwise, wrong_part
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.mutants.every import MUTANTS
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.callers import Caller, UserType
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.world import World
from conformance.xds.query import find_documents
from conformance.xds.vocabulary import FormatCode

NOT_ASKED = {
    "service-id-of-the-day": "it keeps the ids that it has told",
    "service-ignores-signature": "the sound one keeps the cards that it has seen",
    "service-tells-of-everybody": "it is a value, and has no room for another one's settings",
    "service-any-identity-provider": "it is made in another way, and shows no difference",
    "service-takes-opt-outs": "it differs in what is no method",
    "nav-shown-as-no": "it is no mutant of the services",
}


@pytest.fixture
def world() -> World:
    return Simulation.create().new_world()


class Part:
    """Something that can be asked."""

    def __init__(self) -> None:
        self.limit = 1

    def ask(self, world: World, value: object) -> object:
        return (len(world.citizens) > self.limit, value)


class Same(Part):
    def ask(self, world: World, value: object) -> object:
        return (bool(world.citizens), value)


class AnswersOtherwise(Part):
    def ask(self, world: World, value: object) -> object:
        return (False, value, len(world.citizens))


class ChangesTheWorld(Part):
    def ask(self, world: World, value: object) -> object:
        world.answer_late(17)
        return super().ask(world, value)


class StopsTheClock(Part):
    def ask(self, world: World, value: object) -> object:
        world.clock.advance(timedelta(days=1))
        return super().ask(world, value)


class Refuses(Part):
    def ask(self, world: World, value: object) -> object:
        raise DgwsFault(FaultCode.NOT_AUTHORIZED, f"{len(world.citizens)} {value}")


class Remembers(Part):
    def ask(self, world: World, value: object) -> object:
        self.limit += 1
        return (bool(world.citizens), value)


class Streams(Part):
    def ask(self, world: World, value: object) -> Iterator[object]:
        yield len(world.citizens) > self.limit
        yield value


class ChangesTheXml(Part):
    def ask(self, world: World, value: object) -> object:
        assert isinstance(value, etree._Element)
        value.set("seen", "yes")
        return super().ask(world, value)


class EmptiesTheList(Part):
    def ask(self, world: World, value: object) -> object:
        assert isinstance(value, list)
        answer = super().ask(world, list(value))
        value.clear()
        return answer


def differs(
    monkeypatch: pytest.MonkeyPatch, wrong: Part, *args: object, sound: Part | None = None
) -> bool:
    """Whether *wrong* is told to differ from the sound part in its answer to *args*."""
    asked = WrongPart(mutant="m", part=wrong, places=frozenset({(Part, "ask")}))
    monkeypatch.setattr(asking, "_asked_at", lambda _: (asked,))
    return list(answered_otherwise((Part, "ask"), sound or Part(), args, {})) == ["m differs"]


@pytest.mark.parametrize(
    ("wrong", "is_told"),
    [
        (Same(), False),
        (AnswersOtherwise(), True),
        (ChangesTheWorld(), True),
        (StopsTheClock(), False),
        (Refuses(), True),
        (Remembers(), True),
        (Streams(), False),
    ],
)
def test_a_part_differs_by_its_answer_or_by_what_it_does(
    world: World, monkeypatch: pytest.MonkeyPatch, wrong: Part, is_told: bool
) -> None:
    """The clock is no state of the services: it is the tester who sets it."""
    assert differs(monkeypatch, wrong, world, "x") is is_told


def test_those_who_refuse_alike_are_alike(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """And those whose refusals differ are not."""
    assert not differs(monkeypatch, Refuses(), world, "x", sound=Refuses())
    assert differs(monkeypatch, Same(), world, "x", sound=Refuses())


def test_streams_of_the_same_are_alike(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told piece by piece is compared as a whole."""
    assert not differs(monkeypatch, Streams(), world, "x", sound=Streams())


def test_the_wrong_part_is_asked_as_the_sound_one_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the other's settings: what a scenario has set holds for both."""
    sound = Part()
    sound.limit = 1_000_000
    assert differs(monkeypatch, Same(), world, "x", sound=sound)
    assert not differs(monkeypatch, Part(), world, "x", sound=sound)


def test_the_world_itself_is_left_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is asked in a world of its own."""
    late, now = world.slow_seconds, world.now
    assert differs(monkeypatch, ChangesTheWorld(), world, "x")
    differs(monkeypatch, StopsTheClock(), world, "x")
    assert world.slow_seconds == late
    assert world.now - now < timedelta(hours=1)


@dataclass
class Holder:
    """Something that leads to the world itself."""

    world: World | None = None


@pytest.mark.parametrize("value", [iter("x"), print, World, Holder(), [Holder()], {"a": 1}])
def test_what_cannot_be_handed_in_twice_is_not_asked(
    world: World, monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    """A stream, a function, a thing that can be changed: then it is taken to differ."""
    assert differs(monkeypatch, Same(), world, value)


@pytest.mark.parametrize("held", [list, tuple])
def test_a_world_inside_something_else_is_not_handed_in(
    world: World, monkeypatch: pytest.MonkeyPatch, held: type
) -> None:
    """It would be the world itself, and no copy."""
    assert differs(monkeypatch, Same(), world, held([world]))


def test_what_has_a_name_is_handed_in_apart_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A world that is named in the call is copied like any other."""
    asked = WrongPart(mutant="m", part=ChangesTheWorld(), places=frozenset({(Part, "ask")}))
    monkeypatch.setattr(asking, "_asked_at", lambda _: (asked,))
    late, named = world.slow_seconds, {"world": world, "value": "x"}
    assert list(answered_otherwise((Part, "ask"), Part(), (), named)) == ["m differs"]
    assert world.slow_seconds == late


@pytest.mark.parametrize("value", ["x", None, 17, FaultCode.SYNTAX_ERROR, ["x"], ("x", 1)])
def test_values_can_be_handed_in_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    """They stay what they are."""
    assert not differs(monkeypatch, Same(), world, value)


def test_a_list_that_is_changed_tells_a_difference(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the answer is the same; and the list itself is left alone."""
    values = ["x"]
    assert differs(monkeypatch, EmptiesTheList(), world, values)
    assert values == ["x"]


def test_a_message_that_is_changed_tells_a_difference(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not so one that is read."""
    assert not differs(monkeypatch, Same(), world, etree.Element("a"))
    assert differs(monkeypatch, ChangesTheXml(), world, etree.Element("a"))


def test_a_mutant_is_told_where_it_finds_otherwise(world: World) -> None:
    """A search that names a status has the same hits if the status is ignored, or has not."""
    parts = Parts()
    sfsk = parts.sfsk(CardMaker(new_uuid=lambda: pytest.fail("no card is made")))
    system = SystemLog(it_system_name="EHR", care_provider_id="1", care_provider_name="H")
    caller = Caller(user_type=UserType.SYSTEM, system=system)
    query = find_documents(next(iter(world.citizens)), format_codes=(FormatCode.PDC_V3,))
    told = set(answered_otherwise((Sfsk, "search"), sfsk, (world, caller, query), {}))
    assert "service-hits-are-stable differs" in told
    assert "service-ignores-status differs" not in told


@pytest.mark.parametrize("mutant", NOT_ASKED)
def test_a_mutant_that_cannot_be_asked_is_not(mutant: str) -> None:
    """It counts as noticed by whoever comes past what it overrides."""
    assert wrong_part(mutant) is None


def test_most_mutants_can_be_asked() -> None:
    """Those that cannot meet every scenario that comes past."""
    others = [mutant for mutant in MUTANTS if not wrong_part(mutant)]
    assert len(others) < len(MUTANTS) / 10, others
