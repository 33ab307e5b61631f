"""An HTTP answer that is cut off: some of the body, then a reset connection."""

import asyncio
import socket
import struct
import sys
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from conformance.simulator.wire.bounded_http import BoundedProtocol

_EXTENSION: Final = "fsk.transport"

# Linger for no time at all: closing then resets. Windows has two short integers in the structure.
_NO_LINGER: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class CuttingProtocol(BoundedProtocol):
    """The protocol of the HTTP face, which hands its connection to the answer that cuts it off."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {_EXTENSION: {"transport": self.transport}}


class CutOff(Response):
    """An answer that tells its whole length and stops after *cut_after* bytes of it."""

    def __init__(
        self, content: bytes, *, cut_after: int, status_code: int, headers: dict[str, str]
    ) -> None:
        super().__init__(content, status_code=status_code, headers=headers)
        self._cut_after = cut_after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        part = bytes(self.body)[: self._cut_after]
        await send(start)
        await send({"type": "http.response.body", "body": part, "more_body": True})
        extension = scope.get("extensions", {}).get(_EXTENSION)
        if extension is None:
            return
        _reset(extension["transport"])
        while (await receive())["type"] != "http.disconnect":
            continue


def _reset(transport: asyncio.Transport) -> None:
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
