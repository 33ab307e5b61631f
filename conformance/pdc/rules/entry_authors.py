"""Rules PDC-E09 to PDC-E14: who an entry comes from.

They look only at entries that have not the shape of those of the live service (`shapes`).
"""

from collections.abc import Iterator
from itertools import starmap
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import EnteredBy
from conformance.pdc.oids import Oid, TemplateDate
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Entry, children, named
from conformance.pdc.rules.entry_index import PARTIES
from conformance.pdc.rules.hl7 import CPR_LIKE
from conformance.pdc.rules.rule import (
    ALL_DOCUMENTS,
    EXAMPLES,
    GAZELLE,
    GUIDE,
    Basis,
    Breach,
    raw,
    rule,
)
from conformance.pdc.rules.shapes import KINDS

_ENTERED_BY: Final = frozenset(map(str, EnteredBy))


def _authors(document: Document) -> Iterator[tuple[Entry, Element]]:
    for entry in document.odd.entries:
        for author in named(entry.element, tags.AUTHOR):
            yield entry, author


def _assigned(document: Document) -> Iterator[tuple[Entry, Element]]:
    for entry, author in _authors(document):
        for assigned in named(author, tags.ASSIGNED_AUTHOR):
            yield entry, assigned


@rule(
    "PDC-E09",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write one author, last in the observation",
    place="RelativeTypedIn/author",
    bad="<!-- no author -->",
    requirement="DOC-18",
)
def one_author(document: Document) -> Iterator[Breach]:
    """An entry has exactly one author.

    <author>…</author>
    """
    for entry in document.odd.entries:
        number = len(named(entry.element, tags.AUTHOR))
        if number != 1:
            yield Breach(at=entry.element, expected="one author", found=str(number))


@rule(
    "PDC-E10",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write author template .30 where a person typed the entry in, .31 where a register gave it",
    place="LanguageTypedIn/author/templateId",
    bad=("10.20.30", "10.20.31"),
    requirement="DOC-18",
)
def author_template_fits_the_entry(document: Document) -> Iterator[Breach]:
    """The author's template says whether a person typed the entry in or a register gave it.

    <templateId root="1.2.208.184.16.1.10.20.30" extension="2019-08-14"/>

    …20.30 in .20, .21, .22, .24 and .25; …20.31 in the others. The register's author template
    …20.31 is one arc shorter than the entry template …20.1.31.
    """
    for entry, author in _authors(document):
        if not entry.kind:
            continue
        expected = KINDS[entry.kind].author
        templates = named(author, tags.TEMPLATE)
        pairs = [(t.get("root"), t.get("extension")) for t in templates]
        if (expected, TemplateDate.PDC_2019) in pairs:
            continue
        told = f"templateId '{expected}', '{TemplateDate.PDC_2019}'"
        blanks = any((e or "").strip() == TemplateDate.PDC_2019 != e for _, e in pairs)
        yield Breach(
            at=templates[0] if templates else author,
            expected=told,
            found="; ".join(starmap(_template, pairs)) or "none",
            fix="Take the blanks away" if blanks else None,
        )


def _template(root: str | None, extension: str | None) -> str:
    told = "no root" if root is None else repr(root)
    return f"{told}, {'no extension' if extension is None else repr(extension)}"


@rule(
    "PDC-E11",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=EXAMPLES,
    fix='Write the time, or nullFlavor="NI" where the register gives none',
    place="CoverageGroup/author/time",
    bad=('"NI"', '"UNK"'),
    requirement="DOC-18",
)
def author_time_or_no_information(document: Document) -> Iterator[Breach]:
    """The author has one time, which may be without information.

    <time nullFlavor="NI"/>
    """
    for _, author in _authors(document):
        times = named(author, tags.TIME)
        if len(times) != 1:
            yield Breach(at=author, expected="one time", found=str(len(times)))
        elif times[0].get("value") is None and times[0].get("nullFlavor") != "NI":
            found = f"nullFlavor {raw(times[0], 'nullFlavor')}"
            yield Breach(at=times[0], expected="a value, or nullFlavor 'NI'", found=found)


