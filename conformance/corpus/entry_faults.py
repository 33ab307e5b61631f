"""Faults in what all entries have: rules E."""

from copy import deepcopy
from typing import Final

from conformance.corpus.edits import (
    Element,
    cda,
    drop,
    find,
    observation,
    put_in,
)
from conformance.corpus.fault import Fault
from conformance.pdc.codes import MessageCode
from conformance.pdc.oids import TemplateOid
from conformance.pdc.values import (
    Language,
    Relative,
)

_T: Final = TemplateOid
_CPR_LIKE: Final = "3102129996"
"""31 February: reads as a CPR number, and nobody can have it."""

_NUMBER: Final = "h:assignedAuthor/h:id"


def _same_id(root: Element) -> None:
    first = find(observation(root, _T.ORGAN_DONOR), "h:id").get("extension", "")
    find(observation(root, _T.LIVING_WILL), "h:id").set("extension", first)


def _template_twice(root: Element) -> None:
    template = find(observation(root, _T.ORGAN_DONOR), "h:templateId")
    template.addnext(cda(f'<templateId root="{template.get("root")}" extension="2019-08-14"/>'))


def _two_authors(root: Element) -> None:
    entry = observation(root, _T.COVERAGE_GROUP)
    other = observation(root, _T.ORGAN_DONOR)
    find(entry, "h:author").addnext(deepcopy(find(other, "h:author")))


def _time_unknown(root: Element) -> None:
    time = find(observation(root, _T.LANGUAGE), "h:author/h:time")
    del time.attrib["value"]
    time.set("nullFlavor", "NI")


def _nobody(root: Element) -> None:
    assigned = find(observation(root, _T.ORGAN_DONOR), "h:author/h:assignedAuthor")
    drop(find(assigned, "h:representedOrganization"))


ENTRY_FAULTS: Final = (
    Fault(
        rule="PDC-E01",
        told="entry of another type",
        edit=put_in(_T.ORGAN_DONOR, "..", "typeCode", "DRIV"),
    ),
    Fault(
        rule="PDC-E02",
        told="observation in another mood",
        edit=put_in(_T.ORGAN_DONOR, ".", "moodCode", "INT"),
    ),
    Fault(rule="PDC-E03", told="two entries with one id", edit=_same_id),
    Fault(rule="PDC-E04", told="entry template twice", edit=_template_twice),
    Fault(
        rule="PDC-E06",
        told="code of another entry",
        edit=put_in(_T.RELATIVE, "h:code", "code", MessageCode.CONTACT_NUMBERS),
        needs=Relative,
        also=("PDC-E07",),
    ),
    Fault(
        rule="PDC-E07",
        told="code with another name",
        edit=put_in(_T.COVERAGE_GROUP, "h:code", "displayName", "Sikringsgruppe"),
    ),
    Fault(
        rule="PDC-E08",
        told="entry id no UUID",
        edit=put_in(_T.COVERAGE_GROUP, "h:id", "extension", "42"),
    ),
    Fault(rule="PDC-E09", told="two authors", edit=_two_authors),
    Fault(
        rule="PDC-E10",
        told="register template on an author who typed in",
        edit=put_in(_T.LANGUAGE, "h:author/h:templateId", "root", _T.AUTHOR_REGISTER),
        needs=Language,
    ),
    Fault(
        rule="PDC-E11",
        told="author's time masked rather than unknown",
        edit=put_in(_T.ORGAN_DONOR, "h:author/h:time", "nullFlavor", "MSK"),
    ),
    Fault(
        rule="PDC-E11b",
        told="no time for what was typed in",
        edit=_time_unknown,
        needs=Language,
    ),
    Fault(
        rule="PDC-E12",
        told="CPR number as author's id",
        edit=put_in(_T.LANGUAGE, f"h:author/{_NUMBER}", "extension", _CPR_LIKE),
        needs=Language,
    ),
    Fault(rule="PDC-E13", told="author neither person nor organisation", edit=_nobody),
    Fault(
        rule="PDC-E14",
        told="author of an unknown kind",
        edit=put_in(_T.LANGUAGE, "h:author/h:assignedAuthor/h:code", "code", "EnteredNeighbour"),
        needs=Language,
    ),
)
