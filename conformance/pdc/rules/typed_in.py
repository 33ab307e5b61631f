"""Rules PDC-V20 to PDC-V22b, PDC-V24 to PDC-V25b and PDC-VTEL: the values that persons type in."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import Use
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Entry, Value, children
from conformance.pdc.rules.hl7 import CPR_LIKE, TELEPHONE, instant_of
from conformance.pdc.rules.rule import EXAMPLES, GUIDE, LIVE, Basis, Breach, quoted, raw, rule

_USES: Final = frozenset((str(Use.HOME), str(Use.MOBILE), str(Use.WORK)))
_DENTISTS: Final = frozenset((str(Oid.YDER), str(Oid.SOR)))
_OF_A_RELATIVE: Final = (
    ("PN", range(1, 2)),
    ("CD", range(2)),
    ("TEL", range(4)),
    ("ST", range(2)),
)
_MAIL: Final = "Leave the e-mail out: version 2.0 of 2020-04-15 took e-mail addresses away"
_NO_NUMBER: Final = (
    "Leave the number out when there is none; the live service sent tel:null in 2024"
)


def wrong_number(entry: Entry, hl7_type: str, allowed: range) -> Iterator[Breach]:
    """A breach when there are too few or too many values of the type."""
    number = [value[0] for value in entry.values].count(hl7_type)
    if number not in allowed:
        bounds = sorted({allowed[0], allowed[-1]})
        expected = f"{' to '.join(map(str, bounds))} value of type {hl7_type}"
        yield Breach(at=entry.element, expected=expected, found=str(number))


def wrong_attribute(value: Value, attribute: str, expected: str) -> Iterator[Breach]:
    """A breach when the attribute is not, character for character, what is expected."""
    if value[1].get(attribute) != expected:
        yield Breach(
            at=value[2],
            attribute=attribute,
            expected=quoted(expected),
            found=quoted(value[1].get(attribute)),
        )


@rule(
    "PDC-V20",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=GUIDE,
    fix="Write one language by its two small letters; the display name is free",
    place="LanguageTypedIn/value",
    bad=('code="de"', 'code="deu"'),
    requirement="DOC-14",
)
def language_code(document: Document) -> Iterator[Breach]:
    """A language is one CD: two small letters of ISO 639-1. Its display name is free.

    <value xsi:type="CD" code="de" codeSystem="1.0.639.1" codeSystemName="ISO-639-1"
           displayName="Tysk"/>
    """
    for entry in document.of(TemplateOid.LANGUAGE):
        yield from wrong_number(entry, "CD", range(1, 2))
        for value in entry.of_type("CD"):
            yield from wrong_attribute(value, "codeSystem", Oid.ISO_639_1)
            code = value[1].get("code", "")
            if not (len(code) == 2 and code.isascii() and code.islower() and code.isalpha()):
                expected = "two small letters of ISO 639-1"
                found = quoted(value[1].get("code"))
                yield Breach(at=value[2], attribute="code", expected=expected, found=found)


def _period(entry: Entry) -> tuple[list[Element], list[Element]]:
    """The low and the high elements of an entry's period."""
    times = entry.element.iterchildren(tags.EFFECTIVE_TIME)
    bounds = [bound for time in times for bound in children(time)]
    return [b for b in bounds if b.tag == tags.LOW], [b for b in bounds if b.tag == tags.HIGH]


@rule(
    "PDC-V21",
    basis=Basis.STATED,
    source=f"{GUIDE}; SKR guide 2019-01-04",
    fix="Write one address and the day from which it holds; the end may be left out",
    place="TempAddrTypedIn/effectiveTime",
    bad=('<low value="20260101000000+0100"/>', ""),
)
def temporary_address(document: Document) -> Iterator[Breach]:
    """A temporary address is one AD, with the day from which it holds.

    <effectiveTime><low value="20260101000000+0100"/><high value="20260401000000+0200"/>
    </effectiveTime>
    """
    for entry in document.of(TemplateOid.TEMPORARY_ADDRESS):
        yield from wrong_number(entry, "AD", range(1, 2))
        lows = [low for low in _period(entry)[0] if low.get("value") is not None]
        if len(lows) != 1:
            yield Breach(at=entry.element, expected="one low with a value", found=str(len(lows)))


