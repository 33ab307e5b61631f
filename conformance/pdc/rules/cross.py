"""Rules that look across the whole document."""

from collections.abc import Iterator
from typing import Final

from conformance.pdc.oids import TemplateDate, TemplateOid
from conformance.pdc.rules.document import Breach, Document, Element, children, raw, rule, values
from conformance.pdc.xml_names import SCHEMA_LOCATION


@rule("PDC-S01")
def one_section(document: Document) -> Iterator[Breach]:
    """The body holds one section, with the PDC section template.

    <section><templateId root="1.2.208.184.16.1.10.20.1" extension="2019-08-14"/>…</section>

    Source: the Danish extension of the EU test bed; constant in all documents seen.
    """
    if len(document.sections) != 1:
        found = str(len(document.sections))
        yield Breach(at=document.root, expected="one section", found=found)
        return
    section = document.sections[0]
    templates = children(section, "templateId")
    wanted = (TemplateOid.SECTION, TemplateDate.PDC_2019)
    if wanted in {(t.get("root"), t.get("extension")) for t in templates}:
        return
    told = [f"{raw(t, 'root')}, {raw(t, 'extension')}" for t in templates]
    yield Breach(
        at=section,
        expected=f"templateId '{TemplateOid.SECTION}', '{TemplateDate.PDC_2019}'",
        found="; ".join(told) or "none",
    )


@rule("PDC-X01")
def not_both_wills(document: Document) -> Iterator[Breach]:
    """A treatment will and a living will are not both registered.

    <value xsi:type="II" root="1.2.208.176.1.9" extension="true" …/> rules out
    <value xsi:type="II" root="1.2.208.176.1.8" extension="true" …/>

    Source: implementation guide 2025-06-26; a live document of 2024-02-14 breaks it.
    """
    treatment = _registered(document, TemplateOid.TREATMENT_WILL)
    living = _registered(document, TemplateOid.LIVING_WILL)
    if treatment and living:
        yield Breach(
            at=living[0],
            attribute="extension",
            expected="at most one of treatment will and living will to be 'true'",
            found=f"both; the treatment will is on line {treatment[0].sourceline}",
        )


def _registered(document: Document, template: TemplateOid) -> list[Element]:
    return [
        value
        for observation in document.observations_of(template)
        for value in values(observation, "II")
        if value.get("extension") == "true"
    ]


@rule("PDC-W01")
def no_outer_blanks_in_attributes(document: Document) -> Iterator[Breach]:
    """No attribute begins or ends with a blank, schemaLocation excepted.

    <code code="RelativeTypedIn" …/>, not <code code=" RelativeTypedIn " …/>

    The schema lets the blanks of a code pass. Source: derived.
    """
    for element in document.root.iter("*"):
        for name, text in element.items():
            if text != text.strip() and name != SCHEMA_LOCATION:
                yield Breach(
                    at=element,
                    attribute=str(name).rpartition("}")[2],
                    expected=repr(str(text).strip()),
                    found=repr(str(text)),
                    fix="Take the blanks away",
                )


RULES: Final = (one_section, not_both_wills, no_outer_blanks_in_attributes)
