"""Rules of base CDA that no schema can express, as far as they apply to a card.

Source of all: IHE Gazelle, HL7 CDA R2 Basic Requirements. Left out on purpose: CDADT-011 (upper
case in a UUID) and DTITS-002 (no schemaLocation), which every document of the service breaks.
RMIM-078 is in PDC-E13 and PDC-H19, CDADT-017 in PDC-V21b, CDADT-014 and DTITS-008 in PDC-VTEL.
"""

import re
from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element
from conformance.pdc.rules.rule import GAZELLE, Basis, Breach, Rule, raw, rule

_NUMBER: Final = re.compile(r"\s*[-+]?[0-9]+(?:[.,][0-9]+)?\s*")
_HUMAN_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ROLES: Final = frozenset((tags.PATIENT_ROLE, tags.ASSIGNED_AUTHOR))
_ENTITIES: Final = frozenset(
    (
        tags.PATIENT,
        tags.PROVIDER,
        tags.REPRESENTED_ORGANIZATION,
        tags.CUSTODIAN_ORGANIZATION,
    )
)


def _family(element: Element) -> str:
    parent = element.getparent()
    tag = "" if parent is None else parent.tag
    return "role" if tag in _ROLES else "entity" if tag in _ENTITIES else "act"


def _distinct(number: str, family: str, place: str, good: str, *, bad: str) -> Rule:
    def check(document: Document) -> Iterator[Breach]:
        for ids in document.odd.crowded:
            if _family(ids[0]) != family:
                continue
            seen: set[tuple[str | None, str | None]] = set()
            for identifier in ids:
                pair = (identifier.get("root"), identifier.get("extension"))
                if pair in seen:
                    yield Breach(
                        at=identifier, expected="an id of its own", found="one told before"
                    )
                seen.add(pair)

    check.__doc__ = f"The ids of one {family} are distinct.\n\n{good}"
    return rule(
        f"PDC-RIM-{number}",
        receiver=Severity.WARNING,
        basis=Basis.STATED,
        source=f"{GAZELLE}, RIM-{number}",
        fix="Write each id once",
        place=place,
        bad=bad,
    )(check)


def _none_null(number: str, family: str, place: str, good: str, *, bad: str) -> Rule:
    def check(document: Document) -> Iterator[Breach]:
        for ids in document.odd.crowded:
            if _family(ids[0]) != family:
                continue
            for identifier in ids:
                if identifier.get("nullFlavor") is not None:
                    expected = "no null id beside another id"
                    found = f"nullFlavor {raw(identifier, 'nullFlavor')}"
                    yield Breach(at=identifier, expected=expected, found=found)

    check.__doc__ = f"No id of one {family} is null beside one that is not.\n\n{good}"
    return rule(
        f"PDC-RIM-{number}",
        receiver=Severity.WARNING,
        basis=Basis.STATED,
        source=f"{GAZELLE}, RIM-{number}",
        fix="Leave the null id out",
        place=place,
        bad=bad,
    )(check)


_MARK: Final = '<templateId root="1.2.208.184.10.1.11"/>'
_MARK_ID: Final = '<id root="1.2.208.184" extension="2267197b-cd9a-4c04-a4b0-cfd91e639f98"/>'
_AUTHOR_ID: Final = '<id root="1.2.208.176.1.2" extension="ANONYM" assigningAuthorityName="CPR"/>'
_PRACTICE_ID: Final = '<id root="1.2.208.176.1.4" extension="123123"/>'
_NULL: Final = '<id nullFlavor="NI"/>'
_EVENT: Final = "documentationOf[1]/serviceEvent/templateId"
_AUTHOR: Final = "LanguageTypedIn/author/assignedAuthor/id"
_PRACTICE: Final = "recordTarget/patientRole/providerOrganization/id"


@rule(
    "PDC-RMIM-009",
    severity=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, RMIM-009",
    fix="Write a note in words; a number has a type of its own",
    place="RelativeTypedIn/value[4]",
    bad=("Ring efter 16", "70343332"),
)
def no_number_as_text(document: Document) -> Iterator[Breach]:
    """A value of type ST is not just a number.

    <value xsi:type="ST">Ring efter 16</value>
    """
    for entry in document.of(TemplateOid.RELATIVE):
        for hl7_type, _, element in entry.values:
            if hl7_type == "ST" and _NUMBER.fullmatch(element.text or ""):
                yield Breach(at=element, expected="words", found="a number")


