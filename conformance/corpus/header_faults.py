"""Faults in the header and in the section as a whole: rules G, H, S, and those of every element."""

from datetime import timedelta
from typing import Final

from conformance.corpus.edits import (
    Edit,
    Element,
    add_after,
    cda,
    drop,
    find,
    observation,
    practitioner,
    put,
    row_of,
    write,
)
from conformance.corpus.fault import Fault
from conformance.pdc.datatypes import TimeStamp
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.xml_names import V3

_ROLE: Final = "h:recordTarget/h:patientRole"
_AUTHOR: Final = "h:author/h:assignedAuthor"
_ORGANIZATION: Final = "h:custodian/h:assignedCustodian/h:representedCustodianOrganization"
_TIME: Final = (
    f".//h:serviceEvent/h:templateId[@root='{TemplateOid.SERVICE_TIME}']/../h:effectiveTime"
)
_TEST_PERSON: Final = "2512489996"
_VERSION: Final = f".//h:serviceEvent/h:id[@root='{Oid.FORMAT_CODES}']"


def _another_root(root: Element) -> None:
    root.tag = V3 + "ClinicalPaper"


def _without_header_template(root: Element) -> None:
    drop(find(root, f"h:templateId[@root='{TemplateOid.MEDCOM_HEADER}']"))


def _nine_digits(root: Element) -> None:
    """In the title as well, so that the two still agree."""
    number = find(root, f"{_ROLE}/h:id")
    nine = number.get("extension", "")[:9]
    number.set("extension", nine)
    find(root, "h:title").text = f"Personal Data Card for {nine}"


def _without_family(root: Element) -> None:
    """In the body as well, so that the two still agree."""
    entry = observation(root, TemplateOid.CITIZEN_NAME_ADDRESS)
    for name in (find(root, f"{_ROLE}/h:patient/h:name"), find(entry, "h:value/h:family/..")):
        drop(find(name, "h:family"))


def _birth_date_of_another(root: Element) -> None:
    """The number of a documented test person, born on 25 December, with the day before."""
    find(root, f"{_ROLE}/h:id").set("extension", _TEST_PERSON)
    find(root, "h:title").text = f"Personal Data Card for {_TEST_PERSON}"
    find(root, f"{_ROLE}/h:patient/h:birthTime").set("value", "19481224")


def _practitioner_without_id(root: Element) -> None:
    drop(find(practitioner(root), "h:id"))


def _practitioners_mail(root: Element) -> None:
    find(practitioner(root), "h:telecom").set("value", "mailto:klinik@example.dk")


def _a_minute_later(path: str) -> Edit:
    def edit(root: Element) -> None:
        element = find(root, path)
        instant = TimeStamp(text=element.get("value", "")).instant
        element.set("value", TimeStamp.at(instant + timedelta(minutes=1)).text)

    return edit


def _shortened(path: str, digits: int) -> Edit:
    def edit(root: Element) -> None:
        element = find(root, path)
        element.set("value", element.get("value", "")[:digits])

    return edit


def _second_service_time(root: Element) -> None:
    period = find(root, _TIME)
    low = find(period, "h:low").get("value", "")
    find(root, _VERSION).addnext(
        cda(f'<effectiveTime><low value="{low}"/><high nullFlavor="NA"/></effectiveTime>')
    )


def _empty_narrative(root: Element) -> None:
    text = find(root, ".//h:section/h:text")
    for child in list(text):
        text.remove(child)
    text.text = None


def _one_row_less(root: Element) -> None:
    drop(row_of(root, TemplateOid.COVERAGE_GROUP))


def _another_answer(root: Element) -> None:
    answer = find(row_of(root, TemplateOid.ORGAN_DONOR), "h:td/h:list/h:item")
    answer.text = "Nej" if answer.text == "Ja" else "Ja"


