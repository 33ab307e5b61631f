"""A document that holds all that our schema knows, and every way to spoil one element of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import etree

from conformance.pdc.build import build
from conformance.pdc.xml_names import CDA, V3, XSI, XSI_TYPE
from conformance.safe_xml import parse
from tests.pdc.card_examples import CARD

Element = etree._Element

_TYPES: Final = ("II", "CD", "CE", "CS", "TS", "IVL_TS", "TEL", "ST", "TN", "ON", "EN", "PN", "AD")
_KNOWN: Final = ("id", "code", "name", "value", "text", "author", "templateId", "given", "tr")
_TEXTS: Final = ("", " ", "x", "true", "20200101", "\n 1 \n")
_ATTRIBUTES: Final = {
    "nullFlavor": "NI",
    "ID": "a",
    "code": "x",
    "root": "1.2",
    "extension": "x",
    "value": "20200101",
    "use": "H",
    "classCode": "OBS",
    "typeCode": "COMP",
    "moodCode": "EVN",
    "determinerCode": "INSTANCE",
    "contextConductionInd": "true",
    "language": "da",
    "displayable": "true",
    f"{{{XSI}}}nil": "true",
    f"{{{XSI}}}schemaLocation": "urn:x http://127.0.0.1:9/x.xsd",
    "{http://www.w3.org/XML/1998/namespace}lang": "da",
}
_VALUES: Final[tuple[Callable[[str], str], ...]] = (
    lambda _: "",
    lambda value: f" {value} ",
    lambda value: f"{value} {value}",
    lambda value: value.upper(),
    lambda value: value.lower(),
    lambda value: f"{value}0",
    lambda value: value[:-1],
    lambda _: "abc",
    lambda _: "1.2.208.184",
    lambda _: "20261302",
    lambda _: "20260230",
    lambda _: "2026",
    lambda _: "NI",
    lambda _: "\u00e6\u00f8\u00e5",
)

_HEADER: Final = {
    "languageCode": """<setId root="1.2" extension="x"/>|<versionNumber value="1"/>""",
    "author": """<dataEnterer><assignedEntity><id root="1.2"/><code code="x" codeSystem="1.2"/>
        <assignedPerson classCode="PSN" determinerCode="INSTANCE"><name>
        <prefix>Dr.</prefix><given>Ib</given><family nullFlavor="NI"/><suffix>jr.</suffix></name>
        </assignedPerson><representedOrganization><id root="1.2"/></representedOrganization>
        </assignedEntity></dataEnterer>|<informant><assignedEntity classCode="ASSIGNED">
        <id root="1.2"/></assignedEntity></informant>""",
    "custodian": """<informationRecipient><intendedRecipient><id root="1.2"/></intendedRecipient>
        </informationRecipient>|<legalAuthenticator><time value="20260101"/>
        <signatureCode code="S"/><assignedEntity><id root="1.2"/></assignedEntity>
        </legalAuthenticator>|<authenticator>
        <time nullFlavor="NI"/><signatureCode code="S"/><assignedEntity><id root="1.2"/>
        </assignedEntity></authenticator>|<participant typeCode="IND"><associatedEntity
        classCode="NOK"><id root="1.2"/></associatedEntity></participant>|<inFulfillmentOf><order>
        <id root="1.2"/></order></inFulfillmentOf>""",
}
_NARRATIVE: Final = """<text ID="n"><paragraph><caption>Øvrige <linkHtml href="#a">her</linkHtml>
    <sub>1</sub></caption>oplysninger<br/><content styleCode="Bold"><content>x</content><sup>2</sup>
    </content></paragraph><list listType="ordered"><caption>c</caption><item><caption>d</caption>
    <paragraph>p</paragraph><list><item>i</item></list><table><tbody><tr><td/></tr></tbody></table>
    </item></list><table width="100%" border="1" summary="s" cellspacing="0" cellpadding="0">
    <caption>t</caption><thead align="left"><tr><th scope="col" abbr="a">h</th></tr></thead>
    <tfoot><tr><td>f</td></tr></tfoot><tbody valign="top"><tr styleCode="x"><td rowspan="1"
    colspan="2" align="right">y<list><item/></list><paragraph>q</paragraph></td></tr></tbody>
    </table></text>"""
_ENTRY: Final = """<entry typeCode="DRIV"><observation classCode="OBS" moodCode="EVN">
    <templateId root="1.2.208.184.16.1.10.20.1.99"/><id root="1.2" extension="new"/>
    <code code="New" codeSystem="1.2.3" codeSystemVersion="1"/><text>t</text>
    <statusCode code="completed"/><effectiveTime value="20260101"/>
    <value xsi:type="CE" code="x"/><value xsi:type="CS" code="x"/>
    <value xsi:type="TS" value="202601011200"/><value xsi:type="IVL_TS"><low value="20260101"/>
    <high nullFlavor="NA"/></value><value xsi:type="BL" value="true"/>
    <value xsi:type="INT" value="7"/><value xsi:type="ON">o</value><value xsi:type="EN">
    <given>g</given></value><value xsi:type="II" nullFlavor="NAV"/>
    <value xsi:type="TEL" use="H WP" value="mailto:a@b.dk"/></observation></entry>|
    <entry><act classCode="ACT" moodCode="EVN"><templateId root="1.2"/><id root="1.2"/>
    <code code="x"/><text>t</text></act></entry>"""
_SECTION: Final = """<id root="1.2" extension="x"/>|<code code="x"/>|<title>t</title>"""
_AFTER_TEXT: Final = """<confidentialityCode code="N"/>|<languageCode code="da-DK"/>"""


def _elements(xml: str) -> list[Element]:
    namespaces = f'xmlns="{CDA}" xmlns:xsi="{XSI}"'
    return [parse(f"<x {namespaces}>{part}</x>".encode())[0] for part in xml.split("|")]


def maximal() -> Element:
    """All twelve kinds of entry, and one of each thing that our schema lets pass besides."""
    root = parse(build(CARD))
    for name, xml in _HEADER.items():
        _put_after(_child(root, name), xml)
    section = next(root.iter(V3 + "section"))
    _put_after(_child(section, "templateId"), _SECTION)
    text = _child(section, "text")
    _put_after(text, _AFTER_TEXT)
    section.replace(text, _elements(_NARRATIVE)[0])
    section.extend(_elements(_ENTRY))
    return root


def _child(parent: Element, name: str) -> Element:
    return next(parent.iterchildren(V3 + name))


def _put_after(element: Element, xml: str) -> None:
    for new in reversed(_elements(xml)):
        element.addnext(new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to spoil one element of a document."""

    name: str
    root: Element
    place: int
    spoil: Callable[[Element], object]

    def spoilt(self) -> Element:
        """A copy of the document with this fault."""
        copy = deepcopy(self.root)
        self.spoil(next(islice(copy.iter(etree.Element), self.place, None)))
        return copy


