"""One edition of the catalogue, read from its TOML file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from conformance.catalogue.requirement import Requirement

EDITION_FILE: Final = "edition-2026-11.toml"


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All requirements of one edition, with the standard that it is about."""

    edition: str
    standard: str
    chapters: dict[str, str]
    requirement: tuple[Requirement, ...]

    def __post_init__(self) -> None:
        ids = [requirement.id for requirement in self.requirement]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"expected each requirement id once, found twice: {', '.join(twice)}")
        unknown = {r.chapter for r in self.requirement} - set(self.chapters)
        if unknown:
            raise ValueError(
                f"expected chapters of this edition, found {', '.join(sorted(unknown))}"
            )

    def get(self, requirement_id: str) -> Requirement:
        """The requirement with this id; KeyError, with the known ids, when there is none."""
        for requirement in self.requirement:
            if requirement.id == requirement_id:
                return requirement
        known = ", ".join(requirement.id for requirement in self.requirement)
        raise KeyError(f"unknown requirement {requirement_id}; this edition knows {known}")


@cache
def load_catalogue() -> Catalogue:
    """The edition that this version of the product ships."""
    text = files("conformance.catalogue").joinpath(EDITION_FILE).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=Catalogue)
