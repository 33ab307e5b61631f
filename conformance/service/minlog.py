"""A client of MinLog2, with which the suite judges registration and the citizen's view."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from conformance.minlog import lookup, registration, shown
from conformance.minlog.lookup import LookupRequest
from conformance.minlog.registration import LogEntry, Receipt
from conformance.minlog.shown import ShownAccess
from conformance.minlog.vocabulary import Action
from conformance.service.callers import Callers, named
from conformance.service.client import ServiceClient

_MINLOG: Final = "MinLog2"
_LOOKUP: Final = "MinLog2 look-up"


class MinLogClient:
    """Registers, where *callers* may write, and looks up.

    Each method raises dgws.ReceivedFault when the service refuses, and CannotArrange.
    """

    def __init__(self, client: ServiceClient, callers: Callers) -> None:
        self._client = client
        self._callers = callers

    def register(self, id_card: etree._Element | None, entries: Iterable[LogEntry]) -> Receipt:
        """Register these accesses in one call; what became of them."""
        self._callers.require_writes()
        url = named(self._client.endpoints.minlog, "minlog")
        is_decoupled = urlsplit(url).path.rstrip("/").endswith("/decoupling")
        action = Action.ADD_REGISTRATIONS_DECOUPLED if is_decoupled else Action.ADD_REGISTRATIONS
        body = registration.build_request(entries)
        return registration.read_response(self._client.call(_MINLOG, url, action, id_card, body))

    def look_up(
        self,
        id_card: etree._Element | None,
        request: LookupRequest,
        hsuid: Mapping[str, str] | None = None,
    ) -> tuple[ShownAccess, ...]:
        """The accesses as they are shown, oldest first."""
        url = named(self._client.endpoints.minlog_lookup, "minlog_lookup")
        body = lookup.build_request(request)
        answer = self._client.call(_LOOKUP, url, lookup.ACTION, id_card, body, hsuid=hsuid)
        return shown.read_response(answer)
