"""What the national notification service assumes where the public sources are silent."""

from typing import Final

from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service


def _assumed(
    name: str, assumed: str, evidence: Evidence, source: str, *settings: str
) -> Assumption:
    return Assumption(
        name=name,
        service=Service.NAS,
        assumed=assumed,
        evidence=evidence,
        source=source,
        settings=settings,
    )


_TOPICS: Final = (
    _assumed(
        "nas-placeholder-topics",
        "The registers of living wills, opt-outs of resuscitation and organ donation publish to "
        "topics of our own, urn:fsk-conformance:placeholder…, for want of the real ones; SKR and "
        "the register of treatment wills to theirs.",
        Evidence.UNKNOWN,
        "NSP protocol dossier 3.4: only the topics of SKR and BTR are public",
        "nas.skr-topic",
        "nas.btr-topic",
        "nas.ltr-topic",
        "nas.fgvh-topic",
        "nas.odr-topic",
    ),
    _assumed(
        "nas-skr-content",
        "SKR's notification carries an empty DataCardUpdated in a namespace of our own; a client "
        "takes nothing from it but the CPR number.",
        Evidence.UNKNOWN,
        "NSP protocol dossier 3.4: name and namespace of the element are not public",
    ),
    _assumed(
        "nas-other-content",
        "The notifications of the registers of living wills and organ donation carry an empty "
        "element in a namespace of our own.",
        Evidence.UNKNOWN,
        "NSP protocol dossier 3.4",
    ),
    _assumed(
        "nas-treatment-will-version",
        "version in TreatmentWillUpdated is 1, and date the day of the change.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.4 names the elements, not their values",
        "nas.treatment-will-version",
    ),
    _assumed(
        "nas-opt-out-notification",
        "A notification comes when an opt-out is registered or withdrawn, with that day as its "
        "date; none comes when it takes effect after seven days.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.4 has the content, not the occasion",
    ),
    _assumed(
        "nas-every-difference-is-a-change",
        "SKR notifies when what a citizen has typed in differs from before, and when it was typed "
        "in counts; a write that alters nothing is not told.",
        Evidence.INFERRED,
        "SKR guide: notified on create, update and delete",
    ),
)

_LISTS: Final = (
    _assumed(
        "nas-list-replaced",
        "A second CreateIDList with the same name replaces the list.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.5",
        "nas.repeated-list",
    ),
    _assumed(
        "nas-list-by-organisation",
        "The name of a list counts within one organisation, by the CVR number of the id card.",
        Evidence.INFERRED,
        "idlist.wsdl has no owner",
    ),
    _assumed(
        "nas-list-must-exist",
        "Subscribing with a list that was never created gives SubscribeCreationFailedFault; "
        "destroying a list that is in use is allowed, and nobody passes it any more.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.3: the fault is declared, its reasons are not told",
    ),
    _assumed(
        "nas-unknown-citizens-on-lists",
        "Numbers on a list are not looked up in any register.",
        Evidence.INFERRED,
        "idlist.xsd: Id is any string",
    ),
    _assumed(
        "nas-kind-of-number",
        "Kinds of number are compared as they stand, save that cpr and the URI of CPR numbers are "
        "the same; a notification without a kind fits every list.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.4: NSP's sample of an opt-out notification has idType cpr",
    ),
    _assumed(
        "nas-system-notification",
        "A notification with isSystemNotification true passes every filter on citizens.",
        Evidence.UNKNOWN,
        "ID_MCP-v14.xsd has the attribute and no word about it",
        "nas.system-passes-filters",
    ),
)

