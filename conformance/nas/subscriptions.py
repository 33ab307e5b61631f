"""Subscriptions as messages: what is wanted, where it is to be put, and the end of it.

Source: broker.wsdl of NAS2; WS-BaseNotification 1.3; NSP protocol dossier 3.3.
"""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.nas import elements
from conformance.nas.vocabulary import Dialect, Namespace

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TOPIC: Final = Namespace.WSNT.tag("TopicExpression")
_CONTENT: Final = Namespace.WSNT.tag("MessageContent")
_PRODUCER: Final = Namespace.WSNT.tag("ProducerProperties")
_ID_FILTER: Final = Namespace.NAS.tag("IDFilter")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicExpression:
    """Which topic. In the simple dialect *text* is the topic itself, an opaque string."""

    text: str
    dialect: str = Dialect.SIMPLE_TOPIC


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleId:
    """One citizen, named in the subscription itself."""

    id: str
    id_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdFilter:
    """Whom notifications are wanted about: a named list, or single citizens, or everybody.

    *xpath_version* is that of an XPathFilter, if there is one; the expression itself is not kept.
    """

    id_list: str | None = None
    single_ids: tuple[SingleId, ...] = ()
    xpath_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageContent:
    """A filter on the content. *id_filter* is None when it is no `nas:IDFilter`."""

    dialect: str = Dialect.CITIZENS
    id_filter: IdFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """A wish to be told. *consumer* is the address of the pull point.

    *termination* is an xs:dateTime or xs:duration as it stands, or None for no end.
    *unknown_filters* and *policies* are the names of elements, as `{uri}name`.
    """

    consumer: str
    topics: tuple[TopicExpression, ...] = ()
    contents: tuple[MessageContent, ...] = ()
    has_producer_properties: bool = False
    unknown_filters: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    termination: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeResponse:
    """The address at which the subscription can be ended, and its times as they stand."""

    address: str
    current_time: str | None = None
    termination_time: str | None = None


def build_request(wish: Subscribe) -> etree._Element:
    """`<wsnt:Subscribe>` with ConsumerReference, Filter and InitialTerminationTime.

    Producer properties, unknown filters and policies are not built: nobody needs them.
    """
    root = _root("Subscribe", "wsa", "nas")
    elements.add_reference(root, Namespace.WSNT.tag("ConsumerReference"), wish.consumer)
    wanted = elements.add(root, Namespace.WSNT.tag("Filter"))
    for topic in wish.topics:
        elements.add(wanted, _TOPIC, topic.text).set("Dialect", topic.dialect)
    for content in wish.contents:
        element = elements.add(wanted, _CONTENT)
        element.set("Dialect", content.dialect)
        if content.id_filter is not None:
            _add_id_filter(element, content.id_filter)
    if wish.termination is not None:
        elements.add(root, Namespace.WSNT.tag("InitialTerminationTime"), wish.termination)
    return root


def read_request(body: etree._Element) -> Subscribe:
    """Read a Subscribe. Raises MalformedMessage; what it asks for is not judged here."""
    elements.expect(body, Namespace.WSNT.tag("Subscribe"))
    wanted = elements.optional(body, Namespace.WSNT.tag("Filter"))
    filters = [] if wanted is None else list(wanted.iterchildren("*"))
    known = {_TOPIC, _CONTENT, _PRODUCER}
    policy = elements.optional(body, Namespace.WSNT.tag("SubscriptionPolicy"))
    return Subscribe(
        consumer=elements.read_reference(
            elements.only(body, Namespace.WSNT.tag("ConsumerReference"))
        ),
        topics=tuple(_read_topic(each) for each in filters if each.tag == _TOPIC),
        contents=tuple(_read_content(each) for each in filters if each.tag == _CONTENT),
        has_producer_properties=any(each.tag == _PRODUCER for each in filters),
        unknown_filters=tuple(str(each.tag) for each in filters if each.tag not in known),
        policies=() if policy is None else tuple(str(p.tag) for p in policy.iterchildren("*")),
        termination=_read_termination(body),
    )


