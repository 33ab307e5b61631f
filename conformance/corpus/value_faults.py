"""Faults in the values of entries: rules V and X."""

from copy import deepcopy
from datetime import timedelta
from typing import Final

from conformance.corpus.edits import (
    Element,
    cda,
    copy_entry,
    drop,
    find,
    observation,
    put_value,
    relation,
    row_of,
    tell,
    value,
)
from conformance.corpus.fault import Fault
from conformance.pdc.codes import CONFIDENTIAL_ADDRESS, MessageCode, RelationCode
from conformance.pdc.datatypes import TimeStamp
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.values import (
    ContactNumbers,
    Custody,
    Dentist,
    Language,
    Relative,
    TemporaryAddress,
)
from conformance.pdc.xml_names import V3, XSI_TYPE

_T: Final = TemplateOid
_CPR_LIKE: Final = "3102129996"
"""31 February: reads as a CPR number, and nobody can have it."""

_NUMBER: Final = "h:assignedAuthor/h:id"


def _without_begin(root: Element) -> None:
    drop(find(observation(root, _T.TEMPORARY_ADDRESS), "h:effectiveTime/h:low"))


def _period(root: Element, low: int, high: int) -> None:
    """Let the temporary address run from *low* to *high* days after the document's time."""
    made = TimeStamp(text=find(root, "h:author/h:time").get("value", "")).instant
    period = find(observation(root, _T.TEMPORARY_ADDRESS), "h:effectiveTime")
    for child in list(period):
        period.remove(child)
    for name, days in (("low", low), ("high", high)):
        text = TimeStamp.at(made + timedelta(days=days)).text
        period.append(cda(f'<{name} value="{text}"/>'))


def _ends_before_it_begins(root: Element) -> None:
    _period(root, 20, 10)


def _has_ended(root: Element) -> None:
    _period(root, -20, -10)


def _person_for_a_clinic(root: Element) -> None:
    clinic = value(root, _T.DENTIST, "TN")
    clinic.set(XSI_TYPE, "PN")
    clinic.text = None
    clinic.append(cda("<given>Jens</given>"))
    clinic.append(cda("<family>Jensen</family>"))


def _two_names(root: Element) -> None:
    name = value(root, _T.CUSTODY, "PN")
    name.addnext(cda("<value><given>Max</given><family>Berggren</family></value>"))
    second = name.getnext()
    assert second is not None
    second.set(XSI_TYPE, "PN")
    tell(root, _T.CUSTODY, "Navn: Max Berggren")


def _custody_both_ways(root: Element) -> None:
    """ChildCustody beside CustodyBy, each with the relation that goes with it."""
    first = find(observation(root, _T.CUSTODY), "h:code")
    copied = copy_entry(root, _T.CUSTODY)
    here = first.get("code") == MessageCode.CHILD_CUSTODY
    code = MessageCode.CUSTODY_BY if here else MessageCode.CHILD_CUSTODY
    relation = RelationCode.CHILD if here else RelationCode.FATHER
    _recode(find(copied, "h:code"), code, code.display_name)
    _recode(find(copied, "h:value[@codeSystem]"), relation, relation.display_name)


def _recode(element: Element, code: str, name: str) -> None:
    element.set("code", code)
    element.set("displayName", name)


def _wrong_way_round(root: Element) -> None:
    """What the other person is to the patient, in place of what the patient is to that person."""
    code = find(observation(root, _T.CUSTODY), "h:code").get("code")
    other = RelationCode.CHILD if code == MessageCode.CHILD_CUSTODY else RelationCode.MOTHER
    _recode(value(root, _T.CUSTODY, "CD"), other, other.display_name)


def _use_twice(root: Element) -> None:
    number = value(root, _T.CONTACT_NUMBERS, "TEL")
    number.addnext(deepcopy(number))


def _foreign_relation(root: Element) -> None:
    relation(root).set("codeSystem", Oid.MESSAGE_CODES)


def _number_with_blanks(root: Element) -> None:
    value(root, _T.CONTACT_NUMBERS, "TEL").set("value", "tel:12 34 56 78")
    tell(root, _T.CONTACT_NUMBERS, "tel:12 34 56 78")


def _without_given(root: Element) -> None:
    name = value(root, _T.RELATIVE, "PN")
    for given in name.findall(V3 + "given"):
        drop(given)


def _number_in_the_name(root: Element) -> None:
    name = value(root, _T.RELATIVE, "PN")
    find(name, "h:given").text = f"Else {_CPR_LIKE[:6]}-{_CPR_LIKE[6:]}"
    tell(root, _T.RELATIVE, " ".join(part.text or "" for part in name))


def _two_names_of_the_citizen(root: Element) -> None:
    """Not just another name: the card of a protected citizen tells none to compare with."""
    name = value(root, _T.CITIZEN_NAME_ADDRESS, "PN")
    name.addnext(deepcopy(name))


