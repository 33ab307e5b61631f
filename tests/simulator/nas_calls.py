"""Calls the notification service without a transport, and holds answers to the official schemas."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import pytest
from lxml import etree

from conformance.nas import id_lists, notifications, pull_points, subscriptions
from conformance.nas.faults import FaultKind, read_detail
from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import (
    IdFilter,
    MessageContent,
    Subscribe,
    SubscribeResponse,
    TopicExpression,
)
from conformance.nas.vocabulary import Action, IdType, Topic
from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.security.namespaces import PREFIXES
from conformance.simulator.doors.messages import Call, Reply
from tests.official import official
from tests.simulator.direct_calls import DirectCaller

HOST: Final = "nas.example:8443"
BASE: Final = f"http://{HOST}"
ID_LIST: Final = "/nas2/idlist"
FACTORY: Final = "/nas2/pullpointfactory"
MANAGER: Final = "/nas2/subscriptionmanager"
BROKER: Final = "/nas2/notificationbroker"


def citizens(*cprs: str, name: str = "own") -> IdList:
    return IdList(name=name, description="Own citizens", id_type=IdType.CPR, ids=cprs)


def wish(
    consumer: str, *, topic: str = Topic.CARD_UPDATED, by: IdFilter | None = None, **more: str
) -> Subscribe:
    """What a client usually asks for: the list of its own citizens."""
    content = MessageContent(id_filter=by or IdFilter(id_list="own"))
    return Subscribe(
        consumer=consumer,
        topics=(TopicExpression(text=topic),),
        contents=(content,),
        termination=more.get("termination"),
    )


def notification(cpr: str | None, topic: str = Topic.CARD_UPDATED) -> NotificationMessage:
    return NotificationMessage(
        topic=topic,
        id=cpr,
        id_type=None if cpr is None else IdType.CPR.value,
        payload=b"<x:changed xmlns:x='urn:example'/>",
    )


@dataclass(frozen=True, kw_only=True)
class NasCaller:
    """A subscriber with an id card; the card may be another organisation's."""

    caller: DirectCaller
    card: etree._Element | None

    def ask(self, path: str, body: etree._Element, action: str) -> Reply:
        message = self.caller.message(self.card, body)
        reply = self.post(path, message, action)
        require_official_nas(reply)
        return reply

    def post(self, path: str, message: bytes, action: str) -> Reply:
        headers = {"host": HOST} | ({"soapaction": f'"{action}"'} if action else {})
        call = Call(path=path.removeprefix(BASE), body=message, headers=headers)
        return self.caller.simulation.services.handle(call)

    def create_list(self, id_list: IdList) -> bool:
        body = id_lists.build_create_request(id_list)
        answer = self.ask(ID_LIST, body, Action.CREATE_ID_LIST)
        return id_lists.read_create_response(dgws.read_response(answer.body))

    def destroy_list(self, name: str) -> bool:
        body = id_lists.build_destroy_request(name)
        answer = self.ask(ID_LIST, body, Action.DESTROY_ID_LIST)
        return id_lists.read_destroy_response(dgws.read_response(answer.body))

    def create_pull_point(self) -> str:
        answer = self.ask(FACTORY, pull_points.build_create_request(), Action.CREATE_PULL_POINT)
        return pull_points.read_create_response(dgws.read_response(answer.body))

    def subscribe(self, wanted: Subscribe, *, at: str = MANAGER) -> SubscribeResponse:
        answer = self.ask(at, subscriptions.build_request(wanted), Action.SUBSCRIBE)
        return subscriptions.read_response(dgws.read_response(answer.body))

    def refused(self, wanted: Subscribe, *, at: str = MANAGER) -> Reply:
        return self.ask(at, subscriptions.build_request(wanted), Action.SUBSCRIBE)

    def fetch(self, pull_point: str, most: int | None = None) -> tuple[NotificationMessage, ...]:
        body = pull_points.build_get_messages(most)
        answer = self.ask(pull_point, body, Action.GET_MESSAGES)
        return pull_points.read_get_messages_response(dgws.read_response(answer.body))

    def told_of(self, pull_point: str) -> list[str | None]:
        """Whom the waiting notifications are about."""
        return [message.id for message in self.fetch(pull_point)]

    def destroy_pull_point(self, pull_point: str) -> Reply:
        return self.ask(pull_point, pull_points.build_destroy_request(), Action.DESTROY_PULL_POINT)

    def unsubscribe(self, address: str) -> Reply:
        return self.ask(address, subscriptions.build_unsubscribe(), Action.UNSUBSCRIBE)

    def listen(self, *cprs: str, topic: str = Topic.CARD_UPDATED) -> str:
        """A pull point that is filled about these citizens."""
        self.create_list(citizens(*cprs))
        pull_point = self.create_pull_point()
        self.subscribe(wish(pull_point, topic=topic))
        return pull_point

    def publish(self, *messages: NotificationMessage, at: str = BROKER) -> Reply:
        """As a register does: with no header of DGWS at all."""
        body = notifications.build_notify(messages)
        reply = self.post(at, bare(body), Action.NOTIFY)
        require_official_nas(reply)
        return reply


def bare(body: etree._Element) -> bytes:
    """*body* in an envelope with no header."""
    root = etree.Element(f"{{{PREFIXES['soap']}}}Envelope", nsmap={"s": PREFIXES["soap"]})
    etree.SubElement(root, f"{{{PREFIXES['soap']}}}Body").append(body)
    return etree.tostring(root)


def fault_of(reply: Reply) -> FaultKind | str:
    """The declared fault, or else the code of DGWS."""
    assert reply.status == 500, reply.body
    fault = parse(reply.body).find("soap:Body/soap:Fault", PREFIXES)
    assert fault is not None, reply.body
    (detail,) = fault.iterfind("detail/*")
    found = read_detail(detail)
    return found.kind if found else (detail.text or "")


@cache
def _schema() -> etree.XMLSchema:
    """One schema that imports all of the official ones, headers of DGWS included."""
    folder = official("schemas/nas2/schemas")
    xs = "http://www.w3.org/2001/XMLSchema"
    root = etree.Element(f"{{{xs}}}schema")
    for name in ("nas/b-2", "nas/r-2", "nas/idlist", "nas/ID_MCP-v14", "dgws/medcom", "dgws/wsse"):
        location = folder / f"{name}.xsd"
        target = etree.parse(str(location)).getroot().get("targetNamespace", "")
        etree.SubElement(
            root, f"{{{xs}}}import", namespace=target, schemaLocation=location.as_uri()
        )
    return etree.XMLSchema(root)


def require_official_nas(reply: Reply) -> None:
    """Header, payload and detail of a fault keep the official schemas, where those are at hand."""
    if not _is_at_hand():
        return
    root = parse(reply.body)
    parts = [*root.iterfind("soap:Header/*", PREFIXES)]
    for payload in root.iterfind("soap:Body/*", PREFIXES):
        is_fault = etree.QName(payload).localname == "Fault"
        parts += payload.iterfind("detail/*") if is_fault else [payload]
    for part in parts:
        if etree.QName(part).localname != "FaultCode":
            _schema().assertValid(part)


@cache
def _is_at_hand() -> bool:
    try:
        _schema()
    except pytest.skip.Exception:
        return False
    return True
