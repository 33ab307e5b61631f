"""Which schema each kind of document keeps, and the rules that say so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.findings import Finding, Severity
from conformance.minlog.schema import MINLOG
from conformance.nas.schema import NAS2
from conformance.pdc.schema import PDC_DK_3_0
from conformance.security.namespaces import Namespace
from conformance.security.schema import DGWS_HEADER, HSUID, ID_CARD, TOKEN_EXCHANGE
from conformance.validate.kinds import Kind
from conformance.xds.schema import ITI_18, ITI_43
from conformance.xsd import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRule:
    """A schema as a rule, with what `fsk explain` says of it."""

    schema: Schema
    title: str
    text: str
    source: str
    good: str
    bad: str
    requirement: str | None = None

    @property
    def id(self) -> str:
        """The rule's id, which the findings of the schema carry."""
        return self.schema.rule

    @property
    def fix(self) -> str:
        """What mends a breach; each finding says it of its own place."""
        return "Look at the line: the finding says what the schema expects there."


_DECIDES: Final = (
    "Our own schema decides which elements and attributes there are, in which order, and of what "
    "form their values are; whatever it accepts, the official schema accepts too. Where a rule of "
    "its own speaks of the same place, the schema is silent."
)

_CARD: Final = StructureRule(
    schema=PDC_DK_3_0,
    title="A card keeps the schema of PDC-DK 3.0",
    text=_DECIDES,
    source="PDC-DK 3.0 and HL7 CDA R2; official documents of 2023 to 2026",
    good='<effectiveTime value="20260302091850+0100"/>',
    bad='<effectiveTime value="2026-03-02"/>',
)
_ITI_18: Final = StructureRule(
    schema=ITI_18,
    title="A search and its answer keep the schema of ITI-18",
    text=_DECIDES,
    source="ebXML RegRep 3.0 (query, rim, rs) as the WSDL of SFSK binds them",
    good='<rim:Slot name="$XDSDocumentEntryStatus"><rim:ValueList>…</rim:ValueList></rim:Slot>',
    bad="<rim:Slot><rim:ValueList>…</rim:ValueList></rim:Slot>",
)
_ITI_43: Final = StructureRule(
    schema=ITI_43,
    title="A retrieval and its answer keep the schema of ITI-43",
    text=_DECIDES,
    source="IHEXDSB.xsd of SFSK (IHE ITI-43)",
    good="<xdsb:DocumentRequest><xdsb:RepositoryUniqueId>…</xdsb:RepositoryUniqueId>"
    "<xdsb:DocumentUniqueId>…</xdsb:DocumentUniqueId></xdsb:DocumentRequest>",
    bad="<xdsb:DocumentRequest><xdsb:DocumentUniqueId>…</xdsb:DocumentUniqueId>"
    "<xdsb:RepositoryUniqueId>…</xdsb:RepositoryUniqueId></xdsb:DocumentRequest>",
)
_MINLOG: Final = StructureRule(
    schema=MINLOG,
    title="A registration and its answer keep the schema of MinLog2",
    text=_DECIDES,
    source="minlog2-registration_20250312.xsd",
    good="<Destination><SystemName>EPJ</SystemName><Activity>…</Activity>…</Destination>",
    bad="<Destination><Activity>…</Activity><SystemName>EPJ</SystemName>…</Destination>",
)
_NAS2: Final = StructureRule(
    schema=NAS2,
    title="A message of the notification service keeps its schema",
    text=_DECIDES,
    source="WSDLs of NAS2 (WS-BaseNotification 1.3, idlist)",
    good="<b:GetMessages><b:MaximumNumber>10</b:MaximumNumber></b:GetMessages>",
    bad="<b:GetMessages><b:MaximumNumber>ten</b:MaximumNumber></b:GetMessages>",
)
_DGWS: Final = StructureRule(
    schema=DGWS_HEADER,
    title="A DGWS header keeps the schema",
    text=_DECIDES,
    source="medcom.xsd of SFSK (DGWS 1.0.1)",
    good="<medcom:Header><medcom:SecurityLevel>3</medcom:SecurityLevel><medcom:Linking>…"
    "</medcom:Linking></medcom:Header>",
    bad="<medcom:Header><medcom:Linking>…</medcom:Linking><medcom:SecurityLevel>3"
    "</medcom:SecurityLevel></medcom:Header>",
)
_ID_CARD: Final = StructureRule(
    schema=ID_CARD,
    title="A SOSI id card keeps the schema",
    text=_DECIDES,
    source="saml.xsd of SFSK (DGWS' own profile of SAML)",
    good='<saml:AttributeStatement id="IDCardData"><saml:Attribute Name="sosi:IDCardID">'
    "<saml:AttributeValue>…</saml:AttributeValue></saml:Attribute>…</saml:AttributeStatement>",
    bad='<saml:AttributeStatement id="IDCardData"><saml:Attribute><saml:AttributeValue>…'
    "</saml:AttributeValue></saml:Attribute>…</saml:AttributeStatement>",
)
_HSUID: Final = StructureRule(
    schema=HSUID,
    title="A HSUID header keeps the schema",
    text=_DECIDES,
    source="hsuid-1_1.xsd of SFSK",
    good="<hsuid:Assertion …><hsuid:Issuer>ExampleVendor</hsuid:Issuer>"
    "<hsuid:AttributeStatement …>…</hsuid:AttributeStatement></hsuid:Assertion>",
    bad="<hsuid:Assertion …><hsuid:AttributeStatement …>…</hsuid:AttributeStatement>"
    "<hsuid:Issuer>ExampleVendor</hsuid:Issuer></hsuid:Assertion>",
)

RULES: Final = (_CARD, _ITI_18, _ITI_43, _MINLOG, _NAS2, _DGWS, _ID_CARD, _HSUID)
"""One rule for each schema of ours."""

_BY_KIND: Final[Mapping[Kind, Schema]] = {
    Kind.ITI_18_REQUEST: ITI_18,
    Kind.ITI_18_RESPONSE: ITI_18,
    Kind.ITI_43_REQUEST: ITI_43,
    Kind.ITI_43_RESPONSE: ITI_43,
    Kind.MINLOG_REQUEST: MINLOG,
    Kind.MINLOG_RESPONSE: MINLOG,
    Kind.NAS2: NAS2,
    Kind.DGWS_HEADER: DGWS_HEADER,
    Kind.ID_CARD: ID_CARD,
    Kind.HSUID: HSUID,
}


_EXCHANGES: Final = frozenset({Kind.TOKEN_REQUEST, Kind.TOKEN_RESPONSE})
"""With a schema of ours as far as they are of WS-Trust 2005/02, by which id cards are issued."""


def check_structure(root: etree._Element, kind: Kind, told: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what the schema of that kind refuses in *root* and no finding in *told* speaks of.

    A rule knows source and remedy better than a schema does. It silences the schema at its own
    element, at the parent and at the children, and only where it fails the message as well.
    """
    schema = _schema_of(root, kind)
    if schema is None:
        return
    spoken = {_element(f.where) for f in told if f.severity is Severity.FAIL}
    around = spoken | {_parent(place) for place in spoken}
    for finding in schema.check(root):
        place = _element(finding.where)
        if place not in around and _parent(place) not in spoken:
            yield finding


def _schema_of(root: etree._Element, kind: Kind) -> Schema | None:
    if kind in _EXCHANGES and etree.QName(root).namespace == Namespace.WST:
        return TOKEN_EXCHANGE
    return _BY_KIND.get(kind)


def _element(where: str) -> str:
    return where.partition("/@")[0]


def _parent(place: str) -> str:
    return place.rpartition("/")[0]
