"""Rule PDC-S04: the narrative says what the entries say. Advisory: a receiver uses the entries."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from conformance.findings import Severity
from conformance.pdc.codes import MessageCode
from conformance.pdc.narrative import NO_RESUSCITATION_CAPTION
from conformance.pdc.oids import TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Entry, children
from conformance.pdc.rules.rule import Basis, Breach, rule

Answers = dict[str, tuple[str, ...]]

_ANSWERS: Final[Answers] = {"true": ("Ja",), "false": ("Nej",)}
_NO_RESUSCITATION_ANSWERS: Final[Answers] = {
    "true": ("Borgerharfravalgt", "Aktiv"),
    "false": ("Borgerønsker", "Inaktiv"),
}
_REGISTRATIONS: Final[dict[str, tuple[Answers, tuple[str, ...]]]] = {
    kind: (answers, tuple("".join(caption.split()) for caption in captions))
    for kind, answers, captions in (
        (TemplateOid.ORGAN_DONOR, _ANSWERS, (MessageCode.ORGAN_DONOR.display_name,)),
        (TemplateOid.TREATMENT_WILL, _ANSWERS, (MessageCode.TREATMENT_WILL.display_name,)),
        (TemplateOid.LIVING_WILL, _ANSWERS, (MessageCode.LIVING_WILL.display_name,)),
        (
            TemplateOid.NO_RESUSCITATION,
            _NO_RESUSCITATION_ANSWERS,
            (MessageCode.NO_RESUSCITATION.display_name, NO_RESUSCITATION_CAPTION),
        ),
    )
}
"""Answers and captions, without blanks, of the rows about registrations."""

_NOTHING: Final[tuple[Answers, tuple[str, ...]]] = ({}, ())

_PLACE: Final = frozenset((tags.POSTAL_CODE, tags.CITY))


@rule(
    "PDC-S04",
    severity=Severity.NOTICE,
    basis=Basis.DERIVED,
    source="derived; MedCom's example forskellig-narrativ breaks it on purpose",
    fix="Write the narrative from the entries; a receiver must use the entries",
    place="component/structuredBody/component/section/text/table/tbody/tr[4]",
    bad=("Ja", "Nej"),
    requirement="DOC-17",
)
def narrative_agrees(document: Document) -> Iterator[Breach]:
    """Names, addresses, numbers, times and yes or no of the entries stand in the narrative.

    <tr><td>Registreret organdonor</td><td><list><item>Ja</item></list></td>
        <td>Dansk Center For Organdonation</td><td>Ikke oplyst</td></tr>

    Not compared: the dentist's name, display names, notes and blanks.
    """
    narrative = packed(document.narrative)
    if not narrative:
        return
    for entry in document.fresh:
        for element, written in _values(entry):
            if written.replace(" ", "") not in narrative and packed(written) not in narrative:
                expected = "a value that stands in the narrative"
                yield Breach(at=element, expected=expected, found="another there")
    for kind, (answers, _) in _REGISTRATIONS.items():
        for entry in document.every(kind):
            for _, attributes, _ in entry.values:
                answer = attributes.get("extension", "")
                if not registration_agrees(narrative, kind, answer):
                    at = next(entry.element.iterchildren(tags.VALUE))
                    expected = f"{answers[answer][0]} in the narrative"
                    yield Breach(at=at, expected=expected, found="another word there")


def read(text: Element) -> str:
    """What a person reads of the narrative."""
    return etree.tostring(text, method="text", encoding="unicode", with_tail=False)


def packed(text: str) -> str:
    """*text* without blanks."""
    return "".join(text.split())


def registration_agrees(narrative: str, kind: str, answer: str) -> bool:
    """Whether the row of that kind of registration, in a packed narrative, goes on as it must.

    So it does when there is no such row or kind, or when *answer* is neither true nor false.
    """
    answers, captions = _REGISTRATIONS.get(kind, _NOTHING)
    if answer not in answers:
        return True
    for caption in captions:
        begin = narrative.find(caption)
        if begin >= 0:
            return narrative.startswith(answers[answer], begin + len(caption))
    return True


def _values(entry: Entry) -> list[tuple[Element, str]]:
    """What the narrative should say of an entry; runs of blanks do not count."""
    found: list[tuple[Element, str]] = []
    for hl7_type, attributes, element in entry.values:
        if hl7_type == "TEL":
            found.append((element, attributes.get("value", "")))
        elif hl7_type == "AD":
            parts = [(part.tag, part.text or "") for part in children(element)]
            found.append((element, "".join([text for tag, text in parts if tag in _PLACE])))
            found += [(element, text) for tag, text in parts if tag == tags.STREET_LINE]
        elif hl7_type == "PN" and entry.kind != TemplateOid.DENTIST:
            found.append((element, "".join([part.text or "" for part in children(element)])))
    for stamp, time in entry.stamps:
        if len(stamp) == 19:
            day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
            clock = f"{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}"
            found.append((time, f"{day}{clock}{stamp[14:]}"))
    return found


RULES: Final = (narrative_agrees,)
