"""Names, dialects and operations of NAS2.

Source: NSP protocol dossier 3, after the WSDLs and schemas of NAS2, unless said otherwise.
"""

from enum import StrEnum


class Namespace(StrEnum):
    """XML namespaces of NAS2's messages; `tag` makes lxml's `{uri}name` of one."""

    WSNT = "http://docs.oasis-open.org/wsn/b-2"
    """WS-BaseNotification 1.3: subscriptions, pull points, notifications and most faults."""

    NAS = "http://nsi.dk/advis/v10"
    """What NAS2 puts into them: the content of a notification and the filter on citizens."""

    ID_LIST = "http://www.nsi.dk/2012/12/nas/idlist"
    """Lists of citizens."""

    WSA = "http://www.w3.org/2005/08/addressing"
    """WS-Addressing 1.0: where a pull point is. The services of the STS use that of 2004."""

    BASE_FAULTS = "http://docs.oasis-open.org/wsrf/bf-2"
    """WS-BaseFaults 1.2: what every fault tells."""

    RESOURCE = "http://docs.oasis-open.org/wsrf/r-2"
    """WS-Resource 1.2: the fault about an address behind which there is nothing."""

    def tag(self, name: str) -> str:
        """Return *name* in this namespace, in lxml's notation."""
        return f"{{{self.value}}}{name}"


class Dialect(StrEnum):
    """Dialects of a subscription's conditions (Dialect attribute)."""

    SIMPLE_TOPIC = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple"
    """A topic as one string, of which no part means anything."""

    CITIZENS = "http://nsi.dk/advis/v10/IDMCP_Dialect"
    """A filter on citizens."""


class IdType(StrEnum):
    """What kind of id a notification or a filter names (idType attribute)."""

    CPR = "http://nsi.dk/advis/v10/CPR"
    """A CPR number."""


class Topic(StrEnum):
    """Topics whose names are public; those of FGVH, LTR and ODR are not."""

    CARD_UPDATED = "http://sundhedsdatastyrelsen.dk/PersonalDataCard/2020/11/01:DataCardUpdated"
    """SKR: something on the shared patient card has changed. It carries the CPR number only."""

    TREATMENT_WILL_UPDATED = (
        "http://sundhedsdatastyrelsen.dk/behandlingstestamente/2018/05/01/:TreatmentWillUpdated"
    )
    """BTR: a treatment will has changed."""


class Action(StrEnum):
    """SOAP actions of the operations."""

    CREATE_ID_LIST = "http://www.nsi.dk/nas/idlist#CreateIDList"
    """Make a list of citizens, or change the one of that name."""

    DESTROY_ID_LIST = "http://www.nsi.dk/nas/idlist#DestroyIDList"
    """Give a list up."""

    CREATE_PULL_POINT = "http://docs.oasis-open.org/wsn/bw-2/CreatePullPoint/CreatePullPointRequest"
    """Ask for a place that keeps notifications."""

    SUBSCRIBE = "http://docs.oasis-open.org/wsn/bw-2/NotificationProducer/SubscribeRequest"
    """Ask for notifications."""

    GET_MESSAGES = "http://docs.oasis-open.org/wsn/bw-2/PullPoint/GetMessagesRequest"
    """Fetch notifications."""

    DESTROY_PULL_POINT = "http://docs.oasis-open.org/wsn/bw-2/PullPoint/DestroyPullPointRequest"
    """Give a pull point up."""

    UNSUBSCRIBE = "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest"
    """End a subscription."""

    NOTIFY = "http://docs.oasis-open.org/wsn/bw-2/NotificationConsumer/Notify"
    """Publish notifications."""
