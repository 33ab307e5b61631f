"""Rules PDC-H18 to PDC-H28: author, custodian, other participants, time and version marker."""

from collections.abc import Iterator, Sequence
from typing import Final

from conformance.findings import Severity
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.oids import FSK_SOR, Oid
from conformance.pdc.rules import tags
from conformance.pdc.rules.document import Document, Element, Node, children
from conformance.pdc.rules.hl7 import instant_of
from conformance.pdc.rules.rule import EXAMPLES, GUIDE, Basis, Breach, raw, rule
from conformance.pdc.xml_names import V3

_SDS: Final = "Sundhedsdatastyrelsen"
_FORBIDDEN: Final = tuple(
    V3 + name
    for name in (
        "dataEnterer",
        "informant",
        "informationRecipient",
        "legalAuthenticator",
        "authenticator",
        "participant",
    )
)
_VERSIONS: Final = {version.template_extension: version for version in DocumentVersion}
_OLD_MARKER: Final = (
    "Write pdc-v3.0 in the service event: pdc-v2.0 in a document with template 3.0 is what the "
    "live service sent in 2024"
)


def _service_id(document: Document, nodes: Sequence[Node], what: str) -> Iterator[Breach]:
    """Breaches of the one organisation's one id."""
    ids = [i for _, parts in nodes for i in parts.get(tags.ID, ())]
    if len(nodes) != 1 or len(ids) != 1:
        found = f"{len(nodes)} with {len(ids)} ids"
        yield Breach(at=document.root, expected=f"one {what} with one id", found=found)
        return
    for attribute, expected in (("root", str(Oid.SOR)), ("extension", FSK_SOR)):
        if ids[0].get(attribute) != expected:
            found = raw(ids[0], attribute)
            yield Breach(at=ids[0], attribute=attribute, expected=repr(expected), found=found)


def _name(at: Element, nodes: Sequence[Node]) -> Iterator[Breach]:
    """Breaches of the one organisation's name."""
    names = [name for _, parts in nodes for name in parts.get(tags.NAME, ())]
    if len(names) == 1 and names[0].text == _SDS:
        return
    found = ", ".join(repr(name.text or "") for name in names) or "none"
    yield Breach(at=names[0] if names else at, expected=repr(_SDS), found=found)


@rule(
    "PDC-H18",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"CONF-DK:112-116 with the errata of 2022; {GUIDE}",
    fix="Write the SOR id of Fælles Stamkort; root 1.2.208.176 with NI was superseded in 2022",
    place="author/assignedAuthor/id",
    bad=("1126211000016009", "1126211000016008"),
    requirement="DOC-03",
)
def author_id(document: Document) -> Iterator[Breach]:
    """The one author is Fælles Stamkort, by its SOR id.

    <id root="1.2.208.176.1.1" extension="1126211000016009" assigningAuthorityName="SOR"/>
    """
    return _service_id(document, document.header.assigned_authors, "author")


@rule(
    "PDC-H18b",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source="CONF-DK:489",
    fix='Write assigningAuthorityName="SOR"',
    place="author/assignedAuthor/id",
    bad=('"SOR"', '"CVR"'),
)
def author_id_names_sor(document: Document) -> Iterator[Breach]:
    """The author's id names SOR as its authority.

    <id root="1.2.208.176.1.1" extension="1126211000016009" assigningAuthorityName="SOR"/>
    """
    for _, parts in document.header.assigned_authors:
        for identifier in parts.get(tags.ID, ()):
            if identifier.get("assigningAuthorityName") != "SOR":
                name = "assigningAuthorityName"
                found = raw(identifier, name)
                yield Breach(at=identifier, attribute=name, expected="'SOR'", found=found)


@rule(
    "PDC-H19",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="CONF-DK:119-120; base CDA, Gazelle RMIM-078",
    fix="Write Sundhedsdatastyrelsen; the SOR unit's own name is not used here",
    place="author/assignedAuthor/representedOrganization/name",
    bad=("Sundhedsdatastyrelsen", "Fælles Stamkort udstedelse"),
)
def author_organization(document: Document) -> Iterator[Breach]:
    """The author's organisation is named Sundhedsdatastyrelsen.

    <name>Sundhedsdatastyrelsen</name>
    """
    return _name(document.root, document.header.author_organizations)


