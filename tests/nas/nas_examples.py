"""NAS2 messages that hold everything the schemas know, made by hand for the tests."""

from typing import Final

from lxml import etree

from conformance.safe_xml import parse

_NAMESPACES: Final = (
    'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" '
    'xmlns:wsa="http://www.w3.org/2005/08/addressing" '
    'xmlns:nas="http://nsi.dk/advis/v10" '
    'xmlns:list="http://www.nsi.dk/2012/12/nas/idlist" '
    'xmlns:bf="http://docs.oasis-open.org/wsrf/bf-2" '
    'xmlns:r="http://docs.oasis-open.org/wsrf/r-2" '
    'xmlns:x="urn:example"'
)
_SIMPLE: Final = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple"
_TOPIC: Final = "http://sundhedsdatastyrelsen.dk/PersonalDataCard/2020/11/01:DataCardUpdated"
_CPR: Final = "http://nsi.dk/advis/v10/CPR"
_DIALECT: Final = "http://nsi.dk/advis/v10/IDMCP_Dialect"
_ADDRESS: Final = "<wsa:Address>https://nas.example/nas2/pullpoint/1</wsa:Address>"
_EXTENSION: Final = '<x:more kind="k">m</x:more>'


def _wsnt(name: str, content: str = "", attributes: str = "") -> str:
    return f"<wsnt:{name} {_NAMESPACES}{attributes}>{content}</wsnt:{name}>"


def _id_list(name: str, content: str) -> str:
    return f"<list:{name} {_NAMESPACES}>{content}</list:{name}>"


def _filter(citizens: str) -> str:
    return (
        "<wsnt:Filter>"
        f'<wsnt:TopicExpression Dialect="{_SIMPLE}">{_TOPIC}</wsnt:TopicExpression>'
        f'<wsnt:MessageContent Dialect="{_DIALECT}"><nas:IDFilter>{citizens}</nas:IDFilter>'
        "</wsnt:MessageContent>"
        '<wsnt:ProducerProperties Dialect="urn:example">boolean(1)</wsnt:ProducerProperties>'
        "</wsnt:Filter>"
    )


_EPR: Final = (
    f"{_ADDRESS}<wsa:ReferenceParameters><x:key>1</x:key></wsa:ReferenceParameters>"
    f"<wsa:Metadata><x:kind/></wsa:Metadata>{_EXTENSION}"
)
_NOTE: Final = (
    "<wsnt:NotificationMessage>"
    f"<wsnt:SubscriptionReference>{_EPR}</wsnt:SubscriptionReference>"
    f'<wsnt:Topic Dialect="{_SIMPLE}">{_TOPIC}</wsnt:Topic>'
    f"<wsnt:ProducerReference>{_ADDRESS}</wsnt:ProducerReference>"
    f'<wsnt:Message><nas:NotifyContent id="2512489996" idType="{_CPR}"'
    ' isSystemNotification="false"><x:any/></nas:NotifyContent></wsnt:Message>'
    "</wsnt:NotificationMessage>"
)
_SHORT_NOTE: Final = (
    "<wsnt:NotificationMessage><wsnt:Message><nas:NotifyContent><x:any/></nas:NotifyContent>"
    "</wsnt:Message></wsnt:NotificationMessage>"
)
_XPATH: Final = '<nas:XPathFilter xpathVersion="1.0"><x:path/></nas:XPathFilter>'
_TIMES: Final = (
    "<wsnt:CurrentTime>2026-06-01T12:00:00Z</wsnt:CurrentTime>"
    "<wsnt:TerminationTime>2026-07-01T12:00:00Z</wsnt:TerminationTime>"
)
_BASE_FAULT: Final = (
    f"{_EXTENSION}<bf:Timestamp>2026-06-01T12:00:00Z</bf:Timestamp>"
    f"<bf:Originator>{_ADDRESS}</bf:Originator>"
    '<bf:ErrorCode dialect="urn:example">7<x:seven/></bf:ErrorCode>'
    '<bf:Description xml:lang="da">Nej</bf:Description><bf:Description>No</bf:Description>'
    "<bf:FaultCause><x:cause/></bf:FaultCause>"
)
_TIMESTAMP: Final = "<bf:Timestamp>2026-06-01T12:00:00Z</bf:Timestamp>"
_LIMITS: Final = (
    "<wsnt:MinimumTime>2026-06-01T12:00:00Z</wsnt:MinimumTime>"
    "<wsnt:MaximumTime>2026-07-01T12:00:00Z</wsnt:MaximumTime>"
)

