"""Rules of base CDA about data types: codes, ids, names, uses and times.

Source of all: IHE Gazelle, HL7 CDA R2 Basic Requirements. `base_cda` says what is left out.
"""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, named
from conformance.pdc.rules.hl7 import is_real
from conformance.pdc.rules.rule import GAZELLE, Basis, Breach, rule


@rule(
    "PDC-CDADT-001",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-001",
    fix="Write another nullFlavor, for instance NI",
    place="DentistTypedIn/value[3]/country",
    bad='<country nullFlavor="NP"/>',
)
def no_null_flavor_np(document: Document) -> Iterator[Breach]:
    """The nullFlavor NP (not present) is not used.

    <country>DK</country>
    """
    if not document.odd_null:
        return
    for element in document.root.iter("*"):
        if element.get("nullFlavor") == "NP":
            found = "'NP'"
            yield Breach(at=element, attribute="nullFlavor", expected="another", found=found)


@rule(
    "PDC-CDADT-004",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-004",
    fix="Write the codeSystem beside its name",
    place="LanguageTypedIn/author/assignedAuthor/code",
    bad=('codeSystem="1.2.208.184.100.1"', ""),
)
def system_name_has_a_system(document: Document) -> Iterator[Breach]:
    """A code with the name of a code system has the code system.

    <code code="EnteredCitizen" codeSystem="1.2.208.184.100.1"
          codeSystemName="MedCom Message Codes" displayName="Indtastet af borger"/>
    """
    for code in document.odd.uncoded:
        if code.get("codeSystem") is None and code.get("codeSystemName") is not None:
            yield Breach(at=code, expected="a codeSystem", found="codeSystemName alone")


@rule(
    "PDC-CDADT-006",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-006",
    fix="Write the code beside its name",
    place="RelativeTypedIn/value[2]",
    bad=('code="nabo"', 'nullFlavor="NI"'),
)
def display_name_has_a_code(document: Document) -> Iterator[Breach]:
    """A display name has a code beside it.

    <value xsi:type="CD" code="nabo" codeSystem="1.2.208.184.100.2"
           codeSystemName="MedCom Relation Codes" displayName="Nabo"/>
    """
    for code in document.odd.uncoded:
        if code.get("code") is None and code.get("displayName") is not None:
            yield Breach(at=code, expected="a code", found="displayName alone")


@rule(
    "PDC-CDADT-008",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-008",
    fix="Write the code, or a nullFlavor",
    place="RelativeTypedIn/value[2]",
    bad='<value xsi:type="CD" codeSystem="1.2.208.184.100.2"/>',
)
def code_unless_null(document: Document) -> Iterator[Breach]:
    """A coded value has a code, unless it is null.

    <value xsi:type="CD" code="nabo" codeSystem="1.2.208.184.100.2"
           codeSystemName="MedCom Relation Codes" displayName="Nabo"/>
    """
    for code in document.odd.uncoded:
        if code.get("code") is None and code.get("nullFlavor") is None:
            yield Breach(at=code, expected="a code or a nullFlavor", found="neither")


@rule(
    "PDC-CDADT-012",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-012",
    fix="Write the root, or a nullFlavor",
    place="LanguageTypedIn/id",
    bad=('root="1.2.208.184.15.7"', ""),
)
def root_unless_null(document: Document) -> Iterator[Breach]:
    """An identifier has a root, unless it is null.

    <id root="1.2.208.184.15.7" extension="88bc66b8-8212-423b-ba0f-000000000007"/>
    """
    for identifier in document.odd.rootless:
        if identifier.get("nullFlavor") is None:
            yield Breach(at=identifier, expected="a root or a nullFlavor", found="neither")


@rule(
    "PDC-CDADT-026",
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-026",
    fix="Write the name, or leave the value out",
    place="DentistTypedIn/value[2]",
    bad='<value xsi:type="TN"/>',
)
def trivial_name_is_not_empty(document: Document) -> Iterator[Breach]:
    """A name of type TN is not empty.

    <value xsi:type="TN">Tandklinikken</value>
    """
    for entry in document.of(TemplateOid.DENTIST):
        for hl7_type, attributes, element in entry.values:
            empty = hl7_type == "TN" and not (element.text or "").strip()
            if empty and "nullFlavor" not in attributes:
                yield Breach(at=element, expected="a name", found="nothing")


