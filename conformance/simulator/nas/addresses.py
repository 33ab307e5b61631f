"""Where the national notification service answers, and what may be asked there."""

from typing import Final

from lxml import etree

from conformance.nas.vocabulary import Action, Namespace
from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator.doors.endpoint import Route
from conformance.simulator.state.journal import Service

BROKER: Final = "/nas2/notificationbroker"
"""Where registers publish; one may subscribe here too."""

PULL_POINTS: Final = "/nas2/pullpoints/"
"""Beginning of the paths of pull points."""

SUBSCRIPTIONS: Final = "/nas2/subscriptions/"
"""Beginning of the paths of subscriptions."""


def _route(path: str, *actions: Action) -> Route:
    return Route(
        path=path,
        service=Service.NAS,
        actions=frozenset(action.value for action in actions),
    )


ROUTES: Final = (
    _route("/nas2/idlist", Action.CREATE_ID_LIST, Action.DESTROY_ID_LIST),
    _route("/nas2/pullpointfactory", Action.CREATE_PULL_POINT),
    _route("/nas2/subscriptionmanager", Action.SUBSCRIBE, Action.UNSUBSCRIBE),
    _route(BROKER, Action.NOTIFY, Action.SUBSCRIBE, Action.UNSUBSCRIBE),
    _route(PULL_POINTS, Action.GET_MESSAGES, Action.DESTROY_PULL_POINT, Action.NOTIFY),
    _route(SUBSCRIPTIONS, Action.UNSUBSCRIBE),
)
"""The four addresses of the service, and those that it hands out.

Source: NSP protocol dossier 3.1 and 3.3; which operations an address has: the WSDLs, and a client
that subscribes at the subscription manager.
"""


_BODIES: Final = {
    Namespace.ID_LIST.tag("CreateIDListRequest"): Action.CREATE_ID_LIST,
    Namespace.ID_LIST.tag("DestroyIDListRequest"): Action.DESTROY_ID_LIST,
    Namespace.WSNT.tag("CreatePullPoint"): Action.CREATE_PULL_POINT,
    Namespace.WSNT.tag("Subscribe"): Action.SUBSCRIBE,
    Namespace.WSNT.tag("GetMessages"): Action.GET_MESSAGES,
    Namespace.WSNT.tag("DestroyPullPoint"): Action.DESTROY_PULL_POINT,
    Namespace.WSNT.tag("Unsubscribe"): Action.UNSUBSCRIBE,
    Namespace.WSNT.tag("Notify"): Action.NOTIFY,
}


def action_of(path: str, body: etree._Element) -> Action:
    """The SOAPAction that a call without one stands for. Raises DgwsFault if there is none."""
    offered = next(route.actions for route in ROUTES if _is_at(route.path, path))
    action = _BODIES.get(str(body.tag))
    if action is None or action not in offered:
        raise DgwsFault(
            FaultCode.SYNTAX_ERROR,
            f"expected the body of {' or '.join(sorted(offered))}, found {body.tag}",
        )
    return action


def _is_at(place: str, path: str) -> bool:
    return path.startswith(place) if place.endswith("/") else path == place
