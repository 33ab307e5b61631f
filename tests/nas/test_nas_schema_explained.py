"""A breach of our schemas of NAS2 is told in words that a developer can act on."""

from typing import Final

import pytest

from conformance.findings import Severity
from conformance.nas.schema import NAS2
from tests.nas.nas_examples import FETCHED, MESSAGES, SUBSCRIBE, edited

FILTER: Final = "/Subscribe/Filter[1]"
ID_FILTER: Final = f"{FILTER}/MessageContent[1]/IDFilter[1]"
NOTE: Final = "/GetMessagesResponse/NotificationMessage[1]"
CONTENT: Final = f"{NOTE}/Message[1]/NotifyContent[1]"
ADDRESS: Final = "<wsa:Address>https://nas.example/nas2/pullpoint/1</wsa:Address>"
MISTAKES: Final[dict[str, tuple[str, str, str, str, str, str, str]]] = {
    "a pull point without an address": (
        SUBSCRIBE,
        ADDRESS,
        "",
        "/Subscribe/ConsumerReference[1]/ReferenceParameters[1]",
        "Address",
        "ReferenceParameters",
        "Add Address before ReferenceParameters",
    ),
    "an empty pull point": (
        MESSAGES["Subscribe to single citizens"],
        ADDRESS,
        "",
        "/Subscribe/ConsumerReference[1]",
        "Address in ConsumerReference",
        "ConsumerReference without elements",
        "Add Address to ConsumerReference",
    ),
    "no pull point": (
        MESSAGES["Subscribe to single citizens"],
        f"<wsnt:ConsumerReference>{ADDRESS}</wsnt:ConsumerReference>",
        "",
        FILTER,
        "ConsumerReference",
        "Filter",
        "Add ConsumerReference before Filter",
    ),
    "the end before the filter": (
        SUBSCRIBE,
        "<wsnt:Filter>",
        "<wsnt:InitialTerminationTime>P1D</wsnt:InitialTerminationTime><wsnt:Filter>",
        FILTER,
        "nothing more in Subscribe",
        "Filter",
        "Move Filter: it stands after ConsumerReference and before InitialTerminationTime",
    ),
    "an end in words": (
        SUBSCRIBE,
        "P7D",
        "a week",
        "/Subscribe/InitialTerminationTime[1]",
        "a time such as 2026-06-01T12:00:00Z, or a duration such as P7D",
        '"a week"',
        "Write a time with date, T and seconds, or a duration that begins with P",
    ),
    "a topic in place of a topic expression": (
        SUBSCRIBE,
        "<wsnt:Filter>",
        '<wsnt:Filter><wsnt:Topic Dialect="urn:x">t</wsnt:Topic>',
        f"{FILTER}/Topic[1]",
        "nothing more in Filter",
        "Topic",
        "Filter may hold TopicExpression, MessageContent, ProducerProperties",
    ),
    "a filter without a dialect": (
        SUBSCRIBE,
        ' Dialect="http://nsi.dk/advis/v10/IDMCP_Dialect"',
        "",
        f"{FILTER}/MessageContent[1]",
        "attribute Dialect on MessageContent",
        "MessageContent without it",
        "Add Dialect to MessageContent",
    ),
    "a list without a name": (
        SUBSCRIBE,
        ' name="ward 7"',
        "",
        f"{ID_FILTER}/IDList[1]",
        "attribute name on IDList",
        "IDList without it",
        "Add name to IDList",
    ),
    "two lists": (
        SUBSCRIBE,
        '<nas:IDList name="ward 7"/>',
        '<nas:IDList name="ward 7"/><nas:IDList name="ward 8"/>',
        f"{ID_FILTER}/IDList[2]",
        "nothing more in IDFilter",
        "IDList",
        "Remove this IDList, or move it",
    ),
    "a list and a citizen": (
        SUBSCRIBE,
        '<nas:IDList name="ward 7"/>',
        '<nas:IDList name="ward 7"/><nas:SingleID id="2512489996" idType="x"/>',
        f"{ID_FILTER}/SingleID[1]",
        "nothing more in IDFilter",
        "SingleID",
        "SingleID",
    ),
    "a citizen whose number is of no kind": (
        SUBSCRIBE,
        '<nas:IDList name="ward 7"/>',
        '<nas:SingleID id="2512489996"/>',
        f"{ID_FILTER}/SingleID[1]",
        "attribute idType on SingleID",
        "SingleID without it",
        "Add idType to SingleID",
    ),
    "no content": (
        FETCHED,
        "<x:any/>",
        "",
        CONTENT,
        "in NotifyContent",
        "NotifyContent without elements",
        "",
    ),
    "content twice": (
        FETCHED,
        "<x:any/>",
        "<x:any/><x:any/>",
        f"{CONTENT}/any[2]",
        "nothing more in NotifyContent",
        "any",
        "Remove any",
    ),
    "a truth in words": (
        FETCHED,
        'isSystemNotification="false"',
        'isSystemNotification="no"',
        f"{CONTENT}/@isSystemNotification",
        "true or false",
        '"no"',
        "or leave isSystemNotification out",
    ),
    "a topic without a dialect": (
        FETCHED,
        '<wsnt:Topic Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple">',
        "<wsnt:Topic>",
        f"{NOTE}/Topic[1]",
        "attribute Dialect on Topic",
        "Topic without it",
        "Add Dialect to Topic",
    ),
    "an attribute of its own": (
        FETCHED,
        "<wsnt:Topic ",
        '<wsnt:Topic id="1" ',
        f"{NOTE}/Topic[1]/@id",
        "only attributes of Topic",
        'id="1"',
        "Topic may carry Dialect",
    ),
    "an unknown element": (
        FETCHED,
        "<wsnt:NotificationMessage>",
        "<wsnt:Notification/><wsnt:NotificationMessage>",
        "/GetMessagesResponse/Notification[1]",
        "GetMessagesResponse",
        "Notification",
        "Remove Notification: GetMessagesResponse may hold NotificationMessage",
    ),
    "text between elements": (
        FETCHED,
        "<wsnt:NotificationMessage>",
        "<wsnt:NotificationMessage>stray",
        NOTE,
        "elements only in NotificationMessage",
        'text "stray"',
        "Remove the text",
    ),
    "a number in words": (
        MESSAGES["GetMessages"],
        ">10<",
        ">ten<",
        "/GetMessages/MaximumNumber[1]",
        "how many messages to fetch at most, as a whole number from 0 on",
        '"ten"',
        "Write digits only, or leave MaximumNumber out to fetch all",
    ),
    "a negative number": (
        MESSAGES["GetMessages"],
        ">10<",
        ">-1<",
        "/GetMessages/MaximumNumber[1]",
        "how many messages to fetch at most, as a whole number from 0 on",
        '"-1"',
        "Write digits only, or leave MaximumNumber out to fetch all",
    ),
    "a pull point by another name": (
        MESSAGES["CreatePullPointResponse"].replace("/wsnt:PullPoint>", "/wsnt:Reference>"),
        "<wsnt:PullPoint>",
        "<wsnt:Reference>",
        "/CreatePullPointResponse/Reference[1]",
        "PullPoint",
        "Reference",
        "Remove Reference: CreatePullPointResponse may hold PullPoint",
    ),
    "text in an empty message": (
        MESSAGES["NotifyResponse"],
        "></wsnt",
        ">ok</wsnt",
        "/NotifyResponse",
        "no text in NotifyResponse",
        'text "ok"',
        "Remove the text",
    ),
    "a fault without its time": (
        MESSAGES["InvalidFilterFault"],
        "<bf:Timestamp>2026-06-01T12:00:00Z</bf:Timestamp>",
        "",
        "/InvalidFilterFault",
        "Timestamp in InvalidFilterFault",
        "InvalidFilterFault that ends after UnknownFilter",
        "Add Timestamp to InvalidFilterFault",
    ),
    "a fault at an odd time": (
        MESSAGES["SubscribeCreationFailedFault"],
        "2026-06-01T12:00:00Z",
        "01-06-2026",
        "/SubscribeCreationFailedFault/Timestamp[1]",
        "a time such as 2026-06-01T12:00:00Z",
        '"01-06-2026"',
        "best in UTC",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_explained(mistake: tuple[str, str, str, str, str, str, str]) -> None:
    """The first finding tells place, expectation, what was found and how to mend it, in names."""
    message, old, new, where, expected, found, fix = mistake

    finding = next(NAS2.check(edited(message, (old, new))))

    assert finding.where == where
    assert expected in finding.expected
    assert found in finding.found
    assert fix in (finding.fix or "")
    assert "{" not in str(finding)
    assert (finding.rule, finding.severity) == ("NAS2-00", Severity.FAIL)


def test_text_in_an_open_place_is_told() -> None:
    """Where xmlschema overlooks a fault, lxml's words and the place are given."""
    (finding,) = NAS2.check(
        edited(SUBSCRIBE, ("<wsnt:SubscriptionPolicy>", "<wsnt:SubscriptionPolicy>stray"))
    )

    assert finding.where == "/Subscribe/SubscriptionPolicy[1]"
    assert "element-only" in finding.found


def test_all_faults_are_told_in_one_go() -> None:
    """Faults in three places give three findings."""
    told = NAS2.check(
        edited(SUBSCRIBE, ("P7D", "7"), (' name="ward 7"', ""), (' xpathVersion="1.0"', ""))
    )

    assert sorted(finding.where for finding in told) == [
        f"{ID_FILTER}/IDList[1]",
        f"{ID_FILTER}/XPathFilter[1]",
        "/Subscribe/InitialTerminationTime[1]",
    ]


def test_the_root_is_told() -> None:
    """A message that is none gives one finding that names what there is."""
    root = edited(MESSAGES["Unsubscribe"].replace("Unsubscribe", "EndSubscription"))

    (finding,) = NAS2.check(root)

    assert "Subscribe" in finding.expected
    assert "EndSubscription in namespace http://docs.oasis-open.org/wsn/b-2" in finding.found
