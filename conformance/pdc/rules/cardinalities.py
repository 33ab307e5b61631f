"""Rules PDC-C20 to PDC-C31: how many entries of each kind a card holds.

.23 (custody) and .25 (relatives) may stand any number of times, so they have no rule.
"""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.oids import TemplateDate, TemplateOid
from conformance.pdc.rules.document import Breach, Document, Element, Rule, children, raw

_MISPRINT: Final = "2023-07-11"
"""The guide's code column prints this beside .31; its own XML and every document disagree."""

_AT_MOST_ONE: Final = {
    "PDC-C20": (TemplateOid.LANGUAGE, "CONF-PDC-DK-195"),
    "PDC-C21": (TemplateOid.TEMPORARY_ADDRESS, "CONF-PDC-DK-201"),
    "PDC-C22": (TemplateOid.DENTIST, "CONF-PDC-DK-207"),
    "PDC-C24": (TemplateOid.CONTACT_NUMBERS, "CONF-PDC-DK-213"),
}

_EXACTLY_ONE: Final = {
    "PDC-C26": (TemplateOid.CITIZEN_NAME_ADDRESS, "CONF-PDC-DK-165"),
    "PDC-C27": (TemplateOid.COVERAGE_GROUP, "CONF-PDC-DK-171"),
    "PDC-C28": (TemplateOid.ORGAN_DONOR, "CONF-PDC-DK-177"),
    "PDC-C29": (TemplateOid.TREATMENT_WILL, "CONF-PDC-DK-183"),
    "PDC-C30": (TemplateOid.LIVING_WILL, "CONF-PDC-DK-189"),
    "PDC-C31": (TemplateOid.NO_RESUSCITATION, "observed in every 3.0 document; no number known"),
}

_EXPLANATION: Final = """{number} entry with this template.

<observation><templateId root="{template}" extension="{extension}"/>…</observation>

Source: {source}.
"""


def _cardinality(
    identifier: str, template: TemplateOid, allowed: tuple[int, ...], source: str
) -> Rule:
    extension = _extension(template)
    number = "exactly one" if 0 not in allowed else "at most one"
    expected = f'{number} entry with template "{template}", "{extension}"'

    def check(document: Document) -> Iterator[Breach]:
        observations = document.observations_of(template)
        found = [o for o in observations if _template_of(o, template, extension) is not None]
        if len(found) in allowed:
            return
        if not found and observations:
            yield _wrong_extension(observations[0], template, expected)
            return
        at = found[1] if found else _section(document)
        yield Breach(at=at, expected=expected, found=str(len(found)))

    explanation = _EXPLANATION.format(
        number=number.capitalize(), template=template, extension=extension, source=source
    )
    return Rule(id=identifier, severity=Severity.FAIL, check=check, explanation=explanation)


def _extension(template: TemplateOid) -> TemplateDate:
    if template is TemplateOid.NO_RESUSCITATION:
        return TemplateDate.NO_RESUSCITATION
    return TemplateDate.PDC_2019


def _template_of(
    observation: Element, template: TemplateOid, extension: str | None = None
) -> Element | None:
    fitting = [t for t in children(observation, "templateId") if t.get("root") == template]
    if extension is not None:
        fitting = [t for t in fitting if t.get("extension") == extension]
    return fitting[0] if fitting else None


def _wrong_extension(observation: Element, template: TemplateOid, expected: str) -> Breach:
    found = _template_of(observation, template)
    at = observation if found is None else found
    misprint = "2023-07-11 is a misprint in the guide's code column; use 2023-07-01"
    return Breach(
        at=at,
        attribute="extension",
        expected=expected,
        found=raw(at, "extension"),
        fix=misprint if at.get("extension") == _MISPRINT else None,
    )


def _section(document: Document) -> Element:
    return document.sections[0] if document.sections else document.root


RULES: Final = (
    *(_cardinality(i, template, (0, 1), why) for i, (template, why) in _AT_MOST_ONE.items()),
    *(_cardinality(i, template, (1,), why) for i, (template, why) in _EXACTLY_ONE.items()),
)
