"""Whatever is wrong with a call to the notification service, it is answered, and noted once."""

from collections.abc import Callable
from typing import Final

import pytest
from lxml import etree

from conformance.nas import id_lists, notifications, pull_points, subscriptions
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter, SingleId
from conformance.nas.vocabulary import Action, IdType
from conformance.safe_xml import parse
from conformance.security.namespaces import PREFIXES
from conformance.simulator.doors.messages import Reply
from conformance.simulator.nas.addresses import ROUTES
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller, fault_code
from tests.simulator.nas_calls import (
    BROKER,
    FACTORY,
    ID_LIST,
    MANAGER,
    NasCaller,
    bare,
    citizens,
    fault_of,
    notification,
    wish,
)
from tests.xsd.mutations import faults

BENTE: Final = Persona.BENTE.value
ODD_ACTIONS: Final = ["Issue", "x", "a\x01b", "\ud800", Action.NOTIFY.value.lower()]


@pytest.fixture
def nas(caller: DirectCaller) -> NasCaller:
    return NasCaller(caller=caller, card=caller.system_card())


def sound(reply: Reply) -> bool:
    """An answer with HTTP 200, or a fault with HTTP 500."""
    is_fault = parse(reply.body).find("soap:Body/soap:Fault", PREFIXES) is not None
    return (reply.status == 500) is is_fault and reply.status in (200, 500)


def single(pull_point: str) -> etree._Element:
    by = IdFilter(single_ids=(SingleId(id=BENTE, id_type=IdType.CPR),))
    return subscriptions.build_request(wish(pull_point, by=by, termination="PT1H"))


def told(message: NotificationMessage) -> etree._Element:
    return notifications.build_notify((message, notification(None)))


CALLS: Final[dict[str, Callable[[str, str], tuple[str, etree._Element]]]] = {
    "create list": lambda _p, _s: (ID_LIST, id_lists.build_create_request(citizens(BENTE))),
    "destroy list": lambda _p, _s: (ID_LIST, id_lists.build_destroy_request("own")),
    "create pull point": lambda _p, _s: (FACTORY, pull_points.build_create_request()),
    "subscribe by list": lambda p, _s: (MANAGER, subscriptions.build_request(wish(p))),
    "subscribe by citizen": lambda p, _s: (BROKER, single(p)),
    "get messages": lambda p, _s: (p, pull_points.build_get_messages(1)),
    "unsubscribe": lambda _p, s: (s, subscriptions.build_unsubscribe()),
    "destroy pull point": lambda p, _s: (p, pull_points.build_destroy_request()),
    "notify": lambda _p, _s: (BROKER, told(notification(BENTE))),
    "notify a pull point": lambda p, _s: (p, told(notification(BENTE))),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_with_any_single_mistake_is_answered(
    name: str, nas: NasCaller, world: World
) -> None:
    """Each element and attribute dropped, doubled, renamed, moved or altered."""
    pull_point = nas.listen(BENTE)
    subscription = nas.subscribe(wish(pull_point)).address
    before = world.notifications
    path, body = CALLS[name](pull_point, subscription)
    for mistake in faults(body):
        world.notifications = before
        lines = len(world.journal)
        spoilt = mistake.spoilt()
        card = nas.caller.message(nas.card, spoilt)
        message = bare(spoilt) if name.startswith("notify") else card
        assert sound(nas.post(path, message, "")), mistake.name
        assert len(world.journal) == lines + 1, mistake.name
        assert tuple(world.journal)[-1].outcome, mistake.name


@pytest.mark.parametrize("action", ODD_ACTIONS)
@pytest.mark.parametrize("path", [route.path for route in ROUTES])
def test_a_wrong_soap_action_is_refused_at_every_address(
    path: str, action: str, nas: NasCaller
) -> None:
    """And the refusal names those that may be asked for."""
    message = nas.caller.message(nas.card, pull_points.build_get_messages())
    reply = nas.post(path, message, action)
    assert fault_code(reply) == "syntax_error"
    (route,) = (each for each in ROUTES if each.path == path)
    assert all(known in reply.body.decode() for known in route.actions)


@pytest.mark.parametrize(
    "id_card", [b"<saml:Assertion/>", b"<saml:Assertion id='IDCard'/><saml:Assertion/>"]
)
def test_a_publisher_with_a_forged_card_is_refused(id_card: bytes, nas: NasCaller) -> None:
    """DGWS that is there is checked, whatever is wrong with it."""
    envelope = (
        b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' "
        b"xmlns:saml='urn:oasis:names:tc:SAML:2.0:assertion' "
        b"xmlns:o='http://docs.oasis-open.org/wss/2004/01/"
        b"oasis-200401-wss-wssecurity-secext-1.0.xsd'><s:Header><o:Security>"
        + id_card
        + b"</o:Security></s:Header><s:Body>"
        + etree.tostring(told(notification(BENTE)))
        + b"</s:Body></s:Envelope>"
    )
    reply = nas.post(BROKER, envelope, Action.NOTIFY)
    assert fault_of(reply) in {"missing_required_header", "syntax_error", "invalid_idcard"}