def _protected_but_told(root: Element) -> None:
    """ConfAddr beside the real address; when the citizen is protected, an address is made up."""
    entry = observation(root, _T.CITIZEN_NAME_ADDRESS)
    if entry.find(f"{V3}value[@extension='{CONFIDENTIAL_ADDRESS}']") is None:
        mark = cda(
            f'<value root="{Oid.MESSAGE_CODES}" extension="{CONFIDENTIAL_ADDRESS}" '
            'assigningAuthorityName="MedCom"/>'
        )
        mark.set(XSI_TYPE, "II")
        value(root, _T.CITIZEN_NAME_ADDRESS, "PN").addnext(mark)
        return
    city = find(value(root, _T.CITIZEN_NAME_ADDRESS, "AD"), "h:city")
    city.attrib.clear()
    city.text = "Ærøskøbing"
    tell(root, _T.CITIZEN_NAME_ADDRESS, city.text)


def _both_wills(root: Element) -> None:
    for template in (_T.TREATMENT_WILL, _T.LIVING_WILL):
        value(root, template, "II").set("extension", "true")
        find(row_of(root, template), "h:td/h:list/h:item").text = "Ja"


def _content_of_the_will(root: Element) -> None:
    code = find(observation(root, _T.TREATMENT_WILL), "h:code")
    code.addnext(cda("<text>Ønsker ikke behandling</text>"))


def _null_for_a_name(root: Element) -> None:
    address = value(root, _T.TEMPORARY_ADDRESS, "AD")
    find(address, "h:city").text = "null"
    tell(root, _T.TEMPORARY_ADDRESS, f"{find(address, 'h:postalCode').text} null")


VALUE_FAULTS: Final = (
    Fault(
        rule="PDC-V20",
        told="language in three letters",
        edit=put_value(_T.LANGUAGE, "CD", "code", "deu"),
        needs=Language,
    ),
    Fault(
        rule="PDC-V21",
        told="temporary address without a beginning",
        edit=_without_begin,
        needs=TemporaryAddress,
    ),
    Fault(
        rule="PDC-V21b",
        told="temporary address that ends before it begins",
        edit=_ends_before_it_begins,
        needs=TemporaryAddress,
    ),
    Fault(
        rule="PDC-V21c",
        told="temporary address that has ended",
        edit=_has_ended,
        needs=TemporaryAddress,
    ),
    Fault(
        rule="PDC-V22",
        told="dentist by authorisation rather than provider number",
        edit=put_value(_T.DENTIST, "II", "root", Oid.AUTHORISATION),
        needs=Dentist,
    ),
    Fault(
        rule="PDC-V22b",
        told="dentist by a person's name",
        edit=_person_for_a_clinic,
        needs=Dentist,
    ),
    Fault(rule="PDC-V23", told="custody of two names", edit=_two_names, needs=Custody),
    Fault(
        rule="PDC-V23b",
        told="custody told the wrong way round",
        edit=_wrong_way_round,
        needs=Custody,
    ),
    Fault(
        rule="PDC-V23c",
        told="has custody and is under custody",
        edit=_custody_both_ways,
        needs=Custody,
    ),
    Fault(
        rule="PDC-V24",
        told="two numbers for one use",
        edit=_use_twice,
        needs=ContactNumbers,
    ),
    Fault(
        rule="PDC-V25b",
        told="CPR number in a relative's name",
        edit=_number_in_the_name,
        needs=Relative,
    ),
    Fault(rule="PDC-V25", told="relative without given name", edit=_without_given, needs=Relative),
    Fault(rule="PDC-V26", told="two names of the citizen", edit=_two_names_of_the_citizen),
    Fault(rule="PDC-V26b", told="protected, and an address is told", edit=_protected_but_told),
    Fault(
        rule="PDC-V27",
        told="coverage group from another register",
        edit=put_value(_T.COVERAGE_GROUP, "II", "root", Oid.CPR),
    ),
    Fault(
        rule="PDC-V28",
        told="organ donor: maybe",
        edit=put_value(_T.ORGAN_DONOR, "II", "extension", "maybe"),
    ),
    Fault(
        rule="PDC-V29",
        told="treatment will: maybe",
        edit=put_value(_T.TREATMENT_WILL, "II", "extension", "maybe"),
    ),
    Fault(
        rule="PDC-V30",
        told="living will: maybe",
        edit=put_value(_T.LIVING_WILL, "II", "extension", "maybe"),
    ),
    Fault(
        rule="PDC-V31",
        told="refusal of resuscitation: temporarily unavailable",
        edit=put_value(_T.NO_RESUSCITATION, "II", "extension", "NAV"),
    ),
    Fault(
        rule="PDC-VTEL",
        told="telephone number with blanks",
        edit=_number_with_blanks,
        needs=ContactNumbers,
    ),
    Fault(
        rule="PDC-VREL",
        told="relation from another code system",
        edit=_foreign_relation,
        needs=Relative,
    ),
    Fault(rule="PDC-X01", told="both wills registered", edit=_both_wills),
    Fault(rule="PDC-X02", told="content of a will", edit=_content_of_the_will),
    Fault(
        rule="PDC-W02",
        told="the word null for a city",
        edit=_null_for_a_name,
        needs=TemporaryAddress,
    ),
)
