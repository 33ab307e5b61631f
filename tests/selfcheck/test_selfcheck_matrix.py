"""The kill matrix that ships is that of the mutants, requirements and steps of today."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.catalogue import Side, load_catalogue
from conformance.catalogue.edition import EDITION
from conformance.catalogue.kill_matrix import (
    Kill,
    KillMatrix,
    kill_matrix,
    write_kill_matrix,
)
from conformance.catalogue.step_numbers import read_steps
from conformance.selfcheck.check import Catch, MutantResult
from conformance.selfcheck.expectation import Expectation, expectations
from conformance.selfcheck.recording import kills
from conformance.suite import suite_root

NOW = datetime(2026, 11, 22, tzinfo=UTC)
AGAIN = "Run `fsk selfcheck MUTANT... --record` for those that are named."
KILL = Kill(
    mutant="a",
    side=Side.VENDOR,
    wrong="w",
    breaks="FGV-03",
    stated=("5.01",),
    fell={"FGV-03": ("5.01",)},
)


def test_the_matrix_tells_of_each_mutant_of_today() -> None:
    """No mutant is missing, none is there that is gone, and none is told of in other words."""
    matrix = kill_matrix()
    assert matrix.edition == EDITION
    told = {kill.mutant: (kill.side, kill.wrong, kill.breaks) for kill in matrix.kills}
    today = {each.mutant: (each.side, each.wrong, each.breaks) for each in expectations()}
    differing = [name for name in {*told, *today} if told.get(name) != today.get(name)]
    assert not differing, f"{sorted(differing)}: {AGAIN}"


def test_the_steps_of_the_matrix_are_the_steps_of_today() -> None:
    """Each shows the requirement that it is told to have caught a mutant for."""
    steps = read_steps(suite_root() / "features")
    wrong = {
        kill.mutant
        for kill in kill_matrix().kills
        for requirement, numbers in kill.fell.items()
        for number in numbers
        if number not in steps
        or steps[number].withdrawn
        or requirement not in steps[number].requirements
    }
    assert not wrong, f"{sorted(wrong)}: {AGAIN}"


def test_every_step_has_been_seen_to_fall() -> None:
    """A step that falls for no mutant proves nothing when it passes."""
    fell = {
        number
        for kill in kill_matrix().kills
        for numbers in kill.fell.values()
        for number in numbers
    }
    steps = read_steps(suite_root() / "features")
    never = {number for number, step in steps.items() if not step.withdrawn} - fell
    assert not never, f"{sorted(never)}: write a mutant that each of them catches, and record it"


def test_every_mutant_of_the_matrix_was_caught_as_foretold() -> None:
    """By a step of the requirement that it breaks, and none of a requirement it does not."""
    known = {requirement.id for requirement in load_catalogue().requirement}
    by_name = {each.mutant: each for each in expectations()}
    for kill in kill_matrix().kills:
        assert kill.stated, kill.mutant
        assert set(kill.stated) <= set(kill.fell[kill.breaks])
        assert set(kill.fell) <= known
        assert all(by_name[kill.mutant].allows((requirement,)) for requirement in kill.fell)


def test_what_came_of_a_mutant_becomes_a_row() -> None:
    """Stated and other steps, by requirement; those of unrelated requirements are left out."""
    expectation = Expectation(
        mutant="nav-shown-as-no", breaks="FGV-04", reason="found 'no'", also=("FGV-06",)
    )
    catches = (
        Catch(
            scenario="a",
            step="5.01",
            title="a",
            requirements=("FGV-04", "VIS-01"),
            words="found 'no'",
        ),
        Catch(scenario="b", step="5.02", title="b", requirements=("FGV-04",), words="found 'yes'"),
        Catch(scenario="c", step="5.03", title="c", requirements=("FGV-06",), words="found 'no'"),
    )
    result = MutantResult(expectation=expectation, catches=catches, trouble="")
    (kill,) = kills([result])
    assert kill.stated == ("5.01",)
    assert kill.fell == {"FGV-04": ("5.01", "5.02"), "FGV-06": ("5.03",)}
    assert kill.side is Side.VENDOR


def test_a_mutant_that_lives_has_no_row() -> None:
    """The matrix shows what was proven, and nothing else."""
    expectation = Expectation(mutant="nav-shown-as-no", breaks="FGV-04", reason="x")
    result = MutantResult(expectation=expectation, catches=(), trouble="it lives")
    assert kills([result]) == ()


@pytest.mark.parametrize(
    ("new", "mutants", "names"),
    [
        ((), {"a"}, ["a"]),
        ((), set(), []),
        (("b",), {"a", "b"}, ["a", "b"]),
        (("b",), {"b"}, ["b"]),
    ],
)
def test_a_matrix_is_kept_up_row_by_row(
    new: tuple[str, ...], mutants: set[str], names: list[str]
) -> None:
    """What was run again is replaced, what is gone goes, and the rest stays."""
    matrix = KillMatrix(edition="x", kills=(KILL,))
    rows = tuple(Kill(**{**_fields(KILL), "mutant": name}) for name in new)
    assert [kill.mutant for kill in matrix.updated(rows, mutants=mutants).kills] == names


def _fields(kill: Kill) -> dict[str, object]:
    return {name: getattr(kill, name) for name in kill.__struct_fields__}


def test_a_row_that_was_run_again_is_the_new_one() -> None:
    """Under the same name."""
    newer = Kill(**{**_fields(KILL), "wrong": "newer"})  # type: ignore[arg-type]
    (kill,) = KillMatrix(edition="x", kills=(KILL,)).updated([newer], mutants={"a"}).kills
    assert kill.wrong == "newer"


def test_a_matrix_is_read_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line a fact, so that what changes can be read in a comparison."""
    matrix = KillMatrix(edition=EDITION, kills=(KILL,))
    write_kill_matrix(matrix, tmp_path)
    monkeypatch.setattr("conformance.catalogue.kill_matrix.EDITIONS", tmp_path)
    assert kill_matrix() == matrix
    (file,) = tmp_path.iterdir()
    assert len(file.read_text(encoding="utf-8").splitlines()) > 10