@rule(
    "PDC-H20",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="CONF-DK:113-114",
    fix="Write the document's time; another offset is fine when the instant is the same",
    place="author/time",
    bad=("20260302091850", "20260302091851"),
)
def author_time(document: Document) -> Iterator[Breach]:
    """The author's time is the instant of the document.

    <time value="20260302091850+0100"/>
    """
    authors = document.header.parts.get(tags.AUTHOR, ())
    times = [part for author in authors for part in children(author) if part.tag == tags.TIME]
    if len(times) != 1:
        yield Breach(at=document.root, expected="one author with one time", found=str(len(times)))
        return
    yield from _other_instant(times[0], document.header.time)


def _other_instant(element: Element, time: Element | None) -> Iterator[Breach]:
    if time is None or element.get("value") == time.get("value"):
        return
    expected, found = instant_of(time), instant_of(element)
    if expected is not None and found != expected:
        yield Breach(
            at=element,
            attribute="value",
            expected=f"the document's time, {raw(time, 'value')}",
            found=raw(element, "value"),
        )


@rule(
    "PDC-H21",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source=f"CONF-DK:123-129 with the errata of 2022; {GUIDE}",
    fix="Write the SOR id of Fælles Stamkort and the name Sundhedsdatastyrelsen",
    place="custodian/assignedCustodian/representedCustodianOrganization/id",
    bad=(
        'root="1.2.208.176.1.1" extension="1126211000016009"',
        'root="1.2.208.176" extension="NI"',
    ),
    requirement="DOC-03",
)
def custodian(document: Document) -> Iterator[Breach]:
    """The one custodian is Fælles Stamkort by its SOR id, named Sundhedsdatastyrelsen.

    <id root="1.2.208.176.1.1" extension="1126211000016009" assigningAuthorityName="SOR"/>
    """
    organizations = document.header.custodian_organizations
    yield from _service_id(document, organizations, "custodian")
    yield from _name(document.root, organizations)


@rule(
    "PDC-H23",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="CONF-DK:121-122 and 130-133",
    fix="Leave the participant out",
    place="custodian",
    bad=(
        "<custodian>",
        '<informant><assignedEntity><id nullFlavor="NI"/></assignedEntity></informant><custodian>',
    ),
)
def no_other_participants(document: Document) -> Iterator[Breach]:
    """The header has no participants but patient, author and custodian.

    <custodian>…</custodian>

    Not: dataEnterer, informant, informationRecipient, legalAuthenticator, authenticator,
    participant.
    """
    for tag in _FORBIDDEN:
        for element in document.header.parts.get(tag, ()):
            name = tag.removeprefix(V3)
            yield Breach(at=element, expected=f"no {name}", found="one")


@rule(
    "PDC-H23b",
    severity=Severity.WARNING,
    receiver=Severity.NOTICE,
    basis=Basis.CONSTANT,
    source="art-decor's templates of PDC-DK 2.0; in no 3.0 document seen",
    fix="Leave inFulfillmentOf out",
    place="custodian",
    bad=(
        "</custodian>",
        '</custodian>\n<inFulfillmentOf><order><id nullFlavor="NI"/></order></inFulfillmentOf>',
    ),
)
def no_order(document: Document) -> Iterator[Breach]:
    """The card fulfils no order: there is no inFulfillmentOf.

    <custodian>…</custodian>
    """
    for element in document.header.parts.get(tags.IN_FULFILLMENT_OF, ()):
        yield Breach(at=element, expected="no inFulfillmentOf", found="an inFulfillmentOf")


@rule(
    "PDC-H24",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="CONF-DK:134",
    fix="Write one service event with an effectiveTime",
    place="documentationOf[1]/serviceEvent/effectiveTime",
    bad="<!-- no effectiveTime -->",
)
def one_service_time(document: Document) -> Iterator[Breach]:
    """One service event, and one only, has a time.

    <effectiveTime><low value="20260302091850+0100"/><high nullFlavor="NA"/></effectiveTime>
    """
    found = len(document.header.periods)
    if found != 1:
        expected = "one documentationOf/serviceEvent/effectiveTime"
        yield Breach(at=document.root, expected=expected, found=str(found))