@rule(
    "PDC-V21b",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="base CDA, Gazelle CDADT-017",
    fix="Write a beginning that is not after the end",
    place="TempAddrTypedIn/effectiveTime/low",
    bad=("20260101", "20260601"),
)
def temporary_address_begins_before_it_ends(document: Document) -> Iterator[Breach]:
    """A temporary address does not begin after its end.

    <low value="20260101000000+0100"/>
    """
    for entry in document.of(TemplateOid.TEMPORARY_ADDRESS):
        lows, highs = _period(entry)
        for low, high in zip(lows, highs, strict=False):
            begin, end = instant_of(low), instant_of(high)
            if begin is not None and end is not None and begin > end:
                expected = f"no later than high, {raw(high, 'value')}"
                found = raw(low, "value")
                yield Breach(at=low, attribute="value", expected=expected, found=found)


@rule(
    "PDC-V21c",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=GUIDE,
    fix="Leave the entry out when its end has passed",
    place="TempAddrTypedIn/effectiveTime/high",
    bad=("20260401", "20260201"),
    requirement="DOC-09",
)
def temporary_address_is_current(document: Document) -> Iterator[Breach]:
    """A temporary address whose end has passed at the document's time is not returned.

    <high value="20260401000000+0200"/>
    """
    entries = document.of(TemplateOid.TEMPORARY_ADDRESS)
    time = document.header.time
    made = instant_of(time) if entries else None
    if time is None or made is None:
        return
    for entry in entries:
        for high in _period(entry)[1]:
            end = instant_of(high)
            if end is not None and end < made:
                expected = f"no earlier than the document's time, {raw(time, 'value')}"
                found = raw(high, "value")
                yield Breach(at=high, attribute="value", expected=expected, found=found)


@rule(
    "PDC-V22",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GUIDE}; revision history of PDC-DK 2.0 (2019-12-06)",
    fix="Write the dentist's Yder or SOR number",
    place="DentistTypedIn/value[1]",
    bad=("1.2.208.176.1.4", "1.2.208.176.1.3"),
    requirement="DOC-13",
)
def dentist_number(document: Document) -> Iterator[Breach]:
    """A dentist has one number, from the register of providers (Yder) or SOR.

    <value xsi:type="II" root="1.2.208.176.1.4" extension="123456"
           assigningAuthorityName="Yderregisteret"/>
    """
    for entry in document.of(TemplateOid.DENTIST):
        yield from wrong_number(entry, "II", range(1, 2))
        for value in entry.of_type("II"):
            if value[1].get("root") not in _DENTISTS:
                expected = f"'{Oid.YDER}' or '{Oid.SOR}'"
                found = quoted(value[1].get("root"))
                yield Breach(at=value[2], attribute="root", expected=expected, found=found)


@rule(
    "PDC-V22b",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source=f"{GUIDE}, against {EXAMPLES} and {LIVE}",
    fix="Name the clinic alone, as TN: the guide wants no person's name as such here",
    place="DentistTypedIn/value[2]",
    bad='<value xsi:type="PN"><given>Jens</given><family>Jensen</family></value>',
    requirement="DOC-13",
)
def dentist_is_a_clinic(document: Document) -> Iterator[Breach]:
    """A dentist is named by the clinic (TN), not by a person (PN or EN).

    <value xsi:type="TN">Tandklinikken</value>
    """
    for entry in document.of(TemplateOid.DENTIST):
        persons = [value for value in entry.values if value[0] in {"PN", "EN"}]
        for hl7_type, _, element in persons:
            found = f"a person's name ({hl7_type})"
            yield Breach(at=element, expected="the clinic's name (TN) alone", found=found)
        if not persons and not entry.of_type("TN"):
            yield Breach(at=entry.element, expected="the clinic's name (TN)", found="none")


@rule(
    "PDC-V24",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=GUIDE,
    fix="Write at most one number each for H, MC and WP, and nothing else",
    place="PatientContactTypedIn/value[2]",
    bad=('"WP"', '"H"'),
    requirement="DOC-08",
)
def contact_numbers(document: Document) -> Iterator[Breach]:
    """The citizen's own numbers are one to three TEL, at most one each of use H, MC and WP.

    <value xsi:type="TEL" value="tel:(46)-55667788-1234" use="WP"/>
    """
    for entry in document.of(TemplateOid.CONTACT_NUMBERS):
        yield from wrong_number(entry, "TEL", range(1, 4))
        seen: set[str | None] = set()
        for hl7_type, attributes, element in entry.values:
            use = attributes.get("use")
            if hl7_type != "TEL":
                yield Breach(at=element, expected="a value of type TEL", found=repr(hl7_type))
            elif use not in _USES:
                expected = "'H', 'MC' or 'WP'"
                yield Breach(at=element, attribute="use", expected=expected, found=quoted(use))
            elif use in seen:
                found = f"a second {use!r}"
                expected = "at most one number of each use"
                yield Breach(at=element, attribute="use", expected=expected, found=found)
            seen.add(use)


