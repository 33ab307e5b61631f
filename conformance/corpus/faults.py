"""The faults that can be put into a card: one small change for each rule, which breaks that rule.

A fault changes a card that is right into one that is not; `also` names the rules that cannot but be
broken with it. The change is the same for every card, so a broken corpus is as repeatable as a
clean one.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final

from lxml import etree

from conformance.corpus.cda_faults import CDA_FAULTS
from conformance.corpus.edits import Element
from conformance.corpus.entry_faults import ENTRY_FAULTS
from conformance.corpus.fault import Fault
from conformance.corpus.header_faults import HEADER_FAULTS, NARRATIVE_FAULTS
from conformance.corpus.number_faults import NUMBER_FAULTS
from conformance.corpus.value_faults import VALUE_FAULTS

__all__ = ["FAULTS", "Fault", "spoil"]

_GROUPS: Final = (
    HEADER_FAULTS,
    ENTRY_FAULTS,
    VALUE_FAULTS,
    CDA_FAULTS,
    NUMBER_FAULTS,
    NARRATIVE_FAULTS,
)
FAULTS: Final[Mapping[str, Fault]] = {fault.rule: fault for group in _GROUPS for fault in group}
"""The fault for each rule id, in the order in which all can be put into one card.

Two hide the rest: a card that is cut off (PDC-G01) or whose root has another name (PDC-H01) is
looked at no further.
"""

_ORDER: Final = {rule: number for number, rule in enumerate(FAULTS)}
_INDENT: Final = "    "
"""As the live service indents."""


def spoil(root: Element, faults: Iterable[Fault]) -> bytes:
    """The document of *root* with these faults; *root* is changed.

    Entries are changed before any is doubled, and the bytes are cut last of all. Where one fault
    has taken away what another would change (an author without id has no id to double), the other
    is left out.
    """
    drawn = sorted(faults, key=lambda fault: _ORDER[fault.rule])
    for fault in drawn:
        with suppress(LookupError):
            fault.edit(root)
    etree.indent(root, _INDENT)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    for fault in drawn:
        data = fault.cut(data)
    return data
