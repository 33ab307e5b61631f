"""The HTTP face: puts the simulated services on a loopback port, with a JSON control API beside."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from conformance.simulator.control import control_routes
from conformance.simulator.messages import Call, Reply
from conformance.simulator.services import NationalServices

MAX_REQUEST_BYTES: Final = 10_000_000
"""Larger requests are refused before they are parsed."""

_XML: Final = {"Content-Type": "text/xml;charset=utf-8"}


class PortInUse(OSError):
    """The port is taken; the message says which, and what to do."""


def application(services: NationalServices, stopping: asyncio.Event) -> Starlette:
    """The ASGI application over *services*; calls under way end when *stopping* is set."""

    async def soap(request: Request) -> Response:
        return await _unless(stopping, _answered(services, request))

    routes = [Route(_pattern(path), soap, methods=["POST"]) for path in services.paths]
    return Starlette(routes=[*routes, Mount("/control", routes=control_routes(services))])


def _pattern(path: str) -> str:
    return f"{path}{{below:path}}" if path.endswith("/") else path


async def _unless(stopping: asyncio.Event, answer: Coroutine[None, None, Response]) -> Response:
    """The answer, or HTTP 503 when the server stops before it is there."""
    answering = asyncio.ensure_future(answer)
    stopped = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({answering, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if answering.done():
        return answering.result()
    answering.cancel()
    return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)


async def _answered(services: NationalServices, request: Request) -> Response:
    body = await _bounded_body(request)
    if body is None:
        return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return await _sent(services.handle(Call(path=request.url.path, body=body, headers=headers)))


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


async def _sent(reply: Reply) -> Response:
    if reply.delay:
        await asyncio.sleep(reply.delay)
    return Response(reply.body, status_code=reply.status, headers=_XML)


class _Server(uvicorn.Server):
    """A uvicorn server that says when it answers, and ends calls under way when it stops."""

    def __init__(self, services: NationalServices) -> None:
        self.ready = threading.Event()
        self._stopping = asyncio.Event()
        super().__init__(_config(application(services, self._stopping)))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)


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
def serve(services: NationalServices, *, port: int = 0) -> Iterator[str]:
    """Yield the base URL at which *services* answer, from a thread of this process."""
    listener = listen(port)
    server = _Server(services)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    server.ready.wait()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def run(services: NationalServices, listener: socket.socket) -> None:
    """Serve in the foreground until interrupted."""
    _Server(services).run([listener])


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
