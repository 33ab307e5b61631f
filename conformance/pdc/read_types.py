"""Reads HL7 data types from XML elements, without trimming or correcting."""

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
    TimeStamp,
)
from conformance.pdc.xml_names import V3
from conformance.xml_path import path_of

Element = etree._Element


class NotACard(ValueError):
    """The bytes are not a personal data card that can be read: what was expected, found, where."""

    def __init__(self, *, expected: str, found: str, where: str) -> None:
        self.expected = expected
        self.found = found
        self.where = where
        super().__init__(f"expected {expected}, found {found}, at {where}")


def many(parent: Element, name: str) -> list[Element]:
    """The children of that name."""
    return parent.findall(V3 + name)


def optional(parent: Element, name: str) -> Element | None:
    """The child of that name or None; raises NotACard when there are several."""
    found = many(parent, name)
    if len(found) > 1:
        raise NotACard(expected=f"at most one {name}", found=str(len(found)), where=path_of(parent))
    return found[0] if found else None


def only(parent: Element, name: str) -> Element:
    """The one child of that name; raises NotACard unless there is exactly one."""
    child = optional(parent, name)
    if child is None:
        raise NotACard(expected=f"one {name}", found="none", where=path_of(parent))
    return child


def leaf(parent: Element, name: str) -> str | None:
    """The raw text of the child of that name, None when there is no such child."""
    child = optional(parent, name)
    return None if child is None else text_of(child)


def text_of(element: Element) -> str:
    """The raw text of an element."""
    return element.text or ""


def instance_id(element: Element) -> InstanceId:
    """An II that is not null."""
    return InstanceId(
        root=element.get("root"),
        extension=element.get("extension"),
        authority=element.get("assigningAuthorityName"),
    )


def id_or_null(element: Element) -> InstanceId | Null:
    """An II, or the reason why there is none."""
    flavor = element.get("nullFlavor")
    return instance_id(element) if flavor is None else Null(flavor=flavor)


def template_id(element: Element) -> TemplateId:
    """A templateId; raises NotACard without a root."""
    root = element.get("root")
    if root is None:
        raise NotACard(expected="a root", found="none", where=path_of(element))
    return TemplateId(root=root, extension=element.get("extension"))


def coded(element: Element) -> Coded:
    """A CD or CE."""
    return Coded(
        code=element.get("code"),
        system=element.get("codeSystem"),
        system_name=element.get("codeSystemName"),
        display_name=element.get("displayName"),
    )


def time(element: Element) -> Time:
    """A TS; raises NotACard when it has neither a value nor a nullFlavor."""
    flavor = element.get("nullFlavor")
    if flavor is not None:
        return Null(flavor=flavor)
    text = element.get("value")
    if text is None:
        raise NotACard(expected="value or nullFlavor", found="neither", where=path_of(element))
    return TimeStamp(text=text)


def optional_time(parent: Element, name: str) -> Time | None:
    """The TS of that name, None when it is left out."""
    child = optional(parent, name)
    return None if child is None else time(child)


def period(element: Element) -> Period:
    """An IVL_TS."""
    return Period(low=optional_time(element, "low"), high=optional_time(element, "high"))


def person_name(element: Element) -> PersonName:
    """A PN; its parts are taken by kind."""
    return PersonName(
        prefix=_texts(element, "prefix"),
        given=_texts(element, "given"),
        family=_texts(element, "family"),
        suffix=_texts(element, "suffix"),
    )


def address(element: Element) -> Address:
    """An AD; its parts are taken by kind."""
    return Address(
        lines=tuple(_text_or_null(line) for line in many(element, "streetAddressLine")),
        postal_code=_part(element, "postalCode"),
        city=_part(element, "city"),
        country=_part(element, "country"),
        use=element.get("use"),
    )


def telecom(element: Element) -> Telecom:
    """A TEL."""
    return Telecom(value=element.get("value"), use=element.get("use"))


def _texts(element: Element, name: str) -> tuple[str, ...]:
    return tuple(text_of(part) for part in many(element, name))


def _part(element: Element, name: str) -> str | Null | None:
    child = optional(element, name)
    return None if child is None else _text_or_null(child)


def _text_or_null(element: Element) -> str | Null:
    flavor = element.get("nullFlavor")
    return text_of(element) if flavor is None else Null(flavor=flavor)