def build_response(response: SubscribeResponse) -> etree._Element:
    """`<wsnt:SubscribeResponse>` with SubscriptionReference, CurrentTime and TerminationTime."""
    root = _root("SubscribeResponse", "wsa")
    elements.add_reference(root, Namespace.WSNT.tag("SubscriptionReference"), response.address)
    if response.current_time is not None:
        elements.add(root, Namespace.WSNT.tag("CurrentTime"), response.current_time)
    if response.termination_time is not None:
        elements.add(root, Namespace.WSNT.tag("TerminationTime"), response.termination_time)
    return root


def read_response(body: etree._Element) -> SubscribeResponse:
    """Read a SubscribeResponse. Raises MalformedMessage."""
    elements.expect(body, Namespace.WSNT.tag("SubscribeResponse"))
    reference = elements.only(body, Namespace.WSNT.tag("SubscriptionReference"))
    return SubscribeResponse(
        address=elements.read_reference(reference),
        current_time=_optional_text(body, "CurrentTime"),
        termination_time=_optional_text(body, "TerminationTime"),
    )


def build_unsubscribe() -> etree._Element:
    """`<wsnt:Unsubscribe/>`, for the address of the subscription."""
    return _root("Unsubscribe")


def read_unsubscribe(body: etree._Element) -> None:
    """Raise MalformedMessage unless *body* asks for the end of a subscription."""
    elements.expect(body, Namespace.WSNT.tag("Unsubscribe"))


def build_unsubscribe_response() -> etree._Element:
    """`<wsnt:UnsubscribeResponse/>`."""
    return _root("UnsubscribeResponse")


def read_unsubscribe_response(body: etree._Element) -> None:
    """Raise MalformedMessage unless *body* says that the subscription is gone."""
    elements.expect(body, Namespace.WSNT.tag("UnsubscribeResponse"))


def _root(name: str, *more_prefixes: str) -> etree._Element:
    return elements.root(Namespace.WSNT.tag(name), "wsnt", *more_prefixes)


def _add_id_filter(parent: etree._Element, wanted: IdFilter) -> None:
    id_filter = elements.add(parent, _ID_FILTER)
    if wanted.id_list is not None:
        elements.add(id_filter, Namespace.NAS.tag("IDList")).set("name", wanted.id_list)
    for single in wanted.single_ids:
        element = elements.add(id_filter, Namespace.NAS.tag("SingleID"))
        element.set("id", single.id)
        element.set("idType", single.id_type)


def _read_topic(element: etree._Element) -> TopicExpression:
    return TopicExpression(
        text=elements.text_of(element), dialect=elements.required(element, "Dialect")
    )


def _read_content(element: etree._Element) -> MessageContent:
    dialect = elements.required(element, "Dialect")
    children = list(element.iterchildren("*"))
    if [child.tag for child in children] != [_ID_FILTER]:
        return MessageContent(dialect=dialect)
    return MessageContent(dialect=dialect, id_filter=_read_id_filter(children[0]))


def _read_id_filter(element: etree._Element) -> IdFilter:
    id_list = elements.optional(element, Namespace.NAS.tag("IDList"))
    singles = element.findall(Namespace.NAS.tag("SingleID"))
    xpath = elements.optional(element, Namespace.NAS.tag("XPathFilter"))
    if id_list is not None and singles:
        raise elements.MalformedMessage("expected an IDList or SingleIDs in IDFilter, found both")
    return IdFilter(
        id_list=None if id_list is None else elements.required(id_list, "name"),
        single_ids=tuple(
            SingleId(
                id=elements.required(single, "id"), id_type=elements.required(single, "idType")
            )
            for single in singles
        ),
        xpath_version=None if xpath is None else xpath.get("xpathVersion", ""),
    )


def _read_termination(body: etree._Element) -> str | None:
    element = elements.optional(body, Namespace.WSNT.tag("InitialTerminationTime"))
    if element is None or element.get(_NIL) in {"true", "1"}:
        return None
    return elements.text_of(element)


def _optional_text(body: etree._Element, name: str) -> str | None:
    element = elements.optional(body, Namespace.WSNT.tag(name))
    return None if element is None else elements.text_of(element)
