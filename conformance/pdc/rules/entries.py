"""Rules PDC-E01 to PDC-E08: template, id and code of an entry, whatever it is about.

Most look only at entries that have not the shape of those of the live service (`shapes`).
"""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import MessageCode
from conformance.pdc.oids import Oid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Entry, children, named
from conformance.pdc.rules.hl7 import UUID
from conformance.pdc.rules.rule import (
    ALL_DOCUMENTS,
    GUIDE,
    Basis,
    Breach,
    raw,
    rule,
)
from conformance.pdc.rules.shapes import KINDS

_NAMES: Final = {str(code): code.display_name for code in MessageCode}
_BLANKS: Final = "Take the blanks away: the guide's code column prints them inside and around codes"


def _codes(document: Document) -> Iterator[tuple[Entry, Element]]:
    for entry in document.odd.entries:
        for code in named(entry.element, tags.CODE):
            yield entry, code


@rule(
    "PDC-E01",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=f"art-decor's templates of PDC-DK 2.0; {ALL_DOCUMENTS}",
    fix='Write typeCode="COMP", or leave it out',
    place="entry:LanguageTypedIn",
    bad=("COMP", "DRIV"),
)
def entry_is_a_component(document: Document) -> Iterator[Breach]:
    """An entry is a component of the section.

    <entry typeCode="COMP">…</entry>
    """
    for entry in document.odd.entries:
        if entry.around.get("typeCode") not in {None, "COMP"}:
            found = raw(entry.around, "typeCode")
            yield Breach(at=entry.around, attribute="typeCode", expected="'COMP'", found=found)


@rule(
    "PDC-E02",
    basis=Basis.STATED,
    source="HL7 CDA R2; art-decor's templates of PDC-DK 2.0",
    fix="Write one observation with class OBS and mood EVN in each entry",
    place="LanguageTypedIn",
    bad=('"EVN"', '"INT"'),
)
def entry_holds_an_observation(document: Document) -> Iterator[Breach]:
    """An entry holds one observation, of class OBS and mood EVN.

    <observation classCode="OBS" moodCode="EVN">…</observation>
    """
    for entry in document.odd.entries:
        for attribute, expected in (("classCode", "OBS"), ("moodCode", "EVN")):
            if entry.element.get(attribute) != expected:
                found = raw(entry.element, attribute)
                yield Breach(
                    at=entry.element, attribute=attribute, expected=repr(expected), found=found
                )
    for around in document.odd.arounds:
        found = ", ".join(str(child.tag).rpartition("}")[2] for child in children(around))
        yield Breach(at=around, expected="one observation", found=found or "nothing")


@rule(
    "PDC-E03",
    receiver=Severity.WARNING,
    basis=Basis.DERIVED,
    source=f"derived; {ALL_DOCUMENTS}; a sample of the {GUIDE} repeats one by a slip",
    fix="Give each entry its own UUID",
    place="LanguageTypedIn/id",
    bad=("ba0f-000000000007", "ba0f-000000000001"),
    requirement="DOC-19",
)
def entry_ids_are_unique(document: Document) -> Iterator[Breach]:
    """No two entries have the same id; the root does not count, nor does the case of the UUID.

    <id root="1.2.208.184.15.7" extension="88bc66b8-8212-423b-ba0f-000000000007"/>
    """
    ids = [(text.lower(), entry) for entry in document.entries for text, _ in entry.ids]
    if len({text for text, _ in ids}) == len(ids):
        return
    seen: dict[str, Entry] = {}
    for text, entry in ids:
        first = seen.setdefault(text, entry)
        # Two ids of one observation are the matter of PDC-RIM-001.
        if text and first is not entry:
            at = next(i for i in entry.element.iterchildren(tags.ID) if _text(i) == text)
            found = f"{raw(at, 'extension')}, also on line {first.element.sourceline}"
            expected = "an id that no other entry has"
            yield Breach(at=at, attribute="extension", expected=expected, found=found)


def _text(identifier: Element) -> str:
    return identifier.get("extension", "").lower()


@rule(
    "PDC-E04",
    receiver=Severity.WARNING,
    basis=Basis.DERIVED,
    source="derived: the template says what the entry is",
    fix="Write the one template of the entry; CustodyBy and ChildCustody share .23 on purpose",
    place="LanguageTypedIn/templateId",
    bad=(
        "/>",
        '/>\n<templateId root="1.2.208.184.16.1.10.20.1.25" extension="2019-08-14"/>',
    ),
)
def one_entry_template(document: Document) -> Iterator[Breach]:
    """An observation has exactly one entry template.

    <templateId root="1.2.208.184.16.1.10.20.1.20" extension="2019-08-14"/>

    One that is not known is the matter of PDC-E05.
    """
    for entry in document.odd.entries:
        templates = named(entry.element, tags.TEMPLATE)
        known = [t for t in templates if t.get("root") in KINDS]
        if len(known) > 1 or not templates:
            at = known[1] if known else entry.element
            yield Breach(at=at, expected="one entry template", found=str(len(known)))


