"""The kill matrix of an edition: which steps fell when one thing was wrong on purpose.

It is written by `fsk selfcheck --record`, and ships beside the edition, so that the evidence of a
run can show that what it passed could have failed.
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

import msgspec

from conformance.catalogue.edition import EDITION, EDITIONS
from conformance.catalogue.requirement import Side

MATRIX_FILE: Final = f"kills-{EDITION}.json"


class Kill(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mutant: *wrong* says what it does, *breaks* is the requirement that must catch it.

    *stated* are the numbers of the steps that fell for the stated reason; *fell* are those of all
    that fell, by the requirements that they show.
    """

    mutant: str
    side: Side
    wrong: str
    breaks: str
    stated: tuple[str, ...]
    fell: dict[str, tuple[str, ...]]


class KillMatrix(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All mutants of an edition, by name."""

    edition: str
    kills: tuple[Kill, ...]

    def updated(self, kills: Iterable[Kill], *, mutants: Collection[str]) -> "KillMatrix":
        """With these *kills* in place of the ones of the same name; of *mutants* alone."""
        known = {kill.mutant: kill for kill in (*self.kills, *kills)}
        return KillMatrix(
            edition=self.edition,
            kills=tuple(known[name] for name in sorted(known) if name in mutants),
        )


def kill_matrix() -> KillMatrix:
    """The matrix that ships with this edition."""
    return msgspec.json.decode(EDITIONS.joinpath(MATRIX_FILE).read_bytes(), type=KillMatrix)


def write_kill_matrix(matrix: KillMatrix, folder: Path) -> None:
    """Write it to its file in *folder*, a line a fact, so that changes can be read. OSError."""
    text = msgspec.json.format(msgspec.json.encode(matrix), indent=1) + b"\n"
    (folder / MATRIX_FILE).write_bytes(text)
