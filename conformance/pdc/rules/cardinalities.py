"""Rules PDC-C20 to PDC-C31: how many entries of each kind a card holds.

.23 (custody) and .25 (relatives) may stand any number of times, so they have no rule.
"""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Entry
from conformance.pdc.rules.rule import ALL_DOCUMENTS, Basis, Breach, Check, Rule, raw, rule
from conformance.pdc.rules.shapes import KINDS

_MISPRINT: Final = "2023-07-11"
"""The guide's code column prints this beside .31; its own XML and every document disagree."""

_MEANT: Final = "2023-07-01"

_MISPRINTED: Final = (
    "Write 2023-07-01: 2023-07-11 is a misprint in the code column of the guide, which no document "
    "carries"
)

_AT_MOST_ONE: Final = {
    "20": (TemplateOid.LANGUAGE, "CONF-PDC-DK-195", "DOC-08"),
    "21": (TemplateOid.TEMPORARY_ADDRESS, "CONF-PDC-DK-201", "DOC-08"),
    "22": (TemplateOid.DENTIST, "CONF-PDC-DK-207", None),
    "24": (TemplateOid.CONTACT_NUMBERS, "CONF-PDC-DK-213", "DOC-08"),
}

_EXACTLY_ONE: Final = {
    "26": (TemplateOid.CITIZEN_NAME_ADDRESS, "CONF-PDC-DK-165", None),
    "27": (TemplateOid.COVERAGE_GROUP, "CONF-PDC-DK-171", None),
    "28": (TemplateOid.ORGAN_DONOR, "CONF-PDC-DK-177", None),
    "29": (TemplateOid.TREATMENT_WILL, "CONF-PDC-DK-183", None),
    "30": (TemplateOid.LIVING_WILL, "CONF-PDC-DK-189", None),
    "31": (TemplateOid.NO_RESUSCITATION, ALL_DOCUMENTS, "DOC-15"),
}

_ENTRY: Final = '<entry><observation><templateId root="{}" extension="{}"/>…</observation></entry>'
_SECOND_ID: Final = '<id root="1.2.208.184" extension="3f0a9a52-7c1e-4a53-9d0f-1f0d6f5f2b11"/>…'


def _at_most_one(number: str, template: TemplateOid, source: str, requirement: str | None) -> Rule:
    kind = KINDS[template]
    good = _ENTRY.format(template, kind.extension)

    def check(document: Document) -> Iterator[Breach]:
        entries = document.every(template)
        if len(entries) > 1:
            yield Breach(
                at=entries[1].element,
                expected=f"at most one entry with template .{number}",
                found=str(len(entries)),
            )

    _document(check, f"There is at most one entry .{number} ({kind.codes[0]}).", good)
    return rule(
        f"PDC-C{number}",
        receiver=Severity.WARNING,
        basis=Basis.STATED,
        source=source,
        fix="Send the newest alone",
        place=f"entry:{kind.codes[0]}",
        bad=f"{good}\n{good.replace('…', _SECOND_ID)}",
        requirement=requirement,
    )(check)


def _exactly_one(number: str, template: TemplateOid, source: str, requirement: str | None) -> Rule:
    kind = KINDS[template]
    expected = f'exactly one entry with template "{template}", "{kind.extension}"'

    def check(document: Document) -> Iterator[Breach]:
        entries = document.every(template)
        right = [e for e in entries if _template_of(e, template).get("extension") == kind.extension]
        if len(right) == 1:
            return
        if entries and not right:
            yield _wrong_extension(_template_of(entries[0], template), expected, kind.extension)
            return
        place = right[1].element if right else _body(document)
        yield Breach(at=place, expected=expected, found=str(len(right)))

    good = f'<templateId root="{template}" extension="{kind.extension}"/>'
    _document(check, f"There is exactly one entry .{number} ({kind.codes[0]}).", good)
    return rule(
        f"PDC-C{number}",
        receiver=Severity.WARNING,
        basis=Basis.CONSTANT if template is TemplateOid.NO_RESUSCITATION else Basis.STATED,
        source=source,
        fix="Send the entry once, with its template",
        place=f"{kind.codes[0]}/templateId",
        bad=(kind.extension, _MISPRINT),
        requirement=requirement,
    )(check)


def _document(check: Check, title: str, good: str) -> None:
    check.__doc__ = f"{title}\n\n{good}"


def _template_of(entry: Entry, root: str) -> Element:
    templates = entry.element.iterchildren(tags.TEMPLATE)
    return next(t for t in templates if t.get("root") == root)


def _wrong_extension(template: Element, expected: str, right: str) -> Breach:
    is_misprint = (template.get("extension"), right) == (_MISPRINT, _MEANT)
    return Breach(
        at=template,
        attribute="extension",
        expected=expected,
        found=raw(template, "extension"),
        fix=_MISPRINTED if is_misprint else None,
    )


def _body(document: Document) -> Element:
    return document.sections[0][0] if document.sections else document.root


_MANY: Final = tuple(str(template) for template, _, _ in _AT_MOST_ONE.values())
_ONE: Final = tuple(str(template) for template, _, _ in _EXACTLY_ONE.values())


def is_unusual(document: Document) -> bool:
    """Whether a rule here may be broken: a number is not right, or an entry is odd."""
    if document.odd.entries:
        return True
    if any(len(document.every(template)) > 1 for template in _MANY):
        return True
    return any(len(document.every(template)) != 1 for template in _ONE)


RULES: Final = (
    *(_at_most_one(number, *facts) for number, facts in _AT_MOST_ONE.items()),
    *(_exactly_one(number, *facts) for number, facts in _EXACTLY_ONE.items()),
)
