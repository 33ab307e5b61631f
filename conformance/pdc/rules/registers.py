"""Rules PDC-V23, PDC-V26 to PDC-V31, PDC-VREL, PDC-X01 and PDC-X02: what registers give."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import MessageCode, NullFlavor, RelationCode
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Entry, Value, children
from conformance.pdc.rules.rule import (
    EXAMPLES,
    GUIDE,
    Basis,
    Breach,
    Rule,
    quoted,
    rule,
)
from conformance.pdc.rules.typed_in import wrong_attribute, wrong_number

_UNAVAILABLE: Final = (
    "Answer with an XDS error when the register cannot be reached: the guide of 2025-06-26 "
    "overrides CONF-DK:507, and NAV is sent in neither form"
)
_PLACEHOLDER: Final = (
    "Write root 1.2.208.176.2.7: 1.2.208.176.1.99.99.99 stands in MedCom's examples and in a live "
    "document of 2024 as a placeholder"
)
_RELATIONS: Final = frozenset(map(str, RelationCode))
_TRUE_FALSE: Final = frozenset(("true", "false"))


@rule(
    "PDC-V23",
    basis=Basis.STATED,
    source=f"{GUIDE}; the CPR number: {EXAMPLES}",
    fix="Name one person and one relation; the person's CPR number may stand beside",
    place="ChildCustody/value[1]",
    bad=("1.2.208.176.1.2", "1.2.208.176.1.3"),
    requirement="DOC-10",
)
def custody_values(document: Document) -> Iterator[Breach]:
    """Custody holds one PN, one CD, and at most one II, a CPR number.

    <value xsi:type="II" root="1.2.208.176.1.2" extension="0505109990"
           assigningAuthorityName="CPR"/>
    """
    for entry in document.of(TemplateOid.CUSTODY):
        yield from wrong_number(entry, "PN", range(1, 2))
        yield from wrong_number(entry, "CD", range(1, 2))
        yield from wrong_number(entry, "II", range(2))
        for value in entry.of_type("II"):
            yield from wrong_attribute(value, "root", Oid.CPR)


def _custody(document: Document) -> Iterator[tuple[str, Entry]]:
    for entry in document.of(TemplateOid.CUSTODY):
        code = next(entry.element.iterchildren(tags.CODE), None)
        yield "" if code is None else code.get("code", ""), entry


@rule(
    "PDC-V23b",
    severity=Severity.WARNING,
    basis=Basis.DERIVED,
    source=f"{GUIDE}; {EXAMPLES}; errata of 2022-10",
    fix="Write what the patient is to the person named: a relative's relation goes the other way",
    place="ChildCustody/value[3]",
    bad=('"mor"', '"barn"'),
    requirement="DOC-10",
)
def custody_relation_is_the_patients(document: Document) -> Iterator[Breach]:
    """The relation is what the patient is to the person named: barn under CustodyBy alone.

    <value xsi:type="CD" code="mor" codeSystem="1.2.208.184.100.2"
           codeSystemName="MedCom Relation Codes" displayName="Mor"/>
    """
    for code, entry in _custody(document):
        for _, attributes, element in entry.of_type("CD"):
            child = attributes.get("code") == RelationCode.CHILD
            if code in {MessageCode.CHILD_CUSTODY, MessageCode.CUSTODY_BY} and child != (
                code == MessageCode.CUSTODY_BY
            ):
                expected = "'barn'" if code == MessageCode.CUSTODY_BY else "a parent or the like"
                found = quoted(attributes.get("code"))
                yield Breach(at=element, attribute="code", expected=expected, found=found)


@rule(
    "PDC-V23c",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.DERIVED,
    source="derived; a parent under age is possible",
    fix="Look whether the citizen is a parent under age; else one of the codes is wrong",
    place="entry:ChildCustody",
    bad=(
        "</entry>",
        """</entry>
<entry><observation>
  <id root="1.2.208.184" extension="3f0a9a52-7c1e-4a53-9d0f-1f0d6f5f2b11"/>
  <code code="CustodyBy" codeSystem="1.2.208.184.100.1" codeSystemName="MedCom Message Codes"
        displayName="Under Forældremyndighed"/>
  <value xsi:type="PN"><given>Else</given><family>Jochumsen</family></value>
  <value xsi:type="CD" code="barn" codeSystem="1.2.208.184.100.2"
         codeSystemName="MedCom Relation Codes" displayName="Barn"/>…