_PULL_POINTS: Final = (
    _assumed(
        "nas-pull-point-owner",
        "Only the organisation that made a pull point or subscription may use it; others are "
        "refused with not_authorized.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.2: access is agreed with SDS",
        "nas.strangers",
    ),
    _assumed(
        "nas-retention",
        "A notification waits until it is fetched.",
        Evidence.UNKNOWN,
        "NSP protocol dossier 3.2: delivery is guaranteed, the time of keeping unknown",
        "nas.retention",
    ),
    _assumed(
        "nas-handed-out-once",
        "What GetMessages has handed out is gone from the queue; without MaximumNumber it hands "
        "out everything, oldest first.",
        Evidence.GENERAL,
        "WS-BaseNotification 1.3, pull points",
    ),
    _assumed(
        "nas-lost-answer",
        "What GetMessages hands out in an answer that a fault of ours cuts off or spoils stays in "
        "the queue, and comes with the next.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.2: delivery is guaranteed; how is not told",
    ),
    _assumed(
        "nas-most-pull-points",
        "An organisation has at most 1,000 pull points, then UnableToCreatePullPointFault.",
        Evidence.INFERRED,
        "pullpointfactory.wsdl declares the fault",
        "nas.most-pull-points",
    ),
    _assumed(
        "nas-destroyed-pull-point",
        "Destroying a pull point ends the subscriptions that fill it, and loses what waits in it.",
        Evidence.INFERRED,
        "WS-BaseNotification 1.3 leaves it open",
    ),
    _assumed(
        "nas-addresses",
        "Pull points are below /nas2/pullpoints/ and subscriptions below /nas2/subscriptions/ on "
        "the host that was called; a client uses what it was given.",
        Evidence.GENERAL,
        "NSP protocol dossier 3.1",
        "nas.public-address",
    ),
    _assumed(
        "nas-pull-point-notify",
        "Notify at a pull point puts the notification in that queue, whatever its topic.",
        Evidence.SCHEMA,
        "pullpoint.wsdl declares the operation",
    ),
)

_SUBSCRIPTIONS: Final = (
    _assumed(
        "nas-where-to-subscribe",
        "Subscribe is taken at the subscription manager and at the broker, Unsubscribe at the "
        "address of the subscription; without one it is an unknown resource.",
        Evidence.CLIENT,
        "trifork/nsp-fhir-gateway NasClientFactory: subscriptionmanager, then the reference",
    ),
    _assumed(
        "nas-no-renewal",
        "Renew, PauseSubscription, ResumeSubscription and GetCurrentMessage are not offered.",
        Evidence.SCHEMA,
        "broker.wsdl binds Notify, Subscribe and Unsubscribe only",
    ),
    _assumed(
        "nas-one-topic",
        "A subscription names exactly one topic, in the simple dialect.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.3; a client that subscribes",
    ),
    _assumed(
        "nas-no-filter-on-citizens",
        "Without MessageContent, or with an empty IDFilter, notifications of everybody come.",
        Evidence.GENERAL,
        "WS-BaseNotification 1.3: an absent filter lets all pass",
    ),
    _assumed(
        "nas-no-xpath",
        "An XPathFilter is refused with InvalidMessageContentExpressionFault.",
        Evidence.INFERRED,
        "ID_MCP-v14.xsd declares it; no client is known to use it",
    ),
    _assumed(
        "nas-pull-only",
        "ConsumerReference names a pull point; anything else gives SubscribeCreationFailedFault.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.3: ConsumerReference is the pull point",
    ),
    _assumed(
        "nas-one-copy-a-subscription",
        "Each subscription that fits puts its own copy in the pull point.",
        Evidence.INFERRED,
        "WS-BaseNotification 1.3: every subscription stands for itself",
    ),
    _assumed(
        "nas-termination",
        "InitialTerminationTime is honoured; without one a subscription does not end.",
        Evidence.GENERAL,
        "WS-BaseNotification 1.3",
    ),
)

_CALLS: Final = (
    _assumed(
        "nas-publishers",
        "Whoever reaches the simulator may publish to a topic that exists; another topic gives "
        "InvalidTopicExpressionFault, another content NotifyFailedFault.",
        Evidence.INFERRED,
        "NSP protocol dossier 3.2: publishers are known by IP address, which is not simulated",
        "nas.other-topics",
    ),
    _assumed(
        "nas-faultcode",
        "A declared fault comes with the faultcode soap:Server, HTTP 500 and no header.",
        Evidence.INFERRED,
        "trifork/nsp-fhir-gateway SOAPFaultCorrectingInterceptor mends soap:Server",
    ),
    _assumed(
        "nas-unknown-topic-at-broker",
        "Subscribing to a topic that does not exist gives TopicNotSupportedFault, and at the "
        "broker, whose WSDL does not declare it, InvalidTopicExpressionFault.",
        Evidence.INFERRED,
        "broker.wsdl",
    ),
    _assumed(
        "nas-missing-soap-action",
        "A call without SOAPAction is understood by its body.",
        Evidence.INFERRED,
        "a client of NAS sets SOAPAction by hand for pull points: the real service may demand it",
    ),
)

ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    *_TOPICS,
    *_LISTS,
    *_PULL_POINTS,
    *_SUBSCRIPTIONS,
    *_CALLS,
)
"""Everything that is assumed here."""
