"""Rules for the values of single entries."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import NullFlavor
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.rules.document import (
    Breach,
    Document,
    Element,
    child_path,
    children,
    instant_of,
    raw,
    rule,
    values,
)
from conformance.pdc.xml_names import V3

_TELEPHONE: Final = re.compile(r"tel:\+?[-0-9().]+")
_CPR_LIKE: Final = re.compile(
    r"(?<![0-9])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-?[0-9]{4}(?![0-9])"
)
_UNAVAILABLE: Final = (
    "When the register cannot be reached the service answers with an XDS error, not with a card"
)


@rule("PDC-V21c")
def temporary_address_is_current(document: Document) -> Iterator[Breach]:
    """A temporary address whose end has passed at the document's time is not returned.

    <effectiveTime><low value="20140106000000+0100"/>
      <high value="20250106000000+0100"/></effectiveTime>

    Source: implementation guide 2025-06-26.
    """
    time = document.root.find(V3 + "effectiveTime")
    made = instant_of(time)
    if time is None or made is None:
        return
    for observation in document.observations_of(TemplateOid.TEMPORARY_ADDRESS):
        for high in observation.findall(child_path("effectiveTime", "high")):
            end = instant_of(high)
            if end is not None and end < made:
                yield Breach(
                    at=high,
                    attribute="value",
                    expected=f"no earlier than the document's time, {raw(time, 'value')}",
                    found=raw(high, "value"),
                    fix="Leave the entry out when its end has passed",
                )


@rule("PDC-V23")
def custody_names_a_person_and_a_relation(document: Document) -> Iterator[Breach]:
    """Custody holds one PN, one CD from the relation codes, and at most one II, a CPR number.

    <value xsi:type="II" root="1.2.208.176.1.2" extension="…"/>
    <value xsi:type="PN"><given>…</given><family>…</family></value>
    <value xsi:type="CD" code="mor" codeSystem="1.2.208.184.100.2" …/>

    Source: implementation guide 2025-06-26; the II is in MedCom's examples of 2023.
    """
    for observation in document.observations_of(TemplateOid.CUSTODY):
        for hl7_type, allowed in (("PN", (1,)), ("CD", (1,)), ("II", (0, 1))):
            number = len(values(observation, hl7_type))
            if number not in allowed:
                expected = f"{' or '.join(map(str, allowed))} value of type {hl7_type}"
                yield Breach(at=observation, expected=expected, found=str(number))
        yield from _other_attribute(observation, "CD", "codeSystem", Oid.RELATION_CODES)
        yield from _other_attribute(observation, "II", "root", Oid.CPR)


def _other_attribute(
    observation: Element, hl7_type: str, attribute: str, expected: str
) -> Iterator[Breach]:
    for value in values(observation, hl7_type):
        if value.get(attribute) != expected:
            yield Breach(
                at=value,
                attribute=attribute,
                expected=repr(str(expected)),
                found=raw(value, attribute),
            )


@rule("PDC-V25b")
def no_cpr_number_in_a_relative(document: Document) -> Iterator[Breach]:
    """Neither name, relation nor note of a relative holds anything like a CPR number (ddMMyy-nnnn).

    <value xsi:type="ST">Can be reached after 16</value>

    Source: implementation guide 2025-06-26; the pattern is ours, an eight-digit number passes.
    """
    for observation in document.observations_of(TemplateOid.RELATIVE):
        for hl7_type in ("PN", "ST", "CD"):
            for value in values(observation, hl7_type):
                texts = (*map(str, value.itertext()), value.get("displayName", ""))
                if any(_CPR_LIKE.search(text) for text in texts):
                    yield Breach(
                        at=value,
                        expected="no CPR number",
                        found="digits that read as a CPR number",
                    )


@rule("PDC-V31")
def no_resuscitation_is_true_or_false(document: Document) -> Iterator[Breach]:
    """.31 holds one II that says true or false. NAV, in either form, is not sent any more.

    <value xsi:type="II" root="1.2.208.176.1.11" extension="false" …/>

    Source: implementation guide 2025-06-26, which overrides CONF-DK:507.
    """
    for observation in document.observations_of(TemplateOid.NO_RESUSCITATION):
        found = values(observation, "II")
        if len(found) != 1:
            yield Breach(at=observation, expected="one value of type II", found=str(len(found)))
            continue
        yield from _registration(found[0])


def _registration(value: Element) -> Iterator[Breach]:
    if value.get("nullFlavor") is not None:
        yield Breach(
            at=value,
            attribute="nullFlavor",
            expected="extension 'true' or 'false'",
            found=f"nullFlavor {raw(value, 'nullFlavor')}",
            fix=_UNAVAILABLE,
        )
        return
    if value.get("root") != Oid.NO_RESUSCITATION:
        expected = repr(str(Oid.NO_RESUSCITATION))
        yield Breach(at=value, attribute="root", expected=expected, found=raw(value, "root"))
    if value.get("extension") not in {"true", "false"}:
        unavailable = value.get("extension") == NullFlavor.TEMPORARILY_UNAVAILABLE
        yield Breach(
            at=value,
            attribute="extension",
            expected="'true' or 'false'",
            found=raw(value, "extension"),
            fix=_UNAVAILABLE if unavailable else None,
        )


@rule("PDC-VTEL")
def telephone_numbers(document: Document) -> Iterator[Breach]:
    """A telephone number is written with `tel:`, digits and - ( ) . only, in full.

    <value xsi:type="TEL" use="MC" value="tel:(46)-55667788-1234"/>

    In .22 a breach is a warning. Source: implementation guide 2025-06-26.
    """
    for template, severity in (
        (TemplateOid.CONTACT_NUMBERS, Severity.FAIL),
        (TemplateOid.RELATIVE, Severity.FAIL),
        (TemplateOid.DENTIST, Severity.WARNING),
    ):
        for observation in document.observations_of(template):
            for value in values(observation, "TEL"):
                if not _TELEPHONE.fullmatch(value.get("value", "")):
                    yield Breach(
                        at=value,
                        attribute="value",
                        expected=r"a value like tel:\+?[-0-9().]+",
                        found=raw(value, "value"),
                        severity=severity,
                    )


@rule("PDC-E03")
def entry_ids_are_unique(document: Document) -> Iterator[Breach]:
    """No two entries have the same id; the root does not count, nor does the case of the UUID.

    <id root="1.2.208.184" extension="88bc66b8-8212-423b-ba0f-d57bfbd5c0dd"/>

    Source: derived; true of every 3.0 document seen.
    """
    seen: dict[str, Element] = {}
    for observation in document.observations:
        for identifier in children(observation, "id"):
            extension = identifier.get("extension")
            if extension is None:
                continue
            first = seen.setdefault(extension.lower(), identifier)
            if first is not identifier:
                yield Breach(
                    at=identifier,
                    attribute="extension",
                    expected="an id that no other entry has",
                    found=f"{raw(identifier, 'extension')}, also on line {first.sourceline}",
                )


RULES: Final = (
    temporary_address_is_current,
    custody_names_a_person_and_a_relation,
    no_cpr_number_in_a_relative,
    no_resuscitation_is_true_or_false,
    telephone_numbers,
    entry_ids_are_unique,
)
