"""Rules PDC-S01 to PDC-S03 and PDC-S05: the one section and the shape of its narrative."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.pdc.oids import TemplateDate, TemplateOid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document
from conformance.pdc.rules.rule import ALL_DOCUMENTS, Basis, Breach, raw, rule


@rule(
    "PDC-S01",
    basis=Basis.STATED,
    source=f"the Danish extension of the EU test bed; {ALL_DOCUMENTS}",
    fix="Write one section with the PDC section template",
    place="component/structuredBody/component/section/templateId",
    bad=("2019-08-14", "2023-07-01"),
)
def one_section(document: Document) -> Iterator[Breach]:
    """The body holds one section, with the PDC section template.

    <templateId root="1.2.208.184.16.1.10.20.1" extension="2019-08-14"/>
    """
    if len(document.sections) != 1:
        found = str(len(document.sections))
        yield Breach(at=document.root, expected="one section", found=found)
        return
    ((section, parts),) = document.sections
    templates = parts.get(tags.TEMPLATE, ())
    for template in templates:
        if (
            template.get("root") == TemplateOid.SECTION
            and template.get("extension") == TemplateDate.PDC_2019
        ):
            return
    told = [f"{raw(t, 'root')}, {raw(t, 'extension')}" for t in templates]
    expected = f"templateId '{TemplateOid.SECTION}', '{TemplateDate.PDC_2019}'"
    yield Breach(at=section, expected=expected, found="; ".join(told) or "none")


@rule(
    "PDC-S02",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="HL7 CDA R2; art-decor's templates of PDC-DK 2.0",
    fix="Write the table that a person reads, one row for each entry",
    place="component/structuredBody/component/section/text",
    bad="<text/>",
)
def narrative_is_there(document: Document) -> Iterator[Breach]:
    """The section has a narrative with text in it.

    <text>…</text>
    """
    for section, parts in document.sections:
        found = parts.get(tags.TEXT, ())
        if len(found) != 1:
            yield Breach(at=section, expected="one text", found=str(len(found)))
    for _, parts in document.sections[:1]:
        if not document.narrative or document.narrative.isspace():
            for text in parts.get(tags.TEXT, ()):
                yield Breach(at=text, expected="a narrative", found="nothing to read")


@rule(
    "PDC-S03",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.CONSTANT,
    source="constant but in the live document of 2024-02-14, which leaves out the row of .31",
    fix="Write one row for each entry, in any order",
    place="component/structuredBody/component/section/text/table/tbody/tr[3]",
    bad="<!-- no row -->",
)
def one_row_for_each_entry(document: Document) -> Iterator[Breach]:
    """The narrative has one row for each observation, besides the header row; in any order.

    <tr><td>Sygesikringsgruppe</td><td><list><item>1</item></list></td><td>CPR</td>
        <td>Ikke oplyst</td></tr>
    """
    for _, parts in document.sections[:1]:
        for text in parts.get(tags.TEXT, ()):
            rows = sum(1 for _ in text.iter(tags.TABLE_ROW)) - 1
            if rows != len(document.entries) and document.narrative.strip():
                expected = f"{len(document.entries)} rows besides the header row"
                yield Breach(at=text, expected=expected, found=str(max(rows, 0)))


@rule(
    "PDC-S05",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.CONSTANT,
    source=ALL_DOCUMENTS,
    fix="Leave the section's code and title out",
    place="component/structuredBody/component/section/templateId",
    bad=("/>", "/>\n<title>Stamkort</title>"),
)
def no_title_of_the_section(document: Document) -> Iterator[Breach]:
    """The section has neither code nor title.

    <templateId root="1.2.208.184.16.1.10.20.1" extension="2019-08-14"/>
    """
    for _, parts in document.sections:
        for tag in (tags.CODE, tags.TITLE):
            for element in parts.get(tag, ()):
                name = tag.rpartition("}")[2]
                yield Breach(at=element, expected=f"no {name}", found=f"a {name}")


RULES: Final = (one_section, narrative_is_there, one_row_for_each_entry, no_title_of_the_section)