@rule(
    "PDC-RMIM-010",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, RMIM-010",
    fix="Write a CD with its code system",
    place="RelativeTypedIn/value[3]",
    bad='<value xsi:type="CS" code="nabo"/>',
)
def no_simple_code(document: Document) -> Iterator[Breach]:
    """No value is of type CS.

    <value xsi:type="TEL" value="tel:70343332" use="WP"/>
    """
    for entry in document.fresh:
        for hl7_type, _, element in entry.values:
            if hl7_type == "CS":
                yield Breach(at=element, expected="another type than CS", found="CS")


@rule(
    "PDC-RMIM-063",
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source=f"{GAZELLE}, RMIM-063; of the tag's form only, the list of languages is not looked at",
    fix="Write a language tag such as da-DK",
    place="component/structuredBody/component/section/text",
    bad=("</text>", '</text>\n<languageCode code="dansk sprog"/>'),
)
def human_language(document: Document) -> Iterator[Breach]:
    """A language code has the form of a language tag.

    <text>…</text>

    As <languageCode code="da-DK"/> of the document has.
    """
    nodes = ((document.root, document.header.parts), *document.sections)
    languages = [code for _, parts in nodes for code in parts.get(tags.LANGUAGE, ())]
    for observed in (*document.header.patients, *((e.element, {}) for e in document.odd.entries)):
        languages += observed[0].iter(tags.LANGUAGE)
    for language in languages:
        if language.get("nullFlavor") is None and not _HUMAN_LANGUAGE.fullmatch(
            language.get("code", "")
        ):
            found = raw(language, "code")
            yield Breach(at=language, attribute="code", expected="a language tag", found=found)


@rule(
    "PDC-RMIM-100",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, RMIM-100",
    fix="Take the nullFlavor away",
    place="custodian/assignedCustodian/representedCustodianOrganization/id",
    bad=("<id ", '<id nullFlavor="NI" '),
)
def custodian_id_is_not_null(document: Document) -> Iterator[Breach]:
    """The custodian's id is not null.

    <id root="1.2.208.176.1.1" extension="1126211000016009" assigningAuthorityName="SOR"/>
    """
    for _, parts in document.header.custodian_organizations:
        for identifier in parts.get(tags.ID, ()):
            if identifier.get("nullFlavor") is not None:
                found = f"nullFlavor {raw(identifier, 'nullFlavor')}"
                yield Breach(at=identifier, expected="an id that is not null", found=found)


@rule(
    "PDC-RMIM-102",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source=f"{GAZELLE}, RMIM-102",
    fix="Write the id in patientRole alone",
    place="recordTarget/patientRole/patient/name",
    bad=(
        "<name>",
        '<id root="1.2.208.176.1.2" extension="0410009234"/>\n<name>',
    ),
)
def patient_has_no_id(document: Document) -> Iterator[Breach]:
    """The patient has an id as patientRole, and none as a person.

    <name>…</name>
    """
    for _, parts in document.header.patients:
        for identifier in parts.get(tags.ID, ()):
            yield Breach(at=identifier, expected="no id here", found="an id")


RULES: Final = (
    no_number_as_text,
    no_simple_code,
    human_language,
    custodian_id_is_not_null,
    patient_has_no_id,
)

CROWDED_RULES: Final = (
    _distinct("001", "act", _EVENT, _MARK, bad=f"{_MARK}\n{_MARK_ID}\n{_MARK_ID}"),
    _none_null("002", "act", _EVENT, _MARK, bad=f"{_MARK}\n{_MARK_ID}\n{_NULL}"),
    _distinct("011", "role", _AUTHOR, _AUTHOR_ID, bad=f"{_AUTHOR_ID}\n{_AUTHOR_ID}"),
    _none_null("012", "role", _AUTHOR, _AUTHOR_ID, bad=f"{_AUTHOR_ID}\n{_NULL}"),
    _distinct("020", "entity", _PRACTICE, _PRACTICE_ID, bad=f"{_PRACTICE_ID}\n{_PRACTICE_ID}"),
    _none_null("021", "entity", _PRACTICE, _PRACTICE_ID, bad=f"{_PRACTICE_ID}\n{_NULL}"),
)
"""Rules about ids that share one parent."""
