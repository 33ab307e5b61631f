"""Where the bytes of a document are, and how to get them: small values that travel to a process.

A worker reads for itself what it can, so that the process that hands out the work has little to do.
Nothing is read or unpacked beyond one byte more than may be parsed: that byte tells that it is too
much.
"""

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from conformance.safe_xml import MAX_BYTES

LARGEST: Final = MAX_BYTES + 1
"""Bytes that are read of a document at most."""

LONGEST_LINE: Final = MAX_BYTES * 4 // 3 + 65_536
"""Bytes of a line of NDJSON: base64 makes four of three."""

RATIO: Final = 250
"""What compression may gain: cards gain 8 (zip) to 40 (tar.xz). Deflate can gain 1,000 on nothing
but one byte over and over."""

SMALL: Final = 1_000_000
"""Bytes below which gain is not looked at."""

_LOCAL: Final = struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED: Final = 0x1


class Unreadable(Exception):
    """A document cannot be had; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContent:
    """A whole file."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipContent:
    """A member of a zip archive: where its local header stands, and what the directory says."""

    path: Path
    offset: int
    packed: int
    checksum: int
    method: int
    flags: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineContent:
    """A line of NDJSON: `{"source": "a.xml", "document": "PD94…"}`."""

    path: Path
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldContent:
    """Bytes that are at hand."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LostContent:
    """There is nothing to be had, and why."""

    reason: str


Content = FileContent | ZipContent | LineContent | HeldContent | LostContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: its number in the order of input, its name, its content, its size in bytes."""

    source: str
    content: Content
    size: int
    number: int = 0


class _Line(msgspec.Struct):
    document: str
    source: str | None = None


def load(document: Document) -> tuple[str, bytes]:
    """The name of *document* and its bytes. Unreadable when they cannot be had."""
    content = document.content
    match content:
        case HeldContent():
            return document.source, content.data
        case LostContent():
            raise Unreadable(content.reason)
    try:
        with content.path.open("rb") as file:
            if isinstance(content, FileContent):
                return document.source, file.read(LARGEST)
            if isinstance(content, ZipContent):
                return document.source, _unzipped(file, content)
            return _decoded(file, content, document.source)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None


def _unzipped(file: BinaryIO, content: ZipContent) -> bytes:
    if content.flags & _ENCRYPTED:
        raise Unreadable("is encrypted: expected an archive without a password")
    if content.method not in (_STORED, _DEFLATED):
        raise Unreadable(f"is packed by method {content.method}: expected stored or deflated")
    file.seek(content.offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise Unreadable(f"has no local header at byte {content.offset}: the archive is damaged")
    _, name, extra = _LOCAL.unpack(header)
    file.seek(name + extra, 1)
    packed = file.read(min(content.packed, LARGEST))
    data = packed if content.method == _STORED else _inflated(packed)
    if len(data) < LARGEST and zlib.crc32(data) != content.checksum:
        raise Unreadable("is damaged: its checksum is not the one in the archive's directory")
    return data


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise Unreadable(f"is damaged: {error}") from None
    if len(data) > SMALL and len(data) > RATIO * (len(packed) - len(unpacker.unconsumed_tail)):
        raise Unreadable(
            f"unpacks to more than {RATIO} times its size: refused as a decompression bomb"
        )
    return data


def _decoded(file: BinaryIO, content: LineContent, source: str) -> tuple[str, bytes]:
    file.seek(content.offset)
    expected = 'expected {"source": "…", "document": "base64"}'
    try:
        line = msgspec.json.decode(file.read(content.length), type=_Line)
        data = base64.b64decode(line.document, validate=True)
    except msgspec.DecodeError as error:
        raise Unreadable(f"{expected}: {error}") from None
    except (binascii.Error, ValueError) as error:
        raise Unreadable(f"{expected}: the document is no base64: {error}") from None
    name = f"{content.path}!{line.source}" if line.source else source
    return name, data[:LARGEST]
