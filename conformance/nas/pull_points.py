"""Pull points as messages: created, emptied, and destroyed.

Source: pullpointfactory.wsdl and pullpoint.wsdl of NAS2; WS-BaseNotification 1.3.
"""

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from conformance.nas import elements
from conformance.nas.notifications import (
    NotificationMessage,
    append_message,
    read_message,
)
from conformance.nas.vocabulary import Namespace

_MOST_DIGITS: Final = 18
_NUMBER: Final = re.compile(rf"\+?[0-9]{{1,{_MOST_DIGITS}}}")


def build_create_request() -> etree._Element:
    """`<wsnt:CreatePullPoint/>`."""
    return _root("CreatePullPoint")


def read_create_request(body: etree._Element) -> None:
    """Raise MalformedMessage unless *body* asks for a pull point."""
    elements.expect(body, Namespace.WSNT.tag("CreatePullPoint"))


def build_create_response(address: str) -> etree._Element:
    """`<wsnt:CreatePullPointResponse>` with the endpoint reference of the new pull point."""
    root = _root("CreatePullPointResponse", "wsa")
    elements.add_reference(root, Namespace.WSNT.tag("PullPoint"), address)
    return root


def read_create_response(body: etree._Element) -> str:
    """The address of the new pull point. Raises MalformedMessage."""
    elements.expect(body, Namespace.WSNT.tag("CreatePullPointResponse"))
    return elements.read_reference(elements.only(body, Namespace.WSNT.tag("PullPoint")))


def build_get_messages(most: int | None = None) -> etree._Element:
    """`<wsnt:GetMessages>`, with MaximumNumber unless *most* is None."""
    root = _root("GetMessages")
    if most is not None:
        elements.add(root, Namespace.WSNT.tag("MaximumNumber"), str(most))
    return root


def read_get_messages(body: etree._Element) -> int | None:
    """The largest number of messages wanted; None says all. Raises MalformedMessage."""
    elements.expect(body, Namespace.WSNT.tag("GetMessages"))
    number = elements.optional(body, Namespace.WSNT.tag("MaximumNumber"))
    if number is None:
        return None
    text = elements.text_of(number)
    if not _NUMBER.fullmatch(text):
        raise elements.MalformedMessage(
            f"MaximumNumber: expected a number of at most {_MOST_DIGITS} digits, "
            f"found {text[:_MOST_DIGITS]!r}"
        )
    return int(text)


def build_get_messages_response(messages: Iterable[NotificationMessage]) -> etree._Element:
    """`<wsnt:GetMessagesResponse>` with a NotificationMessage for each of *messages*."""
    root = _root("GetMessagesResponse", "nas")
    for message in messages:
        append_message(root, message)
    return root


def read_get_messages_response(body: etree._Element) -> tuple[NotificationMessage, ...]:
    """The messages handed out, oldest first. Raises MalformedMessage."""
    elements.expect(body, Namespace.WSNT.tag("GetMessagesResponse"))
    found = body.findall(Namespace.WSNT.tag("NotificationMessage"))
    return tuple(read_message(element) for element in found)


def build_destroy_request() -> etree._Element:
    """`<wsnt:DestroyPullPoint/>`."""
    return _root("DestroyPullPoint")


def read_destroy_request(body: etree._Element) -> None:
    """Raise MalformedMessage unless *body* asks for the end of a pull point."""
    elements.expect(body, Namespace.WSNT.tag("DestroyPullPoint"))


def build_destroy_response() -> etree._Element:
    """`<wsnt:DestroyPullPointResponse/>`."""
    return _root("DestroyPullPointResponse")


def read_destroy_response(body: etree._Element) -> None:
    """Raise MalformedMessage unless *body* says that the pull point is gone."""
    elements.expect(body, Namespace.WSNT.tag("DestroyPullPointResponse"))


def _root(name: str, *more_prefixes: str) -> etree._Element:
    return elements.root(Namespace.WSNT.tag(name), "wsnt", *more_prefixes)
