"""The national notification service (NAS2): lists of citizens, pull point, subscription, poll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.reference.markup import add, words
from conformance.reference.nas_wish import Wish
from conformance.reference.soap import Caller, ServiceUnavailable, envelope
from conformance.reference.sts_client import IdCard

_WSNT: Final = "http://docs.oasis-open.org/wsn/b-2"
_NAS: Final = "http://nsi.dk/advis/v10"
_ID_LIST: Final = "http://www.nsi.dk/2012/12/nas/idlist"
_WSA: Final = "http://www.w3.org/2005/08/addressing"
_SIMPLE: Final = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple"
_CITIZENS: Final = "http://nsi.dk/advis/v10/IDMCP_Dialect"
_CPR: Final = "http://nsi.dk/advis/v10/CPR"
_ACTIONS: Final = "http://docs.oasis-open.org/wsn/bw-2/"
_LIST_ACTION: Final = "http://www.nsi.dk/nas/idlist#CreateIDList"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """By which id card, and when by the system's clock, a message is sent."""

    id_card: IdCard
    now: datetime


class Nas:
    """The service. Every failure is ServiceUnavailable."""

    def __init__(self, services: str, caller: Caller) -> None:
        self._base = f"{services}/nas2"
        self._caller = caller

    def keep_list(self, name: str, citizens: Sequence[str], sender: Sender) -> None:
        """Let the list of that name hold these citizens, whatever it held before."""
        request = etree.Element(f"{{{_ID_LIST}}}CreateIDListRequest", nsmap={"il": _ID_LIST})
        add(request, _ID_LIST, "Name", name)
        add(request, _ID_LIST, "Description", "Borgere i pleje eller behandling")
        add(request, _ID_LIST, "IDType", _CPR)
        for cpr in citizens:
            add(request, _ID_LIST, "Id", cpr)
        self._call(f"{self._base}/idlist", _LIST_ACTION, request, sender)

    def new_pull_point(self, sender: Sender) -> str:
        """Return the address of a new pull point."""
        request = etree.Element(f"{{{_WSNT}}}CreatePullPoint", nsmap={"wsnt": _WSNT})
        action = f"{_ACTIONS}CreatePullPoint/CreatePullPointRequest"
        answer = self._call(f"{self._base}/pullpointfactory", action, request, sender)
        address = words(answer.find(f"{{{_WSNT}}}PullPoint/{{{_WSA}}}Address"))
        if not address:
            raise ServiceUnavailable("NAS svarede uden adressen på et pull point")
        return address

    def subscribe(self, pull_point: str, wish: Wish, sender: Sender) -> None:
        """Let notifications of the wish go to the pull point from now on."""
        names = {"wsnt": _WSNT, "wsa": _WSA, "nas": _NAS}
        request = etree.Element(f"{{{_WSNT}}}Subscribe", nsmap=names)
        add(add(request, _WSNT, "ConsumerReference"), _WSA, "Address", pull_point)
        wanted = add(request, _WSNT, "Filter")
        add(wanted, _WSNT, "TopicExpression", wish.topic).set("Dialect", _SIMPLE)
        if wish.id_list is not None:
            content = add(wanted, _WSNT, "MessageContent")
            content.set("Dialect", _CITIZENS)
            add(add(content, _NAS, "IDFilter"), _NAS, "IDList").set("name", wish.id_list)
        action = f"{_ACTIONS}NotificationProducer/SubscribeRequest"
        self._call(f"{self._base}/subscriptionmanager", action, request, sender)

    def notified(self, pull_point: str, sender: Sender) -> tuple[str, ...]:
        """Take what waits at the pull point; returns the CPR numbers, and nothing but these."""
        request = etree.Element(f"{{{_WSNT}}}GetMessages", nsmap={"wsnt": _WSNT})
        action = f"{_ACTIONS}PullPoint/GetMessagesRequest"
        answer = self._call(pull_point, action, request, sender)
        contents = answer.iterfind(f"{{{_WSNT}}}NotificationMessage/*/{{{_NAS}}}NotifyContent")
        return tuple(cpr for content in contents if (cpr := content.get("id")))

    def _call(
        self, url: str, action: str, request: etree._Element, sender: Sender
    ) -> etree._Element:
        card = sender.id_card
        message = envelope(request, now=sender.now, id_card=card.assertion, level=card.level)
        return self._caller.call(url, action, message).content
