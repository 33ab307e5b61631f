"""One edition of the catalogue, read from its TOML file; and which editions there are."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import msgspec

from conformance.catalogue.requirement import Requirement

EDITION: Final = "2026-11"
"""The edition that this version of the product judges by."""

EDITION_FILE: Final = f"edition-{EDITION}.toml"
EDITIONS: Final[Traversable] = files("conformance.catalogue")
"""The folder of all editions that ship."""

_FILE: Final = re.compile(r"edition-(\d{4}-\d\d)\.toml")


class Reworded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a requirement is not what it was in the edition before."""

    requirement: str
    because: str


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A requirement of an earlier edition that holds no longer, and why."""

    requirement: str
    because: str


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All requirements of one edition, with the standard that it is about.

    *change* and *withdrawn* give the reasons for what differs from the edition before.
    """

    edition: str
    standard: str
    chapters: dict[str, str]
    requirement: tuple[Requirement, ...]
    change: tuple[Reworded, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def __post_init__(self) -> None:
        ids = [requirement.id for requirement in self.requirement]
        _each_once("requirement id", ids)
        _each_once("change of a requirement", [each.requirement for each in self.change])
        unknown = {r.chapter for r in self.requirement} - set(self.chapters)
        if unknown:
            raise ValueError(
                f"expected chapters of this edition, found {', '.join(sorted(unknown))}"
            )
        strays = {each.requirement for each in self.change} - set(ids)
        if strays:
            raise ValueError(
                f"expected changes of requirements of this edition, found "
                f"{', '.join(sorted(strays))}"
            )
        revived = {each.requirement for each in self.withdrawn} & set(ids)
        if revived:
            raise ValueError(
                f"expected each requirement held or withdrawn, found both: "
                f"{', '.join(sorted(revived))}"
            )

    def get(self, requirement_id: str) -> Requirement:
        """The requirement with this id; KeyError, with the known ids, when there is none."""
        for requirement in self.requirement:
            if requirement.id == requirement_id:
                return requirement
        known = ", ".join(requirement.id for requirement in self.requirement)
        raise KeyError(f"unknown requirement {requirement_id}; this edition knows {known}")


def _each_once(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"expected each {what} once, found twice: {', '.join(twice)}")


class UnknownEdition(LookupError):
    """No edition of this name ships; the message names those that do."""


def edition_names(folder: Traversable = EDITIONS) -> tuple[str, ...]:
    """The editions that ship, oldest first."""
    return tuple(sorted(_names(folder)))


def _names(folder: Traversable) -> Iterable[str]:
    return (found[1] for each in folder.iterdir() if (found := _FILE.fullmatch(each.name)))


def edition_text(edition: str, folder: Traversable = EDITIONS) -> str:
    """The file of an edition, with line ends as on Unix. Raises UnknownEdition."""
    if edition not in edition_names(folder):
        known = ", ".join(edition_names(folder))
        raise UnknownEdition(f"expected one of the editions {known}, found {edition}")
    raw = folder.joinpath(f"edition-{edition}.toml").read_bytes()
    return raw.decode("utf-8").replace("\r\n", "\n")


def read_edition(edition: str, folder: Traversable = EDITIONS) -> Catalogue:
    """An edition. Raises UnknownEdition, and msgspec.ValidationError for one that does not fit."""
    return msgspec.convert(tomllib.loads(edition_text(edition, folder)), type=Catalogue)


@cache
def load_catalogue() -> Catalogue:
    """The edition that this version of the product judges by."""
    return read_edition(EDITION)
