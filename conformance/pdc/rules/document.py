"""A CDA document, indexed once for all rules.

Attributes are raw strings: the schema would collapse the blanks around a code. The index is plain
tuples, dicts and lists, because each call into lxml costs as much as a rule.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from lxml import etree

from conformance.pdc.rules import tags

Element = etree._Element

children: Final[Callable[[Element], list[Element]]] = itemgetter(slice(None))
"""The children of an element, as `element[:]`: the quickest way to them."""

Parts = dict[str, list[Element]]
"""The children of an element by their qualified names."""

Node = tuple[Element, Parts]
"""An element and its children."""

Value = tuple[str, dict[str, str], Element]
"""xsi:type without its prefix, all attributes, and the element itself."""


Named = tuple[str, Element]
"""An id's extension or a time's value, empty when there is none, and the element itself."""


def named(parent: Element, tag: str) -> list[Element]:
    """The children of that name."""
    return [child for child in children(parent) if child.tag == tag]


class Entry(NamedTuple):
    """An entry and its one observation; `kind` is its template root, empty when it is unknown."""

    kind: str
    element: Element
    around: Element
    ids: Sequence[Named]
    values: Sequence[Value]
    stamps: Sequence[Named]

    def of_type(self, hl7_type: str) -> list[Value]:
        """The values of one xsi:type."""
        return [value for value in self.values if value[0] == hl7_type]


class Header(NamedTuple):
    """The header: each list holds the elements of one kind, however many there are."""

    parts: Parts
    roles: list[Node]
    patients: list[Node]
    providers: list[Node]
    assigned_authors: list[Node]
    author_organizations: list[Node]
    custodian_organizations: list[Node]
    events: list[Node]
    periods: list[Node]
    cpr_ids: list[Element]
    markers: list[Element]
    templates: list[Element]
    known: bool = False
    """Whether all but the patient was judged before; then the lists hold the patient alone."""

    @property
    def cpr(self) -> str | None:
        """The patient's one CPR number when it has ten digits."""
        if len(self.cpr_ids) != 1:
            return None
        number = self.cpr_ids[0].get("extension", "")
        return number if len(number) == 10 and number.isascii() and number.isdigit() else None

    @property
    def time(self) -> Element | None:
        """The document's time, when there is one."""
        found = self.parts.get(tags.EFFECTIVE_TIME, ())
        return found[0] if len(found) == 1 else None


class Oddities(NamedTuple):
    """What the walk came across that a sound card has none of: rules look here, not everywhere."""

    entries: list[Entry]
    """Entries that have not the shape of those of the live service."""

    arounds: list[Element]
    """Entries that hold anything but one observation."""

    crowded: list[list[Element]]
    """Ids that share one parent."""

    uncoded: list[Element]
    """Codes that lack a code or a code system."""

    rootless: list[Element]
    """Identifiers without a root."""

    stamps: list[Element]
    """Times of entry authors that are not plainly real times to the second with an offset."""


class Document(NamedTuple):
    """All that the rules look at.

    `entries` and `kinds` hold every entry, `fresh` and `fresh_kinds` those that were not judged
    before (`known`). `narrative` is all that a person reads; `odd_null` whether the bytes `null`
    stand anywhere but in the usual nullFlavors; `asked_for` the CPR number of the search, if known.
    """

    root: Element
    data: bytes
    header: Header
    sections: list[Node]
    entries: list[Entry]
    kinds: dict[str, list[Entry]]
    fresh: list[Entry]
    fresh_kinds: dict[str, list[Entry]]
    odd: Oddities
    narrative: str
    odd_null: bool
    asked_for: str | None

    def every(self, kind: str) -> Sequence[Entry]:
        """The entries with that template root, whatever its extension."""
        return self.kinds.get(kind, ())

    def of(self, kind: str) -> Sequence[Entry]:
        """Those of them that were not judged before."""
        return self.fresh_kinds.get(kind, ())

    @property
    def in_utf_8(self) -> bool:
        """Whether the bytes are what is written: UTF-8, so that rules may look at them first."""
        return is_in_utf_8(self.root)


def is_in_utf_8(root: Element) -> bool:
    """Whether the document of *root* was read as UTF-8."""
    encoding = root.getroottree().docinfo.encoding
    return encoding is None or encoding.upper() == "UTF-8"
