"""The faults that NAS2 declares: their names, and their detail elements.

Source: the WSDLs of NAS2; WS-BaseFaults 1.2; NSP protocol dossier 3.3.
"""

from collections.abc import Sequence
from enum import Enum

from lxml import etree

from conformance.nas import elements
from conformance.nas.vocabulary import Namespace


class FaultKind(Enum):
    """A declared fault; the value is the name of its detail element, in lxml's notation."""

    INVALID_FILTER = Namespace.WSNT.tag("InvalidFilterFault")
    """The filter has an element that is not known."""

    TOPIC_DIALECT_UNKNOWN = Namespace.WSNT.tag("TopicExpressionDialectUnknownFault")
    """The topic is written in a dialect that is not known."""

    INVALID_TOPIC = Namespace.WSNT.tag("InvalidTopicExpressionFault")
    """The topic expression is not one."""

    TOPIC_NOT_SUPPORTED = Namespace.WSNT.tag("TopicNotSupportedFault")
    """There is no such topic."""

    INVALID_PRODUCER_PROPERTIES = Namespace.WSNT.tag("InvalidProducerPropertiesExpressionFault")
    """The filter on properties of the producer is not one."""

    INVALID_MESSAGE_CONTENT = Namespace.WSNT.tag("InvalidMessageContentExpressionFault")
    """The filter on the content is not one."""

    UNRECOGNIZED_POLICY = Namespace.WSNT.tag("UnrecognizedPolicyRequestFault")
    """A policy was asked for that is not known."""

    UNACCEPTABLE_TERMINATION = Namespace.WSNT.tag("UnacceptableInitialTerminationTimeFault")
    """The subscription cannot end at that time."""

    SUBSCRIBE_FAILED = Namespace.WSNT.tag("SubscribeCreationFailedFault")
    """The subscription could not be made."""

    RESOURCE_UNKNOWN = Namespace.RESOURCE.tag("ResourceUnknownFault")
    """There is no pull point or subscription at that address."""

    SUBSCRIPTION_NOT_DESTROYED = Namespace.WSNT.tag("UnableToDestroySubscriptionFault")
    """The subscription could not be ended."""

    PULL_POINT_NOT_CREATED = Namespace.WSNT.tag("UnableToCreatePullPointFault")
    """The pull point could not be made."""

    NO_MESSAGES = Namespace.WSNT.tag("UnableToGetMessagesFault")
    """The messages could not be handed out."""

    PULL_POINT_NOT_DESTROYED = Namespace.WSNT.tag("UnableToDestroyPullPointFault")
    """The pull point could not be destroyed."""

    NOTIFY_FAILED = Namespace.WSNT.tag("NotifyFailedFault")
    """The notifications could not be taken."""

    @property
    def local_name(self) -> str:
        """The name without its namespace."""
        return str(etree.QName(self.value).localname)

    @property
    def names_unknown(self) -> bool:
        """Whether the fault names the elements that are not known."""
        return self in _NAMES


class NasFault(Exception):
    """A call is to be answered, or was answered, with a declared fault.

    *names* are the elements that are not known, as `{uri}name`: filters of an INVALID_FILTER (at
    least one), policies of an UNRECOGNIZED_POLICY.
    """

    def __init__(self, kind: FaultKind, text: str, *, names: Sequence[str] = ()) -> None:
        self.kind = kind
        self.text = text
        self.names = tuple(names)
        super().__init__(f"{kind.local_name}: {text}")


def append_detail(parent: etree._Element, fault: NasFault, *, at: str) -> None:
    """Append the fault's element to *parent*, the detail; *at* is the instant, an xs:dateTime.

    `<wsnt:TopicNotSupportedFault>` with `bf:Timestamp` and `bf:Description`, and after them what
    the kind demands: UnknownFilter, UnrecognizedPolicy, or *at* once more as MinimumTime.
    """
    nsmap = {prefix: elements.PREFIXES[prefix] for prefix in ("wsnt", "bf", "r")}
    element = etree.SubElement(parent, fault.kind.value, nsmap=nsmap)
    elements.add(element, Namespace.BASE_FAULTS.tag("Timestamp"), at)
    elements.add(element, Namespace.BASE_FAULTS.tag("Description"), fault.text)
    if fault.kind is FaultKind.UNACCEPTABLE_TERMINATION:
        elements.add(element, Namespace.WSNT.tag("MinimumTime"), at)
    for name in fault.names:
        _add_name(element, _NAMES[fault.kind], name)


def read_detail(detail: etree._Element) -> NasFault | None:
    """The declared fault that *detail* is, or None when it is none of NAS2's."""
    kind = next((kind for kind in FaultKind if kind.value == detail.tag), None)
    if kind is None:
        return None
    text = detail.findtext(Namespace.BASE_FAULTS.tag("Description"), "").strip()
    named = detail.findall(_NAMES[kind]) if kind in _NAMES else []
    return NasFault(kind, text, names=[_read_name(each) for each in named])


_NAMES = {
    FaultKind.INVALID_FILTER: Namespace.WSNT.tag("UnknownFilter"),
    FaultKind.UNRECOGNIZED_POLICY: Namespace.WSNT.tag("UnrecognizedPolicy"),
}


def _add_name(detail: etree._Element, tag: str, name: str) -> None:
    """Append an element that holds a QName, and declares the prefix that it needs."""
    qname = etree.QName(name)
    if qname.namespace is None:
        elements.add(detail, tag, qname.localname)
        return
    # A namespace that has a prefix already keeps it: libxml2 drops a second declaration.
    element = etree.SubElement(detail, tag, nsmap={"unknown": qname.namespace})
    prefix = next(p for p, uri in element.nsmap.items() if p and uri == qname.namespace)
    element.text = f"{prefix}:{qname.localname}"


def _read_name(element: etree._Element) -> str:
    prefix, _, local = elements.text_of(element).rpartition(":")
    uri = element.nsmap.get(prefix or None)
    return f"{{{uri}}}{local}" if uri else local
