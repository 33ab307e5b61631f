"""A notification as a value, and the message by which a register publishes it.

Source: broker.wsdl of NAS2; NSP protocol dossier 3.4.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.nas import elements
from conformance.nas.vocabulary import Dialect, Namespace
from conformance.safe_xml import parse

_SIMPLE: Final = Dialect.SIMPLE_TOPIC.value
_PREFIX: Final = re.compile(r"([\w.-]+):")


class NotNotifyContent(ValueError):
    """The message carries something else than `nas:NotifyContent`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationMessage:
    """One notification. *topic* is an opaque string, empty when the message names none.

    *id* is the number of whom it is about, *id_type* what kind of number, *system* whether it is a
    message of the system's own; each may be left out. *payload* is the one element that the
    register put in, as bytes of XML.
    """

    topic: str
    payload: bytes
    id: str | None = None
    id_type: str | None = None
    system: bool | None = None
    dialect: str = _SIMPLE


def payload_of(element: etree._Element) -> bytes:
    """*element* as it stands, with those namespaces of its surroundings that it uses.

    A prefix in a text or an attribute may stand for a namespace (xsi:type); its declaration is
    kept.
    """
    alone = parse(etree.tostring(element, encoding="UTF-8", with_tail=False), source="payload")
    texts = (text for each in alone.iter("*") for text in (each.text, *each.attrib.values()))
    named = {prefix for text in texts if text for prefix in _PREFIX.findall(str(text))}
    etree.cleanup_namespaces(alone, keep_ns_prefixes=sorted(named))
    return etree.tostring(alone, encoding="UTF-8")


def append_message(parent: etree._Element, message: NotificationMessage) -> None:
    """Append `<wsnt:NotificationMessage>` with Topic and Message to *parent*.

    Raises UnsafeXml when the payload is no XML.
    """
    holder = elements.add(parent, Namespace.WSNT.tag("NotificationMessage"))
    if message.topic:
        topic = elements.add(holder, Namespace.WSNT.tag("Topic"), message.topic)
        topic.set("Dialect", message.dialect)
    content = elements.add(
        elements.add(holder, Namespace.WSNT.tag("Message")), Namespace.NAS.tag("NotifyContent")
    )
    if message.id is not None:
        content.set("id", message.id)
    if message.id_type is not None:
        content.set("idType", message.id_type)
    if message.system is not None:
        content.set("isSystemNotification", "true" if message.system else "false")
    content.append(parse(message.payload, source="payload"))


def read_message(holder: etree._Element) -> NotificationMessage:
    """Read a NotificationMessage.

    Raises MalformedMessage, and NotNotifyContent when the message is of another kind.
    """
    topic = elements.optional(holder, Namespace.WSNT.tag("Topic"))
    message = elements.only(holder, Namespace.WSNT.tag("Message"))
    content = elements.only_child(message)
    if content.tag != Namespace.NAS.tag("NotifyContent"):
        raise NotNotifyContent(f"expected nas:NotifyContent in Message, found {content.tag}")
    system = content.get("isSystemNotification")
    return NotificationMessage(
        topic="" if topic is None else elements.text_of(topic),
        dialect=_SIMPLE if topic is None else elements.required(topic, "Dialect"),
        id=content.get("id"),
        id_type=content.get("idType"),
        system=None if system is None else elements.boolean(system, where="isSystemNotification"),
        payload=payload_of(elements.only_child(content)),
    )


def build_notify(messages: Iterable[NotificationMessage]) -> etree._Element:
    """`<wsnt:Notify>` with a NotificationMessage for each of *messages*, which are at least one."""
    root = elements.root(Namespace.WSNT.tag("Notify"), "wsnt", "nas")
    for message in messages:
        append_message(root, message)
    return root


def read_notify(body: etree._Element) -> tuple[NotificationMessage, ...]:
    """The notifications. Raises MalformedMessage and NotNotifyContent."""
    elements.expect(body, Namespace.WSNT.tag("Notify"))
    found = body.findall(Namespace.WSNT.tag("NotificationMessage"))
    if not found:
        raise elements.MalformedMessage("expected a NotificationMessage in Notify, found none")
    return tuple(read_message(element) for element in found)


def build_notify_response() -> etree._Element:
    """`<wsnt:NotifyResponse/>`."""
    return elements.root(Namespace.WSNT.tag("NotifyResponse"), "wsnt")


def read_notify_response(body: etree._Element) -> None:
    """Raise MalformedMessage unless *body* says that the notifications were taken."""
    elements.expect(body, Namespace.WSNT.tag("NotifyResponse"))