def _cut_off(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


_NO_ORDER: Final = f'<inFulfillmentOf><order><id root="{Oid.MEDCOM}"/></order></inFulfillmentOf>'
_ENTERER: Final = (
    f'<dataEnterer><assignedEntity><id root="{Oid.SOR}" extension="1126211000016009"/>'
    "</assignedEntity></dataEnterer>"
)

HEADER_FAULTS: Final = (
    Fault(rule="PDC-G01", told="the last third is cut off", cut=_cut_off),
    Fault(
        rule="PDC-G02",
        told="an element that CDA does not know",
        edit=add_after(f"{_ROLE}/h:addr", "<nickname>Søs</nickname>"),
    ),
    Fault(rule="PDC-H01", told="the root has another name", edit=_another_root),
    Fault(rule="PDC-H02", told="realm SE", edit=put("h:realmCode", "code", "SE")),
    Fault(
        rule="PDC-H03",
        told="typeId of another version of CDA",
        edit=put("h:typeId", "extension", "POCD_HD000041"),
    ),
    Fault(
        rule="PDC-H04",
        told="document template of version 3.1",
        edit=put(f"h:templateId[@root='{TemplateOid.DOCUMENT}']", "extension", "3.1"),
    ),
    Fault(rule="PDC-H05", told="no MedCom header template", edit=_without_header_template),
    Fault(rule="PDC-H06", told="document id no UUID", edit=put("h:id", "extension", "42")),
    Fault(
        rule="PDC-H07",
        told="document code with another name",
        edit=put("h:code", "displayName", "Stamdata"),
    ),
    Fault(rule="PDC-H08", told="another title", edit=write("h:title", "Personal Data Card")),
    Fault(
        rule="PDC-H09",
        told="document time without offset",
        edit=_shortened("h:effectiveTime", 14),
    ),
    Fault(
        rule="PDC-H10",
        told="confidentiality R",
        edit=put("h:confidentialityCode", "code", "R"),
    ),
    Fault(rule="PDC-H11", told="language en", edit=put("h:languageCode", "code", "en")),
    Fault(rule="PDC-H12", told="CPR number of nine digits", edit=_nine_digits),
    Fault(
        rule="PDC-H13",
        told="the citizen's address is for work",
        edit=put(f"{_ROLE}/h:addr", "use", "WP"),
    ),
    Fault(rule="PDC-H14", told="no family name", edit=_without_family),
    Fault(
        rule="PDC-H15",
        told="gender from another code system",
        edit=put(
            f"{_ROLE}/h:patient/h:administrativeGenderCode", "codeSystem", Oid.CONFIDENTIALITY
        ),
    ),
    Fault(
        rule="PDC-H16",
        told="birth date without the day",
        edit=_shortened(f"{_ROLE}/h:patient/h:birthTime", 6),
    ),
    Fault(
        rule="PDC-H16b",
        told="birth date of another day than the number's",
        edit=_birth_date_of_another,
    ),
    Fault(rule="PDC-H17", told="own practitioner without id", edit=_practitioner_without_id),
    Fault(rule="PDC-H17b", told="own practitioner with e-mail", edit=_practitioners_mail),
    Fault(
        rule="PDC-H18",
        told="author with another SOR id",
        edit=put(f"{_AUTHOR}/h:id", "extension", "1126211000016008"),
    ),
    Fault(
        rule="PDC-H18b",
        told="author's id from another authority",
        edit=put(f"{_AUTHOR}/h:id", "assigningAuthorityName", "CVR"),
    ),
    Fault(
        rule="PDC-H19",
        told="author with another name",
        edit=write(f"{_AUTHOR}/h:representedOrganization/h:name", "Fælles Stamkort"),
    ),
    Fault(
        rule="PDC-H20",
        told="author's time a minute later",
        edit=_a_minute_later("h:author/h:time"),
    ),
    Fault(
        rule="PDC-H21",
        told="custodian with another name",
        edit=write(f"{_ORGANIZATION}/h:name", "Fælles Stamkort"),
    ),
    Fault(rule="PDC-H23", told="a data enterer", edit=add_after("h:author", _ENTERER)),
    Fault(rule="PDC-H23b", told="fulfils an order", edit=add_after("h:custodian", _NO_ORDER)),
    Fault(rule="PDC-H24", told="two service times", edit=_second_service_time),
    Fault(
        rule="PDC-H25",
        told="service time a minute after the document's",
        edit=_a_minute_later(f"{_TIME}/h:low"),
    ),
    Fault(
        rule="PDC-H26",
        told="end of the service time unknown rather than not applicable",
        edit=put(f"{_TIME}/h:high", "nullFlavor", "NI"),
    ),
    Fault(
        rule="PDC-H27", told="unknown version marker", edit=put(_VERSION, "extension", "pdc-v9.0")
    ),
    Fault(
        rule="PDC-H28",
        told="template says 3.0, marker says 2.0",
        edit=put(_VERSION, "extension", "pdc-v2.0"),
        also=("PDC-H27",),
    ),
    Fault(
        rule="PDC-S01",
        told="section template of another day",
        edit=put(".//h:section/h:templateId", "extension", "2019-08-15"),
    ),
    Fault(
        rule="PDC-S05",
        told="section with a title",
        edit=add_after(".//h:section/h:templateId", "<title>Stamkort</title>"),
    ),
    Fault(
        rule="PDC-W01",
        told="a blank before an authority's name",
        edit=put("h:id", "assigningAuthorityName", " MedCom"),
    ),
)

NARRATIVE_FAULTS: Final = (
    Fault(
        rule="PDC-S04",
        told="narrative says yes where the entry says no, or no for yes",
        edit=_another_answer,
    ),
    Fault(rule="PDC-S03", told="a row left out of the narrative", edit=_one_row_less),
    Fault(rule="PDC-S02", told="empty narrative", edit=_empty_narrative),
)
"""In the order in which they can be put into one card, after all faults in entries."""
