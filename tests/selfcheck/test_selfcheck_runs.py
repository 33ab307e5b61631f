"""The self-check for real: a mutant is caught, and a mutant without its fault is found living."""

from pathlib import Path

import pytest

from conformance.certify.session import Session, run
from conformance.evidence.record import read_record
from conformance.selfcheck.check import judge_mutant
from conformance.selfcheck.expectation import Expectation, expectations


def expectation(mutant: str) -> Expectation:
    """What this mutant must be caught for."""
    return next(each for each in expectations() if each.mutant == mutant)


@pytest.mark.parametrize("mutant", ["service-v2-never-closes", "restricted-shows-name"])
@pytest.mark.parametrize("has_fault", [True, False], ids=["with-its-fault", "neutralised"])
def test_only_a_fault_makes_a_mutant_be_caught(
    tmp_path: Path, mutant: str, *, has_fault: bool
) -> None:
    """The scenarios that catch a mutant all pass when its fault is taken away: then it lives."""
    wanted = expectation(mutant)
    session = Session(
        out=tmp_path / "run",
        side=wanted.side,
        selection=f"requirement(id='{wanted.breaks}')",
        mutant=mutant if has_fault else None,
        outcomes_only=True,
    )
    run(session)
    result = judge_mutant(wanted, read_record(session.out))
    assert result.caught is has_fault
    assert result.trouble == ("" if has_fault else "it lives: no scenario failed")
