"""The memory of the steps: in place, asked once, and of the same answers."""

from types import SimpleNamespace
from typing import Any

import pytest

from steps import step_lookup


class Session:
    """Stands for pytest's own list of fixtures."""


def item(parent: str) -> Any:
    return SimpleNamespace(parent=parent)


def sentence(name: str, kind: str = "given") -> Any:
    return SimpleNamespace(name=name, type=kind)


def test_the_memories_stand_in_the_pytest_bdd_that_is_installed() -> None:
    """All three functions are there, and the scenarios of a run use ours."""
    for name in step_lookup._MEMORIES:
        assert callable(getattr(step_lookup.LIBRARY, name))


def test_the_memories_are_put_in_place_and_taken_out_again() -> None:
    """A session that ends leaves the library as it was."""
    names = list(step_lookup._MEMORIES)
    before = [getattr(step_lookup.LIBRARY, name) for name in names]
    undo: list[Any] = []
    step_lookup.pytest_configure(SimpleNamespace(add_cleanup=undo.append))  # type: ignore[arg-type]
    within = [getattr(step_lookup.LIBRARY, name) for name in names]
    for each in reversed(undo):
        each()
    assert [getattr(step_lookup.LIBRARY, name) for name in names] == before
    assert all(one is not other for one, other in zip(before, within, strict=True))


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        ((sentence("a"), "session", item("file")), 1),
        ((sentence("b"), "session", item("file")), 2),
        ((sentence("a", "then"), "session", item("file")), 2),
        ((sentence("a"), "session", item("another file")), 2),
        ((sentence("a"), "another session", item("file")), 2),
    ],
)
def test_a_sentence_is_looked_up_once_in_a_file(other: Any, asked: int) -> None:
    """Another sentence, kind, file or session is looked up by itself."""
    sessions = {"session": Session(), "another session": Session()}
    calls: list[Any] = []

    def find(step: Any, _manager: Any, node: Any) -> Any:
        calls.append((step.name, node))
        yield f"{step.type} {step.name} of {node.parent}"

    found = step_lookup.remembering(find)
    first = sentence("a")
    assert tuple(found(step=first, fixturemanager=sessions["session"], node=item("file"))) == (
        "given a of file",
    )
    step, session, node = other
    for _ in range(2):
        answer = tuple(found(step=step, fixturemanager=sessions[session], node=node))
        assert answer == (f"{step.type} {step.name} of {node.parent}",)
    assert len(calls) == asked


def test_a_name_is_looked_up_once_in_a_file() -> None:
    """Also one that is not there."""
    calls: list[str] = []

    def visible(_manager: Any, name: str, node: Any) -> Any:
        calls.append(name)
        return None if name == "none" else [f"{name} of {node.parent}"]

    found, session = step_lookup.remembering_visible(visible), Session()
    for _ in range(2):
        assert found(session, "one", item("file")) == ["one of file"]
        assert found(session, "none", item("file")) is None
    assert found(session, "one", item("another file")) == ["one of another file"]
    assert calls == ["one", "none", "one"]


def test_the_names_of_steps_are_asked_for_once_in_a_session() -> None:
    """And no other fixtures are."""
    asked: list[object] = []

    def names(session: object) -> list[str]:
        asked.append(session)
        return ["tmp_path", "pytestbdd_stepdef_given_a", "pytestbdd_stepdef_*_b", "request"]

    found, one, other = step_lookup.remembering_names(names), Session(), Session()
    for session in (one, other, one):
        assert found(session) == ["pytestbdd_stepdef_given_a", "pytestbdd_stepdef_*_b"]
    assert asked == [one, other]
