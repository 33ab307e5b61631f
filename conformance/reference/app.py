"""The process: one port on the loopback interface, the log's interval, and an orderly end."""

import contextlib
import json
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from conformance.reference.driver import driver_routes
from conformance.reference.ehr import Ehr
from conformance.reference.web import web_routes

LOOPBACK: Final = "127.0.0.1"


def application(ehr: Ehr, interval: float) -> Starlette:
    """Return the two faces of *ehr*; as long as they are up it makes a round every *interval*.

    In a round the log is sent and notifications are asked for; *interval* is in seconds.
    """

    @contextlib.asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        ended = threading.Event()
        rounds = threading.Thread(target=_make_rounds, args=(ehr, interval, ended), daemon=True)
        rounds.start()
        yield
        ended.set()
        rounds.join(1.0)

    return Starlette(
        routes=[*driver_routes(ehr), *web_routes(ehr)],
        # another site must not reach the page through a name that resolves to this address
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
        lifespan=life,
    )


def serve(ehr: Ehr, port: int, *, interval: float) -> None:
    """Serve until stdin is closed or the process is interrupted; the address goes to stdout."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((LOOPBACK, port))
        server = _Server(
            uvicorn.Config(
                application(ehr, interval),
                log_config=None,
                access_log=False,
                ws="none",
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """Tells its address when it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            host, port = listener.getsockname()[:2]
            sys.stdout.write(json.dumps({"url": f"http://{host}:{port}"}) + "\n")
            sys.stdout.flush()


def _make_rounds(ehr: Ehr, interval: float, ended: threading.Event) -> None:
    while not ended.wait(interval):
        ehr.flush_log()
        ehr.poll_notifications()


def _end_with_stdin(server: uvicorn.Server) -> None:
    """Stop the server when the parent closes stdin, so that no orphan outlives it."""
    # read past sys.stdin: a thread that waits in it would hold its lock when the interpreter ends
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    server.should_exit = True
