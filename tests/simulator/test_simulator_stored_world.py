"""A stored world is the same after the end of its process, however it ended."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conformance.simulator.state.blurring import BlurringSettings
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Exchange, Service
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.stored_world import StateFile, StateFileUnusable, StoredWorld
from conformance.simulator.state.world import World

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Opener:
    """Opens state files, and closes them at the end of the test."""

    def __init__(self) -> None:
        self.files: list[StateFile] = []

    def file(self, path: Path) -> StateFile:
        self.files.append(StateFile(path))
        return self.files[-1]

    def __call__(self, path: Path) -> StoredWorld:
        return StoredWorld(self.file(path))


@pytest.fixture
def opened() -> Iterator[Opener]:
    opener = Opener()
    yield opener
    for file in opener.files:
        file.close()


def changed(world: World) -> World:
    """The world, with something done to each part of it."""
    populate(world)
    world.clock.set(NOON)
    world.register_opt_out(Persona.BENTE)
    world.protect(Persona.JENS)
    world.give_custody(Persona.JENS, Persona.SECOND_CHILD)
    world.forget(Persona.WARD)
    world.inject(Fault.SFSK_SLOW, Persona.SOFIE)
    world.inject(Fault.SFSK_DOWN)
    world.whitelist = frozenset({"12345678"})
    world.slow_seconds = 0.5
    world.blurring = replace(world.blurring, settings=BlurringSettings(term=timedelta(days=5)))
    world.journal.append(exchange(b"<a/>"))
    return world


def exchange(request: bytes) -> Exchange:
    return Exchange(
        at=NOON,
        service=Service.STS,
        operation="Issue",
        outcome="Success",
        request=request,
        response=b"\xff\x00",
    )


def test_a_world_is_found_as_it_was_left(tmp_path: Path, opened: Opener) -> None:
    """Registers, bonds, faults, clock, journal: each as it was, in a new process's eyes."""
    left = changed(opened(tmp_path / "state.db"))
    found = opened(tmp_path / "state.db")
    for each in fields(World):
        if each.name not in {"clock", "journal", "log"}:
            assert getattr(found, each.name) == getattr(left, each.name), each.name
    assert found.now == NOON
    assert tuple(found.journal) == tuple(left.journal)
    assert tuple(found.log) == tuple(left.log)


def test_a_stored_world_is_no_other_than_one_in_memory(tmp_path: Path, opened: Opener) -> None:
    """The same verbs lead to the same values."""
    stored, remembered = changed(opened(tmp_path / "state.db")), changed(World())
    assert stored.citizens == remembered.citizens
    assert stored.bonds == remembered.bonds
    assert stored.faults == remembered.faults


def test_a_released_clock_runs_on(tmp_path: Path, opened: Opener) -> None:
    """Not the time at which it once stood."""
    world = opened(tmp_path / "state.db")
    world.clock.set(NOON - timedelta(days=400))
    world.clock.release()
    assert opened(tmp_path / "state.db").now > NOON - timedelta(days=300)


def test_numbers_go_on_where_the_oldest_were_dropped(tmp_path: Path, opened: Opener) -> None:
    """The count of all that ever was appended survives."""
    file = opened.file(tmp_path / "state.db")
    for number in range(1, 3_001):
        file.append("exchange", number, exchange(b"%d" % number), most=500)
    found = StoredWorld(file).journal
    assert len(found) == 3_000
    assert [each.request for each in found.since(2_998)] == [b"2999", b"3000"]
    assert len(tuple(found)) == 500


def test_what_was_answered_survives_kill_9(tmp_path: Path, opened: Opener) -> None:
    """A process that is killed in the middle of its work has kept what it said it had done."""
    path = tmp_path / "state.db"
    code = (
        "import sys, os, signal\n"
        "from pathlib import Path\n"
        "from conformance.simulator.state.personas import Persona, populate\n"
        "from conformance.simulator.state.stored_world import StateFile, StoredWorld\n"
        "world = StoredWorld(StateFile(Path(sys.argv[1])))\n"
        "populate(world)\n"
        "world.register_opt_out(Persona.SCHWENDLUND)\n"
        "os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert ended.returncode != 0
    world = opened(path)
    assert world.citizen(Persona.SCHWENDLUND).opted_out_at is not None
    assert world.citizen(Persona.BENTE).opted_out_at is None


def test_an_emptied_world_leaves_nothing_behind(tmp_path: Path, opened: Opener) -> None:
    """After a reset the file holds the new world alone."""
    world = changed(opened(tmp_path / "state.db"))
    fresh = world.emptied()
    assert fresh.citizens == {}
    assert len(fresh.journal) == 0
    populate(fresh)
    found = opened(tmp_path / "state.db")
    assert found.citizen(Persona.BENTE).opted_out_at is None
    assert found.whitelist == frozenset({"12345678"})
    assert found.faults == frozenset()
    assert found.blurring.settings.term == timedelta(days=5)


def test_a_file_that_is_no_state_file_is_refused(tmp_path: Path, opened: Opener) -> None:
    """A text, another database's and another version's file are each told, and left alone."""
    (tmp_path / "text.db").write_text("something else entirely, and long enough" * 20)
    with pytest.raises(StateFileUnusable, match=r"text\.db cannot be used"):
        StateFile(tmp_path / "text.db")
    assert (tmp_path / "text.db").read_text().startswith("something")
    opened.file(tmp_path / "old.db").keep("format", "fsk-conformance world 0")
    with pytest.raises(StateFileUnusable, match="another version"):
        StateFile(tmp_path / "old.db")
    file = opened.file(tmp_path / "odd.db")
    file.keep("citizens", {"1": {"cpr": 5}})
    with pytest.raises(StateFileUnusable, match="another version"):
        StoredWorld(file)
    with pytest.raises(StateFileUnusable):
        StateFile(tmp_path / "no" / "folder.db")


def test_values_are_replaced_and_never_changed_in_place(tmp_path: Path, opened: Opener) -> None:
    """What the file holds is what the world holds, after each verb that a scenario may use."""
    path = tmp_path / "state.db"
    world = opened(path)
    populate(world)
    citizen = world.citizen(Persona.JENS)
    acts: tuple[Callable[[], None], ...] = (
        lambda: world.admit(replace(citizen, organ_donor=True)),
        lambda: world.withdraw_opt_out(Persona.BENTE),
        lambda: world.leave_temporary_address(Persona.BENTE),
        lambda: world.remove_custody(Persona.MAX, Persona.CHILD),
        world.mend_all,
    )
    for act in acts:
        act()
        assert opened(path).citizens == world.citizens
        assert opened(path).bonds == world.bonds


def test_the_file_is_a_database_that_others_can_read(tmp_path: Path, opened: Opener) -> None:
    """SQLite opens it while it is in use."""
    world = changed(opened(tmp_path / "state.db"))
    with closing(sqlite3.connect(tmp_path / "state.db")) as other:
        (count,) = other.execute("SELECT count(*) FROM exchange").fetchone()
    assert count == len(world.journal)