</observation></entry>""",
    ),
)
def custody_goes_one_way(document: Document) -> Iterator[Breach]:
    """A citizen does not both have custody and stand under it.

    <entry><observation>…</observation></entry>
    """
    entries = list(_custody(document)) if len(document.of(TemplateOid.CUSTODY)) > 1 else []
    codes = {code for code, _ in entries}
    if {MessageCode.CHILD_CUSTODY, MessageCode.CUSTODY_BY} <= codes:
        at = next(entry.element for code, entry in entries if code == MessageCode.CUSTODY_BY)
        yield Breach(at=at, expected="ChildCustody or CustodyBy", found="both")


@rule(
    "PDC-VREL",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GUIDE}; the whole list of codes is not published",
    fix="Write a code of MedCom's relation codes",
    place="RelativeTypedIn/value[2]",
    bad=("1.2.208.184.100.2", "1.2.208.184.100.1"),
    requirement="DOC-10",
)
def relation_codes(document: Document) -> Iterator[Breach]:
    """A relation is one of MedCom's relation codes. A code not seen before is a warning.

    <value xsi:type="CD" code="nabo" codeSystem="1.2.208.184.100.2"
           codeSystemName="MedCom Relation Codes" displayName="Nabo"/>
    """
    for template in (TemplateOid.CUSTODY, TemplateOid.RELATIVE):
        for entry in document.of(template):
            for value in entry.values:
                if value[0] == "CD" and "nullFlavor" not in value[1]:
                    yield from wrong_attribute(value, "codeSystem", Oid.RELATION_CODES)
                    yield from _unlisted(value)


def _unlisted(value: Value) -> Iterator[Breach]:
    code = value[1].get("code")
    if code is not None and code not in _RELATIONS:
        yield Breach(
            at=value[2],
            attribute="code",
            expected="a relation code that has been seen",
            found=repr(code),
            severity=Severity.WARNING,
            receiver_severity=Severity.NOTICE,
            fix="Nothing to mend if MedCom lists the code: the list is open",
        )


@rule(
    "PDC-V27",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GUIDE}; other groups than 1 and 2 are not known, and a warning",
    fix="Write group 1 or 2 with root 1.2.208.176.2.7",
    place="CoverageGroup/value",
    bad=("1.2.208.176.2.7", "1.2.208.176.1.2"),
)
def coverage_group(document: Document) -> Iterator[Breach]:
    """The coverage group is one II: 1 or 2 of Sygesikringen.

    <value xsi:type="II" root="1.2.208.176.2.7" extension="1"
           assigningAuthorityName="Sygesikringen"/>
    """
    for entry in document.of(TemplateOid.COVERAGE_GROUP):
        yield from wrong_number(entry, "II", range(1, 2))
        for value in entry.of_type("II"):
            if value[1].get("root") == Oid.SYGESIKRING_PLACEHOLDER:
                yield Breach(
                    at=value[2],
                    attribute="root",
                    expected=quoted(Oid.SYGESIKRING),
                    found=quoted(Oid.SYGESIKRING_PLACEHOLDER),
                    severity=Severity.NOTICE,
                    fix=_PLACEHOLDER,
                )
            else:
                yield from wrong_attribute(value, "root", Oid.SYGESIKRING)
            if value[1].get("extension") not in {"1", "2"}:
                yield Breach(
                    at=value[2],
                    attribute="extension",
                    expected="'1' or '2'",
                    found=quoted(value[1].get("extension")),
                    severity=Severity.WARNING,
                )


def _registration(number: str, template: TemplateOid, root: Oid, code: MessageCode) -> Rule:
    def check(document: Document) -> Iterator[Breach]:
        for entry in document.of(template):
            yield from wrong_number(entry, "II", range(1, 2))
            for value in entry.of_type("II"):
                yield from wrong_attribute(value, "root", root)
                yield from _not_true_or_false(value)

    good = f'<value xsi:type="II" root="{root}" extension="false"/>'
    title = f"{code} says true or false, and nothing else."
    check.__doc__ = f"{title}\n\n{good}"
    return rule(
        f"PDC-V{number}",
        basis=Basis.STATED,
        source=GUIDE,
        fix="Write true or false, in small letters, with the register's root",
        place=f"{code}/value",
        bad=('"false"', '"maybe"'),
        requirement="DOC-12",
    )(check)


def _not_true_or_false(value: Value) -> Iterator[Breach]:
    if value[1].get("extension") not in _TRUE_FALSE:
        found = quoted(value[1].get("extension"))
        expected = "'true' or 'false'"
        yield Breach(at=value[2], attribute="extension", expected=expected, found=found)


@rule(
    "PDC-V31",
    basis=Basis.STATED,
    source=f"{GUIDE}, which overrides CONF-DK:507",
    fix="Write true or false, in small letters, with root 1.2.208.176.1.11",
    place="NoResuscitationRegistration/value",
    bad=('"false"', '"NAV"'),
    requirement="DOC-15",
)
def no_resuscitation(document: Document) -> Iterator[Breach]:
    """NoResuscitationRegistration says true or false. NAV, in either form, is not sent any more.

    <value xsi:type="II" root="1.2.208.176.1.11" extension="false"
           assigningAuthorityName="Sundhedsdatastyrelsen"/>

    A receiver must survive NAV as extension and as nullFlavor, so there it is a warning, and must
    show neither as no.
    """
    for entry in document.of(TemplateOid.NO_RESUSCITATION):
        yield from wrong_number(entry, "II", range(1, 2))
        for value in entry.of_type("II"):
            if value[1].get("nullFlavor") is not None:
                yield _null(value)
            elif value[1].get("extension") == NullFlavor.TEMPORARILY_UNAVAILABLE:
                yield _not_available(value, "extension", None)
            else:
                yield from wrong_attribute(value, "root", Oid.NO_RESUSCITATION)
                yield from _not_true_or_false(value)


def _null(value: Value) -> Breach:
    if value[1].get("nullFlavor") == NullFlavor.TEMPORARILY_UNAVAILABLE:
        return _not_available(value, "nullFlavor", "DOC-16")
    return Breach(
        at=value[2],
        attribute="nullFlavor",
        expected="extension 'true' or 'false'",
        found=f"nullFlavor {quoted(value[1].get('nullFlavor'))}",
        requirement="DOC-16",
    )


def _not_available(value: Value, attribute: str, requirement: str | None) -> Breach:
    return Breach(
        at=value[2],
        attribute=attribute,
        expected="extension 'true' or 'false'",
        found=f"{attribute} 'NAV'",
        fix=_UNAVAILABLE,
        receiver_severity=Severity.WARNING,
        requirement=requirement,
    )


@rule(
    "PDC-X01",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GUIDE}; a live document of 2024-02-14 breaks it",
    fix="Send true for one of the two wills at most",
    place="LivingWillRegistration/value",
    bad=('"false"', '"true"'),
    requirement="DOC-11",
)
def not_both_wills(document: Document) -> Iterator[Breach]:
    """A treatment will and a living will are not both registered.

    <value xsi:type="II" root="1.2.208.176.1.8" extension="false"/>
    """
    living = _true(document, TemplateOid.LIVING_WILL)
    treatment = _true(document, TemplateOid.TREATMENT_WILL) if living else []
    if treatment:
        yield Breach(
            at=next(living[0].iterchildren(tags.VALUE)),
            attribute="extension",
            expected="at most one of treatment will and living will to be 'true'",
            found=f"both; the treatment will is on line {treatment[0].sourceline}",
        )


def _true(document: Document, template: TemplateOid) -> list[Element]:
    """The observations that say true."""
    return [
        entry.element
        for entry in document.every(template)
        for hl7_type, attributes, _ in entry.values
        if hl7_type == "II" and attributes.get("extension") == "true"
    ]


@rule(
    "PDC-X02",
    basis=Basis.STATED,
    source=GUIDE,
    fix="Take it out: whether there is a registration is told, never what it says",
    place="TreatmentWillRegistration/code",
    bad=("/>", "/>\n<text>Ønsker ikke respirator</text>"),
    requirement="DOC-12",
)
def registrations_tell_nothing_more(document: Document) -> Iterator[Breach]:
    """A registration holds one value and no content: neither text nor another observation.

    <code code="TreatmentWillRegistration" codeSystem="1.2.208.184.100.1"
          codeSystemName="MedCom Message Codes" displayName="Registreret behandlingstestamente"/>
    """
    for template in _REGISTERED:
        for entry in document.of(template):
            for hl7_type, _, element in entry.values[1:]:
                found = f"another, of type {hl7_type}"
                yield Breach(at=element, expected="one value", found=found)
            for _, _, element in entry.values:
                if element.text or len(element):
                    found = "text inside it"
                    yield Breach(at=element, expected="an empty value", found=found)
    for entry in document.odd.entries:
        if entry.kind in _REGISTERED:
            for child in children(entry.element):
                if child.tag in {tags.TEXT, tags.ENTRY_RELATIONSHIP}:
                    name = str(child.tag).rpartition("}")[2]
                    yield Breach(at=child, expected=f"no {name}", found=f"a {name}")


_REGISTERED: Final = (
    TemplateOid.ORGAN_DONOR,
    TemplateOid.TREATMENT_WILL,
    TemplateOid.LIVING_WILL,
    TemplateOid.NO_RESUSCITATION,
)

RULES_BY_KIND: Final = (
    (
        (TemplateOid.CUSTODY,),
        (custody_values, custody_relation_is_the_patients, custody_goes_one_way),
    ),
    ((TemplateOid.CUSTODY, TemplateOid.RELATIVE), (relation_codes,)),
    ((TemplateOid.COVERAGE_GROUP,), (coverage_group,)),
    (
        (TemplateOid.ORGAN_DONOR,),
        (_registration("28", TemplateOid.ORGAN_DONOR, Oid.ORGAN_DONOR, MessageCode.ORGAN_DONOR),),
    ),
    (
        (TemplateOid.TREATMENT_WILL,),
        (
            _registration(
                "29", TemplateOid.TREATMENT_WILL, Oid.TREATMENT_WILL, MessageCode.TREATMENT_WILL
            ),
        ),
    ),
    (
        (TemplateOid.LIVING_WILL,),
        (_registration("30", TemplateOid.LIVING_WILL, Oid.LIVING_WILL, MessageCode.LIVING_WILL),),
    ),
    ((TemplateOid.NO_RESUSCITATION,), (no_resuscitation,)),
    (_REGISTERED, (registrations_tell_nothing_more,)),
)
"""The rules about single entries, with the kinds that they look at."""

RULES: Final = (not_both_wills,)
"""The rule that looks at two."""