SUBSCRIBE: Final = _wsnt(
    "Subscribe",
    f"<wsnt:ConsumerReference>{_EPR}</wsnt:ConsumerReference>"
    + _filter(f'<nas:IDList name="ward 7"/>{_XPATH}')
    + "<wsnt:InitialTerminationTime>P7D</wsnt:InitialTerminationTime>"
    + f"<wsnt:SubscriptionPolicy><wsnt:UseRaw/>{_EXTENSION}</wsnt:SubscriptionPolicy>{_EXTENSION}",
)
FETCHED: Final = _wsnt("GetMessagesResponse", _NOTE + _SHORT_NOTE + _EXTENSION)
CREATE_LIST: Final = _id_list(
    "CreateIDListRequest",
    "<list:Name>ward 7</list:Name><list:Description>Ward 7</list:Description>"
    f"<list:IDType>{_CPR}</list:IDType><list:Id>2512489996</list:Id><list:Id>2512484916</list:Id>",
)

MESSAGES: Final = {
    "Subscribe": SUBSCRIBE,
    "Subscribe to single citizens": _wsnt(
        "Subscribe",
        f"<wsnt:ConsumerReference>{_ADDRESS}</wsnt:ConsumerReference>"
        + _filter(f'<nas:SingleID id="2512489996" idType="{_CPR}"/>' * 2)
        + '<wsnt:InitialTerminationTime xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:nil="true"/>',
    ),
    "SubscribeResponse": _wsnt(
        "SubscribeResponse",
        f"<wsnt:SubscriptionReference>{_ADDRESS}</wsnt:SubscriptionReference>{_TIMES}{_EXTENSION}",
    ),
    "Renew": _wsnt(
        "Renew", f"<wsnt:TerminationTime>2026-07-01T12:00:00Z</wsnt:TerminationTime>{_EXTENSION}"
    ),
    "RenewResponse": _wsnt(
        "RenewResponse",
        '<wsnt:TerminationTime xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:nil="true"/><wsnt:CurrentTime>2026-06-01T12:00:00Z</wsnt:CurrentTime>',
    ),
    "Unsubscribe": _wsnt("Unsubscribe", _EXTENSION),
    "UnsubscribeResponse": _wsnt("UnsubscribeResponse"),
    "CreatePullPoint": _wsnt("CreatePullPoint", _EXTENSION, ' xml:lang="da"'),
    "CreatePullPointResponse": _wsnt(
        "CreatePullPointResponse", f"<wsnt:PullPoint>{_EPR}</wsnt:PullPoint>{_EXTENSION}"
    ),
    "GetMessages": _wsnt("GetMessages", "<wsnt:MaximumNumber>10</wsnt:MaximumNumber>"),
    "GetMessagesResponse": FETCHED,
    "DestroyPullPoint": _wsnt("DestroyPullPoint"),
    "DestroyPullPointResponse": _wsnt("DestroyPullPointResponse"),
    "Notify": _wsnt("Notify", _NOTE + _SHORT_NOTE + _EXTENSION),
    "NotifyResponse": _wsnt("NotifyResponse"),
    "GetCurrentMessage": _wsnt(
        "GetCurrentMessage", f'<wsnt:Topic Dialect="{_SIMPLE}">{_TOPIC}</wsnt:Topic>'
    ),
    "SubscribeCreationFailedFault": _wsnt("SubscribeCreationFailedFault", _BASE_FAULT),
    "InvalidFilterFault": _wsnt(
        "InvalidFilterFault", f"{_TIMESTAMP}<wsnt:UnknownFilter>x:filter</wsnt:UnknownFilter>"
    ),
    "UnrecognizedPolicyRequestFault": _wsnt(
        "UnrecognizedPolicyRequestFault",
        f"{_TIMESTAMP}<wsnt:UnrecognizedPolicy>x:policy</wsnt:UnrecognizedPolicy>",
    ),
    "UnacceptableInitialTerminationTimeFault": _wsnt(
        "UnacceptableInitialTerminationTimeFault", f"{_TIMESTAMP}{_LIMITS}"
    ),
    "ResourceUnknownFault": f"<r:ResourceUnknownFault {_NAMESPACES}>{_TIMESTAMP}"
    "</r:ResourceUnknownFault>",
    "CreateIDListRequest": CREATE_LIST,
    "CreateIDListResponse": _id_list(
        "CreateIDListResponse", "<list:ExistingListUpdated>true</list:ExistingListUpdated>"
    ),
    "DestroyIDListRequest": _id_list("DestroyIDListRequest", "<list:Name>ward 7</list:Name>"),
    "DestroyIDListResponse": _id_list(
        "DestroyIDListResponse", "<list:NoSuchList>false</list:NoSuchList>"
    ),
}


def edited(message: str, *edits: tuple[str, str]) -> etree._Element:
    """*message* after each (old, new) has been replaced once; old must be there."""
    for old, new in edits:
        assert old in message, f"{old} is not in the message"
        message = message.replace(old, new, 1)
    return parse(message.encode())