@rule(
    "PDC-E05",
    severity=Severity.WARNING,
    basis=Basis.DERIVED,
    source="derived, for the sake of later versions",
    fix="Look for a slip in the template id; a receiver passes over the entry",
    place="RelativeTypedIn[2]/templateId",
    bad=("20.1.25", "20.1.52"),
)
def known_entry_template(document: Document) -> Iterator[Breach]:
    """The template of an entry is one of the twelve of PDC-DK 3.0.

    <templateId root="1.2.208.184.16.1.10.20.1.25" extension="2019-08-14"/>
    """
    for entry in document.odd.entries:
        templates = named(entry.element, tags.TEMPLATE)
        if not entry.kind and templates:
            found = raw(templates[0], "root")
            expected = "the root of an entry template"
            yield Breach(at=templates[0], attribute="root", expected=expected, found=found)


@rule(
    "PDC-E06",
    basis=Basis.STATED,
    source=GUIDE,
    fix="Write the code that belongs to the template",
    place="RelativeTypedIn/code",
    bad=('"RelativeTypedIn"', '"RelationTypedIn"'),
)
def code_fits_the_template(document: Document) -> Iterator[Breach]:
    """The code of an entry is the one that belongs to its template, from MedCom's message codes.

    <code code="RelativeTypedIn" codeSystem="1.2.208.184.100.1"
          codeSystemName="MedCom Message Codes" displayName="Pårørende, indtastet"/>
    """
    for entry in document.odd.entries:
        number = len(named(entry.element, tags.CODE))
        if number != 1:
            yield Breach(at=entry.element, expected="one code", found=str(number))
    for entry, code in _codes(document):
        if not entry.kind:
            continue
        allowed = list(map(str, KINDS[entry.kind].codes))
        written = code.get("code", "")
        if written not in allowed:
            yield Breach(
                at=code,
                attribute="code",
                expected=" or ".join(map(repr, allowed)),
                found=raw(code, "code"),
                fix=_BLANKS if "".join(written.split()) in allowed else None,
            )
        system = code.get("codeSystem", "")
        if system != Oid.MESSAGE_CODES:
            yield Breach(
                at=code,
                attribute="codeSystem",
                expected=repr(str(Oid.MESSAGE_CODES)),
                found=raw(code, "codeSystem"),
                fix=_BLANKS if system.strip() == Oid.MESSAGE_CODES else None,
            )


@rule(
    "PDC-E07",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write MedCom's name of the code",
    place="CoverageGroup/code",
    bad=("Sygesikringsgruppe", "Sikringsgruppe"),
)
def display_name_of_the_code(document: Document) -> Iterator[Breach]:
    """The code of an entry carries MedCom's Danish name of it.

    <code code="CoverageGroup" codeSystem="1.2.208.184.100.1"
          codeSystemName="MedCom Message Codes" displayName="Sygesikringsgruppe"/>
    """
    for _, code in _codes(document):
        expected = _NAMES.get(code.get("code", ""))
        if expected is not None and code.get("displayName") != expected:
            yield Breach(
                at=code,
                attribute="displayName",
                expected=repr(expected),
                found=raw(code, "displayName"),
            )


@rule(
    "PDC-E08",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write a UUID of any version, in any case; identify by the extension, not by the root",
    place="LanguageTypedIn/id",
    bad=("88bc66b8-8212-423b-ba0f-000000000007", "7"),
    requirement="DOC-19",
)
def entry_id_is_a_uuid(document: Document) -> Iterator[Breach]:
    """An entry has an id whose extension is a UUID.

    <id root="1.2.208.184.15.7" extension="88bc66b8-8212-423b-ba0f-000000000007"/>
    """
    for entry in document.fresh:
        for extension, identifier in entry.ids:
            if not UUID.fullmatch(extension):
                found = raw(identifier, "extension")
                yield Breach(at=identifier, attribute="extension", expected="a UUID", found=found)
        if not entry.ids:
            yield Breach(at=entry.element, expected="an id", found="none")


SHAPE_RULES: Final = (
    entry_is_a_component,
    entry_holds_an_observation,
    one_entry_template,
    known_entry_template,
    code_fits_the_template,
    display_name_of_the_code,
)
"""Rules that every entry of a regular shape keeps."""

ID_RULES: Final = (entry_ids_are_unique, entry_id_is_a_uuid)
"""Rules about what is different in every entry."""
