"""Rules PDC-V26 and PDC-V26b: the citizen's name and address, and their protection."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import (
    CONFIDENTIAL_ADDRESS,
    PROTECTED_POSTAL_CODE,
    PROTECTED_WORDS,
    MessageCode,
)
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, children
from conformance.pdc.rules.hl7 import address_of, collapsed, name_of
from conformance.pdc.rules.rule import ALL_DOCUMENTS, EXAMPLES, GUIDE, Basis, Breach, rule
from conformance.pdc.rules.typed_in import wrong_number

_WORDS: Final = frozenset(word.casefold() for word in PROTECTED_WORDS)
_HIDE: Final = (
    "Write a word of protection instead; which one is not settled: ADRESSEBESKYTTET (MedCom's 3.0 "
    "example), BESKYTTET NAVN/ADRESSE (the guide) and Adressebeskyttelse (2.0) are all taken"
)


def is_protected(document: Document) -> bool:
    """Whether an II says ConfAddr, in the body or, as in 2.0, in the header."""
    entries = document.of(TemplateOid.CITIZEN_NAME_ADDRESS)
    if any(v[1].get("extension") == CONFIDENTIAL_ADDRESS for e in entries for v in e.values):
        return True
    ids = [i for _, parts in document.header.roles for i in parts.get(tags.ID, ())]
    return any(i.get("extension") == CONFIDENTIAL_ADDRESS for i in ids)


@rule(
    "PDC-V26",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write the name and address of the header",
    place="recordTarget/patientRole/addr",
    bad=("1362", "1363"),
)
def citizen_is_the_patient(document: Document) -> Iterator[Breach]:
    """.26 is one PN and one AD, the same as in the header unless the citizen is protected.

    <addr use="H"><streetAddressLine>Morbærvej 200</streetAddressLine>
      <postalCode>1362</postalCode><city>København K</city><country>DK</country></addr>

    Runs of blanks do not count.
    """
    entries = document.of(TemplateOid.CITIZEN_NAME_ADDRESS)
    for entry in entries:
        yield from wrong_number(entry, "PN", range(1, 2))
        yield from wrong_number(entry, "AD", range(1, 2))
    names = [n for _, parts in document.header.patients for n in parts.get(tags.NAME, ())]
    addresses = [a for _, parts in document.header.roles for a in parts.get(tags.ADDR, ())]
    if not entries or is_protected(document):
        return
    for entry in entries:
        for hl7_type, _, element in entry.values:
            if hl7_type == "PN" and len(names) == 1 and _is_whole(names[0]):
                same = _same(element, names[0]) or name_of(element) == name_of(names[0])
            elif hl7_type == "AD" and len(addresses) == 1:
                same = _same(element, addresses[0]) or address_of(element) == address_of(
                    addresses[0]
                )
            else:
                continue
            if not same:
                yield Breach(at=element, expected="the same as in the header", found="another")


def _same(left: Element, right: Element) -> bool:
    """Whether the parts are the same to the letter, which they nearly always are."""
    return [(p.tag, p.text) for p in children(left)] == [(p.tag, p.text) for p in children(right)]


def _is_whole(name: Element) -> bool:
    kinds = {part.tag for part in children(name)}
    return tags.GIVEN in kinds and tags.FAMILY in kinds


@rule(
    "PDC-V26b",
    basis=Basis.STATED,
    source=f"CONF-PDC-DK-265 to 271; {EXAMPLES}; {GUIDE}",
    fix=_HIDE,
    place="recordTarget/patientRole/addr/city",
    bad=("ADRESSEBESKYTTET", "København K"),
    requirement="DOC-05",
)
def a_protected_address_is_hidden(document: Document) -> Iterator[Breach]:
    """With ConfAddr no street, postal code or city of the citizen stands anywhere.

    <city>ADRESSEBESKYTTET</city>

    Looked at: the header's address, that of .26, and the row of .26 in the narrative, whatever
    elements the words stand in. A part may hold a word of protection, postal code 0000, or a
    nullFlavor; the country may be told.
    """
    if not is_protected(document):
        return
    places = [a for _, parts in document.header.roles for a in parts.get(tags.ADDR, ())]
    for entry in document.of(TemplateOid.CITIZEN_NAME_ADDRESS):
        places += [element for _, _, element in entry.of_type("AD")]
    for place in places:
        if not _hides(_beside(place, children(place))):
            yield _leak(place)
        for part in children(place):
            if part.tag != tags.COUNTRY and not _hides(_inside(part)):
                yield _leak(part)
    for element, words in _narrative_words(document):
        if not _hides(words) and not _is_name(words, document):
            yield _leak(element)


def _leak(element: Element) -> Breach:
    return Breach(at=element, expected="a word of protection", found="a text that is none")


def _hides(text: str) -> bool:
    written = collapsed(text).casefold()
    for word in _WORDS:
        written = written.replace(word, "")
    return not re.sub(r"[\s,]", "", written) or written.strip() == PROTECTED_POSTAL_CODE


def _inside(element: Element) -> str:
    """All that is written in the element, in whatever elements."""
    return " ".join(map(str, element.itertext()))


def _beside(element: Element, parts: Iterable[Element]) -> str:
    """What is written in the element and in none of its *parts*."""
    return " ".join((element.text or "", *(part.tail or "" for part in parts)))


def _is_name(words: str, document: Document) -> bool:
    """Whether words of the narrative are the name or the country that .26 gives."""
    known: set[str] = set()
    for entry in document.of(TemplateOid.CITIZEN_NAME_ADDRESS):
        for _, _, name in entry.of_type("PN"):
            known.add(" ".join(collapsed(part.text) for part in children(name)))
        for _, _, address in entry.of_type("AD"):
            known.update(address_of(address)[3])
    return collapsed(words) in known


def _narrative_words(document: Document) -> Iterator[tuple[Element, str]]:
    """What the row of .26 says, item by item, and beside its items."""
    caption = MessageCode.CITIZEN_NAME_ADDRESS.display_name
    for _, parts in document.sections:
        for text in parts.get(tags.TEXT, ()):
            for row in text.iter(tags.TABLE_ROW):
                cells = children(row)
                if len(cells) > 1 and collapsed(_inside(cells[0])) == caption:
                    yield from _words_of(cells[1])


def _words_of(cell: Element) -> Iterator[tuple[Element, str]]:
    for item in cell.iter(tags.ITEM):
        yield item, _inside(item)
    told = {element for part in cell.iter(tags.ITEM, tags.CAPTION) for element in part.iter()}
    outside = (element for element in cell.iter() if element not in told)
    words = (_beside(element, children(element)) for element in outside)
    yield cell, " ".join(words)


RULES: Final = (citizen_is_the_patient, a_protected_address_is_hidden)
