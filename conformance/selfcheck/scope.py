"""Where the scenarios of a requirement are bound, so that no other file needs to be collected."""

from collections.abc import Collection, Mapping
from functools import cache

from conformance.features import read_features
from conformance.suite import suite_root


def modules_of(requirements: Collection[str]) -> tuple[str, ...]:
    """The files in `steps` that bind scenarios of these requirements, by chapter."""
    chapters = {chapter for each in requirements for chapter in _chapters().get(each, ())}
    found = (suite_root() / "steps").glob("test_*.py")
    return tuple(sorted(path.name for path in found if path.name.split("_")[1] in chapters))


@cache
def _chapters() -> Mapping[str, frozenset[str]]:
    """The chapters in which each requirement is shown."""
    found: dict[str, frozenset[str]] = {}
    scenarios, _ = read_features(suite_root() / "features")
    for scenario in scenarios:
        for requirement in scenario.requirements:
            chapter = scenario.file.partition("_")[0]
            found[requirement] = found.get(requirement, frozenset()) | {chapter}
    return found
