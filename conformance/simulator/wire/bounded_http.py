"""HTTP/1.1 within bounds: a header of some size, a request of some seconds, so many connections."""

import asyncio
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEADER_BYTES: Final = 65_536
"""Request line and header fields together. A token in a header field would be some 10 kB."""

REQUEST_SECONDS: Final = 30.0
"""How long a client may take to send a request, from its first byte (or the connection) on."""

MAX_CONNECTIONS: Final = 500
"""Beyond these, calls are answered with HTTP 503."""

_LINGER_SECONDS: Final = 1.0
"""How long an answer may take to reach a client that is hung up on: TLS waits for its farewell."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which by itself waits for the end of a request, however long it takes."""

    request_seconds = REQUEST_SECONDS
    _deadline: asyncio.TimerHandle | None = None
    _in_header = False
    _header_bytes = 0
    _is_complete = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._deadline is None:
            self._start_clock()
        self._is_complete = False
        super().data_received(data)
        if self._in_header:
            self._header_bytes += len(data)
            if self._header_bytes > MAX_HEADER_BYTES:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if self._is_complete:
            self._stop_clock()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_header = True
        self._header_bytes = 0
        self._is_complete = False

    def on_headers_complete(self) -> None:
        self._in_header = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_complete = True

    def shutdown(self) -> None:
        super().shutdown()
        if self.cycle is not None and self.cycle.more_body:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def _start_clock(self) -> None:
        self._deadline = self.loop.call_later(self.request_seconds, self._give_up)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer with *status* and nothing else, unless an answer has begun, and hang up."""
        if self.transport.is_closing():
            return
        cycle = self.cycle
        if cycle is None or cycle.response_complete or not cycle.response_started:
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            self.transport.write(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        self.transport.close()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)
