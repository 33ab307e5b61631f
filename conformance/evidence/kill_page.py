"""The page that shows that the scenarios of an edition can fail: picture and table of mutants."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from conformance.catalogue.kill_matrix import Kill, KillMatrix
from conformance.catalogue.requirement import Requirement
from conformance.evidence.kill_picture import draw
from conformance.evidence.pages import templates

KILL_PAGE_NAME: Final = "kill-matrix.html"


def render_kill_page(
    matrix: KillMatrix, requirements: Sequence[Requirement], chapters: dict[str, str]
) -> str:
    """The page as HTML, complete in itself.

    *requirements* are those of the matrix' edition, *chapters* the titles of theirs.
    """
    breaking: dict[str, list[Kill]] = {}
    for kill in matrix.kills:
        breaking.setdefault(kill.breaks, []).append(kill)
    return (
        templates()
        .get_template("kill-matrix.html.j2")
        .render(
            matrix=matrix,
            picture=Markup(draw(matrix.kills, requirements)),  # noqa: S704 - drawn by us, of our own data
            requirements=requirements,
            chapters=chapters,
            breaking=breaking,
            unbroken=[each for each in requirements if each.id not in breaking],
            others=_others,
        )
    )


def _others(kill: Kill) -> dict[str, tuple[str, ...]]:
    """What fell beside the requirement that must catch it."""
    return {name: steps for name, steps in sorted(kill.fell.items()) if name != kill.breaks}
