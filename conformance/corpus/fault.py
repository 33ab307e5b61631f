"""What a fault is."""

from collections.abc import Callable
from dataclasses import dataclass

from conformance.corpus.edits import Edit, Element
from conformance.pdc.values import Entry


def untouched(_root: Element) -> None:
    """Change nothing in the tree."""


def whole(data: bytes) -> bytes:
    """Leave the bytes as they are."""
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How one rule is broken.

    *told* says what is done, for a person. *needs* is the kind of entry that must be there. *also*
    names the other rules that the same change must break.
    """

    rule: str
    told: str
    edit: Edit = untouched
    needs: type[Entry] | None = None
    also: tuple[str, ...] = ()
    cut: Callable[[bytes], bytes] = whole
