"""Writes HL7 data types as XML elements."""

from lxml import etree

from conformance.pdc.datatypes import (
    Address,
    Coded,
    InstanceId,
    Null,
    Period,
    PersonName,
    Telecom,
    TemplateId,
    Time,
)
from conformance.pdc.xml_names import V3, XSI_TYPE

Element = etree._Element


def put(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """Append a CDA element; attributes that are None are left out."""
    element = etree.SubElement(parent, V3 + name)
    for key, given in attributes.items():
        if given is not None:
            element.set(key, given)
    if text is not None:
        element.text = text
    return element


def value(parent: Element, hl7_type: str, text: str | None = None) -> Element:
    """Append `<value xsi:type="…"/>`."""
    element = etree.SubElement(parent, V3 + "value", {XSI_TYPE: hl7_type})
    if text is not None:
        element.text = text
    return element


def put_template(parent: Element, template: TemplateId) -> None:
    """`<templateId root="1.2.208.184.16.1" extension="3.0"/>`."""
    put(parent, "templateId", root=template.root, extension=template.extension)


def set_id(element: Element, identifier: InstanceId | Null) -> None:
    """`root`, `extension` and `assigningAuthorityName`, or `nullFlavor`."""
    if isinstance(identifier, Null):
        element.set("nullFlavor", identifier.flavor)
        return
    _set(element, "root", identifier.root)
    _set(element, "extension", identifier.extension)
    _set(element, "assigningAuthorityName", identifier.authority)


def put_id(parent: Element, identifier: InstanceId) -> None:
    """`<id root="1.2.208.176.1.2" extension="0410009234" assigningAuthorityName="CPR"/>`."""
    set_id(put(parent, "id"), identifier)


def set_code(element: Element, coded: Coded) -> None:
    """`code`, `codeSystem`, `codeSystemName` and `displayName`."""
    _set(element, "code", coded.code)
    _set(element, "codeSystem", coded.system)
    _set(element, "codeSystemName", coded.system_name)
    _set(element, "displayName", coded.display_name)


def put_time(parent: Element, name: str, time: Time) -> None:
    """`<time value="20260302091850+0100"/>` or `<time nullFlavor="NI"/>`."""
    if isinstance(time, Null):
        put(parent, name, nullFlavor=time.flavor)
    else:
        put(parent, name, value=time.text)


def put_period(parent: Element, period: Period) -> None:
    """`<effectiveTime><low value="…"/><high nullFlavor="NA"/></effectiveTime>`."""
    element = put(parent, "effectiveTime")
    if period.low is not None:
        put_time(element, "low", period.low)
    if period.high is not None:
        put_time(element, "high", period.high)


def fill_name(element: Element, name: PersonName) -> None:
    """`<given>Sofie</given><family>Bach</family>`."""
    for part, texts in (
        ("prefix", name.prefix),
        ("given", name.given),
        ("family", name.family),
        ("suffix", name.suffix),
    ):
        for text in texts:
            put(element, part, text)


def fill_address(element: Element, address: Address) -> None:
    """`<streetAddressLine/>…<postalCode/><city/><country/>`, each with text or a nullFlavor."""
    _set(element, "use", address.use)
    for line in address.lines:
        _part(element, "streetAddressLine", line)
    for name, part in (
        ("postalCode", address.postal_code),
        ("city", address.city),
        ("country", address.country),
    ):
        if part is not None:
            _part(element, name, part)


def set_telecom(element: Element, telecom: Telecom) -> None:
    """`value="tel:12345678" use="MC"`."""
    _set(element, "value", telecom.value)
    _set(element, "use", telecom.use)


def _part(parent: Element, name: str, part: str | Null) -> None:
    if isinstance(part, Null):
        put(parent, name, nullFlavor=part.flavor)
    else:
        put(parent, name, part)


def _set(element: Element, name: str, text: str | None) -> None:
    if text is not None:
        element.set(name, text)
