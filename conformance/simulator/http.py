"""The HTTP face: puts the simulated services on a loopback port, with a JSON control API beside."""

import asyncio
import socket
import threading
from collections.abc import Iterator
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
from conformance.simulator.services import PATHS, NationalServices

MAX_REQUEST_BYTES: Final = 10_000_000
"""Larger requests are refused before they are parsed."""

_XML: Final = {"Content-Type": "text/xml;charset=utf-8"}


class PortInUse(OSError):
    """The port is taken; the message says which, and what to do."""


def application(services: NationalServices) -> Starlette:
    """The ASGI application over *services*."""

    async def soap(request: Request) -> Response:
        body = await _bounded_body(request)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        headers = {name.lower(): value for name, value in request.headers.items()}
        reply = services.handle(Call(path=request.url.path, body=body, headers=headers))
        return await _sent(reply)

    routes = [Route(path, soap, methods=["POST"]) for path in PATHS]
    return Starlette(routes=[*routes, Mount("/control", routes=control_routes(services))])


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
    """A uvicorn server that says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


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
    server = _Server(_config(services))
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
    uvicorn.Server(_config(services)).run([listener])


def _config(services: NationalServices) -> uvicorn.Config:
    return uvicorn.Config(
        application(services),
        log_level="error",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