@rule(
    "PDC-V25",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GUIDE}; SKR guide 2019-01-04",
    fix="Name the relative once, with a given name",
    place="RelativeTypedIn[2]/value",
    bad='<value xsi:type="PN"><family>Ole</family></value>',
    requirement="DOC-06",
)
def relative_values(document: Document) -> Iterator[Breach]:
    """A relative is one PN with a given name, at most one CD and one ST, and at most three TEL.

    <value xsi:type="PN"><given>Jens</given></value>
    """
    for entry in document.of(TemplateOid.RELATIVE):
        types = [value[0] for value in entry.values]
        for hl7_type, allowed in _OF_A_RELATIVE:
            if types.count(hl7_type) not in allowed:
                yield from wrong_number(entry, hl7_type, allowed)
        for _, _, element in entry.of_type("PN"):
            if not any(part.tag == tags.GIVEN for part in children(element)):
                yield Breach(at=element, expected="a given name", found="none")


@rule(
    "PDC-V25b",
    basis=Basis.STATED,
    source=f"{GUIDE}; the pattern (ddMMyy-nnnn) is derived",
    fix="Take the CPR number out: SKR refuses such registrations",
    place="RelativeTypedIn/value[2]",
    bad=("Nabo", "Nabo 041000-9234"),
    requirement="DOC-06",
)
def no_cpr_number_in_a_relative(document: Document) -> Iterator[Breach]:
    """Neither name, relation nor note of a relative holds anything like a CPR number.

    <value xsi:type="CD" code="nabo" codeSystem="1.2.208.184.100.2"
           codeSystemName="MedCom Relation Codes" displayName="Nabo"/>

    A telephone number of eight digits is none.
    """
    for entry in document.of(TemplateOid.RELATIVE):
        for hl7_type, attributes, element in entry.values:
            if hl7_type in {"PN", "ST", "CD"}:
                inside = children(element)
                parts = [element.text, attributes.get("displayName")]
                parts += [text for part in inside for text in (part.text, part.tail)]
                if CPR_LIKE.search("\n".join([text for text in parts if text])):
                    found = "digits that read as a CPR number"
                    yield Breach(at=element, expected="no CPR number", found=found)


@rule(
    "PDC-VTEL",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=GUIDE,
    fix="Write tel: and then digits and - ( ) . only, with at most a + before them",
    place="PatientContactTypedIn/value[1]",
    bad=("tel:12345678", "tel:1234 5678"),
    requirement="DOC-07",
)
def telephone_numbers(document: Document) -> Iterator[Breach]:
    r"""A telephone number matches tel:\+?[-0-9().]+ in full. In .22 a breach is a warning.

    <value xsi:type="TEL" value="tel:12345678" use="H"/>
    """
    for template, severity in (
        (TemplateOid.CONTACT_NUMBERS, None),
        (TemplateOid.RELATIVE, None),
        (TemplateOid.DENTIST, Severity.WARNING),
    ):
        for entry in document.of(template):
            for hl7_type, attributes, element in entry.values:
                if hl7_type == "TEL" and not TELEPHONE.fullmatch(attributes.get("value", "")):
                    written = attributes.get("value", "")
                    yield Breach(
                        at=element,
                        attribute="value",
                        expected=r"a value like tel:\+?[-0-9().]+",
                        found=quoted(attributes.get("value")),
                        severity=severity,
                        fix=_telephone_fix(written),
                    )


def _telephone_fix(written: str) -> str | None:
    if written.startswith("mailto:"):
        return _MAIL
    return _NO_NUMBER if "null" in written else None


RULES_BY_KIND: Final = (
    ((TemplateOid.LANGUAGE,), (language_code,)),
    (
        (TemplateOid.TEMPORARY_ADDRESS,),
        (
            temporary_address,
            temporary_address_begins_before_it_ends,
            temporary_address_is_current,
        ),
    ),
    ((TemplateOid.DENTIST,), (dentist_number, dentist_is_a_clinic)),
    ((TemplateOid.CONTACT_NUMBERS,), (contact_numbers,)),
    ((TemplateOid.RELATIVE,), (relative_values, no_cpr_number_in_a_relative)),
    (
        (TemplateOid.CONTACT_NUMBERS, TemplateOid.RELATIVE, TemplateOid.DENTIST),
        (telephone_numbers,),
    ),
)
"""The rules, with the kinds of entry that they look at."""
