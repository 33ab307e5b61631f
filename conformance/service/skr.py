"""A client of the Stamkortregister (SKR), with which the suite judges what may be written."""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from conformance.pdc.oids import Oid
from conformance.service.callers import Callers, named
from conformance.service.client import ServiceClient
from conformance.skr import messages
from conformance.skr.values import Request
from conformance.skr.vocabulary import Namespace

OPT_OUT: Final = "CreateNoResuscitation"
"""An operation that SKR does not have: opt-outs are registered elsewhere, by the citizen alone."""

_SKR: Final = "SKR"


class SkrClient:
    """Creates, updates and deletes entries, where *callers* may write."""

    def __init__(self, client: ServiceClient, callers: Callers) -> None:
        self._client = client
        self._callers = callers

    def write(
        self,
        id_card: etree._Element | None,
        request: Request,
        hsuid: Mapping[str, str] | None = None,
    ) -> None:
        """Carry *request* out. Raises dgws.ReceivedFault and CannotArrange."""
        body = messages.build_request(request)
        answer = self.send(id_card, request.operation.action, body, hsuid)
        messages.read_response(answer, request.operation)

    def send(
        self,
        id_card: etree._Element | None,
        action: str,
        body: etree._Element,
        hsuid: Mapping[str, str] | None = None,
    ) -> etree._Element:
        """The answer to any *body*. Raises dgws.ReceivedFault and CannotArrange."""
        self._callers.require_writes()
        url = named(self._client.endpoints.skr, "skr")
        return self._client.call(_SKR, url, action, id_card, body, hsuid=hsuid)


def opt_out_request(cpr: str) -> etree._Element:
    """A request for an opt-out of resuscitation, in the form of those that SKR takes."""
    root = etree.Element(Namespace.SKR.tag(f"{OPT_OUT}Request"), nsmap={"skr": Namespace.SKR.value})
    citizen = etree.SubElement(root, "id")
    citizen.set("root", Oid.CPR)
    citizen.set("extension", cpr)
    return root