@rule(
    "PDC-E11b",
    severity=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GUIDE}: the newer of two entries counts; one of {EXAMPLES} breaks it",
    fix="Write the time: without it a receiver cannot tell which of two entries is newer",
    place="LanguageTypedIn/author/time",
    bad=('value="20251024143430+0200"', 'nullFlavor="NI"'),
    requirement="DOC-18",
)
def typed_in_entries_have_a_time(document: Document) -> Iterator[Breach]:
    """What a person typed in has a time, so that a receiver can tell which entry is newer.

    <time value="20251024143430+0200"/>
    """
    for entry, author in _authors(document):
        if entry.kind and KINDS[entry.kind].typed_in:
            for time in named(author, tags.TIME):
                if time.get("value") is None and time.get("nullFlavor") == "NI":
                    yield Breach(at=time, expected="a value", found="nullFlavor 'NI'")


@rule(
    "PDC-E12",
    receiver=Severity.WARNING,
    basis=Basis.CONSTANT,
    source=f"art-decor's templates of PDC-DK 2.0; {ALL_DOCUMENTS}",
    fix="Write ANONYM for a person and NI for a register: nobody's CPR number stands here",
    place="LanguageTypedIn/author/assignedAuthor/id",
    bad=("ANONYM", "0410009234"),
    requirement="DOC-18",
)
def author_id_is_no_cpr_number(document: Document) -> Iterator[Breach]:
    """The author has an id, and it is no CPR number.

    <id root="1.2.208.176.1.2" extension="ANONYM" assigningAuthorityName="CPR"/>
    """
    for _, assigned in _assigned(document):
        ids = named(assigned, tags.ID)
        if not ids:
            yield Breach(at=assigned, expected="an id", found="none")
        for identifier in ids:
            extension = identifier.get("extension", "")
            cpr = identifier.get("root") == Oid.CPR and extension.isdigit()
            if cpr or CPR_LIKE.fullmatch(extension):
                found = "digits that read as a CPR number"
                expected = "'ANONYM', 'MSK', 'NI' or an organisation's number"
                yield Breach(at=identifier, attribute="extension", expected=expected, found=found)


@rule(
    "PDC-E13",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"{GAZELLE}, RMIM-078; art-decor's templates of PDC-DK 2.0",
    fix="Write who it comes from: a person, a device or an organisation",
    place="CoverageGroup/author/assignedAuthor/representedOrganization",
    bad="<!-- no organisation -->",
    requirement="DOC-18",
)
def author_is_somebody(document: Document) -> Iterator[Breach]:
    """The author is a person, a device or an organisation, or more than one of them.

    <representedOrganization><name>Sygesikringen</name></representedOrganization>
    """
    for _, assigned in _assigned(document):
        if not any(child.tag in PARTIES for child in children(assigned)):
            expected = "assignedPerson, assignedAuthoringDevice or representedOrganization"
            yield Breach(at=assigned, expected=expected, found="none")


@rule(
    "PDC-E14",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Write EnteredCitizen, EnteredCitizenRelative or EnteredHealthcareprofessional",
    place="LanguageTypedIn/author/assignedAuthor/code",
    bad=('"EnteredCitizen"', '"EnteredRobot"'),
    requirement="DOC-18",
)
def who_typed_it_in(document: Document) -> Iterator[Breach]:
    """The author of what a person typed in has a code that says who that was.

    <code code="EnteredCitizen" codeSystem="1.2.208.184.100.1"
          codeSystemName="MedCom Message Codes" displayName="Indtastet af borger"/>
    """
    for entry, assigned in _assigned(document):
        if not entry.kind or not KINDS[entry.kind].typed_in:
            continue
        codes = named(assigned, tags.CODE)
        if len(codes) != 1:
            yield Breach(at=assigned, expected="one code", found=str(len(codes)))
        elif codes[0].get("code") not in _ENTERED_BY:
            expected = "one of " + ", ".join(sorted(_ENTERED_BY))
            found = raw(codes[0], "code")
            yield Breach(at=codes[0], attribute="code", expected=expected, found=found)


AUTHOR_RULES: Final = (
    one_author,
    author_template_fits_the_entry,
    author_time_or_no_information,
    typed_in_entries_have_a_time,
    author_id_is_no_cpr_number,
    author_is_somebody,
    who_typed_it_in,
)
"""Rules that every entry of a regular shape keeps."""
