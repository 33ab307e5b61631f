"""Requests that come compressed: opened within bounds, before anything else looks at them.

Source: RFC 9110, 8.4 (Content-Encoding) and 15.5.16 (HTTP 415); RFC 1952 for gzip. Stacks such as
Axis2 and CXF can be set to send SOAP so.
"""

import zlib
from dataclasses import replace
from typing import Final

from conformance.safe_xml import MAX_BYTES
from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator.doors.messages import Call

KNOWN: Final = "gzip"
"""The coding that is understood; `x-gzip` is another name of it."""

_HEADER: Final = "content-encoding"
_GZIP: Final = frozenset({KNOWN, "x-gzip"})
_PLAIN: Final = frozenset({"", "identity"})
_GZIP_ALONE: Final = 16 + zlib.MAX_WBITS
"""How zlib is told to take gzip and no other wrapping."""


class UnknownCoding(DgwsFault):
    """The request is compressed in a way that is not understood: HTTP 415."""


def unzipped(call: Call) -> Call:
    """*call* as it was before its sender compressed it.

    Raises UnknownCoding for another coding than gzip, and DgwsFault with syntax_error where the
    gzip is broken, or holds more than may be parsed.
    """
    coding = call.headers.get(_HEADER, "").strip().lower()
    if coding in _PLAIN:
        return call
    if coding not in _GZIP:
        raise UnknownCoding(
            FaultCode.SYNTAX_ERROR,
            f"expected Content-Encoding {KNOWN}, or none, found {coding[:70]!r}",
        )
    headers = {name: value for name, value in call.headers.items() if name != _HEADER}
    return replace(call, body=_content(call.body), headers=headers)


def _content(data: bytes) -> bytes:
    """What was compressed. No more than one byte too many is ever held in memory."""
    reader = zlib.decompressobj(_GZIP_ALONE)
    try:
        content = reader.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise _broken("gzip as Content-Encoding says, found something else") from None
    if len(content) > MAX_BYTES:
        raise _broken(f"at most {MAX_BYTES} bytes once gzip is opened, found more")
    if not reader.eof or reader.unused_data:
        found = "more behind it" if reader.eof else "the beginning of one"
        raise _broken(f"one whole gzip member, found {found}")
    return content


def _broken(text: str) -> DgwsFault:
    return DgwsFault(FaultCode.SYNTAX_ERROR, f"request: expected {text}")