@rule(
    "PDC-H25",
    receiver=Severity.WARNING,
    basis=Basis.STATED,
    source="CONF-DK:135-136",
    fix="Write the document's time as low",
    place="documentationOf[1]/serviceEvent/effectiveTime/low",
    bad=("091850", "091849"),
)
def service_begins_at_the_documents_time(document: Document) -> Iterator[Breach]:
    """The service event begins at the instant of the document.

    <low value="20260302091850+0100"/>
    """
    if len(document.header.periods) != 1:
        return
    ((period, parts),) = document.header.periods
    lows = parts.get(tags.LOW, ())
    if len(lows) != 1:
        yield Breach(at=period, expected="one low", found=str(len(lows)))
    else:
        yield from _other_instant(lows[0], document.header.time)


@rule(
    "PDC-H26",
    receiver=Severity.NOTICE,
    basis=Basis.STATED,
    source="CONF-DK:137-138",
    fix='Write <high nullFlavor="NA"/>',
    place="documentationOf[1]/serviceEvent/effectiveTime/high",
    bad=('nullFlavor="NA"', 'value="20260302091850+0100"'),
)
def service_has_no_end(document: Document) -> Iterator[Breach]:
    """The service event has no end: high is not applicable.

    <high nullFlavor="NA"/>
    """
    if len(document.header.periods) != 1:
        return
    ((period, parts),) = document.header.periods
    highs = parts.get(tags.HIGH, ())
    if len(highs) != 1:
        yield Breach(at=period, expected="one high", found=str(len(highs)))
    elif highs[0].get("nullFlavor") != "NA":
        found = raw(highs[0], "nullFlavor")
        yield Breach(at=highs[0], attribute="nullFlavor", expected="'NA'", found=found)


@rule(
    "PDC-H27",
    basis=Basis.STATED,
    source=f"the Danish extension of the EU test bed; {EXAMPLES}",
    fix="Write one service event with the version marker pdc-v3.0",
    place="documentationOf[2]/serviceEvent/id",
    bad=("pdc-v3.0", "pdc-v3.1"),
    requirement="DOC-01",
)
def version_marker(document: Document) -> Iterator[Breach]:
    """One service event carries the version marker of 3.0.

    <id root="1.2.208.184.100.10" extension="pdc-v3.0" assigningAuthorityName="MedCom"/>
    """
    markers = document.header.markers
    if len(markers) != 1:
        expected = f'one serviceEvent/id with root "{Oid.FORMAT_CODES}"'
        yield Breach(at=document.root, expected=expected, found=str(len(markers)))
    elif markers[0].get("extension") != DocumentVersion.V3:
        yield Breach(
            at=markers[0],
            attribute="extension",
            expected=repr(str(DocumentVersion.V3)),
            found=raw(markers[0], "extension"),
            fix=_OLD_MARKER if markers[0].get("extension") == DocumentVersion.V2 else None,
        )


@rule(
    "PDC-H28",
    basis=Basis.STATED,
    source="derived from CONF-DK:524; a live document of 2024-02-14 breaks it",
    fix=_OLD_MARKER,
    place="documentationOf[2]/serviceEvent/id",
    bad=("pdc-v3.0", "pdc-v2.0"),
    requirement="DOC-01",
)
def one_version_is_told(document: Document) -> Iterator[Breach]:
    """Template and version marker tell the same version, when both tell one.

    <id root="1.2.208.184.100.10" extension="pdc-v3.0" assigningAuthorityName="MedCom"/>

    It stands beside <templateId root="1.2.208.184.16.1" extension="3.0"/>. Of two versions one is
    not 3.0, so a card that breaks this rule breaks PDC-H04 or PDC-H27 as well.
    """
    templates, markers = document.header.templates, document.header.markers
    if len(templates) != 1 or len(markers) != 1:
        return
    told = _VERSIONS.get(templates[0].get("extension"))
    marked = markers[0].get("extension")
    if told is None or told == marked or marked not in set(DocumentVersion):
        return
    yield Breach(
        at=markers[0],
        attribute="extension",
        expected=f"{str(told)!r}, as the document's templateId tells",
        found=raw(markers[0], "extension"),
    )


RULES: Final = (
    author_id,
    author_id_names_sor,
    author_organization,
    author_time,
    custodian,
    no_other_participants,
    no_order,
    one_service_time,
    service_begins_at_the_documents_time,
    service_has_no_end,
    version_marker,
    one_version_is_told,
)
