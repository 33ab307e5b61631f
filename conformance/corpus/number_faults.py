"""Faults in how many entries there are, and of which kinds: rules C."""

from typing import Final

from conformance.corpus.edits import (
    Element,
    copy_entry,
    double,
    find,
)
from conformance.corpus.fault import Fault
from conformance.pdc.oids import TemplateOid
from conformance.pdc.values import (
    ContactNumbers,
    Dentist,
    Language,
    TemporaryAddress,
)

_T: Final = TemplateOid
_CPR_LIKE: Final = "3102129996"
"""31 February: reads as a CPR number, and nobody can have it."""

_NUMBER: Final = "h:assignedAuthor/h:id"


def _unknown_template(root: Element) -> None:
    copied = copy_entry(root, _T.COVERAGE_GROUP)
    find(copied, "h:templateId").set("root", f"{_T.SECTION}.99")


NUMBER_FAULTS: Final = (
    Fault(rule="PDC-C20", told="two languages", edit=double(_T.LANGUAGE), needs=Language),
    Fault(
        rule="PDC-C21",
        told="two temporary addresses",
        edit=double(_T.TEMPORARY_ADDRESS),
        needs=TemporaryAddress,
    ),
    Fault(rule="PDC-C22", told="two dentists", edit=double(_T.DENTIST), needs=Dentist),
    Fault(
        rule="PDC-C24",
        told="contact numbers twice",
        edit=double(_T.CONTACT_NUMBERS),
        needs=ContactNumbers,
    ),
    Fault(rule="PDC-C26", told="name and address twice", edit=double(_T.CITIZEN_NAME_ADDRESS)),
    Fault(rule="PDC-C27", told="two coverage groups", edit=double(_T.COVERAGE_GROUP)),
    Fault(rule="PDC-C28", told="organ donor twice", edit=double(_T.ORGAN_DONOR)),
    Fault(rule="PDC-C29", told="treatment will twice", edit=double(_T.TREATMENT_WILL)),
    Fault(rule="PDC-C30", told="living will twice", edit=double(_T.LIVING_WILL)),
    Fault(
        rule="PDC-C31",
        told="refusal of resuscitation twice",
        edit=double(_T.NO_RESUSCITATION),
    ),
    Fault(rule="PDC-E05", told="an entry of an unknown kind", edit=_unknown_template),
)