def _uses(document: Document, hl7_type: str, tag: str) -> Iterator[tuple[str, Element]]:
    for entry in document.fresh:
        for found, attributes, element in entry.values:
            if found == hl7_type:
                yield attributes.get("use", ""), element
    header = document.header
    for _, parts in (*header.roles, *header.providers):
        for element in parts.get(tag, ()):
            yield element.get("use", ""), element


def _repeated(document: Document, hl7_type: str, tag: str) -> Iterator[Breach]:
    for use, element in _uses(document, hl7_type, tag):
        if " " in use:
            words = use.split()
            if len(set(words)) != len(words):
                expected = "each use once"
                yield Breach(at=element, attribute="use", expected=expected, found=repr(use))


@rule(
    "PDC-CDADT-031",
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-031; which of 031 and 032 is about addresses is not known to us",
    fix="Write each use once",
    place="DentistTypedIn/value[3]",
    bad=('"WP"', '"WP WP"'),
)
def uses_of_an_address_are_distinct(document: Document) -> Iterator[Breach]:
    """The uses of an address are distinct.

    <value xsi:type="AD" use="WP">…</value>
    """
    return _repeated(document, "AD", tags.ADDR)


@rule(
    "PDC-CDADT-032",
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source=f"{GAZELLE}, CDADT-032; which of 031 and 032 is about addresses is not known to us",
    fix="Write each use once",
    place="DentistTypedIn/value[4]",
    bad=('"WP"', '"WP WP"'),
)
def uses_of_a_number_are_distinct(document: Document) -> Iterator[Breach]:
    """The uses of a telephone number are distinct.

    <value xsi:type="TEL" value="tel:12345678" use="WP"/>
    """
    return _repeated(document, "TEL", tags.TELECOM)


def _times(document: Document) -> list[Element]:
    """Every TS but the plain ones of entries."""
    header = document.header
    found = [*document.odd.stamps]
    if not header.known:
        found += header.parts.get(tags.EFFECTIVE_TIME, ())
        for author in header.parts.get(tags.AUTHOR, ()):
            found += named(author, tags.TIME)
    for _, parts in header.periods:
        found += [*parts.get(tags.LOW, ()), *parts.get(tags.HIGH, ())]
    for _, parts in header.patients:
        found += parts.get(tags.BIRTH_TIME, ())
    for entry in document.of(TemplateOid.TEMPORARY_ADDRESS):
        found += entry.element.iter(tags.LOW, tags.HIGH)
    return found


@rule(
    "PDC-DTITS-017",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, DTITS-017",
    fix="Write a time that the calendar has, in the form yyyyMMddHHmmss±hhmm",
    place="TempAddrTypedIn/effectiveTime/low",
    bad=("20260101", "20261301"),
)
def times_are_real(document: Document) -> Iterator[Breach]:
    """A time is one that the calendar and the clock have.

    <low value="20260101000000+0100"/>
    """
    checked: set[str | None] = {None}
    for time in _times(document):
        value = time.get("value")
        if value in checked:
            continue
        checked.add(value)
        if value is not None and not is_real(value):
            found = repr(value)
            yield Breach(at=time, attribute="value", expected="a real time", found=found)


@rule(
    "PDC-DTITS-018",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, DTITS-018",
    fix="Write the value or the nullFlavor, not both",
    place="LanguageTypedIn/author/time",
    bad=("<time ", '<time nullFlavor="NI" '),
)
def times_are_known_or_null(document: Document) -> Iterator[Breach]:
    """A time has a value or a nullFlavor, not both.

    <time value="20251024143430+0200"/>
    """
    for time in _times(document):
        if time.get("nullFlavor") is not None and time.get("value") is not None:
            yield Breach(at=time, expected="value or nullFlavor", found="both")


RULES: Final = (
    no_null_flavor_np,
    trivial_name_is_not_empty,
    uses_of_an_address_are_distinct,
    uses_of_a_number_are_distinct,
    times_are_real,
    times_are_known_or_null,
)

UNCODED_RULES: Final = (system_name_has_a_system, display_name_has_a_code, code_unless_null)
"""Rules about codes that lack a code or a code system."""

ROOTLESS_RULES: Final = (root_unless_null,)
"""The rule about identifiers without a root."""
