"""Writes the one section of a card: its narrative and its entries."""

from lxml import etree

from conformance.pdc.build_types import (
    Element,
    fill_address,
    fill_name,
    put,
    put_id,
    put_period,
    put_template,
    put_time,
    set_code,
    set_id,
    set_telecom,
    value,
)
from conformance.pdc.entries import (
    AnyEntry,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Entry,
    EntryAuthor,
    Language,
    Registration,
    Relative,
    TemporaryAddress,
    UnknownEntry,
)
from conformance.pdc.narrative import AnyNarrative, NarrativeRow, UnknownNarrative
from conformance.safe_xml import parse


def put_narrative(section: Element, narrative: AnyNarrative) -> None:
    """The table that a person reads.

    <text><paragraph>Øvrige oplysninger</paragraph>
      <table width="100%"><tbody>
        <tr><th>Oplysning</th><th>Værdi</th>…</tr>
        <tr><td>Sygesikringsgruppe</td><td><list><item>1</item></list></td><td>CPR</td>…</tr>
      </tbody></table></text>
    """
    if isinstance(narrative, UnknownNarrative):
        section.append(_kept(narrative.xml))
        return
    text = put(section, "text")
    put(text, "paragraph", narrative.paragraph)
    body = put(put(text, "table", width="100%"), "tbody")
    header = put(body, "tr")
    for heading in narrative.headings:
        put(header, "th", heading)
    for row in narrative.rows:
        _put_row(body, row)


def _put_row(body: Element, row: NarrativeRow) -> None:
    cells = put(body, "tr")
    put(cells, "td", row.caption)
    items = put(put(cells, "td"), "list")
    for item in row.items:
        put(items, "item", item)
    put(cells, "td", row.source)
    put(cells, "td", row.changed)


def put_entry(section: Element, entry: AnyEntry) -> None:
    """One entry.

    <entry typeCode="COMP"><observation classCode="OBS" moodCode="EVN">
      <templateId root="1.2.208.184.16.1.10.20.1.27" extension="2019-08-14"/>
      <id root="1.2.208.184" extension="88bc66b8-8212-423b-ba0f-d57bfbd5c0dd"/>
      <code code="CoverageGroup" codeSystem="1.2.208.184.100.1" …/>
      <value xsi:type="II" root="1.2.208.176.2.7" extension="1" …/>
      <author>…</author>
    </observation></entry>
    """
    if isinstance(entry, UnknownEntry):
        section.append(_kept(entry.xml))
        return
    element = put(section, "entry", typeCode="COMP")
    observation = put(element, "observation", classCode="OBS", moodCode="EVN")
    put_template(observation, entry.template)
    put_id(observation, entry.id)
    set_code(put(observation, "code"), entry.code)
    if isinstance(entry, TemporaryAddress):
        put_period(observation, entry.period)
    _put_values(observation, entry)
    _put_author(observation, entry.author)


def _put_values(observation: Element, entry: Entry) -> None:
    match entry:
        case Registration():
            set_id(value(observation, "II"), entry.registration)
        case CoverageGroup():
            set_id(value(observation, "II"), entry.group)
        case Language():
            set_code(value(observation, "CD"), entry.language)
        case TemporaryAddress():
            fill_address(value(observation, "AD"), entry.address)
        case ContactNumbers():
            for telecom in entry.telecoms:
                set_telecom(value(observation, "TEL"), telecom)
        case _:
            _put_values_of_persons(observation, entry)


def _put_values_of_persons(observation: Element, entry: Entry) -> None:
    match entry:
        case CitizenNameAddress():
            _citizen(observation, entry)
        case Custody():
            _custody(observation, entry)
        case Relative():
            _relative(observation, entry)
        case Dentist():
            _dentist(observation, entry)


def _citizen(observation: Element, entry: CitizenNameAddress) -> None:
    fill_name(value(observation, "PN"), entry.name)
    if entry.confidential is not None:
        set_id(value(observation, "II"), entry.confidential)
    fill_address(value(observation, "AD"), entry.address)


def _custody(observation: Element, entry: Custody) -> None:
    if entry.person is not None:
        set_id(value(observation, "II"), entry.person)
    fill_name(value(observation, "PN"), entry.name)
    set_code(value(observation, "CD"), entry.relation)


def _relative(observation: Element, entry: Relative) -> None:
    fill_name(value(observation, "PN"), entry.name)
    if entry.relation is not None:
        set_code(value(observation, "CD"), entry.relation)
    for telecom in entry.telecoms:
        set_telecom(value(observation, "TEL"), telecom)
    if entry.note is not None:
        value(observation, "ST", entry.note)


def _dentist(observation: Element, entry: Dentist) -> None:
    if entry.provider is not None:
        set_id(value(observation, "II"), entry.provider)
    if entry.person is not None:
        fill_name(value(observation, "PN"), entry.person)
    if entry.entity is not None:
        fill_name(value(observation, "EN"), entry.entity)
    if entry.clinic is not None:
        value(observation, "TN", entry.clinic)
    if entry.address is not None:
        fill_address(value(observation, "AD"), entry.address)
    for telecom in entry.telecoms:
        set_telecom(value(observation, "TEL"), telecom)


def _put_author(observation: Element, author: EntryAuthor) -> None:
    """Who it comes from.

    <author><templateId root="1.2.208.184.16.1.10.20.30" extension="2019-08-14"/>
      <time value="20171024143430+0200"/>
      <assignedAuthor><id root="1.2.208.176.1.2" extension="ANONYM" …/>
        <code code="EnteredCitizen" …/>
        <assignedPerson><name>…</name></assignedPerson></assignedAuthor></author>
    """
    element = put(observation, "author")
    put_template(element, author.template)
    put_time(element, "time", author.time)
    assigned = put(element, "assignedAuthor")
    put_id(assigned, author.id)
    if author.code is not None:
        set_code(put(assigned, "code"), author.code)
    if author.person is not None:
        fill_name(put(put(assigned, "assignedPerson"), "name"), author.person)
    if author.organization is not None:
        put(put(assigned, "representedOrganization"), "name", author.organization)


def _kept(xml: str) -> etree._Element:
    return parse(xml.encode("utf-8"), source="kept XML of a card")
