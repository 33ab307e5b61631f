"""A client of the notification service (NAS2), with which the suite judges what is notified."""

from typing import Final

from lxml import etree

from conformance.nas import id_lists, pull_points, subscriptions
from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import Subscribe
from conformance.nas.vocabulary import Action
from conformance.service.callers import Callers, named
from conformance.service.client import ServiceClient

_NAS: Final = "NAS2"


class NasClient:
    """Subscribes and fetches, where *callers* may write: a subscription is kept by the service.

    Each method raises dgws.ReceivedFault when the service refuses, and CannotArrange.
    """

    def __init__(self, client: ServiceClient, callers: Callers) -> None:
        self._client = client
        self._callers = callers

    def create_id_list(self, id_card: etree._Element | None, id_list: IdList) -> bool:
        """Name the citizens; whether a list of that name was there already."""
        body = id_lists.build_create_request(id_list)
        answer = self._call("/idlist", Action.CREATE_ID_LIST, id_card, body)
        return id_lists.read_create_response(answer)

    def destroy_id_list(self, id_card: etree._Element | None, name: str) -> None:
        """Give the list up."""
        body = id_lists.build_destroy_request(name)
        self._call("/idlist", Action.DESTROY_ID_LIST, id_card, body)

    def create_pull_point(self, id_card: etree._Element | None) -> str:
        """The address of a new pull point."""
        body = pull_points.build_create_request()
        answer = self._call("/pullpointfactory", Action.CREATE_PULL_POINT, id_card, body)
        return pull_points.read_create_response(answer)

    def subscribe(self, id_card: etree._Element | None, wish: Subscribe) -> str:
        """The address at which the new subscription is ended."""
        body = subscriptions.build_request(wish)
        answer = self._call("/subscriptionmanager", Action.SUBSCRIBE, id_card, body)
        return subscriptions.read_response(answer).address

    def get_messages(
        self, id_card: etree._Element | None, pull_point: str, most: int | None = None
    ) -> tuple[NotificationMessage, ...]:
        """What waits at the pull point, oldest first; *most* at most."""
        body = pull_points.build_get_messages(most)
        answer = self._at(pull_point, Action.GET_MESSAGES, id_card, body)
        return pull_points.read_get_messages_response(answer)

    def destroy_pull_point(self, id_card: etree._Element | None, pull_point: str) -> None:
        """Give the pull point up, with the subscriptions that fill it."""
        body = pull_points.build_destroy_request()
        self._at(pull_point, Action.DESTROY_PULL_POINT, id_card, body)

    def _call(
        self, path: str, action: Action, id_card: etree._Element | None, body: etree._Element
    ) -> etree._Element:
        base = named(self._client.endpoints.nas, "nas").rstrip("/")
        return self._at(f"{base}{path}", action, id_card, body)

    def _at(
        self, url: str, action: Action, id_card: etree._Element | None, body: etree._Element
    ) -> etree._Element:
        self._callers.require_writes()
        return self._client.call(_NAS, url, action, id_card, body)
