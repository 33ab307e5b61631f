"""Keeps the pages of strangers away from the control API: they may not act on a tester's machine.

A page of another origin must not send orders (cross-site request forgery), nor read by a host name
that it has pointed at this machine (DNS rebinding). Programs such as curl are not in the way.
"""

from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.simulator.control.answers import problem

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer that does not say otherwise."""

_READING: Final = frozenset({"GET", "HEAD"})
_OWN_SITES: Final = frozenset({"same-origin", "none"})


class Guard:
    """Answers 403 to what comes from a stranger's page, and hands on the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        reason = refusal(str(scope["method"]), Headers(scope=scope))
        app = self._app if reason is None else problem(HTTPStatus.FORBIDDEN, reason)
        await app(scope, receive, guarded_send)


def refusal(method: str, headers: Mapping[str, str]) -> str | None:
    """Why a request with these headers is refused; None when it may pass. Names in lower case."""
    host = headers.get("host", "")
    if not is_own_host(host):
        return f"expected an IP address or localhost as Host, found {host[:100]!r}"
    is_navigation = method in _READING and headers.get("sec-fetch-mode") == "navigate"
    if not is_navigation and headers.get("sec-fetch-site", "none") not in _OWN_SITES:
        return "expected a request of the console's own page, found one of another site"
    origin = headers.get("origin")
    if origin is None:
        return None
    if _netloc(origin) != host.lower():
        return f"expected no page's request, or the console's own, found origin {origin[:100]!r}"
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if method not in _READING and media_type != "application/json":
        return f"expected application/json from a page, found {media_type[:100]!r}"
    return None


def is_own_host(host: str) -> bool:
    """Whether nobody can have pointed this name here: an address of its own, or localhost."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    if name is None or name == "localhost":
        return name is not None
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None