def faults(root: Element) -> Iterator[Fault]:
    """Each single fault in one element of each shape of *root*."""
    seen = set()
    for place, element in enumerate(root.iter(etree.Element)):
        shape = _shape(element)
        if shape not in seen:
            seen.add(shape)
            for name, spoil in _faults(element):
                yield Fault(name=f"{'/'.join(shape)}: {name}", root=root, place=place, spoil=spoil)


def _shape(element: Element) -> tuple[str, ...]:
    above = reversed([str(e.tag).rpartition("}")[2] for e in element.iterancestors()])
    given = element.get(XSI_TYPE, "")
    name = str(element.tag).rpartition("}")[2]
    return (*above, name, given, *sorted(str(each) for each in element.attrib))


Spoil = Callable[[Element], object]


def _faults(element: Element) -> Iterator[tuple[str, Spoil]]:
    yield from _in_attributes(element)
    for text in _TEXTS:
        yield f"text {text!r}", lambda e, text=text: setattr(e, "text", text)
    yield "child foo", lambda e: etree.SubElement(e, V3 + "foo")
    yield "child of another namespace", lambda e: etree.SubElement(e, "{urn:x}foo")
    yield "a copy of itself within", lambda e: e.append(deepcopy(e))
    yield "emptied", _empty
    for name in (*_KNOWN, "foo"):
        yield f"renamed {name}", lambda e, name=name: setattr(e, "tag", V3 + name)
    yield "without namespace", lambda e: setattr(e, "tag", str(e.tag).rpartition("}")[2])
    if element.getparent() is not None:
        yield "dropped", lambda e: e.getparent().remove(e)
        yield "twice", lambda e: e.addnext(deepcopy(e))
        yield "first", lambda e: e.getparent().insert(0, e)
        yield "last", lambda e: e.getparent().append(e)
        yield "before its neighbour", _swap
        yield "text beside", lambda e: setattr(e, "tail", "stray")


def _in_attributes(element: Element) -> Iterator[tuple[str, Spoil]]:
    for name, value in element.attrib.items():
        yield f"@{name} dropped", lambda e, name=name: e.attrib.pop(name)
        for change in _VALUES:
            new = change(str(value))
            yield f"@{name}={new!r}", lambda e, name=name, new=new: e.set(name, new)
    for name, value in _ATTRIBUTES.items():
        yield f"@{name}={value!r}", lambda e, name=name, value=value: e.set(name, value)
    for hl7_type in (*_TYPES, "ANY", "BL", "INT", "ED", "PQ", "Q"):
        yield f"of type {hl7_type}", lambda e, new=hl7_type: e.set(XSI_TYPE, new)


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _swap(element: Element) -> None:
    following = element.getnext()
    if following is not None:
        following.addnext(element)
