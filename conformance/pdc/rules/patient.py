"""Rules PDC-H12 to PDC-H17b: who the card is about, and the citizen's own practitioner."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.oids import Oid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, children
from conformance.pdc.rules.rule import ALL_DOCUMENTS, EXAMPLES, GUIDE, Basis, Breach, raw, rule

_DATED: Final = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}", re.ASCII)
_BIRTH: Final = re.compile(r"[0-9]{8}(?:000000[+-][0-9]{4})?")
_PRACTITIONERS: Final = frozenset((str(Oid.YDER), str(Oid.SOR)))


@rule(
    "PDC-H12",
    basis=Basis.STATED,
    source=GUIDE,
    fix="Write one patient with one CPR number of ten digits; a check digit is never asked for",
    place="recordTarget/patientRole/id",
    bad=("0410009234", "041000-9234"),
    requirement="DOC-04",
)
def one_patient_with_a_cpr_number(document: Document) -> Iterator[Breach]:
    """There is one patient, with one CPR number of ten digits. No modulus 11: new numbers fail it.

    <id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>
    """
    header = document.header
    if header.cpr is not None and len(header.parts[tags.RECORD_TARGET]) == 1:
        return
    targets = header.parts.get(tags.RECORD_TARGET, ())
    if len(targets) != 1:
        yield Breach(at=document.root, expected="one recordTarget", found=str(len(targets)))
    elif len(header.cpr_ids) != 1:
        expected = f'one patientRole/id with root "{Oid.CPR}"'
        yield Breach(at=targets[0], expected=expected, found=str(len(header.cpr_ids)))
    else:
        (number,) = header.cpr_ids
        found = raw(number, "extension")
        yield Breach(at=number, attribute="extension", expected="ten digits", found=found)


@rule(
    "PDC-H12b",
    basis=Basis.STATED,
    source=f"derived from the {GUIDE}: a search names one citizen",
    fix="Answer with the card of the citizen that the search named",
    place="recordTarget/patientRole/id",
    bad=("0410009234", "2512489996"),
)
def the_citizen_asked_for(document: Document) -> Iterator[Breach]:
    """The card is about the citizen that was asked for; looked at when that is known.

    <id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>
    """
    number = document.header.cpr
    if document.asked_for is None or number in {None, document.asked_for}:
        return
    yield Breach(
        at=document.header.cpr_ids[0],
        attribute="extension",
        expected="the CPR number that was asked for",
        found="another citizen's",
    )


@rule(
    "PDC-H13",
    receiver=Severity.NOTICE,
    basis=Basis.CONSTANT,
    source=f"the sample of the {GUIDE}; {ALL_DOCUMENTS}",
    fix='Write use="H" on the address from CPR',
    place="recordTarget/patientRole/addr",
    bad=('"H"', '"HP"'),
)
def home_address(document: Document) -> Iterator[Breach]:
    """The patient has one address, of use H.

    <addr use="H">…</addr>
    """
    for role, parts in document.header.roles:
        found = parts.get(tags.ADDR, ())
        if len(found) != 1:
            yield Breach(at=role, expected="one addr", found=str(len(found)))
        elif found[0].get("use") != "H":
            use = raw(found[0], "use")
            yield Breach(at=found[0], attribute="use", expected="'H'", found=use)


@rule(
    "PDC-H14",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=f"the sample of the {GUIDE}; {ALL_DOCUMENTS}",
    fix="Write given and family name; a protected citizen has the word of protection in both",
    place="recordTarget/patientRole/patient/name",
    bad="<name><given>Sofie</given></name>",
)
def patient_name(document: Document) -> Iterator[Breach]:
    """The patient's name has a given and a family part.

    <name><given>Sofie</given><family>Bach</family></name>
    """
    for patient, parts in document.header.patients:
        names = parts.get(tags.NAME, ())
        if len(names) != 1:
            yield Breach(at=patient, expected="one name", found=str(len(names)))
            continue
        kinds = {part.tag for part in children(names[0])}
        missing = [tag for tag in (tags.GIVEN, tags.FAMILY) if tag not in kinds]
        if missing:
            found = "no " + " and no ".join(tag.rpartition("}")[2] for tag in missing)
            yield Breach(at=names[0], expected="given and family", found=found)


@rule(
    "PDC-H15",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=f"the sample of the {GUIDE}; {ALL_DOCUMENTS}",
    fix="Write the code system of HL7's AdministrativeGender",
    place="recordTarget/patientRole/patient/administrativeGenderCode",
    bad=("113883.5.1", "113883.5.2"),
)
def gender_system(document: Document) -> Iterator[Breach]:
    """The patient's gender is a code of HL7's AdministrativeGender.

    <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
    """
    for patient, parts in document.header.patients:
        found = parts.get(tags.GENDER, ())
        if len(found) != 1:
            expected = "one administrativeGenderCode"
            yield Breach(at=patient, expected=expected, found=str(len(found)))
        elif found[0].get("codeSystem") != Oid.GENDER:
            yield Breach(
                at=found[0],
                attribute="codeSystem",
                expected=repr(str(Oid.GENDER)),
                found=raw(found[0], "codeSystem"),
            )


@rule(
    "PDC-H16",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=f"the sample of the {GUIDE}; {EXAMPLES}",
    fix="Write yyyyMMdd, or yyyyMMdd000000 with an offset",
    place="recordTarget/patientRole/patient/birthTime",
    bad=("20001004", "20001004120000+0100"),
)
def birth_date(document: Document) -> Iterator[Breach]:
    """The birth date has eight digits, or the midnight of that day with an offset.

    <birthTime value="20001004"/>
    """
    for patient, parts in document.header.patients:
        found = parts.get(tags.BIRTH_TIME, ())
        if len(found) != 1:
            yield Breach(at=patient, expected="one birthTime", found=str(len(found)))
        elif not _BIRTH.fullmatch(found[0].get("value", "")):
            yield Breach(
                at=found[0],
                attribute="value",
                expected="yyyyMMdd or yyyyMMdd000000±hhmm",
                found=raw(found[0], "value"),
            )


@rule(
    "PDC-H16b",
    severity=Severity.NOTICE,
    basis=Basis.DERIVED,
    source="derived; a live document of 2024 and replacement CPR numbers break it",
    fix="Nothing to mend if CPR gave both: replacement numbers do not tell the birth date",
    place="recordTarget/patientRole/patient/birthTime",
    bad=("20001004", "20001005"),
)
def birth_date_fits_the_cpr_number(document: Document) -> Iterator[Breach]:
    """The birth date is the one that the CPR number begins with (ddMMyy).

    A number that begins with no date, such as a made-up or a replacement number, tells none.

    <birthTime value="20001004"/>
    """
    number = document.header.cpr
    if number is None or not _DATED.match(number):
        return
    for _, parts in document.header.patients:
        for birth in parts.get(tags.BIRTH_TIME, ()):
            day = birth.get("value", "")
            if _BIRTH.fullmatch(day) and day[6:8] + day[4:6] + day[2:4] != number[:6]:
                expected = "the day that the CPR number tells"
                found = raw(birth, "value")
                yield Breach(at=birth, attribute="value", expected=expected, found=found)


@rule(
    "PDC-H17",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=GUIDE,
    fix="Put one providerOrganization inside patientRole, with a Yder or SOR id and a name",
    place="recordTarget/patientRole/providerOrganization",
    bad=(
        "</providerOrganization>",
        "</providerOrganization>\n<providerOrganization>…</providerOrganization>",
    ),
)
def own_practitioner(document: Document) -> Iterator[Breach]:
    """There is at most one own practitioner, in patientRole, with a Yder or SOR id and a name.

    <providerOrganization>
      <id root="1.2.208.176.1.4" extension="123123" assigningAuthorityName="Yderregisteret"/>
      <name>Lægerne på Torvet</name>
    </providerOrganization>
    """
    header = document.header
    for target in header.parts.get(tags.RECORD_TARGET, ()):
        for child in children(target):
            if child.tag == tags.PROVIDER:
                yield Breach(at=child, expected="its place in patientRole", found="recordTarget")
    for provider, _ in header.providers[1:]:
        found = str(len(header.providers))
        yield Breach(at=provider, expected="at most one providerOrganization", found=found)
    for provider, parts in header.providers[:1]:
        roots = [i.get("root") for i in parts.get(tags.ID, ())]
        if not _PRACTITIONERS.intersection(roots):
            expected = f"an id with root '{Oid.YDER}' or '{Oid.SOR}'"
            told = ("an id without root" if root is None else repr(root) for root in roots)
            yield Breach(at=provider, expected=expected, found=", ".join(told) or "none")
        if not any((name.text or "").strip() for name in parts.get(tags.NAME, ())):
            yield Breach(at=provider, expected="a name", found="none")


@rule(
    "PDC-H17b",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.DERIVED,
    source=f"revision history of PDC-DK 2.0 (2020-04-15), against a sample of the {GUIDE}",
    fix="Leave the e-mail out: version 2.0 of 2020-04-15 took e-mail addresses away",
    place="recordTarget/patientRole/providerOrganization/telecom",
    bad=("tel:12345678", "mailto:laege@praksis.example"),
    requirement="DOC-07",
)
def own_practitioners_telephone(document: Document) -> Iterator[Breach]:
    """The own practitioner has telephone numbers, and no e-mail address.

    <telecom value="tel:12345678" use="WP"/>
    """
    for _, parts in document.header.providers:
        for telecom in parts.get(tags.TELECOM, ()):
            value = telecom.get("value", "")
            if not value.startswith("tel:"):
                yield Breach(
                    at=telecom,
                    attribute="value",
                    expected="tel:…",
                    found=raw(telecom, "value"),
                    fix=None if value.startswith("mailto:") else "Write the number as tel:…",
                )


RULES: Final = (
    one_patient_with_a_cpr_number,
    the_citizen_asked_for,
    home_address,
    patient_name,
    gender_system,
    birth_date,
    birth_date_fits_the_cpr_number,
    own_practitioner,
    own_practitioners_telephone,
)
