"""Faults against base CDA that its schema cannot express: rules RIM, RMIM, CDADT and DTITS."""

from copy import deepcopy
from typing import Final

from conformance.corpus.edits import (
    Edit,
    Element,
    add_after,
    cda,
    find,
    observation,
    practitioner,
    put_in,
    relation,
    value,
)
from conformance.corpus.fault import Fault
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.values import Dentist, Language, Relative, TemporaryAddress
from conformance.pdc.xml_names import XSI_TYPE

_T: Final = TemplateOid
_EVENT: Final = f".//h:serviceEvent/h:templateId[@root='{TemplateOid.SERVICE_TIME}']"
_NULL: Final = '<id nullFlavor="NI"/>'
_AUTHOR_ID: Final = "h:author/h:assignedAuthor/h:id"


def _event_ids(*others: str) -> Edit:
    def edit(root: Element) -> None:
        first = cda(f'<id root="{Oid.MEDCOM}" extension="2267197b-cd9a-4c04-a4b0-cfd91e639f98"/>')
        find(root, _EVENT).addnext(first)
        first.addnext(cda(others[0]) if others else deepcopy(first))

    return edit


def _author_twice(root: Element) -> None:
    identifier = find(observation(root, _T.ORGAN_DONOR), _AUTHOR_ID)
    identifier.addnext(deepcopy(identifier))


def _author_and_null(root: Element) -> None:
    find(observation(root, _T.LIVING_WILL), _AUTHOR_ID).addnext(cda(_NULL))


def _practitioner_twice(root: Element) -> None:
    identifier = find(practitioner(root), "h:id")
    identifier.addnext(deepcopy(identifier))


def _practitioner_and_null(root: Element) -> None:
    find(practitioner(root), "h:id").addnext(cda(_NULL))


def _practitioners_number_twice_for_work(root: Element) -> None:
    find(practitioner(root), "h:telecom").set("use", "WP WP")


def _country_not_present(root: Element) -> None:
    provider = practitioner(root)
    if provider.find("{*}addr") is None:
        find(provider, "h:telecom").addnext(cda('<addr use="H"/>'))
    find(provider, "h:addr").append(cda('<country nullFlavor="NP"/>'))


def _number_for_a_note(root: Element) -> None:
    relative = observation(root, _T.RELATIVE)
    notes = [each for each in relative.iterfind("{*}value") if each.get(XSI_TYPE) == "ST"]
    if not notes:
        note = cda("<value/>")
        note.set(XSI_TYPE, "ST")
        find(relative, "h:author").addprevious(note)
        notes = [note]
    notes[0].text = "12345678"


def _simple_code(root: Element) -> None:
    code = cda('<value code="nabo"/>')
    code.set(XSI_TYPE, "CS")
    find(observation(root, _T.RELATIVE), "h:author").addprevious(code)


def _name_without_code(root: Element) -> None:
    coded = relation(root)
    del coded.attrib["code"]
    coded.set("nullFlavor", "NI")


def _system_alone(root: Element) -> None:
    coded = relation(root)
    system = coded.get("codeSystem", "")
    coded.attrib.clear()
    coded.set(XSI_TYPE, "CD")
    coded.set("codeSystem", system)


def _system_name_alone(root: Element) -> None:
    code = find(observation(root, _T.LANGUAGE), "h:author/h:assignedAuthor/h:code")
    del code.attrib["codeSystem"]


def _without_root(root: Element) -> None:
    del find(observation(root, _T.LANGUAGE), "h:id").attrib["root"]


def _clinic_without_name(root: Element) -> None:
    value(root, _T.DENTIST, "TN").text = None


def _home_and_home(root: Element) -> None:
    value(root, _T.TEMPORARY_ADDRESS, "AD").set("use", "H H")


CDA_FAULTS: Final = (
    Fault(rule="PDC-RIM-001", told="one id of an act twice", edit=_event_ids()),
    Fault(rule="PDC-RIM-002", told="an act's id and a null one", edit=_event_ids(_NULL)),
    Fault(rule="PDC-RIM-011", told="one id of a role twice", edit=_author_twice),
    Fault(rule="PDC-RIM-012", told="a role's id and a null one", edit=_author_and_null),
    Fault(rule="PDC-RIM-020", told="one id of an entity twice", edit=_practitioner_twice),
    Fault(rule="PDC-RIM-021", told="an entity's id and a null one", edit=_practitioner_and_null),
    Fault(
        rule="PDC-RMIM-009", told="a note of digits only", edit=_number_for_a_note, needs=Relative
    ),
    Fault(rule="PDC-RMIM-010", told="a value of type CS", edit=_simple_code, needs=Relative),
    Fault(
        rule="PDC-RMIM-063",
        told="a language in words",
        edit=add_after(".//h:section/h:text", '<languageCode code="dansk sprog"/>'),
    ),
    Fault(
        rule="PDC-RMIM-100",
        told="the custodian's id is null",
        edit=lambda root: find(root, "h:custodian//h:id").set("nullFlavor", "NI"),
    ),
    Fault(
        rule="PDC-RMIM-102",
        told="an id of the patient as a person",
        edit=lambda root: find(root, ".//h:patient/h:name").addprevious(
            cda(f'<id root="{Oid.MEDCOM}" extension="1"/>')
        ),
    ),
    Fault(rule="PDC-CDADT-001", told="null flavour NP", edit=_country_not_present),
    Fault(
        rule="PDC-CDADT-004",
        told="the name of a code system without the system",
        edit=_system_name_alone,
        needs=Language,
    ),
    Fault(
        rule="PDC-CDADT-006",
        told="the name of a code without the code",
        edit=_name_without_code,
        needs=Relative,
    ),
    Fault(
        rule="PDC-CDADT-008",
        told="a code system without a code",
        edit=_system_alone,
        needs=Relative,
    ),
    Fault(rule="PDC-CDADT-012", told="an id without root", edit=_without_root, needs=Language),
    Fault(
        rule="PDC-CDADT-026",
        told="a clinic without name",
        edit=_clinic_without_name,
        needs=Dentist,
    ),
    Fault(
        rule="PDC-CDADT-031",
        told="an address for home and home",
        edit=_home_and_home,
        needs=TemporaryAddress,
    ),
    Fault(
        rule="PDC-CDADT-032",
        told="a number for work and work",
        edit=_practitioners_number_twice_for_work,
    ),
    Fault(
        rule="PDC-DTITS-017",
        told="a thirteenth month",
        edit=put_in(_T.TEMPORARY_ADDRESS, "h:effectiveTime/h:low", "value", "20241301000000+0100"),
        needs=TemporaryAddress,
    ),
    Fault(
        rule="PDC-DTITS-018",
        told="a time and a null flavour",
        edit=put_in(_T.LANGUAGE, "h:author/h:time", "nullFlavor", "NI"),
        needs=Language,
    ),
)
