"""Finds and changes pieces of a card's XML: what faults are made of."""

from collections.abc import Callable
from copy import deepcopy
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.xml_names import CDA, V3, XSI_TYPE

Element = etree._Element
Edit = Callable[[Element], None]

_PREFIXES: Final = {"h": CDA}
_ROWS: Final = "h:text/h:table/h:tbody/h:tr"


def find(parent: Element, path: str) -> Element:
    """The first element at *path*, steps with the prefix `h`. LookupError when there is none."""
    found = parent.find(path, _PREFIXES)
    if found is None:
        raise LookupError(f"expected {path} in {parent.tag}, found none")
    return found


def observation(root: Element, template: TemplateOid) -> Element:
    """The first observation with that template root."""
    path = f".//h:observation/h:templateId[@root='{template}']/.."
    return find(root, path)


def value(root: Element, template: TemplateOid, hl7_type: str) -> Element:
    """The first value of that type in the first observation with that template."""
    typed = observation(root, template).findall("h:value", _PREFIXES)
    found = [each for each in typed if each.get(XSI_TYPE) == hl7_type]
    if not found:
        raise LookupError(f"expected a value of type {hl7_type} in entry {template}, found none")
    return found[0]


def put(path: str, attribute: str, text: str) -> Edit:
    """Write *text* into an attribute of the element at *path*."""

    def edit(root: Element) -> None:
        find(root, path).set(attribute, text)

    return edit


def write(path: str, text: str) -> Edit:
    """Write *text* into the element at *path*."""

    def edit(root: Element) -> None:
        find(root, path).text = text

    return edit


def put_value(template: TemplateOid, hl7_type: str, attribute: str, text: str) -> Edit:
    """Write *text* into an attribute of an entry's value."""

    def edit(root: Element) -> None:
        value(root, template, hl7_type).set(attribute, text)

    return edit


def put_in(template: TemplateOid, path: str, attribute: str, text: str) -> Edit:
    """Write *text* into an attribute of the element at *path* in an entry's observation."""

    def edit(root: Element) -> None:
        find(observation(root, template), path).set(attribute, text)

    return edit


def add_after(path: str, xml: str) -> Edit:
    """Put the element *xml*, in the namespace of CDA, after the element at *path*."""

    def edit(root: Element) -> None:
        find(root, path).addnext(cda(xml))

    return edit


def cda(xml: str) -> Element:
    """The element of *xml*, in the namespace of CDA."""
    element = etree.fromstring(xml)
    for each in element.iter():
        each.tag = V3 + str(each.tag)
    return element


def drop(element: Element) -> None:
    """Take *element* out of its parent."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def double(template: TemplateOid) -> Edit:
    """The entry once more at the end, under an id of its own, with its row in the narrative."""

    def edit(root: Element) -> None:
        copy_entry(root, template)

    return edit


def copy_entry(root: Element, template: TemplateOid) -> Element:
    """A copy of the first entry with that template, put last; its observation."""
    section = find(root, ".//h:section")
    entries = section.findall("h:entry", _PREFIXES)
    again = deepcopy(_entry(root, template))
    entries[-1].addnext(again)
    rows = section.findall(_ROWS, _PREFIXES)
    rows[-1].addnext(deepcopy(row_of(root, template)))
    copied = find(again, "h:observation")
    identifier = find(copied, "h:id")
    seed = f"{identifier.get('extension')} copied to {len(entries)}"
    identifier.set("extension", str(uuid5(NAMESPACE_OID, seed)))
    return copied


def row_of(root: Element, template: TemplateOid) -> Element:
    """The row of the narrative for the first entry with that template; the first row is a head."""
    section = find(root, ".//h:section")
    number = section.findall("h:entry", _PREFIXES).index(_entry(root, template))
    return section.findall(_ROWS, _PREFIXES)[1 + number]


def tell(root: Element, template: TemplateOid, text: str) -> None:
    """Let the narrative of an entry say *text* too, so that it goes on agreeing with the entry."""
    items = find(row_of(root, template), "h:td/h:list")
    items.append(cda("<item/>"))
    items[-1].text = text


def _entry(root: Element, template: TemplateOid) -> Element:
    entry = observation(root, template).getparent()
    assert entry is not None
    return entry


def relation(root: Element) -> Element:
    """The relation of the first relative; one is put in when it has none."""
    relative = observation(root, TemplateOid.RELATIVE)
    coded = relative.find("h:value[@codeSystem]", _PREFIXES)
    if coded is not None:
        return coded
    coded = cda(
        f'<value code="nabo" codeSystem="{Oid.RELATION_CODES}" '
        'codeSystemName="MedCom Relation Codes" displayName="Nabo"/>'
    )
    coded.set(XSI_TYPE, "CD")
    value(root, TemplateOid.RELATIVE, "PN").addnext(coded)
    return coded


def practitioner(root: Element) -> Element:
    """The own practitioner; one is put in when the card has none."""
    role = find(root, "h:recordTarget/h:patientRole")
    found = role.find("h:providerOrganization", _PREFIXES)
    if found is not None:
        return found
    role.append(
        cda(
            f'<providerOrganization><id root="{Oid.YDER}" extension="123123" '
            'assigningAuthorityName="Yderregisteret"/><name>Lægerne på Torvet</name>'
            '<telecom use="WP" value="tel:12345678"/></providerOrganization>'
        )
    )
    return find(role, "h:providerOrganization")
