"""The HTTP face: puts the simulated services on a loopback port, with a JSON control API beside."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.simulator.control import Judge, control_plane
from conformance.simulator.doors.messages import Call, Reply, base_url
from conformance.simulator.services import NationalServices
from conformance.simulator.wire import compression
from conformance.simulator.wire.bounded_http import MAX_CONNECTIONS
from conformance.simulator.wire.cut_off import CutOff, CuttingProtocol
from conformance.simulator.wire.tls import Tls
from conformance.simulator.wsdl import DOCUMENTS, description

MAX_REQUEST_BYTES: Final = 10_000_000
"""Larger requests are refused before they are parsed."""

_XML: Final = {"Content-Type": "text/xml;charset=utf-8"}


class PortInUse(OSError):
    """The port is taken; the message says which, and what to do."""


def application(
    services: NationalServices, stopping: asyncio.Event, judge: Judge | None = None
) -> Starlette:
    """The ASGI application over *services*; answers that are late end when *stopping* is set.

    *judge* tells the control API what the message rules find.
    """

    async def soap(request: Request) -> Response:
        call = await _call(request)
        if call is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        reply = services.handle(call)
        if reply.delay and await _comes_within(stopping, reply.delay):
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return _sent(reply)

    address = _SoapAddress(soap)
    routes = [Route(_pattern(path), address) for path in (*services.paths, *DOCUMENTS)]
    app = Starlette(routes=[*routes, *control_plane(services, judge=judge, stopping=stopping)])
    app.router.default = _Strays(services, app.router.default)
    return app


class _Strays:
    """Every address that nobody answers at: calls to it are written in the journal."""

    def __init__(self, services: NationalServices, not_found: ASGIApp) -> None:
        self._services = services
        self._not_found = not_found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            call = await _call(Request(scope, receive))
            if call is not None:
                self._services.note_stray(call)
        await self._not_found(scope, receive, send)


class _SoapAddress:
    """Where a service answers: calls by POST, and its description by GET."""

    def __init__(self, soap: Callable[[Request], Awaitable[Response]]) -> None:
        self._soap = soap

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        is_document = request.scope["path"] in DOCUMENTS
        if request.method == "POST" and not is_document:
            return await self._soap(request)
        found = _description(request) if request.method == "GET" else None
        if found is not None:
            return Response(found, headers=_XML)
        allowed = "GET" if is_document else "POST"
        return Response(status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})


def _description(request: Request) -> bytes | None:
    base = base_url(request.url.scheme, request.headers.get("host", ""))
    return description(base, request.scope["path"], dict(request.query_params))


def _pattern(path: str) -> str:
    return f"{path}{{below:path}}" if path.endswith("/") else path


async def _comes_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait that long, or until the event is there."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _call(request: Request) -> Call | None:
    """What was sent, without its transport; None when it is too large, or breaks off."""
    body = await _bounded_body(request)
    if body is None:
        return None
    headers = {name.lower(): value for name, value in request.headers.items()}
    scheme, path = request.scope["scheme"], request.scope["path"]
    return Call(path=path, body=body, headers=headers, scheme=scheme)


async def _bounded_body(request: Request) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MAX_REQUEST_BYTES:
                return None
            chunks.append(chunk)
    except ClientDisconnect:
        return None
    return b"".join(chunks)


def _sent(reply: Reply) -> Response:
    headers = {"Content-Type": reply.content_type}
    if reply.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        headers["Accept-Encoding"] = compression.KNOWN
    if reply.cut_after is not None:
        return CutOff(
            reply.body, cut_after=reply.cut_after, status_code=reply.status, headers=headers
        )
    return Response(reply.body, status_code=reply.status, headers=headers)


class _Server(uvicorn.Server):
    """A uvicorn server that says when it answers, and ends calls under way when it stops."""

    def __init__(self, services: NationalServices, tls: Tls | None, judge: Judge | None) -> None:
        self.ready = threading.Event()
        self._stopping = asyncio.Event()
        config = _config(application(services, self._stopping, judge))
        config.load()
        config.ssl = tls.context() if tls else None
        super().__init__(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)
        for connection in tuple(self.server_state.connections):
            # a client that does not answer the farewell of TLS would stay connected
            connection.transport.abort()


def listen(port: int) -> socket.socket:
    """A listening loopback socket; 0 takes a free port. Raises PortInUse."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PortInUse(
            f"port {port} on 127.0.0.1 cannot be used: {error.strerror}. "
            "Stop the other program, or choose another port"
        ) from None
    return listener


@contextmanager
def serve(
    services: NationalServices,
    *,
    port: int = 0,
    tls: Tls | None = None,
    judge: Judge | None = None,
) -> Iterator[str]:
    """Yield the base URL at which *services* answer, from a thread of this process.

    Over HTTPS if *tls* says how; *judge* tells the control API what the message rules find.
    """
    listener = listen(port)
    server = _Server(services, tls, judge)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    server.ready.wait()
    try:
        yield address_of(listener, tls)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def run(
    services: NationalServices,
    listener: socket.socket,
    tls: Tls | None = None,
    judge: Judge | None = None,
) -> None:
    """Serve in the foreground until interrupted; as `serve` does."""
    _Server(services, tls, judge).run([listener])


def address_of(listener: socket.socket, tls: Tls | None = None) -> str:
    """The base URL of the services behind *listener*."""
    scheme = "https" if tls else "http"
    return f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
        http=CuttingProtocol,
        ws="none",
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
